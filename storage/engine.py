"""The way into the database: SQLite or PostgreSQL, and transactions bound to a tenant, a time and an actor.

SQLite has one writer connection, kept open, that whatever may write waits for in turn, and a few readers beside it;
PostgreSQL has a pool. Personal columns are sealed by the keys given when opening.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import schema, sqlite, tables
from storage.recent import Counts
from storage.records.announcements import Rules
from storage.schema import SchemaError, migrate
from storage.sealed import Sealer

__all__ = ["COMMAND", "SYSTEM", "Actor", "Database", "SchemaError", "Transaction", "is_outage", "migrate"]

PASSING = ("08", "40", "53", "57", "58")
"""PostgreSQL's classes of what is not the statement's fault: no connection, a deadlock, no room, told to stop, no disk."""
DEFAULT_RULES = Rules()
READERS = 3
POOL_SIZE = 10


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a "person" (then `id` is the participant's), a "command", or the "system" by itself."""

    kind: str
    id: int | None = None


SYSTEM = Actor("system")
COMMAND = Actor("command")


@dataclass(frozen=True, slots=True)
class Transaction:
    """A unit of work: all of it happens or nothing. Bound to a tenant, a channel, the turn's time and who acts.

    `reads`: it only reads, a snapshot. `light`: others wait for it, so nothing long is counted in it (`storage.recent`).
    """

    connection: AsyncConnection
    tenant_id: int
    channel_id: int
    now: datetime
    by: Actor
    sealer: Sealer
    zone: ZoneInfo
    rules: Rules = DEFAULT_RULES
    counts: Counts = field(default_factory=Counts)
    reads: bool = False
    light: bool = False
    claims: dict[int, Any] = field(default_factory=dict)
    """what was counted already by a transaction that only reads, by offering (`storage.places`)"""

    @property
    def is_postgres(self) -> bool:
        """Say whether rows can be locked; SQLite's writer is alone anyway."""
        return self.connection.dialect.name == "postgresql"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What every transaction of a database has in common."""

    tenant_id: int
    channel_id: int
    sealer: Sealer
    zone: ZoneInfo
    rules: Rules = DEFAULT_RULES
    counts: Counts = field(default_factory=Counts)


class NoConnectionError(ConnectionError):
    """The database does not let anybody in just now; drivers say that each in their own way."""


def is_outage(error: BaseException) -> bool:
    """Say whether an error is not the statement's fault and may pass: the database is full, locked, or gone."""
    match error:
        case OperationalError() | InterfaceError() | NoConnectionError() | PoolTimeoutError():
            return True
        case DBAPIError():
            state = str(getattr(error.orig, "sqlstate", None) or "")
            return error.connection_invalidated or state.startswith(PASSING)
        case _:
            return False


class Database:
    """An open database of one tenant."""

    def __init__(self, writers: AsyncEngine, readers: AsyncEngine, bounds: Bounds) -> None:
        self._writers = writers
        self._readers = readers
        self._bounds = bounds
        self._turn = asyncio.Lock()
        self._writer: AsyncConnection | None = None

    @classmethod
    async def open(
        cls,
        url: str,
        keys: Sequence[str],
        *,
        tenant: str = "aachen",
        timezone: str = "Europe/Berlin",
        rules: Rules = DEFAULT_RULES,
    ) -> Database:
        """Open a migrated database. `rules` are what the installation decided about announcements.

        SchemaError when the schema is not current or the tenant is missing, WrongKeyError when no key opens it.
        """
        sealer = Sealer(keys)
        writers, readers = make_engines(make_url(url), sealer)
        try:
            bounds = await read_bounds(writers, sealer, tenant, ZoneInfo(timezone), rules)
        except BaseException:
            await dispose(writers, readers)
            raise
        return cls(writers, readers, bounds)

    @property
    def sealer(self) -> Sealer:
        """Tell the sealer, for what is sealed or indexed outside a transaction."""
        return self._bounds.sealer

    @property
    def counts(self) -> Counts:
        """Tell what was counted a moment ago."""
        return self._bounds.counts

    @property
    def is_postgres(self) -> bool:
        """Say which engine it is."""
        return self._writers.dialect.name == "postgresql"

    def transaction(self, now: datetime, by: Actor) -> AbstractAsyncContextManager[Transaction]:
        """Begin a transaction that may write: committed at the end, rolled back on any error or cancellation."""
        return self._pooled(self._writers, now, by) if self.is_postgres else self._alone(now, by)

    def reading(self, now: datetime, by: Actor) -> AbstractAsyncContextManager[Transaction]:
        """Begin a transaction that only reads, a snapshot of what is committed; writing in it fails."""
        return self._pooled(self._readers, now, by, reads=True)

    async def forget_deleted(self) -> bool:
        """Leave no trace of what was deleted in SQLite's write-ahead log; False when it has to be tried again.

        PostgreSQL does so at its own time.
        """
        if self.is_postgres:
            return True
        async with self._turn:
            return await asyncio.to_thread(sqlite.empty_log, str(self._writers.url.database))

    async def close(self) -> None:
        """Wait for the writer, then close every connection."""
        async with self._turn:
            if self._writer is not None:
                await self._writer.close()
                self._writer = None
        await dispose(self._writers, self._readers)

    @asynccontextmanager
    async def _alone(self, now: datetime, by: Actor) -> AsyncIterator[Transaction]:
        async with self._turn:
            if self._writer is None:
                self._writer = await self._writers.connect()
            async with committed(self._writer):
                yield self._bind(self._writer, now, by)

    @asynccontextmanager
    async def _pooled(
        self, engine: AsyncEngine, now: datetime, by: Actor, *, reads: bool = False
    ) -> AsyncIterator[Transaction]:
        async with connected(engine) as connection, committed(connection):
            yield self._bind(connection, now, by, reads=reads)

    def _bind(self, connection: AsyncConnection, now: datetime, by: Actor, *, reads: bool = False) -> Transaction:
        to = self._bounds
        return Transaction(
            connection, to.tenant_id, to.channel_id, now, by, to.sealer, to.zone, to.rules, to.counts, reads
        )


def make_engines(url: URL, sealer: Sealer) -> tuple[AsyncEngine, AsyncEngine]:
    """Make the engine for what writes and the one for what only reads; their dialects carry the sealer."""
    if url.get_backend_name() == "sqlite":
        writers = sqlite.make_engine(url, sqlite.WRITER, "BEGIN IMMEDIATE", 1)
        readers = sqlite.make_engine(url, sqlite.READER, "BEGIN", READERS)
    else:
        writers = make_postgres_engine(url)
        readers = writers.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    for engine in (writers, readers):
        engine.sync_engine.dialect.sealer = sealer  # type: ignore[attr-defined] # how Sealed columns find their keys
    return writers, readers


def make_postgres_engine(url: URL) -> AsyncEngine:
    """Make a pool. The URL may say `pool_size=20` and, behind pgbouncer, `statement_cache_size=0`."""
    options = {name: int(str(url.query[name])) for name in ("pool_size", "statement_cache_size") if name in url.query}
    pool_size = options.pop("pool_size", POOL_SIZE)
    return create_async_engine(
        url.difference_update_query(("pool_size", "statement_cache_size")),
        connect_args=options,
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        pool_use_lifo=True,
        hide_parameters=True,
        query_cache_size=1000,
    )


async def read_bounds(engine: AsyncEngine, sealer: Sealer, slug: str, zone: ZoneInfo, rules: Rules) -> Bounds:
    """Check the schema, unwrap the index key, and find the tenant and its channel."""
    tenants, channels, secrets = tables.tenants.c, tables.channels.c, tables.secrets.c
    async with engine.connect() as connection:
        await connection.run_sync(schema.check)
        wrapped = (await connection.execute(select(secrets.wrapped).where(secrets.name == schema.INDEX_KEY))).scalar()
        joined = select(tenants.id, channels.id).join_from(
            tables.tenants, tables.channels, (channels.tenant_id == tenants.id) & (channels.kind == "telegram")
        )
        row = (await connection.execute(joined.where(tenants.slug == slug))).one_or_none()
    if row is None or wrapped is None:
        message = f"the database does not know the tenant {slug!r} yet; run `quartierbot migrate`"
        raise SchemaError(message)
    sealer.use_index_key(sealer.open(bytes(wrapped)))
    return Bounds(row[0], row[1], sealer, zone, rules)


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Connect; NoConnectionError when the database does not answer."""
    try:
        connection = await engine.connect()
    except SQLAlchemyError:
        raise
    except Exception as error:
        raise NoConnectionError(*error.args) from error
    try:
        yield connection
    finally:
        await finish(connection.close())


@asynccontextmanager
async def committed(connection: AsyncConnection) -> AsyncIterator[None]:
    """Run a transaction on a connection; neither commit nor rollback is left halfway by a cancellation."""
    transaction = await connection.begin()
    try:
        yield
    except BaseException:
        await finish(transaction.rollback())
        raise
    try:
        await finish(transaction.commit())
    except Exception:
        # Whether it was committed is unknown: the connection must not carry the rest of it into the next transaction.
        await finish(connection.invalidate())
        raise


async def finish(work: Coroutine[None, None, None]) -> None:
    """Run to the end even when cancelled meanwhile; the cancellation comes after."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    task.result()
    if cancelled is not None:
        raise cancelled


async def dispose(*engines: AsyncEngine) -> None:
    """Close the connections of every engine: one left open would keep the process from ending."""
    for engine in engines:
        await engine.dispose()
