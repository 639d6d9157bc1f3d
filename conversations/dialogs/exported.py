"""Exported: who gave out what and when, for administrators. By number, for names of the team are not kept."""

from __future__ import annotations

from dataclasses import dataclass

from conversations import pictograms as pic
from conversations import staff
from conversations.core import Dialog, Event, Line, Pager, Screen, Tap, Turn, note, say, title
from locales.text import Code, Moment, Text, _
from storage.records.exports import Exported, ExportedPage
from storage.records.people import Participant
from storage.records.reader import Reader

KINDS: dict[str, Text] = {
    "registrations": _("Sign-up list"),
    "attendance": _("Sheets to sign"),
    "poster": _("Poster"),
    "calendar": _("Calendar"),
    "statistics": _("Statistics"),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of exports."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, and what there is."""

    me: Participant
    exports: ExportedPage


def update(state: Listing | None, event: Event) -> Turn[Listing]:
    """Turn pages."""
    match event:
        case Tap(action="show"):
            return Turn(Listing())
        case Tap(action="page", args=(int(page),)):
            return Turn(Listing(max(0, page)))
        case _:
            return Turn(state, understood=False)


async def load(state: Listing, reader: Reader) -> View:
    """Read a page."""
    return View(await reader.me(), await reader.exports.read(state.page))


def render(state: Listing, view: View) -> Screen:
    """List who exported what, the newest first."""
    if not staff.is_administrator(view.me):
        return staff.not_for_you()
    page = view.exports
    lines: tuple[Line, ...] = (title(_("Who exported what"), pic.FILE),)
    lines += tuple(line for one in page.lines for line in lines_of(one))
    if not page.lines:
        lines += (say(_("Nobody has exported anything yet.")),)
    lines += (note(_("I keep this for a year."), pic.PRIVACY),)
    return Screen(lines, (), Tap("team", "show"), Pager(page.page, page.pages, Tap("exported", "page")))


def lines_of(one: Exported) -> tuple[Line, ...]:
    """Say when and what, and below it by whom."""
    kind = KINDS.get(one.kind, _("File"))
    what = _("{moment}: {what} ({format})", moment=Moment(one.at), what=kind, format=Code(one.form.upper()))
    if one.title is None:
        return (say(what, pic.WHEN), Line(who(one), style="indented"))
    return (say(what, pic.WHEN), Line(_("{who}: {title}", who=who(one), title=one.title), style="indented"))


def who(one: Exported) -> Text:
    """Name who it was."""
    if one.me:
        return _("You")
    return _("On the server") if one.by is None else _("Number {number}", number=one.by)


DIALOG = Dialog("exported", 1, (Listing,), update, render, load)
