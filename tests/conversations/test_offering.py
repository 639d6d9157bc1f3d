"""The offering: facts before prose, the button that matters first, and never a dead end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations.core import Tap
from conversations.dialogs.offering import Facts, More
from locales.text import Content
from storage.records.catalogue import Childcare, Level, Offering, Registering, SessionStatus, StepFree
from tests.conversations.builders import (
    COURSE_SESSIONS,
    DEPOT,
    HUB,
    ONLINE,
    a_course,
    a_registration,
    a_session,
    an_entry,
    an_open_lab,
    single_dates,
)
from tests.conversations.fakes import read, spoken, taps
from tests.conversations.looking import shown


async def test_a_language_that_nobody_noted_is_said_to_be_unknown() -> None:
    assert "🗣️ Language: not yet known" in read(await shown(Facts(7), a_course(languages=())))


async def test_the_first_screen_says_when_where_price_places_and_language() -> None:
    expected = [
        "💻 First steps",
        "📅 Tuesday and Thursday, 9:30–12:00",
        "4 dates, from Tue 8 December",
        "📍 DEPOT, Talstraße 2",
        "💶 Free of charge  🪑 4 places left",
        "🗣️ German",
        "[✅ Register]",
        "[📅 All dates (4)] [🗓️ Calendar]",
        "[ℹ️ More about it] [↗️ Tell others]",
    ]

    assert expected == read(await shown(Facts(7), a_course()))


async def test_the_first_screen_says_what_decides_who_can_come() -> None:
    offering = a_course(
        women_only=True,
        childcare=Childcare.YES,
        step_free=StepFree.YES,
        price_cents=500,
        price_note=Content("for material", "en"),
    )

    lines = read(await shown(Facts(7), offering))

    expected = [
        "💶 €5",
        "for material",
        "🪑 4 places left",
        "🗣️ German",
        "👩 For women only",
        "👶 There is childcare.",
        "♿ Step-free",
    ]
    assert expected == lines[4:11]


async def test_of_the_languages_there_is_help_in_the_first_screen_names_the_readers() -> None:
    others, own = a_course(interpretation=("tr", "ar")), a_course(interpretation=("tr", "en"))

    assert "🗣️ German" in read(await shown(Facts(7), others))
    assert "🗣️ German. Help in English" in read(await shown(Facts(7), own))


async def test_what_one_must_ask_for_stands_on_the_next_screen() -> None:
    offering = a_course(interpretation=("tr", "ar"), childcare=Childcare.ON_REQUEST)

    first, more = read(await shown(Facts(7), offering)), read(await shown(More(7), offering))

    expected = {"👶 Childcare if you ask for it", "🗣️ German. Help in Turkish, Arabic"}
    assert not expected & set(first)
    assert expected <= set(more)


async def test_the_first_screen_names_a_place_shortly_and_the_next_one_in_full() -> None:
    depot = replace(DEPOT, name=Content("DEPOT (Saal „Piazza“)", "en"))
    offering = a_course(venue=depot, sessions=(a_session(venue=depot),))

    assert "📍 DEPOT, Talstraße 2" in read(await shown(Facts(7), offering))
    assert "📍 DEPOT (Saal „Piazza“), Talstraße 2 (Aachen-Nord)" in read(await shown(More(7), offering))


async def test_a_street_that_stands_in_the_name_is_not_said_twice() -> None:
    corner = replace(DEPOT, name=Content("Meeting point Talstraße 2", "en"))

    lines = read(await shown(Facts(7), a_course(sessions=(a_session(venue=corner),))))

    assert "📍 Meeting point Talstraße 2" in lines


async def test_how_the_description_begins_is_set_apart_and_the_whole_follows_on_the_next_screen() -> None:
    text = "We start slowly. There is time to ask. And at the end there is a small feast for the whole family."
    offering = a_course(description=Content(text, "en"))

    last = (await shown(Facts(7), offering)).lines[-1]

    assert ("We start slowly. There is time to ask.", "prose") == (spoken(last.text), last.style)
    assert text in read(await shown(More(7), offering))


async def test_many_facts_leave_the_description_to_the_next_screen() -> None:
    offering = a_course(women_only=True, description=Content("We start slowly.", "en"))

    assert "We start slowly." not in read(await shown(Facts(7), offering))


async def test_two_dates_that_are_named_are_not_counted() -> None:
    lines = read(await shown(Facts(7), a_course(sessions=COURSE_SESSIONS[::2])))

    assert ["📅 Tue 8 December and Tue 15 December, 9:30–12:00", "📍 DEPOT, Talstraße 2"] == lines[1:3]


async def test_the_rest_says_on_one_page_what_it_is_and_for_whom_and_on_the_next_where_and_what_help_there_is() -> None:
    offering = a_course(
        level=Level.BEGINNER,
        age_min=16,
        description=Content("We start slowly.", "en"),
        eligibility=Content("After a talk", "en"),
        childcare=Childcare.UNKNOWN,
        access_note=Content("Please ask", "en"),
        bring=Content("a phone", "en"),
        certificate=Content("a paper", "en"),
        plain_language=True,
        registering=Registering.RECOMMENDED,
    )

    assert [
        "💻 First steps · Course",
        "We start slowly.",
        "🪑 Please register. You may also just come.",
        "ℹ️ You should know the basics.",
        "🎂 From 16 years",
        "ℹ️ After a talk",
        "🎒 Please bring: a phone",
        "📄 You get: a paper",
        "[✅ Register]",
    ] == read(await shown(More(7), offering))
    assert [
        "💻 First steps",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
        "♿ Step-free: not yet known",
        "Please ask",
        "🗣️ German",
        "🗣️ We use easy words.",
        "👶 Childcare: not yet known",
        "🏢 From: Digital Camp",
        "[✅ Register]",
    ] == read(await shown(More(7, 1), offering))


async def test_a_rest_that_is_short_stands_on_one_page() -> None:
    screen = await shown(More(7), a_course())

    assert screen.pager is not None
    assert (1, "🏢 From: Digital Camp") == (screen.pager.pages, read(screen)[-2])


async def test_more_leads_back_to_the_first_screen() -> None:
    screen = await shown(More(7), a_course())

    assert Tap("offering", "show", (7,)) == screen.back


async def test_step_free_is_no_question_online() -> None:
    lines = read(await shown(More(7), a_course(step_free=StepFree.NOT_APPLICABLE)))

    assert not [line for line in lines if line.startswith("♿")]


@pytest.mark.parametrize(
    ("waiting", "expected"),
    [(0, "🪑 Full"), (1, "🪑 Full, 1 person is waiting"), (3, "🪑 Full, 3 people are waiting")],
)
async def test_a_full_course_says_how_many_wait(waiting: int, expected: str) -> None:
    lines = read(await shown(Facts(7), a_course(taken=10, waiting=waiting)))

    assert f"💶 Free of charge  {expected}" == lines[4]


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
        "💻 First steps",
        "📅 There is no date yet.",
        "📍 DEPOT, Talstraße 2",
        "💶 Free of charge",
        "🗣️ German",
        "[🔔 I am interested]",
        "[ℹ️ More about it] [↗️ Tell others]",
    ]

    assert expected == read(await shown(Facts(7), a_course(sessions=())))


async def test_an_open_lab_says_just_come_and_offers_a_reminder() -> None:
    screen = await shown(Facts(7), an_open_lab())

    assert "💶 Free of charge  🪑 Just come" in read(screen)
    assert Tap("offering", "which", (7,)) == taps(screen)["Remind me"]


async def test_more_about_an_open_lab_says_that_one_need_not_register() -> None:
    assert "🪑 Just come. You need not register." in read(await shown(More(7), an_open_lab()))


async def test_an_open_lab_with_one_date_left_reminds_at_once() -> None:
    screen = await shown(Facts(7), an_open_lab(sessions=COURSE_SESSIONS[:1]))

    assert Tap("offering", "remind", (7,)) == taps(screen)["Remind me"]


async def test_single_dates_say_the_next_one_and_that_there_are_places() -> None:
    lines = read(await shown(Facts(7), single_dates()))

    expected = ["📅 Next date: Tue 8 December, 9:30–12:00", "💶 Free of charge  🪑 Places left"]
    assert expected == [lines[1], lines[3]]


async def test_the_only_date_left_is_chosen_already() -> None:
    sessions = (a_session(1, -7), a_session(2, 8))

    screen = await shown(Facts(7), single_dates(sessions=sessions))

    assert Tap("register", "start", (7, 2)) == taps(screen)["Register"]


async def test_a_moved_date_and_cancelled_ones_are_said() -> None:
    moved = a_session(1, 8, status=SessionStatus.MOVED)
    cancelled = a_session(2, 10, status=SessionStatus.CANCELLED)

    lines = read(await shown(Facts(7), single_dates(sessions=(moved, cancelled, a_session(3, 15)))))

    assert [
        "📅 Next date: Tue 8 December, 9:30–12:00",
        "This date was moved.",
        "1 date is cancelled.",
    ] == lines[1:4]


async def test_dates_at_several_places_are_said() -> None:
    sessions = (a_session(1, 8, venue=HUB), a_session(2, 10))

    lines = read(await shown(Facts(7), single_dates(sessions=sessions)))

    assert ["📍 Hub, Jülicher Straße 72a", "Other dates are at other places."] == lines[2:4]


async def test_an_exact_position_is_a_pin_an_approximate_one_is_not() -> None:
    exact = taps(await shown(Facts(7), a_course(venue=HUB, sessions=(a_session(venue=HUB),))))
    approximate = taps(await shown(Facts(7), a_course()))

    assert Tap("offering", "map", (7, 2)) == exact["Map"]
    assert "Map" not in approximate


@pytest.mark.parametrize(
    ("registering", "has_link", "expected"),
    [
        (Registering.REQUIRED, True, ["📍 Online, as a video meeting.", "You see the link when you are registered."]),
        (Registering.NONE, True, ["📍 Online, as a video meeting.", "You see the link when you let us remind you."]),
        (
            Registering.REQUIRED,
            False,
            ["📍 Online, as a video meeting. The link is not known yet.", "💶 Free of charge  🪑 4 places left"],
        ),
    ],
)
async def test_online_it_promises_a_link_only_where_there_is_one(
    registering: Registering, has_link: bool, expected: list[str]
) -> None:
    sessions = (a_session(venue=ONLINE, has_link=has_link),)
    offering = a_course(venue=ONLINE, sessions=sessions, registering=registering)

    assert expected == read(await shown(Facts(7), offering))[2:4]


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

    assert Tap("my_registrations", "waiting", (50,)) == taps(screen)["My waiting list"]


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
