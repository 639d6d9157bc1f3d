"""Files so far: look at what one changes, apply it, leave it, or take it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from conversations import pictograms as pic
from conversations.coordination import may_coordinate
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
    note,
    say,
    title,
)
from conversations.import_screens import PARTS, STATES, discard_button, name_line, show_part, summary
from conversations.intake_effects import (
    ApplyImport,
    DiscardImport,
    GoOn,
    KeepMissing,
    LookAtUndo,
    NameProvider,
    UndoImport,
)
from conversations.layout import paged
from conversations.prose import cut
from conversations.staff import not_for_you
from conversations.undo_screens import ask_undo, people_screen
from locales.text import Code, Content, DayOf, _
from storage.records.intake import Import, ImportPage, ImportState, ProviderName
from storage.records.people import Participant
from storage.records.reader import Reader

FILE_ROOM = 24
PROVIDERS = 5
NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Listing:
    """The files, the newest first."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class One:
    """One file; `missed` when what was tapped could not be done; `page` of the providers one chooses from."""

    import_id: int
    missed: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what it changes."""

    import_id: int
    part: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Undoing:
    """Asking whether to take it back."""

    import_id: int


State: TypeAlias = Listing | One | Part | Undoing


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, and what there is."""

    me: Participant
    page: ImportPage | None = None
    found: Import | None = None
    providers: tuple[ProviderName, ...] = ()
    unlimited: bool = False


def update(state: State | None, event: Event) -> Turn[State]:
    """Look at files, or do something with one."""
    match event:
        case Tap(action="list", args=(int(page),)):
            return Turn(Listing(max(0, page)))
        case Tap(action="one", args=(int(import_id),)):
            return Turn(One(import_id))
        case Tap(action="whose", args=(int(import_id), int(page))):
            return Turn(One(import_id, page=max(0, page)))
        case Tap(action="part", args=(int(import_id), str(part), int(page))) if part in PARTS:
            return Turn(Part(import_id, part, max(0, page)))
        case Tap(action="ask_undo", args=(int(import_id),)):
            return Turn(Undoing(import_id), (LookAtUndo(import_id),))
        case Tap(action="undoing", args=(int(import_id),)):
            return Turn(Undoing(import_id))
        case Tap():
            return on_choice(state, event)
        case Typed(text=text) if isinstance(state, One) and text.strip():
            return Turn(state, (NameProvider(state.import_id, name=" ".join(text.split())[:NAME_LENGTH]),))
        case Done(result=bool(done)) if isinstance(state, One):
            return Turn(One(state.import_id, missed=not done))
        case Done():
            return Turn(state or Listing())
        case _:
            return Turn(state or Listing(), understood=False)


def on_choice(state: State | None, tap: Tap) -> Turn[State]:
    """Do what was tapped with the file that the button names."""
    match tap.action, tap.args:
        case "apply", (int(import_id), int(look)):
            return Turn(One(import_id), (ApplyImport(import_id, look),))
        case "keep", (int(import_id),):
            return Turn(One(import_id), (KeepMissing(import_id),))
        case "discard", (int(import_id),):
            return Turn(One(import_id), (DiscardImport(import_id),))
        case "undo", (int(import_id), int(look)):
            return Turn(One(import_id), (UndoImport(import_id, look),))
        case "go_on", (int(import_id),):
            return Turn(One(import_id), (GoOn(import_id),))
        case "provider", (int(import_id), int(provider_id)):
            return Turn(One(import_id), (NameProvider(import_id, provider_id),))
        case _:
            return Turn(state or Listing(), understood=False)


async def load(state: State, reader: Reader) -> View:
    """Read the files, or one."""
    me = await reader.me()
    if not may_coordinate(me):
        return View(me)
    match state:
        case Listing(page):
            return View(me, await reader.intake.imports(page))
        case One(import_id) | Part(import_id) | Undoing(import_id):
            found = await reader.intake.import_of(import_id)
            if found is None or found.state is not ImportState.ASKING:
                return View(me, found=found)
            return View(
                me,
                found=found,
                providers=await reader.intake.providers(),
                unlimited=await reader.intake.unlimited(),
            )


def render(state: State, view: View) -> Screen:
    """Show files, or one."""
    if not may_coordinate(view.me):
        return not_for_you()
    match state, view.found:
        case Listing(), _:
            return show_list(view.page)
        case _, None:
            return gone()
        case One(_, missed, page), Import() as found:
            return with_missed(ask_provider(found, view, page) if asks(found) else summary(found), missed=missed)
        case Part(_, "undo", page), Import() as found:
            return people_screen(found, page)
        case Part(_, part, page), Import() as found:
            return show_part(found, part, page)
        case Undoing(), Import() as found:
            return ask_undo(found)


def asks(found: Import) -> bool:
    """Say whether somebody has to say whose offerings a file holds."""
    return found.state is ImportState.ASKING


def with_missed(screen: Screen, *, missed: bool) -> Screen:
    """Say that what was tapped was not done."""
    if not missed:
        return screen
    line = say(_("That did not work. Please look again."), pic.SORRY)
    return Screen((*screen.lines, line), screen.rows, screen.back, screen.pager, samples=screen.samples)


def show_list(page: ImportPage | None) -> Screen:
    """List the files."""
    lines: tuple[Line, ...] = (title(_("Files so far"), pic.MINE),)
    new = Button(_("Bring in a file"), Tap("intake", "show"), pic.BRING_IN)
    if page is None or not page.lines:
        return Screen((*lines, say(_("There is none yet."))), ((new,),), Tap("intake", "show"))
    rows: Rows = tuple((file_button(found),) for found in page.lines)
    return Screen(lines, (*rows, (new,)), Tap("intake", "show"), Pager(page.page, page.pages, Tap("imports", "list")))


def file_button(found: Import) -> Button:
    """Name a file on a button, with where it stands."""
    label = _("{file}, {day}", file=Code(cut(found.name or "-", FILE_ROOM)), day=DayOf(found.created_at))
    return Button(label, Tap("imports", "one", (found.id,)), STATES[found.state][1])


def ask_provider(found: Import, view: View, page: int) -> Screen:
    """Ask whose offerings a file holds."""
    shown, pager = paged(view.providers, page, PROVIDERS, Tap("imports", "whose", (found.id,)))
    lines: tuple[Line, ...] = (title(_("Whose offers are these?"), pic.PROVIDER), *name_line(found))
    rows: Rows = tuple(
        (Button(Content(one.name, "de"), Tap("imports", "provider", (found.id, one.id)), pic.PROVIDER),)
        for one in shown
    )
    rows += ((discard_button(found.id),),)
    samples = Samples(("Haus der Familie",)) if view.unlimited else None
    if view.unlimited:
        lines += (note(_("Or type the name of somebody new."), pic.TYPE),)
    return Screen(lines, rows, Tap("imports", "list", (0,)), pager, samples=samples)


def gone() -> Screen:
    """Say that a file is not there, or somebody else's."""
    files = Button(_("Files so far"), Tap("imports", "list", (0,)), pic.MINE)
    return Screen((title(_("I do not find this file."), pic.SORRY),), ((files,),))


DIALOG = Dialog("imports", 1, (Listing, One, Part, Undoing), update, render, load)
