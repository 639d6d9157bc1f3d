"""Somebody at a desk who brings in files, and a web that answers, for tests of the long work on files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from bot.fetching import Fetched, FetchError
from bot.intake_work import Bench, work
from bot.perform_intake import perform_intake
from conversations.intake_effects import BringIn
from storage.access import Role
from storage.dispatch import Due
from storage.engine import SYSTEM, Actor, Database
from storage.office import imports, sources
from storage.outbox import Lane
from storage.records.intake import Import, SourceOutcome
from storage.tables import grants, offerings, outbox, providers
from tests.storage.builders import add_person

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
HEAD = "Kennung;Titel;Anbieter;Art;Themen;Sprachen;Datum;Beginn;Ende\n"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\n"
    "DTSTART:20261214T090000Z\r\nDTEND:20261214T110000Z\r\nSUMMARY:Nähen\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
).encode()


def rows(*names: str, provider: str = "Haus", start: str = "10:00") -> bytes:
    """Write a file of ours with an offering of each name."""
    lines = (f"{name};Nähen {name};{provider};Workshop;creative;de;14.12.2026;{start};18:00\n" for name in names)
    return (HEAD + "".join(lines)).encode()


def events(language: str, *others: str) -> bytes:
    """Write a region's events in one language, which says in which others there are files."""
    path = "/musterstadt/{}/events/sprachcafe$2026-12-14/"
    event = {
        "path": path.format(language),
        "title": f"Sprachcafé ({language})",
        "event": {"start": "2026-12-14T16:00:00+01:00", "end": "2026-12-14T18:00:00+01:00"},
        "available_languages": {code: {"path": path.format(code)} for code in others},
    }
    return json.dumps([event]).encode()


@dataclass
class Desk:
    """A database, and files that somebody sends."""

    database: Database
    content: bytes | Exception = b""
    at: datetime = NOW

    @property
    def bench(self) -> Bench:
        """Give the work what it needs."""
        return Bench(self.database, lambda: self.at, ZONE, self.fetch)

    async def fetch(self, file_id: str, *, most: int = 0) -> bytes:
        """Give the file that was sent."""
        assert file_id == "file"
        if isinstance(self.content, Exception):
            raise self.content
        return self.content

    async def coordinator(self, provider: str | None = None) -> int:
        """Add somebody who coordinates everybody's offerings, or a provider's."""
        async with self.database.transaction(self.at, SYSTEM) as tx:
            person = await add_person(tx)
            provider_id = None
            if provider is not None:
                row = insert(providers).values(tenant_id=tx.tenant_id, name=provider).returning(providers.c.id)
                provider_id = (await tx.connection.execute(row)).scalar_one()
            held = {"tenant_id": tx.tenant_id, "participant_id": person.id, "role": Role.COORDINATOR.value}
            await tx.connection.execute(insert(grants).values(**held, provider_id=provider_id, granted_at=tx.now))
        return person.id

    async def asks(self, who: int, effect: object) -> object:
        """Ask for something, and have the long work done that comes of it."""
        async with self.database.transaction(self.at, Actor("person", who)) as tx:
            result = await perform_intake(tx, who, effect)
        async with self.database.transaction(self.at, SYSTEM) as tx:
            kinds = (imports.READ, imports.APPLY, imports.WEIGH, imports.UNDO)
            waiting = select(outbox).where(outbox.c.kind.in_(kinds), outbox.c.status == "waiting")
            dues = (await tx.connection.execute(waiting.order_by(outbox.c.id))).all()
            await tx.connection.execute(outbox.update().where(outbox.c.kind.in_(kinds)).values(status="sent"))
        for row in dues:
            args = json.loads(row.args)
            await work(
                self.bench, Due(row.id, row.kind, row.participant_id, "1", args, Lane.REPLY, silent=False, attempts=1)
            )
        return result

    async def sends(self, who: int, content: bytes | Exception, name: str = "kurse.csv") -> Import:
        """Send a file and have it read."""
        self.content = content
        number = await self.asks(who, BringIn("file", name))
        assert isinstance(number, int)
        return await self.look(who, number)

    async def look(self, who: int, number: int) -> Import:
        """Read a file as somebody sees it."""
        async with self.database.reading(self.at, SYSTEM) as tx:
            found = await imports.find(tx, who, number)
        assert found is not None
        return found

    async def count(self, who: int) -> int:
        """Count the files that somebody sees."""
        async with self.database.reading(self.at, SYSTEM) as tx:
            return len((await imports.page(tx, who, 0, 50)).lines)

    async def live(self, *names: str) -> set[str]:
        """Tell which of some offerings are there."""
        async with self.database.reading(self.at, SYSTEM) as tx:
            asked = select(offerings.c.source_id).where(offerings.c.live, offerings.c.source_id.in_(names))
            return set((await tx.connection.scalars(asked)).all())

    async def told(self, kind: str) -> list[int]:
        """Tell who is told something."""
        async with self.database.reading(self.at, SYSTEM) as tx:
            asked = select(outbox.c.participant_id).where(outbox.c.kind == kind).order_by(outbox.c.id)
            return list((await tx.connection.scalars(asked)).all())


@dataclass
class Web:
    """Answers one visit after the other, the last for ever; notes by what it was asked whether it changed."""

    answers: list[Fetched | FetchError | None]
    asked: list[str] = field(default_factory=list)

    async def fetch(self, address: str, etag: str = "", modified: str = "") -> Fetched | None:
        """Give the next answer."""
        self.asked.append(etag)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, FetchError):
            raise answer
        return answer


async def source(desk: Desk) -> int:
    """Add an address."""
    async with desk.database.transaction(desk.at, SYSTEM) as tx:
        added = await sources.add(tx, None, "https://kurse.example/kurse.csv")
    assert isinstance(added, int)
    return added


async def outcome(desk: Desk) -> SourceOutcome:
    """Tell what came of the last visit."""
    async with desk.database.reading(desk.at, SYSTEM) as tx:
        return (await sources.listed(tx))[0].outcome
