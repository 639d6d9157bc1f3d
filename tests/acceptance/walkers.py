"""Residents who find their way by what a button does, so that a journey reads the same in every language."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar
from sqlalchemy import select

from locales.catalogues import Speech
from locales.languages import language
from locales.text import Content, Text
from simulator.person import Person
from simulator.world import Body, Message
from storage import changes, sample
from storage.engine import COMMAND, SYSTEM, Transaction
from storage.exchange.parsed import Catalogue
from storage.tables import offerings, outbox, sessions
from tests.town import MONDAY_MORNING, ZONE, Town

PHONES = {"de": "de", "de@easy": "de", "en": "en", "ar": "ar"}
"""What Telegram says a person speaks, by the language they choose."""


def action_of(data: str) -> str:
    """Leave the version out of callback data: `register.1.start.26` is `register.start.26`."""
    dialog, _, rest = data.partition(".")
    return f"{dialog}.{rest.partition('.')[2]}"


def leads_to(data: str, action: str) -> bool:
    """Say whether callback data is this action, whatever follows."""
    found = action_of(data)
    return found == action or found.startswith(f"{action}.")


def taps_of(message: Message) -> list[str]:
    """List the callback data of a message's buttons."""
    return [button["callback_data"] for row in message.buttons for button in row if "callback_data" in button]


class Resident:
    """Somebody with a phone who reads one language."""

    def __init__(self, town: Town, person: Person, code: str) -> None:
        self.town = town
        self.person = person
        self.code = code

    @property
    def screen(self) -> Message:
        """The latest message with buttons."""
        assert self.person.screen is not None
        return self.person.screen

    @property
    def latest(self) -> Message:
        """The latest message from the bot."""
        return self.person.received[-1]

    def words(self, text: Text | Content) -> str:
        """Say a text as the bot says it to this resident now."""
        return Speech(self.code, ZONE).say(text, self.town.clock.now())

    def can(self, action: str) -> bool:
        """Say whether the screen has a button for this."""
        return any(leads_to(data, action) for data in taps_of(self.screen))

    async def tap(self, action: str, message: Message | None = None) -> Message:
        """Tap the first button that does this, and tell the screen that it leads to."""
        target = message or self.screen
        found = next((data for data in taps_of(target) if leads_to(data, action)), None)
        assert found is not None, f"no button does {action}: {taps_of(target)}"
        await self.person.taps_data(target.message_id, found)
        await self.town.settle()
        return self.screen

    async def go(self, *actions: str) -> Message:
        """Tap one button after the other."""
        for action in actions:
            await self.tap(action)
        return self.screen

    async def says(self, text: str) -> Message:
        """Type a text, and tell the screen that it leads to."""
        await self.person.says(text)
        await self.town.settle()
        return self.screen

    async def opens(self, payload: str = "") -> Message:
        """Open the bot, at a deep link's target when there is a payload."""
        await self.person.starts(payload)
        await self.town.settle()
        return self.screen

    async def registers(self, offering: int, *answers: str) -> Message:
        """Open an offering by its link and register under one's own name; `answers` are taps before the name."""
        await self.opens(f"o_{offering}")
        return await self.go("register.start", *answers, "register.own_name", "register.send")


async def newcomer(town: Town, code: str, name: str = "Amal") -> Resident:
    """Add somebody who opens the bot for the first time, with a phone that speaks their language."""
    return Resident(town, await town.newcomer(PHONES[code], name), code)


async def resident(town: Town, code: str = "de", name: str = "Amal") -> Resident:
    """Add somebody who chose a language and saw the privacy notice."""
    somebody = await newcomer(town, code, name)
    await somebody.go(f"choose_language.pick.{language(code).slug}", "privacy.accept")
    return somebody


COMPANIES = "UN-"
"""how the ids of what is for companies begin"""


@dataclass(frozen=True)
class Slot:
    """One session of an offering that is registered for one by one."""

    offering: int
    session: int
    start: datetime
    source_id: str

    @property
    def answers(self) -> tuple[str, ...]:
        """The taps that choose it: for oneself, which is not asked where only companies may come, and this date."""
        date = f"register.answer.{self.offering}.session.{self.session}"
        return (date,) if self.source_id.startswith(COMPANIES) else (f"register.answer.{self.offering}.whom.0", date)


async def slot(town: Town, source_id: str) -> Slot:
    """Find a session by the id its file gave it."""
    columns = (sessions.c.offering_id, sessions.c.id, sessions.c.start, sessions.c.source_id)
    async with town.database.reading(town.clock.now(), SYSTEM) as tx:
        row = (await tx.connection.execute(select(*columns).where(sessions.c.source_id == source_id))).one()
    return Slot(row[0], row[1], row[2], row[3])


async def offering_id(town: Town, source_id: str) -> int:
    """Find an offering by the id its file gave it."""
    async with town.database.reading(town.clock.now(), SYSTEM) as tx:
        found = await tx.connection.scalar(select(offerings.c.id).where(offerings.c.source_id == source_id))
    assert found is not None
    return int(found)


async def move_to(town: Town, at: datetime) -> None:
    """Move the bot's time to a moment, and let what is due happen."""
    await town.move(seconds=(at - town.clock.now()).total_seconds())


async def next_due(town: Town, kind: str) -> datetime:
    """Tell when the next notice of a kind is due."""
    waiting = select(outbox.c.due_at).where(outbox.c.kind == kind, outbox.c.status == "waiting")
    async with town.database.reading(town.clock.now(), SYSTEM) as tx:
        found = await tx.connection.scalar(waiting.order_by(outbox.c.due_at).limit(1))
    assert isinstance(found, datetime)
    return found.astimezone(UTC)


async def import_changed(town: Town, change: Callable[[Catalogue], Catalogue]) -> None:
    """Import the sample again with something changed, and deliver what it tells people."""
    today = MONDAY_MORNING.astimezone(ZONE).date()
    async with town.database.transaction(town.clock.now(), COMMAND) as tx:
        await changes.apply(tx, change(sample.load(today)))
    await town.deliver()


def file_of(town: Town, message: Message) -> bytes:
    """Read the document of a message."""
    file_id = message.body["document"]["file_id"]
    return town.simulator.world.files[file_id].content


def events_of(content: bytes) -> list[Any]:
    """Read the events of a calendar file."""
    return list(Calendar.from_ical(content.decode()).walk("VEVENT"))


@asynccontextmanager
async def looking(town: Town) -> AsyncIterator[Transaction]:
    """Look into the town's database."""
    async with town.database.reading(town.clock.now(), SYSTEM) as tx:
        yield tx


def keyboard_of(person: Person) -> list[str]:
    """List the labels of the keyboard that stays below."""
    rows: Sequence[Sequence[Body]] = (person.keyboard or {}).get("keyboard", [])
    return [button["text"] for row in rows for button in row]


def compact(value: object) -> str:
    """Write a value as JSON on one line, to compare what was sent."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
