"""What comes of registering: a code, a place in line, or a refusal that says why and leads on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations.core import Tap, Turn
from conversations.dialogs.register import (
    DIALOG,
    Asking,
    Check,
    Finished,
    Queued,
    Unlucky,
)
from conversations.registration_draft import Draft
from storage.records.announcements import News
from storage.records.catalogue import Offering, SessionStatus
from storage.records.registrations import Refusal
from tests.conversations.builders import (
    a_course,
    a_session,
    an_open_lab,
    single_dates,
)
from tests.conversations.fakes import read, taps
from tests.conversations.registering import NAMED, shown


async def test_registered_gives_the_code_and_says_what_happens_next() -> None:
    screen = await shown(Finished(7, 70))

    assert [
        "🎉 You are registered.",
        "🎟️ Your code: 4F7",
        "Say this code when you come.",
        "💻 First steps",
        "📅 Next date: Tue 8 December, 9:30–12:00",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
        "👥 Name: Zoë",
        "🔔 I remind you: Mon 7 December, 9:30 and 19:00",
        "[🗓️ Calendar]",
        "[🔔 Change reminders]",
        "[📋 My registrations]",
        "[🔔 Get news, too]",
    ] == read(screen)
    assert screen.fresh


async def test_who_was_asked_about_news_is_not_asked_again() -> None:
    assert Tap("news", "show") in taps(await shown(Finished(7, 70))).values()
    for asked in (News(agreed=True), News(agreed=False)):
        screen = await shown(Finished(7, 70), wanted=asked)
        assert Tap("news", "show") not in taps(screen).values()


async def test_registered_twice_is_once() -> None:
    assert "🎉 You were registered already." == read(await shown(Finished(7, 70, again=True)))[0]


async def test_waiting_says_the_position_and_what_happens_next() -> None:
    screen = await shown(Queued(7, 50))

    assert [
        "⏳ You are on the waiting list.",
        "💻 First steps",
        "👥 Name: Zoë",
        "⏳ You are number 2 on the waiting list.",
        "🔔 When a place gets free, I write to you.",
        "Then you have 24 hours to answer.",
        "[ℹ️ About this offer]",
        "[✖️ Leave the waiting list]",
        "[🔎 Find offers]",
    ] == read(screen)
    assert screen.fresh


async def test_waiting_twice_is_once() -> None:
    assert "⏳ You were on the waiting list already." == read(await shown(Queued(7, 50, again=True)))[0]


@pytest.mark.parametrize(
    ("reason", "offering", "expected", "ways"),
    [
        (Refusal.GONE, a_course(live=False), "🙏 This is no longer available.", ["Similar offers"]),
        (Refusal.STARTED, a_course(), "🙏 This has already begun.", ["Similar offers", "I am interested"]),
        (
            Refusal.CANCELLED,
            single_dates(),
            "🙏 This date is cancelled.",
            ["Other dates", "Similar offers", "I am interested"],
        ),
        (
            Refusal.FULL,
            a_course(taken=10),
            "🙏 All places are taken.",
            ["Join the waiting list", "Similar offers", "I am interested"],
        ),
        (
            Refusal.FULL,
            single_dates(waiting_list=False),
            "🙏 All places are taken.",
            ["Other dates", "Similar offers", "I am interested"],
        ),
        (Refusal.NO_REGISTRATION, an_open_lab(), "🙏 Just come. You need not register.", ["Remind me"]),
        (
            Refusal.NO_DATE,
            a_course(sessions=()),
            "🙏 There is no date yet.",
            ["I am interested", "Similar offers", "Find offers"],
        ),
        (
            Refusal.CONDITIONS,
            a_course(),
            "🙏 This is not for everybody. I cannot register you here.",
            ["Similar offers", "Find offers"],
        ),
    ],
)
async def test_a_refusal_says_why_and_leads_on(
    reason: Refusal, offering: Offering, expected: str, ways: list[str]
) -> None:
    screen = await shown(Unlucky(NAMED, reason), offering)

    assert expected == read(screen)[0]
    assert ways == list(taps(screen))


async def test_a_place_lost_meanwhile_leads_to_the_check_for_the_waiting_list() -> None:
    state = Unlucky(NAMED, Refusal.FULL)
    tap = taps(await shown(state, a_course(taken=10)))["Join the waiting list"]

    assert Turn(Check(NAMED)) == DIALOG.update(state, tap)


@pytest.mark.parametrize(
    ("offering", "expected"),
    [
        (a_course(sessions=()), "🙏 There is no date yet."),
        (a_course(sessions=(a_session(1, -7),)), "🙏 This has already begun."),
        (a_course(sessions=(a_session(1, status=SessionStatus.CANCELLED),)), "🙏 This date is cancelled."),
        (a_course(taken=10, waiting_list=False), "🙏 All places are taken."),
        (a_course(live=False), "🙏 This is no longer available."),
        (an_open_lab(), "🙏 Just come. You need not register."),
    ],
)
async def test_who_cannot_register_any_more_is_told_at_once(offering: Offering, expected: str) -> None:
    assert expected == read(await shown(Asking(Draft(7)), offering))[0]


@pytest.mark.parametrize(
    ("session_id", "waiting_list", "expected"),
    [(1, False, "🙏 All places are taken."), (99, True, "🙏 This has already begun.")],
)
async def test_a_chosen_date_that_is_full_or_gone_is_told_before_the_check(
    session_id: int, waiting_list: bool, expected: str
) -> None:
    draft = replace(NAMED, session_id=session_id)

    assert expected == read(await shown(Check(draft), single_dates(waiting_list=waiting_list)))[0]


async def test_an_offering_that_is_not_there_leads_to_the_search() -> None:
    screen = await shown(Asking(Draft(9)))

    assert ["🙏 This is no longer available.", "[🔎 Find offers]"] == read(screen)


async def test_a_condition_added_meanwhile_is_asked_before_the_check() -> None:
    assert "👩 This is for women only." == read(await shown(Check(NAMED), a_course(women_only=True)))[0]


async def test_a_condition_dropped_meanwhile_leads_on() -> None:
    screen = await shown(Asking(NAMED))

    assert {"Continue": Tap("register", "go_on", (7,))} == taps(screen)
    assert Turn(Check(NAMED)) == DIALOG.update(Asking(NAMED), Tap("register", "go_on", (7,)))
