"""What nobody knows yet: offerings whose file did not say something that residents look for, and the questions to answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from conversations import pictograms as pic
from conversations.coordination import OFFICE, may_coordinate, to_offering
from conversations.core import Button, Dialog, Event, Line, Pager, Rows, Screen, Tap, Turn, say, title
from conversations.staff import not_for_you
from locales.text import Text, _, ngettext
from storage.records.intake import ToFind, ToFindPage
from storage.records.people import Participant
from storage.records.reader import Reader

PICTOGRAMS = {
    "women_only": pic.WOMEN,
    "childcare": pic.CHILDCARE,
    "step_free": pic.STEP_FREE,
    "languages": pic.LANGUAGE,
    "topics": pic.TOPICS,
    "quarter": pic.WHERE,
}

QUESTIONS: dict[str, Text] = {
    "women_only": _("Is it for women only?"),
    "childcare": _("Is there childcare?"),
    "step_free": _("Is it step-free?"),
    "languages": _("In which languages?"),
    "topics": _("Which topics?"),
    "quarter": _("In which quarter?"),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """The offerings of which something is not known."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class One:
    """One offering, and what is to be found out."""

    offering_id: int


State: TypeAlias = Listing | One


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, and what is not known."""

    me: Participant
    page: ToFindPage | None = None
    one: ToFind | None = None


def update(state: State | None, event: Event) -> Turn[State]:
    """Turn pages; the questions lead to the dialog that changes offerings."""
    match event:
        case Tap(action="list", args=(int(page),)):
            return Turn(Listing(max(0, page)))
        case Tap(action="one", args=(int(offering_id),)):
            return Turn(One(offering_id))
        case _:
            return Turn(state or Listing(), understood=isinstance(event, Tap))


async def load(state: State, reader: Reader) -> View:
    """Read what is not known."""
    me = await reader.me()
    if not may_coordinate(me):
        return View(me)
    match state:
        case Listing(page):
            return View(me, await reader.intake.to_do(page))
        case One(offering_id):
            return View(me, one=await reader.intake.to_find(offering_id))


def render(state: State, view: View) -> Screen:
    """List offerings, or the questions about one."""
    if not may_coordinate(view.me):
        return not_for_you()
    match state:
        case Listing():
            return show_list(view.page)
        case One(offering_id):
            return show_one(offering_id, view.one)


def show_list(page: ToFindPage | None) -> Screen:
    """List the offerings."""
    if page is None or not page.lines:
        return Screen((title(_("To do"), pic.TO_DO), say(_("Everything is known."), pic.DONE)), (), OFFICE)
    count = ngettext(
        "Of {count} offer something is not known yet.", "Of {count} offers something is not known yet.", page.total
    )
    lines: tuple[Line, ...] = (title(_("To do"), pic.TO_DO), say(count), say(_("Do you know it? Tap one.")))
    rows: Rows = tuple(
        (Button(one.title, Tap("to_do", "one", (one.offering_id,)), pic.MINE, count=len(one.fields)),)
        for one in page.lines
    )
    return Screen(lines, rows, OFFICE, Pager(page.page, page.pages, Tap("to_do", "list")))


def show_one(offering_id: int, one: ToFind | None) -> Screen:
    """Ask what is not known of an offering."""
    back = Tap("to_do", "list", (0,))
    if one is None:
        known = (title(_("Everything is known."), pic.DONE),)
        return Screen(known, ((to_offering(offering_id),),), back)
    rows: Rows = tuple(
        (Button(QUESTIONS[name], Tap("editing", "question", (offering_id, name)), PICTOGRAMS[name]),)
        for name in one.fields
    )
    lines = (title(one.title, pic.TO_DO), say(_("What do you know?")))
    return Screen(lines, (*rows, (to_offering(offering_id),)), back)


DIALOG = Dialog("to_do", 1, (Listing, One), update, render, load)
