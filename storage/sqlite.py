"""SQLite behind aiosqlite, with as few hops between threads as can be: a hop costs more than most statements.

SQLAlchemy's adapter hops for the cursor, the statement, its rows and the closing of the cursor. Here one statement is
one hop, BEGIN travels with the first statement, and a transaction that did nothing ends without a hop.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import closing
from typing import Any

import aiosqlite
from sqlalchemy import Connection, event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_MS = 10_000
LOG_WAIT_S = 0.5
"""How long emptying the write-ahead log waits for readers, and the writer for it."""
WRITER = ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY")
READER = ("query_only=ON", "temp_store=MEMORY")
MIGRATOR = ("synchronous=FULL", "foreign_keys=OFF", "secure_delete=ON")

# At DEBUG aiosqlite logs every statement with its parameters.
logging.getLogger("aiosqlite").setLevel(logging.INFO)


class HopCursor:
    """A cursor that runs, reads and closes in one hop."""

    def __init__(self, connection: HopConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> HopCursor:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> HopCursor:
        """Run a statement and fetch all its rows."""
        return await self._connection.hop(self._run, statement, parameters)

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> HopCursor:
        """Run a statement once for each set of parameters."""
        return await self._connection.hop(self._run_many, statement, parameters)

    async def fetchall(self) -> list[Any]:
        """Hand over the rows."""
        return self._rows

    async def close(self) -> None:
        """Do nothing: it was closed when its rows were read."""

    def _run(self, database: sqlite3.Connection, statement: str, parameters: Sequence[Any]) -> HopCursor:
        cursor = database.execute(statement, parameters)
        self._rows = cursor.fetchall() if cursor.description else []
        return self._finish(cursor)

    def _run_many(self, database: sqlite3.Connection, statement: str, parameters: Iterable[Sequence[Any]]) -> HopCursor:
        return self._finish(database.executemany(statement, parameters))

    def _finish(self, cursor: sqlite3.Cursor) -> HopCursor:
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        cursor.close()
        return self


class HopConnection(aiosqlite.Connection):
    """A connection whose BEGIN waits for the first statement and rides along with it."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True
        self._begin = ""
        self._stopped: asyncio.Future[Any] | None = None

    async def _connect(self) -> aiosqlite.Connection:
        try:
            return await super()._connect()
        except BaseException:
            # A thread that could not connect still tells the loop that it ends; without waiting, the loop may be closed.
            if self._stopped is not None:
                await self._stopped
            raise

    def stop(self) -> asyncio.Future[Any] | None:
        """Stop the thread, and remember when it will have ended."""
        self._stopped = super().stop()
        return self._stopped

    def begin_with(self, statement: str) -> None:
        """Begin a transaction when the first statement comes."""
        self._begin = statement

    async def hop(self, run: Callable[..., HopCursor], *args: Any) -> HopCursor:  # noqa: ANN401 - passed on
        """Run something with the database in its thread, after the BEGIN that waits."""
        begin, self._begin = self._begin, ""
        result: HopCursor = await self._execute(self._begun, begin, run, args)  # type: ignore[no-untyped-call] # untyped there
        return result

    def _begun(self, begin: str, run: Callable[..., HopCursor], args: tuple[Any, ...]) -> HopCursor:
        if begin:
            self._conn.execute(begin)
        return run(self._conn, *args)

    def cursor(self) -> HopCursor:  # type: ignore[override] # SQLAlchemy only asks it to be entered
        """Make a cursor, without a hop."""
        return HopCursor(self)

    async def commit(self) -> None:
        """Commit, if anything was begun."""
        self._begin = ""
        if self._conn.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        """Roll back, if anything was begun."""
        self._begin = ""
        if self._conn.in_transaction:
            await super().rollback()


def write_ahead(database: sqlite3.Connection) -> None:
    """Keep a write-ahead log. SQLite does not wait by itself when another process is just turning it on."""
    until = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            database.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def empty_log(path: str) -> bool:
    """Carry the write-ahead log into the database's file and cut it off; False when somebody was reading just then.

    The log keeps what was deleted until it is written over, which on a quiet day may be never.
    """
    with closing(sqlite3.connect(path, timeout=LOG_WAIT_S, isolation_level=None)) as database:
        busy, _left, _carried = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def make_engine(url: URL, pragmas: Sequence[str], begin: str, pool_size: int) -> AsyncEngine:
    """Make an engine on a SQLite file, its connections set up with the pragmas, its transactions begun as told."""
    path = url.database
    if not path or path == ":memory:":
        message = "SQLite needs a file: readers and the writer have a connection each"
        raise ValueError(message)

    def connect() -> sqlite3.Connection:
        database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512)
        for pragma in (f"busy_timeout={BUSY_MS}", *pragmas):
            database.execute(f"PRAGMA {pragma}")
        write_ahead(database)
        return database

    def create() -> Awaitable[aiosqlite.Connection]:
        return HopConnection(connect)

    engine = create_async_engine(
        url, async_creator=create, pool_size=pool_size, max_overflow=0, hide_parameters=True, query_cache_size=1000
    )

    def remember_to_begin(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        if isinstance(driver, HopConnection):
            driver.begin_with(begin)

    event.listen(engine.sync_engine, "begin", remember_to_begin)
    return engine
