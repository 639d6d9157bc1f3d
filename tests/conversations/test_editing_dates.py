"""Typed dates that are none: what is said of them, and what a cancellation says of many people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from conversations.core import Dialog, Done, Turn, Typed
from conversations.dialogs import editing_dates, editing_session
from conversations.editing_effects import Edit
from conversations.series_dates import Series
from locales.text import Content
from storage.records.affected import Affected, AffectedGroup, Consequence, Somebody
from storage.records.edits import Objection, SetLink, SetSeats, Unedited
from tests.conversations.builders import NOW, a_course
from tests.conversations.editing import FakeEditing, an_editable, reading

FIRST = date(2027, 1, 12)
SERIES = Series((1,), time(10), time(12))
UNREAD = "🙏 I did not understand that. Please type it differently."
CONTRADICTING = "🙏 The day of the week does not fit the date."


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Dienstag 13.1. 14-16", CONTRADICTING), ("Tue, 13 January", CONTRADICTING), ("bald", UNREAD)],
)
@pytest.mark.parametrize(
    ("dialog", "state"),
    [
        (editing_dates.DIALOG, editing_dates.Once(7, 5)),
        (editing_session.DIALOG, editing_session.Asking(7, 1, "time", 5)),
    ],
)
async def test_a_date_with_another_day_of_the_week_is_told_from_what_is_no_date(
    dialog: Dialog, state: object, text: str, expected: str
) -> None:
    turn: Turn[object] = dialog.update(state, Typed(text, at=NOW))
    assert turn.state is not None

    assert expected in await reading(dialog, turn.state)


@pytest.mark.parametrize(
    ("series", "text", "expected"),
    [
        (SERIES, "Monday 12.1.", Objection.WEEKDAY),
        (SERIES, "bald", Objection.WRONG),
        (Series((1,), time(10), time(12), FIRST), "Montag, 30.6.", Objection.WEEKDAY),
        (Series((1,), time(10), time(12), FIRST), "1.1.2027", Objection.BACKWARDS),
    ],
)
def test_the_first_and_the_last_day_of_a_series_say_what_is_wrong_with_them(
    series: Series, text: str, expected: Objection
) -> None:
    weekly = editing_dates.Weekly(7, 5, series=series, ready=True)

    state = editing_dates.update(weekly, Typed(text, at=NOW)).state

    assert isinstance(state, editing_dates.Weekly)
    assert (expected.value, series) == (state.objection, state.series)


def test_where_a_length_can_be_tapped_it_may_also_be_chosen() -> None:
    asked = editing_dates.Once(7, 5, day=FIRST, start=time(10))

    state = editing_dates.update(asked, Typed("lang", at=NOW)).state

    assert replace(asked, objection=Objection.WRONG.value) == state


async def test_the_days_that_a_series_leaves_out_stand_on_one_line() -> None:
    series = Series((4,), time(10), time(12), date(2026, 12, 18), times=3)

    lines = await reading(editing_dates.DIALOG, editing_dates.Weekly(7, 5, series=series, ready=True))

    assert "✖️ Not on Fri 25 December and Fri 1 January: holidays" in lines


def test_a_time_that_is_none_is_to_be_typed_where_nothing_can_be_chosen() -> None:
    clock = editing_dates.Weekly(7, 5, series=Series((1,)), ready=True)

    state = editing_dates.update(clock, Typed("x", at=NOW)).state

    assert isinstance(state, editing_dates.Weekly)
    assert Objection.UNREAD.value == state.objection


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (SetLink(1, "raum 3"), editing_session.Asking(7, 1, "link", 5, Objection.UNREAD.value)),
        (SetSeats(1, 10**9), editing_session.Asking(7, 1, "seats", 5, Objection.WRONG.value)),
    ],
)
def test_a_link_or_number_that_is_none_is_asked_for_again(
    change: SetLink | SetSeats, expected: editing_session.Asking
) -> None:
    done = Done(Edit(7, 5, change), Unedited(Objection.WRONG))

    assert Turn(expected) == editing_session.update(editing_session.One(7, 1), done)


def at_date(number: int, people: int = 3, untold: int = 2) -> AffectedGroup:
    """Make those who would come to one of several dates."""
    start = datetime(2027, 1, 12, 9, tzinfo=UTC) + timedelta(weeks=number)
    some = (Somebody("Amal", "T3F"), Somebody("Kim", "K7M"))
    title = Content("First steps", "en")
    return AffectedGroup(Consequence.CANCELLED, 7, title, number, start, None, None, people, untold, some)


async def test_who_comes_to_all_dates_of_a_course_is_counted_once() -> None:
    editing = FakeEditing(reached=Affected(tuple(map(at_date, range(6))), waiting=1))

    lines = await reading(editing_session.DIALOG, editing_session.Cancelling(7, 0), editing)

    assert [
        "⚠️ Cancel all dates?",
        "📅 First steps: 4 dates",
        "👥 3 people are registered.",
        "Amal T3F and Kim K7M",
        "☎️ Please phone 2 of them.",
        "⏳ 1 person waits for a place that is gone then.",
        "🔔 I tell them at once, in their language.",
    ] == lines[:7]


async def test_of_people_at_several_dates_are_said_numbers_and_no_names() -> None:
    editing = FakeEditing(
        an_editable(offering=a_course(whole_course=False)), reached=Affected(tuple(map(at_date, range(4))))
    )

    lines = await reading(editing_session.DIALOG, editing_session.Cancelling(7, 0), editing)

    assert [
        "👥 Tue 12 January, 10:00: 3 people",
        "👥 Tue 19 January, 10:00: 3 people",
        "and 6 more registrations",
        "☎️ Please phone 8 of them.",
    ] == lines[2:6]
