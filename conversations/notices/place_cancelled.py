"""The team took somebody's place away, or took them off the waiting list; with what it wrote to them, as it wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations import pictograms as pic
from conversations import ways
from conversations.core import Line, Notice, Screen, note, prose, say, title
from conversations.facts import claim_line, name_line, span_line
from locales.text import Code, Content, _
from storage.records.catalogue import Offering
from storage.records.reader import Reader
from storage.records.registrations import Registration, WaitingEntry


@dataclass(frozen=True, slots=True)
class View:
    """What they had, and what the team wrote."""

    claim: Registration | WaitingEntry
    offering: Offering | None
    message: Content | None
    now: datetime


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Read what was taken away; None when they have it again."""
    registration = "registration_id" in args
    number = int(args["registration_id"] if registration else args["entry_id"])
    claim = await (reader.registration(number) if registration else reader.waiting_entry(number))
    if claim is None or claim.active:
        return None
    message = await reader.signups.word_to_me(registration=registration, number=number)
    return View(claim, await reader.offering(claim.offering_id), message, reader.now)


def render(view: View) -> Screen:
    """Say what they do not have any more, and lead on."""
    claim = view.claim
    if isinstance(claim, Registration):
        asked = title(_("Your place was cancelled."), pic.SORRY)
        session = claim.sessions[0] if claim.session_id is not None and claim.sessions else None
    else:
        asked, session = title(_("You are not on the waiting list any more."), pic.SORRY), claim.session
    lines: tuple[Line, ...] = (asked, claim_line(claim))
    lines += (span_line(session),) if session is not None else ()
    lines += (name_line(claim.attendee, child=claim.child),) if claim.attendee else ()
    rows = (*ways.instead(view.offering, view.now), (ways.my_registrations(),))
    return Screen((*lines, *message_lines(view)), rows, fresh=True)


def message_lines(view: View) -> tuple[Line, ...]:
    """Show what the provider wrote, marked as theirs; it is not translated."""
    if view.message is None:
        return (say(_("The team did this. You can ask them why."), pic.INFO),)
    writer = _("The team writes:")
    if view.offering is not None:
        writer = _("{provider} writes:", provider=Code(view.offering.provider))
    return (note(writer, pic.PROVIDER), prose(view.message))


NOTICE = Notice("place_cancelled", load, render)
