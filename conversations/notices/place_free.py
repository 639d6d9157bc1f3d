"""A place is free: offered to the next person on the waiting list, who has a day to answer.

When it begins at another time than they were told, they are told again, with the time they have now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from conversations import pictograms as pic
from conversations.claim_screens import offered_rows
from conversations.core import Line, Notice, Screen, say, title
from conversations.facts import when_lines
from conversations.outcomes import entry_lines
from conversations.whereabouts import open_where_lines
from locales.text import Moment, _
from storage.records.catalogue import Offering
from storage.records.reader import Reader
from storage.records.registrations import WaitingEntry

DAY = timedelta(hours=25)
"""who is told this long before it begins has the whole day to answer"""


@dataclass(frozen=True, slots=True)
class View:
    """The entry a place is held for, and what for."""

    entry: WaitingEntry
    offering: Offering
    start: datetime
    now: datetime
    moved: bool = False


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Read whose turn it is; None when the place is not held for them any more, or it began."""
    entry = await reader.waiting_entry(int(args["entry_id"]))
    if entry is None or not entry.active or not entry.offered:
        return None
    offering = await reader.offering(entry.offering_id)
    if offering is None or not offering.live or (entry.deadline is not None and entry.deadline <= reader.now):
        return None
    start = start_of(entry, offering, reader.now)
    if start is None:
        return None
    return View(entry, offering, start, reader.now, moved=bool(args.get("moved")))


def start_of(entry: WaitingEntry, offering: Offering, now: datetime) -> datetime | None:
    """Find when it begins; None when it did already."""
    upcoming = offering.upcoming(now)
    if entry.session is not None:
        return next((session.start for session in upcoming if session.id == entry.session.id), None)
    return upcoming[0].start if upcoming and not offering.started(now) else None


def render(view: View) -> Screen:
    """Offer the place, and say until when."""
    entry, offering = view.entry, view.offering
    upcoming = offering.upcoming(view.now)
    where = open_where_lines(offering, entry.session or (upcoming[0] if upcoming else None))
    when = when_lines(offering, view.now) if entry.session is None else ()
    lines = (title_line(view), *entry_lines(entry), *when, *where)
    return Screen((*lines, *deadline_lines(view)), offered_rows(entry), fresh=True)


def title_line(view: View) -> Line:
    """Say that a place is free, or that it is another time at which it is."""
    if view.moved:
        return title(_("A place is free for you. The time has changed."), pic.CHANGE)
    return title(_("A place is free for you!"), pic.DONE)


def deadline_lines(view: View) -> tuple[Line, ...]:
    """Say how long there is to answer; before it is delivered the hour is not known yet."""
    if view.entry.deadline is not None:
        first = say(_("Please answer by: {time}", time=Moment(view.entry.deadline)), pic.WAITING)
    elif view.start - view.now > DAY:
        first = say(_("Please answer soon. You have 24 hours."), pic.WAITING)
    else:
        first = say(_("Please answer now. It begins soon."), pic.WAITING)
    return (first, say(_("After that somebody else can have the place."), pic.PLACES))


NOTICE = Notice("place_free", load, render)
