"""The bot ends without a word at a chosen moment, and the next start makes good what can be made good."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, select

from bot.app import App, Plan
from bot.clock import MovableClock
from bot.pacing import Pacer
from locales.text import _
from simulator.faults import Faults
from simulator.server import Simulator
from storage import inbox, outbox
from storage.engine import Database
from storage.outbox import Lane
from storage.sample.trial import open_trial
from storage.tables import audit
from tests.acceptance.walkers import looking, resident, slot
from tests.town import ZONE, FixedClock, Town, brisk_pace, limited, sqlite_url

LATE = Faults(slow=1000, slow_s=1.0)
"""Everything arrives, and nobody hears of it for a while."""
CALM = Faults()


class Gate(Pacer):
    """Keeps the pace of the tests, until it is shut."""

    def __init__(self) -> None:
        super().__init__(**brisk_pace())
        self.open = asyncio.Event()
        self.open.set()
        self.passed = 0
        self.most = math.inf
        self.stopped = asyncio.Event()

    def shut(self, most: int = 0) -> None:
        """Let only so many messages through from now on."""
        self.passed, self.most = 0, most

    async def turn(self, lane: Lane, chat: int, *, polite: bool = False) -> None:
        """Wait for a turn that may never come."""
        if self.passed >= self.most:
            self.stopped.set()
            await asyncio.Event().wait()
        self.passed += 1
        await super().turn(lane, chat, polite=polite)


@dataclass
class House:
    """A town whose bot can crash and start again."""

    town: Town
    url: str
    keys: list[str]
    gate: Gate

    async def crash(self) -> None:
        """End the bot as a power cut does: what it was doing is not finished."""
        app = self.town.app
        tasks = [*app._tasks, *app.turns._tasks, *app.screens._strays, *running_ticks(app)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await app.bot.shutdown()
        await app.database.close()

    async def start(self) -> None:
        """Start another bot on the same database."""
        town = self.town
        self.gate = Gate()
        town.database = await Database.open(self.url, self.keys)
        town.app = App(plan_of(town.simulator, self.gate), town.database, town.clock)
        await town.app.start()
        await town.settle()
        await town.deliver()

    async def restart(self) -> None:
        """Crash, and start again."""
        await self.crash()
        await self.start()


def plan_of(simulator: Simulator, gate: Gate) -> Plan:
    """Plan a bot that passes a gate before each message."""
    return Plan(simulator.token, simulator.address, ZONE, pacer=lambda: gate)


def running_ticks(app: App) -> list[asyncio.Task[None]]:
    """Stop the clockwork and tell what it was running."""
    app.ticks._open = False
    app.ticks._scheduler.shutdown(wait=False)
    return [tick.task for tick in app.ticks._ticks.values() if tick.task is not None]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Open a town whose bot can crash."""
    url, keys, clock = sqlite_url(tmp_path), [Fernet.generate_key().decode()], MovableClock(FixedClock())
    simulator, gate = limited(), Gate()
    await simulator.start()
    database = await open_trial(url, clock.now(), keys)
    app = App(plan_of(simulator, gate), database, clock)
    await app.start()
    house = House(Town(simulator, app, database, clock), url, keys, gate)
    yield house
    await house.town.app.stop()
    await simulator.stop()


async def registrations_written(town: Town) -> int:
    """Count how often somebody was registered."""
    async with looking(town) as tx:
        return await tx.connection.scalar(select(func.count()).where(audit.c.action == "register")) or 0


async def test_what_was_performed_but_not_shown_is_shown_and_not_performed_again(house: House) -> None:
    town = house.town
    somebody, advice = await resident(town), await slot(town, "UN-01-01")
    await somebody.opens(f"o_{advice.offering}")
    await somebody.go("register.start", *advice.answers, "register.own_name")
    house.gate.shut()
    await somebody.person.taps_data(somebody.screen.message_id, first_tap_of(somebody.screen.body))
    await house.gate.stopped.wait()

    await house.restart()

    assert somebody.words(_("You are registered.")) in somebody.screen.text
    assert 1 == await registrations_written(town)


def first_tap_of(body: dict[str, object]) -> str:
    """Find what the first button does."""
    markup = body["reply_markup"]
    assert isinstance(markup, dict)
    return str(markup["inline_keyboard"][0][0]["callback_data"])


async def test_what_was_taken_in_but_not_begun_is_answered_after_the_start(house: House) -> None:
    town = house.town
    somebody = await resident(town)
    town.app.turns.close()
    town.app.turns._bell.clear()
    await somebody.person.says("/help")
    await until_taken_in(town)

    await house.restart()

    assert somebody.words(_("How it works")) in somebody.screen.text


async def until_taken_in(town: Town) -> None:
    """Wait until an update lies in the inbox and nobody has begun with it."""
    async with asyncio.timeout(5):
        while not await count_new(town):  # noqa: ASYNC110 - nobody tells when a row is committed
            await asyncio.sleep(0.01)


async def count_new(town: Town) -> int:
    """Count the updates that nobody has begun with."""
    async with looking(town) as tx:
        return (await inbox.counts(tx)).get("new", 0)


async def test_a_tap_that_was_not_answered_before_the_crash_is_answered_after_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = house.town
    somebody = await resident(town)
    town.app.turns.close()
    monkeypatch.setattr(town.app.screens, "answer_tap", lambda query_id: None)  # the crash comes before
    await somebody.person.taps_data(somebody.screen.message_id, "help.1.show")
    await until_taken_in(town)
    assert 1 == len(town.simulator.world.queries)

    await house.restart()

    assert {} == town.simulator.world.queries


async def test_the_standing_keyboard_is_not_sent_again_when_the_crash_came_before_the_screen(house: House) -> None:
    town = house.town
    somebody = await resident(town, "de")
    await somebody.says("/language")
    house.gate.shut(1)
    await somebody.person.taps_data(somebody.screen.message_id, "choose_language.1.pick.ar")
    await house.gate.stopped.wait()

    await house.restart()

    carriers = [message for message in somebody.person.received if "العربية" in message.text and not message.buttons]
    assert 1 == len(carriers)
    assert somebody.person.screen is not None


async def due_tomorrow(house: House) -> tuple[int, str]:
    """Let somebody's reminder be due; tells how many messages they had before."""
    town = house.town
    somebody, advice = await resident(town), await slot(town, "UN-01-01")
    await somebody.registers(advice.offering, *advice.answers)
    town.clock.move((advice.start - timedelta(days=1) - town.clock.now()).total_seconds())
    return len(somebody.person.received), str(somebody.person.id)


async def test_a_reminder_under_way_at_the_crash_is_shown_as_unknown_and_never_sent_again(house: House) -> None:
    town = house.town
    before, chat = await due_tomorrow(house)
    town.simulator.set_network(faults=LATE)
    sending = asyncio.create_task(town.app.delivery.deliver_due())
    await arrival(town, int(chat), before)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await house.crash()
    town.simulator.set_network(faults=CALM)

    await house.start()

    assert 1 == (await town.outbox_counts())["unknown"]
    assert before + 1 == len(town.simulator.person(int(chat)).received)


async def arrival(town: Town, chat: int, before: int) -> None:
    """Wait until one more message lies in a chat."""
    person = town.simulator.person(chat)
    while len(person.received) <= before:
        await person.receives(1)


async def test_a_reminder_that_was_claimed_and_not_begun_is_sent_after_the_crash(house: House) -> None:
    town = house.town
    before, chat = await due_tomorrow(house)
    house.gate.shut()
    sending = asyncio.create_task(town.app.delivery.deliver_due())
    await house.gate.stopped.wait()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)

    await house.restart()

    assert 1 == (await town.outbox_counts())["sent"]
    assert before + 1 == len(town.simulator.person(int(chat)).received)


async def test_an_offered_place_that_may_not_have_been_told_goes_on_to_the_next(house: House) -> None:
    town = house.town
    advice = await slot(town, "UN-01-01")
    people = [await resident(town, "de", name) for name in ("Amal", "Noor", "Robin")]
    for somebody in people:
        await somebody.registers(advice.offering, *advice.answers)
    holder, first, second = people
    await holder.go("my_registrations.show", "my_registrations.open", "my_registrations.cancel")
    town.simulator.set_network(faults=LATE)
    before = len(first.person.received)
    await holder.person.taps_data(holder.screen.message_id, first_tap_of(holder.screen.body))
    await arrival(town, first.person.id, before)
    await house.crash()
    town.simulator.set_network(faults=CALM)

    await house.start()

    assert second.words(_("A place is free for you!")) in second.screen.text
    async with looking(town) as tx:
        assert 1 == (await outbox.counts(tx))["unknown"]
