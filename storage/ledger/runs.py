"""Runs: the announcements about which something is to be done, and how they end."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, or_, select, update

from storage import audit, authors
from storage.audience import fulfilling
from storage.engine import Transaction
from storage.leases import lease_now
from storage.ledger.rows import CLAIMED, FREE, PORTION, SHOWN, WAITS, Counts, Run
from storage.records.announcements import STARTED, State
from storage.records.deliveries import Fate, Reason
from storage.tables import announcements, deliveries
from storage.tables.base import AnyRow


def open_rows(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that an announcement has such rows."""
    return exists().where(deliveries.c.announcement_id == announcements.c.id, *which)


TO_CORRECT = open_rows(SHOWN, deliveries.c.shown_revision < announcements.c.live_revision)
TO_DELETE = open_rows(SHOWN, deliveries.c.shown_revision >= 0)
TO_SWEEP = or_(open_rows(WAITS), open_rows(CLAIMED))
RUNS = (
    select(
        announcements.c.id,
        announcements.c.state,
        announcements.c.resolved,
        announcements.c.live_revision,
        announcements.c.latest_at,
        (announcements.c.deleting_since.is_(None) & TO_CORRECT).label("correcting"),
        (announcements.c.deleting_since.is_not(None) & TO_DELETE).label("deleting"),
        ((announcements.c.state == State.STOPPED.value) & TO_SWEEP).label("sweeping"),
    )
    .where(
        announcements.c.tenant_id == bindparam("tenant"),
        announcements.c.state.in_([state.value for state in STARTED]),
    )
    .order_by(announcements.c.started_at, announcements.c.id)
)


async def runs(tx: Transaction) -> tuple[Run, ...]:
    """Read the announcements that run, pause, or have something to stop, correct or delete; the oldest first."""
    rows = await tx.connection.execute(RUNS, {"tenant": tx.tenant_id})
    return tuple(run_of(row) for row in rows if is_busy(row))


def is_busy(row: AnyRow) -> bool:
    """Say whether something is to be done."""
    return row.state in {State.RUNNING, State.PAUSED} or row.correcting or row.deleting or row.sweeping


def run_of(row: AnyRow) -> Run:
    """Make the record of a row."""
    return Run(
        id=row.id,
        state=State(row.state),
        resolved=row.resolved,
        revision=row.live_revision,
        latest_at=row.latest_at,
        has_to_correct=bool(row.correcting),
        has_to_delete=bool(row.deleting),
    )


async def give_up(tx: Transaction, announcement_id: int, fate: Fate, reason: str, *which: ColumnElement[bool]) -> int:
    """Close a portion of what waits and is not held for a letter; tells how many."""
    mine = (deliveries.c.announcement_id == announcement_id, *(which or (WAITS, deliveries.c.due_at.is_not(None))))
    portion = select(deliveries.c.id).where(*mine).limit(PORTION).with_for_update(skip_locked=True)
    closing = update(deliveries).where(deliveries.c.id.in_(portion))
    values: dict[str, Any] = {"status": fate.value, "reason": reason, "ended_at": tx.now, "claimed_by": None}
    return (await tx.connection.execute(closing.values(lease_until=None, **values))).rowcount


async def sweep(tx: Transaction, announcement_id: int) -> int:
    """Stop a portion of what a stopped announcement left waiting, for a letter too; tells how many."""
    stopped = select(announcements.c.id).where(
        announcements.c.tenant_id == tx.tenant_id,
        announcements.c.id == announcement_id,
        announcements.c.state == State.STOPPED.value,
    )
    if await tx.connection.scalar(stopped) is None:
        return 0
    return sum([await give_up(tx, announcement_id, Fate.STOPPED, "", which) for which in (WAITS, CLAIMED)])


async def miss(tx: Transaction, announcement_id: int) -> int:
    """Close a portion of what a run has waiting once it is too late, what is claimed too; tells how many."""
    waiting = (WAITS, deliveries.c.due_at.is_not(None))
    late = (Fate.MISSED, Reason.TOO_LATE)
    return sum([await give_up(tx, announcement_id, *late, *which) for which in (waiting, (CLAIMED,))])


async def is_open(tx: Transaction, announcement_id: int) -> bool:
    """Say whether anything of it still waits, for a weekly letter too."""
    waits = select(deliveries.c.id).where(
        deliveries.c.announcement_id == announcement_id,
        deliveries.c.status.in_((Fate.WAITING.value, Fate.CLAIMED.value)),
    )
    return await tx.connection.scalar(waits.limit(1)) is not None


async def finish(tx: Transaction, announcement_id: int) -> bool:
    """End a run of which nothing is left to do but what is held for weekly letters; True when that ended it."""
    mine = deliveries.c.announcement_id == announcement_id
    waits = exists().where(mine, FREE, deliveries.c.due_at.is_not(None))
    held = exists().where(mine, deliveries.c.status.in_((Fate.CLAIMED.value, Fate.SENDING.value)))
    ready = update(announcements).where(
        announcements.c.tenant_id == tx.tenant_id,
        announcements.c.id == announcement_id,
        announcements.c.state == State.RUNNING.value,
        announcements.c.resolved,
        ~waits,
        ~held,
    )
    ending = ready.values(state=State.DONE.value, ended_at=tx.now).returning(
        announcements.c.id, announcements.c.author_id
    )
    ended = (await tx.connection.execute(ending)).one_or_none()
    if ended is None:
        return False
    await authors.tell_end(tx, ended)
    await fulfilling.fulfil(tx, announcement_id)
    await audit.record(tx, "finish_announcement", "announcement", announcement_id)
    return True


async def recover(tx: Transaction) -> Counts:
    """Pick up, at start, what was held when an earlier process died; to be called while nobody else runs."""
    return await release(tx)


async def expire_leases(tx: Transaction) -> Counts:
    """Pick up what was held longer than promised: its worker died and did not come back."""
    return await release(tx, deliveries.c.lease_until < lease_now(is_postgres=tx.is_postgres))


async def release(tx: Transaction, *which: ColumnElement[bool]) -> Counts:
    """Let claimed rows wait again, and mark those being sent as unknown."""
    mine = select(announcements.c.id).where(
        announcements.c.tenant_id == tx.tenant_id, announcements.c.state.in_([state.value for state in STARTED])
    )
    held = update(deliveries).where(deliveries.c.announcement_id.in_(mine), *which)
    free = {"claimed_by": None, "lease_until": None}
    claimed = held.where(deliveries.c.status == Fate.CLAIMED.value).values(status=Fate.WAITING.value, **free)
    sending = held.where(deliveries.c.status == Fate.SENDING.value).values(
        status=Fate.UNKNOWN.value, reason=Reason.INTERRUPTED.value, ended_at=tx.now, **free
    )
    again = (await tx.connection.execute(claimed)).rowcount
    return Counts(again, (await tx.connection.execute(sending)).rowcount)
