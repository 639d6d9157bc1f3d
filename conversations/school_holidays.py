"""School holidays in North Rhine-Westphalia, as the state has set them; nobody can work them out.

Source: the holiday orders of the state, for school years up to Easter 2028. The days that a school chooses itself are not here.
"""

from __future__ import annotations

from datetime import date

KNOWN_UNTIL = date(2028, 7, 9)
"""the day before the next holidays that are not listed"""
HOLIDAYS = (
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
)
"""first and last day of each"""


def is_school_holiday(day: date) -> bool:
    """Say whether schools are closed for holidays."""
    return any(first <= day <= last for first, last in HOLIDAYS)
