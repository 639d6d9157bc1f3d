"""The taps of my_registrations: each does what it names, and an old yes is asked again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations.core import Done, Tap, Turn, Typed
from conversations.dialogs.my_registrations import (
    DIALOG,
    Answered,
    Away,
    Cancelled,
    Cancelling,
    Entry,
    Everything,
    Leaving,
    Left,
    Missed,
    One,
    Placed,
    State,
    Wish,
    Withdrawn,
)
from conversations.effects import (
    AnswerReminder,
    CancelRegistration,
    LeaveWaitingList,
    SendCalendar,
    SendVenue,
    TakePlace,
    WithdrawInterest,
)
from storage.records.registrations import (
    Refusal,
    Refused,
    Registered,
)
from tests.conversations.builders import (
    COURSE_SESSIONS,
    HUB,
    a_registration,
)
from tests.conversations.fakes import taps
from tests.conversations.holding import ME, shown


@pytest.mark.parametrize(
    ("state", "tap", "expected"),
    [
        (None, Tap(ME, "show"), Turn(Everything())),
        (One(70), Tap(ME, "list"), Turn(Everything())),
        (None, Tap(ME, "page", (2,)), Turn(Everything(2))),
        (None, Tap(ME, "open", (70,)), Turn(One(70))),
        (None, Tap(ME, "cancel", (70,)), Turn(Cancelling(70))),
        (Cancelling(70), Tap(ME, "really", (70,)), Turn(Cancelling(70), (CancelRegistration(70),))),
        (None, Tap(ME, "coming", (70, 1)), Turn(One(70), (AnswerReminder(70, 1, coming=True),))),
        (None, Tap(ME, "cannot", (70, 1)), Turn(Away(70, 1))),
        (Away(70, 1), Tap(ME, "away", (70, 1)), Turn(Away(70, 1), (AnswerReminder(70, 1, coming=False),))),
        (None, Tap(ME, "waiting", (50,)), Turn(Entry(50))),
        (None, Tap(ME, "take", (50,)), Turn(Entry(50), (TakePlace(50),))),
        (None, Tap(ME, "decline", (50,)), Turn(Leaving(50))),
        (None, Tap(ME, "leave", (50,)), Turn(Leaving(50))),
        (Leaving(50), Tap(ME, "really_leave", (50,)), Turn(Leaving(50), (LeaveWaitingList(50),))),
        (None, Tap(ME, "wish", (30,)), Turn(Wish(30))),
        (None, Tap(ME, "forget", (30,)), Turn(Wish(30), (WithdrawInterest(30),))),
        (One(70), Tap(ME, "calendar", (70,)), Turn(One(70), (SendCalendar("registration", 70),))),
        (None, Tap(ME, "map", (70, 2)), Turn(One(70), (SendVenue(2),))),
    ],
)
def test_a_tap_does_what_it_names(state: State | None, tap: Tap, expected: Turn[State]) -> None:
    assert expected == DIALOG.update(state, tap)


@pytest.mark.parametrize("state", [None, Everything(), One(70), Cancelling(71)])
def test_an_old_yes_to_cancelling_is_asked_again(state: State | None) -> None:
    assert Turn(Cancelling(70)) == DIALOG.update(state, Tap(ME, "really", (70,)))


@pytest.mark.parametrize("state", [None, Entry(50), Leaving(51)])
def test_an_old_yes_to_leaving_is_asked_again(state: State | None) -> None:
    assert Turn(Leaving(50)) == DIALOG.update(state, Tap(ME, "really_leave", (50,)))


@pytest.mark.parametrize("state", [None, Away(70, 2), Away(71, 1)])
def test_an_old_yes_to_staying_away_is_asked_again(state: State | None) -> None:
    assert Turn(Away(70, 1)) == DIALOG.update(state, Tap(ME, "away", (70, 1)))


@pytest.mark.parametrize(
    ("effect", "result", "expected"),
    [
        (CancelRegistration(70), True, Cancelled(70, True)),
        (CancelRegistration(70), False, Cancelled(70, False)),
        (AnswerReminder(70, 1, coming=False), True, Answered(70, 1, coming=False, done=True)),
        (LeaveWaitingList(50), True, Left(50, True)),
        (TakePlace(50), Registered(70), Placed(70)),
        (TakePlace(50), Registered(70, again=True), Placed(70, again=True)),
        (TakePlace(50), Refused(Refusal.TOO_LATE), Missed(50, Refusal.TOO_LATE)),
        (WithdrawInterest(30), True, Withdrawn(True)),
        (SendVenue(2), None, One(70)),
    ],
)
def test_a_result_is_shown(effect: object, result: object, expected: State) -> None:
    assert Turn(expected) == DIALOG.update(One(70), Done(effect, result))


@pytest.mark.parametrize("event", [Typed("hello"), Tap(ME, "open", ("x",)), Tap(ME, "take"), Tap(ME, "nonsense")])
def test_what_means_nothing_changes_nothing(event: Tap | Typed) -> None:
    assert Turn(One(70), understood=False) == DIALOG.update(One(70), event)


async def test_no_screen_has_more_than_six_buttons() -> None:
    sessions = tuple(replace(one, venue=HUB) for one in COURSE_SESSIONS)

    screen = await shown(One(70), a_registration(sessions=sessions, absent=(1,)))

    assert 6 == len(taps(screen))
