"""Counting: true numbers for the office's figures, by month and offering. They leave storage rounded only.

A registration counts in the month its first session begins, or it was made if that was later; an attendance in its session's
month; a waiting-list entry in the months in which it was made, offered a place and took it. Cancelled registrations and mere
reminders do not count.

Registrations are deleted 90 days after their last session (`storage.retention`), people when they ask. So that old months do
not melt away, the numbers of a month are kept in `figures` from 31 days after its end on, and stay as they were then: what is
noted, erased or deleted afterwards changes nothing. They hold no person, but small numbers: they are rounded when shown, as
those still counted are. Offerings and sessions are not deleted and are read from the catalogue.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, insert, literal, not_, or_, select

from storage.engine import Transaction
from storage.ground import Ground, ground_of
from storage.records.catalogue import SessionStatus
from storage.records.figures import MEASURES, Months
from storage.tables import (
    announcements,
    attendance,
    figures,
    participants,
    registrations,
    sessions,
    waiting_list,
)
from storage.walltime import hours_between
from storage.walltime import month as month_of

SETTLED = timedelta(days=31)
"""how long after its end a month may still change: attendance is noted late"""
KEPT = "kept"
"""the measure that says of a month that it was counted for good"""
NEWCOMERS, ANNOUNCEMENTS, REGISTRATIONS = "newcomers", "announcements", "registrations"
COUNTED = (*MEASURES, NEWCOMERS, ANNOUNCEMENTS)


@dataclass(frozen=True, slots=True)
class Count:
    """A true number. `offering_id` is 0 for what belongs to no offering; `language` '' where it is not known or not told."""

    month: str
    offering_id: int
    measure: str
    language: str
    number: int


def month_at(tx: Transaction, at: datetime) -> str:
    """Tell the month of a moment by the clock on the wall."""
    return f"{at.astimezone(tx.zone):%Y-%m}"


async def counts(tx: Transaction, first: str, last: str, measures: Collection[str] = COUNTED) -> list[Count]:
    """Read the true numbers of a period, kept or counted now."""
    asked = select(figures).where(
        figures.c.tenant_id == tx.tenant_id, figures.c.month.between(first, last), figures.c.measure.in_(measures)
    )
    kept = [count_of(row) for row in await tx.connection.execute(asked)]
    fresh = await live(tx, await kept_until(tx), measures)
    return kept + [one for one in fresh if first <= one.month <= last]


def count_of(row: Any) -> Count:  # noqa: ANN401 - a row of figures
    """Make the record of a kept number."""
    return Count(row.month, row.offering_key, row.measure, row.language, row.number)


async def kept_until(tx: Transaction) -> str:
    """Tell the last month that was counted for good, '' when none was."""
    mine = (figures.c.tenant_id == tx.tenant_id, figures.c.measure == KEPT)
    return await tx.connection.scalar(select(func.max(figures.c.month)).where(*mine)) or ""


async def keep(tx: Transaction) -> int:
    """Keep the numbers of months that are settled, before anything they were counted from goes; tells how many numbers."""
    until = month_before(month_at(tx, tx.now - SETTLED))
    before = await kept_until(tx)
    if until <= before:
        return 0
    settled = [one for one in await live(tx, before) if one.month <= until]
    rows = [*settled, Count(until, 0, KEPT, "", 1)]
    await tx.connection.execute(insert(figures), [values_of(tx, one) for one in rows])
    return len(settled)


def values_of(tx: Transaction, one: Count) -> dict[str, object]:
    """Make the columns of a number."""
    return {
        "tenant_id": tx.tenant_id,
        "month": one.month,
        "offering_key": one.offering_id,
        "measure": one.measure,
        "language": one.language,
        "number": one.number,
    }


def month_before(month: str) -> str:
    """Tell the month before one."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02}"


async def live(tx: Transaction, after: str, measures: Collection[str] = COUNTED) -> list[Count]:
    """Count what is there now in the months after one."""
    here = ground_of(tx)
    ground = replace(here, year=here.year - 1)  # months of last year, on both sides of its clock changes
    found: list[Count] = []
    for measure, statement in statements(ground):
        if measure not in measures:
            continue
        rows = await tx.connection.execute(statement)
        found += [Count(row.counted_in, row.counted_of, measure, row.spoken, row.counted) for row in rows]
    return [one for one in found if after < one.month and one.number > 0]


def statements(ground: Ground) -> Sequence[tuple[str, Select[Any]]]:
    """Make the statements that count, each with what it counts."""
    waits = waiting_list.c
    answered = or_(attendance.c.coming.is_(None), attendance.c.coming)
    return (
        (REGISTRATIONS, claims(ground)),
        ("present", noted(ground, attendance.c.present.is_(True))),
        ("absent", noted(ground, attendance.c.present.is_(False) & answered)),
        ("walk_ins", walk_ins(ground)),
        ("waited", waited(ground, waits.created_at)),
        ("offered", waited(ground, waits.offered_at)),
        ("taken", waited(ground, waits.ended_at, waits.status == "taken")),
        (NEWCOMERS, by_month(ground, participants.c.tenant_id, participants.c.created_at)),
        (ANNOUNCEMENTS, by_month(ground, announcements.c.tenant_id, announcements.c.started_at)),
    )


def grouped(month: ColumnElement[str], offering: ColumnElement[int], *rest: Any) -> Select[Any]:  # noqa: ANN401
    """Begin a statement that counts by month and offering. Its labels are nobody's column: one could be meant in GROUP BY."""
    language, number = rest if rest else (literal(""), func.count())
    return select(
        month.label("counted_in"), offering.label("counted_of"), language.label("spoken"), number.label("counted")
    ).group_by("counted_in", "counted_of", "spoken")


def claims(ground: Ground) -> Select[Any]:
    """Count registrations by the language of who made them."""
    firsts = (
        select(sessions.c.offering_id, func.min(sessions.c.start).label("start"))
        .where(sessions.c.tenant_id == ground.tenant_id, sessions.c.status != SessionStatus.CANCELLED)
        .group_by(sessions.c.offering_id)
        .subquery()
    )
    made, start = registrations.c.created_at, func.coalesce(sessions.c.start, firsts.c.start)
    month = month_of(ground, case((start > made, start), else_=made))
    source = (
        registrations.outerjoin(sessions, sessions.c.id == registrations.c.session_id)
        .outerjoin(firsts, firsts.c.offering_id == registrations.c.offering_id)
        .outerjoin(participants, participants.c.id == registrations.c.participant_id)
    )
    language = func.coalesce(participants.c.language, "")
    return (
        grouped(month, registrations.c.offering_id, language, func.count())
        .select_from(source)
        .where(
            registrations.c.tenant_id == ground.tenant_id,
            registrations.c.status == "active",
            not_(registrations.c.reminder_only),
        )
    )


def noted(ground: Ground, what: ColumnElement[bool]) -> Select[Any]:
    """Count who was noted at the door, once a session."""
    source = attendance.join(sessions, sessions.c.id == attendance.c.session_id)
    return (
        grouped(month_of(ground, sessions.c.start), sessions.c.offering_id)
        .select_from(source)
        .where(sessions.c.tenant_id == ground.tenant_id, what)
    )


def walk_ins(ground: Ground) -> Select[Any]:
    """Count who just came."""
    number = func.sum(sessions.c.walk_ins)
    return grouped(month_of(ground, sessions.c.start), sessions.c.offering_id, literal(""), number).where(
        sessions.c.tenant_id == ground.tenant_id, sessions.c.walk_ins > 0
    )


def waited(ground: Ground, moment: ColumnElement[Any], *which: ColumnElement[bool]) -> Select[Any]:
    """Count waiting-list entries by one of their moments."""
    return grouped(month_of(ground, moment), waiting_list.c.offering_id).where(
        waiting_list.c.tenant_id == ground.tenant_id, moment.is_not(None), *which
    )


def by_month(ground: Ground, tenant: ColumnElement[int], moment: ColumnElement[Any]) -> Select[Any]:
    """Count what belongs to no offering."""
    return grouped(month_of(ground, moment), literal(0)).where(tenant == ground.tenant_id, moment.is_not(None))


def sessions_over(tx: Transaction, months: Months) -> Select[Any]:
    """Count the sessions of some years that are over by month, offering and status, with their hours."""
    begin = datetime(months.years[0], 1, 1, tzinfo=tx.zone)
    end = datetime(months.years[-1] + 1, 1, 1, tzinfo=tx.zone)
    ground = replace(ground_of(tx), year=months.years[0])
    month = month_of(ground, sessions.c.start).label("counted_in")
    length = func.sum(hours_between(ground, sessions.c.start, sessions.c.end)).label("hours")
    return (
        select(month, sessions.c.offering_id, sessions.c.status, func.count().label("counted"), length)
        .where(
            sessions.c.tenant_id == tx.tenant_id,
            sessions.c.end <= tx.now,
            sessions.c.start >= begin,
            sessions.c.start < end,
        )
        .group_by("counted_in", sessions.c.offering_id, sessions.c.status)
    )
