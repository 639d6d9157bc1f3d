"""Our own bot as it runs for residents: inbox, turn, dialog, rendering; only the pacing for Telegram's limits is off."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet

from benchmarks.contestants import Setup, Tell, nothing, wait_to_be_stopped
from benchmarks.stopwatch import Stopwatch, watch_bot
from bot.app import App, Plan
from bot.clock import SystemClock
from bot.collector import spare_what_stays
from bot.pacing import Pacer
from storage import changes, sample
from storage.engine import COMMAND, Database, migrate

ZONE = ZoneInfo("Europe/Berlin")


async def serve(setup: Setup, ready: Callable[[Tell], None]) -> None:
    """Run on a new database with the sample catalogue."""
    stopwatch = Stopwatch()
    if setup.watched:
        watch_bot(stopwatch)
    clock = SystemClock()
    database = await fill(f"sqlite+aiosqlite:///{Path(setup.folder)}/town.db", clock.now())
    app = App(Plan(setup.token, setup.api_url, ZONE, pacer=make_unhurried), database, clock)
    await app.start()
    spare_what_stays()
    ready(stopwatch.tell if setup.watched else nothing)
    await (stopwatch.keep_time() if setup.watched else wait_to_be_stopped())


async def fill(url: str, now: datetime) -> Database:
    """Make a database with the sample catalogue."""
    keys = [Fernet.generate_key().decode()]
    await migrate(url, keys)
    database = await Database.open(url, keys)
    async with database.transaction(now, COMMAND) as tx:
        await changes.apply(tx, sample.load(now.astimezone(ZONE).date()))
    return database


def make_unhurried() -> Pacer:
    """Make a pacer that lets everything go at once: its pace is Telegram's, and would be all that is measured."""
    return Pacer(math.inf, per_chat_per_second=math.inf)
