"""School holidays that an installation adds in a file, so that later years need no new version.

    known_until = 2029-07-01
    holidays = [
        { first = 2028-07-10, last = 2028-08-22 },
    ]

`known_until` is the last day of which the file knows whether it is a holiday.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from conversations.school_holidays import BUILT_IN, Holiday, SchoolHolidays

KEYS = {"known_until", "holidays"}
LONGEST = timedelta(days=60)
LONGEST_TERM = timedelta(days=150)
"""so long no school goes without holidays: more than that, and somebody forgot some"""


class HolidayFileError(Exception):
    """A file that cannot be used, told in a way that follows its name."""


def read(file: Path) -> SchoolHolidays:
    """Read a file. Raises HolidayFileError with what is wrong and the remedy."""
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a text"
        message = f"names a file that cannot be read ({reason}): check its path and rights"
        raise HolidayFileError(message) from None
    except tomllib.TOMLDecodeError as error:
        message = f"names a file that is no TOML: {error}"
        raise HolidayFileError(message) from None
    if wrong := sorted(set(found) ^ KEYS):
        message = f"names a file that must hold known_until and holidays, and nothing else: look at {', '.join(wrong)}"
        raise HolidayFileError(message)
    return checked(SchoolHolidays(day_of(found, "known_until"), tuple(holidays_of(found["holidays"]))))


def holidays_of(written: object) -> Iterable[Holiday]:
    """Read the holidays, one by one."""
    if not isinstance(written, list) or not all(
        isinstance(one, Mapping) and set(one) == {"first", "last"} for one in written
    ):
        message = "names a file whose holidays must be written like { first = 2028-07-10, last = 2028-08-22 }"
        raise HolidayFileError(message)
    for one in written:
        first, last = day_of(one, "first"), day_of(one, "last")
        if not timedelta() <= last - first <= LONGEST:
            message = f"names a file in which holidays last from {first} to {last}: at most {LONGEST.days} days, first to last"
            raise HolidayFileError(message)
        yield first, last


def day_of(written: Mapping[str, object], name: str) -> date:
    """Read a day."""
    found = written[name]
    if isinstance(found, datetime) or not isinstance(found, date):
        message = f"names a file in which {name} must be a day like 2028-07-10, without quotes"
        raise HolidayFileError(message)
    return found


def checked(more: SchoolHolidays) -> SchoolHolidays:
    """Refuse holidays with a hole in them: days of which nobody knows would be taken for school days."""
    every = BUILT_IN.with_more(more)
    if every.until <= max(last for _first, last in every.spans):
        message = f"names a file in which known_until ({more.until}) must be after the last holidays"
        raise HolidayFileError(message)
    ends = [*every.spans, (every.until, every.until)]
    for (_, last), (first, _) in pairwise(ends):
        if first - last > LONGEST_TERM:
            message = f"names a file without any holidays between {last} and {first}: add those that are missing"
            raise HolidayFileError(message)
    return more
