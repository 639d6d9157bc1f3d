"""One person on a list: what can be done, asked twice where something is lost, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from conversations import signup_effects as e
from conversations.core import Done, Tap, Turn, Typed
from conversations.dialogs.signup import (
    DIALOG,
    Cancelling,
    Filling,
    Finished,
    Moving,
    Noting,
    One,
    Queueing,
    Refused,
    State,
)
from conversations.drafts import mark_of
from storage.records.rosters import Standing
from storage.records.signups import MESSAGE_LENGTH, Changed, Full, Objected, Objection, Signup
from tests.conversations.builders import NOW, a_course, single_dates
from tests.conversations.fakes import taps
from tests.conversations.running import a_run, a_signup, an_entry_of, screen_of, shown

MESSAGE = "The room is too small."


async def labels(state: State, *people: Signup, **given: Any) -> list[str]:  # noqa: ANN401 - of FakeSignups
    """Tell the labels of a screen's buttons."""
    return list(taps(await screen_of(DIALOG, state, signed=people or (a_signup(),), **given)))


async def test_somebody_with_a_place_can_be_confirmed_queued_noted_and_cancelled() -> None:
    assert ["Confirm the place", "To the waiting list", "Write a note", "Cancel the place"] == await labels(One(70))


async def test_somebody_in_a_single_session_can_be_moved_to_one_that_takes_place() -> None:
    run = a_run(offering=single_dates())
    screen = await screen_of(DIALOG, Moving(70), signed=(a_signup(session_id=1),), one=run)
    moves = [tap.args for tap in taps(screen).values() if tap.action == "really_move"]

    assert "Move to another date" in await labels(One(70), a_signup(session_id=1), one=run)
    assert [(70, 1, 2), (70, 1, 3), (70, 1, 4)] == moves


async def test_without_a_waiting_list_nobody_is_put_on_it() -> None:
    assert "To the waiting list" not in await labels(One(70), one=a_run(offering=a_course(waiting_list=False)))


async def test_somebody_who_waits_can_be_given_a_place_noted_and_taken_off() -> None:
    assert ["Give a place", "Write a note", "Take off the list"] == await labels(One(50, False), an_entry_of())


async def test_a_person_says_where_they_stand_and_how_to_reach_them() -> None:
    offered = an_entry_of(
        standing=Standing.OFFERED, deadline=NOW + timedelta(days=1), phone=True, language="", note="Late.", code="K7M"
    )

    assert [
        "🙂 Zoë",
        "First steps",
        "🪑 Was offered a place, until tomorrow, 9:00.",
        "🎟️ Code: K7M",
        "☎️ No Telegram. Changes are told by phone.",
        "✍️ Note: Late.",
    ] == (await shown(DIALOG, One(50, False), signed=(offered,)))[:6]


async def test_nothing_can_be_done_about_what_has_ended() -> None:
    assert [] == await labels(Cancelling(70), a_signup(active=False))


@pytest.mark.parametrize(
    ("tap", "state", "effect"),
    [
        (("confirm", 70), One(70), e.ConfirmSignup(70)),
        (("promote", 50), One(50, False), e.PromoteEntry(50)),
        (("really_queue", 70), One(70), e.QueueSignup(70)),
        (("really_move", 70, 1, 2), One(70), e.MoveSignup(70, 1, 2)),
        (("over_move", 70, 1, 2, 10), One(70), e.MoveSignup(70, 1, 2, 10)),
        (("over_promote", 50, 10), One(50, False), e.PromoteEntry(50, 10)),
        (("really_cancel", 70, mark_of("")), One(70), e.CancelSignup(70)),
        (("really_remove", 50, mark_of("")), One(50, False), e.RemoveEntry(50)),
        (("clear", 70), One(70), e.NoteOnSignup(70, "")),
        (("line_clear", 50), One(50, False), e.NoteOnEntry(50, "")),
    ],
)
def test_a_tap_names_whom_it_changes(tap: tuple[Any, ...], state: State, effect: object) -> None:
    assert Turn(state, (effect,)) == DIALOG.update(None, Tap("signup", tap[0], tap[1:]))


@pytest.mark.parametrize(
    ("tap", "state"),
    [("move", Moving(70)), ("queue", Queueing(70)), ("cancel", Cancelling(70)), ("note", Noting(70))],
)
def test_what_takes_something_away_is_asked_first(tap: str, state: State) -> None:
    args = (70, 0) if tap == "move" else (70,)

    assert Turn(state) == DIALOG.update(One(70), Tap("signup", tap, args))


async def test_a_message_is_shown_before_it_goes_along_with_the_cancellation() -> None:
    turn = DIALOG.update(Cancelling(70), Typed(f" {MESSAGE} "))
    screen = await screen_of(DIALOG, turn.state, signed=(a_signup(),))
    yes = taps(screen)["Yes, with this message"]

    assert Turn(Cancelling(70, message=MESSAGE)) == turn
    assert MESSAGE in await shown(DIALOG, turn.state, signed=(a_signup(),))
    assert (e.CancelSignup(70, MESSAGE),) == DIALOG.update(turn.state, yes).effects


def test_an_old_button_cannot_cancel_with_another_message() -> None:
    typed = Cancelling(70, message=MESSAGE)

    assert Turn(typed) == DIALOG.update(typed, Tap("signup", "really_cancel", (70, mark_of("Before."))))


async def test_a_message_that_is_too_long_is_not_taken() -> None:
    turn = DIALOG.update(Cancelling(70), Typed("x" * (MESSAGE_LENGTH + 1)))

    assert Turn(Cancelling(70, long=True)) == turn
    assert "🙏 Please write at most 500 characters." in await shown(DIALOG, turn.state, signed=(a_signup(),))


async def test_nobody_without_telegram_is_promised_a_message() -> None:
    read = await shown(DIALOG, Cancelling(70), signed=(a_signup(phone=True),))

    assert "☎️ I cannot write to them. Please tell them by phone." in read
    assert not any("type a message" in line for line in read)


async def test_a_full_course_is_overbooked_after_a_question_that_says_how_full_it_is() -> None:
    turn = DIALOG.update(One(50, False), Done(e.PromoteEntry(50), Full(10, 10)))
    screen = await screen_of(DIALOG, turn.state, signed=(an_entry_of(),))
    read = await shown(DIALOG, turn.state, signed=(an_entry_of(),))

    assert Turn(Filling(50, False, 10, 10)) == turn
    assert ["🪑 10 of 10 places are taken.", "👥 Then there are 11 people for 10 places."] == read[1:3]
    assert Tap("signup", "over_promote", (50, 10)) == taps(screen)["Yes, one more"]


@pytest.mark.parametrize(
    ("done", "state"),
    [
        (Done(e.MoveSignup(70, 1, 2), Full(3, 3)), Filling(70, True, 3, 3, 1, 2)),
        (Done(e.QueueSignup(70), Changed(51, registration=False)), Finished("queue", 51, False, True)),
        (Done(e.PromoteEntry(50), Changed(71, told=False)), Finished("promote", 71, True, False)),
        (Done(e.NoteOnSignup(70, "Late."), Changed(70, told=False)), One(70)),
        (Done(e.NoteOnSignup(70, "0241 123456"), Objected(Objection.CONTACT)), Noting(70, True, "contact")),
        (Done(e.NoteOnEntry(50, "x"), Objected(Objection.UNCLEAR)), Noting(50, False, "unclear")),
        (Done(e.NoteOnEntry(50, "x"), Objected(Objection.GONE)), Refused(50, False, Objection.GONE)),
        (Done(e.MoveSignup(70, 1, 2), Objected(Objection.GONE)), Refused(70, True, Objection.GONE)),
        (Done(e.CancelSignup(70), Objected(Objection.OVER)), Refused(70, True, Objection.OVER)),
        (Done(e.RemoveEntry(50), Objected(Objection.GONE)), Refused(50, False, Objection.GONE)),
    ],
)
def test_a_result_leads_on(done: Done, state: State) -> None:
    assert Turn(state) == DIALOG.update(One(70), done)


async def test_whoever_came_second_sees_what_is_now() -> None:
    screen = await screen_of(DIALOG, Refused(70, True, Objection.GONE), signed=(a_signup(),))

    assert Tap("signup", "place", (70,)) == taps(screen)["Take a look"]


async def test_a_note_says_what_it_is_not_for() -> None:
    read = await shown(DIALOG, Noting(70, wrong="contact"), signed=(a_signup(note="Late."),))

    assert "🔒 Nothing about health or origin. No phone numbers." in read
    assert "[🗑️ Take the note away]" in read
    assert read[0].startswith("🙏 This looks like a phone number")
