"""The texts of an offering in every language: what is missing and for how many, what is old, and writing one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from conversations import pictograms as pic
from conversations import wording_screens as screens
from conversations.core import Dialog, Done, Event, Line, Samples, Screen, Tap, Turn, Typed, note, title
from conversations.editing_effects import Edit
from conversations.editing_screens import Desk, barred, objected, objection_lines, read_desk
from conversations.editing_words import TEXTS
from conversations.staff import language_name
from locales.languages import BY_CODE, BY_SLUG
from locales.text import Content, _
from storage.records.audiences import LanguageCount
from storage.records.editing import Editable
from storage.records.edits import LIMITS, Edited, Objection, Unedited, Write
from storage.records.reader import Reader


@dataclass(frozen=True, slots=True)
class Languages:
    """All languages, with what is missing in each."""

    offering_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Language:
    """All texts in a language, a page at a time."""

    offering_id: int
    language: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """One text in a language; what is typed replaces it. `over` counts the characters that were too many."""

    offering_id: int
    language: str
    name: str
    seen: int = 0
    typing: bool = False
    over: int = 0
    objection: str = ""


State: TypeAlias = Languages | Language | Field


@dataclass(frozen=True, slots=True)
class View:
    """The offering, and who reads which language."""

    desk: Desk
    readers: tuple[LanguageCount, ...] = ()


def update(state: State | None, event: Event) -> Turn[State]:
    """Show what there is, and take a text."""
    match event:
        case Tap(action="show", args=(int(offering_id),)):
            return Turn(Languages(offering_id))
        case Tap(action="page", args=(int(offering_id), int(page))):
            return Turn(Languages(offering_id, max(0, page)))
        case Tap(action="language", args=(int(offering_id), str(slug))) if slug in BY_SLUG:
            return Turn(Language(offering_id, BY_SLUG[slug]))
        case Tap(action="language", args=(int(offering_id), str(slug), int(page))) if slug in BY_SLUG:
            return Turn(Language(offering_id, BY_SLUG[slug], max(0, page)))
        case Tap(action="field", args=(int(offering_id), str(slug), str(name))) if slug in BY_SLUG and name in TEXTS:
            return Turn(Field(offering_id, BY_SLUG[slug], name))
        case Tap(action="write", args=(int(offering_id), str(slug), str(name), int(seen))) if slug in BY_SLUG:
            return Turn(Field(offering_id, BY_SLUG[slug], name, seen, typing=True))
        case Tap(action="remove", args=(int(offering_id), str(slug), str(name), int(seen))) if slug in BY_SLUG:
            language = BY_SLUG[slug]
            return Turn(Field(offering_id, language, name), (Edit(offering_id, seen, Write(name, language, "")),))
        case Typed(text=text) if isinstance(state, Field) and state.typing and text.strip():
            return on_typed(state, text.strip())
        case Done():
            return on_done(state, event)
        case _:
            return Turn(state, understood=False)


def on_typed(state: Field, text: str) -> Turn[State]:
    """Take a text; one that is too long is not taken, and it is said by how much."""
    over = len(text) - LIMITS.get(state.name, 0)
    if over > 0:
        return Turn(replace(state, over=over))
    return Turn(state, (Edit(state.offering_id, state.seen, Write(state.name, state.language, text)),))


def on_done(state: State | None, done: Done) -> Turn[State]:
    """Show the language's texts, or why it was not written."""
    match state, done.result:
        case Field(offering_id, language), Edited():
            return Turn(Language(offering_id, language))
        case Field(offering_id), Unedited(Objection.CHANGED | Objection.GONE as reason):
            return Turn(None, goto=objected(offering_id, reason))
        case Field(), Unedited(reason):
            return Turn(replace(state, objection=reason.value))
        case _:
            return Turn(state)


async def load(state: State, reader: Reader) -> View:
    """Read the offering, and count who reads which language."""
    desk = await read_desk(state.offering_id, reader)
    return View(desk, await reader.editing.readers() if desk.editable is not None else ())


def render(state: State, view: View) -> Screen:
    """Show languages, one language, or one text."""
    if (turned_away := barred(view.desk)) is not None or view.desk.editable is None:
        return turned_away or Screen(())
    editable = view.desk.editable
    match state:
        case Languages(page=page):
            return screens.show_languages(editable, view.readers, page)
        case Language(language=language, page=page):
            return screens.show_language(editable, view.readers, language, page)
        case Field() if state.name not in TEXTS or state.name == "note":
            return screens.show_languages(editable, view.readers, 0)
        case Field(typing=True):
            return ask_text(state, editable)
        case Field(language=language, name=name):
            return screens.show_text(editable, language, name, state.objection)


def ask_text(state: Field, editable: Editable) -> Screen:
    """Ask for a text; the German one stands above when another language is asked for."""
    lines: tuple[Line, ...] = (title(TEXTS[state.name], pic.CHANGE), *objection_lines(state.objection))
    lines += screens.over_lines(state.over)
    german = editable.text(state.name, "de")
    if german is not None and state.language != "de":
        lines += (Line(Content(german.text, "de"), style="prose"),)
    lines += (note(_("Write in {language}. Short sentences.", language=language_name(state.language)), pic.TYPE),)
    back = Tap("wording", "field", (editable.id, BY_CODE[state.language].slug, state.name))
    most = LIMITS[state.name]
    return Screen(lines, back=back, samples=Samples(("Bitte mitbringen: gute Laune.",), ("x" * (most + 5),)))


DIALOG = Dialog("wording", 1, (Languages, Language, Field), update, render, load)
