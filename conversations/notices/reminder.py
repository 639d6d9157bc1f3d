"""The notice before a session: when, where, what to bring, and whether they come.

It holds only while the session takes place at the time it was planned for, and the person still wants to hear of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from conversations import pictograms as pic
from conversations.claim_screens import answer_rows
from conversations.core import Line, Notice, Screen, title
from conversations.facts import bring_lines, claim_line, code_line, name_line, span_of
from conversations.subjects import Subject, is_live, read_subject
from conversations.whereabouts import own_where_lines
from locales.text import _
from storage.records.catalogue import Session, SessionStatus
from storage.records.people import Participant
from storage.records.reader import Reader


async def load(args: dict[str, Any], reader: Reader) -> Subject | None:
    """Read what to remind of; None when it was cancelled, moved, began, or the person does not want it."""
    subject = await read_subject(args, reader)
    if subject is None or not holds(subject, datetime.fromisoformat(str(args["start"])), reader.now):
        return None
    me, which = await reader.me(), str(args["which"])
    if not wants(me, which) or (which == "day" and outrun(subject.session, me, reader.now)):
        return None
    return subject if await is_live(subject.registration, reader) else None


def wants(me: Participant, which: str) -> bool:
    """Say whether the person wants this reminder."""
    return bool(me.remind_days if which == "day" else me.remind_hours)


def outrun(session: Session, me: Participant, now: datetime) -> bool:
    """Say whether a day's reminder is so late, after a standstill, that it says nothing the next one does not."""
    return bool(me.remind_hours) and session.start - now <= timedelta(hours=me.remind_hours)


def holds(subject: Subject, start: datetime, now: datetime) -> bool:
    """Say whether the session still takes place as planned and the person did not say no."""
    session = subject.session
    planned = session.start == start and session.status is not SessionStatus.CANCELLED
    return planned and session.start > now and session.id not in subject.registration.absent


def render(view: Subject) -> Screen:
    """Remind, and ask whether they come."""
    registration, session = view.registration, view.session
    lines: tuple[Line, ...] = (
        title(_("Reminder: {span}", span=span_of(session)), pic.REMINDER),
        claim_line(registration),
        *own_where_lines(session, registration.venue),
        *bring_lines(registration.bring),
    )
    if registration.child:
        lines += (name_line(registration.attendee, child=True),)
    if not registration.reminder_only:
        lines += (code_line(registration.code),)
    return Screen(lines, answer_rows(registration, session), fresh=True)


NOTICE = Notice("reminder", load, render)
