"""My places in line and my wishes: what one waits for, what was offered, and giving it up."""

from __future__ import annotations

import pytest

from conversations.core import Tap
from conversations.dialogs.my_registrations import (
    Entry,
    Leaving,
    Left,
    Missed,
    Placed,
    State,
    Wish,
    Withdrawn,
)
from locales.text import Content
from storage.records.registrations import (
    Refusal,
)
from tests.conversations.builders import (
    COURSE_SESSIONS,
    a_registration,
    a_wish,
    an_entry,
    local,
)
from tests.conversations.fakes import read, taps
from tests.conversations.holding import shown


async def test_a_waiting_list_entry_shows_the_place_in_line() -> None:
    screen = await shown(Entry(50), an_entry())

    assert [
        "⏳ You are on the waiting list.",
        "💻 First steps",
        "👥 Name: Zoë",
        "⏳ You are number 2 on the waiting list.",
        "📅 Tuesday and Thursday, 9:30–12:00",
        "4 dates, from Tue 8 December",
        "🔔 When a place gets free, I write to you.",
        "Then you have 24 hours to answer.",
        "[ℹ️ About this offer]",
        "[✖️ Leave the waiting list]",
    ] == read(screen)


async def test_an_offered_place_can_be_taken_until_its_deadline() -> None:
    entry = an_entry(session=COURSE_SESSIONS[0], offered=True, position=0, deadline=local(1, 9))

    screen = await shown(Entry(50), entry)

    assert [
        "🎉 A place is free for you!",
        "💻 First steps",
        "📅 Tue 8 December, 9:30–12:00",
        "👥 Name: Zoë",
        "⏳ Please answer by: tomorrow, 9:00",
        "[✅ Yes, I take it]",
        "[✖️ No, thank you]",
        "[ℹ️ About this offer]",
    ] == read(screen)


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        (False, "⏳ Then you lose your turn on the waiting list."),
        (True, "🪑 Then somebody else can have the free place."),
    ],
)
async def test_leaving_the_waiting_list_asks_once_more(offered: bool, expected: str) -> None:
    screen = await shown(Leaving(50), an_entry(offered=offered, position=0))

    assert [
        "✖️ Do you really want to leave the waiting list?",
        "💻 First steps",
        "👥 Name: Zoë",
        expected,
        "[✖️ Yes, leave the waiting list]",
        "[✅ No, I stay]",
    ] == read(screen)


@pytest.mark.parametrize("state", [Entry(50), Leaving(50), Left(50, True), Left(50, False)])
async def test_who_left_the_waiting_list_is_led_on(state: State) -> None:
    assert [
        "✅ You are not on the waiting list any more.",
        "💻 First steps",
        "[🔎 Find offers]",
        "[ℹ️ About this offer]",
        "[📋 My registrations]",
    ] == read(await shown(state, an_entry(active=False)))


async def test_a_place_that_went_on_is_explained() -> None:
    screen = await shown(Missed(50, Refusal.TOO_LATE), an_entry(active=False))

    assert [
        "🙏 This place is no longer free. Somebody else has it now.",
        "💻 First steps",
        "[ℹ️ About this offer]",
        "[💻 Similar offers]",
        "[🔔 I am interested]",
    ] == read(screen)


@pytest.mark.parametrize(
    ("again", "expected"), [(False, "🎉 You are registered."), (True, "🎉 You were registered already.")]
)
async def test_a_taken_place_is_a_registration(again: bool, expected: str) -> None:
    assert [expected, "🎟️ Your code: 4F7"] == read(await shown(Placed(70, again), a_registration()))[:2]


async def test_a_wish_can_be_withdrawn() -> None:
    wish = a_wish(
        offering_id=None,
        title=None,
        topic=Content("Crafts", "en"),
        quarter=Content("Aachen-Nord", "en"),
        language="ar",
        part_of_day="morning",
    )

    screen = await shown(Wish(30), wish)

    assert [
        "⭐ You are interested in this:",
        "⭐ Crafts",
        "📍 Aachen-Nord",
        "🗣️ In Arabic",
        "📅 In the morning",
        "[✖️ I am not interested any more]",
        "[🔎 Find offers]",
    ] == read(screen)


async def test_a_wish_for_anything_in_a_quarter_names_the_quarter_once() -> None:
    wish = a_wish(offering_id=None, title=None, quarter=Content("Aachen-Nord", "en"))

    assert ["⭐ Anything that fits", "📍 Aachen-Nord"] == read(await shown(Wish(30), wish))[1:3]


async def test_a_wish_for_an_offering_leads_to_it() -> None:
    assert Tap("offering", "show", (7,)) == taps(await shown(Wish(30), a_wish()))["About this offer"]


@pytest.mark.parametrize(
    ("done", "expected"), [(True, "✅ I have deleted your interest."), (False, "✅ This is no longer available.")]
)
async def test_a_withdrawn_wish_is_gone(done: bool, expected: str) -> None:
    assert [expected, "[🔎 Find offers]", "[📋 My registrations]"] == read(await shown(Withdrawn(done)))
