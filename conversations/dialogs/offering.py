"""An offering: what it is, when, where, what it costs, is there a place; then register, wait, or be reminded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from conversations import pictograms as pic
from conversations import ways
from conversations.core import Button, Dialog, Done, Event, Line, Rows, Screen, Share, Tap, Turn, say, title
from conversations.deep_links import to_offering
from conversations.effects import RemindMe, SendCalendar, SendVenue
from conversations.facts import (
    Situation,
    date_lines,
    first_lines,
    has_place,
    next_date_line,
    no_date_text,
    pictogram_of,
    reminder_line,
    situation,
)
from conversations.layout import paged, pairs
from conversations.particulars import more_pages
from conversations.whereabouts import open_where_lines, venue_of
from conversations.wording import refusal_text
from locales.text import _
from storage.records.catalogue import Offering, Session
from storage.records.reader import Reader
from storage.records.registrations import Refusal, Refused, Registered, Registration, WaitingEntry

DATES_A_PAGE = 5
JOINABLE = {Situation.OPEN, Situation.WAITING, Situation.DROP_IN}


@dataclass(frozen=True, slots=True)
class Facts:
    """The important things on one screen."""

    offering_id: int


@dataclass(frozen=True, slots=True)
class More:
    """The rest, a page at a time."""

    offering_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Dates:
    """All dates to come, a page at a time."""

    offering_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Reminding:
    """Asking which dates to remind of."""

    offering_id: int


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder is set."""

    offering_id: int
    registration_id: int


@dataclass(frozen=True, slots=True)
class NotReminded:
    """A reminder could not be set."""

    offering_id: int
    reason: Refusal


State: TypeAlias = Facts | More | Dates | Reminding | Reminded | NotReminded


@dataclass(frozen=True, slots=True)
class View:
    """The offering and what the person has of it."""

    offering: Offering | None
    now: datetime
    language: str
    registrations: tuple[Registration, ...] = ()
    waiting: tuple[WaitingEntry, ...] = ()


def update(state: State | None, event: Event) -> Turn[State]:
    """Go where the tap leads; a reminder is asked for, and its result shown."""
    match event:
        case Tap(action="show", args=(int(offering_id),)):
            return Turn(Facts(offering_id))
        case Tap(action="more", args=(int(offering_id),)):
            return Turn(More(offering_id))
        case Tap(action="more", args=(int(offering_id), int(page))):
            return Turn(More(offering_id, max(0, page)))
        case Tap(action="dates", args=(int(offering_id), int(page))):
            return Turn(Dates(offering_id, max(0, page)))
        case Tap(action="which", args=(int(offering_id),)):
            return Turn(Reminding(offering_id))
        case Tap(action="remind", args=(int(offering_id),)):
            return Turn(Facts(offering_id), (RemindMe(offering_id),))
        case Tap(action="remind", args=(int(offering_id), int(session_id))):
            return Turn(Facts(offering_id), (RemindMe(offering_id, session_id),))
        case Tap(action="map", args=(int(offering_id), int(venue_id))):
            return Turn(staying(state, offering_id), (SendVenue(venue_id),))
        case Tap(action="calendar", args=(int(offering_id),)):
            return Turn(staying(state, offering_id), (SendCalendar("offering", offering_id),))
        case Done(effect=RemindMe(offering_id=offering_id), result=Registered(registration_id=registration_id)):
            return Turn(Reminded(offering_id, registration_id))
        case Done(effect=RemindMe(offering_id=offering_id), result=Refused(reason)):
            return Turn(NotReminded(offering_id, reason))
        case _:
            return Turn(state, understood=False)


def staying(state: State | None, offering_id: int) -> State:
    """Stay on the screen of this offering, or open it."""
    return state if state is not None and state.offering_id == offering_id else Facts(offering_id)


async def load(state: State, reader: Reader) -> View:
    """Read the offering and what the person has of it."""
    offering = await reader.offering(state.offering_id)
    if offering is None or not isinstance(state, Facts | Reminded):
        return View(offering, reader.now, reader.language)
    registrations = await reader.registered(offering.id)
    if not offering.waiting_list:
        return View(offering, reader.now, reader.language, registrations)
    mine = await reader.mine()
    waiting = tuple(entry for entry in mine.waiting if entry.offering_id == offering.id)
    return View(offering, reader.now, reader.language, registrations, waiting)


def render(state: State, view: View) -> Screen:
    """Show the offering; what is gone leads on to others."""
    if view.offering is None or not view.offering.live:
        return show_gone(view)
    match state:
        case Facts():
            return show_facts(view.offering, view)
        case More(_, page):
            return show_more(view.offering, page, view)
        case Dates(_, page):
            return show_dates(view.offering, page, view.now)
        case Reminding():
            return show_which(view.offering, view.now)
        case Reminded(_, registration_id):
            return show_reminded(view.offering, registration_id, view)
        case NotReminded(_, reason):
            return show_not_reminded(view.offering, reason, view.now)


def show_more(offering: Offering, page: int, view: View) -> Screen:
    """Show the rest."""
    (lines,), pager = paged(more_pages(offering, view.now), page, 1, Tap("offering", "more", (offering.id,)))
    return Screen(lines, (lead_row(offering, view),), Tap("offering", "show", (offering.id,)), pager)


def show_gone(view: View) -> Screen:
    """Say that it is gone, and lead on."""
    return Screen((title(refusal_text("gone"), pic.SORRY),), ways.instead(view.offering, view.now))


def show_facts(offering: Offering, view: View) -> Screen:
    """Show the important things, and the one button that matters first."""
    rows = (*own_rows(view), *action_rows(offering, view), *lower_rows(offering, view))
    lines = first_lines(offering, view.now, view.language)
    match situation(offering, view.now):
        case Situation.OVER:
            return Screen((say(_("This is over."), pic.SORRY), *lines), rows)
        case Situation.CANCELLED:
            return Screen((say(_("All dates are cancelled."), pic.SORRY), *lines), rows)
        case _:
            return Screen(lines, rows)


def own_rows(view: View) -> Rows:
    """Lead to what the person has of it already."""
    held = tuple(ways.own(registration, "success") for registration in view.registrations)
    buttons = held + tuple(waiting_button(entry) for entry in view.waiting)
    return ((ways.my_registrations(),),) if len(buttons) > 1 else tuple((button,) for button in buttons)


def waiting_button(entry: WaitingEntry) -> Button:
    """Lead to a waiting-list entry."""
    return Button(_("My waiting list"), Tap("my_registrations", "waiting", (entry.id,)), pic.WAITING)


def action_rows(offering: Offering, view: View) -> Rows:
    """Offer what one can do now."""
    match situation(offering, view.now):
        case Situation.OVER | Situation.CANCELLED | Situation.STARTED | Situation.FULL:
            return ways.instead(offering, view.now)
        case Situation.DROP_IN if view.registrations:
            return ()
        case _:
            return (lead_row(offering, view),)


def lead_row(offering: Offering, view: View) -> tuple[Button, ...]:
    """Make the button that matters most."""
    upcoming = offering.upcoming(view.now)
    match situation(offering, view.now):
        case Situation.OPEN if view.registrations or view.waiting:
            return (Button(_("Register once more"), register_tap(offering, upcoming), pic.MORE),)
        case Situation.OPEN:
            return (Button(_("Register"), register_tap(offering, upcoming), pic.YES, "success"),)
        case Situation.WAITING:
            return (Button(_("Join the waiting list"), register_tap(offering, upcoming), pic.WAITING),)
        case Situation.DROP_IN:
            action = "which" if len(upcoming) > 1 else "remind"
            return (Button(_("Remind me"), Tap("offering", action, (offering.id,)), pic.REMINDER, "success"),)
        case _:
            return (ways.tell_me(offering.id),)


def register_tap(offering: Offering, upcoming: tuple[Session, ...]) -> Tap:
    """Start to register; where only one date has a place, it is chosen already."""
    if offering.whole_course:
        return Tap("register", "start", (offering.id,))
    bookable = [session for session in upcoming if has_place(session) or offering.waiting_list]
    if len(bookable) == 1:
        return Tap("register", "start", (offering.id, bookable[0].id))
    return Tap("register", "start", (offering.id,))


def lower_rows(offering: Offering, view: View) -> Rows:
    """Offer the rest, two a row: all dates, map, calendar file, more, pass on."""
    buttons: list[Button] = []
    ahead = [session for session in offering.sessions if session.start > view.now]
    if len(ahead) > 1:
        buttons.append(Button(_("All dates"), Tap("offering", "dates", (offering.id, 0)), pic.WHEN, count=len(ahead)))
    venue = venue_of(offering, view.now)
    if venue and venue.pinned:
        buttons.append(Button(_("Map"), Tap("offering", "map", (offering.id, venue.id)), pic.WHERE))
    if situation(offering, view.now) in JOINABLE and not view.registrations and not view.waiting:
        buttons.append(ways.calendar_file(Tap("offering", "calendar", (offering.id,))))
    buttons.append(Button(_("More about it"), Tap("offering", "more", (offering.id,)), pic.INFO))
    buttons.append(Button(_("Tell others"), Share(to_offering(offering.id), offering.title), pic.SHARE))
    return pairs(buttons)


def show_dates(offering: Offering, page: int, now: datetime) -> Screen:
    """List the dates to come with the status of each."""
    ahead = [session for session in offering.sessions if session.start > now]
    shown, pager = paged(ahead, page, DATES_A_PAGE, Tap("offering", "dates", (offering.id,)))
    lines: tuple[Line, ...] = (title(_("All dates"), pic.WHEN), say(offering.title, pictogram_of(offering)))
    lines += tuple(line for session in shown for line in date_lines(session, offering))
    if not shown:
        lines += (say(no_date_text(offering), pic.WHEN),)
    row = lead_row(offering, View(offering, now, ""))
    return Screen(lines, (row,), Tap("offering", "show", (offering.id,)), pager)


def show_which(offering: Offering, now: datetime) -> Screen:
    """Ask whether to remind of the next date or of every date."""
    upcoming = offering.upcoming(now)
    rows: Rows = ()
    lines: tuple[Line, ...] = (title(_("When shall I remind you?"), pic.REMINDER),)
    if upcoming:
        following = upcoming[0]
        lines += (next_date_line(following), *open_where_lines(offering, following))
        only = Tap("offering", "remind", (offering.id, following.id))
        rows = (
            (Button(_("Only the next time"), only, pic.REMINDER),),
            (Button(_("Every time"), Tap("offering", "remind", (offering.id,)), pic.REMINDER, count=len(upcoming)),),
        )
    return Screen(lines, rows, back=Tap("offering", "show", (offering.id,)))


def show_reminded(offering: Offering, registration_id: int, view: View) -> Screen:
    """Say that the wish to be reminded is noted, and when the reminder comes, if any does."""
    found = next((r for r in view.registrations if r.id == registration_id), None)
    if found is None:
        return show_facts(offering, view)
    lines = (
        title(_("Good. I have noted it."), pic.DONE),
        say(offering.title, pictogram_of(offering)),
        reminder_line(found),
    )
    calendar = ways.calendar_file(Tap("offering", "calendar", (offering.id,)))
    rows = ((calendar,), (ways.change_reminders(),), (ways.own(found, "success"),))
    return Screen(lines, rows, back=Tap("offering", "show", (offering.id,)), fresh=True)


def show_not_reminded(offering: Offering, reason: Refusal, now: datetime) -> Screen:
    """Say why there is nothing to remind of, and lead on."""
    lines = (title(offering.title, pictogram_of(offering)), say(refusal_text(reason), pic.SORRY))
    return Screen(lines, ways.instead(offering, now), back=Tap("offering", "show", (offering.id,)))


DIALOG = Dialog(
    "offering",
    1,
    (Facts, More, Dates, Reminding, Reminded, NotReminded),
    update,
    render,
    load,
    searches=(Facts, More, Dates, Reminded, NotReminded),
)
