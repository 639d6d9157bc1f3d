"""The clock on the wall, in SQL: local weekday and hour of a stored UTC time, right on both sides of a clock change.

PostgreSQL knows time zones. SQLite does not, so the zone's offset is written out as a CASE over the coming changes.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Float, Integer, case, cast, func

from storage.ground import Ground

HORIZON = timedelta(days=3 * 366)


def weekday(ground: Ground, moment: ColumnElement[datetime]) -> ColumnElement[int]:
    """Read the local weekday of a column, 0 is Monday."""
    if ground.is_postgres:
        return cast(func.extract("isodow", func.timezone(ground.zone.key, moment)), Integer) - 1
    return (cast(func.strftime("%w", moment, shift(ground, moment)), Integer) + 6) % 7


def hour(ground: Ground, moment: ColumnElement[datetime]) -> ColumnElement[int]:
    """Read the local hour of a column, 0 to 23."""
    if ground.is_postgres:
        return cast(func.extract("hour", func.timezone(ground.zone.key, moment)), Integer)
    return cast(func.strftime("%H", moment, shift(ground, moment)), Integer)


def month(ground: Ground, moment: ColumnElement[datetime]) -> ColumnElement[str]:
    """Read the local month of a column, written as 2026-01."""
    if ground.is_postgres:
        return func.to_char(func.timezone(ground.zone.key, moment), "YYYY-MM")
    return func.strftime("%Y-%m", moment, shift(ground, moment))


def hours_between(ground: Ground, start: ColumnElement[datetime], end: ColumnElement[datetime]) -> ColumnElement[Any]:
    """Tell how many hours lie between two columns, right to a millionth."""
    if ground.is_postgres:
        return cast(func.extract("epoch", end - start), Float) / 3600
    return (func.julianday(end) - func.julianday(start)) * 24


def shift(ground: Ground, moment: ColumnElement[datetime]) -> ColumnElement[Any] | str:
    """Make SQLite's modifier from UTC to local time."""
    first, changes = offsets(ground.zone, ground.year)
    if not changes:
        return modifier(first)
    return case(*((moment >= at, modifier(offset)) for at, offset in reversed(changes)), else_=modifier(first))


def modifier(offset: timedelta) -> str:
    """Write an offset the way SQLite's date functions read it."""
    return f"{int(offset.total_seconds()):+d} seconds"


@lru_cache
def offsets(zone: ZoneInfo, year: int) -> tuple[timedelta, tuple[tuple[datetime, timedelta], ...]]:
    """Find the offset at the start of a year and the clock changes in the three years that follow, earliest first."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    days = [start + timedelta(days=number) for number in range(HORIZON.days)]
    changes = [
        (change(zone, before, after), offset_at(zone, after))
        for before, after in pairwise(days)
        if offset_at(zone, before) != offset_at(zone, after)
    ]
    return offset_at(zone, start), tuple(changes)


def change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Narrow a clock change between two moments down to the second."""
    old = offset_at(zone, before)
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        before, after = (middle, after) if offset_at(zone, middle) == old else (before, middle)
    return after


def offset_at(zone: ZoneInfo, at: datetime) -> timedelta:
    """Tell how far local time is ahead of UTC at a moment."""
    return at.astimezone(zone).utcoffset() or timedelta()
