"""What a statement is built for, apart from the values it is given each time: so that it is built once and kept.

Building a statement costs SQLAlchemy several times what running it does. Whoever keeps one leaves NOW and UNTIL open and
fills them with `moments`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam

from storage.engine import Transaction
from storage.tables.base import UtcDateTime

KEPT: Final = 512
"""how many statements of a kind are kept; those not used for the longest time go first"""
NOW: Final = bindparam("now", type_=UtcDateTime())
UNTIL: Final = bindparam("until", type_=UtcDateTime())


@dataclass(frozen=True, slots=True)
class Ground:
    """A tenant on an engine. `year` is from when on clock changes are known."""

    tenant_id: int
    is_postgres: bool
    zone: ZoneInfo
    year: int


def ground_of(tx: Transaction) -> Ground:
    """Tell what statements of a transaction are built for."""
    return Ground(tx.tenant_id, tx.is_postgres, tx.zone, tx.now.year)


def moments(tx: Transaction, days: int | None = None) -> dict[str, datetime]:
    """Tell the values of NOW and UNTIL, which is so many days later."""
    return {"now": tx.now, "until": tx.now + timedelta(days=days or 0)}
