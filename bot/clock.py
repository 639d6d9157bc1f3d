"""Tell the time and ring: the only reader of a clock, and APScheduler as alarm clock.

What is due stands in the database; a tick only says 'look now'. APScheduler asks the real clock and nothing else, so
ticks are intervals, and whoever moves a clock rings them.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler

LOOK_S = 10.0
"""How often to look whether the clock on the wall was set back."""
SET_BACK_S = 2.0
"""From when on that counts; a clock that is only put right goes back by less."""

logger = logging.getLogger(__name__)


class Clock(Protocol):
    """What knows the time."""

    def now(self) -> datetime:
        """Tell the time, aware and in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Tell the time, aware and in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """A clock that runs on and can be moved ahead, for the demo."""

    def __init__(self, base: Clock | None = None) -> None:
        self._base = base or SystemClock()
        self._offset = timedelta()

    def now(self) -> datetime:
        """Tell the time, aware and in UTC, with every move added."""
        return self._base.now() + self._offset

    def move(self, seconds: float) -> None:
        """Move ahead. Raises ValueError for a move back, which nothing expects."""
        if seconds < 0:
            raise ValueError("a clock is moved ahead only")
        self._offset += timedelta(seconds=seconds)


@dataclass(slots=True)
class _Tick:
    """One named piece of regular work; it never runs twice at the same time."""

    name: str
    work: Callable[[], Awaitable[object]]
    task: asyncio.Task[None] | None = None
    again: bool = False

    @property
    def runs(self) -> bool:
        return self.task is not None and not self.task.done()

    def start(self) -> None:
        self.task = asyncio.create_task(self._run(), name=f"tick {self.name}")

    async def _run(self) -> None:
        self.again = True
        while self.again:
            self.again = False
            try:
                await self.work()
            except Exception:
                logger.exception("tick %s failed and goes on", self.name)


class Ticks:
    """A handful of named pieces of work, each repeated at its interval and whenever it is rung.

    APScheduler goes by the clock on the wall: set back by an hour it would not ring for an hour. That is noticed and put right.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._watch: asyncio.TimerHandle | None = None
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._ticks: dict[str, _Tick] = {}
        self._open = False

    def add(self, name: str, seconds: float, work: Callable[[], Awaitable[object]]) -> None:
        """Repeat `work` every so many seconds, the first time after that long. Raises ValueError for a known name."""
        if name in self._ticks:
            raise ValueError(f"there is a tick {name!r} already")
        tick = self._ticks[name] = _Tick(name, work)
        self._scheduler.add_job(self._strike, "interval", seconds=seconds, args=(tick,), id=name)

    def start(self) -> None:
        """Start ticking in the running event loop; one start and one stop are a Ticks' whole life."""
        self._open = True
        self._scheduler.start()
        self._look_at(self._clock.now(), asyncio.get_running_loop().time())

    def _look_at(self, wall: datetime, running: float) -> None:
        """Remember what the clock on the wall says, and look at it again after a while."""
        self._watch = asyncio.get_running_loop().call_later(LOOK_S, self._compare, wall, running)

    def _compare(self, wall: datetime, running: float) -> None:
        """Let everything ring when the clock on the wall was set back."""
        now, later = self._clock.now(), asyncio.get_running_loop().time()
        if (now - wall).total_seconds() < later - running - SET_BACK_S:
            logger.warning("the clock was set back; what is due is looked for from now on again")
            for job in self._scheduler.get_jobs():
                job.modify(next_run_time=datetime.now(UTC))
        self._look_at(now, later)

    def ring(self, *names: str) -> None:
        """Run these ticks now, or all of them when none is named; one that runs just now runs once more afterwards.

        Does nothing before `start` and after `stop`. Raises KeyError for an unknown name.
        """
        for tick in [self._ticks[name] for name in names or self._ticks]:
            if not self._open:
                continue
            if tick.runs:
                tick.again = True
            else:
                tick.start()

    async def stop(self) -> None:
        """Stop ticking and wait for what runs; wrap it in a time-out to wait no longer than that."""
        if not self._open:
            return
        self._open = False
        self._scheduler.shutdown(wait=False)
        if self._watch is not None:
            self._watch.cancel()
        for tick in self._ticks.values():
            tick.again = False
        await asyncio.gather(*(tick.task for tick in self._ticks.values() if tick.task is not None))

    async def _strike(self, tick: _Tick) -> None:
        # The work runs in a task of its own: APScheduler cancels whatever it runs itself when it shuts down.
        if self._open and not tick.runs:
            tick.start()
