"""A rhythm is found in meetings that have one, and in no others."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from locales.rhythm import Beat, Meeting, Rhythm, derive, names_each

MORNING = (time(10), time(12))
TUESDAY = date(2027, 1, 12)


def meetings(*days: int) -> list[Meeting]:
    return [Meeting(TUESDAY + timedelta(days), MORNING) for days in days]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((0, 7, 14), Rhythm((Beat((1,), MORNING),))),
        ((0, 7, 28, 35), Rhythm((Beat((1,), MORNING),))),
        ((0, 14, 28, 56), Rhythm((Beat((1,), MORNING),), weeks=2)),
        ((0, 14, 28, 49, 56, 70, 84), Rhythm((Beat((1,), MORNING),), weeks=2)),
        ((0, 2, 7), Rhythm((Beat((1, 3), MORNING),))),
        ((0, 2), Rhythm((Beat((1, 3), MORNING),))),
        ((0, 42), None),
        ((0, 28), None),
        ((0, 9, 20, 33, 50), None),
    ],
)
def test_a_rhythm_is_found_where_there_is_one(days: tuple[int, ...], expected: Rhythm | None) -> None:
    assert expected == derive(meetings(*days))


@pytest.mark.parametrize(
    ("days", "expected"),
    [((0,), True), ((0, 7), True), ((0, 9, 20), True), ((0, 7, 14), False), ((0, 9, 20, 33), False)],
)
def test_few_days_are_named_each(days: tuple[int, ...], expected: bool) -> None:
    assert expected is names_each(TUESDAY + timedelta(day) for day in days)


def test_one_meeting_at_another_hour_does_not_change_the_usual_hour() -> None:
    other = Meeting(TUESDAY + timedelta(28), (time(14), time(16)))

    assert Rhythm((Beat((1,), MORNING),)) == derive([*meetings(0, 7, 14, 21), other])


def test_hours_that_keep_changing_are_not_named() -> None:
    other = [Meeting(TUESDAY + timedelta(days), (time(14), time(16))) for days in (21, 28)]

    assert Rhythm((Beat((1,), None),)) == derive([*meetings(0, 7, 14), *other])
