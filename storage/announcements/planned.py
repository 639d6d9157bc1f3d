"""What announcements wait for: the time that was set, or the end of the night."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from storage import quiet
from storage.engine import Transaction
from storage.records.announcements import State
from storage.tables import announcements

KIND = "announcement"


async def next_due(tx: Transaction) -> tuple[datetime, str] | None:
    """Tell when an announcement goes out next, or goes on after the night; None when none is planned or held by it."""
    mine = select(announcements.c.state, announcements.c.due_at).where(announcements.c.tenant_id == tx.tenant_id)
    held = [State.RUNNING.value] if quiet.quiet(tx.now, tx.zone) else []
    rows = await tx.connection.execute(mine.where(announcements.c.state.in_([State.SCHEDULED.value, *held])))
    planned = [row.due_at if row.state == State.SCHEDULED else quiet.next_waking(tx.now, tx.zone) for row in rows]
    return (min(planned), KIND) if planned else None
