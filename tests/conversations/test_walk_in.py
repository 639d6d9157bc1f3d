"""Adding somebody who has no Telegram: where, a name that is no number, a question, and a code to read out."""

from __future__ import annotations

import pytest

from conversations.core import Done, Tap, Turn, Typed
from conversations.dialogs.walk_in import DIALOG, Added, Checking, Choosing, Filling, Naming, NotAdded, State
from conversations.drafts import mark_of
from conversations.signup_effects import AddByPhone
from storage.records.signups import Changed, Full, Objected, Objection
from tests.conversations.builders import a_course, an_open_lab, single_dates
from tests.conversations.fakes import taps
from tests.conversations.running import a_run, a_signup, screen_of, shown

MARK = mark_of("Nour")


async def test_of_single_dates_one_is_chosen_first() -> None:
    screen = await screen_of(DIALOG, Choosing(7), one=a_run(offering=single_dates()))

    assert [(7, number) for number in (1, 2, 3, 4)] == [tap.args for tap in taps(screen).values()]


async def test_for_a_course_the_name_is_asked_at_once() -> None:
    assert "✍️ Who shall be on the list?" == (await shown(DIALOG, Choosing(7)))[0]


@pytest.mark.parametrize("text", ["0241 123456", "Nour 0176", "🙂", "x" * 41])
def test_what_is_no_name_is_asked_again(text: str) -> None:
    assert Turn(Naming(7, 1, wrong=True)) == DIALOG.update(Naming(7, 1), Typed(text))


async def test_what_the_offering_asks_for_is_said_before_somebody_is_added() -> None:
    course = a_course(women_only=True, age_max=14)
    read = await shown(DIALOG, Checking(7, 0, "Nour"), one=a_run(offering=course))

    assert {"👩 For women only", "👶 Please ask whether a parent agrees.", "👥 Name: Nour"} <= set(read)


async def test_the_button_adds_just_the_name_that_is_shown() -> None:
    state = Checking(7, 1, "Nour")
    screen = await screen_of(DIALOG, state)

    assert Turn(state, (AddByPhone(7, 1, "Nour"),)) == DIALOG.update(state, Tap("walk_in", "add", (7, 1, MARK)))
    assert Turn(state, (AddByPhone(7, 1, "Nour", wait=True),)) == DIALOG.update(
        state, Tap("walk_in", "wait", (7, 1, MARK))
    )
    assert Turn(Checking(7, 1, "Kim")) == DIALOG.update(Checking(7, 1, "Kim"), taps(screen)["Give a place"])


def test_a_second_tap_adds_nobody() -> None:
    assert Turn(Added(7, 71, True)) == DIALOG.update(Added(7, 71, True), Tap("walk_in", "add", (7, 1, MARK)))


async def test_a_full_one_is_overbooked_after_a_question_or_waited_for() -> None:
    turn = DIALOG.update(Checking(7, 0, "Nour"), Done(AddByPhone(7, None, "Nour"), Full(10, 10)))
    screen = await screen_of(DIALOG, turn.state)

    assert Turn(Filling(7, 0, "Nour", 10, 10)) == turn
    assert ["Yes, one more", "To the waiting list", "No, go back"] == list(taps(screen))
    assert (AddByPhone(7, None, "Nour", False, 10),) == DIALOG.update(turn.state, taps(screen)["Yes, one more"]).effects


async def test_the_code_is_shown_large() -> None:
    phoned = a_signup(code="K7M", phone=True)

    assert "🎟️ K 7 M" in await shown(DIALOG, Added(7, 70, True), signed=(phoned,))


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (Changed(71, told=False), Added(7, 71, True)),
        (Changed(51, registration=False, told=False), Added(7, 51, False)),
        (Objected(Objection.CONTACT), Naming(7, 1, wrong=True)),
        (Objected(Objection.OVER), NotAdded(7, 1, Objection.OVER)),
    ],
)
def test_a_result_leads_on(result: object, state: State) -> None:
    assert Turn(state) == DIALOG.update(Checking(7, 1, "Nour"), Done(AddByPhone(7, 1, "Nour"), result))


@pytest.mark.parametrize(
    ("offering", "expected"),
    [
        (an_open_lab(), "🙏 Nobody registers here. One just comes."),
        (a_course(sessions=()), "🙏 This is over, or it does not take place."),
    ],
)
async def test_where_nobody_can_be_added_that_is_said(offering: object, expected: str) -> None:
    assert [expected] == (await shown(DIALOG, Naming(7, 1), one=a_run(offering=offering)))[:1]


async def test_why_somebody_was_not_added_is_said() -> None:
    assert "🙏 There is no waiting list for this." in await shown(DIALOG, NotAdded(7, 1, Objection.NO_LIST))
