"""Reminders: when they are due, and the outbox rows that carry them.

A reminder's key holds its session's start, so a moved session reminds again and an unmoved one never twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, delete, or_, select

from storage import outbox, quiet
from storage.engine import Transaction
from storage.records.catalogue import SessionStatus
from storage.tables import attendance, offerings, participants, registrations, sessions
from storage.tables import outbox as outbox_table
from storage.tables.base import AnyRow

KIND = "reminder"
DAY, HOURS = "day", "hours"
HOURS_AHEAD = timedelta(hours=2)
UNSENT = ("waiting", "claimed")
GONE_OUT = ("sending", "sent", "unknown")
FIRST = timedelta(days=3)
"""so long before a session no reminder is due yet"""
GRACE = timedelta(hours=1)
"""so long what is due may wait for its delivery"""


def due_times(
    start: datetime, now: datetime, zone: ZoneInfo, *, day: bool, hours: bool
) -> tuple[tuple[str, datetime], ...]:
    """Tell when to remind of a session: 'day' a day before at the same wall time, 'hours' two hours before.

    What would fall into the quiet hours goes out the evening before. What is past already is left out, and so is the
    later of two that would come on the same day.
    """
    wanted = ((DAY, day_before(start, zone), day), (HOURS, start - HOURS_AHEAD, hours))
    due = [(which, quiet.evening_before(at, zone)) for which, at, asked in wanted if asked]
    coming = [(which, at.astimezone(UTC)) for which, at in due if at > now]
    return tuple(coming[:1] if same_day([at for _which, at in coming], zone) else coming)


def same_day(moments: Sequence[datetime], zone: ZoneInfo) -> bool:
    """Say whether all of these fall on one day by the clock on the wall."""
    return len({at.astimezone(zone).date() for at in moments}) == 1


def day_before(start: datetime, zone: ZoneInfo) -> datetime:
    """Turn the wall clock back by a day: 23 or 25 hours when the clocks change in between."""
    return (start.astimezone(zone) - timedelta(days=1)).astimezone(UTC)


def key(registration_id: int, session_id: int, start: datetime, which: str) -> str:
    """Name a reminder, once and for all."""
    return f"{KIND}:{registration_id}:{session_id}:{start.astimezone(UTC).isoformat()}:{which}"


async def plan(tx: Transaction, registration_id: int) -> None:
    """Plan the reminders of a new registration."""
    await outbox.add(tx, coming_rows(tx, await covered(tx, registrations.c.id == registration_id), set()))


async def replan(tx: Transaction, registration_id: int) -> None:
    """Plan the reminders of a registration anew: somebody said whether they come."""
    await plan_anew(tx, registrations.c.id == registration_id, outbox_table.c.registration_id == registration_id)


async def replan_participant(tx: Transaction, participant_id: int) -> None:
    """Plan a person's reminders anew: they changed which they want."""
    await plan_anew(
        tx, registrations.c.participant_id == participant_id, outbox_table.c.participant_id == participant_id
    )


async def replan_session(tx: Transaction, session_id: int) -> None:
    """Plan the reminders of a session anew: it was moved, cancelled or restored."""
    await plan_anew(tx, sessions.c.id == session_id, outbox_table.c.session_id == session_id)


async def plan_anew(tx: Transaction, claims: ColumnElement[bool], planned: ColumnElement[bool]) -> None:
    """Drop unsent reminders that are no longer wanted and add those missing; one that is due right now stays."""
    rows, told = await covered(tx, claims), await gone_out(tx, planned)
    await forget(tx, planned, {wanted for row in rows for wanted in keys(tx, row, told)})
    await outbox.add(tx, coming_rows(tx, rows, told))


async def gone_out(tx: Transaction, planned: ColumnElement[bool]) -> set[str]:
    """Read the keys of reminders that went out."""
    statement = select(outbox_table.c.unique_key).where(
        outbox_table.c.kind == KIND, outbox_table.c.status.in_(GONE_OUT), planned
    )
    return set((await tx.connection.execute(statement)).scalars())


async def forget(tx: Transaction, planned: ColumnElement[bool], wanted: set[str]) -> None:
    """Delete unsent reminders that are not wanted."""
    statement = select(outbox_table.c.id, outbox_table.c.unique_key).where(
        outbox_table.c.kind == KIND, outbox_table.c.status.in_(UNSENT), planned
    )
    found = await tx.connection.execute(statement)
    stale = [row_id for row_id, unique_key in found if unique_key not in wanted]
    for start in range(0, len(stale), 500):
        chosen = outbox_table.c.id.in_(stale[start : start + 500])
        await tx.connection.execute(delete(outbox_table).where(chosen, outbox_table.c.status.in_(UNSENT)))


async def covered(tx: Transaction, claims: ColumnElement[bool]) -> Sequence[AnyRow]:
    """Read the coming sessions that active registrations cover, without those that somebody cannot come to."""
    mine = or_(registrations.c.session_key == 0, registrations.c.session_key == sessions.c.id)
    answered = and_(attendance.c.registration_id == registrations.c.id, attendance.c.session_id == sessions.c.id)
    source = (
        registrations.join(participants, participants.c.id == registrations.c.participant_id)
        .join(sessions, and_(sessions.c.offering_id == registrations.c.offering_id, mine))
        .join(offerings, offerings.c.id == registrations.c.offering_id)
        .outerjoin(attendance, answered)
    )
    statement = (
        select(
            registrations.c.id,
            registrations.c.participant_id,
            participants.c.remind_day_before,
            participants.c.remind_hours_before,
            sessions.c.id.label("session_id"),
            sessions.c.start,
        )
        .select_from(source)
        .where(
            registrations.c.tenant_id == tx.tenant_id,
            registrations.c.status == "active",
            offerings.c.live,
            sessions.c.status != SessionStatus.CANCELLED,
            sessions.c.start > tx.now,
            or_(attendance.c.coming.is_(None), attendance.c.coming),
            claims,
        )
        .order_by(sessions.c.start, registrations.c.id)
    )
    return (await tx.connection.execute(statement)).all()


def keys(tx: Transaction, row: AnyRow, told: Collection[str]) -> list[str]:
    """Name the reminders somebody wants of a session, those that were due before, too."""
    wanted = (*due(tx, row, row.start - FIRST, told), *due(tx, row, tx.now - GRACE, told))
    return [key(row.id, row.session_id, row.start, which) for which, _ in wanted]


def coming_rows(tx: Transaction, rows: Sequence[AnyRow], told: Collection[str]) -> list[outbox.NewRow]:
    """Make the outbox rows of the reminders still to come."""
    return [make_row(row, which, at) for row in rows for which, at in due(tx, row, tx.now, told)]


def due(tx: Transaction, row: AnyRow, since: datetime, told: Collection[str]) -> tuple[tuple[str, datetime], ...]:
    """Tell a session's reminders as this person wants them; one that went out stands for a second of the same day."""
    wanted = partial(due_times, row.start, zone=tx.zone, day=row.remind_day_before, hours=row.remind_hours_before)
    planned = wanted(now=row.start - FIRST)
    if any(key(row.id, row.session_id, row.start, which) in told for which, _at in planned):
        return tuple((which, at) for which, at in planned if at > since)
    return wanted(now=since)


def make_row(row: AnyRow, which: str, at: datetime) -> outbox.NewRow:
    """Make one outbox row; its arguments are ids, the text is made when it goes out."""
    start = row.start.astimezone(UTC).isoformat()
    return outbox.NewRow(
        participant_id=row.participant_id,
        kind=KIND,
        args={"registration_id": row.id, "session_id": row.session_id, "start": start, "which": which},
        unique_key=key(row.id, row.session_id, row.start, which),
        due_at=at,
        registration_id=row.id,
        session_id=row.session_id,
    )
