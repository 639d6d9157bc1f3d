"""Sealing: nothing readable in the file, found again by its index, and keys that can be changed."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from storage import people, schema, tables
from storage.engine import SYSTEM, Database
from storage.sealed import Sealer, WrongKeyError
from storage.sealing import rotate
from tests.storage.rows import add, add_participant

SECRETS = ("4711000815", "Rosalinde", "one more word")


def new_key() -> str:
    """Make a Fernet key."""
    return Fernet.generate_key().decode()


async def fill(database: Database, now: datetime) -> int:
    """Write something into every sealed column; tells the participant."""
    address, name, words = SECRETS
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_participant(tx, address)
        await people.attendee(tx, me, name, False, False)
        shared = {"channel_id": tx.channel_id}
        index = people.address_index(tx, address)
        await add(
            tx,
            tables.conversations,
            **shared,
            participant_id=me,
            key_index=index,
            stack=words,
            revision=0,
            changed_at=now,
        )
        await add(
            tx,
            tables.inbox,
            **shared,
            external_id=1,
            conversation_index=index,
            payload=words,
            status="new",
            attempts=0,
            received_at=now,
        )
    return me


async def test_what_is_sealed_comes_back(database: Database, now: datetime) -> None:
    await fill(database, now)
    async with database.reading(now, SYSTEM) as tx:
        stack = (await tx.connection.execute(select(tables.conversations.c.stack))).scalar_one()

    assert "one more word" == stack


async def test_nothing_personal_is_readable_in_the_file(database: Database, database_url: str, now: datetime) -> None:
    await fill(database, now)
    raw = await bytes_of(database, database_url, now)

    assert [] == [secret for secret in SECRETS if secret.encode() in raw]
    assert b"Europe/Berlin" in raw


async def bytes_of(database: Database, url: str, now: datetime) -> bytes:
    """Read everything an engine wrote: SQLite's files, or what PostgreSQL holds in every table."""
    if not database.is_postgres:
        path = Path(make_url(url).database or "")
        return b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))
    dumped = b""
    async with database.reading(now, SYSTEM) as tx:
        for table in tables.metadata.sorted_tables:
            rows = await tx.connection.execute(text(f"SELECT t::text FROM {table.name} AS t"))  # noqa: S608 - our names
            dumped += "\n".join(rows.scalars()).encode()
    # A bytea is written in hexadecimal.
    return dumped + b"".join(bytes.fromhex(part) for part in hexadecimal(dumped.decode()))


def hexadecimal(dumped: str) -> list[str]:
    """Find the bytes that a dump writes in hexadecimal."""
    starts = dumped.split("\\x")[1:]
    return [
        part[: next((at for at, sign in enumerate(part) if sign not in "0123456789abcdef"), None)] for part in starts
    ]


async def test_an_erased_row_leaves_nothing_in_a_sqlite_file(tmp_path: Path, now: datetime) -> None:
    key = (new_key(),)
    url = f"sqlite+aiosqlite:///{tmp_path / 'one.db'}"
    await schema.migrate(url, key)
    database = await Database.open(url, key)
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_participant(tx, "4711", "language-of-one")
    async with database.transaction(now, SYSTEM) as tx:
        await tx.connection.execute(tables.participants.delete().where(tables.participants.c.id == me))
    await database.close()
    with sqlite3.connect(tmp_path / "one.db") as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()

    assert b"language-of-one" not in (tmp_path / "one.db").read_bytes()


@pytest.mark.parametrize(
    "compare", [lambda column: column == "Kim", lambda column: column.like("K%"), lambda column: column.in_(["Kim"])]
)
def test_a_sealed_column_refuses_to_be_compared(compare: object) -> None:
    with pytest.raises(TypeError, match="index"):
        compare(tables.attendees.c.name)  # type: ignore[operator] # one of the functions above


def test_a_sealed_column_may_be_asked_whether_it_is_empty() -> None:
    assert "conversations.stack IS NULL" == str(tables.conversations.c.stack.is_(None))


def test_two_sealings_of_one_value_differ() -> None:
    sealer = Sealer([new_key()])

    assert sealer.seal(b"Kim") != sealer.seal(b"Kim")


def test_an_index_depends_on_value_purpose_and_database() -> None:
    one, other = Sealer([new_key()]), Sealer([new_key()])
    for sealer in (one, other):
        sealer.use_index_key(Sealer.new_index_key())
    indexes = {
        one.index("name", "kim"),
        one.index("name", "lea"),
        one.index("address", "kim"),
        other.index("name", "kim"),
    }

    assert 4 == len(indexes)
    assert one.index("name", "kim") in indexes


def test_there_is_no_index_before_its_key_was_read() -> None:
    with pytest.raises(RuntimeError, match="index key"):
        Sealer([new_key()]).index("name", "kim")


def test_another_key_opens_nothing() -> None:
    with pytest.raises(WrongKeyError, match="QUARTIERBOT_SECRET_KEY"):
        Sealer([new_key()]).open(Sealer([new_key()]).seal(b"Kim"))


async def test_with_the_new_key_first_and_the_old_one_after_it_everybody_is_found(
    database: Database, database_url: str, keys: tuple[str, ...], now: datetime
) -> None:
    me = await fill(database, now)
    later = await Database.open(database_url, [new_key(), *keys])
    async with later.transaction(now, SYSTEM) as tx:
        found = await people.greet(tx, SECRETS[0], "de")
        names = [attendee.name for attendee in await people.attendees(tx, me)]
    await later.close()

    assert (found.id, names) == (me, [SECRETS[1]])


async def test_after_rotating_the_new_key_is_enough_and_every_index_is_as_it_was(
    database: Database, database_url: str, keys: tuple[str, ...], now: datetime
) -> None:
    key = new_key()
    me = await fill(database, now)
    index = database.sealer.index("address", SECRETS[0])
    rotating = await Database.open(database_url, [key, *keys])
    assert 4 == await rotate(rotating, now)
    await rotating.close()
    later = await Database.open(database_url, [key])
    async with later.transaction(now, SYSTEM) as tx:
        found = await people.greet(tx, SECRETS[0], "de")
        stack = (await tx.connection.execute(select(tables.conversations.c.stack))).scalar_one()
    indexed = later.sealer.index("address", SECRETS[0])
    await later.close()

    assert (found.id, stack, indexed) == (me, SECRETS[2], index)


async def test_after_rotating_the_old_key_opens_nothing(
    database: Database, database_url: str, keys: tuple[str, ...], now: datetime
) -> None:
    await fill(database, now)
    rotating = await Database.open(database_url, [new_key(), *keys])
    await rotate(rotating, now)
    await rotating.close()
    with pytest.raises(WrongKeyError):
        await Database.open(database_url, keys)


async def test_rotating_leaves_what_is_empty_empty(database: Database, keys: tuple[str, ...], now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_participant(tx)
        await add(
            tx,
            tables.conversations,
            channel_id=tx.channel_id,
            participant_id=me,
            key_index=b"1",
            stack=None,
            revision=0,
            changed_at=now,
        )
    await rotate(database, now)
    async with database.reading(now, SYSTEM) as tx:
        assert (await tx.connection.execute(select(tables.conversations.c.stack))).scalar_one() is None
