"""Days and times as people type them, and days one should know about."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.timing import day_from, number_of, public_holidays, typed_clock, typed_day

TODAY = date(2026, 11, 30)
clocks = st.times().map(lambda clock: time(clock.hour, clock.minute))
days = st.dates(date(2026, 11, 30), date(2099, 12, 31))


@pytest.mark.parametrize("text", ["14:30", "14.30", "1430", "14:30 Uhr", " 14:30h "])
def test_a_time_is_read_however_it_is_written(text: str) -> None:
    assert time(14, 30) == typed_clock(text)


@pytest.mark.parametrize("text", ["", "24:00", "9:60", "noon", "14:30:00", "99", "1:2:3"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert typed_clock(text) is None


@given(clock=clocks)
def test_every_time_reads_as_itself(clock: time) -> None:
    assert clock == typed_clock(f"{clock:%H:%M}")


@given(day=days)
def test_every_day_reads_as_itself(day: date) -> None:
    assert day == typed_day(f"{day.day}.{day.month}.{day.year}", TODAY)
    assert day == day_from(number_of(day))


@pytest.mark.parametrize("text", ["31.2.", "soon", "24", "0.0.", "32.1.2026", "24.12.26.1", "24.12.9999"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert typed_day(text, TODAY) is None


def test_a_day_without_a_year_is_the_next_one() -> None:
    assert date(2026, 11, 30) == typed_day("30.11.", TODAY)
    assert date(2027, 11, 29) == typed_day("29.11.", TODAY)
    assert date(2028, 2, 1) == typed_day("1.2.28", TODAY)


@given(number=st.integers())
def test_a_forged_number_is_a_day_or_none(number: int) -> None:
    day = day_from(number)

    assert day is None or number == number_of(day)


@given(text=st.text())
def test_whatever_is_typed_is_a_day_or_none(text: str) -> None:
    assert isinstance(typed_day(text, TODAY), date | None)
    assert isinstance(typed_clock(text), time | None)


def test_all_saints_is_a_holiday_here_and_reformation_day_is_not() -> None:
    assert date(2026, 11, 1) in public_holidays()
    assert date(2026, 10, 31) not in public_holidays()
