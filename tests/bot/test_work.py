"""Long work: a table of texts is fetched and read beside the loop, written as the one who sent it, all or nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram.error import BadRequest

from bot.work import READ_WORDINGS, Found, TooLargeError, fetch, read_wordings
from storage import announcements
from storage.dispatch import Due
from storage.engine import SYSTEM, Database
from storage.exchange import wordings_xlsx
from storage.outbox import Lane
from storage.records.announcements import Objection, Refusal, Wording
from storage.records.wording_tables import TableFlaw, TableProblem, WordingsRead, WordingsRefused
from storage.sample.trial import open_trial
from tests.storage.announcing import add_staff, draft
from tests.storage.builders import add_person
from tests.town import Town, open_town, sqlite_url

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
WORDINGS = (Wording("de", "Fest", "Kommen Sie!", "imported"), Wording("ar", "حفل", "تعالوا!", "imported"))
TABLE = wordings_xlsx.write((), WORDINGS)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """Open a database with the sample."""
    opened = await open_trial(sqlite_url(tmp_path), NOW)
    yield opened
    await opened.close()


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """Open a town."""
    async with open_town(sqlite_url(tmp_path)) as opened:
        yield opened


async def read(database: Database, announcement_id: int, by: int, content: bytes | Exception = TABLE) -> Found:
    """Read a table that somebody sent; fetching it gives this content, or fails so."""

    async def fetched(file_id: str, *, most: int = 0) -> bytes:
        assert file_id == "file"
        if isinstance(content, Exception):
            raise content
        return content

    args = {"announcement_id": announcement_id, "file_id": "file"}
    due = Due(1, READ_WORDINGS, by, "1001", args, Lane.REPLY, silent=False, attempts=1)
    return await read_wordings(database, lambda: NOW, due, fetched)


async def texts_of(database: Database, announcement_id: int) -> list[str]:
    """List the languages that are written."""
    async with database.reading(NOW, SYSTEM) as tx:
        found = await announcements.read(tx, ("de",), announcement_id)
    assert found is not None
    return [one.language for one in found.wordings]


async def test_a_staff_member_has_every_text_taken_over(database: Database) -> None:
    async with database.transaction(NOW, SYSTEM) as tx:
        number, kim = await draft(tx, languages=()), await add_staff(tx)

    assert WordingsRead(WORDINGS) == await read(database, number, kim)
    assert ["ar", "de"] == await texts_of(database, number)


async def test_done_twice_it_comes_to_the_same(database: Database) -> None:
    async with database.transaction(NOW, SYSTEM) as tx:
        number, kim = await draft(tx, languages=()), await add_staff(tx)

    assert await read(database, number, kim) == await read(database, number, kim)


async def test_who_has_no_role_any_more_changes_nothing(database: Database) -> None:
    async with database.transaction(NOW, SYSTEM) as tx:
        number, somebody = await draft(tx, languages=()), (await add_person(tx)).id

    assert Refusal(Objection.NOT_ALLOWED) == await read(database, number, somebody)
    assert [] == await texts_of(database, number)


async def test_a_table_with_a_mistake_changes_nothing(database: Database) -> None:
    async with database.transaction(NOW, SYSTEM) as tx:
        number, kim = await draft(tx, languages=()), await add_staff(tx)
    table = wordings_xlsx.write((), (WORDINGS[0], Wording("ar", "حفل", "")))

    assert isinstance(await read(database, number, kim, table), WordingsRefused)
    assert [] == await texts_of(database, number)


@pytest.mark.parametrize(
    ("error", "flaw"),
    [
        (BadRequest("file is too big"), TableFlaw.NOT_FETCHED),
        (TimeoutError(), TableFlaw.NOT_FETCHED),
        (TooLargeError(), TableFlaw.TOO_LARGE),
    ],
)
async def test_a_file_that_cannot_be_had_is_told(database: Database, error: Exception, flaw: TableFlaw) -> None:
    assert WordingsRefused((TableProblem(flaw),)) == await read(database, 1, 1, error)


async def test_a_file_is_fetched_as_it_was_sent_and_a_large_one_not_at_all(town: Town) -> None:
    bot, person = town.app.bot, town.simulator.add_person("Kim", "de", started=True)
    small = await bot.send_document(person.id, TABLE, filename="texte.xlsx")
    large = await bot.send_document(person.id, b"x" * 1_100_000, filename="texte.xlsx")
    assert small.document is not None
    assert large.document is not None

    assert TABLE == await fetch(bot, small.document.file_id)
    with pytest.raises(TooLargeError):
        await fetch(bot, large.document.file_id)
