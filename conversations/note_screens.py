"""The screens of a date's note: the languages it is written in, and the question for it in one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conversations import pictograms as pic
from conversations.core import Button, Line, Rows, Samples, Screen, Tap, note, prose, say, title
from conversations.editing_screens import objection_lines
from conversations.facts import date_text
from conversations.layout import paged, pairs
from conversations.staff import language_name, slug_of
from conversations.wording_screens import over_lines, stale_lines
from locales.text import Content, Languages, _, ngettext
from storage.records.audiences import LanguageCount
from storage.records.catalogue import Session
from storage.records.editing import Editable
from storage.records.edits import LIMITS

LANGUAGES_A_PAGE = 6
GERMAN = "de"


def no_such_date(back: Tap) -> Screen:
    """Say that the date is gone."""
    return Screen((say(_("I do not find this."), pic.SORRY),), back=back)


def show_languages(editable: Editable, session: Session, readers: Sequence[LanguageCount], page: int) -> Screen:
    """List the languages that people read, German first, and mark where the note is missing or old."""
    here = (editable.id, session.id)
    counts = {one.language: one.total for one in readers}
    codes = tuple(dict.fromkeys((GERMAN, *counts, *(one.language for one in editable.notes_of(session.id)))))
    shown, pager = paged(codes, page, LANGUAGES_A_PAGE, Tap("note", "page", here))
    buttons = [language_button(editable, session.id, code, counts.get(code)) for code in shown]
    lines = (
        title(_("What should people know about this date?"), pic.INFO),
        say(date_text(session, editable.offering), pic.WHEN),
        *state_lines(editable, session.id, readers),
        note(_("Tap a language and write the note."), pic.BELOW),
    )
    return Screen(lines, pairs(buttons), Tap("session", "one", here), pager)


def state_lines(editable: Editable, session_id: int, readers: Iterable[LanguageCount]) -> tuple[Line, ...]:
    """Say what the note is in German, and who reads it in another language than theirs."""
    german = editable.note(session_id, GERMAN)
    languages = tuple(one.language for one in editable.notes_of(session_id))
    if german is None and languages:
        return (say(_("Not in German. It is only in: {languages}", languages=Languages(languages)), pic.WARNING),)
    if german is None:
        return (say(_("There is no note yet."), pic.INFO),)
    others = (one for one in readers if one.language not in languages and not one.language.startswith(GERMAN))
    people = sum(one.total for one in others)
    foreign = ngettext(
        "{count} person reads it in another language.", "{count} people read it in another language.", people
    )
    told = (say(foreign, pic.WARNING),) if people else ()
    return (prose(Content(german.text, GERMAN)), *told)


def language_button(editable: Editable, session_id: int, code: str, count: int | None) -> Button:
    """Lead to the note in a language; marked where it is missing beside German, or older than that."""
    found = editable.note(session_id, code)
    needed = bool(editable.notes_of(session_id))
    pictogram = pic.YES if found is not None and not found.stale else pic.WARNING if needed else pic.MORE
    does = Tap("note", "ask", (editable.id, session_id, slug_of(code), editable.mark))
    return Button(language_name(code), does, pictogram, count=count)


def ask(editable: Editable, session: Session, language: str, over: int, objection: str) -> Screen:
    """Ask for the note in a language, below the German one and what is written there now."""
    here = (editable.id, session.id)
    found, german = editable.note(session.id, language), editable.note(session.id, GERMAN)
    heading = _("{text} · {language}", text=_("Note"), language=language_name(language))
    lines: tuple[Line, ...] = (title(heading, pic.INFO), say(date_text(session, editable.offering), pic.WHEN))
    lines += (*objection_lines(objection), *over_lines(over))
    if german is not None and language != GERMAN:
        lines += (prose(Content(german.text, GERMAN)),)
    rows: Rows = ()
    if found is not None:
        lines += (*stale_lines(stale=found.stale), prose(Content(found.text, language)))
        does = Tap("note", "remove", (*here, slug_of(language), editable.mark))
        rows = ((Button(_("Remove this"), does, pic.DELETE),),)
    lines += (note(_("Write in {language}. Short sentences.", language=language_name(language)), pic.TYPE),)
    samples = Samples(("Heute im ersten Stock.",), ("x" * (LIMITS["note"] + 5),))
    return Screen(lines, rows, Tap("note", "show", here), samples=samples)
