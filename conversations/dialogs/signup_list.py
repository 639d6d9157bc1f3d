"""The people on the lists of an offering: by session, by word, who was offered a place, and who is to be phoned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
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
    Pager,
    Rows,
    Samples,
    Screen,
    Tap,
    Turn,
    Typed,
    say,
    title,
)
from conversations.layout import paged
from conversations.signup_effects import TickOffCall
from conversations.signup_lines import (
    PICTOGRAMS,
    call_lines,
    headline,
    offered_lines,
    session_text,
    tally_note,
    what_lines,
    who_text,
)
from conversations.signup_outcomes import to_person
from conversations.staff import not_for_you
from locales.text import ShortDay, _, ngettext
from storage.records.catalogue import Session
from storage.records.people import Participant
from storage.records.reader import Reader
from storage.records.rosters import Standing
from storage.records.signups import Call, OfferedPage, Run, Signup, SignupPage

ME = "signup_list"
A_PAGE = 5
CALLS_A_PAGE = 3
OFFERED_A_PAGE = 5
WORD_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of an offering: one of the whole course, or one a session to choose from."""

    offering_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class People:
    """A page of the people of a session, or of the whole course (`session_id` 0)."""

    offering_id: int
    session_id: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a typed code or name leads to."""

    offering_id: int
    word: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Offers:
    """A page of who was offered a place of the waiting list."""

    offering_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Calls:
    """A page of who is to be phoned."""

    offering_id: int
    page: int = 0


State: TypeAlias = Lists | People | Found | Offers | Calls


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, the offering, and what is listed."""

    me: Participant
    now: datetime
    run: Run | None = None
    people: SignupPage | None = None
    found: tuple[Signup, ...] = ()
    offered: OfferedPage | None = None
    calls: tuple[Call, ...] = ()


def update(state: State | None, event: Event) -> Turn[State]:
    """Open a list, turn its pages, or look for somebody by code or name."""
    match event:
        case Tap(action="show", args=(int(offering_id),)):
            return Turn(Lists(offering_id))
        case Tap(action="dates", args=(int(offering_id), int(page))):
            return Turn(Lists(offering_id, max(0, page)))
        case Tap(action="people", args=(int(offering_id), int(session_id), int(page))):
            return Turn(People(offering_id, session_id, max(0, page)))
        case Tap(action="offers", args=(int(offering_id), int(page))):
            return Turn(Offers(offering_id, max(0, page)))
        case Tap(action="calls", args=(int(offering_id), int(page))):
            return Turn(Calls(offering_id, max(0, page)))
        case Tap(action="phoned", args=(int(offering_id), int(call_id))):
            return Turn(Calls(offering_id), (TickOffCall(call_id),))
        case Done():
            return Turn(state)
        case Typed(text=text) if isinstance(state, Lists | People | Found) and text.strip():
            return Turn(Found(state.offering_id, " ".join(text.split())[:WORD_LENGTH]))
        case _:
            return Turn(state, understood=False)


async def load(state: State, reader: Reader) -> View:
    """Read the offering, and the list that is shown."""
    me, now = await reader.me(), reader.now
    run = await reader.signups.run(state.offering_id) if may_coordinate(me) else None
    if run is None:
        return View(me, now)
    match state:
        case Lists(offering_id) if run.offering.whole_course:
            return View(me, now, run, await reader.signups.people(offering_id, None, 0))
        case People(offering_id, session_id, page):
            return View(me, now, run, await reader.signups.people(offering_id, session_id or None, page))
        case Found(offering_id, word):
            return View(me, now, run, found=await reader.signups.found(offering_id, word))
        case Offers(offering_id, page):
            return View(me, now, run, offered=await reader.signups.offered(offering_id, page))
        case Calls(offering_id):
            return View(me, now, run, calls=await reader.signups.calls(offering_id))
        case _:
            return View(me, now, run)


def render(state: State, view: View) -> Screen:
    """Show the list."""
    if not may_coordinate(view.me):
        return not_for_you()
    if view.run is None:
        return not_yours()
    match state:
        case Lists() if view.people is not None:
            return show_people(view.run, None, view.people)
        case Lists(_, page):
            return show_dates(view.run, page, view.now)
        case People(_, session_id) if view.people is not None:
            return show_people(view.run, session_id or None, view.people)
        case Found(_, word):
            return show_found(view.run, word, view.found)
        case Offers() if view.offered is not None:
            return show_offered(view.run, view.offered)
        case Calls(_, page):
            return show_calls(view.run, page, view.calls)
        case _:
            return not_yours()


def show_dates(run: Run, page: int, now: datetime) -> Screen:
    """Ask which session."""
    offering = run.offering
    shown, pager = paged(by_time(offering.sessions, now), page, A_PAGE, Tap(ME, "dates", (offering.id,)))
    rows = tuple(
        (Button(session_text(one), Tap(ME, "people", (offering.id, one.id, 0)), date_pictogram(one, now)),)
        for one in shown
    )
    lines: tuple[Line, ...] = (headline(offering), say(_("Which date?"), pic.WHEN))
    lines += (tally_note(),) if shown else (say(_("There is no date yet."), pic.SORRY),)
    return Screen(lines, rows, of_offering(offering.id), pager, samples=samples())


def samples() -> Samples:
    """Say what may be typed on a list: somebody's code or name."""
    return Samples(("K7M", "Amal"), ("zzzzqq", "%"))


def by_time(sessions: Sequence[Session], now: datetime) -> list[Session]:
    """Sort sessions: those still to come first, then those that are over, the last one first."""
    ahead = [one for one in sessions if one.end > now]
    return [*ahead, *reversed([one for one in sessions if one.end <= now])]


def date_pictogram(session: Session, now: datetime) -> str:
    """Tell what is over from what is to come."""
    return pic.WHEN if session.end > now else pic.YES


def show_people(run: Run, session_id: int | None, page: SignupPage) -> Screen:
    """List the people, one a button: first who has a place, then who was offered one, then who waits."""
    here = (run.offering.id, session_id or 0)
    rows: Rows = tuple((person_button(person),) for person in page.people)
    rows += (list_ways(run, session_id),)
    lines = (*what_lines(run, session_id), *count_lines(page))
    if page.people:
        lines += (say(_("Or just type a code or a name."), pic.TYPE),)
    back = of_offering(run.offering.id) if run.offering.whole_course else Tap(ME, "show", (run.offering.id,))
    return Screen(lines, rows, back, Pager(page.page, page.pages, Tap(ME, "people", here)), samples=samples())


def list_ways(run: Run, session_id: int | None) -> tuple[Button, ...]:
    """Lead on from a list: to adding somebody, and to who was offered a place."""
    here = run.offering.id
    ways: tuple[Button, ...] = (Button(_("Add somebody"), Tap("walk_in", "start", (here, session_id or 0)), pic.MORE),)
    if run.offered_once:
        ways += (Button(_("Offered places"), Tap(ME, "offers", (here, 0)), pic.PLACES),)
    return ways


def count_lines(page: SignupPage) -> tuple[Line, ...]:
    """Say how many stand where; each pictogram is that of the buttons below."""
    lines: tuple[Line, ...] = (
        say(ngettext("{count} person has a place.", "{count} people have a place.", page.registered), pic.PERSON),
    )
    if page.offered:
        offered = ngettext("{count} person was offered a place.", "{count} people were offered a place.", page.offered)
        lines += (say(offered, pic.PLACES),)
    if page.waiting:
        lines += (say(ngettext("{count} person waits.", "{count} people wait.", page.waiting), pic.WAITING),)
    return lines


def person_button(person: Signup) -> Button:
    """Lead to somebody."""
    does = to_person(person.id, registration=person.registration)
    return Button(who_text(person), does, pictogram_of(person), count=person.position)


def pictogram_of(person: Signup) -> str:
    """Find somebody's pictogram: where they stand, and whether one has to phone them or has confirmed their place."""
    if person.standing is Standing.REGISTERED and person.confirmed_at is not None:
        return pic.YES
    if person.phone and person.standing is Standing.REGISTERED:
        return pic.PHONE
    return PICTOGRAMS[person.standing]


def show_found(run: Run, word: str, found: tuple[Signup, ...]) -> Screen:
    """List whom the word leads to."""
    lines: tuple[Line, ...] = (headline(run.offering),)
    if not found:
        lines += (
            say(_("I found nobody with this code or name."), pic.SORRY),
            say(_("Please type the whole name."), pic.TYPE),
        )
    rows = tuple((found_button(run, person),) for person in found)
    return Screen(lines, rows, Tap(ME, "show", (run.offering.id,)), samples=samples())


def found_button(run: Run, person: Signup) -> Button:
    """Lead to somebody who was found; of an offering with single sessions the button says which."""
    session, button = run.session(person.session_id), person_button(person)
    if session is None:
        return button
    return replace(button, label=_("{day} · {who}", day=ShortDay(session.start), who=who_text(person)))


def show_offered(run: Run, page: OfferedPage) -> Screen:
    """Tell who was offered a place when, until when, and what came of it."""
    lines: tuple[Line, ...] = (title(_("Offered places"), pic.PLACES), say(run.offering.title))
    lines += tuple(line for one in page.lines for line in offered_lines(one))
    if not page.lines:
        lines += (say(_("Nobody was offered a place yet.")),)
    back = Tap(ME, "show", (run.offering.id,))
    return Screen(lines, (), back, Pager(page.page, page.pages, Tap(ME, "offers", (run.offering.id,))))


def show_calls(run: Run, page: int, calls: tuple[Call, ...]) -> Screen:
    """List who is to be phoned about what; a button each ticks it off, another leads to the person."""
    shown, pager = paged(calls, page, CALLS_A_PAGE, Tap(ME, "calls", (run.offering.id,)))
    lines: tuple[Line, ...] = (title(_("To be phoned"), pic.PHONE), say(run.offering.title))
    rows: Rows = ()
    for call in shown:
        lines += (say(who_text(call.person), pic.PERSON), *call_lines(call))
        done = Button(_("Phoned"), Tap(ME, "phoned", (run.offering.id, call.id)), pic.YES)
        rows += ((person_button(call.person), done),)
    if not calls:
        lines += (say(_("Nobody is to be phoned."), pic.YES),)
    return Screen(lines, rows, of_offering(run.offering.id), pager)


DIALOG = Dialog(ME, 1, (Lists, People, Found, Offers, Calls), update, render, load)
