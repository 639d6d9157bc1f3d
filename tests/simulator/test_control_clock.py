"""The control API moves the clock of the program that started the simulator, and tells what is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from simulator import Simulator
from tests.simulator.conftest import RawCall


class DueClock:
    """A clock with one thing due."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 12, tzinfo=UTC)
        self.time_zone = ""

    def now(self) -> datetime:
        """Return the time that was set."""
        return self.time

    async def move(self, seconds: float) -> None:
        """Set the time forward."""
        self.time += timedelta(seconds=seconds)

    async def next_due(self) -> tuple[datetime, str] | None:
        """Return what the test has due."""
        return (datetime(2026, 3, 3, 8, tzinfo=UTC), "reminder") if self.time.day == 2 else None


@pytest.fixture
async def clocked() -> Any:  # noqa: ANN401 - an asynchronous generator of a simulator
    simulator = Simulator(clock=DueClock())
    await simulator.start()
    yield simulator
    await simulator.stop()


async def test_the_clock_moves_by_seconds(clocked: Simulator, session: aiohttp.ClientSession) -> None:
    async with session.post(f"{clocked.address}/control/clock", json={"seconds": 3600}) as response:
        clock = await response.json()

    assert {
        "now": "2026-03-02T13:00:00+00:00",
        "next": "2026-03-03T08:00:00+00:00",
        "next_label": "reminder",
    } == clock


async def test_the_clock_moves_to_what_is_due(clocked: Simulator, session: aiohttp.ClientSession) -> None:
    async with session.post(f"{clocked.address}/control/clock", json={"to": "next"}) as response:
        clock = await response.json()

    assert {"now": "2026-03-03T08:00:00+00:00", "next": None, "next_label": None} == clock


async def test_the_clock_names_its_time_zone_if_it_has_one(simulator: Simulator, control: RawCall) -> None:
    clock = DueClock()
    clock.time_zone = "Europe/Berlin"
    simulator.world.clock = clock

    assert "Europe/Berlin" == (await control("GET", "clock")).body["time_zone"]


async def test_the_clock_does_not_move_back(clocked: Simulator, session: aiohttp.ClientSession) -> None:
    async with session.post(f"{clocked.address}/control/clock", json={"seconds": -1}) as response:
        assert 400 == response.status


async def test_messages_carry_the_time_of_the_clock(clocked: Simulator) -> None:
    person = clocked.add_person()
    await person.says("Hallo")

    assert int(datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp()) == person.messages[0].body["date"]
