"""A database with as many people as are wanted, who agreed to news, and announcements for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select

from benchmarks.readers import MARK
from storage import announcements, ledger
from storage.engine import COMMAND, Database, Transaction
from storage.people import address_index
from storage.records.announcements import Ready, Rules
from storage.records.deliveries import Progress
from storage.sample.trial import open_trial
from storage.tables import addresses, participants, subscriptions

LANGUAGES = ("de", "de", "de", "de@easy", "en", "ar")
PORTION = 5000
KEY = "key"
"""the file in which the key lies, for each process that opens the database"""
TEXT = "Am Samstag ab 14 Uhr, für alle, mit Musik, Essen und Spielen. Der Eintritt ist frei."
NOBODY_AGREES_FIRST = 10**9


def noon_zone() -> ZoneInfo:
    """Name a zone where it is about noon now: at night a run rests."""
    behind = datetime.now(UTC).hour - 12
    return ZoneInfo(f"Etc/GMT{behind:+d}" if behind else "Etc/GMT")


def url_in(folder: str) -> str:
    """Name the database in a folder."""
    return f"sqlite+aiosqlite:///{Path(folder)}/town.db"


async def open_filled(folder: str, key: str, chats: Sequence[int], per_second: float = 25.0) -> Database:
    """Make and open a database in which these chats are people who want news."""
    now = datetime.now(UTC)
    (Path(folder) / KEY).write_text(key)
    await (await open_trial(url_in(folder), now, [key])).close()
    database = await open_again(folder, per_second)
    for some in portions(chats):
        async with database.transaction(now, COMMAND) as tx:
            await add(tx, some)
    return database


async def open_again(folder: str, per_second: float = 25.0) -> Database:
    """Open the database of a folder."""
    key = (Path(folder) / KEY).read_text()
    rules = Rules(approval_above=NOBODY_AGREES_FIRST, per_second=per_second)
    return await Database.open(url_in(folder), [key], timezone=noon_zone().key, rules=rules)


def portions(chats: Sequence[int]) -> Iterator[Sequence[int]]:
    """Cut a long list."""
    return (chats[begin : begin + PORTION] for begin in range(0, len(chats), PORTION))


async def add(tx: Transaction, chats: Sequence[int]) -> None:
    """Add people."""
    first = (await tx.connection.scalar(select(func.max(participants.c.id))) or 0) + 1
    people = range(first, first + len(chats))
    person = {
        "tenant_id": tx.tenant_id,
        "language_chosen": True,
        "privacy_seen_at": tx.now,
        "remind_days": 1,
        "remind_hours": 2,
        "created_at": tx.now,
    }
    await tx.connection.execute(
        insert(participants), [person | {"id": each, "language": LANGUAGES[each % len(LANGUAGES)]} for each in people]
    )
    await tx.connection.execute(
        insert(addresses),
        [
            {
                "participant_id": each,
                "channel_id": tx.channel_id,
                "address": str(chat),
                "address_index": address_index(tx, str(chat)),
            }
            for each, chat in zip(people, chats, strict=True)
        ],
    )
    agreed = {
        "agreed_at": tx.now,
        "frequency": "at_once",
        "any_topic": True,
        "any_quarter": True,
        "any_audience": True,
        "changed_at": tx.now,
    }
    await tx.connection.execute(insert(subscriptions), [agreed | {"participant_id": each} for each in people])


async def announce(database: Database) -> int:
    """Announce something to everybody who wants news; tells its number."""
    async with database.transaction(datetime.now(UTC), COMMAND) as tx:
        made = await announcements.start(tx, None)
        assert isinstance(made, Ready)
        number = made.announcement_id
        await announcements.write(tx, number, "de", MARK, TEXT, by=None)
        for language in set(LANGUAGES) - {"de"}:
            await announcements.accept_fallback(tx, number, language, by=None)
        written = await announcements.read(tx, ("de",), number)
        assert written is not None
        submitted = await announcements.submit(tx, number, written.revision, by=None)
        assert isinstance(submitted, Ready), submitted
    return number


async def progress(database: Database, number: int) -> Progress:
    """Read how far an announcement is."""
    async with database.reading(datetime.now(UTC), COMMAND) as tx:
        found = await ledger.progress(tx, number)
    assert found is not None
    return found
