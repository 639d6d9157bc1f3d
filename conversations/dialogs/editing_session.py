"""The dates of an offering: the list, and each one's time, place, places and link; cancelled, or held after all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TypeAlias
from zoneinfo import ZoneInfo

from conversations import pictograms as pic
from conversations.core import (
    Button,
    Dialog,
    Done,
    Event,
    Line,
    Rows,
    Screen,
    Tap,
    Turn,
    Typed,
    note,
    say,
    title,
)
from conversations.dates_screens import night_lines, span_text
from conversations.editing_effects import Edit
from conversations.editing_screens import (
    Desk,
    affected_lines,
    barred,
    done_line,
    lock_lines,
    objection_lines,
    question,
    read_desk,
    show,
    sure,
    unread,
)
from conversations.editing_words import seats_text
from conversations.facts import date_lines, date_text
from conversations.layout import paged
from conversations.session_screens import ask, count_text, session_button, session_rows
from conversations.typed_spans import typed_span
from locales.text import Code, _, ngettext
from storage.records.affected import Affected
from storage.records.catalogue import Session, SessionStatus
from storage.records.editing import Editable
from storage.records.edits import (
    CancelSessions,
    Change,
    Edited,
    MoveSession,
    Objection,
    RestoreSession,
    SetLink,
    SetSeats,
    Unedited,
)
from storage.records.reader import Reader

A_PAGE = 4
EVERY = 0
"""stands for all dates still to come"""
ASKED = ("time", "seats", "link")


@dataclass(frozen=True, slots=True)
class All:
    """All dates, a page at a time."""

    offering_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class One:
    """One date. `told` counts who is told of its last change, -1: none."""

    offering_id: int
    session_id: int
    objection: str = ""
    told: int = -1


@dataclass(frozen=True, slots=True)
class Asking:
    """Waiting for another time, number of places or link of a date."""

    offering_id: int
    session_id: int
    what: str
    seen: int = 0
    objection: str = ""


@dataclass(frozen=True, slots=True)
class Moving:
    """Asking before a date has another time, on the wall. What was not typed stays: the day, the time, how long it takes."""

    offering_id: int
    session_id: int
    day: date | None = None
    start: time | None = None
    end: time | None = None


@dataclass(frozen=True, slots=True)
class Cancelling:
    """Asking before a date, or all, are cancelled."""

    offering_id: int
    session_id: int


State: TypeAlias = All | One | Asking | Moving | Cancelling


@dataclass(frozen=True, slots=True)
class View:
    """The offering, and whom the change in question would reach."""

    desk: Desk
    affected: Affected | None = None


def update(state: State | None, event: Event) -> Turn[State]:
    """Show dates, and take what is to be changed."""
    match event:
        case Tap(action="all", args=(int(offering_id), int(page))):
            return Turn(All(offering_id, max(0, page)))
        case Tap(action="one", args=(int(offering_id), int(session_id))):
            return Turn(One(offering_id, session_id))
        case Tap(action="ask", args=(int(offering_id), int(session_id), str(what), int(seen))) if what in ASKED:
            return Turn(Asking(offering_id, session_id, what, seen))
        case Tap(action="cancel", args=(int(offering_id), int(session_id))):
            return Turn(Cancelling(offering_id, session_id))
        case Tap():
            return on_choice(state, event)
        case Typed(text=text) if isinstance(state, Asking) and text.strip():
            return on_typed(state, text.strip(), event)
        case Done():
            return on_done(state, event)
        case _:
            return Turn(state, understood=False)


def on_choice(state: State | None, tap: Tap) -> Turn[State]:
    """Do what was asked for before, or what needs no question."""
    match tap.action, tap.args:
        case "cancel_yes", (int(offering_id), int(session_id), int(seen)):
            return changing(offering_id, session_id, seen, CancelSessions(session_id or None))
        case "restore", (int(offering_id), int(session_id), int(seen)):
            return changing(offering_id, session_id, seen, RestoreSession(session_id))
        case "seats", (int(offering_id), int(session_id), int(number), int(seen)):
            return changing(offering_id, session_id, seen, SetSeats(session_id, number or None))
        case "no_link", (int(offering_id), int(session_id), int(seen)):
            return changing(offering_id, session_id, seen, SetLink(session_id, ""))
        case "move", (int(offering_id), int(session_id), int(start), int(end), int(seen)):
            return changing(offering_id, session_id, seen, MoveSession(session_id, wall_from(start), wall_from(end)))
        case _:
            return Turn(state, understood=False)


def changing(offering_id: int, session_id: int, seen: int, change: Change) -> Turn[State]:
    """Ask for a change of a date."""
    back = One(offering_id, session_id) if session_id else All(offering_id)
    return Turn(back, (Edit(offering_id, seen, change),))


def wall_number(at: datetime) -> int:
    """Write a time on the wall as an argument of a tap: 2701121430."""
    return int(at.strftime("%y%m%d%H%M"))


def wall_from(number: int) -> datetime:
    """Read a time on the wall from an argument of a tap; a forged one is a time long over."""
    try:
        return datetime.strptime(f"{number:010}", "%y%m%d%H%M")  # noqa: DTZ007 - a time on the wall has no zone
    except ValueError:
        return datetime.min  # noqa: DTZ901 - nor has this one


def on_typed(state: Asking, text: str, event: Event) -> Turn[State]:
    """Take a typed time, number or link."""
    here = (state.offering_id, state.session_id)
    match state.what:
        case "time":
            return on_time(state, text, event)
        case "seats" if text.isdecimal() and int(text) > 0:
            return changing(*here, state.seen, SetSeats(state.session_id, int(text[:9])))
        case "link":
            return changing(*here, state.seen, SetLink(state.session_id, text))
        case _:
            return Turn(replace(state, objection=Objection.WRONG.value))


def on_time(state: Asking, text: str, event: Event) -> Turn[State]:
    """Take a typed day, time, or both."""
    read = typed_span(text, event.at.date())
    if read is None:
        return Turn(replace(state, objection=unread(text, event.at.date()).value))
    return Turn(Moving(state.offering_id, state.session_id, read.day, read.start, read.end))


def on_done(state: State | None, done: Done) -> Turn[State]:
    """Show what became of it."""
    match state, done.result:
        case One(offering_id, session_id), Edited(_, _, told):
            return Turn(One(offering_id, session_id, told=told))
        case One(offering_id, session_id), Unedited(Objection.WRONG) if (asked := asked_of(done.effect)) is not None:
            return Turn(Asking(offering_id, session_id, *asked))
        case One(offering_id, session_id), Unedited(reason):
            return Turn(One(offering_id, session_id, reason.value))
        case All(offering_id), Edited(_, _, told):
            return Turn(None, goto=Tap("editing", "changed", (offering_id, told)))
        case All(offering_id), Unedited(reason):
            return Turn(None, goto=Tap("editing", "refused", (offering_id, reason.value)))
        case _:
            return Turn(state)


def asked_of(effect: object) -> tuple[str, int, str] | None:
    """Tell what to ask for again when a typed answer is none: what, the mark that was seen, and why."""
    match effect:
        case Edit(seen=seen, change=SetSeats()):
            return "seats", seen, Objection.WRONG.value
        case Edit(seen=seen, change=SetLink()):
            return "link", seen, Objection.UNREAD.value
        case _:
            return None


async def load(state: State, reader: Reader) -> View:
    """Read the offering, and whom a change would reach."""
    desk = await read_desk(state.offering_id, reader)
    if desk.editable is None:
        return View(desk)
    match state:
        case Moving(offering_id, session_id) if session := desk.editable.session(session_id):
            moved = MoveSession(session_id, *span_of(state, session, desk.zone))
            return View(desk, await reader.editing.affected(offering_id, moved))
        case Cancelling(offering_id, session_id):
            return View(desk, await reader.editing.affected(offering_id, CancelSessions(session_id or None)))
        case _:
            return View(desk)


def span_of(state: Moving, session: Session, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Put the new time together with what stays of the old one, as the clock on the wall shows it."""
    was, until = (at.astimezone(zone).replace(tzinfo=None) for at in (session.start, session.end))
    start = datetime.combine(state.day or was.date(), state.start or was.time())
    return start, datetime.combine(start.date(), state.end) if state.end else start + (until - was)


def render(state: State, view: View) -> Screen:
    """Show dates, or one question."""
    if (turned_away := barred(view.desk)) is not None or view.desk.editable is None:
        return turned_away or Screen(())
    editable = view.desk.editable
    if isinstance(state, All):
        return show_all(state.page, view.desk, editable)
    if isinstance(state, Cancelling) and state.session_id == EVERY:
        return ask_cancelling_all(editable, view)
    session = editable.session(state.session_id)
    if session is None:
        return show_all(0, view.desk, editable)
    match state:
        case One():
            return show_one(state, session, view.desk, editable)
        case Asking():
            return ask(state.what, state.objection, session, editable)
        case Moving():
            return ask_moving(state, session, view, editable)
        case Cancelling():
            return ask_cancelling(session, view, editable)


def show_all(page: int, desk: Desk, editable: Editable) -> Screen:
    """List the dates, those to come first."""
    ahead = [one for one in editable.offering.sessions if one.end > desk.now]
    over = [one for one in editable.offering.sessions if one.end <= desk.now]
    shown, pager = paged((*ahead, *reversed(over)), page, A_PAGE, Tap("session", "all", (editable.id,)))
    lines = (title(_("Dates"), pic.WHEN), say(count_text(len(ahead)), pic.CALENDAR))
    rows: Rows = tuple((session_button(editable, one, desk.now),) for one in shown)
    more: tuple[Button, ...] = (Button(_("Add dates"), question("when", editable.id, editable.mark), pic.MORE),)
    if any(one.status is not SessionStatus.CANCELLED for one in ahead):
        more += (Button(_("Cancel all"), Tap("session", "cancel", (editable.id, EVERY)), pic.NO, "danger"),)
    return Screen(lines, (*rows, more), show(editable.id), pager)


def show_one(state: One, session: Session, desk: Desk, editable: Editable) -> Screen:
    """Show a date and what can be changed of it."""
    lines: tuple[Line, ...] = (title(editable.offering.title, pic.CHANGE), *objection_lines(state.objection))
    lines += (done_line(state.told),) if state.told >= 0 else ()
    lines += (*date_lines(session, editable.offering), say(seats_text(session.capacity), pic.PLACES))
    if link := editable.link(session.id):
        lines += (say(_("{link}", link=Code(link)), pic.LINK),)
    lines += lock_lines(locked=session.id in editable.session_locks)
    back = Tap("session", "all", (editable.id, 0))
    if session.end <= desk.now:
        return Screen((*lines, note(_("This date is over."), pic.INFO)), back=back)
    return Screen(lines, session_rows(session, editable), back)


def ask_moving(state: Moving, session: Session, view: View, editable: Editable) -> Screen:
    """Ask before a date has another time, and say whom that reaches."""
    here = (editable.id, session.id)
    start, end = span_of(state, session, view.desk.zone)
    does = Tap("session", "move", (*here, wall_number(start), wall_number(end), editable.mark))
    yes = Button(_("Yes, move it"), does, pic.WHEN, "primary")
    screen = sure(_("Move this date?"), view.affected or Affected(), yes, Tap("session", "one", here))
    before = say(date_text(session, editable.offering), pic.NO)
    now = (say(span_text(start, end, view.desk.zone), pic.WHEN), *night_lines(start))
    return replace(screen, lines=(screen.lines[0], before, *now, *screen.lines[1:]))


def ask_cancelling(session: Session, view: View, editable: Editable) -> Screen:
    """Ask before a date is cancelled."""
    does = Tap("session", "cancel_yes", (editable.id, session.id, editable.mark))
    lines = (
        title(_("Cancel this date?"), pic.WARNING),
        say(date_text(session, editable.offering), pic.WHEN),
        *affected_lines(view.affected or Affected()),
        note(_("You can take this back later. People are told again then."), pic.INFO),
    )
    yes = Button(_("Yes, cancel"), does, pic.NO, "danger")
    return Screen(lines, ((yes,),), Tap("session", "one", (editable.id, session.id)))


def ask_cancelling_all(editable: Editable, view: View) -> Screen:
    """Ask before all dates are cancelled."""
    held = editable.offering.upcoming(view.desk.now)
    dates = ngettext("{count} date", "{count} dates", len(held))
    does = Tap("session", "cancel_yes", (editable.id, EVERY, editable.mark))
    lines = (
        title(_("Cancel all dates?"), pic.WARNING),
        say(_("{title}: {dates}", title=editable.offering.title, dates=dates), pic.WHEN),
        *affected_lines(view.affected or Affected(), course=editable.offering.whole_course),
    )
    yes = Button(_("Yes, cancel all"), does, pic.NO, "danger")
    return Screen(lines, ((yes,),), Tap("session", "all", (editable.id, 0)))


DIALOG = Dialog("session", 1, (All, One, Asking, Moving, Cancelling), update, render, load)
