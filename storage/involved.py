"""Which offerings people have to do with: a catalogue of thousands is changed quickly where it is none of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Table, select

from storage import wishes
from storage.engine import Transaction
from storage.exchange.comparing import Stored
from storage.tables import registrations, waiting_list
from storage.wishes import Wanted

FEW = 100
"""so many offerings are asked for by number; of more, all are read"""


@dataclass(frozen=True, slots=True)
class Involved:
    """Which offerings people have to do with: a new catalogue of thousands has hardly one."""

    registered: frozenset[int]
    """anybody ever registered"""
    engaged: frozenset[int]
    """or somebody waits"""
    wanted: Wanted

    @classmethod
    async def of(cls, tx: Transaction, alone: Stored | None) -> Involved:
        """Read it: of a few offerings that are `alone` by number, else of all."""
        some = None if alone is None else [alone.ids["offering", name] for name in alone.offerings]
        some = some if some is not None and len(some) <= FEW else None
        registered = await _offerings_in(tx, registrations, some)
        return cls(registered, registered | await _offerings_in(tx, waiting_list, some), await wishes.wanted(tx))


async def _offerings_in(tx: Transaction, claims: Table, some: Sequence[int] | None) -> frozenset[int]:
    """Name the offerings of registrations, or of the waiting list."""
    asked = select(claims.c.offering_id).where(claims.c.tenant_id == tx.tenant_id).distinct()
    if some is not None:
        asked = asked.where(claims.c.offering_id.in_(some))
    return frozenset((await tx.connection.scalars(asked)).all())
