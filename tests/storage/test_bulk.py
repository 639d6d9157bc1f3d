"""Many rows with one statement: what is read back is what was written, as one by one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import bindparam, select, update

from storage import bulk
from storage.bulk import FEW
from storage.engine import SYSTEM, Database
from storage.tables import addresses, sessions
from tests.storage.rows import add_offering, add_participant

MANY = FEW + 20


@pytest.mark.parametrize("together", [bulk.TOGETHER, 95])
async def test_many_rows_are_read_back_as_they_were_written(
    database: Database, now: datetime, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "TOGETHER", together)
    async with database.transaction(now, SYSTEM) as tx:
        offering = await add_offering(tx)
        rows = [
            {
                "tenant_id": tx.tenant_id,
                "offering_id": offering,
                "source_id": f"S-{number}",
                "number": number,
                "start": now + timedelta(days=number // 2),
                "end": now + timedelta(days=number // 2, hours=1),
                "venue_id": None,
                "capacity": None if number % 3 else number,
                "status": "scheduled",
                "link": None,
            }
            for number in range(MANY)
        ]
        await bulk.insert_rows(tx, sessions, rows)
        found = (await tx.connection.execute(select(*(sessions.c[name] for name in rows[0])).order_by("number"))).all()

    assert [tuple(row.values()) for row in rows] == [tuple(row) for row in found]


async def test_many_rows_are_changed_each_by_its_own_values(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        offering = await add_offering(tx)
        common = {"tenant_id": tx.tenant_id, "offering_id": offering, "status": "scheduled", "start": now, "end": now}
        rows = [common | {"source_id": f"S-{number}", "number": number} for number in range(MANY)]
        await bulk.insert_rows(tx, sessions, rows)
        later = update(sessions).where(sessions.c.source_id == bindparam("of")).values(start=bindparam("start"))
        starts = [now + timedelta(hours=number) for number in range(MANY)]
        await bulk.run(tx, later, [{"of": f"S-{number}", "start": start} for number, start in enumerate(starts)])
        found = (await tx.connection.scalars(select(sessions.c.start).order_by(sessions.c.number))).all()

    assert starts == list(found)


async def test_nobody_sees_that_two_sealed_values_are_the_same(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        participant = await add_participant(tx)
        rows = [
            {
                "participant_id": participant,
                "channel_id": tx.channel_id,
                "address": "4711",
                "address_index": f"{number}".encode(),
            }
            for number in range(MANY)
        ]
        await bulk.insert_rows(tx, addresses, rows)
        sealed = (await tx.connection.exec_driver_sql("SELECT address FROM addresses")).scalars().all()

    assert len(sealed) == len({bytes(one) for one in sealed})


async def test_no_rows_are_nothing_to_do(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await bulk.insert_rows(tx, sessions, [])
        found = (await tx.connection.scalars(select(sessions.c.id))).all()

    assert [] == list(found)


async def test_rows_are_made_and_written_some_at_a_time_and_none_is_lost(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", FEW + 5)
    async with database.transaction(now, SYSTEM) as tx:
        offering = await add_offering(tx)
        common = {"tenant_id": tx.tenant_id, "offering_id": offering, "status": "scheduled", "start": now, "end": now}
        made = (common | {"source_id": f"S-{number}", "number": number} for number in range(2 * FEW + 20))
        await bulk.insert_rows(tx, sessions, made)
        found = (await tx.connection.scalars(select(sessions.c.number).order_by(sessions.c.number))).all()

    assert list(range(2 * FEW + 20)) == list(found)
