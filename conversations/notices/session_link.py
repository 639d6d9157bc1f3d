"""A session has a link, or another one: told at once to everybody registered, so that nobody looks for the way in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from conversations import pictograms as pic
from conversations import ways
from conversations.core import Notice, Screen, Tap, say, title
from conversations.facts import claim_line, span_line
from conversations.subjects import Subject, is_live, read_subject
from conversations.whereabouts import own_where_lines
from locales.text import _
from storage.records.catalogue import SessionStatus
from storage.records.reader import Reader


async def load(args: dict[str, Any], reader: Reader) -> Subject | None:
    """Read the link of now; None when there is none any more, it is cancelled or over, or they are not registered."""
    subject = await read_subject(args, reader)
    if subject is None or not holds(subject, reader.now):
        return None
    return subject if await is_live(subject.registration, reader) else None


def holds(subject: Subject, now: datetime) -> bool:
    """Say whether somebody can still use the link and did not say that they stay away."""
    session = subject.session
    open_still = session.link is not None and session.status is not SessionStatus.CANCELLED and session.end > now
    return open_still and session.id not in subject.registration.absent


def render(view: Subject) -> Screen:
    """Give the link, and say when to use it."""
    registration, session = view.registration, view.session
    lines = (
        title(_("Here is the link for your video meeting."), pic.LINK),
        claim_line(registration),
        span_line(session),
        *own_where_lines(session, registration.venue),
        say(_("This link is new. Please use no other.")),
    )
    calendar = ways.calendar_file(Tap("my_registrations", "calendar", (registration.id,)))
    return Screen(lines, ((calendar,), (ways.own(registration),)), fresh=True)


NOTICE = Notice("session_link", load, render)
