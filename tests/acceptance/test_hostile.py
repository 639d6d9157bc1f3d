"""Whatever comes, forged, broken or in floods: nobody else waits for it, and nothing is learned or changed by it."""

from __future__ import annotations

import asyncio
import logging
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from bot import delivery, turns
from bot.pacing import Pacer
from locales.text import _
from simulator.faults import Faults
from storage.engine import SYSTEM
from storage.sealed import Sealer, WrongKeyError
from storage.tables import addresses, inbox
from tests.acceptance.crowd import is_notice
from tests.acceptance.forging import Body, forge, message_of, sender_of
from tests.acceptance.walkers import Resident, looking, resident, slot
from tests.storage.conftest import Postgres, run_apart
from tests.town import Town, open_town, sqlite_url

HELP = _("How it works")
PICTURES = _("I cannot read pictures, voice messages or files. Please tap a button.")
NOWHERE: Body = {"latitude": float("nan"), "longitude": 6.1}
BEYOND = 2**70


async def is_still_served(town: Town, somebody: Resident) -> bool:
    """Say whether the bot answers somebody who did nothing wrong."""
    before = len(somebody.person.received)
    await somebody.says("/help")
    return len(somebody.person.received) > before and somebody.words(HELP) in somebody.screen.text


@pytest.mark.parametrize(
    "strange",
    [
        {"text": None, "location": NOWHERE},
        {"text": None, "location": {"latitude": 1e308, "longitude": 6.1}},
        {"text": None, "location": {"latitude": 91.0, "longitude": 6.1}},
        {"date": None},
        {"entities": "nonsense"},
        {"forward_origin": {"type": "hidden_user"}},
    ],
    ids=["no-number", "huge", "beyond-the-pole", "no-date", "no-entities", "no-origin"],
)
async def test_a_message_that_nobody_can_read_is_answered_and_holds_up_nobody(town: Town, strange: Body) -> None:
    sender, other = await resident(town, "de"), await resident(town, "en", "Robin")

    forge(town, "message", message_of(sender.person, **strange))
    await town.settle()

    assert sender.words(PICTURES) in sender.latest.text
    assert await is_still_served(town, other)


@pytest.mark.parametrize(
    "strange",
    [
        {"text": "kurs \ud800"},
        {"text": "kurs \x00 \u202e"},
        {"from": {"id": 1, "is_bot": False, "first_name": "\udfff", "language_code": "xx-\udfff"}},
        {"from": {"id": 1, "is_bot": False, "first_name": None, "language_code": None}},
    ],
    ids=["half-a-character", "nul", "half-a-name", "no-name"],
)
async def test_signs_that_no_database_takes_are_answered_and_hold_up_nobody(town: Town, strange: Body) -> None:
    sender, other = await resident(town, "de"), await resident(town, "en", "Robin")
    before = len(sender.person.received)

    forge(town, "message", message_of(sender.person, **strange))
    await town.settle()

    assert len(sender.person.received) > before
    assert await is_still_served(town, other)


@pytest.mark.parametrize("kind", ["poll", "my_chat_member", "callback_query", "message"])
async def test_an_update_without_anything_in_it_holds_up_nobody(town: Town, kind: str) -> None:
    other = await resident(town, "de")

    forge(town, kind, {})

    assert await is_still_served(town, other)


@pytest.mark.parametrize("chat", [BEYOND, -BEYOND, "nobody"])
async def test_a_chat_with_an_impossible_number_holds_up_nobody(town: Town, chat: object) -> None:
    other = await resident(town, "de")

    forge(town, "message", message_of(other.person, chat={"id": chat, "type": "private"}))

    assert await is_still_served(town, other)


async def test_what_cannot_be_read_is_not_written_into_the_log(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    somebody = await resident(town, "de")

    with caplog.at_level(logging.WARNING):
        forge(town, "message", message_of(somebody.person, text="Zwiebelkuchen", entities="nonsense"))
        await town.settle()

    assert "an update could not be read" in caplog.text
    assert [] == [word for word in ("Zwiebelkuchen", str(somebody.person.id)) if word in caplog.text]


async def test_numbers_that_count_on_from_below_are_answered(town: Town) -> None:
    somebody = await resident(town, "de")
    await somebody.says("/settings")
    await town.simulator.await_bot()

    forge(town, "message", message_of(somebody.person), number=17)
    await town.settle()

    assert somebody.words(HELP) in somebody.screen.text


async def test_a_number_that_was_used_a_week_ago_is_new(town: Town) -> None:
    somebody = await resident(town, "de")
    used = forge(town, "message", message_of(somebody.person, text="/settings"))
    await town.settle()
    town.clock.move(timedelta(days=7).total_seconds())
    await town.app._forget()

    forge(town, "message", message_of(somebody.person), number=used)
    await town.settle()

    assert somebody.words(HELP) in somebody.screen.text


@pytest.mark.parametrize("status", ["kicked", "left", "member"])
async def test_nobody_is_remembered_for_blocking_the_bot(town: Town, status: str) -> None:
    stranger = town.simulator.add_person("Robin", "en")
    member = {"user": {"id": 7, "is_bot": True, "first_name": "Bot"}, "status": status, "until_date": 0}
    change = {"chat": {"id": stranger.id, "type": "private"}, "from": sender_of(stranger), "date": 1}

    forge(town, "my_chat_member", {**change, "old_chat_member": member, "new_chat_member": member})
    await town.settle()

    async with looking(town) as tx:
        assert [] == list(await tx.connection.execute(select(addresses.c.id)))
        assert ["answered"] == list(await tx.connection.scalars(select(inbox.c.status)))


BIG = ("0", "-1", "2147483648", "999999999999999999", "-999999999999999999", "9" * 30)
FORGED = (
    "find.1.page.{}",
    "find.1.topics.{}",
    "find.1.ask.where.{}",
    "find.1.pick.weekday.{}",
    "find.1.pick.quarter.x{}",
    "offering.1.show.{}",
    "offering.1.dates.1.{}",
    "offering.1.remind.1.{}",
    "offering.1.map.1.{}",
    "offering.1.calendar.{}",
    "register.1.start.{}",
    "register.1.start.1.{}",
    "register.1.answer.1.session.{}.1",
    "register.1.calendar.{}",
    "register.1.earlier.1.{}",
    "my_registrations.1.open.{}",
    "my_registrations.1.page.{}",
    "my_registrations.1.really.{}",
    "my_registrations.1.coming.{0}.{0}",
    "my_registrations.1.away.{0}.{0}",
    "my_registrations.1.take.{}",
    "my_registrations.1.really_leave.{}",
    "my_registrations.1.forget.{}",
    "interest.1.offering.{}",
    "interest.1.page.topic.{}",
    "interest.1.send.{}",
    "settings.1.remind.{0}.{0}",
    "settings.1.remind.{0}",
    "choose_language.1.pick.{}",
    "invitation.1.redeem.{}",
)


async def forge_taps(town: Town, somebody: Resident) -> None:
    """Tap buttons that no screen has, with numbers nobody has."""
    for number in BIG:
        for data in FORGED:
            town.simulator.forge_tap(somebody.person, somebody.screen.message_id, data.format(number))
            await town.settle()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name an empty database of each engine."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    server: Postgres = request.getfixturevalue("postgres")
    return run_apart(server.create())


async def test_no_forged_number_makes_a_turn_fail(url: str, caplog: pytest.LogCaptureFixture) -> None:
    async with open_town(url) as town:
        somebody = await resident(town)

        with caplog.at_level(logging.WARNING):
            await forge_taps(town, somebody)

        assert [] == [record.getMessage() for record in caplog.records]
        assert {} == town.simulator.world.queries


# -- what one person does to another


async def one_more(somebody: Resident, before: int) -> None:
    """Wait until somebody has got one more message."""
    while len(somebody.person.received) <= before:
        await somebody.person.receives(1)


async def due(town: Town, *people: Resident) -> None:
    """Give people a place each, and let all their reminders be due."""
    for somebody, session in zip(people, ("UN-01-01", "UN-01-02"), strict=False):
        place = await slot(town, session)
        await somebody.registers(place.offering, *place.answers)
    async with town.database.transaction(town.clock.now(), SYSTEM) as tx:
        await tx.connection.execute(text("UPDATE outbox SET due_at = '2026-11-30 07:00:00.000000'"))


async def test_a_chat_that_is_kept_busy_holds_up_nobody_elses_notice(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PATIENCE_S", 0.05)
    flooder, other = await resident(town, "de"), await resident(town, "en", "Robin")
    town.app.ticks._open = False
    await due(town, flooder, other)
    town.app.screens.pacer = Pacer(1000)
    town.app.screens.pacer.flooded(flooder.person.id, 600)
    before = len(other.person.received)

    async with asyncio.timeout(10):
        await town.app.delivery.deliver_due()

    assert before + 1 == len(other.person.received)
    assert {"waiting": 1, "sent": 1} == {name: n for name, n in (await town.outbox_counts()).items() if n}


@asynccontextmanager
async def resealed(folder: Path, table: str, column: str) -> AsyncIterator[None]:
    """Seal a column of a table's first row with a key that nobody has, and put it back."""
    query = f"SELECT id, {column} FROM {table} ORDER BY id LIMIT 1"  # noqa: S608 - names of ours
    change = f"UPDATE {table} SET {column} = ? WHERE id = ?"  # noqa: S608 - names of ours
    with closing(sqlite3.connect(folder / "town.db", timeout=10, isolation_level=None)) as database:
        number, sealed = database.execute(query).fetchone()
        database.execute(change, (Sealer([Fernet.generate_key()]).seal(b"[]"), number))
        yield
        database.execute(change, (sealed, number))


async def test_what_was_sealed_with_another_key_waits_for_it_and_holds_up_nobody(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "REST_S", 0.05)
    first, other = await resident(town, "de"), await resident(town, "en", "Robin")
    before = len(other.person.received)
    async with resealed(tmp_path, "conversations", "stack"):
        await first.person.says("/help")
        await other.person.says("/help")
        await one_more(other, before)

    await town.settle()

    assert other.words(HELP) in other.screen.text
    assert first.words(HELP) in first.screen.text


async def test_a_notice_to_a_chat_sealed_with_another_key_holds_up_no_other(town: Town, tmp_path: Path) -> None:
    first, other = await resident(town, "de"), await resident(town, "en", "Robin")
    town.app.ticks._open = False
    await due(town, first, other)

    async with resealed(tmp_path, "addresses", "address"):
        await town.app.delivery.deliver_due()

    assert {"claimed": 1, "sent": 1} == {name: n for name, n in (await town.outbox_counts()).items() if n}


# -- a database in trouble


@asynccontextmanager
async def read_only(town: Town) -> AsyncIterator[None]:
    """Let nothing be written for a while, as on a disk that the system set read-only."""
    await set_read_only(town, on=True)
    try:
        yield
    finally:
        await set_read_only(town, on=False)


async def set_read_only(town: Town, *, on: bool) -> None:
    """Let the writer write or not."""
    writer = town.database._writer
    assert writer is not None
    driver = (await writer.get_raw_connection()).driver_connection
    assert driver is not None
    await driver.execute(f"PRAGMA query_only = {'ON' if on else 'OFF'}")


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again soon."""
    monkeypatch.setattr(turns, "PAUSE_S", 0.02)
    monkeypatch.setattr(delivery, "WRITE_PAUSES_S", (0.02,) * 500)
    monkeypatch.setattr("bot.receive.PAUSES_S", (0.02,))


@pytest.mark.usefixtures("brief")
async def test_what_comes_while_nothing_can_be_written_is_answered_afterwards(town: Town) -> None:
    somebody = await resident(town)
    async with read_only(town):
        await somebody.person.says("/help")
        await asyncio.sleep(0.2)

    await town.settle()

    assert somebody.words(HELP) in somebody.screen.text


@pytest.mark.usefixtures("brief")
async def test_a_screen_waits_for_a_database_that_fails_between_turn_and_answer(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = await resident(town, "de")
    prepare = town.app.turns.answers.prepare
    fail = iter((True, True, False))

    async def prepare_later(answers: list[object]) -> list[object]:
        if next(fail, False):
            raise OperationalError("SELECT", None, sqlite3.OperationalError("disk I/O error"))
        return await prepare(answers)  # type: ignore[arg-type, return-value] # passed on

    monkeypatch.setattr(town.app.turns.answers, "prepare", prepare_later)
    await somebody.says("/help")

    assert somebody.words(HELP) in somebody.screen.text


@pytest.mark.usefixtures("brief")
async def test_what_was_sent_while_nothing_could_be_written_is_sent_once_and_not_unknown(town: Town) -> None:
    somebody = await resident(town, "de")
    town.app.ticks._open = False
    await due(town, somebody)
    before = len(somebody.person.received)
    town.simulator.set_network(faults=Faults(slow=1000, slow_s=0.3))

    sending = asyncio.create_task(town.app.delivery.deliver_due())
    await one_more(somebody, before)
    async with read_only(town):
        await asyncio.sleep(0.5)
    await sending

    assert before + 1 == len(somebody.person.received)
    assert {"sent": 1} == {name: n for name, n in (await town.outbox_counts()).items() if n}


# -- who was forgotten


async def test_neither_file_nor_log_keeps_anything_of_who_was_forgotten(town: Town, tmp_path: Path) -> None:
    name = "Zwetschgenmus"
    somebody, place = await resident(town, "de", name), await slot(town, "UN-01-01")
    await somebody.registers(place.offering, *place.answers)
    await somebody.says("/privacy")

    await somebody.go("settings.erase", "settings.really_erase")
    await town.app._wipe()

    kept = b" ".join(opened(town, tmp_path))
    assert [] == [word for word in (name, str(somebody.person.id)) if word.encode() in kept]
    assert town.database.sealer.index("chat", str(somebody.person.id)) not in files_of(tmp_path)


def files_of(folder: Path) -> bytes:
    """Read the database's file, its write-ahead log and what else lies beside."""
    return b" ".join(file.read_bytes() for file in folder.iterdir())


def opened(town: Town, folder: Path) -> Iterator[bytes]:
    """Open whatever was sealed and still lies anywhere in the files."""
    for found in re.findall(rb"gAAAAA[\w-]{60,}={0,2}", files_of(folder)):
        with suppress(WrongKeyError):
            yield town.database.sealer.open(found)


async def test_who_blocks_the_bot_after_being_forgotten_stays_forgotten(town: Town) -> None:
    somebody = await resident(town)
    await somebody.says("/privacy")
    await somebody.go("settings.erase", "settings.really_erase")

    await somebody.person.blocks()
    await town.settle()

    async with looking(town) as tx:
        assert [] == list(await tx.connection.execute(select(addresses.c.id)))


async def test_who_was_forgotten_while_a_reminder_was_under_way_gets_no_second_one(town: Town) -> None:
    somebody, other = await resident(town, "de"), await resident(town, "en", "Robin")
    town.app.ticks._open = False
    await due(town, somebody, other)
    await somebody.says("/privacy")
    await somebody.go("settings.erase")
    before = len(somebody.person.received)
    town.simulator.set_network(faults=Faults(slow=1000, slow_s=0.3))

    sending = asyncio.create_task(town.app.delivery.deliver_due())
    await one_more(somebody, before)
    town.simulator.forge_tap(somebody.person, somebody.screen.message_id, "settings.1.really_erase")
    await sending
    await town.settle()
    town.simulator.set_network(faults=Faults())
    await town.deliver()

    assert [True] == [is_reminder for is_reminder in map(is_notice, said(somebody)[before:]) if is_reminder]


def said(somebody: Resident) -> list[str]:
    """List what the bot said."""
    return [message.text for message in somebody.person.received]
