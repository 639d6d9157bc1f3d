"""The offering: facts before prose, the button that matters first, and never a dead end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations.core import Button, Done, Screen, Share, Tap, Turn, Typed
from conversations.dialogs.offering import DIALOG, Dates, Facts, More, NotReminded, Reminded, Reminding, State
from conversations.effects import RemindMe, SendCalendar, SendVenue
from locales.text import Content
from storage.records.catalogue import Childcare, Level, Offering, Registering, SessionStatus, StepFree
from storage.records.registrations import Mine, Refusal, Refused, Registered, Registration, WaitingEntry
from tests.conversations.builders import (
    COURSE_SESSIONS,
    HUB,
    ONLINE,
    a_course,
    a_registration,
    a_session,
    an_entry,
    an_open_lab,
    single_dates,
)
from tests.conversations.fakes import FakeReader, read, taps


async def shown(
    state: State, *catalogue: Offering, held: tuple[Registration, ...] = (), waiting: tuple[WaitingEntry, ...] = ()
) -> Screen:
    """Show a state over a catalogue and what the person has."""
    reader = FakeReader(catalogue, Mine(held, waiting, ()))
    screen = DIALOG.render(state, await DIALOG.load(state, reader))
    assert isinstance(screen, Screen)
    return screen


async def test_the_first_screen_says_when_where_price_places_and_language() -> None:
    expected = [
        "💻 First steps · Course",
        "📅 Tuesday and Thursday, 9:30–12:00",
        "4 dates, from Tue 8/12",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
        "💶 Free of charge",
        "🪑 4 places left",
        "🗣 German",
        "[✅ Register]",
        "[📅 All dates (4)] [🗓 Into my calendar]",
        "[ℹ️ More about it] [↗️ Tell others]",
    ]

    assert expected == read(await shown(Facts(7), a_course()))


async def test_the_first_screen_says_what_decides_who_can_come() -> None:
    offering = a_course(
        interpretation=("tr", "ar"),
        women_only=True,
        childcare=Childcare.ON_REQUEST,
        step_free=StepFree.YES,
        price_cents=500,
        price_note=Content("for material", "en"),
        description=Content("We start slowly.", "en"),
    )

    lines = read(await shown(Facts(7), offering))

    expected = [
        "💶 €5",
        "for material",
        "🪑 4 places left",
        "🗣 German. Help in Turkish, Arabic",
        "👩 For women only",
        "👶 Childcare if you ask for it",
        "♿ Step-free",
        "We start slowly.",
    ]
    assert expected == lines[4:12]


async def test_unknown_step_free_access_is_said_as_not_yet_known() -> None:
    expected = [
        "💻 First steps",
        "ℹ️ You should know the basics.",
        "🎂 From 16 years",
        "👥 After a talk",
        "👶 Childcare: not yet known",
        "♿ Step-free: not yet known",
        "Please ask",
        "🎒 Please bring: a phone",
        "📄 You get: a paper",
        "🗣 We use easy words.",
        "🪑 Please register. You may also just come.",
        "🏢 From: Digital Camp",
        "[✅ Register]",
    ]
    offering = a_course(
        level=Level.BEGINNER,
        age_min=16,
        eligibility=Content("After a talk", "en"),
        childcare=Childcare.UNKNOWN,
        access_note=Content("Please ask", "en"),
        bring=Content("a phone", "en"),
        certificate=Content("a paper", "en"),
        plain_language=True,
        registering=Registering.RECOMMENDED,
    )

    assert expected == read(await shown(More(7), offering))


async def test_more_leads_back_to_the_first_screen() -> None:
    screen = await shown(More(7), a_course())

    assert Tap("offering", "show", (7,)) == screen.back


async def test_step_free_is_no_question_online() -> None:
    lines = read(await shown(More(7), a_course(step_free=StepFree.NOT_APPLICABLE)))

    assert not [line for line in lines if line.startswith("♿")]


@pytest.mark.parametrize(
    ("waiting", "expected"),
    [(0, "🪑 Full."), (1, "🪑 Full. 1 person is waiting."), (3, "🪑 Full. 3 people are waiting.")],
)
async def test_a_full_course_says_how_many_wait(waiting: int, expected: str) -> None:
    lines = read(await shown(Facts(7), a_course(taken=10, waiting=waiting)))

    assert expected == lines[5]


async def test_a_full_course_leads_to_its_waiting_list() -> None:
    screen = await shown(Facts(7), a_course(taken=10))

    assert Tap("register", "start", (7,)) == taps(screen)["Join the waiting list"]


async def test_a_full_course_without_a_waiting_list_leads_to_similar_ones_and_to_interest() -> None:
    screen = await shown(Facts(7), a_course(taken=10, waiting_list=False))

    assert {
        "Similar offers": Tap("find", "topic", ("pc_basics",)),
        "I am interested": Tap("interest", "offering", (7,)),
        "All dates": Tap("offering", "dates", (7, 0)),
        "More about it": Tap("offering", "more", (7,)),
    } == taps(screen)


async def test_an_offering_without_a_date_asks_for_interest() -> None:
    expected = [
        "💻 First steps · Course",
        "📅 There is no date yet.",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
        "💶 Free of charge",
        "🗣 German",
        "[🔔 I am interested]",
        "[ℹ️ More about it] [↗️ Tell others]",
    ]

    assert expected == read(await shown(Facts(7), a_course(sessions=())))


async def test_an_open_lab_says_just_come_and_offers_a_reminder() -> None:
    screen = await shown(Facts(7), an_open_lab())

    assert "🪑 Just come. You need not register." in read(screen)
    assert Tap("offering", "which", (7,)) == taps(screen)["Remind me"]


async def test_an_open_lab_with_one_date_left_reminds_at_once() -> None:
    screen = await shown(Facts(7), an_open_lab(sessions=COURSE_SESSIONS[:1]))

    assert Tap("offering", "remind", (7,)) == taps(screen)["Remind me"]


async def test_single_dates_say_the_next_one_and_how_many_have_places() -> None:
    lines = read(await shown(Facts(7), single_dates()))

    assert ["📅 Next date: Tuesday, 8 December, 9:30–12:00", "🪑 3 dates with free places"] == [lines[1], lines[4]]


async def test_the_only_date_left_is_chosen_already() -> None:
    sessions = (a_session(1, -7), a_session(2, 8))

    screen = await shown(Facts(7), single_dates(sessions=sessions))

    assert Tap("register", "start", (7, 2)) == taps(screen)["Register"]


async def test_a_moved_date_and_cancelled_ones_are_said() -> None:
    moved = a_session(1, 8, status=SessionStatus.MOVED)
    cancelled = a_session(2, 10, status=SessionStatus.CANCELLED)

    lines = read(await shown(Facts(7), single_dates(sessions=(moved, cancelled, a_session(3, 15)))))

    assert [
        "📅 Next date: Tuesday, 8 December, 9:30–12:00",
        "This date was moved.",
        "1 date is cancelled.",
    ] == lines[1:4]


async def test_dates_at_several_places_are_said() -> None:
    sessions = (a_session(1, 8, venue=HUB), a_session(2, 10))

    lines = read(await shown(Facts(7), single_dates(sessions=sessions)))

    assert ["📍 Hub, Jülicher Straße 72a (Aachen-Nord)", "Other dates are at other places."] == lines[2:4]


async def test_an_exact_position_is_a_pin_an_approximate_one_is_not() -> None:
    exact = taps(await shown(Facts(7), a_course(venue=HUB, sessions=(a_session(venue=HUB),))))
    approximate = taps(await shown(Facts(7), a_course()))

    assert Tap("offering", "map", (7, 2)) == exact["Map"]
    assert "Map" not in approximate


async def test_online_the_link_comes_after_registering() -> None:
    offering = a_course(venue=ONLINE, sessions=(a_session(venue=ONLINE),))

    assert "📍 Online. The link comes after you register." in read(await shown(Facts(7), offering))


async def test_who_is_registered_finds_their_registration_first() -> None:
    screen = await shown(Facts(7), a_course(), held=(a_registration(),))

    assert [
        "[📋 My registration]",
        "[➕ Register once more]",
        "[📅 All dates (4)] [ℹ️ More about it]",
        "[↗️ Tell others]",
    ] == read(screen)[-4:]


async def test_who_waits_finds_their_place_in_line_first() -> None:
    screen = await shown(Facts(7), a_course(taken=10), waiting=(an_entry(),))

    assert Tap("my_registrations", "waiting", (50,)) == taps(screen)["My place in line"]


async def test_who_has_several_finds_the_list_of_them() -> None:
    screen = await shown(Facts(7), a_course(), held=(a_registration(), a_registration(id=71)))

    assert Tap("my_registrations", "show") == taps(screen)["My registrations"]


async def test_a_course_that_began_leads_to_similar_ones() -> None:
    begun = a_course(sessions=(a_session(1, -7), a_session(2, 8)))

    screen = await shown(Facts(7), begun)

    assert "🪑 This course has already begun." in read(screen)
    assert "Register" not in taps(screen)


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        ((a_session(1, -7),), "🙏 This is over."),
        ((a_session(1, 8, status=SessionStatus.CANCELLED),), "🙏 All dates are cancelled."),
    ],
)
async def test_what_is_over_says_so_and_leads_on(sessions: tuple[object, ...], expected: str) -> None:
    screen = await shown(Facts(7), a_course(sessions=sessions))

    assert expected == read(screen)[0]
    assert Tap("find", "topic", ("pc_basics",)) == taps(screen)["Similar offers"]


@pytest.mark.parametrize("catalogue", [(), (a_course(live=False, topics=()),)])
async def test_what_is_gone_leads_to_the_search(catalogue: tuple[Offering, ...]) -> None:
    expected = ["🙏 This is no longer available.", "[🔎 Find offers]"]

    assert expected == read(await shown(Facts(7), *catalogue))


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
        "📅 Tuesday, 8 December, 9:30–12:00 · Full. 2 people are waiting.",
        "✖️ Thursday, 10 December, 9:30–12:00 · cancelled",
        "The trainer is ill",
        "📅 Tuesday, 15 December, 9:30–12:00 · moved",
        "📍 Hub, Jülicher Straße 72a (Aachen-Nord)",
        "📅 Thursday, 17 December, 9:30–12:00 · 1 place left",
        "📅 Tuesday, 22 December, 9:30–12:00 · There is room for everybody.",
        "[✅ Register]",
    ] == read(screen)
    assert screen.pager is not None
    assert 2 == screen.pager.pages


async def test_a_page_too_far_shows_the_last_one() -> None:
    screen = await shown(Dates(7, 99), a_course())

    assert "📅 Tuesday, 8 December, 9:30–12:00" in read(screen)


async def test_a_share_carries_the_link_to_the_offering() -> None:
    screen = await shown(Facts(7), a_course())

    shares = [
        button for row in screen.rows for button in row if isinstance(button, Button) and isinstance(button.does, Share)
    ]
    assert [Share("o_7", Content("First steps", "en"))] == [button.does for button in shares]


async def test_a_reminder_asks_whether_once_or_every_time() -> None:
    expected = [
        "🔔 When shall I remind you?",
        "📅 Next date: Tuesday, 8 December, 9:30–12:00",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
        "[🔔 Only the next time]",
        "[🔔 Every time (4)]",
    ]

    assert expected == read(await shown(Reminding(7), an_open_lab()))


async def test_a_set_reminder_says_when_it_comes() -> None:
    reminder = a_registration(reminder_only=True, attendee="", code="")

    screen = await shown(Reminded(7, 70), an_open_lab(), held=(reminder,))

    assert [
        "🎉 I remind you.",
        "💻 First steps",
        "🔔 We remind you: Monday, 7 December, 9:30 and Monday, 7 December, 19:00",
        "[🗓 Into my calendar]",
        "[🔔 Change reminders]",
        "[🔔 My reminder]",
    ] == read(screen)
    assert screen.fresh


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
