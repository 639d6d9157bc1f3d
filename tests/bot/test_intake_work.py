"""Long work on files: read, looked at, applied as it was looked at, by who may; and files that come from addresses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.fetching import Fetched, FetchError
from bot.source_work import SourceWork
from bot.work import TooLargeError
from conversations.intake_effects import AddSource, ApplyImport, BringIn, KeepMissing, NameProvider, UndoImport
from storage.engine import SYSTEM
from storage.office import imports, sources
from storage.records.intake import ImportState, SourceOutcome, SourceRefusal
from storage.sample.trial import open_trial
from tests.bot.filing import CALENDAR, HEAD, NOW, Desk, Web, outcome, rows, source
from tests.storage.builders import add_person
from tests.town import sqlite_url


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a database with the sample."""
    opened = await open_trial(sqlite_url(tmp_path), NOW)
    yield Desk(opened)
    await opened.close()


async def test_a_file_is_looked_at_before_it_counts_and_applied_once(desk: Desk) -> None:
    kim = await desk.coordinator()
    preview = await desk.sends(kim, rows("A1", "A2"))
    assert (ImportState.WAITING, 2) == (preview.state, preview.report.counts.new)
    assert await desk.live("A1") == set()

    assert await desk.asks(kim, ApplyImport(preview.id, preview.report.look)) is True
    assert await desk.asks(kim, ApplyImport(preview.id, preview.report.look)) is False

    assert {"A1", "A2"} == await desk.live("A1", "A2")
    assert ImportState.APPLIED is (await desk.look(kim, preview.id)).state


async def test_a_preview_that_another_import_overtook_is_shown_again(desk: Desk) -> None:
    kim, lee = await desk.coordinator(), await desk.coordinator()
    first = await desk.sends(kim, rows("A1"))
    second = await desk.sends(lee, rows("A1", start="11:00"))
    await desk.asks(lee, ApplyImport(second.id, second.report.look))

    await desk.asks(kim, ApplyImport(first.id, first.report.look))

    again = await desk.look(kim, first.id)
    assert (ImportState.WAITING, True) == (again.state, again.report.stale)
    assert await desk.asks(kim, ApplyImport(first.id, first.report.look)) is False
    assert await desk.asks(kim, ApplyImport(first.id, again.report.look)) is True
    assert ImportState.APPLIED is (await desk.look(kim, first.id)).state


async def test_who_coordinates_one_provider_brings_in_nothing_of_others_and_ends_nothing(desk: Desk) -> None:
    kim, lee = await desk.coordinator(), await desk.coordinator("Haus")
    mine = await desk.sends(kim, rows("B1", "B2", provider="Werk"))
    await desk.asks(kim, ApplyImport(mine.id, 1))
    mixed = rows("A1") + rows("B1", provider="Haus", start="12:00").removeprefix(HEAD.encode())
    mixed += rows("B3", provider="Werk").removeprefix(HEAD.encode())

    preview = await desk.sends(lee, mixed)

    counts = preview.report.counts
    assert (1, 0, 0, 2) == (counts.new, counts.changed, counts.gone, counts.rejected)
    await desk.asks(lee, ApplyImport(preview.id, preview.report.look))
    assert {"A1", "B1", "B2"} == await desk.live("A1", "B1", "B2", "B3")


async def test_nobody_else_sees_or_applies_the_file_of_somebody_limited(desk: Desk) -> None:
    lee, sam = await desk.coordinator("Haus"), await desk.coordinator("Werk")
    preview = await desk.sends(lee, rows("A1"))

    assert await desk.asks(sam, ApplyImport(preview.id, preview.report.look)) is False
    assert await desk.live("A1") == set()


async def test_what_is_missing_in_a_file_may_stay(desk: Desk) -> None:
    kim = await desk.coordinator()
    both = await desk.sends(kim, rows("A1", "A2"))
    await desk.asks(kim, ApplyImport(both.id, 1))
    one = await desk.sends(kim, rows("A1", "A3"))
    assert one.report.counts.gone == 1

    await desk.asks(kim, KeepMissing(one.id))

    kept = await desk.look(kim, one.id)
    assert (0, 1) == (kept.report.counts.gone, kept.report.counts.new)


async def test_a_file_that_does_not_say_whose_it_is_is_asked_about_once(desk: Desk) -> None:
    kim = await desk.coordinator()
    asked = await desk.sends(kim, CALENDAR, "kurse.ics")
    assert ImportState.ASKING is asked.state

    await desk.asks(kim, NameProvider(asked.id, name="Haus der Nadeln"))

    preview = await desk.look(kim, asked.id)
    assert (ImportState.WAITING, 1) == (preview.state, preview.report.counts.new)


async def test_who_coordinates_one_provider_is_not_asked_whose_it_is(desk: Desk) -> None:
    preview = await desk.sends(await desk.coordinator("Haus"), CALENDAR, "kurse.ics")

    assert (ImportState.WAITING, 1) == (preview.state, preview.report.counts.new)


HOSTILE: list[bytes | Exception] = [
    b"PK\x03\x04 no workbook",
    b"\xd0\xcf\x11\xe0",
    b"",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    b"{" * 90_000,
]
HOSTILE += [b"Titel;\xc3\xa4\xe4\n", TooLargeError(), TimeoutError()]


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
async def test_what_is_no_catalogue_is_refused_with_a_reason(desk: Desk, content: bytes | Exception) -> None:
    found = await desk.sends(await desk.coordinator(), content, "kurse.xlsx")

    assert ImportState.REFUSED is found.state
    assert all(flaw.reason for flaw in found.report.flaws)
    assert found.report.flaws


async def test_somebody_without_the_role_brings_nothing_in(desk: Desk) -> None:
    async with desk.database.transaction(NOW, SYSTEM) as tx:
        somebody = (await add_person(tx)).id

    assert await desk.asks(somebody, BringIn("file", "kurse.csv")) is None
    assert SourceRefusal.NOT_ALLOWED is await desk.asks(somebody, AddSource("https://kurse.example/a.csv"))
    assert SourceRefusal.NOT_ALLOWED is await desk.asks(
        await desk.coordinator("Haus"), AddSource("https://a.example/b")
    )


async def test_an_import_is_taken_back_from_the_chat(desk: Desk) -> None:
    kim = await desk.coordinator()
    preview = await desk.sends(kim, rows("A1"))
    await desk.asks(kim, ApplyImport(preview.id, 1))

    assert await desk.asks(kim, UndoImport(preview.id)) is True

    assert ImportState.UNDONE is (await desk.look(kim, preview.id)).state
    assert await desk.live("A1") == set()


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
