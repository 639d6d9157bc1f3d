"""Somebody waits in vain: what they wait for does not take place, or begins before a place got free; with a way on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations import ways
from conversations.claim_screens import lost_lines, lost_text
from conversations.core import Notice, Screen
from conversations.facts import Situation, situation
from locales.text import Text, _
from storage.records.catalogue import Offering
from storage.records.reader import Reader
from storage.records.registrations import WaitingEntry


@dataclass(frozen=True, slots=True)
class View:
    """What somebody waited for, and why in vain."""

    entry: WaitingEntry
    offering: Offering | None
    why: Text
    now: datetime


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Read why somebody waits in vain; None when they do not, or have a place after all."""
    entry = await reader.waiting_entry(int(args["entry_id"]))
    if entry is None:
        return None
    offering = await reader.offering(entry.offering_id)
    if args["why"] == "late":
        late = offering is not None and is_ahead(entry, offering, reader.now) and not await has_place(entry, reader)
        return View(entry, offering, _("No place got free for you. It begins soon."), reader.now) if late else None
    why = lost_text(entry, offering, reader.now) if entry.active else None
    return None if why is None else View(entry, offering, why, reader.now)


def is_ahead(entry: WaitingEntry, offering: Offering, now: datetime) -> bool:
    """Say whether what somebody waited for takes place and is still to begin."""
    if entry.session is not None:
        return offering.live and entry.session.id in {session.id for session in offering.upcoming(now)}
    over = {Situation.GONE, Situation.NO_DATE, Situation.CANCELLED, Situation.OVER, Situation.STARTED}
    return situation(offering, now) not in over


async def has_place(entry: WaitingEntry, reader: Reader) -> bool:
    """Say whether the attendee was registered another way."""
    session_id = entry.session.id if entry.session else None
    waited = (entry.attendee, entry.child, session_id)
    held = await reader.registered(entry.offering_id)
    return any((one.attendee, one.child, one.session_id) == waited for one in held)


def render(view: View) -> Screen:
    """Say it, and lead on to other dates and similar offers."""
    rows = (*ways.instead(view.offering, view.now), (ways.my_registrations(),))
    return Screen(lost_lines(view.entry, view.why), rows, fresh=True)


NOTICE = Notice("waiting_over", load, render)
