"""The inbox: what came in, written down before it is acknowledged, kept in order, emptied once it was answered.

`new` waits for its turn, `performed` has changed what it had to and waits for its answer, `answered` is done, `aside` raised
too often and was reported. The order is our own sequence, not the channel's numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, func, select, update

from storage.engine import Transaction
from storage.inserts import DIALECTS
from storage.plans import unindexed
from storage.tables import inbox

KEPT = timedelta(hours=48)
"""How long the ids of answered updates are kept, so that a redelivered one is recognised: Telegram redelivers for 24 h."""

OPEN = ("new", "performed")
STATUSES = (*OPEN, "answered", "aside")


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it came: the channel's own number, the index of its conversation, and what it says."""

    external_id: int
    conversation: bytes
    payload: str


@dataclass(frozen=True, slots=True)
class Letter:
    """An update waiting for its answer."""

    id: int
    conversation: bytes
    payload: str
    performed: bool
    attempts: int


_ACCEPT = {
    is_postgres: insert(inbox)
    .on_conflict_do_nothing(index_elements=["channel_id", "external_id"])
    .returning(inbox.c.id)
    for is_postgres, insert in DIALECTS.items()
}


async def accept(tx: Transaction, arrivals: Sequence[Arrival]) -> int:
    """Write updates down; those that were here before are left out. Tells how many are new."""
    rows = [
        {
            "channel_id": tx.channel_id,
            "external_id": arrival.external_id,
            "conversation_index": arrival.conversation,
            "payload": arrival.payload,
            "status": "new",
            "attempts": 0,
            "received_at": tx.now,
        }
        for arrival in arrivals
    ]
    new = await tx.connection.execute(_ACCEPT[tx.is_postgres], rows)
    return len(new.scalars().all())


async def waiting(tx: Transaction) -> dict[bytes, int]:
    """Count the updates that wait for an answer, by conversation, the oldest conversation first."""
    counted = (
        select(inbox.c.conversation_index, func.count())
        .where(unindexed(inbox.c.channel_id) == tx.channel_id, inbox.c.status.in_(OPEN))
        .group_by(inbox.c.conversation_index)
        .order_by(func.min(inbox.c.id))
    )
    return {bytes(index): count for index, count in await tx.connection.execute(counted)}


_OLDEST = (
    select(func.min(inbox.c.id))
    .where(inbox.c.conversation_index.in_(bindparam("conversations", expanding=True)), inbox.c.status.in_(OPEN))
    .group_by(inbox.c.conversation_index)
)
_LETTERS = (
    select(inbox.c.id, inbox.c.conversation_index, inbox.c.payload, inbox.c.status, inbox.c.attempts)
    .where(inbox.c.id.in_(_OLDEST))
    .order_by(inbox.c.id)
)


async def oldest(tx: Transaction, conversations: Sequence[bytes]) -> list[Letter]:
    """Read the oldest unanswered update of each conversation."""
    rows = await tx.connection.execute(_LETTERS, {"conversations": list(conversations)})
    return [
        Letter(id_, bytes(index), payload or "", status == "performed", tries)
        for id_, index, payload, status, tries in rows
    ]


_THESE = update(inbox).where(inbox.c.id.in_(bindparam("ids", expanding=True)), inbox.c.status.in_(OPEN))
_PERFORMED = _THESE.where(inbox.c.payload.is_not(None)).values(status="performed")
_ANSWERED = _THESE.values(status="answered", payload=None)


async def mark_performed(tx: Transaction, ids: Sequence[int]) -> None:
    """Remember that what these updates change was changed; their answer is still to be sent.

    One that was emptied meanwhile stays answered: after an erasure nobody knows any more whom to answer.
    """
    if ids:
        await tx.connection.execute(_PERFORMED, {"ids": list(ids)})


async def mark_answered(tx: Transaction, ids: Sequence[int]) -> None:
    """Remember that these updates are done, and forget what they said."""
    if ids:
        await tx.connection.execute(_ANSWERED, {"ids": list(ids)})


async def count_attempt(tx: Transaction, letter_id: int) -> int:
    """Count a turn that raised; tells how many did."""
    more = (
        update(inbox).where(inbox.c.id == letter_id).values(attempts=inbox.c.attempts + 1).returning(inbox.c.attempts)
    )
    return int((await tx.connection.execute(more)).scalar_one())


async def set_aside(tx: Transaction, letter_id: int) -> None:
    """Take an update out of the way that raised too often, and forget what it said."""
    await tx.connection.execute(update(inbox).where(inbox.c.id == letter_id).values(status="aside", payload=None))


async def forget_old(tx: Transaction) -> int:
    """Delete updates that were done long ago."""
    old = delete(inbox).where(inbox.c.status.in_(("answered", "aside")), inbox.c.received_at < tx.now - KEPT)
    return (await tx.connection.execute(old)).rowcount


async def counts(tx: Transaction) -> dict[str, int]:
    """Count updates by status."""
    rows = await tx.connection.execute(select(inbox.c.status, func.count()).group_by(inbox.c.status))
    return dict.fromkeys(STATUSES, 0) | dict(rows.all())
