"""Records with defaults for all that a test does not care about: a Monday in November, a course that begins in a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from locales.text import Content
from storage.records.catalogue import (
    Childcare,
    Kind,
    Level,
    Offering,
    Position,
    Registering,
    Session,
    SessionStatus,
    StepFree,
    Venue,
)
from storage.records.people import Participant
from storage.records.registrations import Interest, Registration, WaitingEntry

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE).astimezone(UTC)
MONDAY = datetime(2026, 11, 30, tzinfo=ZONE)

DEPOT = Venue(
    id=1,
    name=Content("DEPOT", "en"),
    street="Talstraße 2",
    postal_code="52068",
    city="Aachen",
    quarter="nord",
    quarter_name=Content("Aachen-Nord", "en"),
    position=Position(50.782, 6.106, exact=False),
    step_free=StepFree.UNKNOWN,
)
HUB = replace(
    DEPOT, id=2, name=Content("Hub", "en"), street="Jülicher Straße 72a", position=Position(50.78, 6.1, exact=True)
)
ONLINE = replace(DEPOT, id=3, name=Content("Video", "en"), street="", quarter="online", position=None)


def local(days: int, hour: int, minute: int = 0) -> datetime:
    """Give a wall time some days from Monday, as aware UTC."""
    return (MONDAY + timedelta(days=days)).replace(hour=hour, minute=minute).astimezone(UTC)


def a_session(number: int = 1, days: int = 8, **changes: Any) -> Session:  # noqa: ANN401 - any field
    """Make a session of two and a half hours, 9:30 to 12:00."""
    session = Session(
        id=number,
        number=number,
        start=local(days, 9, 30),
        end=local(days, 12),
        status=SessionStatus.SCHEDULED,
        venue=DEPOT,
        capacity=10,
        taken=0,
        waiting=0,
        note=None,
    )
    return replace(session, **changes)


COURSE_SESSIONS = tuple(a_session(number, days) for number, days in enumerate((8, 10, 15, 17), start=1))


def a_course(**changes: Any) -> Offering:  # noqa: ANN401 - any field
    """Make a course of four dates that begins in eight days, ten places, for everybody."""
    offering = Offering(
        id=7,
        kind=Kind.COURSE,
        title=Content("First steps", "en"),
        description=None,
        topics=("pc_basics",),
        audiences=(),
        level=Level.NONE,
        languages=("de",),
        interpretation=(),
        plain_language=False,
        quarter="nord",
        venue=DEPOT,
        whole_course=True,
        capacity=10,
        taken=6,
        waiting=0,
        waiting_list=True,
        price_cents=0,
        price_note=None,
        registering=Registering.REQUIRED,
        age_min=None,
        age_max=None,
        women_only=False,
        childcare=Childcare.NO,
        step_free=StepFree.UNKNOWN,
        access_note=None,
        eligibility=None,
        bring=None,
        certificate=None,
        hours=None,
        provider="Digital Camp",
        sessions=COURSE_SESSIONS,
        live=True,
    )
    return replace(offering, **changes)


def single_dates(**changes: Any) -> Offering:  # noqa: ANN401 - any field
    """Make counselling with single dates, one place each; the first is taken."""
    slots = tuple(replace(one, capacity=1, taken=int(one.id == 1)) for one in COURSE_SESSIONS)
    values = {"kind": Kind.COUNSELLING, "whole_course": False, "sessions": slots} | changes
    return a_course(**values)


def an_open_lab(**changes: Any) -> Offering:  # noqa: ANN401 - any field
    """Make an open lab that one just comes to."""
    values = {"kind": Kind.OPEN_LAB, "whole_course": False, "registering": Registering.NONE} | changes
    return a_course(**values)


def a_registration(**changes: Any) -> Registration:  # noqa: ANN401 - any field
    """Make a registration for the whole course."""
    registration = Registration(
        id=70,
        offering_id=7,
        session_id=None,
        kind=Kind.COURSE,
        title=Content("First steps", "en"),
        venue=DEPOT,
        attendee="Zoë",
        child=False,
        code="4F7",
        active=True,
        reminder_only=False,
        sessions=COURSE_SESSIONS,
        bring=None,
        reminders=(local(7, 9, 30), local(7, 19)),
        topic="pc_basics",
    )
    return replace(registration, **changes)


def one_date(**changes: Any) -> Registration:  # noqa: ANN401 - any field
    """Make a registration for a single date."""
    values = {"session_id": 1, "sessions": COURSE_SESSIONS[:1]} | changes
    return a_registration(**values)


def an_entry(**changes: Any) -> WaitingEntry:  # noqa: ANN401 - any field
    """Make a waiting-list entry for the whole course, second in line."""
    entry = WaitingEntry(
        id=50,
        offering_id=7,
        session=None,
        title=Content("First steps", "en"),
        attendee="Zoë",
        child=False,
        position=2,
        offered=False,
        deadline=None,
        active=True,
        topic="pc_basics",
    )
    return replace(entry, **changes)


def a_wish(**changes: Any) -> Interest:  # noqa: ANN401 - any field
    """Make a wish for an offering."""
    wish = Interest(
        id=30, offering_id=7, title=Content("First steps", "en"), topic=None, quarter=None, language="", part_of_day=""
    )
    return replace(wish, **changes)


def somebody(**changes: Any) -> Participant:  # noqa: ANN401 - any field
    """Make a participant who wants both reminders."""
    person = Participant(1, "en", chosen=True, privacy_seen=True)
    return replace(person, **changes)
