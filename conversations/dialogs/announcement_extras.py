"""What goes with an announcement: a picture or a PDF, and buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from conversations import pictograms as pic
from conversations import staff
from conversations.announcement_checks import extra_lines
from conversations.core import Attached, Button, Dialog, Done, Event, Line, Rows, Screen, Tap, Turn, note, say, title
from conversations.staff import BUTTON_NAMES, back_to
from conversations.staff_effects import ChooseButton, SetMedia
from locales.text import _, ngettext
from storage.records.announcements import BUTTONS, MOST_CAPTION_TEXT, Announcement, Media, Objection, Ready, Refusal
from storage.records.people import Participant
from storage.records.reader import Reader

FILE = ".pdf"
WITHOUT_OFFERING = ("interested",)
NAME_LENGTH = 60


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
class NotTaken:
    """It could not be taken."""

    announcement_id: int
    refusal: Refusal


State: TypeAlias = Extras | AskingMedia | NotTaken


@dataclass(frozen=True, slots=True)
class View:
    """Who chooses, and the announcement."""

    me: Participant
    announcement: Announcement | None


def update(state: State | None, event: Event) -> Turn[State]:
    """Take a picture, a file, or a choice of buttons."""
    match event:
        case Tap(action="show", args=(int(announcement_id),)):
            return Turn(Extras(announcement_id))
        case Tap(action="media", args=(int(announcement_id),)):
            return Turn(AskingMedia(announcement_id))
        case Tap(action="remove", args=(int(announcement_id),)):
            return Turn(Extras(announcement_id), (SetMedia(announcement_id, None),))
        case Tap(action="button", args=(int(announcement_id), str(button), int(on))) if button in BUTTONS:
            return Turn(Extras(announcement_id), (ChooseButton(announcement_id, button, bool(on)),))
        case Attached() if isinstance(state, AskingMedia):
            return on_attached(state, event)
        case Done(effect=SetMedia(announcement_id) | ChooseButton(announcement_id), result=Refusal() as refusal):
            return Turn(NotTaken(announcement_id, refusal))
        case Done(result=Ready(announcement_id)):
            return Turn(Extras(announcement_id))
        case _ if isinstance(state, AskingMedia):
            return Turn(AskingMedia(state.announcement_id, wrong=True))
        case _:
            return Turn(state, understood=False)


def on_attached(state: AskingMedia, event: Attached) -> Turn[State]:
    """Take a picture or a PDF; of another file it is said what can be taken."""
    number = state.announcement_id
    if event.kind == "document" and not event.name.casefold().endswith(FILE):
        return Turn(AskingMedia(number, wrong=True))
    return Turn(state, (SetMedia(number, Media(event.kind, event.file_id, event.name[-NAME_LENGTH:])),))


async def load(state: State, reader: Reader) -> View:
    """Read the announcement."""
    me = await reader.me()
    return View(me, await reader.announcement(state.announcement_id) if staff.may_announce(me) else None)


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
        case Extras(), Announcement() as announcement:
            return show_extras(announcement)


def show_extras(announcement: Announcement) -> Screen:
    """Show what goes with it; a tap on a button's name offers it or takes it back."""
    number = announcement.id
    lines: tuple[Line, ...] = (title(_("What goes with it?"), pic.PICTURE), *extra_lines(announcement))
    if announcement.offering_id is None:
        lines += (note(_("Other buttons need an offer. Begin with “About an offer” for that."), pic.INFO),)
    return Screen(lines, (*media_rows(announcement), *button_rows(announcement)), back_to(number))


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
    return Screen(lines, back=Tap("announcement_extras", "show", (announcement_id,)))


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


DIALOG = Dialog("announcement_extras", 1, (Extras, AskingMedia, NotTaken), update, render, load)
