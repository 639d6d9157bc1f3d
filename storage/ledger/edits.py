"""Correcting and deleting what was sent: claimed for a time like sending, but safe to do twice, so a crash costs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, bindparam, or_, select, update

from storage.engine import Transaction
from storage.leases import lease_end, lease_now
from storage.ledger.rows import SHOWN, THESE
from storage.records.announcements import DELETABLE_HOURS
from storage.records.deliveries import Reason
from storage.tables import addresses, announcements, deliveries, group_chats
from storage.tables.base import AnyRow

NOT_CORRECTED = Reason.NOT_CORRECTED.value
NOT_DELETED = Reason.NOT_DELETED.value
OLD = timedelta(hours=DELETABLE_HOURS)


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was sent; '' for a language stands for a chat."""

    id: int
    announcement_id: int
    participant_id: int | None
    address: str
    thread: int | None
    language: str
    message_id: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of a message that was to be corrected or deleted. `reason` '' is that it was done.

    `revision` is the one it shows now, of a correction. One that is to be tried again is left out: its claim expires.
    """

    id: int
    revision: int | None = None
    reason: str = ""


MESSAGES = (
    select(
        deliveries.c.id,
        deliveries.c.announcement_id,
        deliveries.c.participant_id,
        deliveries.c.group_id,
        deliveries.c.language,
        deliveries.c.message_id,
        deliveries.c.attempts,
        addresses.c.address,
        group_chats.c.address.label("group_address"),
        group_chats.c.thread,
    )
    .select_from(
        deliveries.join(announcements, announcements.c.id == deliveries.c.announcement_id)
        .outerjoin(
            addresses,
            (addresses.c.participant_id == deliveries.c.participant_id)
            & (addresses.c.channel_id == bindparam("channel")),
        )
        .outerjoin(group_chats, group_chats.c.id == deliveries.c.group_id)
    )
    .where(
        announcements.c.tenant_id == bindparam("tenant"),
        deliveries.c.announcement_id == bindparam("announcement"),
        SHOWN,
    )
    .limit(bindparam("most"))
    .with_for_update(of=deliveries, skip_locked=True)
)
HOLD = {
    is_postgres: update(deliveries)
    .where(THESE)
    .values(claimed_by=bindparam("worker"), lease_until=lease_end(is_postgres=is_postgres))
    for is_postgres in (True, False)
}


async def claim_corrections(
    tx: Transaction, announcement_id: int, worker: str, limit: int, lease_s: float
) -> list[Message]:
    """Take messages for a time that show an older revision than the announcement's."""
    older = (announcements.c.deleting_since.is_(None), deliveries.c.shown_revision < announcements.c.live_revision)
    return await claim_messages(tx, announcement_id, worker, limit, lease_s, *older)


async def claim_deletions(
    tx: Transaction, announcement_id: int, worker: str, limit: int, lease_s: float
) -> list[Message]:
    """Take messages for a time that are to be deleted; those too old for that are let go, so it may give none at first."""
    wanted = (announcements.c.deleting_since.is_not(None), deliveries.c.shown_revision >= 0)
    found = await claim_messages(
        tx, announcement_id, worker, limit, lease_s, *wanted, deliveries.c.ended_at > tx.now - OLD
    )
    if not found:
        await let_go(tx, announcement_id, limit)
    return found


async def claim_messages(
    tx: Transaction, announcement_id: int, worker: str, limit: int, lease_s: float, *which: ColumnElement[bool]
) -> list[Message]:
    """Take messages nobody holds."""
    now = lease_now(is_postgres=tx.is_postgres)
    free = or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until < now)
    bounds = {"tenant": tx.tenant_id, "channel": tx.channel_id, "announcement": announcement_id, "most": limit}
    rows = (await tx.connection.execute(MESSAGES.where(free, *which), bounds)).all()
    gone = [row.id for row in rows if row.address is None and row.group_address is None]
    found = [message_of(row) for row in rows if row.id not in gone]
    await forget_messages(tx, gone, None)
    if found:
        ids = [message.id for message in found]
        await tx.connection.execute(HOLD[tx.is_postgres], {"ids": ids, "worker": worker, "lease_s": lease_s})
    return found


def message_of(row: AnyRow) -> Message:
    """Make the record of a row."""
    return Message(
        id=row.id,
        announcement_id=row.announcement_id,
        participant_id=row.participant_id,
        address=row.address if row.group_id is None else row.group_address,
        thread=None if row.group_id is None else (row.thread or None),
        language=row.language,
        message_id=row.message_id,
        attempts=row.attempts,
    )


CORRECTED = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("row_id"))
    .values(shown_revision=bindparam("shown"), reason=bindparam("why"), claimed_by=None, lease_until=None)
)


async def settle_corrections(tx: Transaction, edited: Sequence[Edited]) -> None:
    """Remember which messages were corrected; one that cannot be says so in its row and is not tried again."""
    rows = [
        {"row_id": one.id, "shown": one.revision, "why": one.reason and NOT_CORRECTED}
        for one in edited
        if one.revision is not None
    ]
    if rows:
        await tx.connection.execute(CORRECTED, rows)


async def settle_deletions(tx: Transaction, edited: Sequence[Edited]) -> None:
    """Remember which messages were deleted; one that cannot be says so in its row."""
    await forget_messages(tx, [one.id for one in edited if not one.reason], "")
    await forget_messages(tx, [one.id for one in edited if one.reason], NOT_DELETED)


async def forget_messages(tx: Transaction, ids: Sequence[int], reason: str | None) -> None:
    """Take away the message ids of rows: nothing is to be done about these messages any more. '' means they are deleted."""
    if not ids:
        return
    forgetting = (
        update(deliveries).where(deliveries.c.id.in_(ids)).values(message_id=None, claimed_by=None, lease_until=None)
    )
    deleted = {"deleted_at": tx.now} if reason == "" else {}
    kept = {} if not reason else {"reason": reason}
    await tx.connection.execute(forgetting.values(**deleted, **kept))


async def let_go(tx: Transaction, announcement_id: int, limit: int) -> None:
    """Give up deleting messages that Telegram no longer deletes."""
    old = (
        select(deliveries.c.id)
        .join(announcements, announcements.c.id == deliveries.c.announcement_id)
        .where(
            announcements.c.tenant_id == tx.tenant_id,
            announcements.c.id == announcement_id,
            announcements.c.deleting_since.is_not(None),
            SHOWN,
            deliveries.c.shown_revision >= 0,
            deliveries.c.ended_at <= tx.now - OLD,
        )
    )
    await forget_messages(tx, list((await tx.connection.scalars(old.limit(limit))).all()), NOT_DELETED)
