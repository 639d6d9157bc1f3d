"""A session has a new time or place, or takes place after all: told at once to everybody registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations import pictograms as pic
from conversations.claim_screens import answer_rows
from conversations.core import Line, Notice, Screen, say, title
from conversations.facts import claim_line, span_of
from conversations.subjects import is_live, read_subject
from conversations.whereabouts import own_where_lines
from locales.text import Moment, Text, _
from storage.records.catalogue import Session, SessionStatus
from storage.records.reader import Reader
from storage.records.registrations import Registration


@dataclass(frozen=True, slots=True)
class View:
    """What was, as far as it changed, and what is now."""

    registration: Registration
    session: Session
    old_start: datetime | None
    new_place: bool


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Read what changed; None when it changed back, was cancelled, began, or they are not registered any more."""
    subject = await read_subject(args, reader)
    if subject is None or subject.session.status is SessionStatus.CANCELLED or subject.session.start <= reader.now:
        return None
    if not await is_live(subject.registration, reader):
        return None
    return compare(args, subject.registration, subject.session)


def compare(args: dict[str, Any], registration: Registration, session: Session) -> View | None:
    """Find what differs from before; None when something had changed and is as it was again."""
    start = datetime.fromisoformat(str(args["old_start"])) if args.get("old_start") else None
    old_venue_id = args.get("old_venue_id")
    venue = session.venue or registration.venue
    moved = start is not None and start != session.start
    new_place = old_venue_id is not None and (venue is None or venue.id != old_venue_id)
    if (start or old_venue_id) and not (moved or new_place):
        return None
    return View(registration, session, start if moved else None, new_place)


def render(view: View) -> Screen:
    """Say what is new, and ask whether they still come."""
    registration, session = view.registration, view.session
    lines: tuple[Line, ...] = (title(headline(view), pic.CHANGE), claim_line(registration))
    if view.old_start is not None:
        lines += (say(_("Before: {time}", time=Moment(view.old_start)), pic.NO),)
    lines += (say(when_text(view), pic.WHEN), *own_where_lines(session, registration.venue))
    if session.note:
        lines += (Line(session.note, style="indented"),)
    return Screen(lines, answer_rows(registration, session), fresh=True)


def when_text(view: View) -> Text:
    """Say the time, and that it is new where it is."""
    span = span_of(view.session)
    return _("{span}", span=span) if view.old_start is None else _("New time: {span}", span=span)


def headline(view: View) -> Text:
    """Say what is new in one sentence."""
    match view.old_start is not None, view.new_place:
        case True, True:
            return _("Your date has a new time and a new place.")
        case True, False:
            return _("Your date has a new time.")
        case False, True:
            return _("Your date has a new place.")
        case _:
            return _("Your date is not cancelled any more.")


NOTICE = Notice("session_moved", load, render)
