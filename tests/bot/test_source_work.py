"""Addresses that are looked at: when, what comes of it, who hears of it, and what waits for somebody then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.fetching import Fetched, FetchError
from bot.source_work import SourceWork
from conversations.intake_effects import NameSource, ScheduleSource
from storage.engine import SYSTEM
from storage.office import imports, sources
from storage.records.intake import ImportState, SourceOutcome
from storage.sample.trial import open_trial
from tests.bot.filing import CALENDAR, NOW, ZONE, Desk, Web, events, outcome, rows, source
from tests.town import sqlite_url


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a database with the sample."""
    opened = await open_trial(sqlite_url(tmp_path), NOW)
    yield Desk(opened)
    await opened.close()


async def test_something_new_at_an_address_waits_for_a_tap_and_is_told_once(desk: Desk) -> None:
    kim = await desk.coordinator()
    await source(desk)
    web = Web([Fetched("kurse.csv", rows("A1"), '"1"', ""), Fetched("kurse.csv", rows("A1"), '"1"', ""), None])

    for _ in range(3):
        await SourceWork(desk.bench, web).look()
        desk.at += timedelta(days=1)

    assert ["", '"1"', '"1"'] == web.asked
    assert [kim] == await desk.told(imports.TOLD)
    assert SourceOutcome.WAITING is await outcome(desk)
    assert await desk.live("A1") == set()


async def test_a_newer_file_takes_the_place_of_the_one_that_waits(desk: Desk) -> None:
    kim = await desk.coordinator()
    await source(desk)
    web = Web([Fetched("kurse.csv", rows("A1"), "", ""), Fetched("kurse.csv", rows("A1", "A2"), "", "")])
    for _ in range(2):
        await SourceWork(desk.bench, web).look()
        desk.at += timedelta(days=1)

    async with desk.database.reading(desk.at, SYSTEM) as tx:
        number = (await sources.listed(tx))[0].waiting_import
        page = await imports.page(tx, kim, 0, 5)
    assert [number] == [one.id for one in page.lines]
    assert page.lines[0].report.counts.new == 2


async def test_an_address_that_fails_is_tried_again_after_growing_pauses_and_told_once(desk: Desk) -> None:
    kim = await desk.coordinator()
    await source(desk)
    web = Web([FetchError(SourceOutcome.TOO_SLOW)])
    pauses = []
    for _ in range(5):
        await SourceWork(desk.bench, web).look()
        async with desk.database.reading(desk.at, SYSTEM) as tx:
            due = (await sources.listed(tx))[0].next_at
        pauses.append(due - desk.at)
        desk.at = due

    assert [timedelta(hours=hours) for hours in (1, 2, 4, 8, 16)] == pauses
    assert SourceOutcome.TOO_SLOW is await outcome(desk)
    assert [kim] == await desk.told(sources.TOLD)


async def test_an_address_without_a_catalogue_says_so(desk: Desk) -> None:
    await source(desk)

    await SourceWork(desk.bench, Web([Fetched("a.html", b"<html></html>", "", "")])).look()

    assert SourceOutcome.NO_FILE is await outcome(desk)


async def test_a_server_that_answers_with_broken_signs_holds_up_no_address(desk: Desk) -> None:
    await source(desk)
    broken = Fetched("kurse\x00.csv", rows("A1"), '"\udcff"', "x" * 300)

    looked = await SourceWork(desk.bench, Web([broken])).look()

    assert 1 == looked
    assert SourceOutcome.WAITING is await outcome(desk)
    async with desk.database.reading(desk.at, SYSTEM) as tx:
        assert None is await sources.due(tx)
        visit = await sources.visit(tx, 1)
    assert visit is not None
    assert ("", "") == (visit.etag, visit.modified)


ADDRESSES = [
    "http://a.example/b",
    "https://me:word@a.example/",
    "https://a.example:8443/",
    "file:///etc/passwd",
    "x",
    "",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_addresses_with_https_are_taken(address: str) -> None:
    assert sources.valid(address) == ""


async def test_an_address_is_looked_at_as_often_and_at_the_hour_that_was_chosen(desk: Desk) -> None:
    kim, number = await desk.coordinator(), await source(desk)
    assert await desk.asks(await desk.coordinator("Haus"), ScheduleSource(number, 24, 4)) is False
    assert await desk.asks(kim, ScheduleSource(number, 24, 30)) is False
    assert await desk.asks(kim, ScheduleSource(number, 24, 4)) is True

    await SourceWork(desk.bench, Web([None])).look()

    async with desk.database.reading(desk.at, SYSTEM) as tx:
        found = (await sources.listed(tx))[0]
    assert (24, 4) == (found.hours, found.at_hour)
    assert datetime(2026, 12, 1, 3, tzinfo=UTC) == found.next_at


async def test_somebody_says_whose_offers_an_address_has(desk: Desk) -> None:
    kim, number = await desk.coordinator(), await source(desk)
    assert await desk.asks(await desk.coordinator("Haus"), NameSource(number, name="Werk")) is False
    assert await desk.asks(kim, NameSource(number, 999)) is False
    assert await desk.asks(kim, NameSource(number, name=" Haus der  Nadeln ")) is True

    await SourceWork(desk.bench, Web([Fetched("kurse.ics", CALENDAR, "", "")])).look()

    async with desk.database.reading(desk.at, SYSTEM) as tx:
        found = (await sources.listed(tx))[0]
        assert found.waiting_import is not None
        waiting = await imports.find(tx, kim, found.waiting_import)
    assert "Haus der Nadeln" == found.provider
    assert waiting is not None
    assert ImportState.WAITING is waiting.state


@dataclass
class Region:
    """Answers with the events of a region by the language in the address."""

    languages: tuple[str, ...]
    asked: list[str] = field(default_factory=list)

    async def fetch(self, address: str, etag: str = "", modified: str = "") -> Fetched | None:
        """Give the events in one language."""
        assert ("", "") == (etag, modified)
        self.asked.append(address)
        language = address.split("/")[-3]
        if language not in self.languages:
            raise FetchError(SourceOutcome.ANSWER)
        return Fetched("events", events(language, "de", "en", "ar"), '"1"', "")


async def test_an_address_of_a_region_brings_all_languages_or_none(desk: Desk) -> None:
    await desk.coordinator()
    base = "https://integreat.example/api/v3/musterstadt/{}/events/"
    async with desk.database.transaction(desk.at, SYSTEM) as tx:
        assert isinstance(await sources.add(tx, None, base.format("de"), "Stadt"), int)
    some, every = Region(("de", "en")), Region(("de", "en", "ar"))

    await SourceWork(desk.bench, some).look()
    assert SourceOutcome.ANSWER is await outcome(desk)
    desk.at += timedelta(hours=1)
    await SourceWork(desk.bench, every).look()

    assert SourceOutcome.WAITING is await outcome(desk)
    assert [base.format(code) for code in ("de", "ar", "en")] == every.asked
    async with desk.database.reading(desk.at, SYSTEM) as tx:
        content = await imports.content_of(tx, (await sources.listed(tx))[0].waiting_import or 0)
    assert content is not None
    assert 3 == len(imports.unpack(content).files)


@dataclass
class Standstill:
    """Answers with a region's events in one language, and never in the others; with courses anywhere else."""

    async def fetch(self, address: str, etag: str = "", modified: str = "") -> Fetched | None:
        """Give what there is."""
        if address.endswith(".csv"):
            return Fetched("kurse.csv", rows("A1"), "", "")
        if "/de/" not in address:
            await asyncio.Event().wait()
        return Fetched("events", events("de", "de", "en", "ar"), "", "")


async def test_an_address_whose_languages_do_not_come_in_time_holds_up_no_other(desk: Desk) -> None:
    async with desk.database.transaction(desk.at, SYSTEM) as tx:
        base = "https://integreat.example/api/v3/musterstadt/de/events/"
        for address in (base, "https://kurse.example/kurse.csv"):
            assert isinstance(await sources.add(tx, None, address, "Stadt"), int)

    looked = await SourceWork(desk.bench, Standstill(), patience_s=0.05).look()

    async with desk.database.reading(desk.at, SYSTEM) as tx:
        outcomes = {one.outcome for one in await sources.listed(tx)}
    assert (2, {SourceOutcome.TOO_SLOW, SourceOutcome.WAITING}) == (looked, outcomes)


VISITS = [
    ("2026-11-30T09:00", 6, None, "2026-11-30T15:00"),
    ("2026-11-30T09:00", 6, 4, "2026-11-30T15:00"),
    ("2026-11-30T02:00", 24, 4, "2026-11-30T03:00"),
    ("2026-11-30T03:00", 24, 4, "2026-12-01T03:00"),
    ("2026-11-30T03:05", 168, 4, "2026-12-07T03:00"),
    ("2027-03-27T03:00", 24, 4, "2027-03-28T02:00"),
]
"""now, every so many hours, at an hour on the wall in Berlin, and when it is looked at again"""


@pytest.mark.parametrize(("now", "hours", "at_hour", "expected"), VISITS)
def test_an_hour_on_the_wall_stays_one_when_the_clocks_change(
    now: str, hours: int, at_hour: int | None, expected: str
) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)

    assert datetime.fromisoformat(expected).replace(tzinfo=UTC) == sources.next_visit(at, hours, at_hour, ZONE)
