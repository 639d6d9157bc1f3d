"""What goes with an announcement: a picture or a PDF that was sent to the bot, and buttons that make sense."""

from __future__ import annotations

import pytest

from conversations.core import Attached, Done, Tap, Turn, Typed, Unreadable
from conversations.dialogs.announcement_extras import DIALOG, AskingMedia, Extras, NotTaken, State
from conversations.staff_effects import ChooseButton, SetMedia
from storage.records.announcements import Media, Objection, Ready, Refusal, Wording
from storage.records.announcements import State as Standing
from tests.conversations.office import a_draft, about_course, shown

ME = "announcement_extras"


async def test_an_offering_offers_every_button() -> None:
    assert [
        "🖼️ What goes with it?",
        "👇 Buttons: More about it",
        "[🖼️ Add a picture or a PDF]",
        "[✔️ Button: More about it]",
        "[➕ Button: Register]",
        "[➕ Button: I am interested]",
        "[➕ Button: Map]",
    ] == await shown(DIALOG, Extras(3), about_course(buttons=("details",)))


async def test_from_nothing_there_is_only_interest() -> None:
    assert [
        "🖼️ What goes with it?",
        "🖼️ With a picture",
        "ℹ️ Other buttons need an offer. Begin with “About an offer” for that.",
        "[🗑️ Take the picture or PDF away]",
        "[➕ Button: I am interested]",
    ] == await shown(DIALOG, Extras(3), a_draft(media=Media("photo", "AgAC")))


@pytest.mark.parametrize(
    ("sent", "media"),
    [
        (Attached("photo", "AgAC"), Media("photo", "AgAC", "")),
        (Attached("document", "BQAC", "Flyer.PDF"), Media("document", "BQAC", "Flyer.PDF")),
    ],
)
def test_a_picture_or_a_pdf_is_taken(sent: Attached, media: Media) -> None:
    assert Turn(AskingMedia(3), (SetMedia(3, media),)) == DIALOG.update(AskingMedia(3), sent)


@pytest.mark.parametrize(
    "sent", [Attached("document", "BQAC", "virus.exe"), Unreadable("message"), Typed("here it is")]
)
async def test_anything_else_is_asked_for_again(sent: object) -> None:
    turn = DIALOG.update(AskingMedia(3), sent)

    assert Turn(AskingMedia(3, wrong=True)) == turn
    assert "🙏 That was neither a picture nor a PDF." in await shown(DIALOG, turn.state, a_draft())


async def test_a_text_that_is_too_long_for_a_picture_is_said_by_how_much() -> None:
    refused = Done(SetMedia(3, Media("photo", "AgAC")), Refusal(Objection.TOO_LONG, ("de",)))
    turn = DIALOG.update(AskingMedia(3), refused)
    draft = a_draft(wordings=(Wording("de", "T", "x" * 712),))

    lines = await shown(DIALOG, turn.state, draft)

    assert "🙏 The text is 12 characters too long for a picture or PDF." == lines[0]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Tap(ME, "show", (3,)), Turn(Extras(3))),
        (Tap(ME, "media", (3,)), Turn(AskingMedia(3))),
        (Tap(ME, "remove", (3,)), Turn(Extras(3), (SetMedia(3, None),))),
        (Tap(ME, "button", (3, "map", 1)), Turn(Extras(3), (ChooseButton(3, "map", True),))),
        (Tap(ME, "button", (3, "map", 0)), Turn(Extras(3), (ChooseButton(3, "map", False),))),
        (Tap(ME, "button", (3, "explode", 1)), Turn(Extras(9), understood=False)),
        (Done(SetMedia(3, None), Ready(3, Standing.DRAFT)), Turn(Extras(3))),
        (
            Done(ChooseButton(3, "map", True), Refusal(Objection.STARTED)),
            Turn(NotTaken(3, Refusal(Objection.STARTED))),
        ),
    ],
)
def test_what_was_tapped_or_done_is_followed(event: object, expected: Turn[State]) -> None:
    assert expected == DIALOG.update(Extras(9), event)
