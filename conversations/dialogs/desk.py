"""The desk of staff: all announcements, the newest first, and the way to a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from conversations import pictograms as pic
from conversations import staff
from conversations.core import (
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
    say,
    title,
)
from conversations.staff import DESK, STATES, is_administrator, may_announce, not_for_you, refusal_screen, slug_of
from conversations.staff_effects import StartAnnouncement
from locales.text import Content, ShortDay, Text, _
from storage.records.announcements import AnnouncementLine, Ready, Refusal
from storage.records.announcements import State as Standing
from storage.records.catalogue import Criteria, Listing
from storage.records.people import Participant
from storage.records.reader import Reader

WORD_LENGTH = 40
BEFORE = (Standing.DRAFT, Standing.AWAITING, Standing.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of all announcements."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Beginning:
    """Asking what the new one is about."""


@dataclass(frozen=True, slots=True)
class Picking:
    """Choosing the offering it is about; a typed word narrows."""

    page: int = 0
    word: str = ""


@dataclass(frozen=True, slots=True)
class NotBegun:
    """It could not be begun."""

    refusal: Refusal


State: TypeAlias = Desk | Beginning | Picking | NotBegun


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, in which language, and what there is."""

    me: Participant
    language: str
    lines: tuple[AnnouncementLine, ...] = ()
    pages: int = 1
    offerings: Listing | None = None


def update(state: State | None, event: Event) -> Turn[State]:
    """Open the list, begin a new one, or take the offering it is about."""
    match event:
        case Tap(action="show"):
            return Turn(Desk())
        case Tap(action="page", args=(int(page),)):
            return Turn(Desk(max(0, page)))
        case Tap(action="new"):
            return Turn(Beginning())
        case Tap(action="offers", args=(int(page),)):
            return Turn(Picking(max(0, page), state.word if isinstance(state, Picking) else ""))
        case Tap(action="every_offer"):
            return Turn(Picking())
        case Typed(text=text) if isinstance(state, Picking) and text.strip():
            return Turn(Picking(0, " ".join(text.split())[:WORD_LENGTH]))
        case Tap(action="start", args=(int(offering_id),)):
            return Turn(state or Desk(), (StartAnnouncement(offering_id),))
        case Done(effect=StartAnnouncement(), result=Ready(announcement_id)):
            return Turn(Desk(), goto=Tap("announcement", "show", (announcement_id,)))
        case Done(effect=StartAnnouncement(), result=Refusal() as refusal):
            return Turn(NotBegun(refusal))
        case _:
            return Turn(state or Desk(), understood=False)


async def load(state: State, reader: Reader) -> View:
    """Read the page that is shown."""
    me = await reader.me()
    match state:
        case Desk(page) if may_announce(me):
            lines, pages = await reader.announcements(page)
            return View(me, reader.language, lines, pages)
        case Picking(page, word) if may_announce(me):
            return View(me, reader.language, offerings=await reader.offerings(Criteria(word=word), page))
        case _:
            return View(me, reader.language)


def render(state: State, view: View) -> Screen:
    """Show the list, or ask what the new one is about."""
    if not may_announce(view.me):
        return not_for_you()
    match state:
        case Desk(page):
            return show_desk(page, view)
        case Beginning():
            return ask_about(view.language)
        case Picking() if view.offerings is not None:
            return show_offerings(state, view.offerings)
        case NotBegun(refusal):
            return refusal_screen(refusal, 0)
        case _:
            return not_for_you()


def show_desk(page: int, view: View) -> Screen:
    """List the announcements, one a button; administrators find the team here."""
    new = Button(_("New announcement"), Tap("desk", "new"), pic.MORE, "primary")
    team = (Button(_("Team"), Tap("team", "show"), pic.TEAM),) if is_administrator(view.me) else ()
    rows: Rows = ((new, *team), *((announcement_button(line),) for line in view.lines))
    lines: tuple[Line, ...] = (title(_("Desk"), pic.NEWS),)
    if not view.lines:
        lines += (say(_("There is no announcement yet.")),)
    return Screen(lines, rows, pager=Pager(min(page, view.pages - 1), view.pages, Tap("desk", "page")))


def announcement_button(line: AnnouncementLine) -> Button:
    """Lead to an announcement: to where it is written, or to how far it is."""
    _name, pictogram = STATES[line.state]
    dialog = "announcement" if line.state in BEFORE else "announcement_run"
    return Button(label_of(line), Tap(dialog, "show", (line.id,)), pictogram)


def label_of(line: AnnouncementLine) -> Text | Content:
    """Name an announcement in the list: planned with its day, gone out with how many got it."""
    if line.state is Standing.SCHEDULED and line.due_at is not None:
        return _("{day} · {title}", day=ShortDay(line.due_at), title=line.title)
    if line.state not in BEFORE:
        return _("{sent} of {total} · {title}", sent=line.sent, total=line.total, title=line.title)
    return line.title if line.title.text else _("Without a text")


def ask_about(language: str) -> Screen:
    """Ask what it is about."""
    own = Tap("announcement_text", "new", (slug_of(language.partition("@")[0]),))
    rows: Rows = (
        (Button(_("About an offer"), Tap("desk", "offers", (0,)), pic.FIND, "primary"),),
        (Button(_("About something else"), own, pic.CHANGE),),
    )
    lines = (
        title(_("What is it about?"), pic.NEWS),
        say(_("An offer says its facts in every language by itself.")),
    )
    return Screen(lines, rows, DESK)


def show_offerings(state: Picking, listing: Listing) -> Screen:
    """List what it may be about, one offering a button."""
    rows: Rows = tuple((staff.offering_button(line, Tap("desk", "start", (line.id,))),) for line in listing.lines)
    if state.word:
        rows += ((Button(_("Show everything"), Tap("desk", "every_offer"), pic.FIND),),)
    lines = staff.offers_lines(listing)
    pager = Pager(listing.page, listing.pages, Tap("desk", "offers"))
    return Screen(lines, rows, Tap("desk", "new"), pager, samples=Samples(("3D", "PC"), ("zzzzqq",)))


DIALOG = Dialog("desk", 1, (Desk, Beginning, Picking, NotBegun), update, render, load)
