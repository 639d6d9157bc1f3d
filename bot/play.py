"""A dialog in the terminal, without Telegram: the same engine, effects and notices over a database of its own.

For whoever writes a dialog and wants to walk through it, and for tests: it reads lines from standard input, a pipe too.
"""

from __future__ import annotations

import itertools
import re
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from bot.clock import MovableClock
from bot.page import Choice, Page, compose
from bot.parcels import File, Parcels, Pin
from bot.perform import settle
from bot.present import Presenter, keyboard_labels
from conversations.core import Command, Event, Located, Screen, Share, Started, Tap, Typed
from conversations.engine import Engine, Stack
from conversations.registry import dialogs, notices, versions
from locales.catalogues import Speech
from storage import dispatch, outbox, people
from storage.dispatch import Due
from storage.engine import SYSTEM, Actor, Database, Transaction
from storage.reader import StorageReader
from storage.records.people import Participant
from storage.sample import ZONE
from storage.sample.trial import open_trial

PERSON: Final = "terminal"
BATCH: Final = 50
LEASE_S: Final = 60.0
QUIT: Final = "/quit"
NEXT: Final = "/next"
HELP: Final = (
    "A number taps that button, anything else is typed; 50.7791, 6.1042 shares a location. /start /help /language "
    f"/settings /privacy work as in Telegram, {NEXT} moves the time to the next notice, {QUIT} ends."
)
POSITION: Final = re.compile(r"\s*(-?\d+\.\d+)\s*,\s*(-?\d+\.\d+)\s*")


@dataclass
class Player:
    """One person at a terminal: `stack` is where they stand, `page` what they see, `said` what is to be printed."""

    database: Database
    clock: MovableClock
    language: str
    engine: Engine = field(default_factory=lambda: Engine(dialogs()))
    presenter: Presenter = field(default_factory=lambda: Presenter("quartierbot", versions()))
    stack: Stack = ()
    page: Page = field(default_factory=lambda: Page("", ()))
    said: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def now(self) -> datetime:
        """Tell the time here."""
        return self.clock.now()

    async def take(self, line: str) -> None:
        """Take a line as a phone would."""
        choices = [choice for row in self.page.rows for choice in row]
        number = int(line) if line.isdecimal() else 0
        match choices[number - 1] if 0 < number <= len(choices) else None:
            case Choice(does=Tap() as tap):
                await self.move(replace(tap, at=self.now.astimezone(ZONE)))
            case Choice(does=Share(payload=payload), text=text):
                self.said.append(f"[passed on] {text} {self.presenter.deep_link(payload)}")
            case _ if line == NEXT:
                await self.go_on()
            case _:
                await self.move(event_of(line, self.now.astimezone(ZONE)))

    async def move(self, event: Event) -> None:
        """Let the dialogs move, do what they ask for, receive what that sends, and show the screen."""
        async with self.database.transaction(self.now, SYSTEM) as tx:
            who = await self.meet(tx)
            own = replace(tx, by=Actor("person", who.id))
            step = self.engine.advance(self.stack, event, who)
            step, sends = await settle(self.engine, step, event, own, who.id, f"send:{next(self.numbers)}")
        self.stack = step.stack
        await self.receive(sends)
        async with self.database.transaction(self.now, SYSTEM) as tx:
            who = await self.meet(tx)
            screen = await self.engine.show(step.stack, StorageReader(tx, who), step.remark)
        self.show(screen, who)

    async def meet(self, tx: Transaction) -> Participant:
        """Find the person, or make one: at first, and after everything was erased."""
        return await people.greet(tx, PERSON, self.language)

    async def go_on(self) -> None:
        """Move the time to what is due next, and receive it."""
        async with self.database.reading(self.now, SYSTEM) as tx:
            due = await outbox.next_due(tx)
        if due is None:
            self.said.append("[nothing is due]")
            return
        self.clock.move(max(0.0, (due[0] - self.now).total_seconds()))
        self.said.append(f"[{self.now.astimezone(ZONE):%Y-%m-%d %H:%M}]")
        async with self.database.transaction(self.now, SYSTEM) as tx:
            ids = await dispatch.claim(tx, PERSON, BATCH, LEASE_S)
        await self.receive(ids)

    async def receive(self, ids: list[int]) -> None:
        """Receive rows of the outbox."""
        async with self.database.transaction(self.now, SYSTEM) as tx:
            rows = await dispatch.load(tx, ids)
            for row in rows:
                await self.notice(tx, row)
                await dispatch.mark_sent(tx, row.id, None)
        for row in rows:
            if row.kind not in notices():
                await self.unpack(row)

    async def notice(self, tx: Transaction, row: Due) -> None:
        """Show a notice, if it still holds; its buttons can be tapped."""
        found = notices().get(row.kind)
        who = await self.meet(tx)
        view = await found.load(row.args, StorageReader(tx, who)) if found else None
        if found and view is not None:
            self.show(found.render(view), who)

    async def unpack(self, row: Due) -> None:
        """Show a map pin or a file."""
        parcel = await Parcels(self.database, notices(), self.presenter, self.clock.now, ZONE).make(row)
        match parcel:
            case Pin(venue=venue):
                self.said.append(f"[map] {venue.name.text}, {venue.street}")
            case File(name=name, content=content, caption=caption):
                self.said.append(f"[file] {name}, {len(content)} bytes: {caption}")

    def show(self, screen: Screen, who: Participant) -> None:
        """Say a screen in the person's language."""
        self.page = compose(screen, Speech(who.language, ZONE), self.now)
        self.said += page_lines(self.page)


def event_of(line: str, now: datetime) -> Event:
    """Make the event of something typed."""
    if place := POSITION.fullmatch(line):
        return Located(float(place[1]), float(place[2]), at=now)
    if tap := keyboard_labels().get(line):
        return replace(tap, at=now)
    if not line.startswith("/"):
        return Typed(line, at=now)
    name, _, argument = line[1:].partition(" ")
    return Started(argument.strip(), at=now) if name == "start" else Command(name, at=now)


def page_lines(page: Page) -> list[str]:
    """Write a page as lines, its buttons numbered."""
    lines = ["", *(f"{paragraph.pictogram} {paragraph.text}".strip() for paragraph in page.paragraphs)]
    numbers = itertools.count(1)
    return [*lines, *("   ".join(f"[{next(numbers)}] {choice.label}" for choice in row) for row in page.rows)]


async def play(language: str) -> None:
    """Play until /quit, the end of the input or Ctrl-C. `language` is what the phone speaks."""
    with tempfile.TemporaryDirectory(prefix="quartierbot-play-") as folder:
        clock = MovableClock()
        database = await open_trial(f"sqlite+aiosqlite:///{Path(folder) / 'play.db'}", clock.now())
        try:
            await converse(Player(database, clock, language))
        finally:
            await database.close()


async def converse(player: Player) -> None:
    """Take line after line and say what comes of it."""
    click.echo(HELP)
    line: str | None = "/start"
    while line is not None and line != QUIT:
        await player.take(line)
        click.echo("\n".join(player.said))
        player.said.clear()
        line = ask()


def ask() -> str | None:
    """Read the next line; None at the end of the input and at Ctrl-C."""
    # While asyncio holds Ctrl-C, it would only be noticed after the next line.
    held = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return input("> ").strip()
    except (EOFError, KeyboardInterrupt):
        return None
    finally:
        signal.signal(signal.SIGINT, held)
