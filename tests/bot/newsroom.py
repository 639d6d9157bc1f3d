"""A newsroom for tests: people who agreed to news, announcements to them, and what the ledger says became of each."""

from __future__ import annotations

import asyncio
import base64
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace

from sqlalchemy import select, update

from simulator.group import Group
from simulator.person import Person
from simulator.records import Topic
from storage import announcements, ledger, news, people
from storage.engine import COMMAND, SYSTEM, Actor, Transaction
from storage.records.announcements import Frequency, Media, Ready, State
from storage.records.audiences import CHAT_READERS, Audience
from storage.records.deliveries import Progress
from storage.tables import deliveries
from tests.town import Town

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TITLE, TEXT = "Neuer Kurs", "Am Freitag beginnt ein neuer Kurs."


@dataclass
class Newsroom:
    """Writes announcements in a town and lets them go out."""

    town: Town
    people: dict[int, Person] = field(default_factory=dict)
    """by the participant's number"""

    def __post_init__(self) -> None:
        """Let everything go out without a second person, in groups, too."""
        bounds = self.town.database._bounds
        self.town.database._bounds = replace(bounds, rules=replace(bounds.rules, approval_above=CHAT_READERS * 9))

    async def subscriber(self, language: str = "de", name: str = "Amal") -> Person:
        """Add somebody who agreed to news."""
        person = self.town.simulator.add_person(name, language.partition("@")[0], started=True)
        async with self.town.database.transaction(self.town.clock.now(), SYSTEM) as tx:
            who = await people.greet(tx, str(person.id), language)
            await people.set_language(tx, who.id, language)
            await people.see_privacy_notice(tx, who.id)
            await news.set_news(tx, who.id, agreed=True)
        self.people[who.id] = person
        return person

    async def subscribers(self, count: int) -> list[Person]:
        """Add several."""
        return [await self.subscriber(name=f"P{number}") for number in range(count)]

    def participant(self, person: Person) -> int:
        """Tell somebody's number as a participant."""
        return next(number for number, other in self.people.items() if other is person)

    async def objects(self, person: Person) -> None:
        """Let somebody want no news any more."""
        number = self.participant(person)
        async with self.town.database.transaction(self.town.clock.now(), Actor("person", number)) as tx:
            await news.set_news(tx, number, agreed=False)

    async def weekly(self, person: Person) -> None:
        """Let somebody want their news once a week."""
        number = self.participant(person)
        async with self.town.database.transaction(self.town.clock.now(), Actor("person", number)) as tx:
            await news.set_news(tx, number, frequency=Frequency.WEEKLY)

    async def group(self) -> tuple[Group, Topic]:
        """Add a group with a topic, in which the bot is administrator."""
        owner = await self.subscriber()
        group = self.town.simulator.add_group("Nachbarn", forum=True)
        group.add(owner, "creator")
        await group.sets_bot(owner, "administrator")
        topic = await group.opens_topic(owner, "Kurse")
        await self.town.settle()
        return group, topic

    async def photo(self, person: Person) -> str:
        """Let Telegram keep a photo; tells its name there."""
        sent = await self.town.app.bot.send_photo(person.id, PICTURE)
        return sent.photo[-1].file_id

    async def draft(
        self,
        text: str = TEXT,
        audience: Audience | None = None,
        media: Media | None = None,
        offering: int | None = None,
    ) -> int:
        """Write an announcement."""
        async with self.town.database.transaction(self.town.clock.now(), COMMAND) as tx:
            made = await announcements.start(tx, None, offering)
            assert isinstance(made, Ready)
            number = made.announcement_id
            await announcements.write(tx, number, "de", TITLE, text, by=None)
            for language in ("ar", "en", "de@easy"):
                await announcements.accept_fallback(tx, number, language, by=None)
            await announcements.set_audience(tx, number, audience or Audience(), by=None)
            if media is not None:
                await announcements.set_media(tx, number, media, by=None)
        return number

    async def submit(self, number: int) -> None:
        """Let it go out."""
        async with self.town.database.transaction(self.town.clock.now(), COMMAND) as tx:
            row = await announcements.read(tx, ("de",), number)
            assert row is not None
            done = await announcements.submit(tx, number, row.revision, by=None)
        assert isinstance(done, Ready), done

    async def announce(self, text: str = TEXT, audience: Audience | None = None, media: Media | None = None) -> int:
        """Write an announcement and let it go out."""
        number = await self.draft(text, audience, media)
        await self.submit(number)
        return number

    async def change(self, step: Callable[..., Awaitable[object]], number: int, *args: object) -> object:
        """Pause, resume, stop, correct or delete one."""
        async with self.town.database.transaction(self.town.clock.now(), COMMAND) as tx:
            return await step(tx, number, *args, by=None)

    async def correct(self, number: int, text: str) -> None:
        """Correct in place what was sent."""
        async with self.town.database.transaction(self.town.clock.now(), COMMAND) as tx:
            await announcements.write(tx, number, "de", TITLE, text, by=None)
            row = await announcements.read(tx, ("de",), number)
            assert row is not None
            done = await announcements.correct(tx, number, row.revision, by=None)
        assert isinstance(done, Ready), done

    async def work(self, name: str = "announce") -> None:
        """Let the engine go on until it has nothing to do for now."""
        ticks = self.town.app.ticks
        ticks.ring(name)
        task = ticks._ticks[name].task
        assert task is not None
        async with asyncio.timeout(30):
            await task

    async def progress(self, number: int) -> Progress:
        """Read how far a run is."""
        async with self.looking() as tx:
            found = await ledger.progress(tx, number)
        assert found is not None
        return found

    async def state(self, number: int) -> State:
        """Tell where an announcement stands."""
        return (await self.progress(number)).state

    async def fates(self, number: int) -> Counter[tuple[str, str]]:
        """Count what became of everybody, with the reason."""
        asked = select(deliveries.c.status, deliveries.c.reason).where(deliveries.c.announcement_id == number)
        async with self.looking() as tx:
            return Counter((row.status, row.reason) for row in await tx.connection.execute(asked))

    async def expire_claims(self) -> None:
        """Let every claim be over, as if its time had passed."""
        async with self.town.database.transaction(self.town.clock.now(), SYSTEM) as tx:
            await tx.connection.execute(update(deliveries).values(lease_until=None))

    def looking(self) -> AbstractAsyncContextManager[Transaction]:
        """Look at what is committed."""
        return self.town.database.reading(self.town.clock.now(), SYSTEM)


def news_of(person: Person) -> list[str]:
    """List the announcements somebody has."""
    return [message.text for message in person.received if TITLE in message.text]
