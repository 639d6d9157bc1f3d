"""The screens of an offering's texts: languages with what is missing in them, one language, one text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conversations import pictograms as pic
from conversations.core import Button, Line, Rows, Screen, Tap, note, prose, say, title
from conversations.editing_screens import objection_lines, show
from conversations.editing_words import TEXTS
from conversations.facts import pictogram_of
from conversations.layout import paged, pairs
from conversations.staff import language_name, people_text, slug_of
from locales.text import Content, Text, _, ngettext
from storage.records.audiences import LanguageCount
from storage.records.editing import Editable

LANGUAGES_A_PAGE = FIELDS_A_PAGE = 6
FIELDS = tuple(name for name in TEXTS if name != "note")
GERMAN, ENGLISH = "de", "en"
OPTIONAL = frozenset({"short_title"})
"""what nobody misses in a language that has no such text of its own"""


def missing(editable: Editable, language: str) -> tuple[str, ...]:
    """List the texts that there are in German, and not in a language."""
    written = {one.field for one in editable.written if one.language == language}
    german = (one.field for one in editable.written if one.language == GERMAN)
    return tuple(name for name in FIELDS if name in set(german) - written - OPTIONAL)


def stale(editable: Editable, language: str) -> tuple[str, ...]:
    """List the texts whose German changed since they were written."""
    return tuple(one.field for one in editable.written if one.language == language and one.stale)


def show_languages(editable: Editable, readers: Sequence[LanguageCount], page: int) -> Screen:
    """List the languages that people read, German first; what is missing is marked."""
    counts = {one.language: one.total for one in readers}
    codes = tuple(dict.fromkeys((GERMAN, *counts, *(one.language for one in editable.written))))
    turn = Tap("wording", "page", (editable.id,))
    shown, pager = paged(codes, page, LANGUAGES_A_PAGE, turn)
    lines = (
        title(_("Texts"), pic.LANGUAGE),
        say(editable.offering.title, pictogram_of(editable.offering)),
        *missing_lines(editable, [one for one in readers if one.language != GERMAN]),
    )
    buttons = [language_button(editable, code, counts.get(code)) for code in shown]
    return Screen(lines, pairs(buttons), show(editable.id), pager)


def missing_lines(editable: Editable, readers: Iterable[LanguageCount]) -> tuple[Line, ...]:
    """Say how many people read it in another language than theirs, and that some texts are old."""
    some = [one for one in readers if missing(editable, one.language)]
    people = sum(one.total for one in some)
    lines: tuple[Line, ...] = ()
    if people:
        lines += (
            say(
                ngettext(
                    "{count} person reads some of it in another language.",
                    "{count} people read some of it in another language.",
                    people,
                ),
                pic.WARNING,
            ),
        )
    if any(one.stale for one in editable.written):
        lines += (say(_("Some German texts changed since they were translated."), pic.WARNING),)
    return lines or (say(_("Nothing is missing."), pic.DONE),)


def language_button(editable: Editable, code: str, count: int | None) -> Button:
    """Lead to a language."""
    whole = not missing(editable, code) and not stale(editable, code)
    does = Tap("wording", "language", (editable.id, slug_of(code)))
    return Button(language_name(code), does, pic.YES if whole else pic.WARNING, count=count)


def show_language(editable: Editable, readers: Sequence[LanguageCount], language: str, page: int) -> Screen:
    """List the texts in a language: what is there, missing, old."""
    count = next((one.total for one in readers if one.language == language), 0)
    lines: tuple[Line, ...] = (title(language_name(language), pic.LANGUAGE),)
    lines += (say(people_text(count), pic.PEOPLE),) if count else ()
    lacking = missing(editable, language)
    if lacking and language != GERMAN:
        read_as = ENGLISH if any(one.language == ENGLISH for one in editable.written) else GERMAN
        other = language_name(GERMAN if language.startswith(GERMAN) or language == ENGLISH else read_as)
        lines += (say(_("What is missing they read in {language}.", language=other), pic.INFO),)
    buttons = [field_button(editable, language, name) for name in FIELDS]
    turn = Tap("wording", "language", (editable.id, slug_of(language)))
    shown, pager = paged(buttons, page, FIELDS_A_PAGE, turn)
    return Screen(lines, pairs(shown), Tap("wording", "show", (editable.id,)), pager)


def field_button(editable: Editable, language: str, name: str) -> Button:
    """Lead to a text."""
    found = editable.text(name, language)
    if found is not None:
        pictogram = pic.WARNING if found.stale else pic.YES
    else:
        pictogram = pic.WARNING if name in missing(editable, language) else pic.MORE
    return Button(TEXTS[name], Tap("wording", "field", (editable.id, slug_of(language), name)), pictogram)


def show_text(editable: Editable, language: str, name: str, objection: str) -> Screen:
    """Show a text in a language, with the German one where it is a translation."""
    here = (editable.id, slug_of(language), name, editable.mark)
    found = editable.text(name, language)
    heading = _("{text} · {language}", text=TEXTS[name], language=language_name(language))
    lines: tuple[Line, ...] = (title(heading, pic.LANGUAGE), *objection_lines(objection))
    lines += german_lines(editable, language, name)
    if found is None:
        lines += (say(_("There is no text in this language yet."), pic.INFO),)
    else:
        lines += (*stale_lines(stale=found.stale), prose(Content(found.text, language)))
    if f"{name}/{language}" in editable.locks:
        lines += (note(_("You changed this. The file leaves it alone."), pic.LOCKED),)
    write = Button(write_text(found is None), Tap("wording", "write", here), pic.CHANGE, "primary")
    rows: Rows = ((write,),)
    if found is not None and (name, language) != ("title", GERMAN):
        rows += ((Button(_("Remove this text"), Tap("wording", "remove", here), pic.DELETE),),)
    return Screen(lines, rows, Tap("wording", "language", here[:2]))


def write_text(new: bool) -> Text:
    """Offer to write a text, or to write it anew."""
    return _("Write") if new else _("Write anew")


def stale_lines(*, stale: bool) -> tuple[Line, ...]:
    """Say that a text is older than its German."""
    return (say(_("The German changed since. Please check this text."), pic.WARNING),) if stale else ()


def over_lines(over: int) -> tuple[Line, ...]:
    """Say by how many characters a text is too long."""
    if not over:
        return ()
    too_long = ngettext(
        "That is {count} character too long. Please make it shorter.",
        "That is {count} characters too long. Please make it shorter.",
        over,
    )
    return (say(too_long, pic.SORRY),)


def german_lines(editable: Editable, language: str, name: str) -> tuple[Line, ...]:
    """Show the German that is to be translated."""
    german = editable.text(name, GERMAN)
    return () if german is None or language == GERMAN else (prose(Content(german.text, GERMAN)),)
