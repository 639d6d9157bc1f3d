"""Finding an offering: what the taps lead to, what the screens say, and that nothing found still leads on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations.core import Located, Pager, Tap, Turn, Typed
from conversations.dialogs.find import (
    DIALOG,
    Choices,
    Choose,
    Found,
    Narrow,
    Near,
    Results,
    Start,
    State,
    Topics,
    load,
    render,
    update,
)
from conversations.narrowing import QUESTIONS, picked
from locales.text import Content
from storage.records.catalogue import Choice, Criteria, Kind, Listing, OfferingLine
from tests.conversations.builders import local
from tests.conversations.fakes import FakeReader, read, taps

PHONE = Choice("smartphone", 5, Content("Smartphone", "en"))
WORK = Choice("job_application", 2, Content("Finding work", "en"))
MANY = tuple(Choice(f"topic_{number}", 1, Content(f"Topic {number}", "en")) for number in range(8))
LINE = OfferingLine(12, Kind.COURSE, Content("First steps", "en"), local(8, 9, 30), full=False, topic="pc_basics")


def tap(action: str, *args: int | str) -> Tap:
    """Make a tap of this dialog."""
    return Tap("find", action, args)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        pytest.param(tap("start"), Start(), id="the entrance"),
        pytest.param(tap("topics", 1), Topics(1), id="more topics"),
        pytest.param(tap("topic", "3d_printing"), Results(Criteria(topic="3d_printing")), id="a topic"),
        pytest.param(tap("week"), Results(Criteria(days=7)), id="this week"),
        pytest.param(tap("all"), Results(), id="everything"),
        pytest.param(tap("narrow"), Narrow(), id="search more precisely"),
        pytest.param(tap("ask", "when"), Choose("when"), id="one question"),
        pytest.param(tap("ask", "language", 1), Choose("language", page=1), id="more values"),
        pytest.param(tap("near"), Near(), id="near me"),
        pytest.param(Typed("  3D   Druck "), Results(Criteria(word="3D Druck")), id="a word"),
        pytest.param(Located(50.78231, 6.10577), Results(Criteria(latitude=50.782, longitude=6.106)), id="a place"),
    ],
)
def test_each_way_in_leads_where_it_says(event: Tap, expected: State) -> None:
    assert Turn(expected) == update(None, event)


def test_a_long_text_is_cut_before_it_is_searched_for() -> None:
    assert Turn(Results(Criteria(word="x" * 40))) == update(Start(), Typed("x" * 500))


def test_what_was_chosen_is_kept_while_more_is_chosen() -> None:
    free = Narrow(Criteria(free=True))
    asked = update(free, tap("ask", "where")).state

    assert Turn(Narrow(Criteria(free=True, quarter="nord"))) == update(asked, tap("pick", "quarter", "nord"))


def test_a_choice_can_be_taken_back() -> None:
    narrowed = Narrow(Criteria(quarter="nord", latitude=50.7, longitude=6.1, free=True))

    assert Turn(Narrow(Criteria(free=True))) == update(narrowed, tap("drop", "where"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weekday", 9),
        ("weekday", -1),
        ("days", 400),
        ("audience", "nobody"),
        ("part_of_day", "midnight"),
        ("language", "xx"),
        ("word", "x"),
        ("latitude", 1),
    ],
)
def test_a_forged_value_narrows_nothing(name: str, value: int | str) -> None:
    assert Criteria(free=True) == picked(Criteria(free=True), name, value)


def test_a_language_whose_code_has_capitals_is_understood() -> None:
    assert Criteria(language="sr_Latn") == picked(Criteria(), "language", "sr_latn")


def test_a_tap_nobody_knows_changes_nothing() -> None:
    assert Turn(Topics(2), understood=False) == update(Topics(2), tap("nonsense"))


async def test_the_entrance_counts_what_is_open() -> None:
    reader = FakeReader(values={"topic": (PHONE, WORK, Choice("empty", 0)), "days": (Choice("7", 7),)})

    screen = render(Start(), await load(Start(), reader))

    expected = [
        "🔎 What are you looking for?",
        "✍️ Or just type a word.",
        "[📅 This week (7)]",
        "[📱 Smartphone (5)]",
        "[💼 Finding work (2)]",
        "[⚙️ Search more precisely]",
    ]
    assert expected == read(screen)


def test_a_week_without_anything_is_not_offered() -> None:
    screen = render(Start(), Choices({"days": (), "topic": (PHONE,)}))

    assert "This week" not in taps(screen)


def test_topics_come_six_a_page() -> None:
    screen = render(Topics(1), Choices({"topic": MANY}))

    assert ["Topic 6", "Topic 7"] == list(taps(screen))
    assert Pager(1, 2, Tap("find", "topics")) == screen.pager


def test_a_page_that_is_not_there_shows_the_last() -> None:
    screen = render(Topics(99), Choices({"topic": MANY}))

    assert ["Topic 6", "Topic 7"] == list(taps(screen))


def test_what_was_chosen_stands_above_the_questions() -> None:
    criteria = Criteria(quarter="nord", weekday=1, part_of_day="morning", audience="women", language="tr", free=True)

    screen = render(Narrow(criteria), Choices({}, 3, (Content("Aachen-Nord", "en"),)))

    expected = [
        "⚙️ What matters to you?",
        "Aachen-Nord",
        "📅 On Tuesday",
        "📅 In the morning",
        "👥 Women",
        "🗣️ In Turkish",
        "💶 Free of charge",
        "3 offers fit.",
    ]
    assert expected == read(screen)[: len(expected)]


@pytest.mark.parametrize("what", QUESTIONS)
def test_each_question_offers_its_values_and_a_way_out_of_them(what: str) -> None:
    values = {
        "quarter": (Choice("nord", 4, Content("Aachen-Nord", "en")),),
        "days": (Choice("7", 2),),
        "part_of_day": (Choice("morning", 3),),
        "weekday": (Choice("0", 1), Choice("6", 1)),
        "audience": (Choice("women", 2),),
        "language": (Choice("sr_Latn", 1), Choice("tr", 6)),
        "free": (Choice("yes", 33),),
        "step_free": (Choice("yes", 4),),
    }
    names = QUESTIONS[what]

    screen = render(Choose(what), Choices({name: values[name] for name in names}))

    counts = [button.count for row in screen.rows for button in row if button.count]
    assert [choice.count for name in names for choice in values[name]] == counts
    assert Tap("find", "narrow") == screen.back
    assert read(screen)


def test_days_and_parts_of_the_day_come_in_their_own_order() -> None:
    days = tuple(Choice(str(number), 7 - number) for number in (4, 0, 6))
    parts = tuple(Choice(part, 1) for part in ("evening", "morning"))

    weekdays = render(Choose("weekday"), Choices({"weekday": days}))
    when = render(Choose("when"), Choices({"days": (), "part_of_day": parts}))

    assert ["On Monday", "On Friday", "On Sunday"] == list(taps(weekdays))
    assert ["In the morning", "In the evening", "A certain weekday"] == list(taps(when))


def test_many_languages_come_one_a_row_and_five_a_page() -> None:
    many = tuple(Choice(code, 1) for code in ("de", "tr", "ar", "uk", "en", "ru", "fr"))

    screen = render(Choose("language", page=1), Choices({"language": many}))

    assert ["[🗣️ Russian (1)]", "[🗣️ French (1)]"] == read(screen)[1:]
    assert Pager(1, 2, Tap("find", "ask", ("language",))) == screen.pager


def test_an_answered_question_can_be_dropped() -> None:
    screen = render(Choose("conditions", Criteria(free=True)), Choices({"free": (), "step_free": ()}))

    assert {"It does not matter": Tap("find", "drop", ("conditions",))} == taps(screen)


async def test_a_list_shows_topic_date_and_short_title_one_a_button() -> None:
    undated = replace(LINE, id=13, short_title=Content("Retraining", "en"), next_start=None)
    full = replace(LINE, id=14, title=Content("Full", "en"), full=True)
    found = Found(Listing((LINE, full, undated), 12, 0, 5), (Content("Smartphone", "en"),), 0, 0)

    screen = render(Results(Criteria(topic="smartphone")), found)

    expected = [
        "🔎 12 offers for you:",
        "Smartphone",
        "[💻 Tue 8 Dec · First steps]",
        "[⏳ Tue 8 Dec · Full]",
        "[💻 Retraining]",
    ]
    assert expected == read(screen)
    assert Pager(0, 3, Tap("find", "page")) == screen.pager


def test_the_word_that_was_looked_for_stands_above_what_was_found() -> None:
    found = Found(Listing((LINE,), 1, 0, 5), (), 0, 0)

    assert "✍️ PC" == read(render(Results(Criteria(word="PC")), found))[1]


def test_nothing_found_leads_on_in_four_ways() -> None:
    criteria = Criteria(topic="smartphone", free=True)
    found = Found(Listing((), 0, 0, 5), (Content("Smartphone", "en"),), 5, 34)

    screen = render(Results(criteria), found)

    expected = {
        "Smartphone": Tap("find", "topic", ("smartphone",)),
        "Show everything": Tap("find", "all"),
        "Tell me when there is something": Tap("interest", "start"),
        "Search again": Tap("find", "start"),
    }
    assert expected == taps(screen)


def test_an_empty_catalogue_still_leads_on() -> None:
    screen = render(Results(), Found(Listing((), 0, 0, 5), (), 0, 0))

    assert {"Tell me when there is something", "Search again"} == set(taps(screen))


def test_the_location_is_asked_for_with_what_becomes_of_it() -> None:
    screen = render(Near(), None)

    assert screen.asks_location
    assert "🔒 I use it only for this search." in read(screen)


@pytest.mark.parametrize("state", [Start(), Topics(), Narrow(), Choose("when"), Near(), Results()])
async def test_every_state_loads_and_renders(state: State) -> None:
    assert read(render(state, await load(state, FakeReader())))


def test_the_dialog_knows_all_its_states() -> None:
    assert DIALOG.states == (Start, Topics, Narrow, Choose, Near, Results)
