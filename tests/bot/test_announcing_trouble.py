"""A run in trouble: its author hears of it once, what is too late is missed at once, and what changes on the way holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import weather
from bot.letters import Sort
from bot.sending import Message
from simulator.faults import Faults
from simulator.person import Person
from storage import announcements
from storage.engine import SYSTEM
from storage.records.announcements import State
from storage.tables import outbox
from tests.bot.newsroom import Newsroom, news_of
from tests.storage.announcing import add_role
from tests.town import open_town, sqlite_url

PAUSED = "I have paused your announcement."


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with open_town(sqlite_url(tmp_path)) as town:
        yield Newsroom(town)


async def administrator(room: Newsroom) -> Person:
    """Add somebody who looks after announcements that nobody of the team wrote."""
    person = await room.subscriber("en", "Robin")
    await room.objects(person)
    async with room.town.database.transaction(room.town.clock.now(), SYSTEM) as tx:
        await add_role(tx, room.participant(person), "administrator")
    return person


def told(person: Person, first: str) -> int:
    """Count the notices that begin like this."""
    return sum(first in message.text for message in person.received)


async def test_a_run_that_pauses_itself_tells_so_once(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    chief = await administrator(room)
    await room.subscribers(6)
    number = await room.announce()

    async def unsayable(_sort: Sort) -> Message | None:
        raise ValueError("this cannot be said")

    monkeypatch.setattr(room.town.app.announcing.letters, "_made", unsayable)
    await room.work()
    await room.work()
    await room.town.deliver()

    assert State.PAUSED is await room.state(number)
    assert 1 == told(chief, PAUSED)


async def test_a_run_that_is_held_up_for_long_tells_so_once(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weather, "LONG_S", 0.0)
    monkeypatch.setattr(weather, "STORM_PAUSES_S", (0.01,))
    await administrator(room)
    await room.subscribers(weather.STORM + 1)
    await room.announce()
    room.town.simulator.set_network(faults=Faults(error_5xx=1000))
    await room.work()
    await room.work()
    asked = select(outbox.c.args).where(outbox.c.kind == "announcement_held")
    async with room.looking() as tx:
        found = [json.loads(args) for args in await tx.connection.scalars(asked)]

    assert [{"announcement_id": 1, "what": "slow"}] == found


async def test_a_run_that_goes_as_it_should_tells_nothing_on_its_way(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weather, "LONG_S", 0.0)
    chief = await administrator(room)
    await room.subscribers(6)
    await room.announce()

    await room.work()
    await room.town.deliver()

    assert [] == [message.text for message in chief.received]


async def test_what_is_too_late_at_night_is_missed_at_night(room: Newsroom) -> None:
    await room.subscribers(3)
    number = await room.draft()
    now = room.town.clock.now()  # nine in the morning
    await room.change(announcements.set_time, number, None, now + timedelta(hours=13))
    await room.submit(number)
    room.town.clock.move(12 * 3600)
    await room.work()
    assert State.RUNNING is await room.state(number)

    room.town.clock.move(3600)
    for _tick in range(3):
        await room.work()

    assert Counter({("missed", "too_late"): 3}) == await room.fates(number)
    assert State.DONE is await room.state(number)


async def test_who_unblocks_the_bot_in_the_middle_of_a_run_gets_what_still_waits(room: Newsroom) -> None:
    back, _other = await room.subscribers(2)
    await back.says("/help")
    await back.blocks()
    await room.town.settle()
    number = await room.announce()
    await room.change(announcements.pause, number)
    await back.unblocks()
    await room.town.settle()

    await room.change(announcements.resume, number)
    await room.work()

    assert 1 == len(news_of(back))
