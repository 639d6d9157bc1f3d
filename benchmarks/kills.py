"""Kill the real bot at random moments while it announces, start it again, and see what became of everybody.

Nobody may get it twice, and nobody may miss it but those of whom the report says that nobody knows.
"""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet

from benchmarks.readers import Readers
from benchmarks.residents import announce, noon_zone, open_again, open_filled, progress, url_in
from benchmarks.telegram import Telegram
from bot.announcing import ABREAST
from storage.records.announcements import State
from storage.records.deliveries import Fate, Progress

ROOT = Path(__file__).parent.parent
PROGRAM = (sys.executable, "-m", "bot", "run")
TOKEN_NAME = "TOKEN"  # noqa: S105 - the name of a setting
IN_FLIGHT = "SELECT participant_id FROM deliveries WHERE status = 'sending'"
PATIENCE_S = 60.0
LOOK_S = 0.02
SEED = 20261201


@dataclass(frozen=True, slots=True)
class Hunt:
    """How often to kill, among how many people, at which rate; Telegram's limits are `scale` times theirs."""

    kills: int
    people: int
    per_second: float
    scale: float
    most_between: int = 40
    """how many announcements there are between two kills, at most"""


@dataclass(slots=True)
class Findings:
    """What was found when the last run was over."""

    kills: int = 0
    sent: int = 0
    """as the report counts them"""
    unknown: int = 0
    arrived: int = 0
    """as the phones count them"""
    lost: int = 0
    """missed, and not shown as unknown"""
    doubled: int = 0
    floods: int = 0
    most_in_flight: int = 0
    counts_agree: bool = False
    seconds: float = 0.0


@dataclass(slots=True)
class Victim:
    """The bot's process, as an operator starts it."""

    folder: Path
    settings: dict[str, str]
    process: asyncio.subprocess.Process | None = None
    in_flight: Counter[int] = field(default_factory=Counter)

    async def start(self) -> None:
        """Start it."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        environment = kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | self.settings
        with (self.folder / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *PROGRAM, stdout=log, stderr=log, cwd=self.folder, env=environment
            )

    async def kill(self) -> int:
        """End it as a power cut does; tells how many sends that met."""
        assert self.process is not None
        assert self.process.returncode is None, (self.folder / "log").read_text()[-2000:]
        self.process.kill()
        await self.process.wait()
        with closing(sqlite3.connect(self.folder / "town.db", timeout=10)) as database:
            caught = [row[0] for row in database.execute(IN_FLIGHT)]
        self.in_flight.update(caught)
        return len(caught)

    async def end(self) -> None:
        """Ask it to end, and wait."""
        assert self.process is not None
        self.process.terminate()
        await self.process.wait()


async def run(hunt: Hunt) -> Findings:
    """Kill so many times, then let the run finish, and count."""
    telegram = Telegram(Readers, limits=True, limit_scale=hunt.scale, delay_s=0.05)
    telegram.start()
    try:
        with tempfile.TemporaryDirectory(prefix="kills-") as folder:
            return await hunted(hunt, telegram, folder)
    finally:
        telegram.stop()


async def hunted(hunt: Hunt, telegram: Telegram, folder: str) -> Findings:
    """Do it in a folder."""
    began, dice = time.monotonic(), random.Random(SEED)
    key = Fernet.generate_key().decode()
    chats = telegram.ask("settle_in", people=hunt.people)
    database = await open_filled(folder, key, chats)
    number = await announce(database)
    await database.close()
    victim = Victim(Path(folder), settings_of(hunt, telegram, folder, key))
    findings = Findings()
    try:
        for _ in range(hunt.kills):
            await victim.start()
            await a_while(telegram, dice, hunt)
            findings.most_in_flight = max(findings.most_in_flight, await victim.kill())
            findings.kills += 1
        await victim.start()
        await finished(folder, number)
        await victim.end()
    finally:
        if victim.process is not None and victim.process.returncode is None:
            victim.process.kill()
    database = await open_again(folder)
    count(findings, await progress(database, number), telegram, victim, chats, fates(folder))
    await database.close()
    findings.seconds = time.monotonic() - began
    return findings


def settings_of(hunt: Hunt, telegram: Telegram, folder: str, key: str) -> dict[str, str]:
    """Make the operator's settings."""
    settings = {
        TOKEN_NAME: telegram.token,
        "SECRET_KEY": key,
        "API_URL": telegram.address,
        "DATABASE_URL": url_in(folder),
        "TIMEZONE": noon_zone().key,
        "ANNOUNCEMENTS_PER_SECOND": f"{hunt.per_second:g}",
    }
    return {f"QUARTIERBOT_{name}": value for name, value in settings.items()}


async def a_while(telegram: Telegram, dice: random.Random, hunt: Hunt) -> None:
    """Wait for a random moment: now and then before anything went out, else in the midst of it."""
    if dice.random() < 0.1:
        await asyncio.sleep(dice.uniform(0.0, 1.5))
        return
    target = telegram.ask("tell")["arrived"] + dice.randint(1, hunt.most_between)
    certain = hunt.people - ABREAST * (hunt.kills + 1)  # the rest may be what kills leave unknown
    until = time.monotonic() + PATIENCE_S
    while telegram.ask("tell")["arrived"] < min(target, certain):
        if time.monotonic() > until:
            raise TimeoutError("nothing goes out any more")
        await asyncio.sleep(LOOK_S)
    await asyncio.sleep(dice.uniform(0.0, 0.1))


async def finished(folder: str, number: int) -> None:
    """Wait until the run is over; another process does it, which tells nobody."""
    database = await open_again(folder)
    async with asyncio.timeout(PATIENCE_S * 5):
        while (await progress(database, number)).state is not State.DONE:  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.2)
    await database.close()


def fates(folder: str) -> dict[int, str]:
    """Read what the ledger says became of each participant."""
    with closing(sqlite3.connect(Path(folder) / "town.db", timeout=10)) as database:
        return dict(database.execute("SELECT participant_id, status FROM deliveries"))


def count(
    findings: Findings,
    told: Progress,
    telegram: Telegram,
    victim: Victim,
    chats: list[int],
    fate: dict[int, str],
) -> None:
    """Compare what the report says with what the phones saw."""
    seen: dict[int, int] = telegram.ask("chats")
    status = {chat: fate.get(number, "") for number, chat in enumerate(chats, 1)}
    unknown = {chat for chat, found in status.items() if found == Fate.UNKNOWN}
    sent = {chat for chat, found in status.items() if found == Fate.SENT}
    findings.sent, findings.unknown = told.count(Fate.SENT), told.count(Fate.UNKNOWN)
    findings.arrived, findings.floods = len(seen), telegram.ask("tell")["floods"]
    findings.lost = sum(1 for chat in chats if chat not in seen and chat not in unknown)
    findings.doubled = sum(1 for times in seen.values() if times > 1)
    findings.counts_agree = (
        sent <= seen.keys()
        and seen.keys() <= sent | unknown
        and len(sent) == findings.sent
        and len(unknown) == findings.unknown == len(victim.in_flight)
    )
