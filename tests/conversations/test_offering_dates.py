"""An offering's dates, reminders and taps: five a page, each does what it names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations.core import Button, Done, Share, Tap, Turn, Typed
from conversations.dialogs.offering import DIALOG, Dates, Facts, More, NotReminded, Reminded, Reminding, State
from conversations.effects import RemindMe, SendCalendar, SendVenue
from locales.text import Content
from storage.records.catalogue import Childcare, SessionStatus, StepFree
from storage.records.registrations import Refusal, Refused, Registered
from tests.conversations.builders import (
    COURSE_SESSIONS,
    HUB,
    a_course,
    a_registration,
    a_session,
    an_entry,
    an_open_lab,
    single_dates,
)
from tests.conversations.fakes import read
from tests.conversations.looking import shown


async def test_all_dates_show_their_status_five_a_page() -> None:
    sessions = (
        a_session(1, 8, taken=10, waiting=2),
        a_session(2, 10, status=SessionStatus.CANCELLED, note=Content("The trainer is ill", "en")),
        a_session(3, 15, status=SessionStatus.MOVED, venue=HUB),
        a_session(4, 17, taken=9),
        a_session(5, 22, capacity=None),
        a_session(6, 24),
    )

    screen = await shown(Dates(7), single_dates(sessions=sessions))

    assert [
        "📅 All dates",
        "💻 First steps",
        "📅 Tue 8 December, 9:30–12:00 · Full, 2 people are waiting",
        "✖️ Thu 10 December, 9:30–12:00 · cancelled",
        "The trainer is ill",
        "📅 Tue 15 December, 9:30–12:00 · moved",
        "📍 Hub, Jülicher Straße 72a (Aachen-Nord)",
        "📅 Thu 17 December, 9:30–12:00 · 1 place left",
        "📅 Tue 22 December, 9:30–12:00 · Room for everybody",
        "[✅ Register]",
    ] == read(screen)
    assert screen.pager is not None
    assert 2 == screen.pager.pages


async def test_a_page_too_far_shows_the_last_one() -> None:
    screen = await shown(Dates(7, 99), a_course())

    assert "📅 Tue 8 December, 9:30–12:00" in read(screen)


async def test_a_share_carries_the_link_to_the_offering() -> None:
    screen = await shown(Facts(7), a_course())

    shares = [
        button for row in screen.rows for button in row if isinstance(button, Button) and isinstance(button.does, Share)
    ]
    assert [Share("o_7", Content("First steps", "en"))] == [button.does for button in shares]


async def test_a_reminder_asks_whether_once_or_every_time() -> None:
    expected = [
        "🔔 When shall I remind you?",
        "📅 Next date: Tue 8 December, 9:30–12:00",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
        "[🔔 Only the next time]",
        "[🔔 Every time (4)]",
    ]

    assert expected == read(await shown(Reminding(7), an_open_lab()))


async def test_a_set_reminder_says_when_it_comes() -> None:
    reminder = a_registration(reminder_only=True, attendee="", code="")

    screen = await shown(Reminded(7, 70), an_open_lab(), held=(reminder,))

    assert [
        "🎉 Good. I have noted it.",
        "💻 First steps",
        "🔔 I remind you: Mon 7 December, 9:30 and 19:00",
        "[🗓️ Calendar]",
        "[🔔 Change reminders]",
        "[🔔 My reminder]",
    ] == read(screen)
    assert screen.fresh


async def test_a_reminder_that_is_switched_off_is_not_promised() -> None:
    silent = a_registration(reminder_only=True, attendee="", code="", reminders=())

    screen = await shown(Reminded(7, 70), an_open_lab(), held=(silent,))

    assert ["🎉 Good. I have noted it.", "💻 First steps", "🔔 I send no reminder for this."] == read(screen)[:3]


async def test_a_reminder_that_cannot_be_set_says_why() -> None:
    screen = await shown(NotReminded(7, Refusal.STARTED), an_open_lab())

    assert ["💻 First steps", "🙏 This has already begun."] == read(screen)[:2]


@pytest.mark.parametrize(
    ("tap", "expected"),
    [
        (Tap("offering", "show", (7,)), Turn(Facts(7))),
        (Tap("offering", "more", (7,)), Turn(More(7))),
        (Tap("offering", "dates", (7, 2)), Turn(Dates(7, 2))),
        (Tap("offering", "dates", (7, -2)), Turn(Dates(7, 0))),
        (Tap("offering", "which", (7,)), Turn(Reminding(7))),
        (Tap("offering", "remind", (7,)), Turn(Facts(7), (RemindMe(7),))),
        (Tap("offering", "remind", (7, 3)), Turn(Facts(7), (RemindMe(7, 3),))),
        (Tap("offering", "map", (7, 2)), Turn(Facts(7), (SendVenue(2),))),
        (Tap("offering", "calendar", (7,)), Turn(Facts(7), (SendCalendar("offering", 7),))),
    ],
)
def test_a_tap_does_what_it_names(tap: Tap, expected: Turn[State]) -> None:
    assert expected == DIALOG.update(More(8), tap)


def test_a_sent_map_leaves_the_screen_as_it_is() -> None:
    assert Turn(More(7), (SendVenue(2),)) == DIALOG.update(More(7), Tap("offering", "map", (7, 2)))


def test_the_result_of_a_reminder_is_shown() -> None:
    assert Turn(Reminded(7, 70)) == DIALOG.update(Facts(7), Done(RemindMe(7), Registered(70)))
    assert Turn(NotReminded(7, Refusal.GONE)) == DIALOG.update(Facts(7), Done(RemindMe(7), Refused(Refusal.GONE)))


def test_typing_means_nothing_here_and_is_not_kept() -> None:
    assert Turn(Facts(7), understood=False) == DIALOG.update(Facts(7), Typed("hello"))


def test_an_unknown_tap_closes_what_was_not_open() -> None:
    assert Turn(None, understood=False) == DIALOG.update(None, Tap("offering", "nonsense", ("x",)))


async def test_a_screen_has_at_most_six_buttons_and_about_ten_lines() -> None:
    full = a_course(
        venue=HUB,
        sessions=tuple(replace(one, venue=HUB) for one in COURSE_SESSIONS),
        description=Content("Text", "en"),
        women_only=True,
        childcare=Childcare.YES,
        step_free=StepFree.YES,
    )

    screen = await shown(Facts(7), full, held=(a_registration(),), waiting=(an_entry(),))

    assert 6 >= sum(len(row) for row in screen.rows)
    assert 11 >= len(screen.lines)
