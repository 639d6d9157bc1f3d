"""How finding an audience, the first message and memory grow with the number of participants, who are generated."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.fernet import Fernet

from benchmarks.announcing import DELAY_S, OWN, await_arrivals
from benchmarks.contestants import Contestant, Setup
from benchmarks.readers import Readers
from benchmarks.residents import announce, open_again, open_filled
from benchmarks.telegram import Telegram
from storage import announcements, audience
from storage.engine import COMMAND, Database

REAL = 2000
"""So many of them have a phone: the run is not followed to its end."""
PAGE = 2000
BEYOND = 9_000_000_000
PER_S = 25.0


@dataclass(slots=True)
class Growth:
    """What it took with so many participants. `headcount_s` is what a staff member waits for while choosing."""

    people: int
    headcount_s: float = 0.0
    resolve_s: float = 0.0
    longest_page_ms: float = 0.0
    first_message_s: float = 0.0
    """from submitting to the first phone, the clock's tick included"""
    peak_mb: float = 0.0
    database_mb: float = 0.0


def grow(people: int, watched_s: float = 3.0) -> Growth:
    """Measure with so many participants."""
    telegram = Telegram(Readers, limits=True, delay_s=DELAY_S)
    telegram.start()
    growth = Growth(people)
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        contestant = Contestant(Setup(OWN, telegram.address, telegram.token, folder, per_second=PER_S))
        try:
            asyncio.run(
                prepare(folder, [*telegram.ask("settle_in", people=min(REAL, people)), *beyond(people)], growth)
            )
            contestant.start()
            began = time.monotonic()
            asyncio.run(begin(folder))
            await_arrivals(telegram, 1)
            growth.first_message_s = time.monotonic() - began
            time.sleep(watched_s)
            growth.peak_mb = round(contestant.spent()["peak_mb"], 1)
            growth.database_mb = round(sum(file.stat().st_size for file in Path(folder).iterdir()) / 2**20, 1)
        finally:
            contestant.stop()
            telegram.stop()
    return growth


def beyond(people: int) -> range:
    """Number those without a phone."""
    return range(BEYOND, BEYOND + max(0, people - REAL))


async def prepare(folder: str, chats: Sequence[int], growth: Growth) -> None:
    """Fill the database, and find a whole audience once, of a run that is stopped then."""
    database = await open_filled(folder, Fernet.generate_key().decode(), chats)
    number = await announce(database)
    await count(database, number, growth)
    began = time.monotonic()
    while not await page(database, number, growth):
        pass
    growth.resolve_s = time.monotonic() - began
    async with database.transaction(datetime.now(UTC), COMMAND) as tx:
        await announcements.stop(tx, number, by=None)
    await database.close()


async def count(database: Database, number: int, growth: Growth) -> None:
    """Count the audience as the desk does."""
    began = time.monotonic()
    async with database.reading(datetime.now(UTC), COMMAND) as tx:
        written = await announcements.read(tx, ("de",), number)
        assert written is not None
        await audience.headcount(tx, written.audience)
    growth.headcount_s = time.monotonic() - began


async def page(database: Database, number: int, growth: Growth) -> bool:
    """Find one page; while that is written nobody else writes."""
    began = time.monotonic()
    async with database.transaction(datetime.now(UTC), COMMAND) as tx:
        found_all = await audience.resolve_page(tx, number, PAGE)
    growth.longest_page_ms = max(growth.longest_page_ms, 1000 * (time.monotonic() - began))
    return found_all


async def begin(folder: str) -> None:
    """Announce once more."""
    database = await open_again(folder)
    await announce(database)
    await database.close()
