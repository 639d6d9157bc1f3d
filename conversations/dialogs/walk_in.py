"""Add somebody who has no Telegram, because they phoned or came by: a name or nickname, and a code. No number is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from conversations import pictograms as pic
from conversations.coordination import may_coordinate, not_yours, of_offering
from conversations.core import (
    Button,
    Dialog,
    Done,
    Event,
    Line,
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
from conversations.drafts import NAME_LENGTH, clean_name, mark_of
from conversations.facts import people_lines
from conversations.layout import paged
from conversations.signup_effects import AddByPhone
from conversations.signup_lines import headline, session_text, tally_lines, tally_note, what_lines
from conversations.signup_outcomes import ask_over, show_refused
from conversations.signup_screens import dates_to_join, show_code
from conversations.staff import not_for_you
from locales.text import Code, _
from storage.records.catalogue import Registering
from storage.records.people import Participant
from storage.records.reader import Reader
from storage.records.signups import Changed, Full, Objected, Objection, Run, Signup

ME = "walk_in"
A_PAGE = 5


@dataclass(frozen=True, slots=True)
class Choosing:
    """Choosing the session."""

    offering_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Naming:
    """Waiting for a name; `wrong`: what was typed is none. `session_id` 0 is the whole course."""

    offering_id: int
    session_id: int
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Checking:
    """Asking whether that is right, and whether they get a place or wait."""

    offering_id: int
    session_id: int
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Filling:
    """Asking whether to go on although it is full."""

    offering_id: int
    session_id: int
    name: str = field(repr=False)
    taken: int = 0
    capacity: int = 0


@dataclass(frozen=True, slots=True)
class Added:
    """They are on the list; the code is shown large."""

    offering_id: int
    number: int
    registration: bool


@dataclass(frozen=True, slots=True)
class NotAdded:
    """They could not be added, and why."""

    offering_id: int
    session_id: int
    reason: Objection


State: TypeAlias = Choosing | Naming | Checking | Filling | Added | NotAdded


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, the offering, and who was added."""

    me: Participant
    now: datetime
    run: Run | None = None
    person: Signup | None = None


def update(state: State | None, event: Event) -> Turn[State]:
    """Ask where, then for a name, then whether that is right."""
    match event:
        case Tap(action="start", args=(int(offering_id), int(session_id))):
            return Turn(Naming(offering_id, session_id) if session_id else Choosing(offering_id))
        case Tap(action="dates", args=(int(offering_id), int(page))):
            return Turn(Choosing(offering_id, max(0, page)))
        case Tap(action="name", args=(int(offering_id), int(session_id))):
            return Turn(Naming(offering_id, session_id))
        case Tap(action="add" | "wait", args=(int(offering_id), int(session_id), int(mark))):
            return on_answer(state, event.action == "wait", (offering_id, session_id, mark))
        case Tap(action="over", args=(int(offering_id), int(session_id), int(mark), int(taken))):
            return on_answer(state, False, (offering_id, session_id, mark), taken)
        case Typed(text=text) if isinstance(state, Naming | Checking):
            return Turn(named(state.offering_id, state.session_id, text))
        case Typed(text=text) if isinstance(state, Choosing):
            return Turn(named(state.offering_id, 0, text))
        case Done(effect=AddByPhone() as effect):
            return Turn(on_done(state, effect, event.result))
        case _:
            return Turn(state, understood=False)


def named(offering_id: int, session_id: int, text: str) -> State:
    """Take a name; one with many digits in it is none."""
    name = clean_name(text)
    if not name or sum(mark.isdigit() for mark in name) > 2:
        return Naming(offering_id, session_id, wrong=True)
    return Checking(offering_id, session_id, name)


def on_answer(state: State | None, wait: bool, key: tuple[int, int, int], over: int = -1) -> Turn[State]:
    """Add somebody, when the button is from the screen that asked about just this name."""
    match state:
        case Checking(offering_id, session_id, name) | Filling(offering_id, session_id, name):
            if key != (offering_id, session_id, mark_of(name)):
                return Turn(state)
            return Turn(state, (AddByPhone(offering_id, session_id or None, name, wait, over),))
        case _:
            return Turn(state)


def on_done(state: State | None, effect: AddByPhone, result: object) -> State | None:
    """Follow what became of it."""
    match result:
        case Changed(number, registration):
            return Added(effect.offering_id, number, registration)
        case Full(taken, capacity):
            return Filling(effect.offering_id, effect.session_id or 0, effect.name, taken, capacity)
        case Objected(Objection.CONTACT | Objection.UNCLEAR):
            return Naming(effect.offering_id, effect.session_id or 0, wrong=True)
        case Objected(reason):
            return NotAdded(effect.offering_id, effect.session_id or 0, reason)
        case _:
            return state


async def load(state: State, reader: Reader) -> View:
    """Read the offering, and who was added."""
    me, now = await reader.me(), reader.now
    run = await reader.signups.run(state.offering_id) if may_coordinate(me) else None
    if run is None or not isinstance(state, Added):
        return View(me, now, run)
    read = reader.signups.registration if state.registration else reader.signups.entry
    return View(me, now, run, await read(state.number))


def render(state: State, view: View) -> Screen:
    """Ask one thing, or show the code."""
    if not may_coordinate(view.me):
        return not_for_you()
    run = view.run
    if run is None:
        return not_yours()
    match state:
        case NotAdded(offering_id, _, reason):
            return show_refused(reason, of_offering(offering_id))
        case Added() if view.person is not None:
            return show_code(view.person, run, _("The person is on the list."))
        case Added():
            return not_yours()
        case _ if run.offering.registering is Registering.NONE:
            return show_refused(Objection.NO_REGISTRATION, of_offering(run.offering.id))
        case _ if not dates_to_join(run, view.now):
            return show_refused(Objection.OVER, of_offering(run.offering.id))
        case Choosing(_, page) if not run.offering.whole_course:
            return ask_date(run, page, view.now)
        case Choosing():
            return ask_name(run, 0, wrong=False)
        case Naming(session_id=0) | Checking(session_id=0) | Filling(session_id=0) if not run.offering.whole_course:
            return ask_date(run, 0, view.now)
        case Naming(_, session_id, wrong):
            return ask_name(run, session_id, wrong=wrong)
        case Checking(_, session_id, name):
            return ask_to_check(run, session_id, name)
        case Filling():
            return ask_to_fill(run, state)


def ask_date(run: Run, page: int, now: datetime) -> Screen:
    """Ask for the session."""
    here = run.offering.id
    shown, pager = paged(dates_to_join(run, now), page, A_PAGE, Tap(ME, "dates", (here,)))
    rows = tuple((Button(session_text(one), Tap(ME, "start", (here, one.id)), pic.WHEN),) for one in shown)
    lines = (title(_("Which date?"), pic.WHEN), headline(run.offering), tally_note())
    return Screen(lines, rows, of_offering(here), pager)


def ask_name(run: Run, session_id: int, *, wrong: bool) -> Screen:
    """Ask for a name, and say what is not to be typed."""
    lines: tuple[Line, ...] = (
        title(_("Who shall be on the list?"), pic.TYPE),
        *what_lines(run, session_id or None),
        say(_("Type a first name or a nickname.")),
        note(_("No family names, no phone numbers. I store a name and a code."), pic.PRIVACY),
    )
    if wrong:
        lines = (say(_("Please type a name with letters, at most {count} long.", count=NAME_LENGTH), pic.SORRY), *lines)
    samples = Samples(("Amal", "  Maria   Luise "), ("0241 123456", "🙂", "x" * (NAME_LENGTH + 1)))
    return Screen(lines, (), of_offering(run.offering.id), samples=samples)


def ask_to_check(run: Run, session_id: int, name: str) -> Screen:
    """Show all that would be noted, with what the person should be asked, and let them have a place or wait."""
    key = (run.offering.id, session_id, mark_of(name))
    tally = run.tally(session_id or None)
    add = Button(_("Give a place"), Tap(ME, "add", key), pic.PLACES, "success")
    wait = Button(_("To the waiting list"), Tap(ME, "wait", key), pic.WAITING)
    rows: Rows = ((add,), (wait,)) if run.offering.waiting_list else ((add,),)
    rows += ((Button(_("Change the name"), Tap(ME, "name", (run.offering.id, session_id)), pic.CHANGE),),)
    lines: tuple[Line, ...] = (title(_("Please check:"), pic.YES), say(_("Name: {name}", name=Code(name)), pic.PEOPLE))
    lines += (*what_lines(run, session_id or None), *tally_lines(tally), *people_lines(run.offering))
    if run.offering.for_minors:
        lines += (say(_("Please ask whether a parent agrees."), pic.CHILDCARE),)
    samples = Samples(("Amal",), ("0241 123456",))
    return Screen(lines, rows, Tap(ME, "name", (run.offering.id, session_id)), samples=samples)


def ask_to_fill(run: Run, state: Filling) -> Screen:
    """Ask whether to go on although it is full."""
    key = (state.offering_id, state.session_id, mark_of(state.name))
    no: tuple[Button, ...] = (Button(_("No, go back"), Tap(ME, "name", key[:2]), pic.BACK),)
    if run.offering.waiting_list:
        no = (Button(_("To the waiting list"), Tap(ME, "wait", key), pic.WAITING), *no)
    return ask_over(state.taken, state.capacity, Tap(ME, "over", (*key, state.taken)), no)


DIALOG = Dialog(ME, 1, (Choosing, Naming, Checking, Filling, Added, NotAdded), update, render, load)
