"""The screens that show an announcement's texts: what is written, what is missing and for how many, and what they read then."""

from __future__ import annotations

from dataclasses import replace

from conversations import fewness, staff
from conversations import pictograms as pic
from conversations.announcement_checks import Plan, missing_lines
from conversations.core import Button, Line, Rows, Screen, Tap, note, prose, say, title
from conversations.layout import paged, pairs
from conversations.staff import back_to, language_name, slug_of
from locales.text import Content, Text, _, ngettext
from storage.records.announcements import Announcement, Objection, Wording

LANGUAGES_A_PAGE = 4


def show_texts(page: int, plan: Plan, language: str) -> Screen:
    """List the languages that somebody would get it in, the writer's own first; what is missing is marked and counted."""
    announcement = plan.announcement
    buttons = language_buttons(plan, language)
    shown, pager = paged(buttons, page, LANGUAGES_A_PAGE, Tap("announcement_text", "page", (announcement.id,)))
    rows: Rows = (*pairs(shown), *accept_rows(plan), *table_rows(plan))
    return Screen((title(_("Texts"), pic.LANGUAGE), *explained(plan)), rows, home_of(announcement), pager)


def home_of(announcement: Announcement) -> Tap:
    """Lead back to where one came from: to what is put together, or to what has gone out."""
    if staff.has_started(announcement):
        return Tap("announcement_run", "correct", (announcement.id,))
    return back_to(announcement.id)


def explained(plan: Plan) -> tuple[Line, ...]:
    """Say what is missing, or that nothing is."""
    if staff.has_started(plan.announcement):
        return (note(_("Changed texts are shown to people only when you correct the messages."), pic.INFO),)
    if not staff.needs_texts(plan.announcement):
        return (
            say(_("The facts of the offer are said in every language.")),
            say(_("You can add a sentence of your own."), pic.CHANGE),
        )
    if not plan.announcement.wordings:
        return (
            say(staff.OBJECTIONS[Objection.NO_TEXT], pic.WARNING),
            note(_("Tap a language and write the text."), pic.BELOW),
        )
    return missing_lines(plan) or (say(_("Nothing is missing."), pic.DONE),)


def language_buttons(plan: Plan, language: str) -> list[Button]:
    """Make a button for each language that is written, or that people of the audience read; the writer's own comes first.

    It is there for a first text although nobody may read it: what is written in it stands in for the others.
    """
    counts = fewness.told(plan.headcount)
    written = [wording.language for wording in plan.announcement.wordings]
    mine, listed = language.partition("@")[0], (*written, *counts)
    codes = dict.fromkeys((mine, *listed) if mine in listed or not written else listed)
    return [language_button(plan.announcement, code, counts.get(code)) for code in codes]


def language_button(announcement: Announcement, code: str, number: fewness.Told | None) -> Button:
    """Lead to the text in a language; how many read it stands there when that may be told exactly."""
    count = number.least if number is not None and number.exact else None
    if announcement.wording(code) is not None:
        pictogram = pic.YES
    elif number is not None and staff.needs_texts(announcement) and staff.lacks(announcement, code):
        pictogram = pic.WARNING
    else:
        pictogram = pic.NEXT
    does = Tap("announcement_text", "language", (announcement.id, slug_of(code)))
    return Button(language_name(code), does, pictogram, count=count)


def accept_rows(plan: Plan) -> Rows:
    """Offer to do without all that is missing, and say in which language people read it then."""
    fallback, missing = staff.fallback_of(plan.announcement), plan.missing
    if not missing or not fallback:
        return ()
    label = accept_text(fewness.together(plan.headcount, missing), language_name(fallback))
    does = Tap("announcement_text", "accept_all", (plan.announcement.id, plan.announcement.revision))
    return ((Button(label, does, pic.NEXT),),)


def accept_text(people: fewness.Told, language: Text | Content) -> Text:
    """Say on a button how many read another language then; a few not exactly."""
    if not people.exact:
        return _("They read {language}: OK", language=language)
    return ngettext(
        "{count} person reads {language}: OK", "{count} people read {language}: OK", people.least, language=language
    )


def table_rows(plan: Plan) -> Rows:
    """Offer to write all languages in a table."""
    does = Tap("announcement_text", "import", (plan.announcement.id,))
    return ((Button(_("All languages in a table"), does, pic.FILE),),)


def show_one(language: str, plan: Plan) -> Screen:
    """Show the text in a language, or say what happens without one."""
    announcement = plan.announcement
    number = (announcement.id, slug_of(language))
    wording = announcement.wording(language)
    lines: tuple[Line, ...] = (title(language_name(language), pic.LANGUAGE), *reader_lines(plan, language))
    back = Tap("announcement_text", "show", (announcement.id,))
    first = "title" if not announcement.says_facts else "text"
    write = Button(
        _("Write") if wording is None else _("Write anew"), Tap("announcement_text", first, number), pic.CHANGE
    )
    if wording is not None:
        remove = Button(_("Remove this text"), Tap("announcement_text", "remove", number), pic.DELETE)
        return Screen((*lines, *wording_lines(wording)), ((write,), (remove,)), back)
    without, rows = without_text(plan, language)
    return Screen((*lines, *without), ((replace(write, style="primary"),), *rows), back)


def reader_lines(plan: Plan, language: str) -> tuple[Line, ...]:
    """Say how many people of the audience read a language."""
    number = fewness.told(plan.headcount).get(language)
    return (say(fewness.people_text(number), pic.PEOPLE),) if number is not None else ()


def wording_lines(wording: Wording) -> tuple[Line, ...]:
    """Show what is written."""
    heading = (Line(Content(wording.title, wording.language), style="prose"),) if wording.title else ()
    origin = (note(_("This was read from a table."), pic.FILE),) if wording.origin == "imported" else ()
    return (*heading, prose(Content(wording.text, wording.language)), *origin)


def without_text(plan: Plan, language: str) -> tuple[tuple[Line, ...], Rows]:
    """Say what people of a language read without a text of theirs, and offer to accept that, or no longer."""
    announcement = plan.announcement
    other = staff.fallback_of(announcement)
    if not staff.needs_texts(announcement) or not other:
        return ((say(_("There is no text of your own in this language.")),), ())
    lines = (say(_("Without a text they read it in {language}.", language=language_name(other)), pic.INFO),)
    if staff.covers(announcement, language):
        return lines, ()
    accepted = language in announcement.fallbacks
    does = Tap("announcement_text", "accept", (announcement.id, slug_of(language), int(not accepted)))
    if accepted:
        return lines, ((Button(_("Good so. Tap to change"), does, pic.CHOSEN),),)
    return lines, ((Button(_("That is good enough"), does, pic.YES),),)
