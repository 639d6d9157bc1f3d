"""School holidays in North Rhine-Westphalia, as the state has set them; nobody can work them out.

Source: the holiday orders of the state, for school years up to Easter 2028. The days that a school chooses itself are not here.
Later years come from a file that the installation names. Like public holidays they are facts of the world, the same for
everybody, and so they are learned once at the start of the process instead of being handed through every dialog.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Holiday: TypeAlias = tuple[date, date]
"""its first and its last day"""


@dataclass(frozen=True, slots=True)
class SchoolHolidays:
    """Holidays, and `until` when they are all there are."""

    until: date
    spans: tuple[Holiday, ...]

    def __contains__(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.spans)

    def with_more(self, more: SchoolHolidays) -> SchoolHolidays:
        """Put later years to these."""
        return SchoolHolidays(max(self.until, more.until), tuple(sorted({*self.spans, *more.spans})))


BUILT_IN = SchoolHolidays(
    until=date(2028, 7, 9),
    spans=(
        (date(2026, 3, 30), date(2026, 4, 11)),
        (date(2026, 5, 26), date(2026, 5, 26)),
        (date(2026, 7, 20), date(2026, 9, 1)),
        (date(2026, 10, 17), date(2026, 10, 31)),
        (date(2026, 12, 23), date(2027, 1, 6)),
        (date(2027, 3, 22), date(2027, 4, 3)),
        (date(2027, 5, 18), date(2027, 5, 18)),
        (date(2027, 7, 19), date(2027, 8, 31)),
        (date(2027, 10, 23), date(2027, 11, 6)),
        (date(2027, 12, 24), date(2028, 1, 8)),
        (date(2028, 4, 10), date(2028, 4, 22)),
    ),
)
"""known until the day before the next holidays that are not listed"""

_learned = BUILT_IN


def learn(more: SchoolHolidays | None) -> None:
    """Know later years from now on; None forgets what was learned."""
    global _learned
    _learned = BUILT_IN if more is None else BUILT_IN.with_more(more)


def known_until() -> date:
    """Tell the last day of which it is known whether it is a holiday."""
    return _learned.until


def is_school_holiday(day: date) -> bool:
    """Say whether schools are closed for holidays."""
    return day in _learned
