"""Notices to who wished or waited: there is something for them, or nothing to wait for any more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conversations.core import Notice, Screen, Tap
from conversations.dialogs.my_registrations import DIALOG, Entry
from conversations.registry import notices
from locales.text import Content
from storage.records.catalogue import Offering, SessionStatus
from storage.records.registrations import Interest, Mine, Registration, WaitingEntry
from tests.conversations.builders import (
    COURSE_SESSIONS,
    a_course,
    a_registration,
    a_session,
    a_wish,
    an_entry,
    an_open_lab,
    single_dates,
)
from tests.conversations.fakes import FakeReader, read, taps

MET = {"interest_id": 30, "offering_id": 7}
FOR_TOPIC = a_wish(offering_id=None, title=None, topic=Content("Computer", "en"))
CANCELLED = a_session(status=SessionStatus.CANCELLED)
COURSE = a_course()


async def letter(
    name: str, args: dict[str, Any], *claims: Registration | WaitingEntry | Interest, offering: Offering | None = COURSE
) -> Screen | None:
    """Make a notice for somebody with these claims; None when it does not hold."""
    notice: Notice = notices()[name]
    mine = Mine(
        tuple(one for one in claims if isinstance(one, Registration)),
        tuple(one for one in claims if isinstance(one, WaitingEntry) and one.active),
        tuple(one for one in claims if isinstance(one, Interest)),
    )
    closed = tuple(one for one in claims if isinstance(one, WaitingEntry) and not one.active)
    view = await notice.load(args, FakeReader((offering,) if offering else (), mine, closed))
    return None if view is None else notice.render(view)


async def reading(
    name: str, args: dict[str, Any], *claims: Registration | WaitingEntry | Interest, offering: Offering | None = COURSE
) -> list[str]:
    """Read a notice that holds; it is always a new message."""
    screen = await letter(name, args, *claims, offering=offering)
    assert screen is not None
    assert screen.fresh
    return read(screen)


async def test_a_wish_for_a_topic_that_is_met_says_when_where_what_it_costs_and_why() -> None:
    assert [
        "⭐ I have found something for you.",
        "💻 First steps · Course",
        "📅 Tuesday and Thursday, 9:30–12:00",
        "4 dates, from Tue 8 December",
        "📍 DEPOT, Talstraße 2",
        "💶 Free of charge",
        "🪑 4 places left",
        "🗣️ German",
        "👩 For women only",
        "ℹ️ You look for this: Computer",
        "[🔎 Take a look]",
        "[✖️ I no longer look for this]",
    ] == await reading("interest_met", MET, FOR_TOPIC, offering=a_course(women_only=True))


async def test_a_wish_for_a_topic_in_a_quarter_is_named_by_both() -> None:
    wish = replace(FOR_TOPIC, quarter=Content("Aachen-Nord", "en"))

    assert "ℹ️ You look for this: Computer · Aachen-Nord" in await reading("interest_met", MET, wish)


async def test_a_wish_that_is_met_leads_to_the_offering_or_is_withdrawn() -> None:
    screen = await letter("interest_met", MET, FOR_TOPIC)

    assert screen is not None
    assert {
        "Take a look": Tap("offering", "show", (7,)),
        "I no longer look for this": Tap("my_registrations", "forget", (30,)),
    } == taps(screen)


async def test_a_wish_for_just_this_offering_needs_no_explanation() -> None:
    assert not [line for line in await reading("interest_met", MET, a_wish()) if "look for this:" in line]


@pytest.mark.parametrize("offering", [a_course(taken=10), an_open_lab(), single_dates()])
async def test_what_one_can_wait_for_or_just_come_to_is_told(offering: Offering) -> None:
    assert await letter("interest_met", MET, a_wish(), offering=offering) is not None


@pytest.mark.parametrize(("interest", "wanted"), [(FOR_TOPIC, True), (a_wish(), False)], ids=["topic", "this one"])
async def test_what_has_no_date_is_told_to_who_looks_for_its_topic(interest: Interest, wanted: bool) -> None:
    assert wanted == (await letter("interest_met", MET, interest, offering=a_course(sessions=())) is not None)


@pytest.mark.parametrize(
    ("claims", "offering"),
    [
        ((), COURSE),
        ((a_wish(id=31),), COURSE),
        ((a_wish(), a_registration()), COURSE),
        ((a_wish(), an_entry()), COURSE),
        ((a_wish(),), None),
        ((a_wish(),), a_course(live=False)),
        ((a_wish(),), a_course(taken=10, waiting_list=False)),
        ((a_wish(),), a_course(sessions=(CANCELLED,))),
        ((a_wish(),), a_course(sessions=(a_session(1, -1), a_session(2, 8)))),
    ],
    ids=["withdrawn", "another", "registered", "waiting", "gone", "ended", "full", "cancelled", "begun"],
)
async def test_what_one_cannot_join_or_look_for_any_more_is_not_told(
    claims: tuple[Registration | WaitingEntry | Interest, ...], offering: Offering | None
) -> None:
    assert await letter("interest_met", MET, *claims, offering=offering) is None


async def test_who_waited_for_what_ended_is_led_to_similar_offers() -> None:
    assert [
        "🙏 This offer does not take place any more.",
        "💻 First steps",
        "👥 Name: Zoë",
        "⏳ You need not wait any more.",
        "[💻 Similar offers]",
        "[📋 My registrations]",
    ] == await reading("waiting_over", {"entry_id": 50, "why": "ended"}, an_entry(), offering=a_course(live=False))


async def test_who_waited_for_a_cancelled_date_is_led_to_other_dates() -> None:
    dates = single_dates()
    offering = replace(dates, sessions=(replace(CANCELLED, capacity=1), *dates.sessions[1:]))

    assert [
        "🙏 This date is cancelled.",
        "💻 First steps",
        "📅 Tue 8 December, 9:30–12:00",
        "👥 Name: Zoë",
        "⏳ You need not wait any more.",
        "[📅 Other dates]",
        "[💻 Similar offers]",
        "[🔔 I am interested]",
        "[📋 My registrations]",
    ] == await reading(
        "waiting_over", {"entry_id": 50, "why": "cancelled"}, an_entry(session=CANCELLED), offering=offering
    )


async def test_who_waited_for_a_course_hears_that_all_its_dates_are_cancelled() -> None:
    offering = a_course(sessions=(CANCELLED,))

    lines = await reading("waiting_over", {"entry_id": 50, "why": "cancelled"}, an_entry(), offering=offering)

    assert "🙏 All dates are cancelled." == lines[0]


async def test_who_waited_until_the_list_closed_hears_that_no_place_got_free() -> None:
    entry = an_entry(active=False, session=COURSE_SESSIONS[0], position=0)

    lines = await reading("waiting_over", {"entry_id": 50, "why": "late"}, entry, offering=single_dates())

    assert ["🙏 No place got free for you. It begins soon.", "💻 First steps"] == lines[:2]


@pytest.mark.parametrize(
    ("args", "claims", "offering"),
    [
        ({"why": "ended"}, (an_entry(),), COURSE),
        ({"why": "ended"}, (an_entry(active=False),), a_course(live=False)),
        ({"why": "ended"}, (an_entry(id=51),), a_course(live=False)),
        ({"why": "cancelled"}, (an_entry(session=COURSE_SESSIONS[0]),), single_dates()),
        ({"why": "late"}, (an_entry(active=False),), a_course(live=False)),
        ({"why": "late"}, (an_entry(active=False),), a_course(sessions=(a_session(1, -1), a_session(2, 8)))),
        ({"why": "late"}, (an_entry(active=False, session=a_session(9, -1)),), single_dates()),
        ({"why": "late"}, (an_entry(active=False), a_registration()), COURSE),
    ],
    ids=["there again", "left", "somebody else's", "takes place", "ended", "begun", "date over", "registered"],
)
async def test_an_end_of_waiting_that_does_not_hold_is_not_told(
    args: dict[str, Any], claims: tuple[Registration | WaitingEntry, ...], offering: Offering
) -> None:
    assert await letter("waiting_over", {"entry_id": 50, **args}, *claims, offering=offering) is None


async def test_the_place_in_line_for_what_ended_says_so_too() -> None:
    reader = FakeReader((a_course(live=False),), Mine((), (an_entry(),), ()))
    screen = DIALOG.render(Entry(50), await DIALOG.load(Entry(50), reader))

    assert isinstance(screen, Screen)
    assert [
        "🙏 This offer does not take place any more.",
        "💻 First steps",
        "👥 Name: Zoë",
        "⏳ You need not wait any more.",
        "[💻 Similar offers]",
        "[✖️ Leave the waiting list]",
    ] == read(screen)
