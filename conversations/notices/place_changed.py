"""The team changed somebody's place: confirmed it, moved it, gave one, or put them on the waiting list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations import pictograms as pic
from conversations import ways
from conversations.core import Button, Line, Notice, Screen, Tap, say, title
from conversations.facts import registration_lines, reminder_line, span_of
from conversations.outcomes import entry_lines, promise_lines
from conversations.subjects import read_registration
from locales.text import Text, _
from storage.records.catalogue import Session
from storage.records.reader import Reader
from storage.records.registrations import Registration, WaitingEntry

HEADLINES: dict[str, Text] = {
    "confirmed": _("Your place is confirmed."),
    "moved": _("You have a place on another date."),
    "given": _("You have a place now."),
}
CONFIRMED, MOVED, QUEUED = "confirmed", "moved", "queued"


@dataclass(frozen=True, slots=True)
class View:
    """What they have now, what changed, and where they were before."""

    claim: Registration | WaitingEntry
    what: str
    now: datetime
    before: Session | None = None


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Read what they have now; None when that is not so any more, or over."""
    what = str(args["what"])
    if what == QUEUED:
        entry = await reader.waiting_entry(int(args["entry_id"]))
        waits = entry is not None and entry.active and not entry.offered
        return View(entry, what, reader.now) if entry is not None and waits else None
    registration = await read_registration(args, reader)
    if registration is None or not ahead(registration, reader.now):
        return None
    offering = await reader.offering(registration.offering_id)
    if offering is None or not offering.live:
        return None
    before = next((one for one in offering.sessions if one.id == args.get("session_id")), None)
    if what == MOVED and registration.session_id == args.get("session_id"):
        return None
    return View(registration, what, reader.now, before)


def ahead(registration: Registration, now: datetime) -> bool:
    """Say whether a registration is still worth a word: something of it is to come, or on."""
    return registration.next_session(now) is not None or registration.running_session(now) is not None


def render(view: View) -> Screen:
    """Say what is new and what they have now."""
    match view.claim:
        case WaitingEntry() as entry:
            return show_queued(entry)
        case Registration() as registration:
            return show_place(view, registration)


def show_queued(entry: WaitingEntry) -> Screen:
    """Say that they wait now."""
    lines = (
        title(_("You do not have this place any more."), pic.SORRY),
        say(_("The team has put you on the waiting list."), pic.WAITING),
        *entry_lines(entry),
        *promise_lines(),
    )
    leave = Button(_("Leave the waiting list"), Tap("my_registrations", "leave", (entry.id,)), pic.NO)
    return Screen(lines, ((ways.about(entry.offering_id),), (leave,), (ways.find_more(),)), fresh=True)


def show_place(view: View, registration: Registration) -> Screen:
    """Say what place they have."""
    pictogram = pic.CHANGE if view.what == MOVED else pic.DONE
    lines: tuple[Line, ...] = (title(HEADLINES[view.what], pictogram),)
    if view.what == MOVED and view.before is not None:
        lines += (say(_("No longer: {span}", span=span_of(view.before)), pic.NO),)
    lines += (*registration_lines(registration, view.now), reminder_line(registration))
    calendar = ways.calendar_file(Tap("my_registrations", "calendar", (registration.id,)))
    cancel = Button(_("I cannot come"), Tap("my_registrations", "cancel", (registration.id,)), pic.NO)
    return Screen(lines, ((ways.own(registration, "success"),), (calendar,), (cancel,)), fresh=True)


NOTICE = Notice("place_changed", load, render)
