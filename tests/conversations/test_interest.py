"""Interest: a wish in one tap or four questions, each of which may be left open."""

from __future__ import annotations

import pytest

from conversations.core import Done, Screen, Tap, Turn, Typed
from conversations.dialogs.interest import DIALOG, Asking, Check, Noted, Noting, NotNoted, State, Wanted
from conversations.effects import ExpressInterest
from locales.text import Content
from storage.records.catalogue import Choice
from storage.records.registrations import Interested, Refusal, Refused
from tests.conversations.builders import a_course
from tests.conversations.fakes import FakeReader, read, taps

WANTED = Wanted("crafts", "nord", "ar", "morning")
VALUES = {
    "topic": (
        Choice("pc_basics", 3, Content("First steps", "en")),
        *(Choice(f"topic_{number}", 0, Content(f"Topic {number}", "en")) for number in range(5)),
    ),
    "quarter": (Choice("nord", 2, Content("Aachen-Nord", "en")), Choice("mitte", 0)),
    "language": (Choice("de", 9), Choice("en", 4), Choice("zh_Hans", 1), Choice("xx", 1)),
}


async def shown(state: State, language: str = "en") -> Screen:
    """Show a state over a small catalogue."""
    reader = FakeReader((a_course(),), values=VALUES, language=language)
    screen = DIALOG.render(state, await DIALOG.load(state, reader))
    assert isinstance(screen, Screen)
    return screen


async def test_the_first_question_is_the_topic_also_of_what_is_not_there_now() -> None:
    screen = await shown(Asking(Wanted()))

    assert [
        "🧭 Which topic?",
        "🔔 I write to you when there is something that fits.",
        "[💻 First steps]",
        "[🔹 Topic 0]",
        "[🔹 Topic 1]",
        "[🔹 Topic 2]",
        "[🔹 Topic 3]",
        "[➡️ It does not matter]",
    ] == read(screen)
    assert screen.pager is not None
    assert (0, 2, Tap("interest", "page", ("topic",))) == (screen.pager.page, screen.pager.pages, screen.pager.turn)


async def test_then_the_quarter() -> None:
    screen = await shown(Asking(Wanted(), "quarter"))

    assert ["📍 Where?", "[📍 Aachen-Nord]", "[📍 mitte]", "[➡️ It does not matter]"] == read(screen)
    assert Tap("interest", "ask", ("topic",)) == screen.back


async def test_then_the_language_the_readers_own_first_and_only_those_we_know() -> None:
    screen = await shown(Asking(Wanted(), "language"), "ar")

    assert [
        "🗣️ In which language?",
        "[🗣️ Arabic]",
        "[🗣️ German]",
        "[🗣️ English]",
        "[🗣️ Chinese]",
        "[➡️ It does not matter]",
    ] == read(screen)
    assert Tap("interest", "pick", ("language", "zh_hans")) == taps(screen)["Chinese"]


async def test_then_the_time_of_day() -> None:
    assert [
        "📅 At what time of day?",
        "[📅 In the morning]",
        "[📅 In the afternoon]",
        "[📅 In the evening]",
        "[➡️ It does not matter]",
    ] == read(await shown(Asking(Wanted(), "part_of_day")))


async def test_the_check_shows_the_wish() -> None:
    screen = await shown(Check(Wanted("pc_basics", "nord", "ar", "morning")))

    assert [
        "✅ Please check:",
        "First steps",
        "Aachen-Nord",
        "🗣️ In Arabic",
        "📅 In the morning",
        "[✅ Yes, note my interest]",
        "[✏️ Change something]",
        "[✖️ No]",
    ] == read(screen)


async def test_the_check_of_a_wish_for_anything_says_so() -> None:
    assert ["✅ Please check:", "📅 At any time of day"] == read(await shown(Check(Wanted())))[:2]


@pytest.mark.parametrize(
    ("state", "again", "expected"),
    [
        (Noted(7, 30), False, ["⭐ I have noted your interest.", "💻 First steps"]),
        (Noted(7, 30, again=True), True, ["⭐ I had noted your interest already.", "💻 First steps"]),
        (Noted(None, 30), False, ["⭐ I have noted your interest."]),
    ],
)
async def test_a_noted_wish_promises_to_write_and_no_place(state: State, again: bool, expected: list[str]) -> None:
    screen = await shown(state)

    assert [
        *expected,
        "🔔 I write to you when there is something that fits.",
        "ℹ️ This is not a registration. It holds no place.",
        "[⭐ My interest]",
        "[🔎 Find offers]",
        "[🔔 Get news, too]",
    ] == read(screen)
    assert screen.fresh


@pytest.mark.parametrize("state", [NotNoted(Refusal.GONE), Noting(7)])
async def test_a_wish_that_could_not_be_noted_leads_on(state: State) -> None:
    assert ["🙏 This is no longer available.", "[🔎 Find offers]"] == read(await shown(state))


def test_interest_in_an_offering_is_one_tap() -> None:
    assert Turn(Noting(7), (ExpressInterest(7),)) == DIALOG.update(None, Tap("interest", "offering", (7,)))


@pytest.mark.parametrize(
    ("state", "tap", "expected"),
    [
        (None, Tap("interest", "start"), Asking(Wanted())),
        (Asking(Wanted()), Tap("interest", "pick", ("topic", "crafts")), Asking(Wanted("crafts"), "quarter")),
        (Asking(Wanted()), Tap("interest", "any", ("topic",)), Asking(Wanted(), "quarter")),
        (
            Asking(Wanted(), "language"),
            Tap("interest", "pick", ("language", "sr_latn")),
            Asking(Wanted(language="sr_Latn"), "part_of_day"),
        ),
        (Asking(Wanted(), "part_of_day"), Tap("interest", "any", ("part_of_day",)), Check(Wanted())),
        (Asking(Wanted()), Tap("interest", "page", ("topic", 1)), Asking(Wanted(), "topic", 1)),
        (Check(WANTED), Tap("interest", "ask", ("topic",)), Asking(WANTED, "topic")),
    ],
)
def test_an_answer_leads_to_the_next_question(state: State | None, tap: Tap, expected: State) -> None:
    assert Turn(expected) == DIALOG.update(state, tap)


def test_yes_notes_the_wish() -> None:
    expected = ExpressInterest(topic="crafts", quarter="nord", language="ar", part_of_day="morning")

    tap = Tap("interest", "send", (WANTED.mark,))

    assert Turn(Check(WANTED), (expected,)) == DIALOG.update(Check(WANTED), tap)


@pytest.mark.parametrize(
    ("state", "expected"),
    [(None, Asking(Wanted())), (Check(Wanted()), Check(Wanted())), (Asking(WANTED), Asking(WANTED))],
)
def test_an_old_yes_notes_no_newer_wish(state: State | None, expected: State) -> None:
    assert Turn(expected) == DIALOG.update(state, Tap("interest", "send", (WANTED.mark,)))


@pytest.mark.parametrize(
    ("state", "args", "expected"),
    [
        (None, ("topic", "crafts"), Asking(Wanted())),
        (Check(WANTED), ("topic", "crafts"), Check(WANTED)),
        (Asking(Wanted(), "quarter"), ("topic", "crafts"), Asking(Wanted(), "quarter")),
        (Asking(Wanted(), "language"), ("language", "klingon"), Asking(Wanted(), "language")),
        (Asking(Wanted(), "part_of_day"), ("part_of_day", "midnight"), Asking(Wanted(), "part_of_day")),
    ],
)
def test_an_old_or_forged_answer_changes_nothing(
    state: State | None, args: tuple[int | str, ...], expected: State
) -> None:
    assert Turn(expected) == DIALOG.update(state, Tap("interest", "pick", args))


@pytest.mark.parametrize(
    ("effect", "result", "expected"),
    [
        (ExpressInterest(7), Interested(30), Noted(7, 30)),
        (ExpressInterest(7), Interested(30, again=True), Noted(7, 30, again=True)),
        (ExpressInterest(topic="x"), Refused(Refusal.GONE), NotNoted(Refusal.GONE)),
    ],
)
def test_the_result_is_shown(effect: ExpressInterest, result: object, expected: State) -> None:
    assert Turn(expected) == DIALOG.update(Check(WANTED), Done(effect, result))


def test_typing_means_nothing_here_and_is_not_kept() -> None:
    assert Turn(Check(WANTED), understood=False) == DIALOG.update(Check(WANTED), Typed("crafts"))
