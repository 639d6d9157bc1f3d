"""A timer that only the test moves, and people who ask the pacer for turns."""

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.pacing import Pacer
from storage.outbox import Lane


@dataclass(order=True)
class Ordered:
    """A call that was ordered for a moment."""

    when: float
    number: int
    callback: Callable[[], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        """Do not ring."""
        self.cancelled = True


class Stopwatch:
    """Time that stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.rung = 0
        self._calls: list[Ordered] = []
        self._number = 0

    def time(self) -> float:
        """Tell the time reached."""
        return self.now

    def call_at(self, when: float, callback: Callable[[], None]) -> Ordered:
        """Note a call."""
        self._number += 1
        ordered = Ordered(when, self._number, callback)
        heapq.heappush(self._calls, ordered)
        return ordered

    async def move(self, seconds: float) -> None:
        """Ring what is due on the way, in order."""
        end = self.now + seconds
        while self._calls and self._calls[0].when <= end:
            ordered = heapq.heappop(self._calls)
            self.now = max(self.now, ordered.when)
            if not ordered.cancelled:
                self.rung += 1
                ordered.callback()
            await settle()
        self.now = end
        await settle()


async def settle() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


class Office:
    """People who ask the pacer for turns; notes who was admitted when."""

    def __init__(self, timer: Stopwatch, pacer: Pacer) -> None:
        self.timer = timer
        self.pacer = pacer
        self.admitted: list[tuple[float, str]] = []
        self.tasks: list[asyncio.Task[None]] = []

    def ask(self, name: str, chat: int, lane: Lane = Lane.REPLY) -> asyncio.Task[None]:
        """Send somebody to wait for a turn."""
        task = asyncio.create_task(self._wait(name, chat, lane))
        self.tasks.append(task)
        return task

    async def _wait(self, name: str, chat: int, lane: Lane) -> None:
        await self.pacer.turn(lane, chat)
        self.admitted.append((self.timer.now - 1000, name))

    def names(self) -> list[str]:
        """List who was admitted, in order."""
        return [name for _, name in self.admitted]

    def times(self, name: str = "") -> list[float]:
        """List when those whose names start so were admitted."""
        return [round(at, 3) for at, who in self.admitted if who.startswith(name)]

    async def ask_many(self, count: int, lane: Lane, name: str = "") -> None:
        """Send a crowd, each to a chat of their own."""
        for number in range(count):
            self.ask(f"{name}{number}", 10_000 + int(lane) * 10_000 + number, lane)
        await settle()
