"""Our own bot as it runs for residents: inbox, turn, dialog, rendering; only the pacing for Telegram's limits is off."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet

from benchmarks.contestants import Setup, Tell, nothing
from benchmarks.stopwatch import Stopwatch, watch_bot
from bot.app import App, Plan
from bot.clock import MovableClock
from bot.pacing import Pacer
from storage import changes, sample
from storage.engine import Actor, Database, migrate

ZONE = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE).astimezone(UTC)


class Morning:
    """A clock that runs, from the same morning in every run, so that the same offerings are open."""

    def __init__(self) -> None:
        self._ahead = MORNING - datetime.now(UTC)

    def now(self) -> datetime:
        """Tell the time."""
        return datetime.now(UTC) + self._ahead


async def serve(setup: Setup, ready: Callable[[Tell], None]) -> None:
    """Run on a new database with the sample catalogue, in a folder that goes with the machine's temporary files."""
    stopwatch = Stopwatch()
    if setup.watched:
        watch_bot(stopwatch)
    with tempfile.TemporaryDirectory(prefix="replies-") as folder:
        clock = MovableClock(Morning())
        database = await _fill(f"sqlite+aiosqlite:///{Path(folder) / 'replies.db'}", clock.now())
        app = App(Plan(setup.token, setup.api_url, ZONE, pacer=unhurried), database, clock)
        await app.start()
        ready(stopwatch.tell if setup.watched else nothing)
        await app.turns.run()
