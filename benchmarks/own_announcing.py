"""Our own bot as it announces: everything as for residents, its pace as wide as the limits of the simulator beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from benchmarks.contestants import Setup, Tell, nothing, wait_to_be_stopped
from benchmarks.residents import noon_zone, open_again
from bot.app import App, Plan
from bot.clock import SystemClock
from bot.collector import spare_what_stays
from bot.pacing import scaled_pacer


async def serve(setup: Setup, ready: Callable[[Tell], None]) -> None:
    """Run on the database in the folder, whatever is to be announced in it."""
    database = await open_again(setup.folder, setup.per_second)
    pacer = partial(scaled_pacer, setup.per_second)
    app = App(Plan(setup.token, setup.api_url, noon_zone(), pacer=pacer), database, SystemClock())
    await app.start()
    spare_what_stays()
    ready(nothing)
    await wait_to_be_stopped()
