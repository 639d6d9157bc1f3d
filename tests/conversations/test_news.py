"""News: consent in plain words, one question a screen, and an end with one tap that can be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conversations.announced import stop_button, view_of
from conversations.core import Done, Screen, Tap, Turn
from conversations.dialogs.news import DIALOG, HowOften, Hub, Reading, State, Stopped, Thanked, Week, Which
from conversations.notices import digest
from conversations.staff_effects import NoteTap, SetNews
from locales.text import Content
from storage.records.announcements import Announced, Frequency, News
from storage.records.audiences import AUDIENCES
from storage.records.catalogue import Choice, Offering, Registering
from tests.conversations.builders import HUB, a_course, a_session, an_open_lab
from tests.conversations.fakes import FakeReader, read, taps

AGREED = News(agreed=True)
OBJECTED = Done(SetNews(agreed=False), News(agreed=False))
CHOOSY = News(agreed=True, frequency=Frequency.WEEKLY, topics=("ai",), quarters=("nord",))
TOPICS = tuple(
    Choice(slug, 1, Content(slug.upper(), "en")) for slug in ("ai", "coding", "e_bike", "network", "creative", "hr")
)


def an_announcement(**changes: Any) -> Announced:  # noqa: ANN401 - any field
    """Make an announcement without an offering."""
    announced = Announced(
        announcement_id=4,
        offering_id=None,
        title=Content("Summer party", "en"),
        text=Content("Come and bring your neighbours.", "en"),
        buttons=("interested",),
        media=None,
        revision=1,
    )
    return replace(announced, **changes)


def about_a_course(**changes: Any) -> Announced:  # noqa: ANN401 - any field
    """Make an announcement of the course, with every button."""
    values = {"offering_id": 7, "title": None, "text": None, "buttons": ("details", "register", "interested", "map")}
    return an_announcement(**(values | changes))


async def shown(
    state: State, wanted: News = AGREED, letters: tuple[Announced, ...] = (), catalogue: tuple[Offering, ...] = ()
) -> Screen:
    """Show a state to somebody who chose this."""
    reader = FakeReader(catalogue, wanted=wanted, letters=letters, values={"topic": TOPICS, "quarter": TOPICS[:2]})
    screen = DIALOG.render(state, await DIALOG.load(state, reader))
    assert isinstance(screen, Screen)
    return screen


def after(state: State | None, *events: Tap | Done) -> object:
    """Tell the state that events lead to."""
    for event in events:
        state = DIALOG.update(state, event).state
    return state


async def test_who_was_never_asked_is_asked_in_plain_words_and_nothing_is_ticked() -> None:
    assert [
        "🔔 Shall I write to you about new offers?",
        "I tell you about new courses and meetings. You choose about what and how often.",
        "You need not say yes. You can stop at any time with one tap.",
        "🔒 For this I store what you choose. Nothing else.",
        "[✅ Yes, write to me]",
        "[✖️ No]",
        "[🔔 Reminders]",
    ] == read(await shown(Hub(), News()))


async def test_saying_no_stores_nothing_and_goes_back() -> None:
    assert Tap("news", "close") == taps(await shown(Hub(), News()))["No"]


@pytest.mark.parametrize("state", [Hub(), HowOften(), Which("topic")])
async def test_nothing_is_chosen_before_somebody_agreed(state: State) -> None:
    assert Tap("news", "agree") in taps(await shown(state, News())).values()


def test_agreeing_is_a_tap_of_its_own() -> None:
    assert Turn(Hub(new=True), (SetNews(agreed=True),)) == DIALOG.update(Hub(), Tap("news", "agree"))


async def test_after_agreeing_it_says_what_happens_next() -> None:
    assert [
        "✅ Thank you! You get news from now on.",
        "When there is something new, I write to you at once. At night I do not write.",
        "Tap to change it.",
        "[📅 How often]",
        "[🧭 All topics]",
        "[📍 Everywhere]",
        "[👥 For everybody]",
        "[🔔 Reminders]",
        "[✖️ No more news]",
    ] == read(await shown(Hub(new=True)))


async def test_what_was_chosen_is_counted_on_its_button() -> None:
    lines = read(await shown(Hub(), CHOOSY))

    assert "I write to you once a week, on Thursday. If there is nothing new, I do not write." in lines
    assert {"[🧭 Topics (1)]", "[📍 Places (1)]", "[👥 For everybody]"} <= set(lines)


async def test_how_often_is_one_question_with_the_choice_of_now_marked() -> None:
    assert [
        "📅 How often shall I write to you?",
        "At night I do not write.",
        "[🔔 At once]",
        "[✔️ Once a week, on Thursday]",
    ] == read(await shown(HowOften(), CHOOSY))


def test_a_tap_sets_how_often() -> None:
    weekly = Tap("news", "often", ("weekly",))

    assert Turn(Hub(), (SetNews(frequency=Frequency.WEEKLY),)) == DIALOG.update(None, weekly)


async def test_the_topics_fit_on_a_screen_with_the_chosen_ones_marked() -> None:
    screen = await shown(Which("topic", ("coding",)))

    assert ["[🧭 All topics]", "[🤖 AI]", "[✔️ CODING]", "[🚲 E_BIKE]", "[🤝 NETWORK]", "[✅ Done]"] == read(screen)[2:]
    assert screen.pager is not None
    assert 2 == screen.pager.pages


async def test_choosing_for_whom_is_voluntary_and_says_so() -> None:
    screen = await shown(Which("audience", ()))

    assert "🔒 You need not choose. I do not tell anybody." in read(screen)
    assert set(AUDIENCES[:4]) <= {tap.args[1] for tap in taps(screen).values() if tap.action == "pick"}


def test_a_question_first_reads_what_is_chosen_now() -> None:
    asked = Tap("news", "ask", ("topic",))

    assert Turn(Which("topic"), (SetNews(),)) == DIALOG.update(Hub(), asked)
    assert Which("topic", ("ai",)) == after(Hub(), asked, Done(SetNews(), CHOOSY))


def test_a_tap_adds_a_topic_and_another_takes_it_away() -> None:
    state = Which("topic", ("ai",))

    added = DIALOG.update(state, Tap("news", "pick", ("topic", "coding", 1))).effects
    taken = DIALOG.update(state, Tap("news", "pick", ("topic", "ai", 0))).effects

    assert ((SetNews(topics=("ai", "coding")),), (SetNews(topics=()),)) == (added, taken)


@pytest.mark.parametrize("state", [None, Hub(), Which("topic"), Which("quarter", ("nord",))])
def test_an_old_button_shows_what_is_chosen_before_it_changes_anything(state: State | None) -> None:
    old = Tap("news", "pick", ("topic", "coding", 1))

    assert Turn(Which("topic"), (SetNews(),)) == DIALOG.update(state, old)


def test_all_topics_is_an_answer_too() -> None:
    tap = Tap("news", "all", ("topic",))

    assert Turn(Which("topic", page=1), (SetNews(topics=()),)) == DIALOG.update(Which("topic", ("ai",), 1), tap)


@pytest.mark.parametrize("args", [(), (4,)])
def test_no_more_news_is_one_tap(args: tuple[int, ...]) -> None:
    assert Turn(Stopped(), (SetNews(), SetNews(agreed=False))) == DIALOG.update(None, Tap("news", "stop", args))


async def test_stopping_says_what_holds_and_what_stays() -> None:
    assert [
        "✅ I write no more news to you.",
        "That holds from now on.",
        "Your registrations and reminders stay as they are.",
        "[🔔 Write to me again]",
        "[🔔 Reminders]",
    ] == read(await shown(Stopped(CHOOSY), News(agreed=False)))


async def test_taking_the_stop_back_restores_every_choice() -> None:
    stopped = after(None, Tap("news", "stop"), Done(SetNews(), CHOOSY), OBJECTED)
    assert isinstance(stopped, Stopped)
    assert Tap("news", "again") == taps(await shown(stopped, News(agreed=False)))["Write to me again"]

    back = DIALOG.update(stopped, Tap("news", "again"))
    assert (SetNews(True, Frequency.WEEKLY, ("ai",), ("nord",), ()),) == back.effects


async def test_who_never_agreed_takes_the_stop_back_and_agrees_to_nothing() -> None:
    stopped = after(None, Tap("news", "stop", (4,)), Done(SetNews(), News()), OBJECTED)
    assert isinstance(stopped, Stopped)
    assert Tap("news", "again") == taps(await shown(stopped, News(agreed=False)))["Write to me again"]

    assert (SetNews(lifted=True),) == DIALOG.update(stopped, Tap("news", "again")).effects
    assert "✅ Good. It is as it was before." == read(await shown(Hub(new=True), News()))[0]


async def test_who_had_stopped_before_is_asked_before_news_comes_again() -> None:
    stopped = after(None, Tap("news", "stop"), Done(SetNews(), News(agreed=False)), OBJECTED)
    assert isinstance(stopped, Stopped)

    assert Tap("news", "show") == taps(await shown(stopped, News(agreed=False)))["Write to me again"]


async def test_an_announcement_says_what_was_written_and_how_to_stop() -> None:
    assert [
        "📣 Summer party",
        "Come and bring your neighbours.",
        "[⭐ I am interested]",
        "[✖️ No more news]",
    ] == read(await shown(Reading(4), letters=(an_announcement(),)))


async def test_an_announcement_of_an_offering_says_its_facts_and_only_offers_what_is_possible() -> None:
    announced = about_a_course(text=Content("There are still places!", "en"))

    assert [
        "📣 There is something new.",
        "There are still places!",
        "💻 First steps",
        "📅 Tuesday and Thursday, 9:30–12:00",
        "4 dates, from Tue 8 December",
        "📍 DEPOT, Talstraße 2",
        "💶 Free of charge  🪑 4 places left",
        "🗣️ German",
        "[✅ Register]",
        "[ℹ️ More about it] [⭐ I am interested]",
        "[✖️ No more news]",
    ] == read(await shown(Reading(4), letters=(announced,), catalogue=(a_course(),)))


async def test_the_map_is_offered_where_the_position_is_exact() -> None:
    course = a_course(sessions=(a_session(venue=HUB),), venue=HUB)

    screen = await shown(Reading(4), letters=(about_a_course(),), catalogue=(course,))
    assert Tap("news", "button", (4, "map", 7, HUB.id)) == taps(screen)["Map"]


async def test_where_one_just_comes_the_button_leads_to_the_offering() -> None:
    screen = await shown(Reading(4), letters=(about_a_course(),), catalogue=(an_open_lab(),))
    tap = taps(screen)["Remind me"]

    assert Registering.NONE is an_open_lab().registering
    assert Tap("offering", "show", (7,)) == DIALOG.update(Reading(4), tap).goto


async def test_an_offering_that_ended_is_said_to_be_gone() -> None:
    lines = read(await shown(Reading(4), letters=(about_a_course(),), catalogue=(a_course(live=False),)))

    assert "🙏 This is no longer available." in lines
    assert "[✅ Register]" not in lines


async def test_an_announcement_that_is_gone_leads_on() -> None:
    assert ["🙏 This is no longer available.", "[🔎 Find offers]"] == read(await shown(Reading(4)))


@pytest.mark.parametrize(
    ("args", "goto"),
    [
        ((4, "details", 7), Tap("offering", "show", (7,))),
        ((4, "register", 7), Tap("register", "start", (7,))),
        ((4, "interested", 7), Tap("interest", "offering", (7,))),
        ((4, "map", 7, 2), Tap("offering", "map", (7, 2))),
    ],
)
def test_a_button_is_counted_and_leads_on(args: tuple[int | str, ...], goto: Tap) -> None:
    turn = DIALOG.update(None, Tap("news", "button", args))

    assert ((NoteTap(4, str(args[1])),), goto) == (turn.effects, turn.goto)


def test_back_from_an_offering_leads_to_the_announcement_that_was_open() -> None:
    assert Reading(4) == DIALOG.update(Reading(4), Tap("news", "button", (4, "details", 7))).state
    assert DIALOG.update(Reading(5), Tap("news", "button", (4, "details", 7))).state is None


async def test_interest_without_an_offering_is_counted_and_thanked_for() -> None:
    assert Turn(Thanked(4), (NoteTap(4, "interested"),)) == DIALOG.update(
        None, Tap("news", "button", (4, "interested"))
    )
    assert ["⭐ I have noted your interest.", "🔔 When there is more to say, I write to you."] == read(
        await shown(Thanked(4))
    )[:2]


async def test_a_button_nobody_made_only_shows_the_announcement() -> None:
    assert Turn(Reading(4)) == DIALOG.update(None, Tap("news", "button", (4, "map")))


async def test_the_weekly_letter_leads_to_each_announcement_and_to_the_rest() -> None:
    letters = tuple(an_announcement(announcement_id=number) for number in range(1, 9))
    view = await digest.NOTICE.load({"week": "2026-49"}, FakeReader(wanted=CHOOSY, letters=letters))
    assert view is not None
    screen = digest.render(view)

    assert ["📣 This week", "There is something new. Tap to read it."] == read(screen)[:2]
    assert ["[➕ More (2)]", "[✖️ No more news]"] == read(screen)[-2:]
    assert Tap("news", "read", (1,)) == screen.rows[0][0].does
    assert Tap("news", "week", ("2026-49", 0)) == taps(screen)["More"]


@pytest.mark.parametrize("wanted", [News(), News(agreed=False)])
async def test_no_weekly_letter_goes_to_who_does_not_want_it(wanted: News) -> None:
    reader = FakeReader(wanted=wanted, letters=(an_announcement(),))

    assert await digest.NOTICE.load({"week": "2026-49"}, reader) is None


async def test_a_week_in_which_everything_is_over_brings_no_letter() -> None:
    reader = FakeReader((a_course(live=False),), wanted=CHOOSY, letters=(about_a_course(),))

    assert await digest.NOTICE.load({"week": "2026-49"}, reader) is None


async def test_the_list_of_a_week_turns_pages() -> None:
    letters = tuple(an_announcement(announcement_id=number) for number in range(1, 9))
    screen = await shown(Week("2026-49", 1), CHOOSY, letters)

    assert [Tap("news", "read", (number,)) for number in (6, 7, 8)] == [row[0].does for row in screen.rows]


@pytest.mark.parametrize(
    ("letter", "name"),
    [
        (about_a_course(), "News"),
        (about_a_course(text=Content("Come along!\nWe wait for you.", "en")), "Come along!"),
        (about_a_course(title=Content("Summer party", "en")), "Summer party"),
    ],
)
async def test_the_list_says_nothing_new_of_an_offering_that_was_withdrawn(letter: Announced, name: str) -> None:
    hidden = a_course(live=False, title=Content("Secret plan", "en"), topics=("smartphone",))

    assert [f"[📣 {name}]"] == read(await shown(Week("2026-49"), CHOOSY, (letter,), (hidden,)))[1:]


async def test_the_list_names_an_open_offering_by_its_title() -> None:
    assert "First steps" in " ".join(read(await shown(Week("2026-49"), CHOOSY, (about_a_course(),), (a_course(),))))


async def test_every_announcement_ends_with_the_way_to_stop() -> None:
    reader: Any = FakeReader()
    view = await view_of(an_announcement(), reader)
    assert view is not None

    assert Tap("news", "stop", (4,)) == stop_button(view).does
