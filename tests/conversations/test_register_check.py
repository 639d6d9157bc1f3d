"""The check before registering: all that is sent, changed as one likes, and nothing leaves the draft before it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations.core import Done, Tap, Turn, Typed
from conversations.dialogs.register import (
    DIALOG,
    Asking,
    Changing,
    Check,
    Finished,
    Naming,
    Queued,
    State,
    Unlucky,
)
from conversations.effects import Register, SendCalendar
from conversations.registration_draft import Draft
from storage.records.registrations import Refusal, Refused, Registered, Waiting
from tests.conversations.builders import (
    a_course,
    single_dates,
)
from tests.conversations.fakes import read, taps
from tests.conversations.registering import NAMED, shown


async def test_the_check_shows_all_that_is_sent() -> None:
    expected = [
        "✅ Please check:",
        "💻 First steps",
        "📅 Tuesday and Thursday, 9:30–12:00",
        "4 dates, from Tue 8 December",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
        "💶 Free of charge",
        "👥 Name: Zoë",
        "[✅ Yes, register]",
        "[✏️ Change something]",
        "[✖️ No]",
    ]

    assert expected == read(await shown(Check(NAMED)))


async def test_the_check_shows_the_chosen_date_and_an_earlier_child() -> None:
    draft = Draft(7, 2, child=True, answered=("whom", "session", "consent"), attendee_id=5)

    lines = read(await shown(Check(draft), single_dates()))

    assert ["📅 Thu 10 December, 9:30–12:00", "👶 Your child: Ada"] == [lines[2], lines[5]]


async def test_the_check_says_when_it_is_the_waiting_list() -> None:
    screen = await shown(Check(NAMED), a_course(taken=10))

    assert "⏳ This is full. You go on the waiting list." in read(screen)
    assert Tap("register", "send", (7, 0, NAMED.mark, 1)) == taps(screen)["Yes, put me on the list"]


async def test_yes_asks_for_the_place() -> None:
    tap = taps(await shown(Check(NAMED)))["Yes, register"]

    assert Turn(Check(NAMED), (Register(7, None, "Zoë"),)) == DIALOG.update(Check(NAMED), tap)


async def test_yes_asks_for_an_earlier_child_and_the_waiting_list() -> None:
    draft = Draft(7, 1, child=True, answered=("whom", "session", "consent"), attendee_id=5)
    tap = taps(await shown(Check(draft), single_dates()))["Yes, put me on the list"]

    expected = Register(7, 1, "", child=True, confirmed=("consent",), may_wait=True, attendee_id=5)
    assert Turn(Check(draft), (expected,)) == DIALOG.update(Check(draft), tap)


@pytest.mark.parametrize(
    "changed",
    [
        replace(NAMED, name="Ada"),
        replace(NAMED, child=True),
        replace(NAMED, session_id=2),
        replace(NAMED, name="", attendee_id=5),
    ],
)
def test_an_old_yes_confirms_no_newer_draft(changed: Draft) -> None:
    old = Tap("register", "send", (7, 0, NAMED.mark, 0))

    assert Turn(Check(changed)) == DIALOG.update(Check(changed), old)


@pytest.mark.parametrize("state", [Asking(NAMED), Naming(NAMED), Changing(NAMED), Unlucky(NAMED, Refusal.FULL)])
def test_yes_asks_for_nothing_while_the_check_is_not_shown(state: State) -> None:
    assert Turn(state) == DIALOG.update(state, Tap("register", "send", (7, 0, NAMED.mark, 0)))


@pytest.mark.parametrize("state", [None, Check(replace(NAMED, offering_id=8)), Finished(8, 1)])
@pytest.mark.parametrize("action", ["send", "answer", "no", "earlier", "own_name", "change", "undo"])
def test_an_old_button_of_another_offering_leads_to_that_offering(state: State | None, action: str) -> None:
    tap = Tap("register", action, (7, 0, NAMED.mark, 0))

    assert Turn(None, goto=Tap("offering", "show", (7,))) == DIALOG.update(state, tap)


def test_a_second_tap_on_yes_shows_the_result_again() -> None:
    assert Turn(Finished(7, 70)) == DIALOG.update(Finished(7, 70), Tap("register", "send", (7, 0, NAMED.mark, 0)))


def test_an_answer_given_before_changes_nothing() -> None:
    assert Turn(Check(NAMED)) == DIALOG.update(Check(NAMED), Tap("register", "answer", (7, "whom", 1, 1)))


def test_an_unknown_question_changes_nothing_in_the_draft() -> None:
    assert Turn(Asking(Draft(7))) == DIALOG.update(Asking(Draft(7)), Tap("register", "answer", (7, "x", 1, 0)))


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (Registered(70), Finished(7, 70)),
        (Registered(70, again=True), Finished(7, 70, again=True)),
        (Waiting(50, 2), Queued(7, 50)),
        (Waiting(50, 2, again=True), Queued(7, 50, again=True)),
        (Refused(Refusal.FULL), Unlucky(NAMED, Refusal.FULL)),
    ],
)
def test_the_result_is_shown(result: object, expected: State) -> None:
    done = Done(Register(7, None, "Zoë"), result)

    assert Turn(expected) == DIALOG.update(Check(NAMED), done)


async def test_change_asks_what() -> None:
    screen = await shown(Changing(replace(NAMED, session_id=2)), single_dates())

    assert {
        "The name": Tap("register", "rename", (7,)),
        "The date": Tap("register", "redate", (7,)),
        "For whom": Tap("register", "anew", (7,)),
    } == taps(screen)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("change", Changing(Draft(7, 2, answered=("whom", "session"), name="Zoë"))),
        ("rename", Naming(Draft(7, 2, answered=("whom", "session"), name="Zoë"))),
        ("redate", Asking(Draft(7, answered=("whom",), name="Zoë"))),
        ("anew", Asking(Draft(7))),
        ("undo", Asking(Draft(7, answered=("whom",), name="Zoë"))),
    ],
)
def test_what_is_changed_is_asked_again(action: str, expected: State) -> None:
    draft = Draft(7, 2, answered=("whom", "session"), name="Zoë")

    assert Turn(expected) == DIALOG.update(Check(draft), Tap("register", action, (7,)))


async def test_a_changed_date_leads_back_to_the_check() -> None:
    state = Asking(Draft(7, answered=("whom",), name="Zoë"))
    tap = taps(await shown(state, single_dates()))["Tue 15 Dec, 9:30"]

    expected = Check(Draft(7, 3, answered=("whom", "session"), name="Zoë"))
    assert Turn(expected) == DIALOG.update(state, tap)


@pytest.mark.parametrize(
    ("state", "back"),
    [
        (Asking(Draft(7)), None),
        (Asking(Draft(7, child=True, answered=("whom",))), Tap("register", "undo", (7,))),
        (Naming(Draft(7, answered=("whom",))), Tap("register", "undo", (7,))),
        (Check(NAMED), Tap("register", "rename", (7,))),
        (Changing(NAMED), Tap("register", "go_on", (7,))),
    ],
)
async def test_back_goes_to_the_question_before(state: State, back: Tap | None) -> None:
    assert back == (await shown(state)).back


def test_taking_back_for_whom_forgets_the_child() -> None:
    state = Asking(Draft(7, child=True, answered=("whom",)))

    assert Turn(Asking(Draft(7))) == DIALOG.update(state, Tap("register", "undo", (7,)))


def test_a_calendar_file_is_sent_without_leaving() -> None:
    tap = Tap("register", "calendar", (70,))

    assert Turn(Finished(7, 70), (SendCalendar("registration", 70),)) == DIALOG.update(Finished(7, 70), tap)


def test_the_name_never_shows_in_a_state_or_effect_that_is_printed() -> None:
    assert "Zoë" not in repr((NAMED, Check(NAMED), Register(7, None, "Zoë"), Typed("Zoë")))
