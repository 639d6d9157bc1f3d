"""Long work: all else goes out meanwhile, nobody else begins it, and a crash leaves it to be begun again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.labour import Labour, LostError
from storage import outbox as outgoing
from storage.dispatch import Due
from storage.engine import SYSTEM
from storage.outbox import Lane, NewRow
from storage.tables import outbox
from tests.acceptance.walkers import Resident, looking, resident
from tests.town import Town, open_town, sqlite_url

LONG = "read_import"


@dataclass
class Gate:
    """Long work that goes on until the gate opens; counts how often it was begun."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    opens: asyncio.Event = field(default_factory=asyncio.Event)
    times: int = 0

    async def worked(self, due: Due) -> Due:
        """Work, and leave a file to be sent."""
        self.times += 1
        self.begun.set()
        await self.opens.wait()
        return replace(due, kind="my_data")


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """Open a town."""
    async with open_town(sqlite_url(tmp_path)) as opened:
        yield opened


@pytest.fixture
def gate(town: Town, monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Let long work wait."""
    made = Gate()
    monkeypatch.setattr(town.app.delivery.parcels, "worked", made.worked)
    return made


async def asks(town: Town, somebody: Resident, *kinds: str) -> None:
    """Ask for things in the lane of replies."""
    async with looking(town) as tx:
        who = await tx.connection.scalar(select(outbox.c.participant_id).limit(1)) or 1
    async with town.database.transaction(town.clock.now(), SYSTEM) as tx:
        rows = [NewRow(who, kind, {"import_id": 1}, f"{kind}:{somebody.code}", tx.now, Lane.REPLY) for kind in kinds]
        await outgoing.add(tx, rows)


async def status(town: Town, kind: str) -> str | None:
    """Tell the status of a row."""
    async with looking(town) as tx:
        found: str | None = await tx.connection.scalar(select(outbox.c.status).where(outbox.c.kind == kind))
    return found


async def test_what_is_due_goes_out_while_long_work_goes_on(town: Town, gate: Gate) -> None:
    somebody = await resident(town)
    await asks(town, somebody, LONG, "my_data")

    await town.app.delivery.deliver_due()

    assert ("claimed", "sent") == (await status(town, LONG), await status(town, "my_data"))
    gate.opens.set()
    await town.deliver()
    assert "sent" == await status(town, LONG)


async def test_work_that_takes_longer_than_a_lease_is_begun_once(town: Town, gate: Gate) -> None:
    somebody = await resident(town)
    await asks(town, somebody, LONG)
    town.app.delivery.labour.beat_s = 0.01
    await town.app.delivery.deliver_due()
    await gate.begun.wait()
    before = await lease(town)

    async with asyncio.timeout(5):
        while before == await lease(town):  # noqa: ASYNC110 - the beat tells nobody
            await asyncio.sleep(0.01)
    gate.opens.set()
    await town.deliver()

    assert (1, "sent") == (gate.times, await status(town, LONG))


async def lease(town: Town) -> object:
    """Tell how long the row is held."""
    async with looking(town) as tx:
        return await tx.connection.scalar(select(outbox.c.lease_until).where(outbox.c.kind == LONG))


async def test_work_that_was_broken_off_is_begun_again_and_told_once(town: Town, gate: Gate) -> None:
    somebody = await resident(town)
    await asks(town, somebody, LONG)
    await town.app.delivery.deliver_due()
    await gate.begun.wait()
    before = len(somebody.person.received)

    await town.app.delivery.labour.abandon()
    await town.app.delivery.recover()
    gate.opens.set()
    await town.deliver()

    assert (2, before + 1) == (gate.times, len(somebody.person.received))


async def test_work_on_a_row_that_somebody_else_took_is_given_up(town: Town) -> None:
    somebody = await resident(town)
    await asks(town, somebody, "venue")
    labour, never = Labour(town.database, town.clock.now, "me", beat_s=0.01), asyncio.Event()
    async with town.database.transaction(town.clock.now(), SYSTEM) as tx:
        held = {"status": "claimed", "claimed_by": "me"}
        number = await tx.connection.scalar(update(outbox).values(held).returning(outbox.c.id))
    working = asyncio.create_task(labour.hold(int(number or 0), "files", never.wait))
    async with town.database.transaction(town.clock.now(), SYSTEM) as tx:
        await tx.connection.execute(update(outbox).values(claimed_by="other"))

    with pytest.raises(LostError):
        await asyncio.wait_for(working, 5)


async def test_at_one_bench_one_waits_for_the_other_and_closing_time_begins_nothing(town: Town) -> None:
    gate = Gate()
    labour = Labour(town.database, town.clock.now, "me")
    first = asyncio.create_task(labour._in_turn("files", gate.opens.wait))
    second = asyncio.create_task(labour._in_turn("files", gate.opens.wait))
    other = asyncio.create_task(labour._in_turn("exports", gate.opens.wait))
    await asyncio.sleep(0)

    labour.close()
    gate.opens.set()
    done = await asyncio.gather(first, second, other, return_exceptions=True)
    assert [bool, LostError, bool] == [type(one) for one in done]
