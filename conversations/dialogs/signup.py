"""One person on a list: confirm, move, let wait, give a place, cancel, note. What takes something away is asked twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from conversations import pictograms as pic
from conversations import signup_effects as e
from conversations.coordination import may_coordinate, not_yours
from conversations.core import Button, Dialog, Done, Event, Screen, Tap, Turn, Typed
from conversations.drafts import clean_text, mark_of
from conversations.signup_outcomes import ask_over, show_done, show_refused, to_person
from conversations.signup_screens import ME, ask_note, ask_to_cancel, ask_to_queue, ask_where, show_person
from conversations.staff import not_for_you
from locales.text import _
from storage.records.people import Participant
from storage.records.reader import Reader
from storage.records.signups import MESSAGE_LENGTH, Changed, Full, Objected, Objection, Run, Signup


@dataclass(frozen=True, slots=True)
class One:
    """One person, by the number of their registration or of their waiting-list entry."""

    number: int
    registration: bool = True


@dataclass(frozen=True, slots=True)
class Moving:
    """Choosing another session."""

    number: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Queueing:
    """Asking before somebody is put on the waiting list."""

    number: int


@dataclass(frozen=True, slots=True)
class Cancelling:
    """Asking before somebody loses a place or entry; `long`: what was typed was too long."""

    number: int
    registration: bool = True
    message: str = field(default="", repr=False)
    long: bool = False


@dataclass(frozen=True, slots=True)
class Noting:
    """Waiting for a note; `wrong` is why the last one was refused."""

    number: int
    registration: bool = True
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """Asking whether to go on although it is full: moving there (`source` to `destination`), or giving a place."""

    number: int
    registration: bool
    taken: int
    capacity: int
    source: int = 0
    destination: int = 0


@dataclass(frozen=True, slots=True)
class Finished:
    """It was done; the number is that of what the person has now."""

    what: str
    number: int
    registration: bool
    told: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not done, and why."""

    number: int
    registration: bool
    reason: Objection


State: TypeAlias = One | Moving | Queueing | Cancelling | Noting | Filling | Finished | Refused


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, the person and their offering."""

    me: Participant
    now: datetime
    person: Signup | None = None
    run: Run | None = None


WHAT: dict[type, str] = {
    e.ConfirmSignup: "confirm",
    e.MoveSignup: "move",
    e.QueueSignup: "queue",
    e.PromoteEntry: "promote",
    e.CancelSignup: "cancel",
    e.RemoveEntry: "remove",
}


def update(state: State | None, event: Event) -> Turn[State]:
    """Show somebody, ask, or change something; taps name whom and what."""
    match event:
        case Tap(action="place", args=(int(number),)):
            return Turn(One(number))
        case Tap(action="line", args=(int(number),)):
            return Turn(One(number, registration=False))
        case Tap(action="confirm", args=(int(number),)):
            return Turn(One(number), (e.ConfirmSignup(number),))
        case Tap(action="promote", args=(int(number),)):
            return Turn(One(number, registration=False), (e.PromoteEntry(number),))
        case Tap(action="really_queue", args=(int(number),)):
            return Turn(One(number), (e.QueueSignup(number),))
        case Tap(action="move", args=(int(number), int(page))):
            return Turn(Moving(number, max(0, page)))
        case Tap(action="queue", args=(int(number),)):
            return Turn(Queueing(number))
        case Tap(action="cancel", args=(int(number),)):
            return Turn(Cancelling(number))
        case Tap(action="remove", args=(int(number),)):
            return Turn(Cancelling(number, registration=False))
        case Tap(action="note", args=(int(number),)):
            return Turn(Noting(number))
        case Tap(action="line_note", args=(int(number),)):
            return Turn(Noting(number, registration=False))
        case Tap():
            return on_answer(state, event)
        case Typed(text=text):
            return on_typed(state, text)
        case Done():
            return Turn(on_done(state, event))
        case _:
            return Turn(state, understood=False)


def on_answer(state: State | None, tap: Tap) -> Turn[State]:
    """Take an answer: where to, with which message, all the same, no note any more."""
    match tap:
        case Tap(action="really_move", args=(int(number), int(source), int(destination))):
            return Turn(One(number), (e.MoveSignup(number, source, destination),))
        case Tap(action="over_move", args=(int(number), int(source), int(destination), int(taken))):
            return Turn(One(number), (e.MoveSignup(number, source, destination, taken),))
        case Tap(action="over_promote", args=(int(number), int(taken))):
            return Turn(One(number, registration=False), (e.PromoteEntry(number, taken),))
        case Tap(action="really_cancel", args=(int(number), int(mark))):
            message = message_of(state, number, mark, registration=True)
            return again(state, One(number), message, e.CancelSignup(number, message or ""))
        case Tap(action="really_remove", args=(int(number), int(mark))):
            message = message_of(state, number, mark, registration=False)
            return again(state, One(number, registration=False), message, e.RemoveEntry(number, message or ""))
        case Tap(action="clear", args=(int(number),)):
            return Turn(One(number), (e.NoteOnSignup(number, ""),))
        case Tap(action="line_clear", args=(int(number),)):
            return Turn(One(number, registration=False), (e.NoteOnEntry(number, ""),))
        case _:
            return Turn(state, understood=False)


def message_of(state: State | None, number: int, mark: int, *, registration: bool) -> str | None:
    """Find the message that a button was made for; None when it is another one by now."""
    match state:
        case Cancelling(asked, kind, message) if (asked, kind) == (number, registration):
            return message if mark_of(message) == mark else None
        case _:
            return "" if mark == mark_of("") else None


def again(state: State | None, there: State, message: str | None, effect: object) -> Turn[State]:
    """Do it, unless the button is from before the message was changed: then show what is now."""
    return Turn(state or there) if message is None else Turn(there, (effect,))


def on_typed(state: State | None, text: str) -> Turn[State]:
    """Take a note or a message."""
    typed = clean_text(text)
    match state:
        case Noting(number, True, _) if typed:
            return Turn(state, (e.NoteOnSignup(number, typed),))
        case Noting(number, False, _) if typed:
            return Turn(state, (e.NoteOnEntry(number, typed),))
        case Cancelling(number, registration, message) if typed and len(typed) > MESSAGE_LENGTH:
            return Turn(Cancelling(number, registration, message, long=True))
        case Cancelling(number, registration) if typed:
            return Turn(Cancelling(number, registration, typed))
        case _:
            return Turn(state, understood=False)


def on_done(state: State | None, done: Done) -> State | None:
    """Follow what became of a change."""
    match done:
        case Done(effect=e.NoteOnSignup() | e.NoteOnEntry(), result=Changed(number, registration)):
            return One(number, registration)
        case Done(effect=e.NoteOnSignup(number), result=Objected(Objection.CONTACT | Objection.UNCLEAR as reason)):
            return Noting(number, True, reason)
        case Done(effect=e.NoteOnEntry(number), result=Objected(Objection.CONTACT | Objection.UNCLEAR as reason)):
            return Noting(number, False, reason)
        case Done(effect=e.MoveSignup(number, source, destination), result=Full(taken, capacity)):
            return Filling(number, True, taken, capacity, source, destination)
        case Done(effect=e.PromoteEntry(number), result=Full(taken, capacity)):
            return Filling(number, False, taken, capacity)
        case Done(effect=effect, result=Changed(number, registration, told)):
            return Finished(WHAT[type(effect)], number, registration, told)
        case Done(effect=effect, result=Objected(reason)):
            return refused(effect, reason)
        case _:
            return state


def refused(effect: object, reason: Objection) -> State | None:
    """Say that something was not done, with the way to whom it was about."""
    match effect:
        case e.PromoteEntry(number) | e.RemoveEntry(number) | e.NoteOnEntry(number):
            return Refused(number, False, reason)
        case e.ConfirmSignup(number) | e.QueueSignup(number) | e.CancelSignup(number):
            return Refused(number, True, reason)
        case e.MoveSignup(number) | e.NoteOnSignup(number):
            return Refused(number, True, reason)
        case _:
            return None


async def load(state: State, reader: Reader) -> View:
    """Read the person and their offering."""
    me, now = await reader.me(), reader.now
    if not may_coordinate(me):
        return View(me, now)
    registration = not isinstance(state, One | Cancelling | Noting | Filling | Finished | Refused) or state.registration
    signups = reader.signups
    person = await (signups.registration(state.number) if registration else signups.entry(state.number))
    run = await signups.run(person.offering_id) if person is not None else None
    return View(me, now, person, run)


def render(state: State, view: View) -> Screen:
    """Show the person, or ask one thing."""
    if not may_coordinate(view.me):
        return not_for_you()
    person, run = view.person, view.run
    if person is None or run is None:
        return not_yours()
    match state:
        case Finished(what, _, _, told):
            return show_done(what, person, told=told)
        case Refused(number, registration, reason):
            return show_refused(reason, to_person(number, registration=registration))
        case Filling():
            return show_filling(state, person)
        case _ if not person.active:
            return show_person(person, run, view.now)
        case Moving(_, page):
            return ask_where(person, run, page, view.now)
        case Queueing():
            return ask_to_queue(person)
        case Cancelling(_, _, message, long):
            return ask_to_cancel(person, message, long=long)
        case Noting(_, _, wrong):
            return ask_note(person, wrong)
        case _:
            return show_person(person, run, view.now)


def show_filling(state: Filling, person: Signup) -> Screen:
    """Ask whether to go on although it is full."""
    if state.registration:
        yes = Tap(ME, "over_move", (state.number, state.source, state.destination, state.taken))
    else:
        yes = Tap(ME, "over_promote", (state.number, state.taken))
    back = Button(_("No, go back"), to_person(person.id, registration=person.registration), pic.BACK)
    return ask_over(state.taken, state.capacity, yes, (back,))


STATES = (One, Moving, Queueing, Cancelling, Noting, Filling, Finished, Refused)
DIALOG = Dialog(ME, 1, STATES, update, render, load)
