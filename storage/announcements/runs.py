"""How announcements run: begun when due, paused, stopped, corrected in place and deleted for everyone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, insert, select

from storage import ledger
from storage.announcements.rows import change, latest, take, values_of_text, wordings
from storage.engine import Transaction
from storage.records.announcements import (
    DELETABLE_HOURS,
    STARTED,
    Objection,
    Outcome,
    Ready,
    Refusal,
    State,
    Wording,
)
from storage.tables import announcement_texts, announcements
from storage.tables.base import AnyRow


async def begin(tx: Transaction, row: AnyRow, action: str, **values: object) -> Ready:
    """Let an announcement run from now on; until when it may go out is settled with that."""
    until = await latest(tx, row, max(row.due_at or tx.now, tx.now) if row.latest_at is None else None)
    started = {"state": State.RUNNING.value, "started_at": tx.now, "latest_at": until, "live_revision": row.revision}
    return await change(tx, row, action, **started, **values)


async def start_due(tx: Transaction) -> list[int]:
    """Begin what is scheduled and due; tells which."""
    due = (
        select(announcements)
        .where(
            announcements.c.tenant_id == tx.tenant_id,
            announcements.c.state == State.SCHEDULED.value,
            announcements.c.due_at <= tx.now,
        )
        .order_by(announcements.c.due_at, announcements.c.id)
        .with_for_update(skip_locked=True)
    )
    rows = (await tx.connection.execute(due)).all()
    return [(await begin(tx, row, "begin_announcement")).announcement_id for row in rows]


async def pause(tx: Transaction, announcement_id: int, *, by: int | None) -> Outcome:
    """Pause a run: nothing of it starts from now on."""
    row = await take(tx, announcement_id, by, State.RUNNING, State.PAUSED)
    if isinstance(row, Refusal):
        return row
    return await change(tx, row, "pause_announcement", state=State.PAUSED.value)


async def resume(tx: Transaction, announcement_id: int, *, by: int | None) -> Outcome:
    """Go on with a paused run."""
    row = await take(tx, announcement_id, by, State.RUNNING, State.PAUSED)
    if isinstance(row, Refusal):
        return row
    return await change(tx, row, "resume_announcement", state=State.RUNNING.value)


async def stop(tx: Transaction, announcement_id: int, *, by: int | None) -> Outcome:
    """Stop a run for good, also of what waits for the weekly letter; what was sent stays."""
    row = await take(tx, announcement_id, by, *STARTED)
    if isinstance(row, Refusal):
        return row
    if row.state == State.STOPPED or (row.state == State.DONE and not await ledger.is_open(tx, announcement_id)):
        return Refusal(Objection.STARTED)
    return await halt(tx, row, "stop_announcement")


async def halt(tx: Transaction, row: AnyRow, action: str, **values: object) -> Ready:
    """Stop a run; of a long one the rest of the ledger follows in portions, for nothing of it is claimed any more."""
    ended = {"state": State.STOPPED.value, "ended_at": row.ended_at or tx.now}
    done = await change(tx, row, action, **ended, **values)
    await ledger.sweep(tx, row.id)
    return done


async def correct(tx: Transaction, announcement_id: int, seen: int, *, by: int | None) -> Outcome:
    """Make the wordings as they are now the ones that are out: every message that shows another is to be edited."""
    row = await take(tx, announcement_id, by, *STARTED)
    if isinstance(row, Refusal):
        return row
    if row.revision != seen:
        return Refusal(Objection.CHANGED)
    if row.deleting_since is not None:
        return Refusal(Objection.GONE)
    found = await wordings(tx, announcement_id, pending=True)
    await replace_texts(tx, announcement_id, found)
    return await change(tx, row, "correct_announcement", live_revision=row.revision)


async def replace_texts(tx: Transaction, announcement_id: int, found: Sequence[Wording]) -> None:
    """Write the wordings anew, none of them waiting."""
    texts = announcement_texts
    await tx.connection.execute(delete(texts).where(texts.c.announcement_id == announcement_id))
    if found:
        rows = [values_of_text(announcement_id, wording, pending=False) for wording in found]
        await tx.connection.execute(insert(texts), rows)


async def delete_sent(tx: Transaction, announcement_id: int, *, by: int | None) -> Outcome:
    """Have everything deleted for everyone that was sent in the last 48 hours; a run that goes on is stopped.

    TOO_LATE when the last of it is older. What came with a weekly letter stays, for other news stand in it.
    """
    row = await take(tx, announcement_id, by, *STARTED)
    if isinstance(row, Refusal):
        return row
    if row.ended_at is not None and row.ended_at <= tx.now - timedelta(hours=DELETABLE_HOURS):
        return Refusal(Objection.TOO_LATE)
    if row.state in {State.DONE, State.STOPPED} and not await ledger.is_open(tx, announcement_id):
        return await change(tx, row, "delete_announcement", deleting_since=tx.now)
    return await halt(tx, row, "delete_announcement", deleting_since=tx.now)
