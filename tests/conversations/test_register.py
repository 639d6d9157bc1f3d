"""Registering: one question a screen, only those the offering needs, and nothing leaves the draft before the check."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations.core import Done, Event, Screen, Tap, Turn, Typed
from conversations.dialogs.register import (
    DIALOG,
    Asking,
    Changing,
    Check,
    Finished,
    Naming,
    Queued,
    State,
    Stopped,
    Unlucky,
)
from conversations.dialogs.register import (
    update as turn,
)
from conversations.effects import Register, SendCalendar
from conversations.registration_draft import Draft
from storage.records.catalogue import Offering, SessionStatus
from storage.records.people import Attendee
from storage.records.registrations import Mine, Refusal, Refused, Registered, Waiting
from tests.conversations.builders import (
    a_course,
    a_registration,
    a_session,
    an_entry,
    an_open_lab,
    single_dates,
)
from tests.conversations.fakes import FakeReader, read, taps

NAMED = Draft(7, answered=("whom",), name="Zoë")
EARLIER = (Attendee(5, "Ada", child=True), Attendee(6, "Ben", child=False))


async def shown(state: State, *catalogue: Offering, first_name: str = "") -> Screen:
    """Show a state over a catalogue to somebody who registered people before."""
    claims = Mine((a_registration(),), (an_entry(),), ())
    reader = FakeReader(catalogue or (a_course(),), claims, earlier=EARLIER, first_name=first_name)
    screen = DIALOG.render(state, await DIALOG.load(state, reader))
    assert isinstance(screen, Screen)
    return screen


def after(state: State | None, event: Event) -> State:
    """Take an event and stay in the dialog."""
    moved = turn(state, event).state
    assert moved is not None
    return moved


async def walk(offering: Offering, *labels: str, first_name: str = "Amal") -> State:
    """Start to register and tap labels one after the other; '✍ ...' types."""
    state: State = after(None, Tap("register", "start", (offering.id,)))
    for label in labels:
        screen = await shown(state, offering, first_name=first_name)
        event = Typed(label[2:]) if label.startswith("✍ ") else replace(taps(screen)[label], first_name=first_name)
        state = after(state, event)
    return state


async def test_the_first_question_is_for_whom() -> None:
    expected = ["👥 For whom?", "💻 First steps", "[🙂 For me]", "[👶 For my child]"]

    assert expected == read(await shown(Asking(Draft(7))))


async def test_for_oneself_only_the_name_is_asked() -> None:
    assert Naming(Draft(7, answered=("whom",))) == await walk(a_course(), "For me")


async def test_for_a_child_the_guardian_agrees_first() -> None:
    expected = [
        "👶 Do you agree that your child comes?",
        "Please tap Yes only if you are the parent or guardian.",
        "[✅ Yes]",
        "[✖️ No]",
    ]

    assert expected == read(await shown(await walk(a_course(), "For my child")))


async def test_a_childs_name_follows_the_consent() -> None:
    state = await walk(a_course(), "For my child", "Yes")

    assert Naming(Draft(7, child=True, answered=("whom", "consent"))) == state
    assert [
        "✍️ What is your child's first name?",
        "A nickname is fine too. Tap a name or type one.",
        "[🙂 Ada]",
    ] == read(await shown(state, first_name="Amal"))


async def test_an_offering_for_children_takes_only_children() -> None:
    expected = [
        "🎂 This is for children.",
        "A parent or guardian registers the child.",
        "🎂 For ages 11 to 15",
        "[👶 For my child]",
    ]

    assert expected == read(await shown(Asking(Draft(7)), a_course(age_min=11, age_max=15)))


async def test_an_offering_for_grown_ups_asks_the_age_and_not_for_whom() -> None:
    expected = ["🎂 Are you 18 years old or older?", "💻 First steps", "[✅ Yes]", "[✖️ No]"]

    assert expected == read(await shown(Asking(Draft(7)), a_course(age_min=18)))


@pytest.mark.parametrize(
    ("ages", "child", "expected"),
    [
        ((16, None), False, "Are you 16 years old or older?"),
        ((16, None), True, "Is your child 16 years old or older?"),
        ((11, 25), False, "Are you 11 to 25 years old?"),
        ((11, 15), True, "Is your child 11 to 15 years old?"),
        ((None, 25), False, "Are you 25 years old or younger?"),
        ((None, 12), True, "Is your child 12 years old or younger?"),
    ],
)
async def test_the_age_is_asked_as_the_offering_limits_it(
    ages: tuple[int | None, int | None], child: bool, expected: str
) -> None:
    offering = a_course(age_min=ages[0], age_max=ages[1])

    screen = await shown(Asking(Draft(7, child=child, answered=("whom",))), offering)

    assert f"🎂 {expected}" == read(screen)[0]


@pytest.mark.parametrize(
    ("child", "expected"),
    [
        (False, ["👩 This is for women only.", "Are you a woman?"]),
        (True, ["👩 This is for women and girls only.", "Is your child a girl?"]),
    ],
)
async def test_women_only_is_asked_kindly(child: bool, expected: list[str]) -> None:
    screen = await shown(Asking(Draft(7, child=child, answered=("whom",))), a_course(women_only=True))

    assert expected == read(screen)[:2]


async def test_every_condition_is_one_question_and_then_the_name() -> None:
    offering = a_course(women_only=True, age_min=16)

    state = await walk(offering, "For my child", "Yes", "Yes", "Yes")

    assert Naming(Draft(7, child=True, answered=("whom", "women", "age", "consent"))) == state


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("women", ["🙏 This offer is for women only.", "🔎 There are other offers for you."]),
        ("age", ["🙏 This offer is for another age.", "🎂 From 18 years"]),
        ("consent", ["🙏 A parent or guardian must agree first.", "🔎 There are other offers for you."]),
        ("x", ["🙏 This is not for everybody. We cannot register you here.", "🔎 There are other offers for you."]),
    ],
)
async def test_no_to_a_condition_is_explained_and_leads_on(what: str, expected: list[str]) -> None:
    screen = await shown(Stopped(7, what), a_course(age_min=18))

    assert expected == read(screen)[:2]
    assert {
        "Similar offers": Tap("find", "topic", ("pc_basics",)),
        "Find offers": Tap("find", "start"),
    } == taps(screen)


def test_no_to_a_condition_keeps_nothing_of_the_draft() -> None:
    tap = Tap("register", "no", (7, "women"))

    assert Turn(Stopped(7, "women")) == DIALOG.update(Asking(replace(NAMED, child=True)), tap)


async def test_single_dates_are_chosen_five_a_page_with_free_places() -> None:
    sessions = (
        *(a_session(number, 7 + number, capacity=2, taken=number % 2) for number in range(1, 6)),
        a_session(6, 14),
    )

    screen = await shown(Asking(Draft(7, answered=("whom",))), single_dates(sessions=sessions))

    assert [
        "📅 Which date?",
        "💻 First steps",
        "🪑 The number says how many places are left.",
        "[📅 Tue 8/12, 9:30 (1)]",
        "[📅 Wed 9/12, 9:30 (2)]",
        "[📅 Thu 10/12, 9:30 (1)]",
        "[📅 Fri 11/12, 9:30 (2)]",
        "[📅 Sat 12/12, 9:30 (1)]",
    ] == read(screen)
    assert screen.pager is not None
    assert (0, 2, Tap("register", "page", (7,))) == (screen.pager.page, screen.pager.pages, screen.pager.turn)


async def test_a_full_date_is_marked_with_its_waiting_list() -> None:
    screen = await shown(Asking(Draft(7, answered=("whom",))), single_dates())

    assert "[⏳ Tue 8/12, 9:30 · waiting list]" == read(screen)[3]


async def test_a_full_date_without_a_waiting_list_and_a_cancelled_one_are_not_offered() -> None:
    cancelled = a_session(2, 10, status=SessionStatus.CANCELLED)
    sessions = (a_session(1, 8, capacity=1, taken=1), cancelled, a_session(3, 15), a_session(4, 17))
    offering = single_dates(sessions=sessions, waiting_list=False)

    screen = await shown(Asking(Draft(7, answered=("whom",))), offering)

    assert ["[📅 Tue 15/12, 9:30 (10)]", "[📅 Thu 17/12, 9:30 (10)]"] == read(screen)[-2:]


async def test_a_chosen_date_stays_chosen() -> None:
    assert Naming(Draft(7, 2, answered=("whom", "session"))) == await walk(single_dates(), "For me", "Thu 10/12, 9:30")


def test_a_date_chosen_at_the_start_is_not_asked() -> None:
    assert Turn(Asking(Draft(7, 2))) == DIALOG.update(None, Tap("register", "start", (7, 2)))


async def test_the_name_offers_earlier_ones_and_telegrams_own() -> None:
    expected = [
        "✍️ What is your first name?",
        "A nickname is fine too. Tap a name or type one.",
        "[🙂 Ben]",
        "[🙂 Amal]",
    ]

    assert expected == read(await shown(Naming(Draft(7, answered=("whom",))), first_name=" Amal "))


@pytest.mark.parametrize("first_name", ["", "🌻", "Ben"])
async def test_a_first_name_without_letters_or_known_already_is_no_button(first_name: str) -> None:
    screen = await shown(Naming(Draft(7, answered=("whom",))), first_name=first_name)

    assert ["Ben"] == list(taps(screen))


def test_telegrams_own_name_is_taken_only_when_tapped() -> None:
    tap = Tap("register", "own_name", (7,), first_name=" Amal\u202e ")

    assert Turn(Check(Draft(7, name="Amal"))) == DIALOG.update(Naming(Draft(7)), tap)


def test_an_earlier_name_is_taken_by_its_number() -> None:
    tap = Tap("register", "earlier", (7, 6))

    assert Turn(Check(Draft(7, attendee_id=6))) == DIALOG.update(Naming(replace(Draft(7), name="x")), tap)


@pytest.mark.parametrize(
    ("typed", "name"), [("  Maria   Luise\n", "Maria Luise"), ("علي", "علي"), ("x" * 40, "x" * 40)]
)
def test_a_typed_name_is_trimmed(typed: str, name: str) -> None:
    assert Turn(Check(Draft(7, name=name))) == DIALOG.update(Naming(Draft(7)), Typed(typed))


@pytest.mark.parametrize("typed", ["123", "🙂", "x" * 41, " ", "\u202e"])
def test_what_is_no_name_is_asked_again_and_not_kept(typed: str) -> None:
    assert Turn(Naming(Draft(7), wrong=True)) == DIALOG.update(Naming(Draft(7)), Typed(typed))


async def test_a_wrong_name_is_asked_again_kindly() -> None:
    screen = await shown(Naming(Draft(7, answered=("whom",)), wrong=True))

    assert "🙏 Please type a name with letters, at most 40 long." == read(screen)[0]


async def test_a_screen_that_awaits_typing_lists_samples_that_hold() -> None:
    samples = (await shown(Naming(Draft(7, answered=("whom",))))).samples

    assert samples is not None
    assert {Check} == {type(DIALOG.update(Naming(Draft(7)), Typed(text)).state) for text in samples.good}
    assert {Naming} == {type(DIALOG.update(Naming(Draft(7)), Typed(text)).state) for text in samples.bad}


@pytest.mark.parametrize("state", [Asking(NAMED), Check(NAMED), Changing(NAMED), Stopped(7, "age"), Finished(7, 70)])
def test_typing_that_was_not_asked_for_is_not_kept(state: State) -> None:
    assert Turn(state, understood=False) == DIALOG.update(state, Typed("something private"))


async def test_the_check_shows_all_that_is_sent() -> None:
    expected = [
        "✅ Please check:",
        "💻 First steps",
        "📅 Tuesday and Thursday, 9:30–12:00",
        "4 dates, from Tue 8/12",
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

    assert ["📅 Thursday, 10 December, 9:30–12:00", "👶 Your child: Ada"] == [lines[2], lines[5]]


async def test_the_check_says_when_it_is_the_waiting_list() -> None:
    screen = await shown(Check(NAMED), a_course(taken=10))

    assert "⏳ This is full. You go on the waiting list." in read(screen)
    assert Tap("register", "send", (7, 0, NAMED.mark, 1)) == taps(screen)["Yes, put me on the list"]


async def test_yes_asks_for_the_place() -> None:
    tap = taps(await shown(Check(NAMED)))["Yes, register"]

    assert Turn(Check(NAMED), (Register(7, None, "Zoë", conditions_met=True),)) == DIALOG.update(Check(NAMED), tap)


async def test_yes_asks_for_an_earlier_child_and_the_waiting_list() -> None:
    draft = Draft(7, 1, child=True, answered=("whom", "session", "consent"), attendee_id=5)
    tap = taps(await shown(Check(draft), single_dates()))["Yes, put me on the list"]

    expected = Register(7, 1, "", child=True, conditions_met=True, may_wait=True, attendee_id=5)
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
    done = Done(Register(7, None, "Zoë", conditions_met=True), result)

    assert Turn(expected) == DIALOG.update(Check(NAMED), done)


async def test_registered_gives_the_code_and_says_what_happens_next() -> None:
    screen = await shown(Finished(7, 70))

    assert [
        "🎉 You are registered.",
        "🎟 Your code: 4F7",
        "Say this code when you come.",
        "📋 First steps",
        "📅 Next date: Tuesday, 8 December, 9:30–12:00",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
        "👥 Name: Zoë",
        "🔔 We remind you: Monday, 7 December, 9:30 and Monday, 7 December, 19:00",
        "[🗓 Into my calendar]",
        "[🔔 Change reminders]",
        "[📋 My registrations]",
    ] == read(screen)
    assert screen.fresh


async def test_registered_twice_is_once() -> None:
    assert "🎉 You were registered already." == read(await shown(Finished(7, 70, again=True)))[0]


async def test_waiting_says_the_position_and_what_happens_next() -> None:
    screen = await shown(Queued(7, 50))

    assert [
        "⏳ You are on the waiting list.",
        "📋 First steps",
        "👥 Name: Zoë",
        "⏳ You are number 2 in line.",
        "🔔 When a place gets free, we write to you.",
        "Then you have 24 hours to answer.",
        "[ℹ️ About this offer]",
        "[✖️ Leave the waiting list]",
        "[🔎 Find offers]",
    ] == read(screen)
    assert screen.fresh


async def test_waiting_twice_is_once() -> None:
    assert "⏳ You were on the waiting list already." == read(await shown(Queued(7, 50, again=True)))[0]


@pytest.mark.parametrize(
    ("reason", "offering", "expected", "ways"),
    [
        (Refusal.GONE, a_course(live=False), "🙏 This is no longer available.", ["Similar offers"]),
        (Refusal.STARTED, a_course(), "🙏 This has already begun.", ["Similar offers", "I am interested"]),
        (
            Refusal.CANCELLED,
            single_dates(),
            "🙏 This date is cancelled.",
            ["Other dates", "Similar offers", "I am interested"],
        ),
        (
            Refusal.FULL,
            a_course(taken=10),
            "🙏 All places are taken.",
            ["Join the waiting list", "Similar offers", "I am interested"],
        ),
        (
            Refusal.FULL,
            single_dates(waiting_list=False),
            "🙏 All places are taken.",
            ["Other dates", "Similar offers", "I am interested"],
        ),
        (Refusal.NO_REGISTRATION, an_open_lab(), "🙏 Just come. You need not register.", ["Remind me"]),
        (
            Refusal.NO_DATE,
            a_course(sessions=()),
            "🙏 There is no date yet.",
            ["I am interested", "Similar offers", "Find offers"],
        ),
        (
            Refusal.CONDITIONS,
            a_course(),
            "🙏 This is not for everybody. We cannot register you here.",
            ["Similar offers", "Find offers"],
        ),
    ],
)
async def test_a_refusal_says_why_and_leads_on(
    reason: Refusal, offering: Offering, expected: str, ways: list[str]
) -> None:
    screen = await shown(Unlucky(NAMED, reason), offering)

    assert expected == read(screen)[0]
    assert ways == list(taps(screen))


async def test_a_place_lost_meanwhile_leads_to_the_check_for_the_waiting_list() -> None:
    state = Unlucky(NAMED, Refusal.FULL)
    tap = taps(await shown(state, a_course(taken=10)))["Join the waiting list"]

    assert Turn(Check(NAMED)) == DIALOG.update(state, tap)


@pytest.mark.parametrize(
    ("offering", "expected"),
    [
        (a_course(sessions=()), "🙏 There is no date yet."),
        (a_course(sessions=(a_session(1, -7),)), "🙏 This has already begun."),
        (a_course(sessions=(a_session(1, status=SessionStatus.CANCELLED),)), "🙏 This date is cancelled."),
        (a_course(taken=10, waiting_list=False), "🙏 All places are taken."),
        (a_course(live=False), "🙏 This is no longer available."),
        (an_open_lab(), "🙏 Just come. You need not register."),
    ],
)
async def test_who_cannot_register_any_more_is_told_at_once(offering: Offering, expected: str) -> None:
    assert expected == read(await shown(Asking(Draft(7)), offering))[0]


@pytest.mark.parametrize(
    ("session_id", "waiting_list", "expected"),
    [(1, False, "🙏 All places are taken."), (99, True, "🙏 This has already begun.")],
)
async def test_a_chosen_date_that_is_full_or_gone_is_told_before_the_check(
    session_id: int, waiting_list: bool, expected: str
) -> None:
    draft = replace(NAMED, session_id=session_id)

    assert expected == read(await shown(Check(draft), single_dates(waiting_list=waiting_list)))[0]


async def test_an_offering_that_is_not_there_leads_to_the_search() -> None:
    screen = await shown(Asking(Draft(9)))

    assert ["🙏 This is no longer available.", "[🔎 Find offers]"] == read(screen)


async def test_a_condition_added_meanwhile_is_asked_before_the_check() -> None:
    assert "👩 This is for women only." == read(await shown(Check(NAMED), a_course(women_only=True)))[0]


async def test_a_condition_dropped_meanwhile_leads_on() -> None:
    screen = await shown(Asking(NAMED))

    assert {"Continue": Tap("register", "go_on", (7,))} == taps(screen)
    assert Turn(Check(NAMED)) == DIALOG.update(Asking(NAMED), Tap("register", "go_on", (7,)))


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
    tap = taps(await shown(state, single_dates()))["Tue 15/12, 9:30"]

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
