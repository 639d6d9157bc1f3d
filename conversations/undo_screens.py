"""Screens before an import is taken back: whom that reaches is looked at first, as it is before one is brought in."""

from __future__ import annotations

from conversations import pictograms as pic
from conversations.core import Button, Line, Rows, Screen, Tap, say, title
from conversations.import_screens import affected_page, name_line, summary, told_text
from locales.text import Text, _
from storage.records.intake import Import, UndoLook


def ask_undo(found: Import, *, fresh: bool = False) -> Screen:
    """Ask whether to take an import back, and say how many hear of it; where it is not to be asked, say how it stands."""
    look = found.report.undo
    if look is None or not found.undoable:
        return summary(found, fresh=fresh)
    lines: tuple[Line, ...] = (title(_("Take it back?"), pic.UNDO), *name_line(found))
    if look.stale:
        lines += (say(_("Something changed meanwhile. Please look again."), pic.WARNING),)
    lines += (say(_("All is then as it was before.")), people_line(look))
    return Screen(
        lines, (*people_rows(found, look), (leave_button(found),)), Tap("imports", "one", (found.id,)), fresh=fresh
    )


def people_line(look: UndoLook) -> Line:
    """Count the messages."""
    if not look.told:
        return say(_("Nobody gets a message about it."), pic.PEOPLE)
    return say(told_text(look.told), pic.PEOPLE)


def people_rows(found: Import, look: UndoLook) -> Rows:
    """Lead to the people affected, who are looked at before; where there are none, take it back from here."""
    if not look.affected:
        return ((undo_button(found, _("Yes, take the file back")),),)
    people = Tap("imports", "part", (found.id, "undo", 0))
    return ((Button(_("People affected"), people, pic.PEOPLE, "primary", count=look.affected.people),),)


def people_screen(found: Import, page: int) -> Screen:
    """Name whom taking an import back reaches, and take it back from there."""
    look = found.report.undo
    if look is None or not found.undoable:
        return summary(found)
    lines, pager = affected_page(look.affected, page, Tap("imports", "part", (found.id, "undo")))
    rows: Rows = ((undo_button(found, _("Take it back and tell them")),),)
    return Screen(lines, rows, Tap("imports", "undoing", (found.id,)), pager)


def undo_button(found: Import, label: Text) -> Button:
    """Take it back as it was looked at."""
    return Button(label, Tap("imports", "undo", (found.id, found.report.look)), pic.UNDO, "danger")


def leave_button(found: Import) -> Button:
    """Leave all as it is."""
    return Button(_("No, go back"), Tap("imports", "one", (found.id,)), pic.NO)
