"""Our own bot as it runs for residents: inbox, turn, dialog, rendering; only the pacing for Telegram's limits is off."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.contestants import Setup, Tell, nothing, wait_to_be_stopped
from benchmarks.stopwatch import Stopwatch, watch_bot
from bot.app import App, Plan
from bot.clock import SystemClock
from bot.collector import spare_what_stays
from bot.pacing import Pacer
from storage.sample.trial import open_trial

ZONE = ZoneInfo("Europe/Berlin")


async def serve(setup: Setup, ready: Callable[[Tell], None]) -> None:
    """Run on a new database with the sample catalogue."""
    stopwatch = Stopwatch()
    if setup.watched:
        watch_bot(stopwatch)
    clock = SystemClock()
    database = await open_trial(f"sqlite+aiosqlite:///{Path(setup.folder)}/town.db", clock.now())
    app = App(Plan(setup.token, setup.api_url, ZONE, pacer=make_unhurried), database, clock)
    await app.start()
    spare_what_stays()
    ready(stopwatch.tell if setup.watched else nothing)
    await (stopwatch.keep_time() if setup.watched else wait_to_be_stopped())


def make_unhurried() -> Pacer:
    """Make a pacer that lets everything go at once: its pace is Telegram's, and would be all that is measured."""
    return Pacer(math.inf, per_chat_per_second=math.inf)
