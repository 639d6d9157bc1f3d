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
from conversations.intake_effects import AddSource, CheckSource, NameSource, RemoveSource, ScheduleSource, SwitchSource
from conversations.layout import paged, pairs
from conversations.prose import cut
from conversations.source_words import every_text, hour_text, source_lines
from conversations.staff import not_for_you
from locales.text import Code, Content, Text, _
from storage.records.intake import FAILURES, ProviderName, Source, SourceRefusal
from storage.records.reader import Reader

PAGE_SIZE = 5
HOST_ROOM = 28
SOME_HOURS, DAYS = (1, 6, 12), (24, 48, 168)
"""how often one may look: several times a day, or every so many days at an hour"""
AT_HOURS = (3, 6, 9, 12, 18)

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


@dataclass(frozen=True, slots=True)
class Whose:
    """Asking whose offerings an address has, where its file does not say it."""

    source_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class When:
    """Asking how often to look at an address; once `hours` are whole days, at which hour."""

    source_id: int
    hours: int = 0


State: TypeAlias = Listing | One | Adding | Whose | When


@dataclass(frozen=True, slots=True)
class View:
    """Whether the reader may see them, and all of them."""

    allowed: bool
    sources: tuple[Source, ...] = ()
    providers: tuple[ProviderName, ...] = ()

    def source(self, source_id: int) -> Source | None:
        """Find an address."""
        return next((one for one in self.sources if one.id == source_id), None)


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
        case Tap(action="whose", args=(int(source_id), int(page))):
            return Turn(Whose(source_id, max(0, page)))
        case Tap(action="when", args=(int(source_id), int(hours))):
            return Turn(When(source_id, hours if hours in DAYS else 0))
        case Tap():
            return on_choice(state, event)
        case Typed(text=text) if isinstance(state, Adding) and text.strip():
            return Turn(state, (AddSource(text.strip()),))
        case Typed(text=text) if isinstance(state, Whose) and text.strip():
            return Turn(One(state.source_id), (NameSource(state.source_id, name=" ".join(text.split())),))
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
        case "provider", (int(source_id), int(provider_id)):
            return Turn(One(source_id), (NameSource(source_id, provider_id),))
        case "unsaid", (int(source_id),):
            return Turn(One(source_id), (NameSource(source_id),))
        case "hours", (int(source_id), int(hours)):
            return Turn(One(source_id), (ScheduleSource(source_id, hours),))
        case "hours", (int(source_id), int(hours), int(hour)):
            return Turn(One(source_id), (ScheduleSource(source_id, hours, hour),))
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
    if not await reader.intake.unlimited():
        return View(allowed=False)
    providers = await reader.intake.providers() if isinstance(state, Whose) else ()
    return View(allowed=True, sources=await reader.intake.sources(), providers=providers)


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
            source = view.source(source_id)
            if source is None:
                return show_list(view.sources, 0)
            return ask_remove(source) if removing else show_one(source, asked=asked)
        case Whose(source_id, page):
            source = view.source(source_id)
            return show_list(view.sources, 0) if source is None else ask_whose(source, view.providers, page)
        case When(source_id, hours):
            source = view.source(source_id)
            return show_list(view.sources, 0) if source is None else ask_when(source, hours)


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
    whose = Button(_("Whose offers"), Tap("sources", "whose", (number, 0)), pic.PROVIDER)
    when = Button(_("How often"), Tap("sources", "when", (number, 0)), pic.WHEN)
    rows: Rows = ((look, off) if source.live else (on,), (whose, when), (forget,))
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


def ask_whose(source: Source, providers: tuple[ProviderName, ...], page: int) -> Screen:
    """Ask whose offerings an address has."""
    shown, pager = paged(providers, page, PAGE_SIZE, Tap("sources", "whose", (source.id,)))
    lines: tuple[Line, ...] = (
        title(_("Whose offers are these?"), pic.PROVIDER),
        say(_("This counts where the file does not say it.")),
        note(_("Or type the name of somebody new."), pic.TYPE),
    )
    rows: Rows = tuple(
        (Button(Content(one.name, "de"), Tap("sources", "provider", (source.id, one.id)), pic.PROVIDER),)
        for one in shown
    )
    rows += ((Button(_("The file says it"), Tap("sources", "unsaid", (source.id,)), pic.FILE),),)
    samples = Samples(("Haus der Familie",))
    return Screen(lines, rows, Tap("sources", "one", (source.id,)), pager, samples=samples)


def ask_when(source: Source, hours: int) -> Screen:
    """Ask how often to look at an address, or at which hour."""
    if hours:
        return ask_hour(source, hours)
    often = [Button(every_text(one), Tap("sources", "hours", (source.id, one)), pic.WHEN) for one in SOME_HOURS]
    often += [Button(every_text(one), Tap("sources", "when", (source.id, one)), pic.WHEN) for one in DAYS]
    lines = (title(_("How often shall I look there?"), pic.WHEN), say(every_text(source.hours), pic.INFO))
    return Screen(lines, pairs(often), Tap("sources", "one", (source.id,)))


def ask_hour(source: Source, hours: int) -> Screen:
    """Ask at which hour to look at an address."""
    at = [Button(hour_text(one), Tap("sources", "hours", (source.id, hours, one)), pic.WHEN) for one in AT_HOURS]
    whenever = Button(_("At any hour"), Tap("sources", "hours", (source.id, hours)), pic.NEXT)
    lines = (title(_("At which hour?"), pic.WHEN), say(every_text(hours), pic.INFO))
    return Screen(lines, (*pairs(at), (whenever,)), Tap("sources", "when", (source.id, 0)))


def ask_address(refused: str) -> Screen:
    """Ask for an address."""
    lines: tuple[Line, ...] = (title(_("Which address?"), pic.FETCH),)
    if refused:
        lines += (say(REFUSALS[SourceRefusal(refused)], pic.SORRY),)
    lines += (note(_("Type it, or paste it. It begins with https://"), pic.TYPE),)
    samples = Samples(("https://example.org/kurse.xml",), ("http://example.org/kurse.xml",))
    return Screen(lines, (), Tap("sources", "list", (0,)), samples=samples)


DIALOG = Dialog("sources", 1, (Listing, One, Adding, Whose, When), update, render, load)
