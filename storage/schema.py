"""The schema's life: is it current, bring it up to date, and what every database needs before its first turn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import sqlite, tables
from storage.sealed import Sealer

INDEX_KEY = "index_key"
MIGRATION_LOCK = 7_164_021
"""Any number: PostgreSQL's advisory lock that lets one process migrate at a time."""


class SchemaError(RuntimeError):
    """The database's schema does not fit this version."""


def make_config() -> Config:
    """Make Alembic's configuration without a file, so that it works from an installed wheel."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def head() -> str:
    """Tell the revision that this version of the code needs."""
    revision = ScriptDirectory.from_config(make_config()).get_current_head()
    return revision or ""


def revision_of(connection: Connection) -> str:
    """Tell the revision a database is at, '' when it is empty."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def check(connection: Connection) -> None:
    """Raise SchemaError unless the schema is the one this code was written for."""
    if revision_of(connection) != head():
        message = "the database's schema is not the one this version needs; run `quartierbot migrate`"
        raise SchemaError(message)


async def migrate(
    url: str, keys: Sequence[str], *, tenant: str = "aachen", timezone: str = "Europe/Berlin", revision: str = "head"
) -> bool:
    """Create or update the schema, the tenant, its channel and the index key, all or nothing.

    True when something changed. WrongKeyError when the keys cannot open what is there. Of two at once, one waits.
    """
    sealer = Sealer(keys)
    engine = make_migrator(make_url(url))
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(bring_up, sealer, tenant, timezone, revision)
    finally:
        await engine.dispose()


def make_migrator(url: URL) -> AsyncEngine:
    """Make the engine migrations run on: alone, and on SQLite with foreign keys off before the transaction begins.

    Alembic changes a SQLite table by copying and dropping it; with foreign keys on, that would cascade to its children.
    """
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
    Path(url.database or ".").parent.mkdir(parents=True, exist_ok=True)
    return sqlite.make_engine(url, sqlite.MIGRATOR, "BEGIN IMMEDIATE", 1)


def bring_up(connection: Connection, sealer: Sealer, tenant: str, timezone: str, revision: str) -> bool:
    """Upgrade within the connection's transaction and make what every database needs."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": MIGRATION_LOCK})
    before = revision_of(connection)
    config = make_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    check_references(connection)
    changed = before != revision_of(connection)
    if revision != "head":
        return changed
    return any([changed, ensure_tenant(connection, tenant, timezone), ensure_index_key(connection, sealer)])


def check_references(connection: Connection) -> None:
    """Raise SchemaError when a migration on SQLite left a row that refers to nothing."""
    if connection.dialect.name != "sqlite":
        return
    broken = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    if broken:
        message = f"the migration would leave rows that refer to nothing, in {', '.join(sorted(broken))}"
        raise SchemaError(message)


def ensure_tenant(connection: Connection, slug: str, timezone: str) -> bool:
    """Make the tenant and its Telegram channel, or set the tenant's time zone; True when that changed something."""
    tenants, channels = tables.tenants.c, tables.channels
    row = connection.execute(select(tenants.id, tenants.timezone).where(tenants.slug == slug)).one_or_none()
    if row is not None and row.timezone == timezone:
        return False
    if row is not None:
        connection.execute(update(tables.tenants).where(tenants.id == row.id).values(timezone=timezone))
        return True
    made = insert(tables.tenants).values(slug=slug, timezone=timezone).returning(tenants.id)
    connection.execute(insert(channels).values(tenant_id=connection.execute(made).scalar_one(), kind="telegram"))
    return True


def ensure_index_key(connection: Connection, sealer: Sealer) -> bool:
    """Make the random key of the index, wrapped; or see that the one that is there opens."""
    secrets = tables.secrets
    wrapped = connection.execute(select(secrets.c.wrapped).where(secrets.c.name == INDEX_KEY)).scalar_one_or_none()
    if wrapped is not None:
        sealer.open(bytes(wrapped))
        return False
    connection.execute(insert(secrets).values(name=INDEX_KEY, wrapped=sealer.seal(Sealer.new_index_key())))
    return True
