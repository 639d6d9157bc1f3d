"""Quiet hours: nobody's phone rings at night. Local wall time; what is handed in and out is aware UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(8)
EVENING = time(20)
LAST_CALL = time(19)
"""when something that would fall at night goes out the evening before"""


def quiet(at: datetime, zone: ZoneInfo) -> bool:
    """Say whether it is night there: from 20:00 until 8:00."""
    return not MORNING <= at.astimezone(zone).time() < EVENING


def at_wall(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Tell when the clock on the wall shows that time on that day."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def next_waking(at: datetime, zone: ZoneInfo) -> datetime:
    """Tell the next moment when it is not night, `at` itself in the daytime."""
    local = at.astimezone(zone)
    if local.time() < MORNING:
        return at_wall(local.date(), MORNING, zone)
    if local.time() >= EVENING:
        return at_wall(local.date() + timedelta(days=1), MORNING, zone)
    return at


def evening_before(at: datetime, zone: ZoneInfo) -> datetime:
    """Move what falls at night to the evening that this night follows, and leave the rest where it is."""
    local = at.astimezone(zone)
    if local.time() < MORNING:
        return at_wall(local.date() - timedelta(days=1), LAST_CALL, zone)
    if local.time() >= EVENING:
        return at_wall(local.date(), LAST_CALL, zone)
    return at


def after_waking(at: datetime, span: timedelta, zone: ZoneInfo) -> datetime:
    """Tell when so much time will have passed that nights do not count in: 24 hours are two whole days."""
    moment, left = next_waking(at.astimezone(UTC), zone), span
    while (today := at_wall(moment.astimezone(zone).date(), EVENING, zone) - moment) < left:
        left -= today
        moment = next_waking(moment + today, zone)
    return moment + left
