"""Opening a database, and what a transaction promises on both engines."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from storage import people, tables
from storage.engine import SYSTEM, Actor, Database, SchemaError, Transaction, is_outage, migrate
from storage.sealed import WrongKeyError
from tests.storage.builders import add_person


async def add_provider(tx: Transaction, name: str) -> None:
    """Write a row that nothing else depends on."""
    await tx.connection.execute(insert(tables.providers).values(tenant_id=tx.tenant_id, name=name))


async def count_providers(database: Database, now: datetime) -> int:
    """Count what is committed."""
    async with database.reading(now, SYSTEM) as tx:
        counted = await tx.connection.execute(select(func.count()).select_from(tables.providers))
        return counted.scalar_one()


async def test_what_a_transaction_wrote_is_there_after_it(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_provider(tx, "Library")

    assert 1 == await count_providers(database, now)


async def test_an_error_rolls_everything_back(database: Database, now: datetime) -> None:
    with pytest.raises(LookupError):
        async with database.transaction(now, SYSTEM) as tx:
            await add_provider(tx, "Library")
            raise LookupError

    assert 0 == await count_providers(database, now)


async def test_a_transaction_knows_its_time_actor_and_tenant(database: Database, now: datetime) -> None:
    actor = Actor("person", 7)

    async with database.transaction(now, actor) as tx:
        assert (tx.now, tx.by, tx.zone.key) == (now, actor, "Europe/Berlin")
        slug = await tx.connection.execute(select(tables.tenants.c.slug).where(tables.tenants.c.id == tx.tenant_id))

    assert "aachen" == slug.scalar_one()


async def test_nobody_sees_what_is_not_committed(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_provider(tx, "Library")

        assert 0 == await count_providers(database, now)


async def test_reading_sees_one_moment_however_long_it_takes(database: Database, now: datetime) -> None:
    counted = select(func.count()).select_from(tables.providers)

    async with database.reading(now, SYSTEM) as reader:
        before = (await reader.connection.execute(counted)).scalar_one()
        async with database.transaction(now, SYSTEM) as tx:
            await add_provider(tx, "Library")
        after = (await reader.connection.execute(counted)).scalar_one()

    assert after == before


async def test_reading_refuses_to_write(database: Database, now: datetime) -> None:
    with pytest.raises(DBAPIError):
        async with database.reading(now, SYSTEM) as tx:
            await add_provider(tx, "Library")


async def test_a_transaction_can_write_after_a_reader_failed_to(database: Database, now: datetime) -> None:
    with pytest.raises(DBAPIError):
        async with database.reading(now, SYSTEM) as tx:
            await add_provider(tx, "Library")
    async with database.transaction(now, SYSTEM) as tx:
        await add_provider(tx, "Library")

    assert 1 == await count_providers(database, now)


async def test_a_cancelled_transaction_is_rolled_back_and_the_next_one_works(database: Database, now: datetime) -> None:
    written = asyncio.Event()

    async def hang() -> None:
        async with database.transaction(now, SYSTEM) as tx:
            await add_provider(tx, "Library")
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await written.wait()
    task.cancel()
    await asyncio.wait([task])
    async with database.transaction(now, SYSTEM) as tx:
        await add_provider(tx, "School")

    assert 1 == await count_providers(database, now)


async def test_a_statement_that_is_cancelled_while_it_runs_leaves_a_working_database(
    database: Database, now: datetime
) -> None:
    numbers = "SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT i FROM n) AS m"  # noqa: E501 - one statement
    started = asyncio.Event()

    async def work() -> None:
        async with database.transaction(now, SYSTEM) as tx:
            await add_provider(tx, "Library")
            started.set()
            await tx.connection.execute(text(numbers))

    task = asyncio.create_task(work())
    await started.wait()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    async with database.transaction(now, SYSTEM) as tx:
        await add_provider(tx, "School")

    assert 1 == await count_providers(database, now)


async def test_whoever_is_cancelled_while_waiting_for_a_turn_holds_up_nobody(database: Database, now: datetime) -> None:
    async def write(name: str) -> None:
        async with database.transaction(now, SYSTEM) as tx:
            await add_provider(tx, name)

    tasks = [asyncio.create_task(write(f"Provider {number}")) for number in range(20)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.wait(tasks)

    assert await count_providers(database, now) == 20 - sum(task.cancelled() for task in tasks)


async def test_transactions_that_add_up_lose_nothing(database: Database, now: datetime) -> None:
    offered = tables.providers
    async with database.transaction(now, SYSTEM) as tx:
        await add_provider(tx, "0")

    async def add_one() -> None:
        async with database.transaction(now, SYSTEM) as tx:
            name = (await tx.connection.execute(select(offered.c.name).with_for_update())).scalar_one()
            await tx.connection.execute(update(offered).values(name=str(int(name) + 1)))

    await asyncio.gather(*(add_one() for _ in range(30)))

    async with database.reading(now, SYSTEM) as tx:
        assert "30" == (await tx.connection.execute(select(offered.c.name))).scalar_one()


async def test_two_processes_can_write_to_one_database(database_url: str, keys: tuple[str, ...], now: datetime) -> None:
    databases = [await Database.open(database_url, keys) for _ in range(2)]

    async def write(database: Database, name: str) -> None:
        async with database.transaction(now, SYSTEM) as tx:
            await add_provider(tx, name)

    await asyncio.gather(
        *(write(database, f"{turn}-{index}") for turn in range(10) for index, database in enumerate(databases))
    )
    counted = await count_providers(databases[0], now)
    for database in databases:
        await database.close()

    assert 20 == counted


async def test_a_database_that_was_never_migrated_names_the_remedy(empty_url: str, keys: tuple[str, ...]) -> None:
    with pytest.raises(SchemaError, match="quartierbot migrate"):
        await Database.open(empty_url, keys)


async def test_an_unknown_tenant_names_the_remedy(database_url: str, keys: tuple[str, ...]) -> None:
    with pytest.raises(SchemaError, match="quartierbot migrate"):
        await Database.open(database_url, keys, tenant="dueren")


async def test_a_wrong_key_is_told_when_opening(database_url: str) -> None:
    with pytest.raises(WrongKeyError, match="QUARTIERBOT_SECRET_KEY"):
        await Database.open(database_url, [Fernet.generate_key().decode()])


async def test_a_wrong_key_is_told_when_migrating(database_url: str) -> None:
    with pytest.raises(WrongKeyError):
        await migrate(database_url, [Fernet.generate_key().decode()])


async def test_a_database_in_memory_is_refused(keys: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="file"):
        await Database.open("sqlite+aiosqlite://", keys)


async def test_errors_do_not_repeat_what_was_to_be_written(database: Database, now: datetime) -> None:
    with pytest.raises(DBAPIError) as caught:
        async with database.transaction(now, SYSTEM) as tx:
            values = {"tenant_id": 999, "name": "Library"}
            await tx.connection.execute(insert(tables.providers).values(values))
            await tx.connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE" if tx.is_postgres else "SELECT 1"))

    assert "Library" not in str(caught.value)


@pytest.mark.parametrize("engine_name", ["postgres"], indirect=True)
async def test_who_gives_way_in_a_deadlock_may_try_again(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        ids = [(await add_person(tx)).id for _ in range(2)]
    both_hold_one = asyncio.Barrier(2)

    async def touch(first: int, second: int) -> None:
        async with database.transaction(now, SYSTEM) as tx:
            await people.mark_unreachable(tx, first)
            await both_hold_one.wait()
            await people.mark_unreachable(tx, second)

    ended = await asyncio.gather(touch(ids[0], ids[1]), touch(ids[1], ids[0]), return_exceptions=True)

    assert [True] == [is_outage(error) for error in ended if error is not None]
