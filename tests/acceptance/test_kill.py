"""The bot as a real process, killed again and again under load: nothing is lost, doubled or sent twice."""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from simulator.server import Simulator
from storage.engine import COMMAND
from storage.sample.trial import open_trial
from storage.tables import offerings
from tests.acceptance.crowd import Crowd, gather_crowd, is_notice
from tests.acceptance.processes import Forked, fork
from tests.acceptance.shell import TOKEN, Shell, configured

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

KILLS = 50
PEOPLE = 36
SEED = 20261130
WANTED = ("LA-01", "UN-01", "EG-01", "3D-01", "DC-01")
"""Few places and many, single dates and a whole course: some get a place, others wait."""
PER_SECOND = "200"
"""The bot is told that more gets through than at Telegram, so that nobody waits for its pace in vain."""
LIMIT_SCALE = 50.0
"""Each start of the process begins with all of the burst, which Telegram has not forgotten: its limits are higher still."""
FIRST_UPDATE = 730_000_001
IN_FLIGHT = 30
"""How many sends are under way at once, at most, as the delivery promises."""
DAY_BEFORE = "SELECT status FROM outbox WHERE kind = 'reminder' AND unique_key LIKE '%:day'"
"""Only these: the second reminder of a session reads the same when it comes on the same day."""
MAKE_DUE = """
    UPDATE outbox SET due_at = ?, silent = true WHERE id IN (
        SELECT id FROM outbox WHERE status = 'waiting' AND kind = 'reminder' AND unique_key LIKE '%:day'
        ORDER BY due_at DESC LIMIT ?
    )
"""
STAMP = "%Y-%m-%d %H:%M:%S.%f"


@dataclass
class Bot:
    """The bot's process, its database and the simulator it talks to."""

    shell: Shell
    simulator: Simulator
    path: Path
    process: Forked | None = None
    in_flight: list[int] = field(default_factory=list)
    """the rows of the outbox that a kill met while they were being sent"""

    async def start(self) -> None:
        """Start the process; what it logs goes to a file."""
        with (self.shell.folder / "log").open("ab") as log:
            handles = (log.fileno(),) * 3
            self.process = await fork(["run"], self.shell.folder, self.shell.environment(), handles)

    async def kill(self) -> None:
        """End the process as a power cut does, and note what was being sent."""
        assert self.process is not None
        assert self.process.returncode is None, self.log()
        self.process.kill()
        await self.process.wait()
        caught = [int(str(row[0])) for row in self.ask("SELECT id FROM outbox WHERE status = 'sending'")]
        assert len(caught) <= IN_FLIGHT
        self.in_flight += caught

    async def terminate(self) -> tuple[int, float]:
        """Ask the process to end; tells its exit code and how many seconds it took."""
        assert self.process is not None
        asked = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            return await self.process.wait(), time.monotonic() - asked

    def log(self) -> str:
        """Read what the process logged."""
        return (self.shell.folder / "log").read_text()

    def ask(self, question: str, *values: object) -> list[tuple[object, ...]]:
        """Ask the database something, beside the bot."""
        with closing(sqlite3.connect(self.path, timeout=10)) as database, database:
            return database.execute(question, values).fetchall()

    def make_reminders_due(self, most: int) -> None:
        """Let reminders be due now that would be due in days; without a sound, so that they go out at night, too."""
        now = datetime.now(UTC).strftime(STAMP)
        self.ask(MAKE_DUE, now, most)

    def is_done(self) -> bool:
        """Say whether every update is answered and nothing that is due waits."""
        now = datetime.now(UTC).strftime(STAMP)
        open_updates = self.ask("SELECT count(*) FROM inbox WHERE status <> 'answered'")
        due = """
            SELECT count(*) FROM outbox WHERE status IN ('claimed', 'sending')
            OR status = 'waiting' AND (due_at <= ? OR reason = 'the chat is busy')
        """
        return open_updates == [(0,)] and self.ask(due, now) == [(0,)]

    def reminders(self) -> Counter[object]:
        """Count the reminders that were due by status."""
        return Counter(row[0] for row in self.ask(DAY_BEFORE))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """Prepare a database with the sample and a simulator; the process is not started yet."""
    simulator, path = Simulator(token=TOKEN, limits=True, limit_scale=LIMIT_SCALE), tmp_path / "quartierbot.db"
    await simulator.start()
    there = {"API_URL": simulator.address, "DATABASE_URL": f"sqlite+aiosqlite:///{path}"}
    shell = configured(tmp_path, ANNOUNCEMENTS_PER_SECOND=PER_SECOND, **there)
    bot = Bot(shell, simulator, path)
    yield bot
    if bot.process is not None and bot.process.returncode is None:
        bot.process.kill()
        await bot.process.wait()
    await simulator.stop()


@pytest.fixture
async def crowd(bot: Bot) -> AsyncIterator[Crowd]:
    """Fill the database and gather a crowd that is about to begin."""
    url, keys = bot.shell.settings["DATABASE_URL"], [bot.shell.settings["SECRET_KEY"]]
    now = datetime.now(UTC)
    database = await open_trial(url, now, keys)
    async with database.reading(now, COMMAND) as tx:
        found = await tx.connection.scalars(select(offerings.c.id).where(offerings.c.source_id.in_(WANTED)))
        wanted = list(found)
    await database.close()
    crowd = gather_crowd(bot.simulator, wanted, PEOPLE, SEED)
    yield crowd
    await crowd.give_up()


async def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something holds in another process, which cannot tell when it does."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.05)


def sends(bot: Bot) -> int:
    """Count what the bot has sent and edited so far."""
    return bot.simulator.counts["sendMessage"] + bot.simulator.counts["editMessageText"]


async def await_sends(bot: Bot, count: int) -> None:
    """Wait until the bot has sent or edited so much more."""
    target = sends(bot) + count
    while sends(bot) < target:
        bot.simulator.api.activity.clear()
        await asyncio.wait_for(bot.simulator.api.activity.wait(), 30)


async def meet_the_end(bot: Bot, dice: random.Random) -> None:
    """Start the bot, let it work for a while and kill it: now and then before it has begun, else in the midst of calls."""
    await bot.start()
    if dice.random() < 0.1:
        await asyncio.sleep(dice.uniform(0.0, 1.0))  # the moment is the point, wherever in its start that is
    else:
        await await_sends(bot, dice.randint(1, 40))
        await asyncio.sleep(dice.uniform(0.0, 0.03))
    await bot.kill()
    bot.make_reminders_due(dice.randint(0, 8))


async def finish(bot: Bot, crowd: Crowd) -> None:
    """Let everybody finish with a bot that is left in peace, then end it."""
    await bot.start()
    await crowd.stop()
    bot.make_reminders_due(1000)
    await until(bot.is_done)
    assert 0 == (await bot.terminate())[0]


async def test_fifty_kills_under_load_lose_nothing_and_send_nothing_twice(bot: Bot, crowd: Crowd) -> None:
    dice = random.Random(SEED)  # noqa: S311 - repeatable on purpose
    crowd.start()
    for _ in range(KILLS):
        await meet_the_end(bot, dice)
        crowd.check()
    await finish(bot, crowd)

    assert_every_update_was_answered(bot)
    assert_everybody_has_the_place_they_were_told(bot, crowd)
    assert_no_reminder_was_sent_twice_or_lost(bot)
    assert_nothing_was_refused(bot)


def assert_every_update_was_answered(bot: Bot) -> None:
    """See that all the simulator sent is in the inbox once, and answered."""
    taken = bot.ask("SELECT external_id, status FROM inbox ORDER BY external_id")
    last = bot.simulator.world.updates.last_id

    assert [(number, "answered") for number in range(FIRST_UPDATE, last + 1)] == taken


def assert_everybody_has_the_place_they_were_told(bot: Bot, crowd: Crowd) -> None:
    """See that whoever read that they are registered, or wait, has one claim, and that nobody has another."""
    told = Counter(walker.place for walker in crowd.walkers)
    registered = bot.ask("SELECT participant_id, status FROM registrations")
    waiting = bot.ask("SELECT participant_id, status FROM waiting_list")
    written = bot.ask("SELECT count(*) FROM audit WHERE action IN ('register', 'join_waiting_list')")

    assert told == Counter({"registered": len(registered), "waiting": len(waiting)})
    assert PEOPLE == len({row[0] for row in registered + waiting})
    assert {"active", "waiting"} >= {row[1] for row in registered + waiting}
    assert [(PEOPLE,)] == written


def assert_no_reminder_was_sent_twice_or_lost(bot: Bot) -> None:
    """See that each reminder arrived once, but for those that a kill met on their way: they are shown as unknown."""
    calls = [call for call in bot.simulator.calls_of("sendMessage") if call.ok]
    arrived = [call.result for call in calls if is_notice(str(call.result["text"]))]
    sent = [row[0] for row in bot.ask("SELECT message_id FROM outbox WHERE kind = 'reminder' AND status = 'sent'")]
    unknown = [row[0] for row in bot.ask("SELECT id FROM outbox WHERE status = 'unknown'")]
    statuses = bot.reminders()

    assert {"sent", "unknown"} >= statuses.keys()
    assert sorted(bot.in_flight) == sorted(map(int, map(str, unknown)))
    assert set(sent) <= {message["message_id"] for message in arrived}
    assert len(sent) == len(set(sent))
    assert len(sent) <= len(arrived) <= len(sent) + statuses["unknown"]
    assert len(arrived) == len({(message["chat"]["id"], message["text"]) for message in arrived})
    assert statuses["sent"] > PEOPLE / 2


def assert_nothing_was_refused(bot: Bot) -> None:
    """See that Telegram would have refused nothing but edits that change nothing, and taps answered too late."""
    refused = Counter(
        f"{c.method}: {c.description}" for c in bot.simulator.calls if not c.ok and c.method != "getUpdates"
    )

    assert not [text for text in refused if "not modified" not in text and "query is too old" not in text], refused


async def test_a_stop_under_load_finishes_what_runs_within_ten_seconds(bot: Bot, crowd: Crowd) -> None:
    crowd.start()
    await bot.start()
    await await_sends(bot, 150)
    bot.make_reminders_due(10)
    await await_sends(bot, 5)

    code, seconds = await bot.terminate()

    assert (0, True) == (code, seconds < 10), bot.log()
    assert [] == bot.ask("SELECT id FROM outbox WHERE status IN ('sending', 'unknown')")
    assert [] == bot.ask("SELECT id FROM inbox WHERE status = 'performed'")

    await finish(bot, crowd)
    assert_every_update_was_answered(bot)
    assert_everybody_has_the_place_they_were_told(bot, crowd)
    assert_no_reminder_was_sent_twice_or_lost(bot)
