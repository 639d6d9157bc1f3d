"""Migrations: from nothing to what the code expects, without losing a row on the way."""

from __future__ import annotations

import ast
import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from storage import outbox, schema, tables
from storage.engine import SYSTEM, Database, SchemaError, Transaction, migrate
from storage.schema import make_migrator
from tests.storage.rows import add, add_offering, add_participant, add_registration, add_session, add_waiting

LATER = {
    "registrations": ("origin", "confirmed_at", "note", "said"),
    "waiting_list": ("code", "note", "said"),
    "interests": ("met_at",),
    "offerings": ("draft", "unknown"),
    "sessions": ("walk_ins",),
}
"""columns that came after the step before announcements"""
STEPS = sorted((Path(schema.__file__).parent / "migrations" / "versions").glob("step_*.py"))


async def test_migrating_an_empty_database_makes_exactly_the_tables_of_the_code(database_url: str) -> None:
    engine = create_async_engine(database_url)

    def compare(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), tables.metadata))

    async with engine.connect() as connection:
        differences = await connection.run_sync(compare)
    await engine.dispose()

    assert [] == differences


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_the_steps_make_every_table_of_the_code_with_every_index(database_url: str, empty_url: str) -> None:
    made = create_async_engine(empty_url)
    async with made.begin() as connection:
        await connection.run_sync(tables.metadata.create_all)
    await made.dispose()

    assert await statements_of(database_url) == await statements_of(empty_url)


async def statements_of(url: str) -> dict[str, set[str]]:
    """Read what SQLite keeps of every table and index: its columns and constraints, in whatever order."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = await connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'")
        )
        rows = {row.name: parts_of(row.sql) for row in found}
    await engine.dispose()
    return {name: parts for name, parts in rows.items() if name != "alembic_version"}


def parts_of(statement: str) -> set[str]:
    """Split what makes a table or an index at the commas between its parts, not at those within one."""
    head, _, body = statement.partition("(")
    parts, depth = [""], 0
    for sign in body:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    parts[-1], _, tail = parts[-1].rpartition(")")
    return {" ".join(part.split()) for part in (head, *parts, tail)}


async def test_migrating_again_changes_nothing(empty_url: str, keys: tuple[str, ...]) -> None:
    assert await migrate(empty_url, keys) is True
    assert await migrate(empty_url, keys) is False


async def test_of_two_that_migrate_at_once_one_does_the_work(empty_url: str, keys: tuple[str, ...]) -> None:
    assert [False, True] == sorted(await asyncio.gather(migrate(empty_url, keys), migrate(empty_url, keys)))


async def test_migrating_makes_the_tenant_with_its_time_zone_and_channel(
    empty_url: str, keys: tuple[str, ...], now: datetime
) -> None:
    await migrate(empty_url, keys, tenant="dueren", timezone="Europe/Brussels")
    database = await Database.open(empty_url, keys, tenant="dueren", timezone="Europe/Brussels")
    joined = select(tables.tenants.c.slug, tables.tenants.c.timezone, tables.channels.c.kind).join_from(
        tables.channels, tables.tenants
    )
    async with database.reading(now, SYSTEM) as tx:
        rows = (await tx.connection.execute(joined)).all()
    await database.close()

    assert [("dueren", "Europe/Brussels", "telegram")] == rows


async def test_a_second_tenant_shares_the_database_and_its_index_key(database_url: str, keys: tuple[str, ...]) -> None:
    await migrate(database_url, keys, tenant="dueren")
    databases = [await Database.open(database_url, keys, tenant=tenant) for tenant in ("aachen", "dueren")]
    indexes = {database.sealer.index("address", "4711") for database in databases}
    for database in databases:
        await database.close()

    assert 1 == len(indexes)


async def test_a_changed_time_zone_is_a_change(database_url: str, keys: tuple[str, ...]) -> None:
    assert await migrate(database_url, keys, timezone="Europe/Brussels") is True


async def test_a_filled_database_keeps_its_rows_through_every_step_from_the_first_on(
    empty_url: str, keys: tuple[str, ...]
) -> None:
    await migrate(empty_url, keys, revision="0001")
    engine = create_async_engine(empty_url)
    async with engine.begin() as connection:
        await connection.execute(insert(tables.tenants).values(slug="aachen", timezone="Europe/Berlin"))
        await connection.execute(insert(tables.channels).values(tenant_id=1, kind="telegram"))
    await migrate(empty_url, keys)
    async with engine.connect() as connection:
        kept = [
            await connection.scalar(select(func.count()).select_from(table))
            for table in (tables.tenants, tables.channels)
        ]
    await engine.dispose()

    assert [1, 1] == kept


async def test_people_and_their_places_as_it_was_before_announcements_are_kept(
    empty_url: str, keys: tuple[str, ...], now: datetime
) -> None:
    await migrate(empty_url, keys)
    database = await Database.open(empty_url, keys)
    await fill(database, now)
    before = await count_rows(database, now)
    await database.close()
    migrator = make_migrator(make_url(empty_url))
    async with migrator.begin() as connection:
        await connection.run_sync(forget_announcements)
    await migrator.dispose()

    assert await migrate(empty_url, keys) is True
    again = await Database.open(empty_url, keys)
    after = await count_rows(again, now)
    met = await met_wishes(again, now)
    await again.close()
    assert (before, 1) == (after, after["registrations"])
    assert [(True, now), (False, now), (False, None)] == met


def forget_announcements(connection: Connection) -> None:
    """Bring a database back to the step before announcements."""
    for table, names in LATER.items():
        for name in names:
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {name}"))
    made = ("deliveries", "announcement_taps", "announcement_texts", "announcement_counts", "announcements")
    office = ("calls", "locks", "imports", "sources", "figures")
    for name in (*made, "group_chats", "subscription_choices", "subscriptions", *office):
        connection.execute(text(f"DROP TABLE {name}"))
    connection.execute(text("DROP INDEX ix_registrations_held"))
    connection.execute(text("CREATE INDEX ix_registrations_offering_id ON registrations (offering_id)"))
    connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))


async def test_a_table_that_a_step_makes_anew_takes_none_of_its_children_along(
    database: Database, database_url: str, now: datetime
) -> None:
    await fill(database, now)
    before = await count_rows(database, now)
    migrator = make_migrator(make_url(database_url))
    async with migrator.begin() as connection:
        await connection.run_sync(remake_participants)
    await migrator.dispose()

    assert before == await count_rows(database, now)
    assert before["registrations"] == before["waiting_list"] == 1


def remake_participants(connection: Connection) -> None:
    """Change a table that others refer to, as a later step may have to."""
    operations = Operations(MigrationContext.configure(connection))
    recreate = "always" if connection.dialect.name == "sqlite" else "never"
    with operations.batch_alter_table("participants", recreate=recreate) as batch:  # type: ignore[arg-type] # narrower
        batch.alter_column("language", nullable=True)
    schema.check_references(connection)


async def fill(database: Database, now: datetime) -> None:
    """Write a row into the tables that refer to people."""
    async with database.transaction(now, SYSTEM) as tx:
        participant = await add_participant(tx)
        offering = await add_offering(tx)
        session = await add_session(tx, offering, now)
        await add_registration(tx, participant, offering, session)
        await add_waiting(tx, participant, offering, session)
        await wish(tx, participant, offering)
        told = await wish(tx, participant, None)
        await wish(tx, participant, None)
        await outbox.add(tx, [outbox.NewRow(participant, "interest_met", {}, f"interest_met:{told}:{offering}", now)])
        await tx.connection.execute(update(tables.outbox).values(status="sent", ended_at=now))


async def wish(tx: Transaction, participant_id: int, offering_id: int | None) -> int:
    """Note a wish, for an offering or for anything."""
    who = {"tenant_id": tx.tenant_id, "participant_id": participant_id, "offering_id": offering_id}
    return await add(tx, tables.interests, **who, language="", part_of_day="", created_at=tx.now)


async def met_wishes(database: Database, now: datetime) -> list[tuple[bool, datetime | None]]:
    """Tell of each wish whether it is for an offering, and since when it is met."""
    async with database.reading(now, SYSTEM) as tx:
        asked = select(tables.interests.c.offering_id, tables.interests.c.met_at).order_by(tables.interests.c.id)
        return [(offering_id is not None, met_at) for offering_id, met_at in await tx.connection.execute(asked)]


async def count_rows(database: Database, now: datetime) -> dict[str, int]:
    """Count the rows of every table."""
    async with database.reading(now, SYSTEM) as tx:
        return {
            table.name: (await tx.connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in tables.metadata.sorted_tables
        }


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_a_step_that_leaves_rows_referring_to_nothing_is_refused(
    database: Database, database_url: str, now: datetime
) -> None:
    await fill(database, now)
    migrator = make_migrator(make_url(database_url))
    with pytest.raises(SchemaError, match="registrations"):
        async with migrator.begin() as connection:
            await connection.exec_driver_sql("DELETE FROM participants")
            await connection.run_sync(schema.check_references)
    await migrator.dispose()

    assert 1 == (await count_rows(database, now))["participants"]


def test_there_are_steps_and_the_newest_is_the_one_the_code_needs() -> None:
    assert STEPS[-1].name.startswith(f"step_{schema.head()}_")


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.stem)
def test_a_step_never_imports_the_table_definitions(step: Path) -> None:
    nodes = list(ast.walk(ast.parse(step.read_text())))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}

    assert not [name for name in imported if name.startswith("storage")]
