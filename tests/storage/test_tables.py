"""What every table promises: each column says what it tells about a person, and no number is given twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, LargeBinary, Table, delete, select
from sqlalchemy.exc import StatementError

from storage import tables
from storage.engine import SYSTEM, Database
from storage.sealed import Sealed
from storage.tables.base import Personal
from tests.storage.rows import add, add_participant

COLUMNS = [column for table in tables.metadata.sorted_tables for column in table.c]
TENANT_FREE = {"tenants", "secrets"}
COUNTED = {"deliveries", "announcement_taps"}
"""what stays as a number without a person"""


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_column_says_what_it_tells_about_a_person(column: Column[object]) -> None:
    assert isinstance(column.info.get("personal"), Personal)


@pytest.mark.parametrize(
    "column", [column for column in COLUMNS if column.info.get("personal") is Personal.IDENTITY], ids=str
)
def test_what_names_a_person_is_sealed_or_a_keyed_hash(column: Column[object]) -> None:
    assert isinstance(column.type, (Sealed, LargeBinary))


@pytest.mark.parametrize("column", [column for column in COLUMNS if isinstance(column.type, Sealed)], ids=str)
def test_whatever_is_sealed_is_said_to_be_personal(column: Column[object]) -> None:
    assert column.info["personal"] is not Personal.NONE


@pytest.mark.parametrize(
    "column", [column for column in COLUMNS if column.name in {"participant_id", "attendee_id"}], ids=str
)
def test_whatever_refers_to_a_person_goes_when_they_go_or_refers_to_nobody(column: Column[object]) -> None:
    (key,) = column.foreign_keys
    goes = "SET NULL" if column.table.name in COUNTED else "CASCADE"

    assert (goes, Personal.LINK) == (key.ondelete, column.info["personal"])


@pytest.mark.parametrize("table", tables.metadata.sorted_tables, ids=str)
def test_every_table_leads_to_a_tenant(table: Table) -> None:
    assert table.name in TENANT_FREE or leads_to_tenant(table)


def leads_to_tenant(table: Table) -> bool:
    """Say whether a table has a tenant, or refers to one that does."""
    parents = {key.column.table for key in table.foreign_keys if key.column.table is not table}
    return tables.tenants in parents or any(leads_to_tenant(parent) for parent in parents)


async def test_a_number_is_never_given_again(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        first = await add_participant(tx)
        await tx.connection.execute(delete(tables.participants).where(tables.participants.c.id == first))

        assert await add_participant(tx) > first


async def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    cairo = datetime(2026, 3, 4, 13, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    async with database.transaction(cairo, SYSTEM) as tx:
        await add_participant(tx)
        stored = (await tx.connection.execute(select(tables.participants.c.created_at))).scalar_one()

    assert (stored, stored.tzinfo) == (cairo, UTC)


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="aware"):
        async with database.transaction(datetime(2026, 3, 4, 12, 0), SYSTEM) as tx:  # noqa: DTZ001 - what is refused
            await add_participant(tx)


async def test_times_sort_as_they_passed(database: Database, now: datetime) -> None:
    times = [now + timedelta(microseconds=step) for step in (5, 0, 1_000_000, 10)]
    async with database.transaction(now, SYSTEM) as tx:
        for time in times:
            await add(
                tx,
                tables.invitations,
                tenant_id=tx.tenant_id,
                token_hash=time.isoformat().encode(),
                role="staff",
                expires_at=time,
            )
        expires = tables.invitations.c.expires_at
        found = (await tx.connection.execute(select(expires).where(expires > now).order_by(expires))).scalars().all()

    assert found == sorted(times)[1:]
