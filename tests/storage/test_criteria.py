"""Looking for something: each criterion, words, and the counts behind every choice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from locales.text import Content
from storage import catalogue, choices, texts
from storage.engine import SYSTEM, Database
from storage.records.catalogue import Choice, Criteria
from tests.storage import builders
from tests.storage.lists import (
    GERMAN,
    MONDAY,
    THURSDAY,
    TUESDAY,
    YESTERDAY,
    at,
    counted,
    found,
    listing,
    total,
)


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


async def test_topics_are_counted_most_first_with_their_names(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_topic(tx, "smartphone", de="Handy", en="Phone")
        for topics in (["smartphone"], ["smartphone", "ai"]):
            await builders.add_offering(tx, [MONDAY], topic_slugs=topics)
        await builders.add_offering(tx, [YESTERDAY], topic_slugs=["coding"])
        found = await choices.choices(tx, texts.fallbacks("tr"), "topic", Criteria())

        assert (Choice("smartphone", 2, Content("Phone", "en")), Choice("ai", 1, None)) == found


async def test_every_topic_is_known_those_without_an_open_offering_last(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add_topic(tx, "coding", de="Programmieren")
        await builders.add_offering(tx, [MONDAY], topic_slugs=["smartphone"])

        assert (
            Choice("smartphone", 1, None),
            Choice("coding", 0, Content("Programmieren", "de")),
        ) == await choices.known(tx, GERMAN, "topic")


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
