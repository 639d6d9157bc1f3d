"""When an announcement goes out: a day, then a time, as buttons or typed, by the clock on the wall."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from conversations.core import Done, Tap, Turn, Typed
from conversations.dialogs.announcement_time import DIALOG, AskingClock, AskingPatience, NotSet, State, When
from conversations.staff_effects import SetPatience, SetTime
from storage.records.announcements import Objection, Refusal
from storage.records.announcements import State as Standing
from tests.conversations.builders import NOW
from tests.conversations.fakes import taps
from tests.conversations.office import a_draft, local_time, screen_of, shown

ME = "announcement_time"
CHRISTMAS_EVE = date(2026, 12, 24)


def wall(day: date, hour: int, minute: int = 0) -> datetime:
    """Give a day and a time as the clock on the wall shows it."""
    return datetime.combine(day, time(hour, minute))


async def test_at_once_and_the_next_days_are_offered() -> None:
    assert [
        "📅 When?",
        "📣 Goes out at once",
        "✍️ Or type a day. For example: 24.12., or tomorrow 14:30",
        "[📣 At once]",
        "[📅 Today] [📅 Tomorrow]",
        "[📅 Wed 2 Dec] [📅 Thu 3 Dec]",
        "[⏳ How late may it be?]",
    ] == await shown(DIALOG, When(3), a_draft())


@pytest.mark.parametrize(
    ("due", "warning"),
    [
        (local_time(6, 11), "⚠️ That is a Sunday."),
        (local_time(25, 11), "⚠️ That is a public holiday."),
        (local_time(24, 22), "⚠️ That is at night. It goes out from 8:00 on."),
        (local_time(24, 7), "⚠️ That is at night. It goes out from 8:00 on."),
    ],
)
async def test_a_time_one_should_know_something_about_is_warned_of(due: datetime, warning: str) -> None:
    assert warning in await shown(DIALOG, When(3), a_draft(due_at=due))


async def test_a_time_tomorrow_is_said_with_its_date_too() -> None:
    assert "🗓️ Tue 1 December" in await shown(DIALOG, When(3), a_draft(due_at=local_time(1, 14)))


async def test_no_time_that_is_over_is_offered_today() -> None:
    screen = await screen_of(DIALOG, AskingClock(3, date(2026, 11, 30)), a_draft())

    assert ["12:00", "15:00", "17:00", "18:00", "19:00"] == list(taps(screen))


async def test_on_a_day_the_usual_times_are_offered_and_any_may_be_typed() -> None:
    assert [
        "📅 At what time on Thu 24 December?",
        "✍️ Or type a time, for example 14:30.",
        "[📅 9:00] [📅 12:00]",
        "[📅 15:00] [📅 17:00]",
        "[📅 18:00] [📅 19:00]",
    ] == await shown(DIALOG, AskingClock(3, CHRISTMAS_EVE), a_draft())


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Tap(ME, "show", (3,)), Turn(When(3))),
        (Tap(ME, "day", (3, 20261224)), Turn(AskingClock(3, CHRISTMAS_EVE))),
        (Tap(ME, "day", (3, 20261332)), Turn(When(9), understood=False)),
        (Tap(ME, "at", (3, 20261224, 1430)), Turn(When(3), (SetTime(3, wall(CHRISTMAS_EVE, 14, 30)),))),
        (Tap(ME, "at", (3, 20261224, 1475)), Turn(When(9), understood=False)),
        (Tap(ME, "at", (3, 20261224, -1)), Turn(When(9), understood=False)),
        (Tap(ME, "at_once", (3,)), Turn(When(3), (SetTime(3, None),))),
        (Tap(ME, "patience", (3,)), Turn(AskingPatience(3))),
        (Tap(ME, "until", (3, 12)), Turn(When(3), (SetPatience(3, 12),))),
        (Tap(ME, "until", (3, 99999)), Turn(When(9), understood=False)),
        (Done(SetTime(3, None), Refusal(Objection.PAST)), Turn(NotSet(3, Refusal(Objection.PAST)))),
    ],
)
def test_what_was_tapped_or_done_is_followed(event: Any, expected: Turn[State]) -> None:  # noqa: ANN401 - any event
    assert expected == DIALOG.update(When(9), event)


@pytest.mark.parametrize(
    ("state", "text", "expected"),
    [
        (When(3), "24.12.", Turn(AskingClock(3, CHRISTMAS_EVE))),
        (When(3), "1.1.", Turn(AskingClock(3, date(2027, 1, 1)))),
        (When(3), "24.12. 14:30", Turn(When(3), (SetTime(3, wall(CHRISTMAS_EVE, 14, 30)),))),
        (When(3), "tomorrow 2 pm", Turn(When(3), (SetTime(3, wall(date(2026, 12, 1), 14)),))),
        (When(3), "14 Uhr", Turn(When(3, wrong=True))),
        (When(3), "24.12. 14-16", Turn(When(3, wrong=True))),
        (When(3), "soon", Turn(When(3, wrong=True))),
        (When(3), "Friday 24.12. 14:30", Turn(When(3, misnamed=True))),
        (AskingClock(3, CHRISTMAS_EVE), "Friday 24.12.", Turn(When(3, misnamed=True))),
        (AskingClock(3, CHRISTMAS_EVE), "14.30 Uhr", Turn(When(3), (SetTime(3, wall(CHRISTMAS_EVE, 14, 30)),))),
        (AskingClock(3, CHRISTMAS_EVE), "halb drei", Turn(When(3), (SetTime(3, wall(CHRISTMAS_EVE, 14, 30)),))),
        (AskingClock(3, CHRISTMAS_EVE), "14.10", Turn(When(3), (SetTime(3, wall(CHRISTMAS_EVE, 14, 10)),))),
        (AskingClock(3, CHRISTMAS_EVE), "25:00", Turn(AskingClock(3, CHRISTMAS_EVE, wrong=True))),
    ],
)
def test_a_day_and_a_time_may_be_typed(state: State, text: str, expected: Turn[State]) -> None:
    assert expected == DIALOG.update(state, Typed(text, at=NOW))


async def test_how_late_it_may_be_is_asked_with_what_holds_now() -> None:
    lines = await shown(DIALOG, AskingPatience(3), a_draft(latest_at=local_time(2, 9)))

    assert "📅 Now: until the day after tomorrow, 9:00" in lines
    assert "[⏳ 3 hours]" in lines
    assert "[⏳ 7 days]" in lines


async def test_a_day_of_the_week_that_is_not_the_dates_is_said_to_be_another() -> None:
    lines = await shown(DIALOG, When(3, misnamed=True), a_draft())

    assert "🙏 The day of the week does not fit the date." in lines


async def test_what_has_started_has_no_time_to_choose() -> None:
    assert "🙏 Sending it has begun already." == (await shown(DIALOG, When(3), a_draft(state=Standing.RUNNING)))[0]


async def test_a_time_that_does_not_exist_is_explained() -> None:
    lines = await shown(DIALOG, NotSet(3, Refusal(Objection.NO_SUCH_TIME)), a_draft())

    assert "🙏 This time does not exist: the clocks are put forward then." == lines[0]
