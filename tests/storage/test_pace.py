"""How long a run still takes is told by how fast it went in the last minute, and by the set rate until that tells."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert

from storage import ledger
from storage.engine import SYSTEM, Database, Transaction
from storage.records.deliveries import Fate
from storage.tables import deliveries
from tests.storage.announcing import add_subscriber, run

RATE = 25.0
"""as many a second as `Rules` allow unless told otherwise"""


async def add_rows(tx: Transaction, announcement: int, ended: list[datetime], waiting: int) -> None:
    """Write rows of a ledger: some that went at these moments, then some that wait."""
    row = {"announcement_id": announcement, "language": "de", "reason": "", "attempts": 0}
    sent = [{**row, "status": Fate.SENT.value, "due_at": tx.now, "ended_at": at} for at in ended]
    open_ = [{**row, "status": Fate.WAITING.value, "due_at": tx.now, "ended_at": None}] * waiting
    for rows in (sent, open_):
        if rows:
            await tx.connection.execute(insert(deliveries), rows)


async def left(tx: Transaction, announcement: int) -> int | None:
    """Tell how many seconds are left."""
    found = await ledger.progress(tx, announcement)
    assert found is not None
    return found.seconds_left


async def begun(tx: Transaction) -> int:
    """Let an announcement run of which nobody is left; one was settled just now."""
    await add_subscriber(tx)
    announcement = await run(tx)
    await ledger.settle(tx, [ledger.Settled(1, Fate.FAILED, "blocked")])
    return announcement


async def test_a_run_that_goes_slower_than_it_may_says_how_long_it_really_takes(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        announcement = await begun(tx)
        await add_rows(tx, announcement, [now - timedelta(seconds=second) for second in range(50, 1, -1)], 300)

        assert 300 == await left(tx, announcement)


async def test_too_few_or_old_sends_tell_nothing_and_the_set_rate_holds(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        announcement = await begun(tx)
        long_ago = [now - timedelta(minutes=5, seconds=second) for second in range(50)]
        await add_rows(tx, announcement, [*long_ago, now - timedelta(seconds=10)], 300)

        assert 300 / RATE == await left(tx, announcement)
