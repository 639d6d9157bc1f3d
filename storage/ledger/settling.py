"""Settling: what became of rows, remembered in bulk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, bindparam, func, or_, select, update

from storage.engine import Transaction
from storage.ledger.rows import Settled
from storage.records.deliveries import Fate
from storage.tables import announcements, deliveries


def one_of(*fates: Fate) -> ColumnElement[bool]:
    """Say that a row is in one of these states; without a list, which a statement for many rows cannot take."""
    return or_(*(deliveries.c.status == fate.value for fate in fates))


LIVE = select(announcements.c.live_revision).where(announcements.c.id == deliveries.c.announcement_id).scalar_subquery()
SENT = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("row_id"),
        one_of(Fate.SENDING, Fate.UNKNOWN),
    )
    .values(
        status=Fate.SENT.value,
        reason="",
        message_id=bindparam("message"),
        shown_revision=func.coalesce(bindparam("shown", type_=deliveries.c.shown_revision.type), LIVE),
        ended_at=bindparam("now"),
        claimed_by=None,
        lease_until=None,
    )
)
AGAIN = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("row_id"),
        one_of(Fate.CLAIMED, Fate.SENDING),
    )
    .values(
        status=Fate.WAITING.value,
        reason=bindparam("why"),
        due_at=bindparam("later"),
        claimed_by=None,
        lease_until=None,
    )
)
ENDED = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("row_id"),
        one_of(Fate.WAITING, Fate.CLAIMED, Fate.SENDING),
    )
    .values(
        status=bindparam("fate"), reason=bindparam("why"), ended_at=bindparam("now"), claimed_by=None, lease_until=None
    )
)


async def settle(tx: Transaction, settled: Sequence[Settled]) -> None:
    """Remember what became of rows, all at once. What came out late, after it was given up as unknown, is known again."""
    sent = [
        {"row_id": one.id, "message": one.message_id, "shown": one.revision, "now": tx.now}
        for one in settled
        if one.fate is Fate.SENT
    ]
    again = [
        {"row_id": one.id, "why": one.reason, "later": one.due_at or tx.now}
        for one in settled
        if one.fate is Fate.WAITING
    ]
    others = [
        {"row_id": one.id, "fate": one.fate.value, "why": one.reason, "now": tx.now}
        for one in settled
        if one.fate not in {Fate.SENT, Fate.WAITING}
    ]
    for statement, rows in ((SENT, sent), (AGAIN, again), (ENDED, others)):
        if rows:
            await tx.connection.execute(statement, rows)
