"""One bot a database: a second one would take for left over what the first is just sending, and people would hear twice.

The lock is the operating system's, or PostgreSQL's, so that it is free as soon as its holder is gone, however it went.
Other commands do not ask for it: they may run beside a bot.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import make_postgres_engine

Lost: TypeAlias = Callable[[], Coroutine[Any, Any, None]]
"""what waits until the hold is lost"""
PATIENCE_S = 2.0
"""How long to wait for one that is just ending."""
PAUSE_S = 0.1
LOOK_S = 20.0
KEY = 0x51756172746965
"""PostgreSQL's locks have numbers; this one spells 'Quartie'."""
# In a transaction, for behind pgbouncer a session is nobody's; and however long it lasts.
LIVE_LONG = text("SET LOCAL idle_in_transaction_session_timeout = 0")
TAKE = text("SELECT pg_try_advisory_xact_lock(:key)")
LOOK = text("SELECT 1")


class NotAloneError(RuntimeError):
    """Another bot runs on this database."""

    def __init__(self) -> None:
        super().__init__(
            "another `quartierbot run` uses this database: stop it, or give this one a database of its own in "
            "QUARTIERBOT_DATABASE_URL or QUARTIERBOT_DATA_DIR"
        )


@asynccontextmanager
async def alone(address: str) -> AsyncIterator[Lost]:
    """Hold a database for one bot. Gives what waits until the hold is lost, and then raises; NotAloneError at once, too."""
    url = make_url(address)
    async with _with_file(url) if url.get_backend_name() == "sqlite" else _with_connection(url) as lost:
        yield lost


@asynccontextmanager
async def _with_file(url: URL) -> AsyncIterator[Lost]:
    """Lock a file beside the database; the database's own would be in the way of backups."""
    handle = _open_beside(Path(url.database or ""))
    try:
        await _insist(lambda: _lock_file(handle))
        yield _never
    finally:
        os.close(handle)


def _open_beside(database: Path) -> int:
    """Open the file that is locked; by another name the database has the same one."""
    path = database.resolve()
    return os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


async def _lock_file(handle: int) -> bool:
    """Lock a file; False when another process has."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def _never() -> None:
    """Wait for ever: nobody takes a file's lock away."""
    await asyncio.Event().wait()


@asynccontextmanager
async def _with_connection(url: URL) -> AsyncIterator[Lost]:
    """Lock a number in PostgreSQL for as long as a connection lives."""
    engine = make_postgres_engine(url)
    holder = _Holder(engine)
    try:
        await _insist(holder.take)
        yield holder.lost
    finally:
        await holder.end()
        await engine.dispose()


class _Holder:
    """A connection that holds the lock."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None

    async def take(self) -> bool:
        """Take the lock; False when another process has it."""
        connection = await self._engine.connect()
        await connection.execute(LIVE_LONG)
        if not (await connection.execute(TAKE, {"key": KEY})).scalar_one():
            await connection.close()
            return False
        self._connection = connection
        return True

    async def lost(self) -> None:
        """Look after the lock; with a server that ended it ends as well, and is taken again when the server is back."""
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await self._look()
            except (DBAPIError, OSError):
                await self.end()

    async def _look(self) -> None:
        """See that the connection lives, or take the lock anew. NotAloneError when another process was faster."""
        if self._connection is not None:
            await self._connection.execute(LOOK)
        elif not await self.take():
            raise NotAloneError

    async def end(self) -> None:
        """Let the lock go with its connection, which may be broken already."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()


async def _insist(take: Callable[[], Awaitable[bool]]) -> None:
    """Try for a moment, for one that is told to end needs one. NotAloneError when it does not."""
    until = asyncio.get_running_loop().time() + PATIENCE_S
    while not await take():
        if asyncio.get_running_loop().time() > until:
            raise NotAloneError
        await asyncio.sleep(PAUSE_S)
