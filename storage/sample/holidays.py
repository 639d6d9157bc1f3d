"""Days on which nobody holds a course in North Rhine-Westphalia: its public holidays, and the eves that end the year."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

FIXED = ((1, 1), (5, 1), (10, 3), (11, 1), (12, 24), (12, 25), (12, 26), (12, 31))
AROUND_EASTER = (-2, 0, 1, 39, 49, 50, 60)
"""Good Friday, Easter Sunday and Monday, Ascension, Whit Sunday and Monday, Corpus Christi, in days from Easter Sunday"""


def is_holiday(day: date) -> bool:
    """Say whether courses pause on that day."""
    return day in holidays(day.year)


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """List the days of a year on which courses pause."""
    sunday = easter(year)
    moving = (sunday + timedelta(days=days) for days in AROUND_EASTER)
    return frozenset((*(date(year, month, day) for month, day in FIXED), *moving))


def easter(year: int) -> date:
    """Find Easter Sunday of the Gregorian calendar; whole numbers alone, good for every year."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
