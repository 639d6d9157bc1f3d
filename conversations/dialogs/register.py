"""Register for an offering: for whom, which date, one kind question a condition, a first name, a check, done.

Which question comes next follows from draft and offering. Only a screen has seen the offering, so each answer's button
carries whether it is the last one. Nothing leaves the draft before it is confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from conversations import outcomes, ways
from conversations import pictograms as pic
from conversations.core import Button, Dialog, Done, Event, Screen, Tap, Turn, Typed, title
from conversations.drafts import clean_name
from conversations.effects import Register, SendCalendar
from conversations.facts import Situation, has_place, headline, situation
from conversations.registration_draft import (
    Draft,
    Question,
    View,
    answer,
    ask_date_again,
    open_questions,
    request,
    undo,
)
from conversations.registration_questions import (
    ask_condition,
    ask_name,
    ask_session,
    ask_to_check,
    ask_what_to_change,
    ask_whom,
    key_of,
)
from conversations.wording import refusal_text
from locales.text import _
from storage.records.catalogue import Offering
from storage.records.reader import Reader
from storage.records.registrations import Refusal, Refused, Registered, Waiting

CLOSED = {
    Situation.GONE: Refusal.GONE,
    Situation.NO_DATE: Refusal.NO_DATE,
    Situation.CANCELLED: Refusal.CANCELLED,
    Situation.OVER: Refusal.STARTED,
    Situation.STARTED: Refusal.STARTED,
    Situation.DROP_IN: Refusal.NO_REGISTRATION,
    Situation.FULL: Refusal.FULL,
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Asking the next open question."""

    draft: Draft
    page: int = 0


@dataclass(frozen=True, slots=True)
class Naming:
    """Waiting for a name."""

    draft: Draft
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """Showing all that would be sent."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Changing:
    """Asking what to change."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Unlucky:
    """It could not be granted; the draft is kept for another try."""

    draft: Draft
    reason: Refusal


@dataclass(frozen=True, slots=True)
class Stopped:
    """A condition is not met; nothing of the draft is kept."""

    offering_id: int
    what: str


@dataclass(frozen=True, slots=True)
class Finished:
    """Registered."""

    offering_id: int
    registration_id: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Queued:
    """On the waiting list."""

    offering_id: int
    entry_id: int
    again: bool = False


Drafting: TypeAlias = Asking | Naming | Check | Changing | Unlucky
State: TypeAlias = Drafting | Stopped | Finished | Queued


def update(state: State | None, event: Event) -> Turn[State]:
    """Take an answer, a name, the confirmation or its result."""
    match state, event:
        case _, Tap(action="start", args=(int(offering_id),)):
            return Turn(Asking(Draft(offering_id)))
        case _, Tap(action="start", args=(int(offering_id), int(session_id))):
            return Turn(Asking(Draft(offering_id, session_id)))
        case _, Tap(action="calendar", args=(int(registration_id),)):
            return Turn(state, (SendCalendar("registration", registration_id),))
        case _, Tap(args=(int(offering_id), *_)) as tap:
            return on_tap(state, offering_id, tap)
        case Naming(draft), Typed(text=text):
            return named(draft, clean_name(text))
        case Check(draft), Done(effect=Register(), result=result):
            return Turn(outcome(draft, result))
        case _:
            return Turn(state, understood=False)


def on_tap(state: State | None, offering_id: int, tap: Tap) -> Turn[State]:
    """Take a tap that names an offering: this draft's, or, from an earlier time, one to look at again."""
    match state:
        case Asking(draft) | Naming(draft) | Check(draft) | Changing(draft) | Unlucky(draft):
            if draft.offering_id == offering_id:
                return on_draft(state, draft, tap)
        case Stopped() | Finished() | Queued() if state.offering_id == offering_id:
            return Turn(state)
    return Turn(None, goto=Tap("offering", "show", (offering_id,)))


def on_draft(state: Drafting, draft: Draft, tap: Tap) -> Turn[State]:
    """Take a tap that concerns this draft."""
    match tap.action, tap.args[1:]:
        case "answer", (str(question), int(value), int(last)) if question not in draft.answered:
            return Turn(following(answer(draft, question, value), last=bool(last)))
        case "no", (str(question),):
            return Turn(Stopped(draft.offering_id, question))
        case "page", (int(page),):
            return Turn(Asking(draft, max(0, page)))
        case "undo", ():
            return Turn(Asking(undo(draft)))
        case "go_on", ():
            return Turn(following(draft, last=True))
        case "send", (int(session_id), int(mark), int(may_wait)) if (session_id, mark) == key_of(draft):
            return Turn(state, (request(draft, may_wait=bool(may_wait)),) if isinstance(state, Check) else ())
        case _:
            return on_change(state, draft, tap)


def on_change(state: Drafting, draft: Draft, tap: Tap) -> Turn[State]:
    """Take a name's button, or what to change."""
    match tap.action, tap.args[1:]:
        case "own_name", () if isinstance(state, Naming):
            return named(draft, clean_name(tap.first_name))
        case "earlier", (int(attendee_id),) if isinstance(state, Naming):
            return Turn(Check(replace(draft, name="", attendee_id=attendee_id)))
        case "change", ():
            return Turn(Changing(draft))
        case "rename", ():
            return Turn(Naming(draft))
        case "redate", ():
            return Turn(Asking(ask_date_again(draft)))
        case "anew", ():
            return Turn(Asking(Draft(draft.offering_id)))
        case _:
            return Turn(state)


def following(draft: Draft, *, last: bool) -> Drafting:
    """Go to the next question, the name, or the check."""
    if not last:
        return Asking(draft)
    return Check(draft) if draft.named else Naming(draft)


def named(draft: Draft, name: str) -> Turn[State]:
    """Take a clean name; without one, ask again."""
    if not name:
        return Turn(Naming(draft, wrong=True))
    return Turn(Check(replace(draft, name=name, attendee_id=None)))


def outcome(draft: Draft, result: object) -> State:
    """Show what became of the request."""
    match result:
        case Registered(registration_id, again):
            return Finished(draft.offering_id, registration_id, again)
        case Waiting(entry_id, _, again):
            return Queued(draft.offering_id, entry_id, again)
        case Refused(reason):
            return Unlucky(draft, reason)
        case _:
            return Check(draft)


async def load(state: State, reader: Reader) -> View:
    """Read what the screen shows."""
    match state:
        case Finished(offering_id, registration_id):
            found = await reader.registration(registration_id)
            invited = (await reader.news()).agreed is None
            return View(await reader.offering(offering_id), reader.now, registration=found, invited=invited)
        case Queued(offering_id, entry_id):
            entry = await reader.waiting_entry(entry_id)
            return View(await reader.offering(offering_id), reader.now, entry=entry)
        case Stopped(offering_id):
            return View(await reader.offering(offering_id), reader.now)
        case Naming(draft) | Check(draft):
            offering = await reader.offering(draft.offering_id)
            return View(offering, reader.now, await reader.attendees(), reader.first_name)
        case Asking(draft) | Changing(draft) | Unlucky(draft):
            return View(await reader.offering(draft.offering_id), reader.now)


def render(state: State, view: View) -> Screen:
    """Show one question, the check, or what became of it."""
    match state:
        case Finished(again=again) if view.registration is not None:
            return outcomes.show_finished(view.registration, view.now, again=again, invited=view.invited)
        case Queued(again=again) if view.entry is not None:
            return outcomes.show_queued(view.entry, again=again)
        case Stopped(_, what) if view.offering is not None:
            return outcomes.show_stopped(view.offering, what)
        case Unlucky(draft, reason):
            return outcomes.show_refused(draft, reason, view.offering, view.now)
        case Asking(draft) | Naming(draft) | Check(draft) | Changing(draft) if view.offering is not None:
            return show_draft(state, draft, view.offering, view)
        case _:
            return Screen((title(refusal_text("gone"), pic.SORRY),), ways.instead(view.offering, view.now))


def show_draft(state: Drafting, draft: Draft, offering: Offering, view: View) -> Screen:
    """Ask what is open still; when nobody can register any more, say why."""
    refusal = refusal_of(draft, offering, view.now)
    questions = open_questions(draft, offering)
    match state:
        case _ if refusal is not None:
            return outcomes.show_refused(draft, refusal, offering, view.now)
        case Changing():
            return ask_what_to_change(draft, offering)
        case _ if questions:
            return show_question(questions[0], draft, offering, state.page if isinstance(state, Asking) else 0, view)
        case Naming(_, wrong):
            return ask_name(draft, view, wrong=wrong)
        case Check():
            return ask_to_check(draft, offering, view)
        case _:
            rows = ((Button(_("Continue"), Tap("register", "go_on", (draft.offering_id,)), pic.YES, "success"),),)
            return Screen((headline(offering),), rows)


def refusal_of(draft: Draft, offering: Offering, now: datetime) -> Refusal | None:
    """Say why nobody can register for this, or for the chosen date, any more."""
    refusal = CLOSED.get(situation(offering, now))
    if refusal is not None or draft.session_id is None:
        return refusal
    session = next((session for session in offering.upcoming(now) if session.id == draft.session_id), None)
    if session is None:
        return Refusal.STARTED
    return None if has_place(session) or offering.waiting_list else Refusal.FULL


def show_question(question: Question, draft: Draft, offering: Offering, page: int, view: View) -> Screen:
    """Ask one question; the first one goes back to the offering."""
    back = Tap("register", "undo", (draft.offering_id,)) if draft.answered else None
    match question:
        case "whom":
            return replace(ask_whom(draft, offering), back=back)
        case "session":
            return replace(ask_session(draft, offering, page, view.now), back=back)
        case "women" | "age" | "consent":
            return replace(ask_condition(question, draft, offering), back=back)


DIALOG = Dialog(
    "register",
    1,
    (Asking, Naming, Check, Changing, Unlucky, Stopped, Finished, Queued),
    update,
    render,
    load,
)
