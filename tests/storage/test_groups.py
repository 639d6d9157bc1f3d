"""Group chats: where the bot may announce, by what it is there."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from storage import groups
from storage.engine import SYSTEM, Database, Transaction
from storage.records.announcements import GroupChat
from storage.records.audiences import Audience
from storage.tables import group_chats
from tests.storage.announcing import claim, run


async def meet(tx: Transaction, address: str = "-100", status: str = "administrator", thread: int | None = None) -> int:
    """Meet a chat."""
    return await groups.meet(tx, address, f"Chat {address}", "supergroup", status, thread)


async def test_a_chat_is_met_once_and_its_newest_title_holds(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        first = await meet(tx)
        again = await groups.meet(tx, "-100", "Renamed", "supergroup", "administrator")

        assert (first, (GroupChat(first, "Renamed", "supergroup"),)) == (again, await groups.all(tx))


async def test_a_topic_is_a_chat_of_its_own(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        whole, topic = await meet(tx), await meet(tx, thread=7)

        assert [(whole, None), (topic, 7)] == [(chat.id, chat.thread) for chat in await groups.all(tx)]


@pytest.mark.parametrize("status", ["member", "left", "kicked", "restricted"])
async def test_the_bot_announces_only_where_it_is_administrator(database: Database, now: datetime, status: str) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await meet(tx, status=status)

        assert () == await groups.all(tx)


async def test_what_the_bot_is_in_a_chat_holds_for_its_topics(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await meet(tx, thread=7)
        await meet(tx, "-200")
        await groups.left(tx, "-100")

        assert ["Chat -200"] == [chat.title for chat in await groups.all(tx)]


async def test_a_group_that_moved_to_a_chat_that_is_known_is_there_once(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        old = await meet(tx, "-1")
        await meet(tx, "-100")
        await groups.migrated(tx, "-1", "-100")

        assert [old] == [chat.id for chat in await groups.all(tx)]


@pytest.mark.parametrize("told", [1, 2])
async def test_what_waits_for_a_group_goes_to_its_new_address_though_that_was_heard_of_first(
    database: Database, now: datetime, told: int
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        chosen = await meet(tx, "-1")
        number = await run(tx, Audience(chats=(chosen,), everyone=False))
        await groups.left(tx, "-1")
        await meet(tx, "-100")
        for _ in range(told):
            await groups.migrated(tx, "-1", "-100")

        assert ["-100"] == [recipient.address for recipient in await claim(tx, number)]


async def test_addresses_and_titles_are_sealed(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await meet(tx)
        raw = [type_coerce(group_chats.c[name], LargeBinary) for name in ("address", "title")]
        stored = (await tx.connection.execute(select(*raw))).one()

    assert all(b"-100" not in bytes(value) for value in stored)
