"""Reminders: when they are due, and the outbox rows that carry them.

A reminder's key holds its session's start, so a moved session reminds again and an unmoved one never twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, or_, select

from storage import outbox, quiet
from storage.engine import Transaction
from storage.records.catalogue import SessionStatus
from storage.tables import attendance, offerings, participants, registrations, sessions
from storage.tables import outbox as outbox_table
from storage.tables.base import AnyRow

KIND = "reminder"
DAY, HOURS = "day", "hours"
GONE_OUT = ("sending", "sent", "unknown")
FIRST = timedelta(days=5)
"""so long before a session no reminder is due yet: three days, and the night before them"""
GRACE = timedelta(hours=1)
"""so long what is due may wait for its delivery"""
NONE_YET: Mapping[str, datetime] = MappingProxyType({})


def due_times(
    start: datetime,
    now: datetime,
    zone: ZoneInfo,
    *,
    days: int,
    hours: int,
    told: Mapping[str, datetime] = NONE_YET,
) -> tuple[tuple[str, datetime], ...]:
    """Tell when to remind of a session: 'day' so many days before at the same wall time, 'hours' so many hours before.

    0 is never. What would fall into the quiet hours goes out the evening before. What is past already is left out, and so
    is the later of two that would come on the same day. `told` says which went out, and when: they do not come again.
    """
    taken = {day_of(at, zone) for at in told.values()}
    coming: list[tuple[str, datetime]] = []
    for which, at in asked_for(start, zone, days=days, hours=hours):
        if at > now and which not in told and day_of(at, zone) not in taken:
            taken.add(day_of(at, zone))
            coming.append((which, at))
    return tuple(coming)


def asked_for(start: datetime, zone: ZoneInfo, *, days: int, hours: int) -> Iterable[tuple[str, datetime]]:
    """Tell when somebody wants to be reminded, the earlier first, none of it at night."""
    if days:
        yield DAY, quiet.evening_before(days_before(start, days, zone), zone).astimezone(UTC)
    if hours:
        yield HOURS, quiet.evening_before(start.astimezone(UTC) - timedelta(hours=hours), zone).astimezone(UTC)


def days_before(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Turn the wall clock back by days: one has 23 or 25 hours when the clocks change in between."""
    return (start.astimezone(zone) - timedelta(days=days)).astimezone(UTC)


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """Tell the day by the clock on the wall."""
    return at.astimezone(zone).date()


def key(registration_id: int, session_id: int, start: datetime, which: str) -> str:
    """Name a reminder, once and for all."""
    return f"{KIND}:{registration_id}:{session_id}:{start.astimezone(UTC).isoformat()}:{which}"


async def plan(tx: Transaction, registration_id: int) -> None:
    """Plan the reminders of a new registration."""
    await outbox.add(tx, coming_rows(tx, await covered(tx, registrations.c.id == registration_id), NONE_YET))


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
    """Drop unsent reminders that are not wanted, or not then, and add those missing; one that is due right now stays."""
    rows, told = await covered(tx, claims), await gone_out(tx, planned)
    await forget(tx, planned, {name: at for row in rows for name, at in wanted_times(tx, row, told)})
    await outbox.add(tx, coming_rows(tx, rows, told))


async def gone_out(tx: Transaction, planned: ColumnElement[bool]) -> dict[str, datetime]:
    """Read the keys of reminders that went out, and when."""
    statement = select(outbox_table.c.unique_key, outbox_table.c.due_at).where(
        outbox_table.c.kind == KIND, outbox_table.c.status.in_(GONE_OUT), planned
    )
    return {row.unique_key: row.due_at for row in await tx.connection.execute(statement)}


async def forget(tx: Transaction, planned: ColumnElement[bool], wanted: Mapping[str, datetime]) -> None:
    """Delete unsent reminders that are not wanted, or at another time."""
    columns = (outbox_table.c.id, outbox_table.c.unique_key, outbox_table.c.due_at, outbox_table.c.reason)
    statement = select(*columns).where(outbox_table.c.kind == KIND, outbox_table.c.status.in_(outbox.UNSENT), planned)
    found = await tx.connection.execute(statement)
    stale = [row.id for row in found if not stays(row, wanted.get(row.unique_key), tx.now)]
    for start in range(0, len(stale), 500):
        chosen = outbox_table.c.id.in_(stale[start : start + 500])
        await tx.connection.execute(delete(outbox_table).where(chosen, outbox_table.c.status.in_(outbox.UNSENT)))


def stays(row: AnyRow, wanted_at: datetime | None, now: datetime) -> bool:
    """Say whether an unsent reminder stays as it is: wanted then, or on its way; a reason says that it was put off."""
    if wanted_at is None or wanted_at > now:
        return bool(row.due_at == wanted_at)
    return row.due_at <= now or row.reason is not None


def covering() -> Select[*tuple[Any, ...]]:
    """Select the coming sessions that active registrations cover, with how long before the person is reminded."""
    mine = or_(registrations.c.session_key == 0, registrations.c.session_key == sessions.c.id)
    answered = and_(attendance.c.registration_id == registrations.c.id, attendance.c.session_id == sessions.c.id)
    source = (
        registrations.join(participants, participants.c.id == registrations.c.participant_id)
        .join(sessions, and_(sessions.c.offering_id == registrations.c.offering_id, mine))
        .join(offerings, offerings.c.id == registrations.c.offering_id)
        .outerjoin(attendance, answered)
    )
    return (
        select(registrations.c.id, registrations.c.participant_id, sessions.c.id.label("session_id"), sessions.c.start)
        .add_columns(participants.c.remind_days, participants.c.remind_hours)
        .select_from(source)
        .where(
            registrations.c.tenant_id == bindparam("tenant"),
            registrations.c.status == "active",
            offerings.c.live,
            sessions.c.status != SessionStatus.CANCELLED,
            sessions.c.start > bindparam("now"),
            or_(attendance.c.coming.is_(None), attendance.c.coming),
        )
        .order_by(sessions.c.start, registrations.c.id)
    )


COVERED = covering()


async def covered(tx: Transaction, claims: ColumnElement[bool]) -> Sequence[AnyRow]:
    """Read the coming sessions that some registrations cover, without those that somebody cannot come to."""
    return (await tx.connection.execute(COVERED.where(claims), {"tenant": tx.tenant_id, "now": tx.now})).all()


def wanted_times(tx: Transaction, row: AnyRow, told: Mapping[str, datetime]) -> Iterable[tuple[str, datetime]]:
    """Name the reminders somebody wants of a session and when, those that were due before, too."""
    wanted = (*due(tx, row, row.start - FIRST, NONE_YET), *due(tx, row, tx.now - GRACE, told))
    return [(key(row.id, row.session_id, row.start, which), at) for which, at in wanted]


def coming_rows(tx: Transaction, rows: Sequence[AnyRow], told: Mapping[str, datetime]) -> list[outbox.NewRow]:
    """Make the outbox rows of the reminders still to come."""
    return [make_row(row, which, at) for row in rows for which, at in due(tx, row, tx.now, told)]


def due(
    tx: Transaction, row: AnyRow, since: datetime, told: Mapping[str, datetime]
) -> tuple[tuple[str, datetime], ...]:
    """Tell a session's reminders as this person wants them; `told` says by key which went out, and when."""
    names = {which: key(row.id, row.session_id, row.start, which) for which in (DAY, HOURS)}
    gone = {which: told[name] for which, name in names.items() if name in told}
    return due_times(row.start, since, tx.zone, days=row.remind_days, hours=row.remind_hours, told=gone)


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
