"""A session is cancelled: told at once to everybody registered, with what comes instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations import pictograms as pic
from conversations import ways
from conversations.core import Button, Line, Notice, Screen, Tap, say, title
from conversations.facts import claim_line, next_date_line, span_of
from conversations.subjects import read_subject
from locales.text import _
from storage.records.catalogue import Session, SessionStatus
from storage.records.reader import Reader
from storage.records.registrations import Registration


@dataclass(frozen=True, slots=True)
class View:
    """The cancelled session and the next one of the same registration."""

    registration: Registration
    session: Session
    following: Session | None


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Read what is cancelled; None when it takes place again, would be over, or they are not registered any more."""
    subject = await read_subject(args, reader)
    if subject is None or subject.session.status is not SessionStatus.CANCELLED or subject.session.end <= reader.now:
        return None
    return View(subject.registration, subject.session, subject.registration.next_session(reader.now))


def render(view: View) -> Screen:
    """Say what is cancelled, and lead on to other dates."""
    registration, session = view.registration, view.session
    lines: tuple[Line, ...] = (
        title(_("Cancelled: {span}", span=span_of(session)), pic.NO),
        claim_line(registration),
        say(_("We are sorry. Please do not come on this day."), pic.SORRY),
    )
    if session.note:
        lines += (Line(session.note, style="indented"),)
    if view.following:
        lines += (next_date_line(view.following),)
    dates = Button(_("All dates"), Tap("offering", "dates", (registration.offering_id, 0)), pic.WHEN)
    return Screen(lines, ((dates,), (ways.own(registration),), (ways.find_more(),)), fresh=True)


NOTICE = Notice("session_cancelled", load, render)
