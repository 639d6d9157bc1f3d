"""Notices: said only while they hold, in the words of now, with an answer one tap away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conversations.core import Notice, Screen, Tap
from conversations.registry import notices
from locales.text import Content
from storage.records.catalogue import Offering, SessionStatus
from storage.records.people import Participant
from storage.records.registrations import Mine, Registration, WaitingEntry
from tests.conversations.builders import (
    COURSE_SESSIONS,
    DEPOT,
    HUB,
    NOW,
    ONLINE,
    a_course,
    a_registration,
    a_session,
    an_entry,
    local,
    one_date,
    somebody,
)
from tests.conversations.fakes import FakeReader, read, taps

START = local(8, 9, 30).isoformat()
REMINDER = {"registration_id": 70, "session_id": 1, "start": START, "which": "day"}
MOVED = {"registration_id": 70, "session_id": 1, "old_start": local(7, 9, 30).isoformat(), "old_venue_id": None}
CANCELLED = {"registration_id": 70, "session_id": 1}
COURSE = a_course()
LINK = "https://video.example/kurs"
LINKED = a_session(venue=ONLINE, has_link=True, link=LINK)


async def letter(
    name: str,
    args: dict[str, Any],
    *claims: Registration | WaitingEntry,
    offering: Offering | None = COURSE,
    person: Participant | None = None,
) -> Screen | None:
    """Make a notice for somebody with these claims; None when it does not hold."""
    notice: Notice = notices()[name]
    mine = Mine(
        tuple(one for one in claims if isinstance(one, Registration)),
        tuple(one for one in claims if isinstance(one, WaitingEntry)),
        (),
    )
    reader = FakeReader((offering,) if offering else (), mine, person=person or somebody())
    view = await notice.load(args, reader)
    return None if view is None else notice.render(view)


async def reading(
    name: str,
    args: dict[str, Any],
    *claims: Registration | WaitingEntry,
    offering: Offering | None = COURSE,
) -> list[str]:
    """Read a notice that holds; it is always a new message."""
    screen = await letter(name, args, *claims, offering=offering)
    assert screen is not None
    assert screen.fresh
    return read(screen)


async def test_a_reminder_says_when_where_and_asks_whether_they_come() -> None:
    assert [
        "🔔 Reminder: Tue 8 December, 9:30–12:00",
        "💻 First steps",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
        "🎒 Please bring: a phone",
        "🎟️ Your code: 4F7",
        "[✅ I'm coming] [✖️ I can't come]",
        "[📋 My registration]",
    ] == await reading("reminder", REMINDER, a_registration(bring=Content("a phone", "en")))


async def test_a_reminders_buttons_name_registration_and_date() -> None:
    screen = await letter("reminder", REMINDER, a_registration())

    assert screen is not None
    assert {
        "I'm coming": Tap("my_registrations", "coming", (70, 1)),
        "I can't come": Tap("my_registrations", "cannot", (70, 1)),
        "My registration": Tap("my_registrations", "open", (70,)),
    } == taps(screen)


async def test_a_reminder_names_the_child_and_offers_the_map() -> None:
    lines = await reading("reminder", REMINDER, one_date(child=True, sessions=(a_session(venue=HUB),)))

    assert ["👶 Your child: Zoë", "[📍 Map] [📋 My registration]"] == [lines[3], lines[-1]]


async def test_who_said_yes_is_asked_no_more() -> None:
    lines = await reading("reminder", REMINDER, a_registration(coming=(1,)))

    assert ["[✖️ I can't come]", "[📋 My registration]"] == lines[-2:]


async def test_a_reminder_of_what_one_just_comes_to_asks_nothing() -> None:
    lines = await reading("reminder", REMINDER, a_registration(reminder_only=True, attendee="", code=""))

    assert ["📍 DEPOT, Talstraße 2 (Aachen-Nord)", "[🔔 My reminder]"] == lines[2:]


@pytest.mark.parametrize(
    "registration",
    [
        a_registration(active=False),
        a_registration(absent=(1,)),
        a_registration(sessions=(a_session(1, 9),)),
        a_registration(sessions=(a_session(1, status=SessionStatus.CANCELLED),)),
        a_registration(sessions=(a_session(2, 10),)),
        a_registration(id=71),
    ],
    ids=["cancelled", "absent", "moved", "session cancelled", "other session", "somebody else's"],
)
async def test_a_reminder_that_no_longer_holds_is_not_sent(registration: Registration) -> None:
    assert await letter("reminder", REMINDER, registration) is None


async def test_a_reminder_of_what_began_is_not_sent() -> None:
    args = {**REMINDER, "start": NOW.isoformat()}

    assert await letter("reminder", args, a_registration(sessions=(a_session(start=NOW),))) is None


@pytest.mark.parametrize("offering", [None, a_course(live=False)])
async def test_a_reminder_of_an_offering_that_ended_is_not_sent(offering: Offering | None) -> None:
    assert await letter("reminder", REMINDER, a_registration(), offering=offering) is None


@pytest.mark.parametrize(
    ("which", "person", "wanted"),
    [
        ("day", somebody(remind_days=0), False),
        ("day", somebody(remind_hours=0), True),
        ("hours", somebody(remind_hours=0), False),
        ("hours", somebody(remind_days=0), True),
    ],
)
async def test_a_reminder_turned_off_is_not_sent(which: str, person: Participant, wanted: bool) -> None:
    screen = await letter("reminder", {**REMINDER, "which": which}, a_registration(), person=person)

    assert wanted == (screen is not None)


@pytest.mark.parametrize(("hours", "wanted"), [(0, True), (1, True), (2, False), (4, False)])
async def test_a_days_reminder_as_late_as_the_next_one_leaves_it_to_that_one(hours: int, wanted: bool) -> None:
    soon = a_session(start=local(0, 10, 30))
    person = somebody(remind_hours=hours)

    screen = await letter(
        "reminder", {**REMINDER, "start": soon.start.isoformat()}, a_registration(sessions=(soon,)), person=person
    )

    assert wanted == (screen is not None)


async def test_a_free_place_is_offered_with_a_day_to_answer() -> None:
    entry = an_entry(offered=True, position=0)

    assert [
        "🎉 A place is free for you!",
        "💻 First steps",
        "👥 Name: Zoë",
        "📅 Tuesday and Thursday, 9:30–12:00",
        "4 dates, from Tue 8 December",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
        "⏳ Please answer soon. You have 24 hours.",
        "🪑 After that somebody else can have the place.",
        "[✅ Yes, I take it]",
        "[✖️ No, thank you]",
        "[ℹ️ About this offer]",
    ] == await reading("place_free", {"entry_id": 50}, entry)


async def test_a_free_place_at_one_date_says_which() -> None:
    lines = await reading("place_free", {"entry_id": 50}, an_entry(offered=True, session=COURSE_SESSIONS[0]))

    assert "📅 Tue 8 December, 9:30–12:00" == lines[2]


async def test_a_place_that_begins_at_another_time_says_so_and_until_when_it_is_held() -> None:
    entry = an_entry(offered=True, position=0, deadline=local(1, 9))

    lines = await reading("place_free", {"entry_id": 50, "moved": True}, entry)

    assert ("✏️ A place is free for you. The time has changed.", "⏳ Please answer by: tomorrow, 9:00") == (
        lines[0],
        lines[6],
    )


@pytest.mark.parametrize(
    ("changes", "sessions", "expected"),
    [
        ({"deadline": local(1, 9)}, COURSE_SESSIONS, "⏳ Please answer by: tomorrow, 9:00"),
        ({}, (a_session(1, 0, start=local(0, 20)),), "⏳ Please answer now. It begins soon."),
    ],
)
async def test_a_free_place_promises_no_more_time_than_there_is(
    changes: dict[str, Any], sessions: tuple[Any, ...], expected: str
) -> None:
    offering = a_course(sessions=sessions)

    assert expected in await reading(
        "place_free", {"entry_id": 50}, an_entry(offered=True, **changes), offering=offering
    )


@pytest.mark.parametrize(
    ("entry", "offering"),
    [
        (an_entry(), a_course()),
        (an_entry(offered=True, active=False), a_course()),
        (an_entry(offered=True, deadline=NOW), a_course()),
        (an_entry(offered=True), a_course(live=False)),
        (an_entry(offered=True), a_course(sessions=(a_session(1, -7), a_session(2, 8)))),
        (an_entry(offered=True, session=a_session(9, -1)), a_course()),
        (an_entry(id=51, offered=True), a_course()),
    ],
    ids=["not offered", "closed", "too late", "ended", "began", "date over", "somebody else's"],
)
async def test_a_place_that_is_not_held_any_more_is_not_offered(entry: WaitingEntry, offering: Offering) -> None:
    assert await letter("place_free", {"entry_id": 50}, entry, offering=offering) is None


async def test_a_new_time_says_what_was_and_what_is() -> None:
    moved = a_session(1, 8, status=SessionStatus.MOVED, note=Content("The room is taken", "en"))

    assert [
        "✏️ Your date has a new time.",
        "💻 First steps",
        "✖️ Before: Mon 7 December, 9:30",
        "📅 New time: Tue 8 December, 9:30–12:00",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
        "The room is taken",
        "[✅ I'm coming] [✖️ I can't come]",
        "[📋 My registration]",
    ] == await reading("session_moved", MOVED, one_date(sessions=(moved,)))


@pytest.mark.parametrize(
    ("old_start", "old_venue_id", "expected"),
    [
        (None, 2, "✏️ Your date has a new place."),
        (MOVED["old_start"], 2, "✏️ Your date has a new time and a new place."),
        (MOVED["old_start"], 1, "✏️ Your date has a new time."),
        (None, None, "✏️ Your date is not cancelled any more."),
    ],
)
async def test_what_is_new_is_said_in_one_sentence(
    old_start: str | None, old_venue_id: int | None, expected: str
) -> None:
    args = {**MOVED, "old_start": old_start, "old_venue_id": old_venue_id}

    assert expected == (await reading("session_moved", args, a_registration()))[0]


async def test_a_date_that_takes_place_again_has_no_new_time() -> None:
    args = {**MOVED, "old_start": None, "old_venue_id": None}

    assert "📅 Tue 8 December, 9:30–12:00" in await reading("session_moved", args, a_registration())


@pytest.mark.parametrize(
    ("args", "registration", "offering"),
    [
        ({**MOVED, "old_start": START}, a_registration(), a_course()),
        ({**MOVED, "old_start": None, "old_venue_id": DEPOT.id}, a_registration(), a_course()),
        (MOVED, a_registration(active=False), a_course()),
        (MOVED, a_registration(sessions=(a_session(1, -1),)), a_course()),
        (MOVED, a_registration(sessions=(a_session(status=SessionStatus.CANCELLED),)), a_course()),
        (MOVED, a_registration(), a_course(live=False)),
        (MOVED, a_registration(sessions=()), a_course()),
    ],
    ids=["time as before", "place as before", "not registered", "over", "cancelled", "ended", "not theirs"],
)
async def test_a_move_that_no_longer_holds_is_not_told(
    args: dict[str, Any], registration: Registration, offering: Offering
) -> None:
    assert await letter("session_moved", args, registration, offering=offering) is None


async def test_a_cancelled_date_is_told_with_the_next_one() -> None:
    cancelled = a_session(1, status=SessionStatus.CANCELLED, note=Content("The trainer is ill", "en"))

    assert [
        "✖️ Cancelled: Tue 8 December, 9:30–12:00",
        "💻 First steps",
        "🙏 We are sorry. Please do not come on this day.",
        "The trainer is ill",
        "📅 Next date: Thu 10 December, 9:30–12:00",
        "[📅 All dates]",
        "[📋 My registration]",
        "[🔎 Find offers]",
    ] == await reading("session_cancelled", CANCELLED, a_registration(sessions=(cancelled, a_session(2, 10))))


@pytest.mark.parametrize(
    "registration",
    [
        a_registration(),
        a_registration(active=False, sessions=(a_session(status=SessionStatus.CANCELLED),)),
        a_registration(sessions=(a_session(1, -1, status=SessionStatus.CANCELLED),)),
        a_registration(sessions=()),
    ],
    ids=["takes place", "not registered", "over", "not theirs"],
)
async def test_a_cancellation_that_no_longer_holds_is_not_told(registration: Registration) -> None:
    assert await letter("session_cancelled", CANCELLED, registration) is None


async def test_an_offering_that_ended_leads_to_similar_ones() -> None:
    assert [
        "🙏 This offer does not take place any more.",
        "💻 First steps",
        "🔎 We are sorry. There are other offers for you.",
        "[💻 Similar offers]",
        "[🔔 Tell me when there is something]",
        "[📋 My registrations]",
    ] == await reading("offering_ended", {"registration_id": 70}, a_registration(), offering=a_course(live=False))


async def test_an_offering_that_is_not_there_leads_to_the_search() -> None:
    lines = await reading("offering_ended", {"registration_id": 70}, a_registration(), offering=None)

    assert "[🔎 Find offers]" == lines[3]


@pytest.mark.parametrize(
    ("registration", "offering"),
    [(a_registration(), a_course()), (a_registration(active=False), None), (a_registration(id=71), None)],
    ids=["there again", "not registered", "somebody else's"],
)
async def test_an_end_that_does_not_hold_is_not_told(registration: Registration, offering: Offering | None) -> None:
    assert await letter("offering_ended", {"registration_id": 70}, registration, offering=offering) is None


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (LINK, ["📍 Online, as a video meeting.", f"🔗 {LINK}"]),
        (None, ["📍 Online, as a video meeting. The link is not known yet.", "I send you the link when I know it."]),
    ],
)
async def test_online_a_reminder_gives_the_link_or_says_that_there_is_none(
    link: str | None, expected: list[str]
) -> None:
    online = a_session(venue=ONLINE, has_link=link is not None, link=link)

    assert expected == (await reading("reminder", REMINDER, a_registration(sessions=(online,))))[2:4]


async def test_a_new_time_online_gives_the_link() -> None:
    moved = a_session(venue=ONLINE, status=SessionStatus.MOVED, has_link=True, link=LINK)

    assert f"🔗 {LINK}" in await reading("session_moved", MOVED, one_date(sessions=(moved,)))


async def test_a_new_link_is_given_with_the_time_it_is_for() -> None:
    assert [
        "🔗 Here is the link for your video meeting.",
        "💻 First steps",
        "📅 Tue 8 December, 9:30–12:00",
        "📍 Online, as a video meeting.",
        f"🔗 {LINK}",
        "This link is new. Please use no other.",
        "[🗓️ Calendar]",
        "[📋 My registration]",
    ] == await reading("session_link", CANCELLED, one_date(sessions=(LINKED,)))


@pytest.mark.parametrize(
    ("registration", "offering"),
    [
        (one_date(active=False, sessions=(LINKED,)), COURSE),
        (one_date(id=71, sessions=(LINKED,)), COURSE),
        (one_date(sessions=(a_session(venue=ONLINE),)), COURSE),
        (one_date(sessions=(replace(LINKED, status=SessionStatus.CANCELLED),)), COURSE),
        (one_date(sessions=(replace(LINKED, start=local(-1, 9), end=local(-1, 10)),)), COURSE),
        (a_registration(absent=(1,), sessions=(LINKED,)), COURSE),
        (one_date(sessions=(LINKED,)), a_course(live=False)),
    ],
    ids=["cancelled", "somebody else's", "no link any more", "session cancelled", "over", "absent", "ended"],
)
async def test_a_link_that_opens_nothing_any_more_is_not_sent(registration: Registration, offering: Offering) -> None:
    assert await letter("session_link", CANCELLED, registration, offering=offering) is None
