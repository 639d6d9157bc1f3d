"""The catalogue as residents read it: lists in order, and one offering in full."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from locales.text import Content
from storage import catalogue, registrations, texts
from storage.engine import SYSTEM, Database
from storage.reader import StorageReader
from storage.records.catalogue import Kind, Listing, OfferingLine, Position
from storage.records.registrations import Registered
from tests.storage import builders
from tests.storage.lists import (
    GERMAN,
    MONDAY,
    THURSDAY,
    TUESDAY,
    YESTERDAY,
    counted,
    found,
    listing,
    statements,
)


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


async def test_a_draft_is_there_only_for_who_works_on_drafts(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        draft = await builders.add_offering(tx, [MONDAY], live=False, draft=True)
        reader = StorageReader(tx, await builders.add_person(tx))
        for_us = await catalogue.offering(tx, GERMAN, draft, drafts=True)

        assert None is await reader.offering(draft)
        assert for_us is not None
        assert draft == for_us.id


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
