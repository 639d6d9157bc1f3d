"""Calendar files: times that hold over a change of the clocks, and the link only for who is registered."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from bot.calendar_file import calendar_of, write
from locales.catalogues import Speech
from storage import people, registrations
from storage.engine import Transaction
from storage.reader import StorageReader
from storage.records.people import Participant
from storage.records.registrations import Registered
from tests.bot.conftest import NOW
from tests.storage import builders

ZONE = ZoneInfo("Europe/Berlin")
VOICE = Speech("de", ZONE)
LINK = "https://video.example/kurs"


async def video_course(tx: Transaction, quarter: str = "online") -> int:
    """Add a course of one date with a link, online or in a room."""
    venue = await builders.add_venue(tx, quarter, "Video", street="" if quarter == "online" else "Talstraße 2")
    course = await builders.add_offering(tx, whole_course=True, venue_id=venue)
    await builders.add_session(tx, course, NOW + timedelta(days=7), link=LINK)
    return course


async def event_of(tx: Transaction, person: Participant, kind: str, id_: int) -> Event:
    """Read the one event of a calendar file."""
    found = await calendar_of(StorageReader(tx, person), kind, id_, VOICE)
    assert found is not None
    (event,) = Calendar.from_ical(found[1]).walk("VEVENT")
    assert isinstance(event, Event)
    return event


async def register(tx: Transaction, person: Participant, course: int) -> int:
    """Register somebody."""
    place = await builders.register(tx, person, course)
    assert isinstance(place, Registered)
    return place.registration_id


async def test_the_file_of_a_registration_leads_into_the_video_meeting(tx: Transaction) -> None:
    person = await builders.add_person(tx)
    event = await event_of(tx, person, "registration", await register(tx, person, await video_course(tx)))

    assert (LINK, LINK) == (str(event["url"]), str(event["location"]))


async def test_what_is_in_a_room_and_online_names_both(tx: Transaction) -> None:
    person = await builders.add_person(tx)
    event = await event_of(tx, person, "registration", await register(tx, person, await video_course(tx, "nord")))

    assert (LINK, "Video, Talstraße 2, 52068 Aachen") == (str(event["url"]), str(event["location"]))


async def test_the_file_of_an_offering_never_holds_the_link(tx: Transaction) -> None:
    person = await builders.add_person(tx)
    course = await video_course(tx)
    await register(tx, person, course)
    found = await calendar_of(StorageReader(tx, person), "offering", course, VOICE)

    assert found is not None
    assert b"video.example" not in found[1]


async def test_the_file_of_a_cancelled_registration_never_holds_the_link(tx: Transaction) -> None:
    person = await builders.add_person(tx)
    number = await register(tx, person, await video_course(tx))
    await registrations.cancel(tx, person.id, number)
    found = await calendar_of(StorageReader(tx, person), "registration", number, VOICE)

    assert found is not None
    assert b"video.example" not in found[1]


async def rings_of(tx: Transaction, person: Participant, days: int, hours: int) -> list[object]:
    """Tell how long before a session at nine the calendar of somebody rings who chose when to be reminded."""
    await people.set_reminders(tx, person.id, days=days, hours=hours)
    event = await event_of(tx, person, "registration", await register(tx, person, await video_course(tx)))
    return [ring.TRIGGER for ring in event.walk("VALARM") if isinstance(ring, Alarm)]


async def test_a_calendar_rings_when_the_bot_reminds(tx: Transaction) -> None:
    person = await builders.add_person(tx)

    assert [timedelta(days=-2), timedelta(hours=-1)] == await rings_of(tx, person, 2, 1)


async def test_a_calendar_of_somebody_who_wants_no_reminders_does_not_ring(tx: Transaction) -> None:
    person = await builders.add_person(tx)

    assert [] == await rings_of(tx, person, 0, 0)


async def test_a_calendar_rings_the_evening_before_instead_of_at_night(tx: Transaction) -> None:
    person = await builders.add_person(tx)

    assert [timedelta(hours=-14)] == await rings_of(tx, person, 0, 2)


async def test_a_calendar_made_for_nobody_in_particular_does_not_ring(tx: Transaction) -> None:
    course = await video_course(tx)
    found = await StorageReader(tx, await builders.add_person(tx)).offering(course)
    assert found is not None
    content = write("x", found.title, found.sessions, found.venue, NOW, ZONE)

    assert b"VALARM" not in content
