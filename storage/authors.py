"""What the authors of announcements are told: that somebody agreed or gave it back, and what came of it.

Nobody is told of what they did themselves, and the same is told once.
"""

from __future__ import annotations

from collections.abc import Iterable

from storage import outbox, quiet
from storage.engine import Transaction
from storage.outbox import NewRow
from storage.tables.base import AnyRow

ANSWERED = "announcement_answered"
"""the kind of the notice that somebody agreed, or gave it back"""
ENDED = "announcement_ended"
"""the kind of the notice with the counts"""


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


def others(people: Iterable[int | None], by: int | None) -> list[int]:
    """Leave out who did it, and who is not known."""
    return sorted(one for one in people if one is not None and one != by)


def notice(tx: Transaction, kind: str, args: dict[str, outbox.Arg], participant_id: int, about: str) -> NewRow:
    """Make a notice, silent at night."""
    key = f"{kind}:{about}:{participant_id}"
    return NewRow(participant_id, kind, args, key, tx.now, silent=quiet.quiet(tx.now, tx.zone))
