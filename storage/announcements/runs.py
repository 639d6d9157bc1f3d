"""How announcements run: begun, paused, stopped, and deleted for everyone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from storage import authors, ledger
from storage.announcements.rows import change, find, latest, lock, take
from storage.audience import fulfilling
from storage.engine import Transaction
from storage.records.announcements import DELETABLE_HOURS, STARTED, Objection, Outcome, Ready, Refusal, State
from storage.tables.base import AnyRow


async def begin(tx: Transaction, row: AnyRow, action: str, *, overdue: bool = False, **values: object) -> Ready:
    """Let an announcement run from now on; until when it may go out is settled with that.

    One that somebody lets go now is as late as if now were its time; one that is `overdue` because nobody's computer was on
    is late by then.
    """
    asked = row.due_at if overdue else max(row.due_at or tx.now, tx.now)
    until = await latest(tx, row, asked if row.latest_at is None else None)
    started = {"state": State.RUNNING.value, "started_at": tx.now, "latest_at": until, "live_revision": row.revision}
    return await change(tx, row, action, **started, **values)


async def pause(tx: Transaction, announcement_id: int, *, by: int | None) -> Outcome:
    """Pause a run: nothing of it starts from now on."""
    row = await take(tx, announcement_id, by, State.RUNNING, State.PAUSED)
    if isinstance(row, Refusal):
        return row
    return await change(tx, row, "pause_announcement", state=State.PAUSED.value)


async def pause_itself(tx: Transaction, announcement_id: int) -> None:
    """Pause a run that cannot be sent as it is, and tell its author: somebody has to look."""
    row = await lock(tx, announcement_id)
    if row is not None and row.state == State.RUNNING:
        await change(tx, row, "pause_announcement", state=State.PAUSED.value)
        await authors.tell_held(tx, row, authors.PAUSED, tx.now.isoformat())


async def tell_slow(tx: Transaction, announcement_ids: Iterable[int]) -> None:
    """Tell the authors, once, that their runs go slowly through no fault of theirs."""
    for announcement_id in announcement_ids:
        row = await find(tx, announcement_id)
        if row is not None and row.state == State.RUNNING:
            await authors.tell_held(tx, row, authors.SLOW, "")


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
    await authors.tell_end(tx, row, by)
    await fulfilling.fulfil(tx, row.id)
    return await halt(tx, row, "stop_announcement")


async def halt(tx: Transaction, row: AnyRow, action: str, **values: object) -> Ready:
    """Stop a run; of a long one the rest of the ledger follows in portions, for nothing of it is claimed any more."""
    ended = {"state": State.STOPPED.value, "ended_at": row.ended_at or tx.now}
    done = await change(tx, row, action, **ended, **values)
    await ledger.sweep(tx, row.id)
    return done


async def delete_sent(tx: Transaction, announcement_id: int, *, by: int | None) -> Outcome:
    """Have everything deleted for everyone that was sent in the last 48 hours; a run that goes on is stopped.

    TOO_LATE when the last of it is older. What came with a weekly letter stays, for other news stand in it.
    """
    row = await take(tx, announcement_id, by, *STARTED)
    if isinstance(row, Refusal):
        return row
    if row.ended_at is not None and row.ended_at <= tx.now - timedelta(hours=DELETABLE_HOURS):
        return Refusal(Objection.TOO_LATE)
    nothing_to_correct = {"correction_asked_at": None, "correction_by": None}
    if row.state in {State.DONE, State.STOPPED} and not await ledger.is_open(tx, announcement_id):
        return await change(tx, row, "delete_announcement", deleting_since=tx.now, **nothing_to_correct)
    await authors.tell_end(tx, row, by)
    return await halt(tx, row, "delete_announcement", deleting_since=tx.now, **nothing_to_correct)
