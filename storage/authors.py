"""What the authors of announcements are told: that somebody agreed or gave it back, what holds it up, and what came of it.

Nobody is told of what they did themselves, and the same is told once. What holds up one from the command line, which has no
author, administrators are told.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from storage import outbox, quiet
from storage.access import Role, everywhere
from storage.engine import Transaction
from storage.outbox import NewRow
from storage.tables import grants
from storage.tables.base import AnyRow

ANSWERED = "announcement_answered"
"""the kind of the notice that somebody agreed, or gave it back"""
ENDED = "announcement_ended"
"""the kind of the notice with the counts"""
HELD = "announcement_held"
"""the kind of the notice that a run paused itself, or goes slowly"""
PAUSED, SLOW = "paused", "slow"
"""what holds a run up"""


async def tell_answer(tx: Transaction, row: AnyRow, by: int | None, *, agreed: bool, correction: bool = False) -> None:
    """Tell whoever sent an announcement, or asked for its correction, what somebody else said to that."""
    whom = {row.correction_by} if correction else {row.author_id, row.submitted_by}
    args = {"announcement_id": row.id, "agreed": agreed, "correction": correction}
    moment = f"{row.id}:{row.revision}:{agreed:d}:{tx.now.isoformat()}"
    await outbox.add(tx, [notice(tx, ANSWERED, args, one, moment) for one in others(whom, by)])


async def tell_end(tx: Transaction, row: AnyRow, by: int | None = None) -> None:
    """Tell its author, once, that a run is over; `by` is who stopped it."""
    args = {"announcement_id": row.id}
    await outbox.add(tx, [notice(tx, ENDED, args, one, str(row.id)) for one in others({row.author_id}, by)])


async def tell_held(tx: Transaction, row: AnyRow, what: str, about: str) -> None:
    """Tell its author that a run is held up: PAUSED or SLOW; `about` names the occasion, of which it is told once."""
    whom = {row.author_id} if row.author_id is not None else await administrators(tx)
    args: dict[str, outbox.Arg] = {"announcement_id": row.id, "what": what}
    await outbox.add(tx, [notice(tx, HELD, args, one, f"{row.id}:{what}:{about}") for one in others(whom, None)])


async def administrators(tx: Transaction) -> set[int | None]:
    """Find who looks after what has no author."""
    return {
        *(await tx.connection.scalars(select(grants.c.participant_id).where(*everywhere(tx, Role.ADMINISTRATOR)))).all()
    }


def others(people: Iterable[int | None], by: int | None) -> list[int]:
    """Leave out who did it, and who is not known."""
    return sorted(one for one in people if one is not None and one != by)


def notice(tx: Transaction, kind: str, args: dict[str, outbox.Arg], participant_id: int, about: str) -> NewRow:
    """Make a notice, silent at night."""
    key = f"{kind}:{about}:{participant_id}"
    return NewRow(participant_id, kind, args, key, tx.now, silent=quiet.quiet(tx.now, tx.zone))
