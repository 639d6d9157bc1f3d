"""What goes with an announcement: a picture or a PDF, buttons, and for one from nothing the offering they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from conversations import pictograms as pic
from conversations import staff
from conversations.announcement_checks import extra_lines
from conversations.core import (
    Attached,
    Button,
    Dialog,
    Done,
    Event,
    Line,
    Pager,
    Rows,
    Samples,
    Screen,
    Tap,
    Turn,
    Typed,
    note,
    say,
    title,
)
from conversations.staff import BUTTON_NAMES, back_to
from conversations.staff_effects import AttachOffering, ChooseButton, SetMedia
from locales.text import _, ngettext
from storage.records.announcements import BUTTONS, MOST_CAPTION_TEXT, Announcement, Media, Objection, Ready, Refusal
from storage.records.catalogue import Criteria, Listing
from storage.records.people import Participant
from storage.records.reader import Reader

FILE = ".pdf"
WITHOUT_OFFERING = ("interested",)
NAME_LENGTH = 60
WORD_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Extras:
    """What goes with it."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class AskingMedia:
    """Waiting for a picture or a PDF; `wrong` after something else came."""

    announcement_id: int
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Picking:
    """Choosing the offering that the buttons lead to; a typed word narrows."""

    announcement_id: int
    page: int = 0
    word: str = ""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """It could not be taken."""

    announcement_id: int
    refusal: Refusal


State: TypeAlias = Extras | AskingMedia | Picking | NotTaken


@dataclass(frozen=True, slots=True)
class View:
    """Who chooses, the announcement, and what there is to choose from."""

    me: Participant
    announcement: Announcement | None
    offerings: Listing | None = None


def update(state: State | None, event: Event) -> Turn[State]:
    """Take a picture, a file, a choice of buttons, or the offering they lead to."""
    match event:
        case Tap(action="show", args=(int(announcement_id),)):
            return Turn(Extras(announcement_id))
        case Tap(action="media", args=(int(announcement_id),)):
            return Turn(AskingMedia(announcement_id))
        case Tap(action="remove", args=(int(announcement_id),)):
            return Turn(Extras(announcement_id), (SetMedia(announcement_id, None),))
        case Tap(action="button", args=(int(announcement_id), str(button), int(on))) if button in BUTTONS:
            return Turn(Extras(announcement_id), (ChooseButton(announcement_id, button, bool(on)),))
        case Tap(action=("offers" | "every_offer" | "attach" | "detach")):
            return on_offering(state, event)
        case Typed(text=text) if isinstance(state, Picking) and text.strip():
            return Turn(Picking(state.announcement_id, 0, " ".join(text.split())[:WORD_LENGTH]))
        case Attached() if isinstance(state, AskingMedia):
            return on_attached(state, event)
        case Done(
            effect=SetMedia(announcement_id) | ChooseButton(announcement_id) | AttachOffering(announcement_id),
            result=Refusal() as refusal,
        ):
            return Turn(NotTaken(announcement_id, refusal))
        case Done(result=Ready(announcement_id)):
            return Turn(Extras(announcement_id))
        case _ if isinstance(state, AskingMedia):
            return Turn(AskingMedia(state.announcement_id, wrong=True))
        case _:
            return Turn(state, understood=False)


def on_offering(state: State | None, tap: Tap) -> Turn[State]:
    """Look for the offering that the buttons lead to, take it, or take it away."""
    match tap.action, tap.args:
        case "offers", (int(number), int(page)):
            mine = isinstance(state, Picking) and state.announcement_id == number
            return Turn(Picking(number, max(0, page), state.word if isinstance(state, Picking) and mine else ""))
        case "every_offer", (int(number),):
            return Turn(Picking(number))
        case "attach", (int(number), int(offering_id)):
            return Turn(Extras(number), (AttachOffering(number, offering_id),))
        case "detach", (int(number),):
            return Turn(Extras(number), (AttachOffering(number, None),))
        case _:
            return Turn(state, understood=False)


def on_attached(state: AskingMedia, event: Attached) -> Turn[State]:
    """Take a picture or a PDF; of another file it is said what can be taken."""
    number = state.announcement_id
    if event.kind == "document" and not event.name.casefold().endswith(FILE):
        return Turn(AskingMedia(number, wrong=True))
    return Turn(state, (SetMedia(number, Media(event.kind, event.file_id, event.name[-NAME_LENGTH:])),))


async def load(state: State, reader: Reader) -> View:
    """Read the announcement, and the offerings there are."""
    me = await reader.me()
    announcement = await reader.announcement(state.announcement_id) if staff.may_announce(me) else None
    if announcement is None or not isinstance(state, Picking):
        return View(me, announcement)
    return View(me, announcement, await reader.offerings(Criteria(word=state.word), state.page))


def render(state: State, view: View) -> Screen:
    """Show what goes with it, or ask for a file."""
    if not staff.may_announce(view.me):
        return staff.not_for_you()
    match state, view.announcement:
        case _, None:
            return staff.gone()
        case NotTaken(announcement_id, Refusal(Objection.TOO_LONG)), Announcement() as announcement:
            return show_too_long(announcement_id, announcement)
        case NotTaken(announcement_id, refusal), _:
            return staff.refusal_screen(refusal, announcement_id)
        case AskingMedia(announcement_id, wrong), _:
            return ask_media(announcement_id, wrong=wrong)
        case Picking(), Announcement() if view.offerings is not None:
            return show_offerings(state, view.offerings)
        case _, Announcement() as announcement:
            return show_extras(announcement)


def show_extras(announcement: Announcement) -> Screen:
    """Show what goes with it; a tap on a button's name offers it or takes it back."""
    number = announcement.id
    lines: tuple[Line, ...] = (title(_("What goes with it?"), pic.PICTURE), *extra_lines(announcement))
    if announcement.offering_id is None:
        lines += (note(_("Buttons can lead to an offer. Your text stays as it is."), pic.INFO),)
    elif announcement.own_text and announcement.offering_title is not None:
        lines += (say(_("The buttons lead to: {title}", title=announcement.offering_title), pic.BELOW),)
    rows = (*media_rows(announcement), *button_rows(announcement), *offering_rows(announcement))
    return Screen(lines, rows, back_to(number))


def media_rows(announcement: Announcement) -> Rows:
    """Offer to add a picture or PDF, or to take it away."""
    number = (announcement.id,)
    if announcement.media is None:
        return ((Button(_("Add a picture or a PDF"), Tap("announcement_extras", "media", number), pic.PICTURE),),)
    return ((Button(_("Take the picture or PDF away"), Tap("announcement_extras", "remove", number), pic.DELETE),),)


def button_rows(announcement: Announcement) -> Rows:
    """Offer the buttons that are possible; those that are chosen are marked."""
    possible = BUTTONS if announcement.offering_id is not None else WITHOUT_OFFERING
    return tuple((choice(announcement, button),) for button in possible)


def offering_rows(announcement: Announcement) -> Rows:
    """Offer to let the buttons lead to an offering, or to none any more; not where its facts are said."""
    if announcement.says_facts:
        return ()
    if announcement.offering_id is None:
        does = Tap("announcement_extras", "offers", (announcement.id, 0))
        return ((Button(_("Lead to an offer"), does, pic.FIND),),)
    return ((Button(_("Lead to no offer"), Tap("announcement_extras", "detach", (announcement.id,)), pic.DELETE),),)


def show_offerings(state: Picking, listing: Listing) -> Screen:
    """List what the buttons may lead to, one offering a button."""
    number = state.announcement_id
    rows: Rows = tuple(
        (staff.offering_button(line, Tap("announcement_extras", "attach", (number, line.id))),)
        for line in listing.lines
    )
    if state.word:
        rows += ((Button(_("Show everything"), Tap("announcement_extras", "every_offer", (number,)), pic.FIND),),)
    pager = Pager(listing.page, listing.pages, Tap("announcement_extras", "offers", (number,)))
    back = Tap("announcement_extras", "show", (number,))
    return Screen(staff.offers_lines(listing), rows, back, pager, samples=Samples(("3D", "PC"), ("zzzzqq",)))


def choice(announcement: Announcement, button: str) -> Button:
    """Offer one of the buttons, or take it back."""
    on = button in announcement.buttons
    does = Tap("announcement_extras", "button", (announcement.id, button, int(not on)))
    label = _("Button: {name}", name=BUTTON_NAMES[button])
    return Button(label, does, pic.CHOSEN if on else pic.MORE)


def ask_media(announcement_id: int, *, wrong: bool) -> Screen:
    """Ask for a picture or a PDF."""
    lines: tuple[Line, ...] = (title(_("Please send me a picture or a PDF."), pic.PICTURE),)
    if wrong:
        lines += (say(_("That was neither a picture nor a PDF."), pic.SORRY),)
    lines += (
        note(_("Then the text may have at most {count} characters.", count=MOST_CAPTION_TEXT), pic.INFO),
        note(_("Show nobody who did not agree to it."), pic.PRIVACY),
    )
    return Screen(lines, back=Tap("announcement_extras", "show", (announcement_id,)), asks_file=True)


def show_too_long(announcement_id: int, announcement: Announcement) -> Screen:
    """Say by how much the longest text is too long to stand below a picture."""
    longest = max((len(one.text.encode("utf-16-le")) // 2 for one in announcement.wordings), default=0)
    over = ngettext(
        "The text is {count} character too long for a picture or PDF.",
        "The text is {count} characters too long for a picture or PDF.",
        max(0, longest - MOST_CAPTION_TEXT),
    )
    rows = staff.remedy(Objection.TOO_LONG, announcement_id)
    return Screen((title(over, pic.SORRY),), rows, Tap("announcement_extras", "show", (announcement_id,)))


DIALOG = Dialog("announcement_extras", 1, (Extras, AskingMedia, Picking, NotTaken), update, render, load)
