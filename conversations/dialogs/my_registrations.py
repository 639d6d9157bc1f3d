"""My registrations: what a person has with us, giving it back, and the answers to what the bot asked unasked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from conversations import claim_screens as screens
from conversations import outcomes
from conversations.core import Dialog, Done, Event, Screen, Tap, Turn
from conversations.effects import (
    AnswerReminder,
    CancelRegistration,
    LeaveWaitingList,
    SendCalendar,
    SendVenue,
    TakePlace,
    WithdrawInterest,
)
from storage.records.catalogue import Offering
from storage.records.reader import Reader
from storage.records.registrations import Interest, Mine, Refusal, Refused, Registered, Registration, WaitingEntry


@dataclass(frozen=True, slots=True)
class Everything:
    """The list, a page at a time."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class One:
    """One registration or reminder."""

    registration_id: int


@dataclass(frozen=True, slots=True)
class Cancelling:
    """Asking once more before a place is given back."""

    registration_id: int


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A place was given back, or there was none."""

    registration_id: int
    done: bool


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody cannot come: asking whether only this time."""

    registration_id: int
    session_id: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A reminder was answered, or there was nothing to answer."""

    registration_id: int
    session_id: int
    coming: bool
    done: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One waiting-list entry."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """Asking once more before a waiting-list entry is given up."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class Left:
    """An entry was given up, or there was none."""

    entry_id: int
    done: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """An offered place was taken."""

    registration_id: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Missed:
    """An offered place could not be taken any more."""

    entry_id: int
    reason: Refusal


@dataclass(frozen=True, slots=True)
class Wish:
    """One expression of interest."""

    interest_id: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A wish was forgotten, or there was none."""

    done: bool


OfRegistration: TypeAlias = One | Cancelling | Cancelled | Away | Answered | Placed
OfEntry: TypeAlias = Entry | Leaving | Left | Missed
State: TypeAlias = Everything | OfRegistration | OfEntry | Wish | Withdrawn


@dataclass(frozen=True, slots=True)
class View:
    """What the screen is about; what is not this person's is as good as not there."""

    now: datetime
    mine: Mine | None = None
    registration: Registration | None = None
    entry: WaitingEntry | None = None
    interest: Interest | None = None
    offering: Offering | None = None


def update(state: State | None, event: Event) -> Turn[State]:
    """Go where the tap leads; what changes something names it, and what loses something is asked twice."""
    match event:
        case Tap(action="show" | "list"):
            return Turn(Everything())
        case Tap(action="page", args=(int(page),)):
            return Turn(Everything(max(0, page)))
        case Tap(action="map", args=(int(registration_id), int(venue_id))):
            return Turn(state or One(registration_id), (SendVenue(venue_id),))
        case Tap(action="calendar", args=(int(registration_id),)):
            return Turn(state or One(registration_id), (SendCalendar("registration", registration_id),))
        case Tap(action="wish", args=(int(interest_id),)):
            return Turn(Wish(interest_id))
        case Tap(action="forget", args=(int(interest_id),)):
            return Turn(Wish(interest_id), (WithdrawInterest(interest_id),))
        case Tap(action="open" | "cancel" | "really" | "coming" | "cannot" | "away"):
            return on_registration(state, event)
        case Tap(action="waiting" | "take" | "decline" | "leave" | "really_leave"):
            return on_entry(state, event)
        case Done():
            return Turn(on_done(state, event))
        case _:
            return Turn(state, understood=False)


def on_registration(state: State | None, tap: Tap) -> Turn[State]:
    """Show a registration, give it back, or answer its reminder."""
    match tap.action, tap.args:
        case "open", (int(registration_id),):
            return Turn(One(registration_id))
        case "really", (int(registration_id),) if state == Cancelling(registration_id):
            return Turn(state, (CancelRegistration(registration_id),))
        case "cancel" | "really", (int(registration_id),):
            return Turn(Cancelling(registration_id))
        case "coming", (int(registration_id), int(session_id)):
            return Turn(One(registration_id), (AnswerReminder(registration_id, session_id, coming=True),))
        case "away", (int(registration_id), int(session_id)) if state == Away(registration_id, session_id):
            return Turn(state, (AnswerReminder(registration_id, session_id, coming=False),))
        case "cannot" | "away", (int(registration_id), int(session_id)):
            return Turn(Away(registration_id, session_id))
        case _:
            return Turn(state, understood=False)


def on_entry(state: State | None, tap: Tap) -> Turn[State]:
    """Show a waiting-list entry, take its place, or give it up."""
    match tap.action, tap.args:
        case "waiting", (int(entry_id),):
            return Turn(Entry(entry_id))
        case "take", (int(entry_id),):
            return Turn(Entry(entry_id), (TakePlace(entry_id),))
        case "really_leave", (int(entry_id),) if state == Leaving(entry_id):
            return Turn(state, (LeaveWaitingList(entry_id),))
        case "decline" | "leave" | "really_leave", (int(entry_id),):
            return Turn(Leaving(entry_id))
        case _:
            return Turn(state, understood=False)


def on_done(state: State | None, done: Done) -> State | None:
    """Show what became of a change."""
    match done:
        case Done(effect=CancelRegistration(registration_id), result=bool(given)):
            return Cancelled(registration_id, given)
        case Done(effect=AnswerReminder(registration_id, session_id, coming), result=bool(noted)):
            return Answered(registration_id, session_id, coming, noted)
        case Done(effect=LeaveWaitingList(entry_id), result=bool(left)):
            return Left(entry_id, left)
        case Done(effect=TakePlace(), result=Registered(registration_id, again)):
            return Placed(registration_id, again)
        case Done(effect=TakePlace(entry_id), result=Refused(reason)):
            return Missed(entry_id, reason)
        case Done(effect=WithdrawInterest(), result=bool(forgotten)):
            return Withdrawn(forgotten)
        case _:
            return state


async def load(state: State, reader: Reader) -> View:
    """Read what the screen is about."""
    match state:
        case Everything():
            return View(reader.now, mine=await reader.mine())
        case Wish(interest_id):
            wishes = (await reader.mine()).interests
            return View(reader.now, interest=next((wish for wish in wishes if wish.id == interest_id), None))
        case Withdrawn():
            return View(reader.now)
        case Entry(entry_id) | Leaving(entry_id) | Left(entry_id) | Missed(entry_id):
            entry = await reader.waiting_entry(entry_id)
            offering = await reader.offering(entry.offering_id) if entry else None
            return View(reader.now, entry=entry, offering=offering)
        case _:
            return View(reader.now, registration=await reader.registration(state.registration_id))


def render(state: State, view: View) -> Screen:
    """Show the list, one thing, a question, or what became of it."""
    match state:
        case Everything(page):
            return screens.show_list(view.mine or Mine((), (), ()), page, view.now)
        case Wish():
            return screens.show_wish(view.interest)
        case Withdrawn(done):
            return screens.show_withdrawn(done=done)
        case Entry() | Leaving() | Left() | Missed():
            return render_entry(state, view.entry, view)
        case _:
            return render_registration(state, view.registration, view)


def render_registration(state: OfRegistration, registration: Registration | None, view: View) -> Screen:
    """Show a registration, a question about it, or what became of it."""
    match state:
        case _ if registration is None:
            return screens.show_gone()
        case Placed(again=again):
            return outcomes.show_finished(registration, view.now, again=again)
        case Cancelled(done=done):
            return screens.show_cancelled(registration, done=done)
        case Answered(_, session_id, coming, done):
            return screens.show_answered(registration, session_id, coming=coming, done=done)
        case _ if not registration.active:
            return screens.show_cancelled(registration, done=False)
        case Cancelling():
            return screens.ask_to_cancel(registration, view.now)
        case Away(_, session_id):
            return screens.ask_how_long(registration, session_id)
        case One():
            return screens.show_registration(registration, view.now)


def render_entry(state: OfEntry, entry: WaitingEntry | None, view: View) -> Screen:
    """Show a waiting-list entry, a question about it, or what became of it."""
    match state:
        case _ if entry is None:
            return screens.show_gone()
        case Missed(_, reason):
            return screens.show_missed(entry, reason, view.offering, view.now)
        case Left(done=done):
            return screens.show_left(entry, done=done)
        case _ if not entry.active:
            return screens.show_left(entry, done=False)
        case Leaving():
            return screens.ask_to_leave(entry)
        case Entry():
            return screens.show_entry(entry, view.offering, view.now)


STATES = (
    Everything,
    One,
    Cancelling,
    Cancelled,
    Away,
    Answered,
    Entry,
    Leaving,
    Left,
    Placed,
    Missed,
    Wish,
    Withdrawn,
)
SEARCHING = tuple(state for state in STATES if state not in {Cancelling, Away, Leaving})
DIALOG = Dialog("my_registrations", 1, STATES, update, render, load, searches=SEARCHING)
