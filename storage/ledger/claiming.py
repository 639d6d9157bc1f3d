"""Claiming recipients of a run, and marking them as being sent right before the message goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Integer, bindparam, exists, or_, select, update

from storage.engine import Transaction
from storage.leases import lease_end, lease_now
from storage.ledger.rows import FREE, THESE, Recipient, Settled
from storage.ledger.runs import give_up, sweep
from storage.ledger.settling import settle
from storage.records.announcements import State
from storage.records.deliveries import Fate, Reason
from storage.tables import addresses, announcements, deliveries, group_chats, participants, subscriptions
from storage.tables.base import AnyRow

REACHABLE = "administrator"
"""as what the bot may write to a group or channel"""

WAITING = (
    select(
        deliveries.c.id,
        deliveries.c.announcement_id,
        deliveries.c.participant_id,
        deliveries.c.group_id,
        deliveries.c.language.label("noted"),
        deliveries.c.due_at,
        deliveries.c.attempts,
    )
    .where(deliveries.c.announcement_id == bindparam("announcement"), FREE, deliveries.c.due_at <= bindparam("now"))
    .order_by(deliveries.c.due_at, deliveries.c.id)
    .limit(bindparam("most", type_=Integer, literal_execute=True))
    .with_for_update(skip_locked=True)
    .subquery("waiting")
)
"""the rows first and whose they are after that, and their number written out: else PostgreSQL joins with everybody"""
CANDIDATES = (
    select(
        WAITING,
        participants.c.language,
        participants.c.unreachable_since,
        subscriptions.c.objected_at,
        addresses.c.address,
        group_chats.c.address.label("group_address"),
        group_chats.c.thread,
        group_chats.c.status.label("group_status"),
    )
    .select_from(
        WAITING.outerjoin(participants, participants.c.id == WAITING.c.participant_id)
        .outerjoin(subscriptions, subscriptions.c.participant_id == WAITING.c.participant_id)
        .outerjoin(
            addresses,
            (addresses.c.participant_id == WAITING.c.participant_id) & (addresses.c.channel_id == bindparam("channel")),
        )
        .outerjoin(group_chats, group_chats.c.id == WAITING.c.group_id)
    )
    .order_by(WAITING.c.due_at, WAITING.c.id)
)
CLAIM = {
    is_postgres: update(deliveries)
    .where(THESE)
    .values(status=Fate.CLAIMED.value, claimed_by=bindparam("worker"), lease_until=lease_end(is_postgres=is_postgres))
    for is_postgres in (True, False)
}
STATE = select(announcements.c.state, announcements.c.latest_at).where(
    announcements.c.tenant_id == bindparam("tenant"), announcements.c.id == bindparam("announcement")
)


async def claim(tx: Transaction, announcement_id: int, worker: str, limit: int, lease_s: float) -> list[Recipient]:
    """Take recipients of a run for a time; what another worker is taking is passed over.

    Who cannot be reached fails, who objected or was erased meanwhile is withdrawn, and once it is too late the rest is
    missed, a portion a call. Of a stopped run a portion is stopped. So it may give none while there are more.
    """
    bounds = {"tenant": tx.tenant_id, "announcement": announcement_id}
    run = (await tx.connection.execute(STATE, bounds)).one_or_none()
    if run is None or run.state != State.RUNNING:
        await sweep(tx, announcement_id)
        return []
    if run.latest_at is not None and tx.now >= run.latest_at:
        await give_up(tx, announcement_id, Fate.MISSED, Reason.TOO_LATE)
        return []
    return await claim_due(tx, announcement_id, worker, limit, lease_s)


async def claim_due(tx: Transaction, announcement_id: int, worker: str, limit: int, lease_s: float) -> list[Recipient]:
    """Take what is due and can go."""
    bounds = {"announcement": announcement_id, "channel": tx.channel_id, "now": tx.now, "most": limit}
    rows = (await tx.connection.execute(CANDIDATES, bounds)).all()
    stand = [(row, obstacle(row)) for row in rows]
    taken = [row for row, against in stand if against is None]
    await settle(tx, [Settled(row.id, *against) for row, against in stand if against is not None])
    if taken:
        ids = [row.id for row in taken]
        await tx.connection.execute(CLAIM[tx.is_postgres], {"ids": ids, "worker": worker, "lease_s": lease_s})
        await note_languages(tx, [row for row in taken if row.participant_id and row.language != row.noted])
    return [recipient_of(row) for row in taken]


def obstacle(row: AnyRow) -> tuple[Fate, str] | None:
    """Say what stands between an announcement and a recipient."""
    if row.group_id is not None:
        return None if row.group_status == REACHABLE else (Fate.FAILED, Reason.LEFT)
    if row.participant_id is None:
        return Fate.WITHDRAWN, Reason.ERASED
    if row.objected_at is not None:
        return Fate.WITHDRAWN, Reason.OBJECTED
    if row.unreachable_since is not None or row.address is None:
        return Fate.FAILED, Reason.UNREACHABLE
    return None


def recipient_of(row: AnyRow) -> Recipient:
    """Make the record of a claimed row."""
    to_group = row.group_id is not None
    return Recipient(
        id=row.id,
        announcement_id=row.announcement_id,
        participant_id=row.participant_id,
        address=row.group_address if to_group else row.address,
        thread=(row.thread or None) if to_group else None,
        language="" if to_group else row.language,
        attempts=row.attempts,
    )


async def note_languages(tx: Transaction, rows: Iterable[AnyRow]) -> None:
    """Note in which language it goes out to those who chose another one since."""
    changed = [{"row_id": row.id, "spoken": row.language} for row in rows]
    if changed:
        noting = update(deliveries).where(deliveries.c.id == bindparam("row_id"))
        await tx.connection.execute(noting.values(language=bindparam("spoken")), changed)


RUNNING = select(announcements.c.id).where(announcements.c.state == State.RUNNING.value)
OBJECTED = exists().where(
    subscriptions.c.participant_id == deliveries.c.participant_id, subscriptions.c.objected_at.is_not(None)
)
START = {
    is_postgres: update(deliveries)
    .where(
        THESE,
        deliveries.c.status == Fate.CLAIMED.value,
        deliveries.c.claimed_by == bindparam("worker"),
        deliveries.c.lease_until > lease_now(is_postgres=is_postgres),
        deliveries.c.announcement_id.in_(RUNNING),
        or_(deliveries.c.participant_id.is_not(None), deliveries.c.group_id.is_not(None)),
        ~OBJECTED,
    )
    .values(
        status=Fate.SENDING.value,
        attempts=deliveries.c.attempts + 1,
        lease_until=lease_end(is_postgres=is_postgres),
    )
    .returning(deliveries.c.id)
    for is_postgres in (True, False)
}


async def start(tx: Transaction, ids: Sequence[int], worker: str, lease_s: float) -> list[int]:
    """Mark rows as sending and tell which may go once this is committed, in the order given.

    Those are left out that this worker no longer holds, whose run was paused or stopped, or whose person objected.
    """
    if not ids:
        return []
    bounds = {"ids": list(ids), "worker": worker, "lease_s": lease_s}
    started = set((await tx.connection.execute(START[tx.is_postgres], bounds)).scalars())
    return [row_id for row_id in ids if row_id in started]
