"""Facts as lines: what an offering, a session or a registration says about itself, from fields and never from prose.

Every dialog and notice says the same thing in the same words, in the same order, with the same pictogram.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from conversations import pictograms as pic
from conversations.core import Line, prose, say, title
from conversations.prose import beginning
from conversations.whereabouts import own_where_lines, where_line, where_lines
from conversations.wording import kind_name
from locales.rhythm import names_each
from locales.text import Code, Content, DayOf, Languages, Listed, Moment, Price, Schedule, Span, Text, _, ngettext
from storage.records.catalogue import Childcare, Offering, Registering, Session, SessionStatus, StepFree
from storage.records.registrations import Registration, WaitingEntry

REMINDERS_SHOWN = 2
FACTS_WITH_PROSE = 6
"""a screen with more lines of facts than this is long enough without the description"""


class Situation(StrEnum):
    """What one can do about an offering by now."""

    GONE = "gone"
    NO_DATE = "no_date"
    CANCELLED = "cancelled"
    OVER = "over"
    STARTED = "started"
    DROP_IN = "drop_in"
    OPEN = "open"
    WAITING = "waiting"
    FULL = "full"


def situation(offering: Offering | None, now: datetime) -> Situation:
    """Find out what one can do: register, wait, just come, or nothing any more."""
    if offering is None or not offering.live:
        return Situation.GONE
    if not offering.sessions:
        return Situation.NO_DATE
    upcoming = offering.upcoming(now)
    if not upcoming:
        ahead = any(session.start > now for session in offering.sessions)
        return Situation.CANCELLED if ahead else Situation.OVER
    if offering.registering is Registering.NONE:
        return Situation.DROP_IN
    if offering.started(now):
        return Situation.STARTED
    if has_places(offering, upcoming):
        return Situation.OPEN
    return Situation.WAITING if offering.waiting_list else Situation.FULL


def has_places(offering: Offering, upcoming: tuple[Session, ...]) -> bool:
    """Say whether anybody can still get a place, in the whole course or in one of its sessions."""
    if offering.whole_course:
        return offering.free is None or offering.free > 0
    return any(has_place(session) for session in upcoming)


def has_place(session: Session) -> bool:
    """Say whether a single session has a place left."""
    return session.free is None or session.free > 0


def pictogram_of(offering: Offering) -> str:
    """Find the pictogram of an offering: that of its first topic."""
    return pic.of_topic(offering.topics[0] if offering.topics else "")


def headline(offering: Offering) -> Line:
    """Name the offering and say what kind it is."""
    return title(_("{title} · {kind}", title=offering.title, kind=kind_name(offering.kind)), pictogram_of(offering))


def span_of(session: Session) -> Span:
    """Give a session's time."""
    return Span(session.start, session.end)


def span_line(session: Session) -> Line:
    """Say a session's time."""
    return say(_("{span}", span=span_of(session)), pic.WHEN)


def next_date_line(session: Session) -> Line:
    """Say when the next of several sessions is."""
    return say(_("Next date: {span}", span=span_of(session)), pic.WHEN)


def when_lines(offering: Offering, now: datetime) -> tuple[Line, ...]:
    """Say when: the rhythm of a course, the next date of single ones; moved and cancelled dates are said."""
    upcoming = offering.upcoming(now)
    if not upcoming:
        return (say(no_date_text(offering), pic.WHEN),)
    if offering.whole_course and not offering.started(now) and len(upcoming) > 1:
        return (*rhythm_lines(upcoming), *change_lines(offering, upcoming[0], now))
    first = span_line(upcoming[0]) if len(offering.sessions) == 1 else next_date_line(upcoming[0])
    return (first, *change_lines(offering, upcoming[0], now))


def no_date_text(offering: Offering) -> Text:
    """Say why there is no date to name."""
    return _("There is no date any more.") if offering.sessions else _("There is no date yet.")


def rhythm_lines(sessions: Sequence[Session]) -> tuple[Line, ...]:
    """Say the rhythm of several sessions, how many there are and when they begin; a schedule of few names them itself."""
    schedule = say(_("{schedule}", schedule=Schedule(tuple(span_of(session) for session in sessions))), pic.WHEN)
    named = names_each(session.start.date() for session in sessions)
    return (schedule,) if named else (schedule, Line(date_count(sessions), style="indented"))


def date_count(sessions: Sequence[Session]) -> Text:
    """Say how many dates there are and when they begin."""
    day = DayOf(sessions[0].start)
    return ngettext("{count} date, from {day}", "{count} dates, from {day}", len(sessions), day=day)


def change_lines(offering: Offering, following: Session, now: datetime) -> tuple[Line, ...]:
    """Say that the next date was moved, and how many of those to come are cancelled."""
    lines: tuple[Line, ...] = ()
    if following.status is SessionStatus.MOVED:
        lines += (Line(_("This date was moved."), style="indented"),)
    cancelled = sum(s.status is SessionStatus.CANCELLED and s.start > now for s in offering.sessions)
    if cancelled:
        lines += (
            Line(ngettext("{count} date is cancelled.", "{count} dates are cancelled.", cancelled), style="indented"),
        )
    return lines


def price_lines(offering: Offering) -> tuple[Line, ...]:
    """Say what it costs; a note is said unless it is free anyway."""
    match offering.price_cents:
        case 0:
            return (say(_("Free of charge"), pic.PRICE),)
        case None:
            first = say(_("The price is not known yet."), pic.PRICE)
        case int(cents):
            first = say(_("{price}", price=Price(cents)), pic.PRICE)
    return (first, Line(offering.price_note, style="indented")) if offering.price_note else (first,)


def places_lines(offering: Offering, now: datetime) -> tuple[Line, ...]:
    """Say whether there is a place: in the whole course, or at any of its dates."""
    upcoming = offering.upcoming(now)
    match situation(offering, now):
        case Situation.DROP_IN:
            return (say(_("Just come"), pic.PLACES),)
        case Situation.STARTED:
            return (say(_("This course has already begun."), pic.PLACES),)
        case Situation.OPEN | Situation.WAITING | Situation.FULL if offering.whole_course:
            return (say(places_text(offering.free, offering.waiting), pic.PLACES),)
        case Situation.OPEN | Situation.WAITING | Situation.FULL if len(upcoming) == 1:
            return (say(places_text(upcoming[0].free, upcoming[0].waiting), pic.PLACES),)
        case Situation.OPEN:
            return (say(_("Places left"), pic.PLACES),)
        case Situation.WAITING | Situation.FULL:
            return (say(_("All dates are full."), pic.PLACES),)
        case _:
            return ()


def places_text(free: int | None, waiting: int) -> Text:
    """Say how many places are left, or how many wait."""
    if free is None:
        return _("Room for everybody")
    if free:
        return ngettext("{count} place left", "{count} places left", free)
    if waiting:
        return ngettext("Full, {count} person is waiting", "Full, {count} people are waiting", waiting)
    return _("Full")


def language_line(offering: Offering, reader: str = "") -> Line:
    """Say in which languages it is held and in which there is help; given the reader's language, of these only that."""
    if not offering.languages:
        return say(_("Language: not yet known"), pic.LANGUAGE)
    languages = Languages(offering.languages)
    helping = tuple(code for code in offering.interpretation if reader in {"", code})
    if not helping:
        return say(_("{languages}", languages=languages), pic.LANGUAGE)
    return say(_("{languages}. Help in {help}", languages=languages, help=Languages(helping)), pic.LANGUAGE)


def people_lines(offering: Offering) -> tuple[Line, ...]:
    """Say for whom it is only: women, children."""
    lines: tuple[Line, ...] = ()
    if offering.women_only:
        lines += (say(_("For women only"), pic.WOMEN),)
    if offering.for_minors:
        lines += (age_line(offering),)
    return lines


def age_line(offering: Offering) -> Line:
    """Say the ages it is for."""
    low, high = offering.age_min, offering.age_max
    if low is not None and high is not None:
        return say(_("For ages {low} to {high}", low=low, high=high), pic.AGE)
    if low is not None:
        return say(ngettext("From {count} year", "From {count} years", low), pic.AGE)
    if high is not None:
        return say(ngettext("Up to {count} year", "Up to {count} years", high), pic.AGE)
    return say(_("For every age"), pic.AGE)


CHILDCARE = {
    Childcare.YES: _("There is childcare."),
    Childcare.ON_REQUEST: _("Childcare if you ask for it"),
    Childcare.NO: _("No childcare"),
    Childcare.UNKNOWN: _("Childcare: not yet known"),
}

STEP_FREE = {
    StepFree.YES: _("Step-free"),
    StepFree.NO: _("Not step-free"),
    StepFree.UNKNOWN: _("Step-free: not yet known"),
}


def childcare_line(offering: Offering) -> Line:
    """Say whether children are looked after meanwhile."""
    return say(CHILDCARE[offering.childcare], pic.CHILDCARE)


def step_free_lines(offering: Offering) -> tuple[Line, ...]:
    """Say whether a wheelchair gets in; online that is no question."""
    text = STEP_FREE.get(offering.step_free)
    return (say(text, pic.STEP_FREE),) if text else ()


def first_lines(offering: Offering, now: datetime, language: str) -> tuple[Line, ...]:
    """Say the important things: when, where, what it costs, is there a place, in which language, for whom.

    Of the languages there is help in, only the reader's own is said: what else there is to know stands on the next screen.
    """
    lines = (
        title(offering.title, pictogram_of(offering)),
        *when_lines(offering, now),
        *where_lines(offering, now),
        *price_and_places(offering, now),
        language_line(offering, language),
        *people_lines(offering),
    )
    if offering.childcare is Childcare.YES:
        lines += (childcare_line(offering),)
    if offering.step_free in {StepFree.YES, StepFree.NO}:
        lines += step_free_lines(offering)
    if offering.description is None or len(lines) > FACTS_WITH_PROSE:
        return lines
    return (*lines, prose(beginning(offering.description)))


def price_and_places(offering: Offering, now: datetime) -> tuple[Line, ...]:
    """Say what it costs and whether there is a place, on one line where each is short, each with its pictogram."""
    price, places = price_lines(offering), places_lines(offering, now)
    match price, places:
        case (Line(Text() as cost),), (Line(Text() as free, sign),) if not offering.started(now):
            both = _("{price} {pictogram} {places}", price=cost, pictogram=Content(f" {sign}", "mul"), places=free)
            return (say(both, pic.PRICE),)
        case _:
            return (*price, *places)


def bring_lines(bring: Content | None) -> tuple[Line, ...]:
    """Say what to bring, when there is something."""
    return (say(_("Please bring: {things}", things=bring), pic.BRING),) if bring else ()


def date_lines(session: Session, offering: Offering) -> tuple[Line, ...]:
    """Say one date in a list: its time, its status or its places, and where when that differs."""
    pictogram = pic.NO if session.status is SessionStatus.CANCELLED else pic.WHEN
    lines: tuple[Line, ...] = (say(date_text(session, offering), pictogram),)
    if session.status is not SessionStatus.CANCELLED and session.venue and session.venue != offering.venue:
        lines += (where_line(session.venue, has_link=session.has_link),)
    return (*lines, Line(session.note, style="indented")) if session.note else lines


def date_text(session: Session, offering: Offering) -> Text:
    """Say a date's time and status."""
    span = span_of(session)
    match session.status:
        case SessionStatus.CANCELLED:
            return _("{span} · cancelled", span=span)
        case SessionStatus.MOVED:
            return _("{span} · moved", span=span)
    if offering.whole_course or offering.registering is Registering.NONE:
        return _("{span}", span=span)
    return _("{span} · {places}", span=span, places=places_text(session.free, session.waiting))


def registration_lines(registration: Registration, now: datetime, *, code: bool = True) -> tuple[Line, ...]:
    """Say what somebody is registered for: when next, where, who comes, the code, what to bring."""
    shown = running_or_next(registration, now)
    lines: tuple[Line, ...] = (claim_line(registration), own_when_line(shown, now))
    lines += own_where_lines(shown, registration.venue)
    if registration.attendee:
        lines += (name_line(registration.attendee, child=registration.child),)
    if code and not registration.reminder_only:
        lines += (code_line(registration.code),)
    return (*lines, *bring_lines(registration.bring))


def claim_line(claim: Registration | WaitingEntry) -> Line:
    """Name what somebody is registered for, or waits for."""
    return say(claim.title, pic.of_topic(claim.topic))


def running_or_next(registration: Registration, now: datetime) -> Session | None:
    """Choose the session to show: the next one, but the one that is on while somebody may still need its link."""
    running, following = registration.running_session(now), registration.next_session(now)
    return running if running and (running.link or not following) else following


def own_when_line(session: Session | None, now: datetime) -> Line:
    """Say when a registration's session is, or that it is on."""
    if session is None:
        return say(_("There is no date any more."), pic.WHEN)
    if session.start <= now:
        return say(_("It has begun: {span}", span=span_of(session)), pic.WHEN)
    return next_date_line(session)


def name_line(name: str, *, child: bool) -> Line:
    """Say who comes."""
    if child:
        return say(_("Your child: {name}", name=Code(name)), pic.CHILDCARE)
    return say(_("Name: {name}", name=Code(name)), pic.PEOPLE)


def code_line(code: str) -> Line:
    """Say the code to give at the door."""
    return say(_("Your code: {code}", code=Code(code)), pic.CODE)


def reminder_line(registration: Registration) -> Line:
    """Say when the next reminders come, or that there is none."""
    if not registration.reminders:
        return say(_("I send no reminder for this."), pic.REMINDER)
    times = Listed(tuple(Moment(at) for at in registration.reminders[:REMINDERS_SHOWN]))
    return say(_("I remind you: {times}", times=times), pic.REMINDER)
