"""Sign-ups as lines: how full something is, and where somebody stands; the same words on every screen of the office."""

from __future__ import annotations

from datetime import datetime

from conversations import pictograms as pic
from conversations.core import Line, note, say, title
from conversations.facts import pictogram_of, rhythm_lines
from locales.text import Code, ShortMoment, Text, _, ngettext
from storage.records.catalogue import Offering, Session, SessionStatus
from storage.records.rosters import Standing
from storage.records.signups import Call, CallReason, Offered, Run, Signup, Tally

PICTOGRAMS = {Standing.REGISTERED: pic.PERSON, Standing.OFFERED: pic.PLACES, Standing.WAITING: pic.WAITING}
REASONS: dict[CallReason, Text] = {
    CallReason.CANCELLED: _("The date is cancelled."),
    CallReason.MOVED: _("The date has a new time or place."),
    CallReason.LINKED: _("There is a new link."),
    CallReason.ENDED: _("The offer does not take place any more."),
    CallReason.PLACE_FREE: _("A place got free."),
    CallReason.WAITING_OVER: _("No place got free."),
}
"""what somebody is phoned about"""
ENDS: dict[str, Text] = {
    "offered": _("No answer yet"),
    "waiting": _("Waits again"),
    "taken": _("Took the place"),
    "expired": _("Did not answer in time"),
    "missed": _("Could not be reached"),
    "left": _("Did not want the place"),
    "removed": _("Was taken off the list"),
}
"""what came of an offered place"""


def headline(offering: Offering) -> Line:
    """Name the offering that a screen is about."""
    return title(offering.title, pictogram_of(offering))


def short_tally(tally: Tally) -> Text:
    """Say how full something is as short as a button needs it: 8/10, or 10/10+3 when three wait."""
    if tally.capacity is None and not tally.waiting:
        return _("{taken}", taken=tally.taken)
    if tally.capacity is None:
        return _("{taken}+{waiting}", taken=tally.taken, waiting=tally.waiting)
    if not tally.waiting:
        return _("{taken}/{capacity}", taken=tally.taken, capacity=tally.capacity)
    return _("{taken}/{capacity}+{waiting}", taken=tally.taken, capacity=tally.capacity, waiting=tally.waiting)


def tally_note() -> Line:
    """Explain the short counts on buttons."""
    return note(_("8/10+3 means: 8 of 10 places are taken, 3 people wait."), pic.PLACES)


def tally_lines(tally: Tally) -> tuple[Line, ...]:
    """Say how many places are taken, and how many wait."""
    if tally.capacity is None:
        taken = ngettext("{count} place is taken.", "{count} places are taken.", tally.taken)
    else:
        taken = _("{taken} of {capacity} places are taken.", taken=tally.taken, capacity=tally.capacity)
    if not tally.waiting:
        return (say(taken, pic.PLACES),)
    return (
        say(taken, pic.PLACES),
        say(ngettext("{count} person waits.", "{count} people wait.", tally.waiting), pic.WAITING),
    )


def tally_of(session: Session) -> Tally:
    """Tell how full a session is."""
    return Tally(session.taken, session.waiting, session.capacity)


def session_text(session: Session) -> Text:
    """Say when a session is and how full it is; a cancelled one says that instead."""
    if session.status is SessionStatus.CANCELLED:
        return _("{time} · cancelled", time=ShortMoment(session.start))
    return _("{time} · {tally}", time=ShortMoment(session.start), tally=short_tally(tally_of(session)))


def what_lines(run: Run, session_id: int | None) -> tuple[Line, ...]:
    """Name what a list is of: the course with its rhythm, or one of its sessions."""
    session = run.session(session_id)
    if session is not None:
        return (headline(run.offering), say(_("{time}", time=ShortMoment(session.start)), pic.WHEN))
    held = tuple(one for one in run.offering.sessions if one.status is not SessionStatus.CANCELLED)
    return (headline(run.offering), *(rhythm_lines(held) if held else ()))


def who_text(person: Signup) -> Text:
    """Name somebody with their code, where they have one."""
    if not person.code:
        return _("{name}", name=Code(person.name))
    return _("{name} · {code}", name=Code(person.name), code=Code(person.code))


def call_text(call: Call) -> Text:
    """Say what somebody is phoned about, and which date."""
    if call.session is None:
        return REASONS[call.reason]
    return _("{time}: {matter}", time=ShortMoment(call.session.start), matter=REASONS[call.reason])


def call_lines(call: Call) -> tuple[Line, ...]:
    """Say what somebody is phoned about; of a place also until when it is held, or that it is held no more."""
    lines: tuple[Line, ...] = (Line(call_text(call), style="indented"),)
    match call:
        case Call(reason=CallReason.PLACE_FREE, person=Signup(standing=Standing.OFFERED, deadline=datetime() as until)):
            return (*lines, Line(_("It is held until {moment}.", moment=ShortMoment(until)), style="indented"))
        case Call(reason=CallReason.PLACE_FREE, person=Signup(standing=Standing.WAITING)):
            return (
                *lines,
                Line(_("Nobody phoned in time: no place is held any more. They still wait."), style="indented"),
            )
        case _:
            return lines


def offered_lines(one: Offered) -> tuple[Line, ...]:
    """Say who was offered a place when, until when it is held, and what came of it."""
    asked = _("{name}, {moment}", name=Code(one.name), moment=ShortMoment(one.offered_at))
    outcome = ENDS.get(one.status, _("Over"))
    if one.status == "offered" and one.deadline is not None:
        outcome = _("No answer yet, until {moment}", moment=ShortMoment(one.deadline))
    return (say(asked, pic.PERSON), Line(outcome, style="indented"))
