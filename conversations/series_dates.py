"""A series of dates: every week or every few weeks, on some weekdays, with or without holidays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from conversations.drafts import mark_of
from conversations.school_holidays import is_school_holiday
from conversations.timing import public_holidays
from storage.records.edits import MOST_DATES

WEEK = 7
EVES = ((12, 24), (12, 31))
"""no public holidays, but nobody holds a course then"""
LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Series:
    """A series as far as it was said; `times` or `until` end it. Times are those of the clock on the wall."""

    weekdays: tuple[int, ...] = ()
    start: time | None = None
    end: time | None = None
    first: date | None = None
    every: int = 1
    """how many weeks from one to the next"""
    times: int = 0
    until: date | None = None
    public: bool = False
    """also on public holidays"""
    school: bool = True
    """also in the school holidays"""

    @property
    def whole(self) -> bool:
        """Say whether all is said that makes dates."""
        said = self.weekdays and self.start and self.end and self.first
        return bool(said and (self.times or self.until))

    @property
    def mark(self) -> int:
        """Tell this series from a changed one, on the button that makes its dates."""
        return mark_of(self)

    def days(self) -> tuple[date, ...]:
        """List its days, as many as are made at once at most."""
        most = min(self.times or MOST_DATES, MOST_DATES)
        return tuple(islice((day for day in self._regular() if not self.skips(day)), most))

    def skipped(self) -> tuple[date, ...]:
        """List the days that are left out, for they are holidays."""
        days = self.days()
        end = self.until or (days[-1] if days else None)
        return tuple(day for day in self._regular() if self.skips(day) and end is not None and day <= end)

    def spans(self) -> tuple[tuple[datetime, datetime], ...]:
        """List its meetings from start to end."""
        if self.start is None or self.end is None:
            return ()
        return tuple((datetime.combine(day, self.start), datetime.combine(day, self.end)) for day in self.days())

    def skips(self, day: date) -> bool:
        """Say whether a day is a holiday that the series leaves out."""
        pauses = day in public_holidays() or (day.month, day.day) in EVES
        return (not self.public and pauses) or (not self.school and is_school_holiday(day))

    def _regular(self) -> Iterator[date]:
        """Go through its days as if there were no holidays."""
        if self.first is None:
            return
        monday = self.first - timedelta(days=self.first.weekday())
        last = min(self.until or date.max, self.first + LONGEST)
        for number in range((last - self.first).days + 1):
            day = self.first + timedelta(days=number)
            if day.weekday() in self.weekdays and (day - monday).days // WEEK % self.every == 0:
                yield day
