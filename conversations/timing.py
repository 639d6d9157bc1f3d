"""When an announcement goes out: what one should know about a time, and times and days as people type them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import cast
from zoneinfo import ZoneInfo

import holidays

from conversations import pictograms as pic
from conversations.core import Line, say
from locales.text import _

MORNING, EVENING = time(8), time(20)
"""announcements go out in between"""
SUNDAY = 6
YEARS = range(2000, 2100)
"""what is read as a year: a forged one could be any number, and 2127 is a slip for 2027"""
STATE = "NW"
CLOCK = re.compile(r"(\d{1,2})(?:[:.\s]?(\d{2}))?\s*(?:h|uhr)?", re.IGNORECASE)
DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.?(?:\s?(\d{4}|\d{2}))?")


@cache
def public_holidays() -> Mapping[date, str]:
    """Find the public holidays of North Rhine-Westphalia."""
    return cast("Mapping[date, str]", holidays.country_holidays("DE", subdiv=STATE))


def is_night(at: datetime, zone: ZoneInfo) -> bool:
    """Say whether nothing goes out at a time."""
    return not MORNING <= at.astimezone(zone).time() < EVENING


def warning_lines(at: datetime, zone: ZoneInfo) -> tuple[Line, ...]:
    """Say what one should know about a time: night, Sunday, a public holiday."""
    day = at.astimezone(zone).date()
    lines: tuple[Line, ...] = ()
    if is_night(at, zone):
        lines += (say(_("That is at night. It goes out from 8:00 on."), pic.WARNING),)
    if day in public_holidays():
        return (*lines, say(_("That is a public holiday."), pic.WARNING))
    if day.weekday() == SUNDAY:
        return (*lines, say(_("That is a Sunday."), pic.WARNING))
    return lines


def typed_clock(text: str) -> time | None:
    """Read a time as people type it: 14:30, 14.30, 1430, 14, 14 Uhr; None when it is none."""
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def typed_day(text: str, today: date) -> date | None:
    """Read a day as people type it: 24.12., 24.12.2026; without a year the next one is meant. None when it is none."""
    found = DAY.fullmatch(text.strip())
    if found is None:
        return None
    year = int(found[3]) if found[3] else today.year
    return day_of(year + 2000 if year < 100 else year, int(found[2]), int(found[1]), today, sure=bool(found[3]))


def day_of(year: int, month: int, number: int, today: date, *, sure: bool) -> date | None:
    """Make a day; one that has no year of its own and is over is next year's. None when there is no such day."""
    if year not in YEARS:
        return None
    try:
        day = date(year, month, number)
        return day if sure or day >= today else date(year + 1, month, number)
    except ValueError:
        return None


def number_of(day: date) -> int:
    """Write a day as an argument of a tap: 20261224."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_from(number: int) -> date | None:
    """Read a day from an argument of a tap; None when it is none."""
    if number // 10_000 not in YEARS:
        return None
    try:
        return date(number // 10_000, number // 100 % 100, number % 100)
    except ValueError:
        return None


def coming_days(now: datetime, zone: ZoneInfo, count: int) -> tuple[date, ...]:
    """List today and the days after it."""
    today = now.astimezone(zone).date()
    return tuple(today + timedelta(days=number) for number in range(count))
