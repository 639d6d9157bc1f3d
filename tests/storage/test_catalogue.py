"""The catalogue as residents read it: lists, what to narrow by, one offering in full."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection

from locales.text import Content
from storage import catalogue, choices, registrations, texts
from storage.engine import Actor, Database, Transaction
from storage.records.catalogue import Choice, Criteria, Kind, Listing, OfferingLine, Position
from storage.records.registrations import Registered
from tests.storage import builders

BERLIN = ZoneInfo("Europe/Berlin")
SYSTEM = Actor("system")
GERMAN = ("de",)


def at(text: str) -> datetime:
    """Read a wall time in Aachen."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


MONDAY, TUESDAY, THURSDAY = at("2026-03-09 10:00"), at("2026-03-10 14:00"), at("2026-03-12 18:00")
YESTERDAY = at("2026-03-03 10:00")


async def listing(tx: Transaction, page: int = 0, page_size: int = 5, **criteria: Any) -> Listing:  # noqa: ANN401
    """Read a page for a German reader."""
    return await catalogue.list_offerings(tx, GERMAN, Criteria(**criteria), page, page_size)


async def found(tx: Transaction, **criteria: Any) -> list[int]:  # noqa: ANN401
    """Tell which offerings fit, in order."""
    return [line.id for line in (await listing(tx, **criteria)).lines]


async def total(tx: Transaction, field: str, value: str | int) -> int:
    """Count what a choice leads to."""
    return (await catalogue.list_offerings(tx, GERMAN, replace(Criteria(), **{field: value}), 0, 5)).total  # type: ignore[arg-type]


async def counted(tx: Transaction, field: str, **criteria: Any) -> list[tuple[str, int]]:  # noqa: ANN401
    """Tell the choices of a field, with their counts."""
    some = await choices.choices(tx, GERMAN, field, Criteria(**criteria))
    return [(choice.value, choice.count) for choice in some]


@contextmanager
def statements(tx: Transaction) -> Iterator[list[str]]:
    """Write down the statements that run meanwhile."""
    seen: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    connection = tx.connection.sync_connection
    event.listen(connection, "before_cursor_execute", note)
    yield seen
    event.remove(connection, "before_cursor_execute", note)


async def test_a_line_tells_kind_title_and_next_start(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        lab = await builders.add_offering(tx, [YESTERDAY, MONDAY, THURSDAY], title="Offene Werkstatt", kind="open_lab")

        assert Listing(
            (OfferingLine(lab, Kind.OPEN_LAB, Content("Offene Werkstatt", "de"), MONDAY, False, None),), 1, 0, 5
        ) == await listing(tx)


async def test_the_soonest_comes_first_and_what_has_no_date_last(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        undated = await builders.add_offering(tx, kind="placement")
        late = await builders.add_offering(tx, [THURSDAY])
        soon = await builders.add_offering(tx, [MONDAY])
        same = await builders.add_offering(tx, [THURSDAY])

        assert [soon, late, same, undated] == await found(tx)


@pytest.mark.parametrize(
    ("starts", "values"),
    [
        ([MONDAY], {"live": False}),
        ([YESTERDAY], {}),
        ([YESTERDAY, MONDAY], {"whole_course": True}),
    ],
)
async def test_what_is_over_begun_or_withdrawn_is_not_listed(
    database: Database, now: datetime, starts: list[datetime], values: dict[str, Any]
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_offering(tx, starts, **values)

        assert [] == await found(tx)


async def test_what_has_only_cancelled_sessions_is_not_listed(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_session(tx, await builders.add_offering(tx), MONDAY, status="cancelled")

        assert [] == await found(tx)


async def test_a_course_whose_first_session_was_cancelled_is_still_open(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        course = await builders.add_offering(tx, [THURSDAY], whole_course=True)
        await builders.add_session(tx, course, YESTERDAY, status="cancelled")

        assert [(course, THURSDAY)] == [(line.id, line.next_start) for line in (await listing(tx)).lines]


async def test_a_page_tells_how_many_there_are_in_all(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        all_of_them = [await builders.add_offering(tx, [MONDAY]) for _ in range(7)]
        second = await listing(tx, 1)

        assert (all_of_them[5:], 7, 1, 2) == (
            [line.id for line in second.lines],
            second.total,
            second.page,
            second.pages,
        )


async def test_a_page_past_the_end_is_the_last_page(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        all_of_them = [await builders.add_offering(tx, [MONDAY]) for _ in range(7)]
        last = await listing(tx, 9)

        assert (all_of_them[5:], 1) == ([line.id for line in last.lines], last.page)


async def test_nothing_found_is_one_empty_page(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        assert Listing((), 0, 0, 5) == await listing(tx, 3)


async def test_a_known_position_sorts_by_distance_and_tells_metres(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        near = await builders.add_venue(tx, latitude=50.782, longitude=6.106)
        far = await builders.add_venue(tx, latitude=50.771, longitude=6.110)
        unknown = await builders.add_offering(tx, [MONDAY], venue_id=await builders.add_venue(tx))
        away = await builders.add_offering(tx, [MONDAY], venue_id=far)
        close = await builders.add_offering(tx, [THURSDAY], venue_id=near)
        lines = (await listing(tx, latitude=50.782, longitude=6.106)).lines

        assert [(close, 0), (away, 1255), (unknown, None)] == [(line.id, line.metres) for line in lines]


async def test_the_distance_is_to_where_the_next_session_is(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await builders.add_venue(tx, latitude=50.782, longitude=6.106)
        there = await builders.add_venue(tx, latitude=50.771, longitude=6.110)
        show = await builders.add_offering(tx, venue_id=here)
        await builders.add_session(tx, show, MONDAY, venue_id=there)
        (line,) = (await listing(tx, latitude=50.782, longitude=6.106)).lines

        assert 1255 == line.metres


@pytest.mark.parametrize(
    ("mine", "other", "criteria"),
    [
        ({"topic_slugs": ["smartphone", "ai"]}, {"topic_slugs": ["coding"]}, {"topic": "smartphone"}),
        ({"quarter": "nord"}, {"quarter": "mitte"}, {"quarter": "nord"}),
        ({"women_only": True}, {}, {"audience": "women"}),
        ({"audiences": ["women"]}, {"audiences": ["seniors"]}, {"audience": "women"}),
        ({"childcare": "on_request"}, {"childcare": "unknown"}, {"audience": "parents"}),
        ({"audiences": ["families"]}, {}, {"audience": "parents"}),
        ({"audiences": ["startups"]}, {"audiences": ["youth"]}, {"audience": "companies"}),
        ({"audiences": ["apprentices"]}, {"audiences": ["seniors"]}, {"audience": "youth"}),
        ({"audiences": ["seniors"]}, {}, {"audience": "seniors"}),
        ({"audiences": ["low_skilled"]}, {}, {"audience": "jobseekers"}),
        ({"price_cents": 0}, {"price_cents": 500}, {"free": True}),
        ({"price_cents": 0}, {"price_cents": None}, {"free": True}),
        ({"step_free": "yes"}, {"step_free": "unknown"}, {"step_free": True}),
        ({"languages": ["tr"]}, {"languages": ["de"]}, {"language": "tr"}),
        ({"interpretation": ["tr"]}, {"languages": ["de"]}, {"language": "tr"}),
    ],
)
async def test_each_criterion_keeps_what_fits_and_leaves_out_what_does_not(
    database: Database, now: datetime, mine: dict[str, Any], other: dict[str, Any], criteria: dict[str, Any]
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        fits = await builders.add_offering(tx, [MONDAY], **mine)
        await builders.add_offering(tx, [MONDAY], **other)

        assert [fits] == await found(tx, **criteria)


async def test_an_unknown_group_or_part_of_the_day_fits_nothing(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_offering(tx, [MONDAY])

        assert ([], []) == (await found(tx, audience="pirates"), await found(tx, part_of_day="teatime"))


async def test_criteria_narrow_together(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        fits = await builders.add_offering(tx, [MONDAY], quarter="nord", topic_slugs=["ai"])
        await builders.add_offering(tx, [MONDAY], quarter="mitte", topic_slugs=["ai"])
        await builders.add_offering(tx, [MONDAY], quarter="nord", topic_slugs=["coding"])

        assert [fits] == await found(tx, quarter="nord", topic="ai")


async def test_a_weekday_is_that_of_the_wall_clock(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        monday_just_begun = await builders.add_offering(tx, [at("2026-03-09 00:30")])
        await builders.add_offering(tx, [at("2026-03-08 23:30")])

        assert [monday_just_begun] == await found(tx, weekday=0)


@pytest.mark.parametrize(
    ("start", "part"),
    [
        ("2026-03-27 11:59", "morning"),
        ("2026-03-27 12:00", "afternoon"),
        ("2026-03-30 11:59", "morning"),
        ("2026-03-30 12:00", "afternoon"),
        ("2026-03-30 16:59", "afternoon"),
        ("2026-03-30 17:00", "evening"),
        ("2026-10-24 17:00", "evening"),
        ("2026-10-26 16:59", "afternoon"),
        ("2027-07-01 11:59", "morning"),
    ],
)
async def test_parts_of_the_day_follow_the_wall_clock_over_every_clock_change(
    database: Database, now: datetime, start: str, part: str
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_offering(tx, [at(start)])

        assert [(part, 1)] == await counted(tx, "part_of_day")


async def test_weekday_and_part_of_the_day_must_fit_the_same_session(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_offering(tx, [MONDAY, THURSDAY])

        assert [] == await found(tx, weekday=0, part_of_day="evening")


async def test_a_list_by_weekday_shows_the_session_on_that_day(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        lab = await builders.add_offering(tx, [MONDAY, THURSDAY])
        course = await builders.add_offering(tx, [TUESDAY, THURSDAY], whole_course=True)
        lines = (await listing(tx, weekday=3)).lines

        assert {lab: THURSDAY, course: TUESDAY} == {line.id: line.next_start for line in lines}


async def test_past_sessions_do_not_make_a_weekday(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_offering(tx, [YESTERDAY, MONDAY])

        assert [("0", 1)] == await counted(tx, "weekday")


async def test_within_some_days_means_counted_from_now(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        fits = await builders.add_offering(tx, [now + timedelta(days=7)])
        await builders.add_offering(tx, [now + timedelta(days=7, seconds=1)])
        await builders.add_offering(tx)

        assert [fits] == await found(tx, days=7)


@pytest.mark.parametrize(
    "word", ["naehen", "nähen", "NÄHEN", "nahen", "näh", "vorhänge", "handarbeit", "nähen handarbeit"]
)
async def test_a_word_is_found_without_case_or_accents(database: Database, now: datetime, word: str) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_topic(tx, "craft", de="Handarbeit")
        prose = {"description": {"de": "Kissen und Vorhänge."}}
        fits = await builders.add_offering(tx, [MONDAY], title="Nähen für alle", prose=prose, topic_slugs=["craft"])
        await builders.add_offering(tx, [MONDAY], title="Löten")

        assert [fits] == await found(tx, word=word)


async def test_every_word_must_be_found(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_offering(tx, [MONDAY], title="Nähen für alle")

        assert [] == await found(tx, word="nähen löten")


@pytest.mark.parametrize("word", ["%", "_", "\\", "'", "😀"])
async def test_signs_alone_find_nothing(database: Database, now: datetime, word: str) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_offering(tx, [MONDAY], title="Nähen 2000")

        assert [] == await found(tx, word=word)


async def test_a_word_is_looked_for_in_ones_own_language_and_the_fallbacks(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        title = {"de": "Nähen", "ar": "خياطة", "tr": "Dikiş"}
        offering = await builders.add_offering(tx, [MONDAY], title=title)
        arabic = texts.fallbacks("ar")

        assert [[offering], [offering], []] == [
            [line.id for line in (await catalogue.list_offerings(tx, arabic, Criteria(word=word), 0, 5)).lines]
            for word in ("خِياطَة", "nahen", "dikis")
        ]


async def test_a_course_without_a_free_place_is_full(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        course = await builders.add_offering(tx, [MONDAY], whole_course=True, capacity=1)
        await builders.register(tx, await builders.add_person(tx), course)

        assert [True] == [line.full for line in (await listing(tx)).lines]


async def test_an_offering_is_full_only_when_every_session_to_come_is(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        slots = await builders.add_offering(tx, [MONDAY, THURSDAY], capacity=1)
        full = []
        for session in await builders.session_ids(tx, slots):
            await builders.register(tx, await builders.add_person(tx), slots, session)
            full += [line.full for line in (await listing(tx)).lines]

        assert [False, True] == full


async def test_where_one_just_comes_nothing_is_ever_full(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        drop_in = await builders.add_offering(tx, [MONDAY], capacity=0, registering="none")
        await registrations.remind_me(tx, (await builders.add_person(tx)).id, drop_in, None)

        assert [False] == [line.full for line in (await listing(tx)).lines]


async def test_topics_are_counted_most_first_with_their_names(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_topic(tx, "smartphone", de="Handy", en="Phone")
        for topics in (["smartphone"], ["smartphone", "ai"]):
            await builders.add_offering(tx, [MONDAY], topic_slugs=topics)
        await builders.add_offering(tx, [YESTERDAY], topic_slugs=["coding"])
        found = await choices.choices(tx, texts.fallbacks("tr"), "topic", Criteria())

        assert (Choice("smartphone", 2, Content("Phone", "en")), Choice("ai", 1, None)) == found


async def test_a_choice_ignores_its_own_field_and_keeps_the_others(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_offering(tx, [MONDAY], topic_slugs=["ai"], quarter="nord")
        await builders.add_offering(tx, [MONDAY], topic_slugs=["coding"], quarter="nord")
        await builders.add_offering(tx, [MONDAY], topic_slugs=["coding"], quarter="mitte")

        assert [("ai", 1), ("coding", 1)] == await counted(tx, "topic", topic="ai", quarter="nord")


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("quarter", [("nord", 2), ("mitte", 1)]),
        ("audience", [("parents", 2), ("women", 1)]),
        ("weekday", [("0", 2), ("3", 2)]),
        ("part_of_day", [("evening", 2), ("morning", 2)]),
        ("language", [("de", 2), ("tr", 2)]),
        ("days", [("7", 2)]),
        ("free", [("yes", 2)]),
        ("step_free", [("yes", 1)]),
        ("colour", []),
    ],
)
async def test_every_field_is_counted(
    database: Database, now: datetime, field: str, expected: list[tuple[str, int]]
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_offering(
            tx, [MONDAY, THURSDAY], women_only=True, childcare="yes", languages=["de"], interpretation=["tr"]
        )
        await builders.add_offering(tx, [MONDAY], audiences=["parents"], languages=["de", "tr"], price_cents=500)
        await builders.add_offering(tx, [THURSDAY], quarter="mitte", step_free="yes")

        assert expected == await counted(tx, field)


async def test_choices_agree_with_the_lists_behind_them(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        for number in range(12):
            await builders.add_offering(
                tx,
                [now + timedelta(hours=7 * number + 1), now + timedelta(days=number)],
                topic_slugs=["ai", "coding"][: number % 3],
                languages=["de", "tr"][: 1 + number % 2],
                whole_course=number % 4 == 0,
            )
        offered = [
            (field, value, count)
            for field in ("topic", "language", "weekday", "part_of_day")
            for value, count in await counted(tx, field)
        ]
        listed = [
            (field, value, await total(tx, field, int(value) if field == "weekday" else value))
            for field, value, _count in offered
        ]

        assert listed == offered


async def test_an_offering_tells_everything(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_quarter(tx, "nord", de="Aachen-Nord")
        venue = await builders.add_venue(tx, latitude=50.77956, longitude=6.10057, position_exact=True)
        prose = {"bring": {"de": "Handy"}, "eligibility": {"de": "Für alle"}}
        course = await builders.add_offering(
            tx,
            [MONDAY, THURSDAY],
            prose=prose,
            venue_id=venue,
            whole_course=True,
            topic_slugs=["ai"],
            audiences=["women"],
            languages=["de"],
            interpretation=["tr"],
            hours=17.5,
        )
        await builders.register(tx, await builders.add_person(tx), course)
        offering = await catalogue.offering(tx, GERMAN, course)
        assert offering is not None
        assert offering.venue is not None

        assert (
            ("ai",),
            ("women",),
            ("de",),
            ("tr",),
            "nord",
            Content("Aachen-Nord", "de"),
            Content("DEPOT", "de"),
            Position(50.77956, 6.10057, exact=True),
            "Digital Camp",
            Content("Handy", "de"),
            None,
            (1, 9),
            [(1, MONDAY, 10, 1), (2, THURSDAY, 10, 1)],
        ) == (
            offering.topics,
            offering.audiences,
            offering.languages,
            offering.interpretation,
            offering.quarter,
            offering.venue.quarter_name,
            offering.venue.name,
            offering.venue.position,
            offering.provider,
            offering.bring,
            offering.certificate,
            (offering.taken, offering.free),
            [(some.number, some.start, some.capacity, some.taken) for some in offering.sessions],
        )


async def test_single_sessions_tell_their_own_places(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        slots = await builders.add_offering(tx, [MONDAY, THURSDAY], capacity=1)
        first, _second = await builders.session_ids(tx, slots)
        for _ in range(3):
            await builders.register(tx, await builders.add_person(tx), slots, first)
        offering = await catalogue.offering(tx, GERMAN, slots)
        assert offering is not None

        assert [(1, 2, 0), (0, 0, 1)] == [(some.taken, some.waiting, some.free) for some in offering.sessions]


async def test_a_reminder_takes_no_place(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        event = await builders.add_offering(tx, [MONDAY], registering="recommended", whole_course=True, capacity=2)
        reminded = await registrations.remind_me(tx, (await builders.add_person(tx)).id, event, None)
        assert isinstance(reminded, Registered)
        offering = await catalogue.offering(tx, GERMAN, event)
        assert offering is not None

        assert (0, 2) == (offering.taken, offering.free)


async def test_a_session_elsewhere_tells_its_own_venue(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        usual, elsewhere = [await builders.add_venue(tx, name=name) for name in ("DEPOT", "Nadelfabrik")]
        show = await builders.add_offering(tx, [MONDAY], venue_id=usual)
        await builders.add_session(tx, show, THURSDAY, venue_id=elsewhere, status="moved")
        offering = await catalogue.offering(tx, GERMAN, show)
        assert offering is not None

        assert ["DEPOT", "Nadelfabrik"] == [some.venue.name.text for some in offering.sessions if some.venue]


async def test_an_offering_nobody_knows_is_none(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        assert None is await catalogue.offering(tx, GERMAN, 4711)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("de", ("Nähen", "de")),
        ("de@easy", ("Nähen. Ganz leicht.", "de@easy")),
        ("en", ("Sewing", "en")),
        ("ar", ("Sewing", "en")),
        ("tr", ("Dikiş", "tr")),
    ],
)
async def test_a_text_falls_back_and_says_in_which_language_it_is(
    database: Database, now: datetime, language: str, title: tuple[str, str]
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        written = {"de": "Nähen", "de@easy": "Nähen. Ganz leicht.", "en": "Sewing", "tr": "Dikiş", "ar": " "}
        offering_id = await builders.add_offering(tx, [MONDAY], title=written)
        offering = await catalogue.offering(tx, texts.fallbacks(language), offering_id)
        assert offering is not None

        assert Content(*title) == offering.title


async def test_a_topic_and_a_quarter_have_names(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_topic(tx, "ai", de="Künstliche Intelligenz")
        await builders.add_quarter(tx, "nord", de="Aachen-Nord")

        assert [Content("Künstliche Intelligenz", "de"), Content("Aachen-Nord", "de"), None, None] == [
            await catalogue.label(tx, GERMAN, *named)
            for named in (("topic", "ai"), ("quarter", "nord"), ("topic", "juggling"), ("colour", "red"))
        ]


async def test_a_screen_takes_a_handful_of_statements_however_long_the_list(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        venue = await builders.add_venue(tx)
        for number in range(8):
            offering = await builders.add_offering(
                tx, [MONDAY, TUESDAY, THURSDAY], whole_course=number % 2 == 0, venue_id=venue
            )
        with statements(tx) as for_a_list:
            await listing(tx)
        with statements(tx) as for_an_offering:
            await catalogue.offering(tx, GERMAN, offering)
        with statements(tx) as for_choices:
            await counted(tx, "topic")

        assert (True, True, True) == (len(for_a_list) <= 4, len(for_an_offering) <= 5, len(for_choices) <= 2)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nähen für Einsteiger*innen", "nahen fur einsteiger innen"),
        ("3D-Druck", "3d druck"),
        ("Straße", "strasse"),
        ("İSTANBUL ve ılık", "istanbul ve ilik"),
        ("Ёлка", "елка"),
        ("كُرَة", "کره"),
    ],
)
def test_folding_keeps_letters_and_drops_the_rest(text: str, folded: str) -> None:
    assert folded == texts.fold(text)


def test_folding_twice_is_folding_once() -> None:
    assert texts.fold("Übung, Café & Łódź") == texts.fold(texts.fold("Übung, Café & Łódź"))
