"""Calendar files: the sessions of an offering or registration as iCalendar, in the right time zone.

A calendar rings when the bot would remind: as the person chose, never at night, and not at all for who wants no reminders.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vText

from locales.catalogues import Speech
from locales.text import Content, _
from storage import reminders
from storage.reader import StorageReader
from storage.records.catalogue import Offering, Session, SessionStatus, Venue
from storage.records.people import Participant


async def calendar_of(reader: StorageReader, kind: str, id_: int, voice: Speech) -> tuple[str, bytes, str] | None:
    """Make the file of a registration or an offering: name, content, caption; None when there is nothing ahead."""
    found = await (reader.registration(id_) if kind == "registration" else reader.offering(id_))
    if found is None or (isinstance(found, Offering) and not found.live):
        return None
    ahead = [session for session in found.sessions if session.end > reader.now]
    if not ahead:
        return None
    uid = f"{kind}-{id_}"
    content = write(uid, found.title, ahead, found.venue, reader.now, voice.zone, await reader.me())
    return "termine.ics", content, voice.say(_("Open the file. Then the dates are in your calendar."), reader.now)


def write(
    uid: str,
    title: Content,
    sessions: Sequence[Session],
    venue: Venue | None,
    now: datetime,
    zone: ZoneInfo,
    owner: Participant | None = None,
) -> bytes:
    """Write the sessions as a calendar, cancelled ones marked as such; times carry the zone, so they hold over DST.

    It rings for its `owner` as they want to be reminded; for nobody in particular it does not.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Quartierbot//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for session in sessions:
        entry = event(uid, title, session, session.venue or venue, now, zone)
        for at in rings(session, owner, now, zone):
            entry.add_component(alarm(title, session.start, at))
        calendar.add_component(entry)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def event(uid: str, title: Content, session: Session, venue: Venue | None, now: datetime, zone: ZoneInfo) -> Event:
    """Write one session."""
    entry = Event()
    entry.add("uid", f"{uid}-{session.id}@quartierbot")
    entry.add("dtstamp", now)
    entry.add("summary", title.text, parameters={"language": title.language.partition("@")[0]})
    entry.add("dtstart", session.start.astimezone(zone))
    entry.add("dtend", session.end.astimezone(zone))
    entry.add("status", "CANCELLED" if session.status is SessionStatus.CANCELLED else "CONFIRMED")
    if (where := location(session, venue)) is not None:
        entry.add("location", vText(where))
    if session.link is not None:
        entry.add("url", session.link)
    return entry


def rings(session: Session, owner: Participant | None, now: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Tell when a calendar rings: whenever the bot would remind."""
    if owner is None or session.status is SessionStatus.CANCELLED:
        return ()
    due = reminders.due_times(session.start, now, zone, days=owner.remind_days, hours=owner.remind_hours)
    return tuple(at for _which, at in due)


def alarm(title: Content, start: datetime, at: datetime) -> Alarm:
    """Ring at a time, told by how long it is before the start, so that it moves along."""
    ring = Alarm()
    ring.add("action", "DISPLAY")
    ring.add("description", title.text)
    ring.add("trigger", at - start)
    return ring


def location(session: Session, venue: Venue | None) -> str | None:
    """Say where to go: into a video meeting its link leads, which only a registration knows."""
    if session.link is not None and (venue is None or venue.online):
        return session.link
    return None if venue is None else address(venue)


def address(venue: Venue) -> str:
    """Write a venue on one line."""
    town = f"{venue.postal_code} {venue.city}".strip()
    return ", ".join(part for part in (venue.name.text, venue.street, town) if part)
