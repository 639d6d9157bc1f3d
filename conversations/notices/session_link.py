"""A session has a link, or another one: told at once to everybody registered, so that nobody looks for the way in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations import pictograms as pic
from conversations import ways
from conversations.core import Notice, Screen, Tap, say, title
from conversations.facts import claim_line, span_of
from conversations.whereabouts import own_where_lines
from locales.text import _
from storage.records.catalogue import Session, SessionStatus
from storage.records.reader import Reader
from storage.records.registrations import Registration


@dataclass(frozen=True, slots=True)
class View:
    """Which session has a link."""

    registration: Registration
    session: Session


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Read the link of now; None when there is none any more, it is cancelled or over, or they are not registered."""
    registration = await reader.registration(int(args["registration_id"]))
    if registration is None or not registration.active:
        return None
    session = next((session for session in registration.sessions if session.id == args["session_id"]), None)
    if session is None or session.link is None or session.status is SessionStatus.CANCELLED:
        return None
    offering = await reader.offering(registration.offering_id)
    ended = offering is None or not offering.live or session.end <= reader.now
    return None if ended or session.id in registration.absent else View(registration, session)


def render(view: View) -> Screen:
    """Give the link, and say when to use it."""
    registration, session = view.registration, view.session
    lines = (
        title(_("Here is the link for your video meeting."), pic.LINK),
        claim_line(registration),
        say(_("{span}", span=span_of(session)), pic.WHEN),
        *own_where_lines(session, registration.venue),
        say(_("This link is new. Please use no other.")),
    )
    calendar = ways.calendar_file(Tap("my_registrations", "calendar", (registration.id,)))
    return Screen(lines, ((calendar,), (ways.own(registration),)), fresh=True)


NOTICE = Notice("session_link", load, render)
