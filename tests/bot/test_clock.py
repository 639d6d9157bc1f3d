"""The clock tells UTC, can be moved in the demo, and ticks go on whatever happens."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot import clock
from bot.clock import MovableClock, SystemClock, Ticks

NOON = datetime(2025, 3, 30, 12, tzinfo=UTC)
NEVER = 86_400


class StoppedClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Tell noon."""
        return NOON


class Work:
    """A tick's work that waits to be let go and counts its runs."""

    def __init__(self) -> None:
        self.started = 0
        self.finished = 0
        self.entered = asyncio.Event()
        self.gate = asyncio.Event()

    async def __call__(self) -> None:
        """Wait at the gate."""
        self.started += 1
        self.entered.set()
        await self.gate.wait()
        self.finished += 1


@pytest.fixture
async def ticks() -> AsyncIterator[Ticks]:
    made = Ticks()
    yield made
    await made.stop()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


# -- clocks ------------------------------------------------------------------------------------------------------------


def test_the_system_clock_tells_utc() -> None:
    assert timedelta() == SystemClock().now().utcoffset()


def test_a_movable_clock_starts_with_its_base() -> None:
    assert NOON == MovableClock(StoppedClock()).now()


def test_moves_add_up() -> None:
    clock = MovableClock(StoppedClock())
    clock.move(3600)
    clock.move(86_400)

    assert NOON + timedelta(days=1, hours=1) == clock.now()


def test_a_clock_is_never_moved_back() -> None:
    with pytest.raises(ValueError, match="ahead"):
        MovableClock().move(-1)


# -- ticks -------------------------------------------------------------------------------------------------------------


async def test_a_tick_repeats(ticks: Ticks) -> None:
    runs = asyncio.Semaphore(0)

    async def work() -> None:
        runs.release()

    ticks.add("deliver", 0.01, work)
    ticks.start()
    async with asyncio.timeout(10):
        for _ in range(3):
            await runs.acquire()


async def test_a_tick_that_fails_is_logged_and_goes_on(ticks: Ticks, caplog: pytest.LogCaptureFixture) -> None:
    runs = asyncio.Semaphore(0)

    async def work() -> None:
        runs.release()
        raise RuntimeError("broken")

    ticks.add("deliver", 0.01, work)
    ticks.start()
    async with asyncio.timeout(10):
        for _ in range(3):
            await runs.acquire()

    assert (logging.ERROR, "tick deliver failed and goes on") in [(at, text) for _, at, text in caplog.record_tuples]


async def test_ringing_runs_a_tick_at_once(ticks: Ticks) -> None:
    work = Work()
    ticks.add("deliver", NEVER, work)
    ticks.start()
    ticks.ring("deliver")
    await settle()

    assert 1 == work.started
    work.gate.set()


async def test_ringing_without_a_name_runs_every_tick(ticks: Ticks) -> None:
    works = [Work(), Work()]
    for number, work in enumerate(works):
        work.gate.set()
        ticks.add(f"{number}", NEVER, work)
    ticks.start()
    ticks.ring()
    await settle()

    assert [1, 1] == [work.finished for work in works]


async def test_a_tick_rung_while_it_runs_runs_once_more_and_never_beside_itself(ticks: Ticks) -> None:
    work = Work()
    ticks.add("deliver", NEVER, work)
    ticks.start()
    ticks.ring("deliver")
    await work.entered.wait()
    ticks.ring("deliver")
    ticks.ring("deliver")
    await settle()
    alone = work.started
    work.gate.set()
    await settle()

    assert (1, 2) == (alone, work.finished)


async def test_a_tick_longer_than_its_interval_never_runs_beside_itself(
    ticks: Ticks, caplog: pytest.LogCaptureFixture
) -> None:
    long, short = Work(), asyncio.Semaphore(0)

    async def count() -> None:
        short.release()

    ticks.add("long", 0.01, long)
    ticks.add("short", 0.01, count)
    ticks.start()
    async with asyncio.timeout(10):
        await long.entered.wait()
        for _ in range(4):
            await short.acquire()

    assert 1 == long.started
    assert [] == [record for record in caplog.records if record.levelno >= logging.WARNING]
    long.gate.set()


async def test_stopping_waits_for_what_runs(ticks: Ticks) -> None:
    work = Work()
    ticks.add("deliver", NEVER, work)
    ticks.start()
    ticks.ring("deliver")
    await work.entered.wait()
    stopping = asyncio.create_task(ticks.stop())
    await settle()
    assert not stopping.done()
    work.gate.set()
    await stopping

    assert 1 == work.finished


async def test_nothing_runs_after_the_stop(ticks: Ticks) -> None:
    work = Work()
    ticks.add("deliver", 0.01, work)
    ticks.start()
    await ticks.stop()
    ticks.ring("deliver")
    await asyncio.sleep(0.05)  # several intervals; what must not happen cannot be awaited

    assert 0 == work.started


async def test_stopping_twice_and_before_the_start_does_nothing() -> None:
    ticks = Ticks()
    await ticks.stop()
    ticks.start()
    await ticks.stop()
    await ticks.stop()


async def test_two_ticks_of_one_name_are_refused(ticks: Ticks) -> None:
    ticks.add("deliver", NEVER, Work())

    with pytest.raises(ValueError, match="deliver"):
        ticks.add("deliver", NEVER, Work())


class SetBack:
    """A clock on the wall that somebody sets back by an hour once they have looked at it."""

    def __init__(self) -> None:
        self.looks = 0

    def now(self) -> datetime:
        """Tell an hour less from the second look on."""
        self.looks += 1
        return NOON - timedelta(hours=self.looks > 1)


async def test_a_clock_that_is_set_back_keeps_nothing_from_ringing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "LOOK_S", 0.01)
    rang = asyncio.Event()
    ticks = Ticks(SetBack())

    async def ring() -> None:
        rang.set()

    ticks.add("deliver", NEVER, ring)
    ticks.start()
    async with asyncio.timeout(5):
        await rang.wait()

    await ticks.stop()
    assert rang.is_set()
