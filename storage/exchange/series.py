"""Works out on which days a series of a calendar takes place, day by day, so that no rule can keep it busy for ever."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from storage.records.reasons import FlawedError, Why

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
BY_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY"})
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
MOST_DAYS = 12_000
"""how long ago a series may have begun; some thirty years"""

Rule = Mapping[str, Sequence[object]]


class UnknownRuleError(FlawedError):
    """A rule that is not worked out here."""


@dataclass(frozen=True, slots=True)
class Series:
    """A rule that was read. `until` is the last day; `months`, `days` and `weekdays` empty where it does not limit them."""

    frequency: str
    interval: int
    count: int | None
    until: date | None
    months: frozenset[int]
    days: frozenset[int]
    weekdays: frozenset[tuple[int, int]]
    """how many-th in the month (0: every) and which, Monday is 0"""

    def between(self, start: date, latest: date) -> Iterator[date]:
        """List its days from the first to the latest, both included."""
        last = min(latest, self.until or latest, start + timedelta(days=MOST_DAYS))
        found = 0
        for ordinal in range(start.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            if self._due(start, day) and self._fits(start, day):
                found += 1
                yield day
                if found == self.count:
                    return

    def _due(self, start: date, day: date) -> bool:
        """Say whether a day lies in a period that the interval does not skip."""
        match self.frequency:
            case "DAILY":
                passed = day.toordinal() - start.toordinal()
            case "WEEKLY":
                passed = (day.toordinal() - day.weekday() - start.toordinal() + start.weekday()) // 7
            case "MONTHLY":
                passed = (day.year - start.year) * 12 + day.month - start.month
            case _:
                passed = day.year - start.year
        return passed % self.interval == 0

    def _fits(self, start: date, day: date) -> bool:
        """Say whether a day is one of those in its period; where the rule names none, the first one tells."""
        if self.months and day.month not in self.months:
            return False
        if self.days and not {day.day, day.day - _length(day) - 1} & self.days:
            return False
        if self.weekdays:
            return bool(self.weekdays & {(place, day.weekday()) for place in _places(day)})
        if self.days or self.frequency == "DAILY":
            return True
        if self.frequency == "WEEKLY":
            return day.weekday() == start.weekday()
        return day.day == start.day and (self.frequency == "MONTHLY" or bool(self.months) or day.month == start.month)


def read(rule: Rule, until: date | None) -> Series:
    """Read a rule, its last day already told; UnknownRuleError for one with parts that are rare in calendars of courses."""
    if strange := sorted(set(rule) - KNOWN):
        raise UnknownRuleError(Why.RULE_PARTS(parts=", ".join(strange)))
    frequency = str(next(iter(rule.get("FREQ", ())), ""))
    ordinals = [BY_DAY.fullmatch(str(part)) for part in rule.get("BYDAY", ())]
    if frequency not in FREQUENCIES or None in ordinals:
        raise UnknownRuleError(Why.RULE_FREQUENCY(frequency=frequency or "by nothing"))
    weekdays = frozenset((int(part[1] or 0), DAYS.index(part[2])) for part in ordinals if part)
    if frequency == "YEARLY" and weekdays and not rule.get("BYMONTH"):
        raise UnknownRuleError(Why.RULE_WEEKDAYS())
    counts, months, days = (_numbers(rule, name) for name in ("COUNT", "BYMONTH", "BYMONTHDAY"))
    interval = next(iter(_numbers(rule, "INTERVAL")), 1)
    if interval < 1:
        raise UnknownRuleError(Why.RULE_INTERVAL())
    count = next(iter(counts), None)
    return Series(frequency, interval, count, until, frozenset(months), frozenset(days), weekdays)


def _numbers(rule: Rule, name: str) -> list[int]:
    """Read a part of numbers."""
    return [int(str(value)) for value in rule.get(name, ())]


def _length(day: date) -> int:
    """Count the days of a day's month."""
    return calendar.monthrange(day.year, day.month)[1]


def _places(day: date) -> tuple[int, int, int]:
    """Tell how many-th of its weekday a day is in its month, from both ends; 0 stands for any."""
    return 0, (day.day - 1) // 7 + 1, -((_length(day) - day.day) // 7 + 1)
