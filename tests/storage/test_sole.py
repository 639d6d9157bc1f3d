"""One bot a database, on both engines: the second is refused, and nothing is left behind by one that is gone."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from storage import sole
from storage.engine import make_postgres_engine
from storage.sole import NotAloneError, alone
from tests.storage.conftest import sqlite_url

HELD_HERE = """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND granted AND datname = current_database()
"""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait no longer than needed."""
    monkeypatch.setattr(sole, "PATIENCE_S", 0.1)
    monkeypatch.setattr(sole, "PAUSE_S", 0.01)
    monkeypatch.setattr(sole, "LOOK_S", 0.01)


async def test_a_second_bot_on_a_database_is_refused(empty_url: str) -> None:
    async with alone(empty_url):
        with pytest.raises(NotAloneError, match="stop it"):
            async with alone(empty_url):
                pass


async def test_the_next_bot_may_have_the_database_when_the_first_has_ended(empty_url: str) -> None:
    async with alone(empty_url):
        pass

    async with alone(empty_url):
        pass


async def test_a_bot_waits_a_moment_for_one_that_is_just_ending(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sole, "PATIENCE_S", 10.0)
    async with asyncio.TaskGroup() as group, alone(empty_url):
        second = group.create_task(hold(empty_url))
        await asyncio.sleep(0.05)

        assert not second.done()


async def hold(address: str) -> None:
    """Hold a database for an instant."""
    async with alone(address):
        pass


async def test_a_database_is_the_same_by_another_name(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "bot.db")

    async with alone(sqlite_url(tmp_path / "bot.db")):
        with pytest.raises(NotAloneError):
            async with alone(sqlite_url(tmp_path / "link.db")):
                pass


@pytest.mark.parametrize("engine_name", ["postgres"], indirect=False)
async def test_a_hold_that_the_server_ended_is_taken_again(empty_url: str) -> None:
    async with alone(empty_url) as lost:
        looking = asyncio.create_task(lost())
        await end_holders(empty_url)
        async with asyncio.timeout(10):
            while not await is_held(empty_url):  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(0.01)

        assert not looking.done()
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


@pytest.mark.parametrize("engine_name", ["postgres"], indirect=False)
async def test_a_bot_whose_database_another_took_ends(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sole, "LOOK_S", 0.2)
    async with alone(empty_url) as lost:
        looking = asyncio.create_task(lost())
        await end_holders(empty_url)
        async with alone(empty_url):
            with pytest.raises(NotAloneError):
                async with asyncio.timeout(10):
                    await looking


async def end_holders(address: str) -> None:
    """End the connections that hold a lock, as a server that restarts does."""
    engine = make_postgres_engine(make_url(address))
    async with engine.connect() as connection:
        held = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        await connection.execute(text(held))
        await connection.commit()
    await engine.dispose()


async def is_held(address: str) -> bool:
    """Say whether a lock is held in this database."""
    engine = make_postgres_engine(make_url(address))
    async with engine.connect() as connection:
        held = (await connection.execute(text(HELD_HERE))).scalar_one()
    await engine.dispose()
    return bool(held)
