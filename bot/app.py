"""The one place where the parts are wired together, started in order and stopped in order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from telegram.error import TelegramError

from bot import commands, work
from bot.announcing import Announcing
from bot.answers import Answers
from bot.clock import Clock, Ticks
from bot.correcting import Correcting
from bot.delivery import Delivery
from bot.fetching import Fetcher
from bot.intake_work import Bench
from bot.lean import LeanBot, LeanRequest
from bot.letters import Letters
from bot.pacing import Pacer
from bot.parcels import Parcels
from bot.present import Presenter, keyboard_labels
from bot.receive import ALLOWED, Hook, Poller
from bot.refreshing import Refreshing
from bot.screens import Screens
from bot.source_work import SourceWork
from bot.turns import Turns
from conversations.engine import Engine
from conversations.registry import dialogs, notices, versions
from storage import dispatch, ledger, retention, waiting
from storage.engine import SYSTEM, Database
from storage.records.announcements import Rules

log = logging.getLogger(__name__)

GRACE_S = 8.0
"""How long a stop waits for what runs."""
SILENCE_S = 120.0
POLL_CONNECTIONS = 4


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram sends updates, and where we listen."""

    url: str
    path: str
    host: str
    port: int
    secret: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an installation decides. `token` opens the bot at `api_url`; without `webhook` it polls."""

    token: str
    api_url: str
    zone: ZoneInfo
    webhook: Webhook | None = None
    pacer: Callable[[], Pacer] = Pacer


def make_bot(plan: Plan) -> LeanBot:
    """Make PTB's client on our transport; both requests are given, or PTB would build its own beside."""
    return LeanBot(
        plan.token,
        base_url=f"{plan.api_url}/bot",
        base_file_url=f"{plan.api_url}/file/bot",
        request=LeanRequest(),
        get_updates_request=LeanRequest(connection_pool_size=POLL_CONNECTIONS),
    )


class App:
    """A running bot."""

    def __init__(self, plan: Plan, database: Database, clock: Clock) -> None:
        self.plan = plan
        self.database = database
        self.clock = clock
        self.bot = make_bot(plan)
        self.ticks = Ticks()
        self._tasks: list[asyncio.Task[None]] = []
        self._hook: Hook | None = None
        self._wired = False
        self.broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def start(self) -> None:
        """Meet Telegram, take up what an earlier process left, then receive. Raises PTB's errors for a refused token."""
        await self.bot.initialize()
        async with self.database.reading(self.clock.now(), SYSTEM) as tx:
            rules = tx.rules
        self._wire(rules)
        await self.delivery.recover()
        await self.announcing.recover()
        await self.turns.resume()
        await self.refreshing.resume()
        self._keep("turns", self.turns.run())
        self._tick()
        await self._receive()
        self._keep("announce", self._announce())

    def _keep(self, name: str, work: Coroutine[None, None, None]) -> None:
        """Run something for as long as the bot runs; one that ends with an error ends the bot, for it would be deaf or mute."""
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._notice_end)
        self._tasks.append(task)

    async def breaks(self) -> None:
        """Wait for the end that nobody asked for, and raise what led to it."""
        await asyncio.shield(self.broken)

    def _notice_end(self, task: asyncio.Task[None]) -> None:
        """Remember what ended with an error."""
        if not task.cancelled() and (error := task.exception()) is not None and not self.broken.done():
            self.broken.set_exception(error)

    def _wire(self, rules: Rules) -> None:
        """Make the parts, now that the bot's name is known."""
        now: Callable[[], datetime] = self.clock.now
        presenter = Presenter(self.bot.username, versions())
        self.screens = Screens(self.bot, self.plan.pacer(), presenter)
        fetch = partial(work.fetch, self.bot)
        parcels = Parcels(self.database, notices(), presenter, now, self.plan.zone, fetch)
        self.sources = SourceWork(Bench(self.database, now, self.plan.zone, fetch), Fetcher())
        worker = f"{os.getpid()}-{secrets.token_hex(4)}"
        self.delivery = Delivery(self.database, parcels, self.screens, now, worker)
        letters = Letters(self.database, presenter, now, self.plan.zone)
        self.announcing = Announcing(self.database, letters, self.screens, now, worker, rules)
        self.correcting = Correcting(self.database, letters, self.screens, now, worker)
        engine = Engine(dialogs())
        labels = keyboard_labels()
        zone = self.plan.zone
        self.refreshing = Refreshing(self.database, engine, self.screens, now, zone)
        answers = Answers(self.database, engine, self.screens, self.delivery, now, zone, labels, self.refreshing)
        self.turns = Turns(self.database, engine, answers)
        self.poller = Poller(self.bot, self.turns.accept)
        self._wired = True

    def _tick(self) -> None:
        """Set the handful of alarms."""
        self.ticks.add("deliver", 1, self.delivery.deliver_due)
        self.ticks.add("announce", 1, self.announcing.work)
        self.ticks.add("correct", 2, self.correcting.work)
        self.ticks.add("expire", 30, self._expire)
        self.ticks.add("sources", 30, self.sources.look)
        self.ticks.add("forget", 3600, self._forget)
        self.ticks.add("wipe", 5, self._wipe)
        self.ticks.add("watch", 30, self._watch)
        self.ticks.start()
        self.ticks.ring("deliver", "announce", "correct", "expire", "forget")

    async def _receive(self) -> None:
        """Poll, or serve the webhook."""
        hook = self.plan.webhook
        if hook is None:
            await self.bot.delete_webhook()
            self._keep("poll", self.poller.run())
            return
        self._hook = Hook(self.bot, self.turns.accept, hook.secret)
        await self._hook.start(hook.host, hook.port, hook.path)
        await self.bot.set_webhook(hook.url, secret_token=hook.secret, allowed_updates=ALLOWED, max_connections=40)

    async def _announce(self) -> None:
        """Show commands and descriptions; the bot works without."""
        try:
            await commands.announce(self.bot, self.plan.zone)
        except TelegramError as error:
            log.warning("commands and descriptions could not be set: %s", type(error).__name__)

    async def _expire(self) -> None:
        """Pass on offered places nobody took, and take up what another worker left."""
        async with self.database.transaction(self.clock.now(), SYSTEM) as tx:
            await waiting.expire(tx)
            left = await dispatch.expire_leases(tx)
            announced = await ledger.expire_leases(tx)
        if unknown := left.unknown + announced.unknown:
            log.warning("%d sends of a worker that died are shown as unknown", unknown)

    async def _forget(self) -> None:
        """Forget what is no longer needed."""
        async with self.database.transaction(self.clock.now(), SYSTEM) as tx:
            await retention.forget_expired(tx)
        await self.database.forget_deleted()

    async def _wipe(self) -> None:
        """Leave no trace of whoever was just forgotten; while somebody reads it has to wait for the next time."""
        if self.turns.erased:
            self.turns.erased = not await self.database.forget_deleted()

    async def _watch(self) -> None:
        """Say so when Telegram has been silent for too long: polling never gives up, but somebody should look."""
        if self._hook is None and self.poller.silence_s > SILENCE_S:
            log.error("no answer from Telegram for %d seconds", self.poller.silence_s)

    async def stop(self) -> None:
        """Take nothing more in, finish what runs, and close; what is not finished in time waits in the database."""
        if self._wired:
            await self._finish()
        await self._cancel(self._tasks)
        with contextlib.suppress(TelegramError):
            await self.bot.shutdown()
        await self.database.close()

    async def _finish(self) -> None:
        """Take nothing more in and give what runs its time."""
        await self._stop_receiving()
        self.turns.close()
        self.delivery.close()
        self.announcing.close()
        self.correcting.close()
        await self.refreshing.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE_S):
                await self.ticks.stop()
                await asyncio.gather(*self._named("turns"))
                await self.delivery.labour.settle()
                await self.screens.settle()
        await self.delivery.labour.abandon()

    async def _stop_receiving(self) -> None:
        """Stop polling or listening, and acknowledge what was taken in."""
        await self._cancel(self._named("poll"))
        if self._hook is not None:
            await self._hook.stop()
            return
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(1):
                await self.poller.acknowledge()

    def _named(self, name: str) -> list[asyncio.Task[None]]:
        """Find a task by its name."""
        return [task for task in self._tasks if task.get_name() == name]

    @staticmethod
    async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
        """Cancel tasks and wait for them."""
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
