"""The rhythm behind a list of meetings: which weekdays, at which hours, every week or every second one.

Catalogues carry the rhythm as prose in one language; derived from the meetings it comes out right in every language,
and stays right when a meeting moves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import TypeAlias

Hours: TypeAlias = tuple[time, time]
WEEK = 7
NAMED_DAYS = 2
"""so few days are named, whatever their rhythm: who reads them knows all of them"""
LISTED_DAYS = 3
"""so few days are named when they have no rhythm"""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting in wall time."""

    day: date
    hours: Hours


@dataclass(frozen=True, slots=True)
class Beat:
    """Weekdays that share their hours; None when the hours differ from one time to the next."""

    weekdays: tuple[int, ...]
    hours: Hours | None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When meetings recur. `weeks` is 2 when it is every second week."""

    beats: tuple[Beat, ...]
    weeks: int = 1


def derive(meetings: Sequence[Meeting]) -> Rhythm | None:
    """Find the rhythm of several meetings; None when they have none."""
    dates = _dates_by_weekday(meetings)
    weekdays = _regular(dates)
    if not weekdays:
        return None
    beats = _beats([meeting for meeting in meetings if meeting.day.weekday() in weekdays])
    fortnightly = all(_pace(dates[weekday]) == 2 * WEEK for weekday in weekdays)
    return Rhythm(beats, 2 if fortnightly and len(weekdays) == 1 else 1)


def names_each(days: Iterable[date]) -> bool:
    """Say whether a schedule had better name each of these days: they are few, or three without a rhythm."""
    meetings = [Meeting(day, (time.min, time.max)) for day in sorted(set(days))]
    return len(meetings) <= NAMED_DAYS or (len(meetings) <= LISTED_DAYS and derive(meetings) is None)


def _dates_by_weekday(meetings: Iterable[Meeting]) -> dict[int, list[date]]:
    dates: dict[int, list[date]] = defaultdict(list)
    for day in sorted({meeting.day for meeting in meetings}):
        dates[day.weekday()].append(day)
    return dict(sorted(dates.items()))


def _regular(dates: Mapping[int, Sequence[date]]) -> tuple[int, ...]:
    """Name the weekdays that recur; none when more than a quarter of the days fall elsewhere."""
    days = sorted(day for some in dates.values() for day in some)
    length = (days[-1] - days[0]).days + 1
    if length <= WEEK:
        return tuple(dates)
    short = length <= 2 * WEEK
    regular = {weekday: some for weekday, some in dates.items() if _pace(some) or (short and len(some) == 1)}
    if not any(_pace(some) for some in regular.values()):
        return ()
    covered = sum(map(len, regular.values()))
    return tuple(regular) if 4 * covered >= 3 * len(days) else ()


def _pace(days: Sequence[date]) -> int:
    """Tell how many days usually lie between two meetings, 7 or 14; 0 for neither. Holidays leave larger gaps."""
    gaps = Counter((later - earlier).days for earlier, later in pairwise(days))
    usual = max(WEEK, 2 * WEEK, key=lambda pace: gaps[pace])
    return usual if gaps[usual] and 2 * gaps[usual] >= gaps.total() else 0


def _beats(meetings: Iterable[Meeting]) -> tuple[Beat, ...]:
    hours: dict[int, Counter[Hours]] = defaultdict(Counter)
    for meeting in meetings:
        hours[meeting.day.weekday()][meeting.hours] += 1
    weekdays: dict[Hours | None, list[int]] = defaultdict(list)
    for weekday, counts in sorted(hours.items()):
        weekdays[_usual(counts)].append(weekday)
    return tuple(Beat(tuple(days), usual) for usual, days in weekdays.items())


def _usual(counts: Counter[Hours]) -> Hours | None:
    hours, times = counts.most_common(1)[0]
    return hours if 4 * times >= 3 * counts.total() else None
