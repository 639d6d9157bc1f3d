"""What can be changed of one date, and the questions about it."""

from __future__ import annotations

from datetime import datetime

from conversations import pictograms as pic
from conversations.core import Button, Rows, Samples, Screen, Tap, note, say, title
from conversations.editing_screens import objection_lines
from conversations.editing_words import seats_text
from conversations.facts import date_text
from conversations.layout import pairs
from conversations.typed_examples import span_example
from locales.text import ShortMoment, Text, _, ngettext
from storage.records.catalogue import Session, SessionStatus
from storage.records.editing import Editable

SEATS = (6, 8, 10, 12, 20)
NO_LIMIT = 0
"""stands in a tap for as many as the offering has"""


def count_text(ahead: int) -> Text:
    """Count the dates to come."""
    if not ahead:
        return _("There is no date yet.")
    return ngettext("{count} date to come", "{count} dates to come", ahead)


def session_button(editable: Editable, session: Session, now: datetime) -> Button:
    """Lead to a date; a cancelled one and one that is over are marked."""
    pictogram = pic.NO if session.status is SessionStatus.CANCELLED else pic.WHEN
    if session.end <= now:
        pictogram = pic.YES
    does = Tap("session", "one", (editable.id, session.id))
    return Button(_("{moment}", moment=ShortMoment(session.start)), does, pictogram)


def session_rows(session: Session, editable: Editable) -> Rows:
    """Offer what can be changed of a date."""
    here = (editable.id, session.id)
    if session.status is SessionStatus.CANCELLED:
        does = Tap("session", "restore", (*here, editable.mark))
        return ((Button(_("It takes place after all"), does, pic.YES),),)
    place = Tap("place", "ask", (*here, editable.mark, 0))
    buttons = [
        Button(_("Other time"), Tap("session", "ask", (*here, "time", editable.mark)), pic.WHEN),
        Button(_("Other place"), place, pic.WHERE),
        Button(_("Link"), Tap("session", "ask", (*here, "link", editable.mark)), pic.LINK),
        Button(_("Note"), Tap("note", "show", here), pic.INFO),
        Button(_("Cancel this date"), Tap("session", "cancel", here), pic.NO, "danger"),
    ]
    if not editable.offering.whole_course:
        seats = Tap("session", "ask", (*here, "seats", editable.mark))
        buttons.insert(2, Button(_("Number of places"), seats, pic.PLACES))
    return pairs(buttons)


def ask(what: str, objection: str, session: Session, editable: Editable) -> Screen:
    """Ask for a time, number of places or link."""
    here = (editable.id, session.id)
    now_is = say(date_text(session, editable.offering), pic.WHEN)
    sorry = objection_lines(objection)
    back = Tap("session", "one", here)
    match what:
        case "time":
            lines = (title(_("When is it instead?"), pic.WHEN), now_is, *sorry)
            return Screen(
                (*lines, span_example()), back=back, samples=Samples(("12.1. 14-16", "Di 2 pm"), ("bald", "31.2."))
            )
        case "seats":
            buttons = [seat_button(here, number, editable.mark) for number in (NO_LIMIT, *SEATS)]
            lines = (title(_("How many places are there?"), pic.PLACES), now_is, *sorry)
            hint = note(_("Or type a number."), pic.TYPE)
            return Screen((*lines, hint), pairs(buttons), back, samples=Samples(("12",), ("viele",)))
        case _:
            rows = remove_rows("no_link", here, editable) if editable.link(session.id) else ()
            lines = (title(_("What is the link?"), pic.LINK), now_is, *sorry)
            hint = note(_("It begins with https://. Only who is registered sees it."), pic.TYPE)
            return Screen((*lines, hint), rows, back, samples=Samples(("https://example.org/raum",), ("raum 3",)))


def seat_button(here: tuple[int, int], number: int, seen: int) -> Button:
    """Offer a number of places."""
    label = _("As the offer") if number == NO_LIMIT else seats_text(number)
    return Button(label, Tap("session", "seats", (*here, number, seen)), pic.PLACES)


def remove_rows(action: str, here: tuple[int, int], editable: Editable) -> Rows:
    """Offer to take something away."""
    return ((Button(_("Remove this"), Tap("session", action, (*here, editable.mark)), pic.DELETE),),)
