"""Long work on files: read, looked at, applied as it was looked at, by who may; and files that come from addresses."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from bot.fetching import Fetched, FetchError
from bot.intake_work import Bench, work
from bot.perform_intake import perform_intake
from bot.source_work import SourceWork
from bot.work import TooLargeError
from conversations.intake_effects import AddSource, ApplyImport, BringIn, KeepMissing, NameProvider, UndoImport
from storage.access import Role
from storage.dispatch import Due
from storage.engine import SYSTEM, Actor, Database
from storage.office import imports, sources
from storage.outbox import Lane
from storage.records.intake import Import, ImportState, SourceOutcome, SourceRefusal
from storage.sample.trial import open_trial
from storage.tables import grants, offerings, outbox, providers
from tests.storage.builders import add_person
from tests.town import sqlite_url

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
            kinds = (imports.READ, imports.APPLY, imports.UNDO)
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


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a database with the sample."""
    opened = await open_trial(sqlite_url(tmp_path), NOW)
    yield Desk(opened)
    await opened.close()


async def test_a_file_is_looked_at_before_it_counts_and_applied_once(desk: Desk) -> None:
    kim = await desk.coordinator()
    preview = await desk.sends(kim, rows("A1", "A2"))
    assert (ImportState.WAITING, 2) == (preview.state, preview.report.counts.new)
    assert await desk.live("A1") == set()

    assert await desk.asks(kim, ApplyImport(preview.id, preview.report.look)) is True
    assert await desk.asks(kim, ApplyImport(preview.id, preview.report.look)) is False

    assert {"A1", "A2"} == await desk.live("A1", "A2")
    assert ImportState.APPLIED is (await desk.look(kim, preview.id)).state


async def test_a_preview_that_another_import_overtook_is_shown_again(desk: Desk) -> None:
    kim, lee = await desk.coordinator(), await desk.coordinator()
    first = await desk.sends(kim, rows("A1"))
    second = await desk.sends(lee, rows("A1", start="11:00"))
    await desk.asks(lee, ApplyImport(second.id, second.report.look))

    await desk.asks(kim, ApplyImport(first.id, first.report.look))

    again = await desk.look(kim, first.id)
    assert (ImportState.WAITING, True) == (again.state, again.report.stale)
    assert await desk.asks(kim, ApplyImport(first.id, first.report.look)) is False
    assert await desk.asks(kim, ApplyImport(first.id, again.report.look)) is True
    assert ImportState.APPLIED is (await desk.look(kim, first.id)).state


async def test_who_coordinates_one_provider_brings_in_nothing_of_others_and_ends_nothing(desk: Desk) -> None:
    kim, lee = await desk.coordinator(), await desk.coordinator("Haus")
    mine = await desk.sends(kim, rows("B1", "B2", provider="Werk"))
    await desk.asks(kim, ApplyImport(mine.id, 1))
    mixed = rows("A1") + rows("B1", provider="Haus", start="12:00").removeprefix(HEAD.encode())
    mixed += rows("B3", provider="Werk").removeprefix(HEAD.encode())

    preview = await desk.sends(lee, mixed)

    counts = preview.report.counts
    assert (1, 0, 0, 2) == (counts.new, counts.changed, counts.gone, counts.rejected)
    await desk.asks(lee, ApplyImport(preview.id, preview.report.look))
    assert {"A1", "B1", "B2"} == await desk.live("A1", "B1", "B2", "B3")


async def test_nobody_else_sees_or_applies_the_file_of_somebody_limited(desk: Desk) -> None:
    lee, sam = await desk.coordinator("Haus"), await desk.coordinator("Werk")
    preview = await desk.sends(lee, rows("A1"))

    assert await desk.asks(sam, ApplyImport(preview.id, preview.report.look)) is False
    assert await desk.live("A1") == set()


async def test_what_is_missing_in_a_file_may_stay(desk: Desk) -> None:
    kim = await desk.coordinator()
    both = await desk.sends(kim, rows("A1", "A2"))
    await desk.asks(kim, ApplyImport(both.id, 1))
    one = await desk.sends(kim, rows("A1", "A3"))
    assert one.report.counts.gone == 1

    await desk.asks(kim, KeepMissing(one.id))

    kept = await desk.look(kim, one.id)
    assert (0, 1) == (kept.report.counts.gone, kept.report.counts.new)


async def test_a_file_that_does_not_say_whose_it_is_is_asked_about_once(desk: Desk) -> None:
    kim = await desk.coordinator()
    asked = await desk.sends(kim, CALENDAR, "kurse.ics")
    assert ImportState.ASKING is asked.state

    await desk.asks(kim, NameProvider(asked.id, name="Haus der Nadeln"))

    preview = await desk.look(kim, asked.id)
    assert (ImportState.WAITING, 1) == (preview.state, preview.report.counts.new)


async def test_who_coordinates_one_provider_is_not_asked_whose_it_is(desk: Desk) -> None:
    preview = await desk.sends(await desk.coordinator("Haus"), CALENDAR, "kurse.ics")

    assert (ImportState.WAITING, 1) == (preview.state, preview.report.counts.new)


HOSTILE: list[bytes | Exception] = [
    b"PK\x03\x04 no workbook",
    b"\xd0\xcf\x11\xe0",
    b"",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    b"{" * 90_000,
]
HOSTILE += [b"Titel;\xc3\xa4\xe4\n", TooLargeError(), TimeoutError()]


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
async def test_what_is_no_catalogue_is_refused_with_a_reason(desk: Desk, content: bytes | Exception) -> None:
    found = await desk.sends(await desk.coordinator(), content, "kurse.xlsx")

    assert ImportState.REFUSED is found.state
    assert all(flaw.reason for flaw in found.report.flaws)
    assert found.report.flaws


async def test_somebody_without_the_role_brings_nothing_in(desk: Desk) -> None:
    async with desk.database.transaction(NOW, SYSTEM) as tx:
        somebody = (await add_person(tx)).id

    assert await desk.asks(somebody, BringIn("file", "kurse.csv")) is None
    assert SourceRefusal.NOT_ALLOWED is await desk.asks(somebody, AddSource("https://kurse.example/a.csv"))
    assert SourceRefusal.NOT_ALLOWED is await desk.asks(
        await desk.coordinator("Haus"), AddSource("https://a.example/b")
    )


async def test_an_import_is_taken_back_from_the_chat(desk: Desk) -> None:
    kim = await desk.coordinator()
    preview = await desk.sends(kim, rows("A1"))
    await desk.asks(kim, ApplyImport(preview.id, 1))

    assert await desk.asks(kim, UndoImport(preview.id)) is True

    assert ImportState.UNDONE is (await desk.look(kim, preview.id)).state
    assert await desk.live("A1") == set()


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


async def test_something_new_at_an_address_waits_for_a_tap_and_is_told_once(desk: Desk) -> None:
    kim = await desk.coordinator()
    await source(desk)
    web = Web([Fetched("kurse.csv", rows("A1"), '"1"', ""), Fetched("kurse.csv", rows("A1"), '"1"', ""), None])

    for _ in range(3):
        await SourceWork(desk.bench, web).look()
        desk.at += timedelta(days=1)

    assert ["", '"1"', '"1"'] == web.asked
    assert [kim] == await desk.told(imports.TOLD)
    assert SourceOutcome.WAITING is await outcome(desk)
    assert await desk.live("A1") == set()


async def test_a_newer_file_takes_the_place_of_the_one_that_waits(desk: Desk) -> None:
    kim = await desk.coordinator()
    await source(desk)
    web = Web([Fetched("kurse.csv", rows("A1"), "", ""), Fetched("kurse.csv", rows("A1", "A2"), "", "")])
    for _ in range(2):
        await SourceWork(desk.bench, web).look()
        desk.at += timedelta(days=1)

    async with desk.database.reading(desk.at, SYSTEM) as tx:
        number = (await sources.listed(tx))[0].waiting_import
        page = await imports.page(tx, kim, 0, 5)
    assert [number] == [one.id for one in page.lines]
    assert page.lines[0].report.counts.new == 2


async def test_an_address_that_fails_is_tried_again_after_growing_pauses_and_told_once(desk: Desk) -> None:
    kim = await desk.coordinator()
    await source(desk)
    web = Web([FetchError(SourceOutcome.TOO_SLOW)])
    pauses = []
    for _ in range(5):
        await SourceWork(desk.bench, web).look()
        async with desk.database.reading(desk.at, SYSTEM) as tx:
            due = (await sources.listed(tx))[0].next_at
        pauses.append(due - desk.at)
        desk.at = due

    assert [timedelta(hours=hours) for hours in (1, 2, 4, 8, 16)] == pauses
    assert SourceOutcome.TOO_SLOW is await outcome(desk)
    assert [kim] == await desk.told(sources.TOLD)


async def test_an_address_without_a_catalogue_says_so(desk: Desk) -> None:
    await source(desk)

    await SourceWork(desk.bench, Web([Fetched("a.html", b"<html></html>", "", "")])).look()

    assert SourceOutcome.NO_FILE is await outcome(desk)


ADDRESSES = [
    "http://a.example/b",
    "https://me:word@a.example/",
    "https://a.example:8443/",
    "file:///etc/passwd",
    "x",
    "",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_addresses_with_https_are_taken(address: str) -> None:
    assert sources.valid(address) == ""
