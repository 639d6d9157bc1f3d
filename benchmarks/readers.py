"""Those who read announcements, beside a crowd that uses the bot meanwhile: what reached whom, how often and when."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from benchmarks.crowd import Crowd
from conversations import pictograms as pic
from simulator.server import Simulator
from simulator.world import Body, Chat

MARK = "Sommerfest im Ostviertel"
"""the title of what is announced"""
REMINDER = pic.REMINDER


class Readers(Crowd):
    """People who only read; the visitors act, and get no announcements."""

    def __init__(self, simulator: Simulator, seed: int = 1) -> None:
        super().__init__(simulator, seed)
        self.announced: Counter[int] = Counter()
        self.reminded: Counter[int] = Counter()
        self.moments: list[float] = []
        self.reminded_at: list[float] = []

    async def settle_in(self, people: int) -> list[int]:
        """Let people move in who have met the bot before; tells their chats."""
        return [self.simulator.add_person(started=True).account.id for _ in range(people)]

    async def block(self, chats: list[int]) -> None:
        """Let some block the bot."""
        for chat in chats:
            self.world.accounts[chat].blocked = True

    async def tell(self) -> dict[str, Any]:
        """Tell how much arrived so far, when, and what was refused."""
        return {
            "arrived": len(self.moments),
            "doubled": sum(1 for count in self.announced.values() if count > 1),
            "span_s": self.moments[-1] - self.moments[0] if len(self.moments) > 1 else 0.0,
            "floods": sum(count for name, count in self.simulator.counts.items() if name.endswith(":429")),
            "cpu_s": time.process_time(),
        }

    async def rate(self, skip: int) -> float:
        """Tell how many announcements a second arrived, without the first few that a burst let through."""
        moments = self.moments[skip:]
        return (len(moments) - 1) / (moments[-1] - moments[0]) if len(moments) > 1 else 0.0

    async def chats(self) -> dict[int, int]:
        """Tell how often each chat got the announcement."""
        return dict(self.announced)

    async def reminders(self) -> dict[str, Any]:
        """Tell how many reminders arrived, how many twice, in how long, and how many announcements came before the last."""
        last = self.reminded_at[-1] if self.reminded_at else 0.0
        return {
            "arrived": len(self.reminded_at),
            "doubled": sum(1 for count in self.reminded.values() if count > 1),
            "span_s": last - self.reminded_at[0] if self.reminded_at else 0.0,
            "announced_meanwhile": sum(1 for moment in self.moments if moment <= last),
        }

    async def forget(self) -> None:
        """Begin to count anew."""
        self.announced.clear()
        self.moments.clear()

    def _see(self, chat: Chat, kind: Any, body: Body) -> None:  # noqa: ANN401 - the simulator's own kinds
        """Note an announcement or a reminder; hand on everything else to the visitors."""
        text = str(body.get("text", "")) if kind == "message" else ""
        if MARK in text:
            self.announced[chat.id] += 1
            self.moments.append(time.monotonic())
        elif REMINDER in text:
            self.reminded[chat.id] += 1
            self.reminded_at.append(time.monotonic())
        super()._see(chat, kind, body)
