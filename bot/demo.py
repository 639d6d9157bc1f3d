"""The demo: simulator, bot and sample catalogue in one process, without a token and without the internet.

A phone that is added as staff or coordinator opens an invitation, as they do.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path

from bot import crowd
from bot.app import App, Plan
from bot.clock import MovableClock
from bot.pacing import Pacer
from conversations.deep_links import to_invitation
from locales.languages import language
from simulator.person import Person
from simulator.server import Simulator
from storage import access, outbox
from storage.announcements import planned
from storage.engine import COMMAND, SYSTEM, Database, Transaction
from storage.sample import ZONE
from storage.sample.trial import open_trial

HOST = "127.0.0.1"
PORT = 8765
PORTS_TRIED = 20
STAFF, COORDINATOR, RESIDENT = access.Role.STAFF.value, access.Role.COORDINATOR.value, "resident"
SCENE = (
    ("de", "Gast", STAFF),
    ("ar", "ضيف", RESIDENT),
    ("en", "Guest", RESIDENT),
    ("de@easy", "Gast", RESIDENT),
    ("de", "Gast", COORDINATOR),
)
"""who stands side by side: language, first name, role"""


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
        """Tell what waits for its time, and goes out next."""
        if self.database is None:
            return None
        async with self.database.reading(self.now(), SYSTEM) as tx:
            waiting = (await outbox.next_due(tx), await planned.next_due(tx))
        return min((due for due in waiting if due is not None), default=None)


class Demo:
    """Everything the demo consists of; the page asks it for links that give a role, and for people to watch."""

    scene = "The team and residents"

    def __init__(self, folder: Path, port: int = PORT, pacer: Callable[[], Pacer] = Pacer) -> None:
        self.folder = folder
        self.port = port
        self.pacer = pacer
        self.clock = MovableClock()
        self.seen = DemoClock(self.clock)
        self.simulator = Simulator(
            token=f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(26)[:35]}", clock=self.seen, host=self
        )
        self.app: App | None = None
        self._cast: list[tuple[Person, str]] = []

    @property
    def address(self) -> str:
        """Tell where the phones are."""
        return self.simulator.address

    async def start(self) -> None:
        """Start afresh: an empty database with the sample catalogue, moved to the days ahead."""
        await self.simulator.start(HOST, self.port)
        database = await open_trial(f"sqlite+aiosqlite:///{self.folder / 'demo.db'}", self.clock.now())
        plan = Plan(self.simulator.token, self.simulator.address, ZONE, pacer=self.pacer)
        self.app = App(plan, database, self.clock)
        await self.app.start()
        self._cast = await self._make_cast()
        async with self._changing() as tx:
            await crowd.gather(tx, self._arrive)
        self.seen.database = database
        self.seen.wake = self.app.ticks.ring

    async def link(self, role: str) -> str:
        """Make an invitation to a role and tell its start parameter; "" for a role that needs none."""
        if role not in set(access.Role):
            return ""
        async with self._changing() as tx:
            return to_invitation(await access.invite(tx, role))

    async def set_scene(self) -> None:
        """Show those of the team, and residents who have agreed to news; others are ready for the next time."""
        cast, self._cast = self._cast, await self._make_cast()
        for person, role in cast:
            self.simulator.show(person)
            await person.starts(await self.link(role))

    async def _make_cast(self) -> list[tuple[Person, str]]:
        """Add those of the scene, with their roles, before they are shown; known before the crowd, they hear news first."""
        cast = [(self._somebody(code, name, role), code, role) for code, name, role in SCENE]
        async with self._changing() as tx:
            for person, code, role in cast:
                await crowd.settle(tx, person.id, code, wants_news=role == RESIDENT)
        return [(person, role) for person, _code, role in cast]

    def _somebody(self, code: str, name: str, role: str) -> Person:
        """Add somebody who is not shown yet."""
        label, telegram = language(code).autonym, code.partition("@")[0]
        return self.simulator.add_person(name, telegram, label, role=role, started=True, shown=False)

    def _arrive(self, code: str, blocking: bool) -> int:
        """Add somebody of the crowd, who has no phone on the page."""
        person = self.simulator.add_person(language=code.partition("@")[0], started=True, shown=False)
        person.account.blocked = blocking
        return person.id

    def _changing(self) -> AbstractAsyncContextManager[Transaction]:
        """Begin a change of the database. RuntimeError before the start."""
        if self.app is None:
            message = "the demo has not started"
            raise RuntimeError(message)
        return self.app.database.transaction(self.clock.now(), COMMAND)

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
