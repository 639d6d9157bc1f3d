"""The demo: simulator, bot and sample catalogue in one process, without a token and without the internet."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.app import App, Plan
from bot.clock import MovableClock
from bot.pacing import Pacer
from simulator.server import Simulator
from storage import outbox
from storage.engine import SYSTEM, Database
from storage.sample import ZONE
from storage.sample.trial import open_trial

HOST = "127.0.0.1"
PORT = 8765
PORTS_TRIED = 20


class DemoClock:
    """The simulator's view of the bot's clock: what is next, and moving there."""

    time_zone = ZONE.key

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.database: Database | None = None
        self.wake: Callable[[], None] = lambda: None

    def now(self) -> datetime:
        """Tell the bot's time."""
        return self.clock.now()

    async def move(self, seconds: float) -> None:
        """Move the bot's time and let everything due happen."""
        self.clock.move(seconds)
        self.wake()

    async def next_due(self) -> tuple[datetime, str] | None:
        """Tell what the outbox waits for next."""
        if self.database is None:
            return None
        async with self.database.reading(self.now(), SYSTEM) as tx:
            return await outbox.next_due(tx)


class Demo:
    """Everything the demo consists of."""

    def __init__(self, folder: Path, port: int = PORT) -> None:
        self.folder = folder
        self.port = port
        self.clock = MovableClock()
        self.seen = DemoClock(self.clock)
        self.simulator = Simulator(
            token=f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(26)[:35]}", clock=self.seen
        )
        self.app: App | None = None

    @property
    def address(self) -> str:
        """Tell where the phones are."""
        return self.simulator.address

    async def start(self) -> None:
        """Start afresh: an empty database with the sample catalogue, moved to the days ahead."""
        await self.simulator.start(HOST, self.port)
        database = await open_trial(f"sqlite+aiosqlite:///{self.folder / 'demo.db'}", self.clock.now())
        plan = Plan(self.simulator.token, self.simulator.address, ZONE, pacer=Pacer)
        self.app = App(plan, database, self.clock)
        await self.app.start()
        self.seen.database = database
        self.seen.wake = self.app.ticks.ring

    async def stop(self) -> None:
        """Stop the bot, then the simulator."""
        if self.app is not None:
            await self.app.stop()
        await self.simulator.stop()


def free_port() -> int:
    """Find the first port from the usual one on that nobody uses; 0, any free one, when all of them are taken."""
    return next((port for port in range(PORT, PORT + PORTS_TRIED) if is_free(port)), 0)


def is_free(port: int) -> bool:
    """Say whether a port can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
        )  # as the server does: a port just left counts as free
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


async def serve(folder: Path, port: int, tell: Callable[[str], object], stopped: asyncio.Event) -> None:
    """Run the demo until told to stop. OSError when the port cannot be used."""
    demo = Demo(folder, port)
    try:
        await demo.start()
        tell(demo.address)
        await stopped.wait()
    finally:
        await demo.stop()
