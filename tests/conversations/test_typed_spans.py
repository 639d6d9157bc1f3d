"""Dates and times as people type them, and the dates a series comes to."""

from __future__ import annotations

from datetime import date, time

import pytest

from conversations.series_dates import Series
from conversations.typed_spans import Typed, typed_span

MONDAY = date(2026, 11, 30)
TUESDAY = Series((1,), time(10), time(12), date(2026, 12, 15), times=4)


@pytest.mark.parametrize(
    ("text", "day", "start", "end"),
    [
        ("12.1. 14-16", date(2027, 1, 12), time(14), time(16)),
        ("12.1.27 9.30 – 11:00 Uhr", date(2027, 1, 12), time(9, 30), time(11)),
        ("2027-01-12 09:00-11:30", date(2027, 1, 12), time(9), time(11, 30)),
        ("Dienstag 10 Uhr", date(2026, 12, 1), time(10), None),
        ("Di, 12.1. von 14 bis 16 Uhr", date(2027, 1, 12), time(14), time(16)),
        ("12. Januar 14-16", date(2027, 1, 12), time(14), time(16)),
        ("morgen 10", date(2026, 12, 1), time(10), None),
        ("Montag", date(2026, 12, 7), None, None),
        ("الثلاثاء 10", date(2026, 12, 1), time(10), None),
        ("14-16", None, time(14), time(16)),
        ("25.12.", date(2026, 12, 25), None, None),
        ("12. 1. 2027 14 Uhr", date(2027, 1, 12), time(14), None),
        ("12/01/2027 10:00", date(2027, 1, 12), time(10), None),
        ("\u200f١٢/١ ١٠:٣٠", date(2027, 1, 12), time(10, 30), None),
    ],
)
def test_a_time_is_read_as_it_is_typed(text: str, day: date | None, start: time | None, end: time | None) -> None:
    assert Typed(day, start, end) == typed_span(text, MONDAY)


@pytest.mark.parametrize("text", ["", "bald", "31.2. 10-12", "12.1. 14-16-18", "12.1. 25 Uhr", "99"])
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    assert None is typed_span(text, MONDAY)


def test_a_series_leaves_out_school_holidays_and_still_has_all_its_dates() -> None:
    series = Series((1,), time(10), time(12), date(2026, 12, 15), times=4, school=False)

    assert (date(2026, 12, 15), date(2026, 12, 22), date(2027, 1, 12), date(2027, 1, 19)) == series.days()
    assert (date(2026, 12, 29), date(2027, 1, 5)) == series.skipped()


def test_a_series_leaves_out_public_holidays_unless_asked() -> None:
    fridays = Series((4,), time(10), time(12), date(2026, 12, 18), until=date(2027, 1, 8))

    assert (date(2026, 12, 18), date(2027, 1, 8)) == fridays.days()
    assert 4 == len(Series((4,), time(10), time(12), date(2026, 12, 18), times=4, public=True).days())


def test_a_series_of_every_second_week_counts_weeks_from_monday() -> None:
    series = Series((0, 3), time(10), time(12), date(2027, 1, 14), every=2, times=3)

    assert (date(2027, 1, 14), date(2027, 1, 25), date(2027, 1, 28)) == series.days()


def test_a_series_ends_with_its_last_day() -> None:
    series = Series((1,), time(10), time(12), date(2027, 1, 12), until=date(2027, 1, 26))

    assert (date(2027, 1, 12), date(2027, 1, 19), date(2027, 1, 26)) == series.days()
    assert TUESDAY.mark != series.mark
