"""Addresses that files are fetched from: see what came of each, switch one off, look at one now, add one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

from conversations import pictograms as pic
from conversations.core import (
    Button,
    Dialog,
    Done,
    Event,
    Line,
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
from conversations.intake_effects import AddSource, CheckSource, RemoveSource, SwitchSource
from conversations.layout import paged
from conversations.prose import cut
from conversations.source_words import source_lines
from conversations.staff import not_for_you
from locales.text import Code, Text, _
from storage.records.intake import FAILURES, Source, SourceRefusal
from storage.records.reader import Reader

PAGE_SIZE = 5
HOST_ROOM = 28

REFUSALS: dict[SourceRefusal, Text] = {
    SourceRefusal.NOT_HTTPS: _("This is no address I can use. It must begin with https://"),
    SourceRefusal.KNOWN: _("I know this address already."),
    SourceRefusal.NOT_ALLOWED: _("You may not do this."),
    SourceRefusal.TOO_MANY: _("There are too many addresses."),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """All addresses."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class One:
    """One address; `removing` while asking whether to forget it, `asked` once somebody asked to look there now."""

    source_id: int
    removing: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Adding:
    """Waiting for an address; `refused` after one that was not taken."""

    refused: str = ""


State: TypeAlias = Listing | One | Adding


@dataclass(frozen=True, slots=True)
class View:
    """Whether the reader may see them, and all of them."""

    allowed: bool
    sources: tuple[Source, ...] = ()


def update(state: State | None, event: Event) -> Turn[State]:
    """Look at addresses, or change one."""
    match event:
        case Tap(action="list"):
            page = event.args[0] if event.args else 0
            return Turn(Listing(max(0, page) if isinstance(page, int) else 0))
        case Tap(action="one", args=(int(source_id),)):
            return Turn(One(source_id))
        case Tap(action="add"):
            return Turn(Adding())
        case Tap():
            return on_choice(state, event)
        case Typed(text=text) if isinstance(state, Adding) and text.strip():
            return Turn(state, (AddSource(text.strip()),))
        case Done(effect=AddSource(), result=SourceRefusal() as refusal):
            return Turn(Adding(refusal.value))
        case Done(effect=AddSource(), result=int(source_id)):
            return Turn(One(source_id))
        case Done():
            return Turn(state or Listing())
        case _:
            return Turn(state or Listing(), understood=False)


def on_choice(state: State | None, tap: Tap) -> Turn[State]:
    """Change the address that the button names."""
    match tap.action, tap.args:
        case "switch", (int(source_id), int(live)):
            return Turn(One(source_id), (SwitchSource(source_id, bool(live)),))
        case "check", (int(source_id),):
            return Turn(One(source_id, asked=True), (CheckSource(source_id),))
        case "ask_remove", (int(source_id),):
            return Turn(One(source_id, removing=True))
        case "remove", (int(source_id),):
            return Turn(Listing(), (RemoveSource(source_id),))
        case _:
            return Turn(state or Listing(), understood=False)


async def load(state: State, reader: Reader) -> View:
    """Read the addresses."""
    allowed = await reader.intake.unlimited()
    return View(allowed, await reader.intake.sources() if allowed else ())


def render(state: State, view: View) -> Screen:
    """Show addresses, or one, or ask for one."""
    if not view.allowed:
        return not_for_you()
    match state:
        case Listing(page):
            return show_list(view.sources, page)
        case Adding(refused):
            return ask_address(refused)
        case One(source_id, removing, asked):
            source = next((one for one in view.sources if one.id == source_id), None)
            if source is None:
                return show_list(view.sources, 0)
            return ask_remove(source) if removing else show_one(source, asked=asked)


def show_list(sources: tuple[Source, ...], page: int) -> Screen:
    """List the addresses."""
    shown, pager = paged(sources, page, PAGE_SIZE, Tap("sources", "list"))
    lines: tuple[Line, ...] = (title(_("From the web"), pic.FETCH),)
    lines += (say(_("I look there by myself and show you what is new.")),)
    if not sources:
        lines += (say(_("There is no address yet.")),)
    rows: Rows = tuple((source_button(one),) for one in shown)
    rows += ((Button(_("New address"), Tap("sources", "add"), pic.MORE),),)
    return Screen(lines, rows, Tap("intake", "show"), pager)


def source_button(source: Source) -> Button:
    """Name an address on a button, with how it is."""
    host = Code(cut(urlsplit(source.address).hostname or source.address, HOST_ROOM))
    return Button(_("{address}", address=host), Tap("sources", "one", (source.id,)), pictogram_of(source))


def pictogram_of(source: Source) -> str:
    """Show how an address is."""
    if not source.live:
        return pic.PAUSE
    if source.outcome in FAILURES:
        return pic.WARNING
    return pic.LOOK if source.waiting_import is not None else pic.FETCH


def show_one(source: Source, *, asked: bool) -> Screen:
    """Show one address, what came of it, and what can be done."""
    number = source.id
    look = Button(_("Look now"), Tap("sources", "check", (number,)), pic.LOOK)
    off = Button(_("Switch off"), Tap("sources", "switch", (number, 0)), pic.PAUSE)
    on = Button(_("Switch on"), Tap("sources", "switch", (number, 1)), pic.RESUME)
    forget = Button(_("Forget this address"), Tap("sources", "ask_remove", (number,)), pic.DELETE)
    rows: Rows = ((look, off), (forget,)) if source.live else ((on,), (forget,))
    if source.waiting_import is not None:
        new = Button(_("Look at what is new"), Tap("imports", "one", (source.waiting_import,)), pic.LOOK, "primary")
        rows = ((new,), *rows)
    lines = source_lines(source)
    if asked:
        lines += (say(_("I look there in the next minute."), pic.WAITING),)
    return Screen(lines, rows, Tap("sources", "list", (0,)))


def ask_remove(source: Source) -> Screen:
    """Ask whether to forget an address."""
    lines = (title(_("Forget this address?"), pic.DELETE), say(_("The offers from there stay.")))
    yes = Button(_("Yes, forget it"), Tap("sources", "remove", (source.id,)), pic.DELETE, "danger")
    return Screen(lines, ((yes,),), Tap("sources", "one", (source.id,)))


def ask_address(refused: str) -> Screen:
    """Ask for an address."""
    lines: tuple[Line, ...] = (title(_("Which address?"), pic.FETCH),)
    if refused:
        lines += (say(REFUSALS[SourceRefusal(refused)], pic.SORRY),)
    lines += (note(_("Type it, or paste it. It begins with https://"), pic.TYPE),)
    samples = Samples(("https://example.org/kurse.xml",), ("http://example.org/kurse.xml",))
    return Screen(lines, (), Tap("sources", "list", (0,)), samples=samples)


DIALOG = Dialog("sources", 1, (Listing, One, Adding), update, render, load)
