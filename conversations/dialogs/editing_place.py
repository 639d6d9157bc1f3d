"""Where an offering or one of its dates is: a place that is known, a new one, online, or not fixed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from conversations import pictograms as pic
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
from conversations.editing_effects import Edit
from conversations.editing_screens import (
    Desk,
    barred,
    lock_lines,
    next_question,
    objected,
    objection_lines,
    question,
    read_desk,
    show,
    sure,
)
from conversations.layout import pairs
from conversations.prose import cut
from conversations.whereabouts import ADDITION
from locales.text import Code, Content, Text, _
from storage.records.affected import Affected
from storage.records.editing import Editable, Named, NamedPage
from storage.records.edits import (
    MOST_NAME,
    MOST_STREET,
    WHERE,
    Change,
    Edited,
    NewPlace,
    Objection,
    SetOnline,
    SetPlace,
    Unedited,
)
from storage.records.reader import Reader

ONLINE, SAME = -1, 0
"""stand in a tap for no place: a video meeting; of a date, where the offering is"""
WORD_LENGTH = 40
LABEL = 32
"""how much of a name stands on a button"""


@dataclass(frozen=True, slots=True)
class Choosing:
    """Choosing a place. `session_id` 0 is the whole offering; `guided`: the next question follows."""

    offering_id: int
    session_id: int = 0
    seen: int = 0
    guided: bool = False
    word: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Making:
    """A new place: its name, then street, then quarter."""

    offering_id: int
    session_id: int = 0
    seen: int = 0
    guided: bool = False
    name: str = ""
    street: str | None = None
    objection: str = ""


@dataclass(frozen=True, slots=True)
class Sure:
    """Asking before people are told of another place; `venue_id` may be ONLINE or SAME."""

    offering_id: int
    session_id: int
    venue_id: int


State: TypeAlias = Choosing | Making | Sure


@dataclass(frozen=True, slots=True)
class View:
    """The offering, and what there is to choose from."""

    desk: Desk
    places: NamedPage | None = None
    quarters: tuple[Named, ...] = ()
    place: Named | None = None
    affected: Affected | None = None


def update(state: State | None, event: Event) -> Turn[State]:
    """Take a place."""
    match event:
        case Tap(action="ask", args=(int(offering_id), int(session_id), int(seen), int(guided))):
            return Turn(Choosing(offering_id, session_id, seen, guided=bool(guided)))
        case Tap(action="page", args=(int(page),)) if isinstance(state, Choosing):
            return Turn(replace(state, page=max(0, page)))
        case Tap(action="every") if isinstance(state, Choosing):
            return Turn(replace(state, word="", page=0))
        case Tap(action="make") if isinstance(state, Choosing):
            return Turn(Making(state.offering_id, state.session_id, state.seen, state.guided))
        case Tap(action="sure", args=(int(offering_id), int(session_id), int(venue_id))):
            return Turn(Sure(offering_id, session_id, venue_id))
        case Tap(action="take", args=(int(offering_id), int(session_id), int(venue_id), int(seen))):
            kept = state if state and state.offering_id == offering_id else Choosing(offering_id, session_id, seen)
            return Turn(kept, (Edit(offering_id, seen, change_of(venue_id, session_id)),))
        case Tap(action="street_unknown") if isinstance(state, Making) and state.name:
            return Turn(replace(state, street=""))
        case Tap(action="quarter", args=(int(offering_id), int(session_id), str(quarter))) if isinstance(state, Making):
            if (offering_id, session_id) != (state.offering_id, state.session_id) or state.street is None:
                return Turn(state)
            made = NewPlace(state.name, state.street, quarter, session_id or None)
            return Turn(state, (Edit(offering_id, state.seen, made),))
        case Typed(text=text) if text.strip():
            return on_typed(state, " ".join(text.split()))
        case Done():
            return on_done(state, event)
        case _:
            return Turn(state, understood=False)


def change_of(venue_id: int, session_id: int) -> Change:
    """Make the change that a button stands for."""
    match venue_id:
        case -1:
            return SetOnline(session_id or None)
        case 0:
            return SetPlace(None, session_id or None)
        case _:
            return SetPlace(venue_id, session_id or None)


def on_typed(state: State | None, text: str) -> Turn[State]:
    """Look for a word, or take the name and street of a new place."""
    match state:
        case Choosing():
            return Turn(replace(state, word=text[:WORD_LENGTH], page=0))
        case Making(name="") if len(text) > MOST_NAME:
            return Turn(replace(state, objection=Objection.TOO_LONG.value))
        case Making(name=""):
            return Turn(replace(state, name=text, objection=""))
        case Making(street=None) if len(text) > MOST_STREET:
            return Turn(replace(state, objection=Objection.TOO_LONG.value))
        case Making(street=None):
            return Turn(replace(state, street=text, objection=""))
        case _:
            return Turn(state, understood=False)


def on_done(state: State | None, done: Done) -> Turn[State]:
    """Go on: to the next question, to the date, or to the offering."""
    match state, done.result:
        case Choosing(guided=True) | Making(guided=True), Edited(offering_id, mark):
            return Turn(None, goto=next_question(WHERE, offering_id, mark))
        case ((Choosing() | Making() | Sure()), Edited(offering_id, _, told)):
            if state.session_id:
                return Turn(None, goto=Tap("session", "one", (offering_id, state.session_id)))
            return Turn(None, goto=Tap("editing", "changed", (offering_id, told)))
        case ((Choosing() | Making() | Sure()), Unedited(reason)):
            return Turn(None, goto=objected(state.offering_id, reason))
        case _:
            return Turn(state)


async def load(state: State, reader: Reader) -> View:
    """Read what there is to choose from."""
    desk = await read_desk(state.offering_id, reader)
    if desk.editable is None:
        return View(desk)
    match state:
        case Choosing(word=word, page=page):
            return View(desk, places=await reader.editing.places(word, page))
        case Making():
            return View(desk, quarters=await reader.editing.quarters())
        case Sure(offering_id, session_id, venue_id):
            place = await reader.editing.place(venue_id) if venue_id > 0 else None
            affected = await reader.editing.affected(offering_id, change_of(venue_id, session_id))
            return View(desk, place=place, affected=affected)


def render(state: State, view: View) -> Screen:
    """Ask one question."""
    if (turned_away := barred(view.desk)) is not None or view.desk.editable is None:
        return turned_away or Screen(())
    editable = view.desk.editable
    match state:
        case Choosing():
            return ask_place(state, editable, view.places or NamedPage((), 0, 1))
        case Making():
            return ask_new(state, view)
        case Sure():
            return ask_sure(state, editable, view)


def back_of(offering_id: int, session_id: int) -> Tap:
    """Lead back to the date or the offering."""
    return Tap("session", "one", (offering_id, session_id)) if session_id else show(offering_id)


def ask_place(state: Choosing, editable: Editable, found: NamedPage) -> Screen:
    """Ask for a place: those most used first, or those that a typed word finds."""
    lines: tuple[Line, ...] = (title(_("Where is it?"), pic.WHERE),)
    if state.word and not found.lines:
        lines += (say(_("I found nothing that fits."), pic.SORRY),)
    lines += lock_lines(locked="venue" in editable.locks and not state.session_id)
    lines += (note(_("Or type a word of the name or street."), pic.TYPE),)
    lines += tuple(Line(address(one), pic.WHERE, "indented") for one in found.lines)
    rows: Rows = tuple((place_button(state, editable, one.id, brief(one.name)),) for one in found.lines)
    rows += pairs(other_places(state, editable))
    pager = Pager(found.page, found.pages, Tap("place", "page"))
    samples = Samples(("Talstraße", "DEPOT"), ("zzzzqq",))
    return Screen(lines, rows, back_of(state.offering_id, state.session_id), pager, samples=samples)


def other_places(state: Choosing, editable: Editable) -> list[Button]:
    """Offer what is no place of the list; who looks for one by a word may see all again."""
    if state.word:
        every = Button(_("Show everything"), Tap("place", "every"), pic.FIND)
        return [Button(_("A new place"), Tap("place", "make"), pic.MORE), every]
    buttons = [
        place_button(state, editable, ONLINE, _("Online")),
        Button(_("A new place"), Tap("place", "make"), pic.MORE),
    ]
    if state.guided:
        buttons.append(Button(_("Later"), next_question(WHERE, editable.id, editable.mark), pic.NEXT))
    else:
        same = _("Same place") if state.session_id else _("Not fixed yet")
        buttons.append(place_button(state, editable, SAME, same))
    return buttons


def address(place: Named) -> Text | Content:
    """Say a place with its street."""
    if not place.detail or place.detail in place.name.text:
        return place.name
    return _("{venue}, {street}", venue=place.name, street=Code(place.detail))


def brief(name: Content) -> Content:
    """Name a place without what is added to its name."""
    return Content(cut(ADDITION.split(name.text)[0], LABEL), name.language)


def place_button(state: Choosing, editable: Editable, venue_id: int, label: Text | Content) -> Button:
    """Offer a place; where people are registered, they are shown first."""
    here = (editable.id, state.session_id, venue_id)
    asks = editable.registered and editable.shown
    does = Tap("place", "sure", here) if asks else Tap("place", "take", (*here, editable.mark))
    return Button(label, does, pic.LINK if venue_id == ONLINE else pic.WHERE)


def ask_new(state: Making, view: View) -> Screen:
    """Ask for what a new place is called, its street, and its quarter."""
    back = question("venue", state.offering_id, state.seen, guided=state.guided)
    if state.session_id:
        back = Tap("place", "ask", (state.offering_id, state.session_id, state.seen, 0))
    sorry = objection_lines(state.objection)
    if not state.name:
        lines = (title(_("What is the place called?"), pic.WHERE), *sorry, note(_("Type the name."), pic.TYPE))
        return Screen(lines, back=back, samples=Samples(("Werkhaus",), ("x" * (MOST_NAME + 5),)))
    if state.street is None:
        lines = (
            title(_("Which street and number?"), pic.WHERE),
            *sorry,
            note(_("For example: Talstraße 2, 52068 Aachen"), pic.TYPE),
        )
        unknown = Button(_("I do not know"), Tap("place", "street_unknown"), pic.NEXT)
        return Screen(lines, ((unknown,),), back, samples=Samples(("Talstraße 2",), ("x" * (MOST_STREET + 5),)))
    here = (state.offering_id, state.session_id)
    buttons = [Button(one.name, Tap("place", "quarter", (*here, one.slug)), pic.WHERE) for one in view.quarters]
    return Screen((title(_("In which quarter?"), pic.WHERE),), pairs(buttons), back)


def ask_sure(state: Sure, editable: Editable, view: View) -> Screen:
    """Ask before people are told, and say who they are."""
    name: Text | Content = view.place.name if view.place else _("Not fixed yet")
    if state.venue_id == ONLINE:
        name = _("Online")
    elif state.venue_id == SAME and state.session_id:
        name = _("Same place")
    does = Tap("place", "take", (state.offering_id, state.session_id, state.venue_id, editable.mark))
    yes = Button(_("Yes, change the place"), does, pic.WHERE, "primary")
    back = Tap("place", "ask", (state.offering_id, state.session_id, editable.mark, 0))
    return sure(_("From now on here: {place}?", place=name), view.affected or Affected(), yes, back)


DIALOG = Dialog("place", 1, (Choosing, Making, Sure), update, render, load)
