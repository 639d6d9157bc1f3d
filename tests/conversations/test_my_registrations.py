"""My registrations: everything in one list, nothing lost without a second question, reminders answered with a tap."""

from __future__ import annotations

import pytest

from conversations.core import Tap
from conversations.dialogs.my_registrations import (
    Answered,
    Away,
    Cancelled,
    Cancelling,
    Entry,
    Everything,
    One,
    State,
    Wish,
)
from locales.text import Content
from storage.records.catalogue import SessionStatus
from storage.records.registrations import (
    Registration,
)
from tests.conversations.builders import (
    HUB,
    a_registration,
    a_session,
    a_wish,
    an_entry,
    one_date,
)
from tests.conversations.fakes import read, taps
from tests.conversations.holding import ME, shown


async def test_the_list_has_registrations_reminders_waiting_and_wishes() -> None:
    reminder = a_registration(id=71, reminder_only=True, title=Content("Open lab", "en"))
    general = a_wish(id=31, offering_id=None, title=None, topic=Content("Crafts", "en"))
    anything = a_wish(id=32, offering_id=None, title=None)

    screen = await shown(Everything(), a_registration(), reminder, an_entry(), general, anything)

    assert [
        "📋 My registrations",
        "[💻 Tue 8 Dec · First steps]",
        "[🔔 Tue 8 Dec · Open lab]",
        "[⏳ First steps]",
        "[⭐ Crafts]",
        "[⭐ Anything that fits]",
    ] == read(screen)


async def test_the_list_has_five_a_page() -> None:
    screen = await shown(Everything(9), *(a_registration(id=number) for number in range(1, 7)))

    assert ["📋 My registrations", "[💻 Tue 8 Dec · First steps]"] == read(screen)
    assert screen.pager is not None
    assert (1, 2, Tap(ME, "page")) == (screen.pager.page, screen.pager.pages, screen.pager.turn)


async def test_the_list_names_everything_by_its_short_title() -> None:
    short = {"short_title": Content("First", "en")}

    screen = await shown(Everything(), a_registration(**short), an_entry(**short), a_wish(**short))

    assert ["[💻 Tue 8 Dec · First]", "[⏳ First]", "[⭐ First]"] == read(screen)[1:]


async def test_an_empty_list_leads_to_the_search() -> None:
    assert ["📋 You have no registrations yet.", "[🔎 Find offers]"] == read(await shown(Everything()))


async def test_a_registration_shows_code_next_date_place_and_reminders() -> None:
    screen = await shown(One(70), a_registration(bring=Content("a phone", "en")))

    assert [
        "📋 My registration",
        "💻 First steps",
        "📅 Next date: Tue 8 December, 9:30–12:00",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
        "👥 Name: Zoë",
        "🎟️ Your code: 4F7",
        "🎒 Please bring: a phone",
        "4 dates, from Tue 8 December",
        "🔔 I remind you: Mon 7 December, 9:30 and 19:00",
        "[🗓️ Calendar]",
        "[🔔 Change reminders]",
        "[ℹ️ About this offer]",
        "[✖️ Cancel my registration]",
    ] == read(screen)
    assert Tap(ME, "list") == screen.back


async def test_a_registration_says_what_changed() -> None:
    sessions = (
        a_session(1, 8, status=SessionStatus.MOVED, venue=HUB),
        a_session(2, 10, status=SessionStatus.CANCELLED),
    )

    screen = await shown(One(70), a_registration(sessions=sessions, absent=(1,), reminders=()))

    assert [
        "📍 Hub, Jülicher Straße 72a (Aachen-Nord)",
        "👥 Name: Zoë",
        "🎟️ Your code: 4F7",
        "This date was moved.",
        "✖️ You said that you cannot come this time.",
        "✖️ Thu 10 December, 9:30–12:00 · cancelled",
        "🔔 I send no reminder for this.",
        "[✅ I can come after all]",
        "[🗓️ Calendar]",
        "[📍 Map]",
    ] == read(screen)[3:13]


async def test_a_registration_that_is_over_says_so() -> None:
    screen = await shown(One(70), a_registration(sessions=(a_session(1, -7),), reminders=()))

    assert "📅 There is no date any more." in read(screen)
    assert "Calendar" not in taps(screen)


async def test_a_reminder_shows_no_code_and_no_name() -> None:
    screen = await shown(One(70), one_date(reminder_only=True, attendee="", code=""))

    assert [
        "🔔 My reminder",
        "💻 First steps",
        "📅 Next date: Tue 8 December, 9:30–12:00",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
    ] == read(screen)[:4]
    assert Tap(ME, "cancel", (70,)) == taps(screen)["No more reminders"]


@pytest.mark.parametrize(
    "state",
    [One(70), Cancelling(70), Cancelled(70, True), Away(70, 1), Answered(70, 1, True, True), Entry(50), Wish(30)],
)
async def test_what_is_not_ones_own_is_as_good_as_not_there(state: State) -> None:
    expected = ["🙏 This is no longer available.", "[📋 My registrations]", "[🔎 Find offers]"]

    assert expected == read(await shown(state))


async def test_cancelling_asks_once_more() -> None:
    screen = await shown(Cancelling(70), a_registration())

    assert [
        "✖️ Do you really want to cancel?",
        "💻 First steps",
        "🪑 You leave the whole course. Then somebody else can have your place.",
        "📅 Next date: Tue 8 December, 9:30–12:00",
        "[✖️ Yes, cancel]",
        "[✅ No, I stay]",
    ] == read(screen)
    assert Tap(ME, "open", (70,)) == screen.back


async def test_cancelling_a_single_date_says_what_is_lost() -> None:
    assert "🪑 Then somebody else can have your place." == read(await shown(Cancelling(70), one_date()))[2]


async def test_stopping_a_reminder_speaks_of_no_place() -> None:
    assert [
        "✖️ Shall I stop reminding you?",
        "💻 First steps",
        "📅 Next date: Tue 8 December, 9:30–12:00",
        "[✖️ Yes, stop reminding me]",
        "[✅ No, keep reminding me]",
    ] == read(await shown(Cancelling(70), one_date(reminder_only=True)))


async def test_a_cancelled_registration_is_thanked_for_and_leads_on() -> None:
    screen = await shown(Cancelled(70, True), a_registration(active=False))

    assert [
        "✅ Your registration is cancelled.",
        "💻 First steps",
        "🙏 Thank you for telling us.",
        "[🔎 Find offers]",
        "[ℹ️ About this offer]",
        "[📋 My registrations]",
    ] == read(screen)
    assert screen.fresh


async def test_a_stopped_reminder_says_so() -> None:
    screen = await shown(Cancelled(70, True), a_registration(active=False, reminder_only=True))

    assert ["✅ I do not remind you any more.", "💻 First steps"] == read(screen)[:2]


@pytest.mark.parametrize("state", [One(70), Cancelling(70), Away(70, 1), Cancelled(70, False)])
async def test_what_was_cancelled_before_is_said_without_thanks(state: State) -> None:
    screen = await shown(state, a_registration(active=False))

    assert ["✅ Your registration is cancelled.", "💻 First steps", "[🔎 Find offers]"] == read(screen)[:3]


async def test_who_cannot_come_to_a_course_is_asked_whether_only_this_time() -> None:
    screen = await shown(Away(70, 1), a_registration())

    assert [
        "✖️ You cannot come?",
        "💻 First steps",
        "📅 Tue 8 December, 9:30–12:00",
        "[📅 Only this time]",
        "[✖️ Leave the course]",
        "[✅ I'm coming]",
    ] == read(screen)
    assert Tap(ME, "cancel", (70,)) == taps(screen)["Leave the course"]


async def test_who_cannot_come_to_a_single_date_hears_that_the_place_goes_on() -> None:
    screen = await shown(Away(70, 1), one_date())

    assert [
        "✖️ You cannot come?",
        "💻 First steps",
        "📅 Tue 8 December, 9:30–12:00",
        "🪑 Then somebody else can have your place.",
        "[✖️ Yes, I can't come]",
        "[✅ I'm coming]",
    ] == read(screen)


async def test_a_date_that_is_not_in_the_registration_cannot_be_answered() -> None:
    assert "🙏 This is no longer available." == read(await shown(Away(70, 99), a_registration()))[0]


@pytest.mark.parametrize(
    ("state", "registration", "expected"),
    [
        (
            Answered(70, 1, coming=True, done=True),
            a_registration(bring=Content("a phone", "en")),
            [
                "✅ Thank you! We look forward to seeing you.",
                "💻 First steps",
                "📅 Tue 8 December, 9:30–12:00",
                "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
                "🎒 Please bring: a phone",
            ],
        ),
        (
            Answered(70, 1, coming=False, done=True),
            a_registration(),
            [
                "✅ Thank you for telling us.",
                "💻 First steps",
                "📅 Tue 8 December, 9:30–12:00",
                "🪑 You keep your place for the other dates.",
            ],
        ),
        (
            Answered(70, 1, coming=False, done=True),
            one_date(active=False),
            [
                "✅ Thank you for telling us.",
                "💻 First steps",
                "📅 Tue 8 December, 9:30–12:00",
                "🪑 Somebody else can have your place now.",
            ],
        ),
        (
            Answered(70, 1, coming=True, done=False),
            one_date(active=False),
            ["ℹ️ There is nothing to answer any more.", "💻 First steps", "📅 Tue 8 December, 9:30–12:00"],
        ),
    ],
)
async def test_an_answer_is_thanked_for(state: State, registration: Registration, expected: list[str]) -> None:
    on = "[📋 My registration]" if registration.active else "[ℹ️ About this offer]"

    assert [*expected, on, "[🔎 Find offers]"] == read(await shown(state, registration))


async def test_a_wish_that_was_met_says_so_and_what_happens_next() -> None:
    general = a_wish(offering_id=None, title=None, topic=Content("Crafts", "en"), met=True)

    assert [
        "✅ There was something that fits: I told you, or you registered.",
        "🔔 I still write to you when there is more.",
    ] == read(await shown(Wish(30), general))[2:4]
    assert "✅ You have registered for it since then." in read(await shown(Wish(30), a_wish(met=True)))
