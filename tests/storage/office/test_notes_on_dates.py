"""Notes on dates in several languages: each reader gets theirs, and files leave alone what was written in the bot."""

from __future__ import annotations

from datetime import datetime

import pytest

from locales.text import Content
from storage import catalogue, sample
from storage.engine import COMMAND, Database, Transaction
from storage.office import editing, locks
from storage.records.edits import Objection, Unedited, Write
from tests.storage.imports import SINGLE, WHOLE, bring_in, id_of
from tests.storage.office.edited import edit, look

DATE = "EG-01-02"


@pytest.fixture
async def town(database: Database, now: datetime) -> Database:
    await bring_in(database, sample.load(now.date()), now)
    return database


async def note_for(tx: Transaction, *languages: str) -> Content | None:
    """Read the note on the date as somebody of a language does."""
    found = await catalogue.offering(tx, languages, await id_of(tx, SINGLE))
    number = await id_of(tx, DATE)
    return None if found is None else next(one.note for one in found.sessions if one.id == number)


async def test_each_reader_gets_the_note_in_their_language_or_in_german(town: Database, now: datetime) -> None:
    async with town.transaction(now, COMMAND) as tx:
        number = await id_of(tx, DATE)
        await edit(tx, SINGLE, Write("note", "de", "Heute oben.", number))
        await edit(tx, SINGLE, Write("note", "ar", "اليوم في الأعلى.", number))

        assert Content("اليوم في الأعلى.", "ar") == await note_for(tx, "ar", "en", "de")
        assert Content("Heute oben.", "de") == await note_for(tx, "tr", "en", "de")


async def test_a_note_is_old_once_its_german_changed(town: Database, now: datetime) -> None:
    async with town.transaction(now, COMMAND) as tx:
        number = await id_of(tx, DATE)
        for language, text in (("de", "Heute oben."), ("tr", "Bugün yukarıda."), ("de", "Heute unten.")):
            await edit(tx, SINGLE, Write("note", language, text, number))
        notes = (await look(tx, SINGLE)).notes_of(number)

    assert [("de", False), ("tr", True)] == [(one.language, one.stale) for one in notes]


async def test_a_note_of_one_language_alone_is_taken_away(town: Database, now: datetime) -> None:
    async with town.transaction(now, COMMAND) as tx:
        number = await id_of(tx, DATE)
        for language, text in (("de", "Heute oben."), ("tr", "Bugün yukarıda."), ("tr", "")):
            await edit(tx, SINGLE, Write("note", language, text, number))

        assert ["de"] == [one.language for one in (await look(tx, SINGLE)).notes_of(number)]


async def test_a_file_leaves_alone_a_note_that_was_written_in_the_bot(town: Database, now: datetime) -> None:
    async with town.transaction(now, COMMAND) as tx:
        number = await id_of(tx, DATE)
        await edit(tx, SINGLE, Write("note", "tr", "Bugün yukarıda.", number))

        assert {"note/tr"} == (await locks.held(tx))["session", number]


async def test_a_note_on_a_date_of_another_offering_is_not_written(town: Database, now: datetime) -> None:
    async with town.transaction(now, COMMAND) as tx:
        change = Write("note", "de", "Heute oben.", await id_of(tx, DATE))

        assert Unedited(Objection.GONE) == await editing.edit(tx, None, await id_of(tx, WHOLE), 0, change)
