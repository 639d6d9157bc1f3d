"""How many places are taken: counted anew by whoever writes, once by whoever only reads."""

from __future__ import annotations

from datetime import UTC, datetime

from storage import places
from storage.engine import SYSTEM, Database, Transaction
from tests.storage import builders
from tests.storage.builders import register
from tests.storage.lists import statements

NEXT_WEEK = datetime(2026, 3, 11, 13, 0, tzinfo=UTC)


async def fill(tx: Transaction) -> tuple[int, int]:
    """Make two workshops of one place: in one somebody waits, in the other nobody is."""
    full = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, capacity=1)
    empty = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, capacity=1)
    for _person in "ab":
        await register(tx, await builders.add_person(tx), full)
    return full, empty


async def test_who_only_reads_counts_an_offering_once_though_nobody_is_in_it(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        full, empty = await fill(tx)
    async with database.reading(now, SYSTEM) as tx:
        with statements(tx) as seen:
            counted = [await places.count(tx, asked) for asked in ([full], [full, empty], [empty], [empty, full])]

    one = {(full, places.WHOLE): places.Counts(taken=1, waiting=1)}
    assert ([one, one, {}, one], 2) == (counted, len(seen))


async def test_who_writes_counts_what_they_wrote(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        _full, empty = await fill(tx)
        before = await places.count(tx, [empty])
        await register(tx, await builders.add_person(tx), empty)

        assert ({}, {(empty, places.WHOLE): places.Counts(taken=1)}) == (before, await places.count(tx, [empty]))
