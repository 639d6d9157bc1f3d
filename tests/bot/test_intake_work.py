"""Long work on files: read, looked at, applied as it was looked at, by who may; and files that come from addresses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.work import TooLargeError
from conversations.intake_effects import (
    AddSource,
    ApplyImport,
    BringIn,
    GoOn,
    KeepMissing,
    LookAtUndo,
    NameProvider,
    UndoImport,
)
from storage.engine import SYSTEM
from storage.records.intake import Import, ImportState, SourceRefusal, UndoLook
from storage.sample.trial import open_trial
from storage.tables import sessions
from tests.bot.filing import CALENDAR, HEAD, NOW, Desk, events, rows
from tests.storage.builders import add_person
from tests.storage.imports import register
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

    assert await desk.asks(kim, UndoImport(preview.id, 0)) is False
    assert await desk.asks(kim, LookAtUndo(preview.id)) is True
    looked = await desk.look(kim, preview.id)
    assert (ImportState.APPLIED, UndoLook) == (looked.state, type(looked.report.undo))
    assert {"A1"} == await desk.live("A1")
    assert await desk.asks(kim, UndoImport(preview.id, looked.report.look)) is True

    assert ImportState.UNDONE is (await desk.look(kim, preview.id)).state
    assert await desk.live("A1") == set()


async def test_whom_taking_back_reaches_is_looked_at_first_and_again_when_it_became_another_matter(desk: Desk) -> None:
    kim = await desk.coordinator()
    preview = await desk.sends(kim, rows("A1"))
    await desk.asks(kim, ApplyImport(preview.id, 1))
    await desk.asks(kim, LookAtUndo(preview.id))
    nobody = await desk.look(kim, preview.id)
    async with desk.database.transaction(NOW, SYSTEM) as tx:
        date = await tx.connection.scalar(select(sessions.c.source_id).where(sessions.c.source_id.like("A1%")))
        await register(tx, "A1", date)

    await desk.asks(kim, UndoImport(preview.id, nobody.report.look))

    again = await desk.look(kim, preview.id)
    assert again.report.undo is not None
    assert nobody.report.undo is not None
    assert (0, 1) == (nobody.report.undo.affected.people, again.report.undo.affected.people)
    assert (True, 1) == (again.report.undo.stale, again.report.undo.told)
    assert {"A1"} == await desk.live("A1")
    desk.at += timedelta(minutes=1)
    assert await desk.asks(kim, UndoImport(preview.id, again.report.look)) is True
    assert ImportState.UNDONE is (await desk.look(kim, preview.id)).state


async def test_a_file_of_one_language_waits_for_the_others_and_the_last_one_goes_on_by_itself(desk: Desk) -> None:
    kim = await desk.coordinator()
    german = await desk.sends(kim, events("de", "en"), "de.json")
    assert (ImportState.COLLECTING, ("de",), ("en",)) == said(german)

    both = await desk.sends(kim, events("en", "de"), "en.json")

    assert ImportState.ASKING is both.state
    await desk.asks(kim, NameProvider(both.id, name="Stadt"))
    assert 1 == (await desk.look(kim, both.id)).report.counts.new
    assert 1 == await desk.count(kim)


async def test_what_came_is_read_without_the_other_languages_when_somebody_goes_on(desk: Desk) -> None:
    lee = await desk.coordinator("Haus")
    german = await desk.sends(lee, events("de", "en", "ar"), "de.json")
    more = await desk.sends(lee, events("de", "en", "ar"), "de-again.json")
    assert said(german) == said(more)
    assert await desk.asks(await desk.coordinator("Werk"), GoOn(more.id)) is False

    assert await desk.asks(lee, GoOn(more.id)) is True

    preview = await desk.look(lee, more.id)
    assert (ImportState.WAITING, 1) == (preview.state, preview.report.counts.new)


async def test_a_language_that_comes_late_joins_the_preview_and_other_peoples_files_do_not(desk: Desk) -> None:
    lee, sam = await desk.coordinator("Haus"), await desk.coordinator("Werk")
    german = await desk.sends(lee, events("de", "en"), "de.json")
    await desk.asks(lee, GoOn(german.id))

    theirs = await desk.sends(sam, events("en", "de"), "en.json")
    both = await desk.sends(lee, events("en", "de"), "en.json")

    assert (ImportState.COLLECTING, ("en",), ("de",)) == said(theirs)
    assert (ImportState.WAITING, 1) == (both.state, both.report.counts.new)


def said(found: Import) -> tuple[ImportState, tuple[str, ...], tuple[str, ...]]:
    """Tell where a file stands, and what it says of its languages."""
    return found.state, found.report.languages, found.report.others
