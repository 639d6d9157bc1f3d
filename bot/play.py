"""A dialog in the terminal, without Telegram: the same engine, effects and notices over a database of its own.

For whoever writes a dialog and wants to walk through it, and for tests: it reads lines from standard input, a pipe too.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import click
from cryptography.fernet import Fernet

from bot.clock import MovableClock
from bot.demo import ZONE, load_sample
from bot.page import Choice, Page, compose
from bot.parcels import File, Letter, Parcel, Parcels, Pin
from bot.perform import perform, sending
from bot.present import Presenter, keyboard_labels
from bot.turns import ROUNDS
from conversations.core import Command, Done, Event, Located, Share, Started, Tap, Typed
from conversations.engine import Engine, Stack, Step
from conversations.registry import dialogs, notices, versions
from locales.catalogues import Speech
from locales.languages import match
from storage import outbox, people
from storage.engine import Actor, Database, Transaction, migrate
from storage.reader import StorageReader

WORKER = "terminal"
LEASE_S = 60.0
QUIT = "/quit"
NEXT = "/next"
HELP = (
    "A number taps that button, anything else is typed; 50.7791, 6.1042 shares a location. /start /help /language "
    f"/settings /privacy work as in Telegram, {NEXT} moves the time to the next notice, {QUIT} ends."
)
POSITION = re.compile(r"\s*(-?\d+\.\d+)\s*,\s*(-?\d+\.\d+)\s*")
TAG = re.compile(r"<[^>]+>")


@dataclass
class Player:
    """One person at a terminal. `page` is what they see, and `stack` where they stand."""

    database: Database
    engine: Engine
    parcels: Parcels
    clock: MovableClock
    participant_id: int
    stack: Stack = ()
    page: Page = field(default_factory=lambda: Page("de", ()))
    lines: list[str] = field(default_factory=list)

    @property
    def choices(self) -> list[Choice]:
        """List the buttons in reading order."""
        return [choice for row in self.page.rows for choice in row]

    async def take(self, line: str) -> None:
        """Take a line as a phone would."""
        number = int(line) if line.isdecimal() else 0
        if not 0 < number <= len(self.choices):
            await self.move(self.event_of(line))
            return
        match self.choices[number - 1]:
            case Choice(does=Tap() as tap):
                await self.move(replace(tap, at=self.clock.now()))
            case Choice(does=Share(payload=payload), text=text):
                self.lines.append(f"[pass on] {text} {self.parcels.presenter.deep_link(payload)}")

    def event_of(self, line: str) -> Event:
        """Make the event of something typed."""
        now = self.clock.now()
        if place := POSITION.fullmatch(line):
            return Located(float(place[1]), float(place[2]), at=now)
        if tap := keyboard_labels().get(line.strip()):
            return replace(tap, at=now)
        if not line.startswith("/"):
            return Typed(line, at=now)
        name, _, argument = line[1:].partition(" ")
        return Started(argument.strip(), at=now) if name == "start" else Command(name, at=now)

    async def move(self, event: Event) -> None:
        """Let the dialogs move, do what they ask for, send what they send, and show the screen."""
        async with self.database.transaction(self.clock.now(), Actor("person", self.participant_id)) as tx:
            who = await people.participant(tx, self.participant_id) or await greet(tx, self.page.language)
            self.participant_id = who.id
            step, sends = await self.settle(tx, self.engine.advance(self.stack, event, who), event)
        self.stack = step.stack
        await self.deliver(sends)
        await self.show(step)

    async def settle(self, tx: Transaction, step: Step, event: Event) -> tuple[Step, list[int]]:
        """Perform effects until no more are asked for; tells which rows of the outbox are to be sent."""
        sends: list[outbox.NewRow] = []
        for _round in range(ROUNDS):
            asked, owner, step = step.effects, step.owner, replace(step, effects=())
            for effect in asked:
                row = sending(self.participant_id, effect, f"{event.at.timestamp()}:{len(sends)}", tx)
                if row is not None:
                    sends.append(row)
                    continue
                done = Done(effect, await perform(tx, self.participant_id, effect), at=event.at)
                after = self.engine.settle(step.stack, owner, done)
                step = replace(after, effects=(*step.effects, *after.effects))
            if not step.effects:
                break
        return step, await outbox.add(tx, sends)

    async def show(self, step: Step) -> None:
        """Render where the person stands now; one who was forgotten is met anew."""
        async with self.database.transaction(self.clock.now(), Actor("system")) as tx:
            who = await people.participant(tx, self.participant_id) or await greet(tx, self.page.language)
            self.participant_id = who.id
            screen = await self.engine.show(step.stack, StorageReader(tx, who), step.remark)
        self.page = compose(screen, Speech(who.language, ZONE), self.clock.now())
        self.lines += page_lines(self.page)

    async def go_on(self) -> None:
        """Move the time to what is due next, and receive it."""
        async with self.database.reading(self.clock.now(), Actor("system")) as tx:
            due = await outbox.next_due(tx)
        if due is None:
            self.lines.append("[nothing is due]")
            return
        self.clock.move(max(0.0, (due[0] - self.clock.now()) / timedelta(seconds=1)))
        self.lines.append(f"[{self.clock.now().astimezone(ZONE):%a %d.%m.%Y %H:%M}]")
        async with self.database.transaction(self.clock.now(), Actor("system")) as tx:
            ids = await outbox.claim(tx, WORKER, 50, LEASE_S)
        await self.deliver(ids)

    async def deliver(self, ids: list[int]) -> None:
        """Receive rows of the outbox."""
        async with self.database.reading(self.clock.now(), Actor("system")) as tx:
            rows = await outbox.load(tx, ids)
        for row in rows:
            parcel = await self.parcels.make(row)
            self.lines += parcel_lines(parcel)
            async with self.database.transaction(self.clock.now(), Actor("system")) as tx:
                await (outbox.mark_dropped(tx, row.id, "no longer holds") if parcel is None else outbox.mark_sent(tx, row.id, None))


async def play(language: str) -> None:
    """Play until /quit, the end of the input or Ctrl-C. `language` is what the phone speaks."""
    with tempfile.TemporaryDirectory(prefix="quartierbot-play-") as folder:
        database, clock = await open_sample(Path(folder)), MovableClock()
        try:
            await converse(await sit_down(database, clock, language))
        finally:
            await database.close()


async def open_sample(folder: Path) -> Database:
    """Make a database with the sample catalogue, sealed with a key that nobody keeps."""
    url, keys = f"sqlite+aiosqlite:///{folder / 'play.db'}", [Fernet.generate_key().decode()]
    await migrate(url, keys)
    return await Database.open(url, keys)
