"""What goes with an announcement: a picture or a PDF that was sent to the bot, and buttons that make sense."""

from __future__ import annotations

import pytest

from conversations.core import Attached, Done, Tap, Turn, Typed, Unreadable
from conversations.dialogs.announcement_extras import DIALOG, AskingMedia, Extras, NotTaken, Picking, State
from conversations.staff_effects import AttachOffering, ChooseButton, SetMedia
from locales.text import Content
from storage.records.announcements import Media, Objection, Ready, Refusal, Wording
from storage.records.announcements import State as Standing
from storage.records.catalogue import Kind, OfferingLine
from tests.conversations.office import PARTY, a_draft, about_course, shown

ME = "announcement_extras"
COURSE = OfferingLine(7, Kind.COURSE, Content("First steps", "en"), None, full=False, topic="pc_basics")


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
        "ℹ️ Buttons can lead to an offer. Your text stays as it is.",
        "[🗑️ Take the picture or PDF away]",
        "[➕ Button: I am interested]",
        "[🔎 Lead to an offer]",
    ] == await shown(DIALOG, Extras(3), a_draft(media=Media("photo", "AgAC")))


async def test_buttons_of_a_text_of_ones_own_lead_to_an_offering_and_can_be_taken_away_again() -> None:
    leading = about_course(own_text=True, buttons=("details",), wordings=(PARTY,))

    assert [
        "🖼️ What goes with it?",
        "👇 Buttons: More about it",
        "👇 The buttons lead to: First steps",
        "[🖼️ Add a picture or a PDF]",
        "[✔️ Button: More about it]",
        "[➕ Button: Register]",
        "[➕ Button: I am interested]",
        "[➕ Button: Map]",
        "[🗑️ Lead to no offer]",
    ] == await shown(DIALOG, Extras(3), leading)


async def test_the_offering_is_picked_by_a_word() -> None:
    turn = DIALOG.update(Picking(3), Typed("  first "))
    lines = await shown(DIALOG, turn.state, a_draft(), offers=(COURSE,))

    assert Turn(Picking(3, 0, "first")) == turn
    assert ["🔎 Which offer?", "✍️ Or just type a word."] == lines[:2]
    assert "[🔎 Show everything]" in lines


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
        (Tap(ME, "offers", (3, 1)), Turn(Picking(3, 1))),
        (Tap(ME, "every_offer", (3,)), Turn(Picking(3))),
        (Tap(ME, "attach", (3, 7)), Turn(Extras(3), (AttachOffering(3, 7),))),
        (Tap(ME, "detach", (3,)), Turn(Extras(3), (AttachOffering(3, None),))),
        (Tap(ME, "attach", (3,)), Turn(Extras(9), understood=False)),
        (
            Done(AttachOffering(3, 7), Refusal(Objection.CHANGED)),
            Turn(NotTaken(3, Refusal(Objection.CHANGED))),
        ),
        (Done(SetMedia(3, None), Ready(3, Standing.DRAFT)), Turn(Extras(3))),
        (
            Done(ChooseButton(3, "map", True), Refusal(Objection.STARTED)),
            Turn(NotTaken(3, Refusal(Objection.STARTED))),
        ),
    ],
)
def test_what_was_tapped_or_done_is_followed(event: object, expected: Turn[State]) -> None:
    assert expected == DIALOG.update(Extras(9), event)
