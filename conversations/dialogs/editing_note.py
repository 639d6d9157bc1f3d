"""What people should know about one date, in every language: which languages have the note, and writing it in one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from conversations import note_screens as screens
from conversations.core import Dialog, Done, Event, Screen, Tap, Turn, Typed
from conversations.editing_effects import Edit
from conversations.editing_screens import Desk, barred, objected, read_desk, show
from locales.languages import BY_SLUG
from storage.records.audiences import LanguageCount
from storage.records.edits import LIMITS, Edited, Objection, Unedited, Write
from storage.records.reader import Reader

NOTE = "note"


@dataclass(frozen=True, slots=True)
class Languages:
    """All languages, and whether the note is written in each."""

    offering_id: int
    session_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Asking:
    """Waiting for the note in a language. `over` counts the characters that were too many."""

    offering_id: int
    session_id: int
    language: str
    seen: int = 0
    over: int = 0
    objection: str = ""


State: TypeAlias = Languages | Asking


@dataclass(frozen=True, slots=True)
class View:
    """The offering, and who reads which language."""

    desk: Desk
    readers: tuple[LanguageCount, ...] = ()


def update(state: State | None, event: Event) -> Turn[State]:
    """Show what there is, and take a note."""
    match event:
        case Tap(action="show", args=(int(offering_id), int(session_id))):
            return Turn(Languages(offering_id, session_id))
        case Tap(action="page", args=(int(offering_id), int(session_id), int(page))):
            return Turn(Languages(offering_id, session_id, max(0, page)))
        case Tap(action="ask", args=(int(offering_id), int(session_id), str(slug), int(seen))) if slug in BY_SLUG:
            return Turn(Asking(offering_id, session_id, BY_SLUG[slug], seen))
        case Tap(action="remove", args=(int(offering_id), int(session_id), str(slug), int(seen))) if slug in BY_SLUG:
            return writing(Asking(offering_id, session_id, BY_SLUG[slug], seen), "")
        case Typed(text=text) if isinstance(state, Asking) and text.strip():
            over = len(text.strip()) - LIMITS[NOTE]
            return Turn(replace(state, over=over)) if over > 0 else writing(state, text.strip())
        case Done():
            return on_done(state, event)
        case _:
            return Turn(state, understood=False)


def writing(state: Asking, text: str) -> Turn[State]:
    """Ask for a note to be written, or with '' to be taken away."""
    change = Write(NOTE, state.language, text, state.session_id)
    return Turn(state, (Edit(state.offering_id, state.seen, change),))


def on_done(state: State | None, done: Done) -> Turn[State]:
    """Show the languages, or why it was not written."""
    match state, done.result:
        case Asking(offering_id, session_id), Edited():
            return Turn(Languages(offering_id, session_id))
        case Asking(offering_id), Unedited(Objection.CHANGED | Objection.GONE as reason):
            return Turn(None, goto=objected(offering_id, reason))
        case Asking(), Unedited(reason):
            return Turn(replace(state, objection=reason.value))
        case _:
            return Turn(state)


async def load(state: State, reader: Reader) -> View:
    """Read the offering, and count who reads which language."""
    desk = await read_desk(state.offering_id, reader)
    return View(desk, await reader.editing.readers() if desk.editable is not None else ())


def render(state: State, view: View) -> Screen:
    """Show the languages, or ask for the note in one."""
    if (turned_away := barred(view.desk)) is not None or view.desk.editable is None:
        return turned_away or Screen(())
    editable = view.desk.editable
    session = editable.session(state.session_id)
    if session is None:
        return screens.no_such_date(show(editable.id))
    match state:
        case Languages(page=page):
            return screens.show_languages(editable, session, view.readers, page)
        case Asking(language=language, over=over, objection=objection):
            return screens.ask(editable, session, language, over, objection)


DIALOG = Dialog("note", 1, (Languages, Asking), update, render, load)
