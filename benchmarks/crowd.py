"""The crowd: many visitors of one simulator, in its process, so that acting and seeing cost next to nothing."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from benchmarks.people import Visitor
from simulator.server import Simulator
from simulator.world import Body, Chat

WARM_UP_S = 0.3
PATIENCE_S = 10.0
"""How long to wait for the last answers."""
WELCOME_STEPS = 3


@dataclass(slots=True)
class Tally:
    """What was asked from `began` on and answered: how many in all, and after how many seconds each, `since` to `until`."""

    began: float = 0.0
    since: float = 0.0
    until: float = 0.0
    answers: int = 0
    latencies: list[float] = field(default_factory=list)

    def add(self, acted_at: float, now: float) -> None:
        """Count one answer; one to what was asked earlier does not count."""
        if acted_at < self.began:
            return
        self.answers += 1
        if self.since <= now < self.until:
            self.latencies.append(now - acted_at)


class Crowd:
    """Lets visitors act, and counts what they get."""

    def __init__(self, simulator: Simulator, seed: int = 1) -> None:
        self.simulator = simulator
        self.world = simulator.world
        self.dice = random.Random(seed)
        self.visitors: dict[int, Visitor] = {}
        self.idle: deque[Visitor] = deque()
        self.tally = Tally()
        self._kind = ""
        self._goes_on = False
        self._changed = asyncio.Event()
        self._arrive = self.world.arrive
        self.world.arrive = self._see  # type: ignore[method-assign] # the crowd looks over every visitor's shoulder

    async def network(self, delay_s: float) -> None:
        """Change the network's round trip."""
        self.simulator.set_network(delay_s=delay_s)

    async def gather(self, people: int, welcome: bool) -> None:
        """Let new people come, in place of those before; past the welcome when the bot has one."""
        self.world.updates.confirm(self.world.updates.last_id + 1)
        accounts = [self.simulator.add_person(started=True).account for _ in range(people)]
        self.visitors = {account.id: Visitor(account) for account in accounts}
        self.idle = deque(self.visitors.values())
        for _ in range(WELCOME_STEPS if welcome else 0):
            self._begin("welcome", people)
            await self._finish(60.0)
        strangers = [visitor for visitor in self.visitors.values() if welcome and not visitor.arrived]
        if strangers:
            message = f"{len(strangers)} of {people} did not get past the welcome"
            raise RuntimeError(message)
        for visitor in self.visitors.values():
            visitor.step = 0

    async def rush(self, kind: str, seconds: float, patience_s: float = PATIENCE_S) -> dict[str, Any]:
        """Let everybody act at once, and again as soon as they have their answer: a closed loop."""
        began = time.monotonic()
        self.tally = Tally(began, began + WARM_UP_S, began + WARM_UP_S + seconds)
        cpu = time.process_time()
        self._goes_on = True
        self._begin(kind, len(self.idle))
        await asyncio.sleep(WARM_UP_S + seconds)
        self._goes_on = False
        await self._finish(patience_s)
        return self._result(cpu) | {"per_s": len(self.tally.latencies) / seconds}

    async def stroll(self, kind: str, seconds: float, per_s: float, patience_s: float = PATIENCE_S) -> dict[str, Any]:
        """Let somebody act so many times a second, at random moments, however long answers take: an open loop."""
        at = time.monotonic()
        self.tally = Tally(at, at + WARM_UP_S, at + WARM_UP_S + seconds + patience_s)
        cpu = time.process_time()
        asked = 0
        moments = random.Random(2)
        while (at := at + moments.expovariate(per_s)) < self.tally.since + seconds:
            await asyncio.sleep(at - time.monotonic())
            asked += bool(self.idle)
            self._begin(kind, 1, at)
        await self._finish(patience_s)
        return self._result(cpu) | {"unanswered": asked - self.tally.answers, "waiting": self._waiting()}

    def _waiting(self) -> list[float]:
        """Tell for how many seconds those wait who have no answer yet to what they asked last."""
        now, resting = time.monotonic(), {visitor.account.id for visitor in self.idle}
        awaiting = (visitor for chat, visitor in self.visitors.items() if chat not in resting)
        return [now - visitor.acted_at for visitor in awaiting if visitor.acted_at >= self.tally.began]

    def _result(self, cpu: float) -> dict[str, Any]:
        return {
            "answers": self.tally.answers,
            "latencies": self.tally.latencies,
            "simulator_cpu_s": time.process_time() - cpu,
        }

    def _begin(self, kind: str, most: int, at: float | None = None) -> None:
        """Let some of those who are idle act."""
        self._kind = kind
        for _ in range(min(most, len(self.idle))):
            self._act(self.idle.popleft(), at)

    def _act(self, visitor: Visitor, at: float | None = None) -> None:
        visitor.acted_at = time.monotonic() if at is None else at
        visitor.act(self.world, self._kind, self.dice)

    def _see(self, chat: Chat, kind: Any, body: Body) -> None:  # noqa: ANN401 - the simulator's own kinds
        """Take in what reached a phone."""
        self._arrive(chat, kind, body)
        visitor = self.visitors.get(chat.id)
        if visitor is None or not visitor.see(kind, body):
            return
        self.tally.add(visitor.acted_at, time.monotonic())
        if self._goes_on:
            asyncio.get_running_loop().call_soon(self._act, visitor)
            return
        self.idle.append(visitor)
        self._changed.set()

    async def _finish(self, patience_s: float) -> None:
        """Wait until everybody has an answer, or patience ends."""
        try:
            async with asyncio.timeout(patience_s):
                while len(self.idle) < len(self.visitors):
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return
