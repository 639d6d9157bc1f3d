"""A whole town for tests: simulator, bot and sample catalogue over real HTTP, with people in it and a clock that moves."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from inspect import signature
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from sqlalchemy.engine import make_url

from bot.app import App, Plan
from bot.clock import MovableClock
from bot.pacing import Pacer
from simulator.person import Person
from simulator.server import Simulator
from storage import outbox
from storage.engine import SYSTEM, Database
from storage.sample.trial import open_trial

ZONE = ZoneInfo("Europe/Berlin")
LIMIT_SCALE = 50.0
SCALED = ("rate_per_second", "burst", "per_chat_per_second", "chat_burst")
MONDAY_MORNING = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE).astimezone(UTC)


class FixedClock:
    """A clock that stands still until it is moved."""

    def now(self) -> datetime:
        """Tell a Monday morning in November."""
        return MONDAY_MORNING


def limited(token: str | None = None) -> Simulator:
    """Make a simulator that enforces Telegram's limits, LIMIT_SCALE times as high, so that tests need not wait for them."""
    return Simulator(token=token, limits=True, limit_scale=LIMIT_SCALE)


def brisk_pace() -> dict[str, Any]:
    """Return the pace of the real pacer, LIMIT_SCALE times as fast, as its arguments."""
    usual = signature(Pacer).parameters
    return {name: LIMIT_SCALE * float(usual[name].default) for name in SCALED}


def brisk() -> Pacer:
    """Make a pacer that keeps to the limits of `limited`, as the real one does to Telegram's."""
    return Pacer(**brisk_pace())


@dataclass
class Town:
    """Simulator, bot and database of a test."""

    simulator: Simulator
    app: App
    database: Database
    clock: MovableClock

    async def newcomer(self, language: str = "de", name: str = "Amal") -> Person:
        """Add somebody who opens the bot for the first time."""
        person = self.simulator.add_person(name, language)
        await person.starts()
        await self.settle()
        return person

    async def settle(self, seconds: float = 20.0) -> None:
        """Wait until every update was taken in and answered, and no call is under way."""
        async with asyncio.timeout(seconds):
            while not self.is_settled():  # noqa: ASYNC110 - a condition over several parts, none of which tells
                await asyncio.sleep(0.002)

    def is_settled(self) -> bool:
        """Say whether nobody waits for anything."""
        world, turns = self.simulator.world, self.app.turns
        told = world.updates.polled.is_set() and not world.updates.waiting and not world.updates.repeats
        answered = not turns._line.pending and not turns._line.busy and not turns._tasks and not turns._done
        return told and answered and not self.app.screens._strays and not self.simulator.api.in_flight

    async def resident(self, language: str = "de", name: str = "Amal", label: str = "Deutsch") -> Person:
        """Add somebody who chose a language and saw the privacy notice."""
        person = await self.newcomer(language, name)
        await self.tap(person, label)
        await self.tap_first(person)
        return person

    async def tap(self, person: Person, label: str) -> None:
        """Tap a button of the screen and wait for what it leads to."""
        await person.taps(label)
        await self.settle()

    async def tap_first(self, person: Person) -> None:
        """Tap the first button of the screen."""
        screen = person.screen
        assert screen is not None
        data = screen.body["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        await person.taps_data(screen.body["message_id"], data)
        await self.settle()

    async def move(self, **span: float) -> None:
        """Move the bot's time, deliver what became due, and wait for it."""
        self.clock.move(timedelta(**span).total_seconds())
        await self.deliver()

    async def deliver(self) -> None:
        """Pass on places whose deadline is over, and deliver what is due now; what a tick just took goes out, too."""
        await self.app._expire()
        await self.app.delivery.deliver_due()
        ticking = self.app.ticks._ticks["deliver"].task
        if ticking is not None:
            await ticking
        await self.app.delivery.labour.settle()
        await self.app.delivery.deliver_due()

    async def outbox_counts(self) -> dict[str, int]:
        """Count the outbox by status."""
        async with self.database.reading(self.clock.now(), SYSTEM) as tx:
            return await outbox.counts(tx)


@functools.cache
def sampled() -> tuple[bytes, str]:
    """Make what many databases begin with, once: a SQLite file with the sample catalogue, and the key that seals it."""

    async def fill(url: str) -> None:
        await (await open_trial(url, MONDAY_MORNING, [key])).close()

    key = Fernet.generate_key().decode()
    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as apart:
        path = Path(folder) / "sampled.db"
        apart.submit(asyncio.run, fill(f"sqlite+aiosqlite:///{path}")).result()
        return path.read_bytes(), key


async def open_sampled(url: str) -> Database:
    """Open a new database with the sample catalogue: on SQLite a copy of one that is there already."""
    path = make_url(url).database
    if not url.startswith("sqlite") or path is None:
        return await open_trial(url, MONDAY_MORNING)
    content, key = sampled()
    await asyncio.to_thread(Path(path).write_bytes, content)
    return await Database.open(url, [key])


@asynccontextmanager
async def open_town(
    url: str, make_simulator: Callable[[], Simulator] = limited, pacer: Callable[[], Pacer] = brisk
) -> AsyncIterator[Town]:
    """Open a town with the sample catalogue on a database."""
    clock, simulator = MovableClock(FixedClock()), make_simulator()
    await simulator.start()
    database = await open_sampled(url)
    app = App(Plan(simulator.token, simulator.address, ZONE, pacer=pacer), database, clock)
    await app.start()
    try:
        yield Town(simulator, app, database, clock)
    finally:
        await app.stop()
        await simulator.stop()


def sqlite_url(folder: Path) -> str:
    """Name a database file in a folder."""
    return f"sqlite+aiosqlite:///{folder / 'town.db'}"
