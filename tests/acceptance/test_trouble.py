"""What is in trouble holds up nobody else: a busy chat, a lost key, a database that cannot be written to for a while."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy.exc import OperationalError

from bot import delivery, turns
from bot.pacing import Pacer
from simulator.faults import Faults
from storage.sealed import Sealer
from tests.acceptance.forging import HELP, due, one_more
from tests.acceptance.walkers import resident
from tests.town import Town


async def test_a_chat_that_is_kept_busy_holds_up_nobody_elses_notice(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PATIENCE_S", 0.05)
    flooder, other = await resident(town, "de"), await resident(town, "en", "Robin")
    town.app.ticks._open = False
    await due(town, flooder, other)
    town.app.screens.pacer = Pacer(1000)
    town.app.screens.pacer.flooded(flooder.person.id, 600)
    before = len(other.person.received)

    async with asyncio.timeout(10):
        await town.app.delivery.deliver_due()

    assert before + 1 == len(other.person.received)
    assert {"waiting": 1, "sent": 1} == {name: n for name, n in (await town.outbox_counts()).items() if n}


@asynccontextmanager
async def resealed(folder: Path, table: str, column: str) -> AsyncIterator[None]:
    """Seal a column of a table's first row with a key that nobody has, and put it back."""
    query = f"SELECT id, {column} FROM {table} ORDER BY id LIMIT 1"  # noqa: S608 - names of ours
    change = f"UPDATE {table} SET {column} = ? WHERE id = ?"  # noqa: S608 - names of ours
    with closing(sqlite3.connect(folder / "town.db", timeout=10, isolation_level=None)) as database:
        number, sealed = database.execute(query).fetchone()
        database.execute(change, (Sealer([Fernet.generate_key()]).seal(b"[]"), number))
        yield
        database.execute(change, (sealed, number))


async def test_what_was_sealed_with_another_key_waits_for_it_and_holds_up_nobody(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "REST_S", 0.05)
    first, other = await resident(town, "de"), await resident(town, "en", "Robin")
    before = len(other.person.received)
    async with resealed(tmp_path, "conversations", "stack"):
        await first.person.says("/help")
        await other.person.says("/help")
        await one_more(other, before)

    await town.settle()

    assert other.words(HELP) in other.screen.text
    assert first.words(HELP) in first.screen.text


async def test_a_notice_to_a_chat_sealed_with_another_key_holds_up_no_other(town: Town, tmp_path: Path) -> None:
    first, other = await resident(town, "de"), await resident(town, "en", "Robin")
    town.app.ticks._open = False
    await due(town, first, other)

    async with resealed(tmp_path, "addresses", "address"):
        await town.app.delivery.deliver_due()

    assert {"claimed": 1, "sent": 1} == {name: n for name, n in (await town.outbox_counts()).items() if n}


@asynccontextmanager
async def read_only(town: Town) -> AsyncIterator[None]:
    """Let nothing be written for a while, as on a disk that the system set read-only."""
    await set_read_only(town, on=True)
    try:
        yield
    finally:
        await set_read_only(town, on=False)


async def set_read_only(town: Town, *, on: bool) -> None:
    """Let the writer write or not."""
    writer = town.database._writer
    assert writer is not None
    driver = (await writer.get_raw_connection()).driver_connection
    assert driver is not None
    await driver.execute(f"PRAGMA query_only = {'ON' if on else 'OFF'}")


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again soon."""
    monkeypatch.setattr(turns, "PAUSE_S", 0.02)
    monkeypatch.setattr(delivery, "WRITE_PAUSES_S", (0.02,) * 500)
    monkeypatch.setattr("bot.receive.PAUSES_S", (0.02,))


@pytest.mark.usefixtures("brief")
async def test_what_comes_while_nothing_can_be_written_is_answered_afterwards(town: Town) -> None:
    somebody = await resident(town)
    async with read_only(town):
        await somebody.person.says("/help")
        await asyncio.sleep(0.2)

    await town.settle()

    assert somebody.words(HELP) in somebody.screen.text


@pytest.mark.usefixtures("brief")
async def test_a_screen_waits_for_a_database_that_fails_between_turn_and_answer(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = await resident(town, "de")
    prepare = town.app.turns.answers.prepare
    fail = iter((True, True, False))

    async def prepare_later(answers: list[object]) -> list[object]:
        if next(fail, False):
            raise OperationalError("SELECT", None, sqlite3.OperationalError("disk I/O error"))
        return await prepare(answers)  # type: ignore[arg-type, return-value] # passed on

    monkeypatch.setattr(town.app.turns.answers, "prepare", prepare_later)
    await somebody.says("/help")

    assert somebody.words(HELP) in somebody.screen.text


@pytest.mark.usefixtures("brief")
async def test_what_was_sent_while_nothing_could_be_written_is_sent_once_and_not_unknown(town: Town) -> None:
    somebody = await resident(town, "de")
    town.app.ticks._open = False
    await due(town, somebody)
    before = len(somebody.person.received)
    town.simulator.set_network(faults=Faults(slow=1000, slow_s=0.3))

    sending = asyncio.create_task(town.app.delivery.deliver_due())
    await one_more(somebody, before)
    async with read_only(town):
        await asyncio.sleep(0.5)
    await sending

    assert before + 1 == len(somebody.person.received)
    assert {"sent": 1} == {name: n for name, n in (await town.outbox_counts()).items() if n}
