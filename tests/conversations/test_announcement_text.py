"""The texts of an announcement: typed, counted as Telegram counts, and what is missing is said with how many it concerns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.core import Attached, Done, Tap, Turn, Typed
from conversations.dialogs.announcement_text import (
    DIALOG,
    Importing,
    NotWritten,
    One,
    State,
    Texting,
    Texts,
    Titling,
    units,
)
from conversations.staff_effects import (
    AcceptFallback,
    AcceptFallbacks,
    ReadWordings,
    SendWordings,
    StartAnnouncement,
    WriteWording,
)
from storage.records.announcements import MOST_TEXT, MOST_TITLE, Media, Objection, Ready, Refusal
from storage.records.announcements import State as Standing
from tests.conversations.fakes import taps
from tests.conversations.office import a_draft, about_course, screen_of, shown

ME = "announcement_text"


async def test_every_language_of_the_audience_is_listed_with_what_is_missing() -> None:
    assert [
        "🗣️ Texts",
        "⚠️ 190 people have no text in their language: Turkish",
        "[✅ German (960)] [⚠️ Turkish (190)]",
        "[➡️ Easy German (24)]",
        "[➡️ 190 people read German: OK]",
        "[📎 All languages in a table]",
    ] == await shown(DIALOG, Texts(3), a_draft())


async def test_when_nothing_is_missing_that_is_said() -> None:
    assert "190 people read it in German." in await shown(DIALOG, Texts(3), a_draft(fallbacks=("tr",)))


async def test_without_any_text_it_is_not_said_that_nothing_is_missing() -> None:
    lines = await shown(DIALOG, Texts(3), a_draft(wordings=()))

    assert ["🗣️ Texts", "⚠️ There is no text yet.", "👇 Tap a language and write the text."] == lines[:3]


async def test_an_offering_needs_no_text_but_may_have_a_sentence() -> None:
    assert [
        "🗣️ Texts",
        "The facts of the offer are said in every language.",
        "✏️ You can add a sentence of your own.",
        "[➡️ English] [➡️ German (960)]",
        "[➡️ Turkish (190)] [➡️ Easy German (24)]",
        "[📎 All languages in a table]",
    ] == await shown(DIALOG, Texts(3), about_course())


async def test_the_first_text_can_be_written_in_ones_own_language_although_nobody_reads_it() -> None:
    tap = taps(await screen_of(DIALOG, Texts(3), about_course()))["English"]

    assert Tap(ME, "language", (3, "en")) == tap
    assert "[✏️ Write]" in await shown(DIALOG, One(3, "en"), about_course())


async def test_a_missing_text_says_what_they_read_instead() -> None:
    screen = await screen_of(DIALOG, One(3, "tr"), a_draft())

    assert [
        "🗣️ Turkish",
        "👥 190 people",
        "ℹ️ Without a text they read it in German.",
        "[✏️ Write]",
        "[✅ That is good enough]",
    ] == await shown(DIALOG, One(3, "tr"), a_draft())
    assert Tap(ME, "accept", (3, "tr", 1)) == taps(screen)["That is good enough"]


async def test_a_text_that_is_there_is_shown() -> None:
    assert [
        "🗣️ German",
        "👥 960 people",
        "Summer party",
        "Come along.",
        "[✏️ Write anew]",
        "[🗑️ Remove this text]",
    ] == await shown(DIALOG, One(3, "de"), a_draft())


def test_a_new_one_is_begun_with_its_first_text() -> None:
    asking = DIALOG.update(None, Tap(ME, "new", ("de",)))
    assert Turn(Titling(0, "de")) == asking

    titled = DIALOG.update(asking.state, Typed(" Summer \n party "))
    assert Turn(Texting(0, "de", "Summer party")) == titled

    typed = DIALOG.update(titled.state, Typed("Come along."))
    assert (StartAnnouncement(),) == typed.effects

    begun = DIALOG.update(typed.state, Done(StartAnnouncement(), Ready(8, Standing.DRAFT)))
    assert (WriteWording(8, "de", "Summer party", "Come along."),) == begun.effects

    assert Turn(Texts(8)) == DIALOG.update(begun.state, Done(begun.effects[0], Ready(8, Standing.DRAFT)))


async def test_a_title_that_is_too_long_is_not_taken_and_it_is_said_by_how_much() -> None:
    turn = DIALOG.update(Titling(3, "de"), Typed("x" * (MOST_TITLE + 7)))

    assert Turn(Titling(3, "de", MOST_TITLE + 7)) == turn
    assert "🙏 That is 7 characters too long. Please make it shorter." in await shown(DIALOG, turn.state, a_draft())


async def test_a_text_that_is_too_long_is_not_kept_and_it_is_said_by_how_much() -> None:
    turn = DIALOG.update(Texting(3, "de", "Title"), Typed("🙂" * MOST_TEXT))

    assert Turn(Texting(3, "de", "Title", "", 2 * MOST_TEXT)) == turn
    lines = await shown(DIALOG, turn.state, a_draft())
    assert "🙏 That is 3,000 characters too long. Please make it shorter." in lines


async def test_below_a_picture_there_is_less_room() -> None:
    draft = a_draft(media=Media("photo", "AgAC"))
    typed = DIALOG.update(Texting(3, "de", "Title"), Typed("x" * 750))
    refused = DIALOG.update(typed.state, Done(typed.effects[0], Refusal(Objection.TOO_LONG, ("de",))))

    assert "🙏 That is 50 characters too long. Please make it shorter." in await shown(DIALOG, refused.state, draft)


@given(text=st.text(min_size=1).filter(str.strip))
def test_whatever_is_typed_is_written_whole_or_not_at_all(text: str) -> None:
    turn = DIALOG.update(Texting(3, "de", "Title"), Typed(text))
    written = [effect.text for effect in turn.effects if isinstance(effect, WriteWording)]

    assert ([text.strip()] if units(text.strip()) <= MOST_TEXT else []) == written


@pytest.mark.parametrize(
    ("tap", "expected"),
    [
        (Tap(ME, "show", (3,)), Turn(Texts(3))),
        (Tap(ME, "page", (3, 1)), Turn(Texts(3, 1))),
        (Tap(ME, "language", (3, "tr")), Turn(One(3, "tr"))),
        (Tap(ME, "title", (3, "tr")), Turn(Titling(3, "tr"))),
        (Tap(ME, "text", (3, "tr")), Turn(Texting(3, "tr"))),
        (Tap(ME, "accept", (3, "tr", 1)), Turn(One(3, "tr"), (AcceptFallback(3, "tr", True),))),
        (Tap(ME, "accept", (3, "tr", 0)), Turn(One(3, "tr"), (AcceptFallback(3, "tr", False),))),
        (Tap(ME, "accept_all", (3, 5)), Turn(Texts(3), (AcceptFallbacks(3, 5),))),
        (Tap(ME, "remove", (3, "tr")), Turn(One(3, "tr"), (WriteWording(3, "tr", "", ""),))),
        (Tap(ME, "import", (3,)), Turn(Importing(3))),
        (Tap(ME, "table", (3,)), Turn(Importing(3), (SendWordings(3),))),
        (Tap(ME, "language", (3, "klingon")), Turn(Texts(9), understood=False)),
    ],
)
def test_a_tap_acts_on_what_it_names(tap: Tap, expected: Turn[State]) -> None:
    assert expected == DIALOG.update(Texts(9), tap)


def test_a_table_is_read() -> None:
    sent = Attached("document", "BQAC", "texts.XLSX", 9000)

    assert Turn(Importing(3, taken=True), (ReadWordings(3, "BQAC"),)) == DIALOG.update(Importing(3), sent)


@pytest.mark.parametrize(
    "sent", [Attached("document", "BQAC", "texts.docx", 9000), Attached("document", "BQAC", "texts.xlsx", 90_000_000)]
)
def test_what_is_no_table_is_not_read(sent: Attached) -> None:
    assert Turn(Importing(3, wrong=True)) == DIALOG.update(Importing(3), sent)


def test_a_file_nobody_asked_for_means_nothing() -> None:
    sent = Attached("document", "BQAC", "texts.xlsx", 9000)

    assert Turn(Texts(3), understood=False) == DIALOG.update(Texts(3), sent)


async def test_a_refusal_is_explained() -> None:
    turn = DIALOG.update(One(3, "tr"), Done(AcceptFallback(3, "tr"), Refusal(Objection.STARTED)))

    assert Turn(NotWritten(3, Refusal(Objection.STARTED))) == turn
    assert "🙏 Sending it has begun already." == (await shown(DIALOG, turn.state, a_draft()))[0]


async def test_after_the_start_texts_lead_back_to_correcting() -> None:
    screen = await screen_of(DIALOG, Texts(3), a_draft(state=Standing.DONE))

    assert Tap("announcement_run", "correct", (3,)) == screen.back
