"""Registering: one question a screen, only those the offering needs, and only what was asked is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations.core import Tap, Turn, Typed
from conversations.dialogs.register import (
    DIALOG,
    Asking,
    Changing,
    Check,
    Finished,
    Naming,
    State,
    Stopped,
)
from conversations.registration_draft import Draft, open_questions
from storage.records.catalogue import SessionStatus
from tests.conversations.builders import (
    a_course,
    a_session,
    single_dates,
)
from tests.conversations.fakes import FakeReader, read, taps
from tests.conversations.registering import NAMED, shown, walk


async def test_the_first_question_is_for_whom() -> None:
    expected = ["👥 For whom?", "💻 First steps", "[🙂 For me]", "[👶 For my child]"]

    assert expected == read(await shown(Asking(Draft(7))))


async def test_for_oneself_only_the_name_is_asked() -> None:
    assert Naming(Draft(7, answered=("whom",))) == await walk(a_course(), "For me")


async def test_for_a_child_the_guardian_agrees_first() -> None:
    expected = [
        "👶 Do you agree that your child comes?",
        "Please tap “Yes” only if you are the parent or guardian.",
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


@pytest.mark.parametrize("age", [16, 18])
async def test_an_offering_for_older_ones_asks_the_age_and_not_for_whom(age: int) -> None:
    expected = [f"🎂 Are you {age} years old or older?", "💻 First steps", "[✅ Yes]", "[✖️ No]"]

    assert expected == read(await shown(Asking(Draft(7)), a_course(age_min=age)))


@pytest.mark.parametrize(
    ("audiences", "expected"),
    [(("employers", "startups"), "✍️ What is your first name?"), (("residents", "startups"), "👥 For whom?")],
)
async def test_for_whom_is_asked_where_the_audience_admits_children(audiences: tuple[str, ...], expected: str) -> None:
    offering = a_course(audiences=audiences)

    state = Naming(Draft(7)) if not open_questions(Draft(7), offering) else Asking(Draft(7))

    assert expected == read(await shown(state, offering))[0]


@pytest.mark.parametrize(
    ("ages", "child", "expected"),
    [
        ((16, None), False, "Are you 16 years old or older?"),
        ((16, None), True, "Is your child 16 years old or older?"),
        ((11, 25), False, "Are you 11 to 25 years old?"),
        ((11, 15), True, "Is your child 11 to 15 years old?"),
        ((None, 25), False, "Are you 25 years old or younger?"),
        ((None, 12), True, "Is your child 12 years old or younger?"),
        ((1, None), True, "Is your child 1 year old or older?"),
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
    offering = a_course(women_only=True, age_min=12)

    state = await walk(offering, "For my child", "Yes", "Yes", "Yes")

    assert Naming(Draft(7, child=True, answered=("whom", "women", "age", "consent"))) == state


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("women", ["🙏 This offer is for women only.", "🔎 There are other offers for you."]),
        ("age", ["🙏 This offer is for another age.", "🎂 From 18 years"]),
        ("consent", ["🙏 A parent or guardian must agree first.", "🔎 There are other offers for you."]),
        ("x", ["🙏 This is not for everybody. I cannot register you here.", "🔎 There are other offers for you."]),
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
        "[📅 Tue 8 Dec, 9:30 (1)]",
        "[📅 Wed 9 Dec, 9:30 (2)]",
        "[📅 Thu 10 Dec, 9:30 (1)]",
        "[📅 Fri 11 Dec, 9:30 (2)]",
        "[📅 Sat 12 Dec, 9:30 (1)]",
    ] == read(screen)
    assert screen.pager is not None
    assert (0, 2, Tap("register", "page", (7,))) == (screen.pager.page, screen.pager.pages, screen.pager.turn)


async def test_a_full_date_is_marked_with_its_waiting_list() -> None:
    screen = await shown(Asking(Draft(7, answered=("whom",))), single_dates())

    assert "[⏳ Tue 8 Dec, 9:30 · waiting list]" == read(screen)[2]


async def test_where_each_date_has_one_seat_nothing_is_counted() -> None:
    screen = await shown(Asking(Draft(7, answered=("whom",))), single_dates())

    assert [
        "📅 Which date?",
        "💻 First steps",
        "[⏳ Tue 8 Dec, 9:30 · waiting list]",
        "[📅 Thu 10 Dec, 9:30]",
    ] == read(screen)[:4]


async def test_a_full_date_without_a_waiting_list_and_a_cancelled_one_are_not_offered() -> None:
    cancelled = a_session(2, 10, status=SessionStatus.CANCELLED)
    sessions = (a_session(1, 8, capacity=1, taken=1), cancelled, a_session(3, 15), a_session(4, 17))
    offering = single_dates(sessions=sessions, waiting_list=False)

    screen = await shown(Asking(Draft(7, answered=("whom",))), offering)

    assert ["[📅 Tue 15 Dec, 9:30 (10)]", "[📅 Thu 17 Dec, 9:30 (10)]"] == read(screen)[-2:]


async def test_a_chosen_date_stays_chosen() -> None:
    assert Naming(Draft(7, 2, answered=("whom", "session"))) == await walk(single_dates(), "For me", "Thu 10 Dec, 9:30")


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


async def test_with_no_name_to_tap_it_asks_to_type_one() -> None:
    stranger = FakeReader((a_course(),))
    state = Naming(Draft(7, answered=("whom",)))

    screen = DIALOG.render(state, await DIALOG.load(state, stranger))

    assert ["✍️ What is your first name?", "Type a first name. A nickname is fine."] == read(screen)


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
