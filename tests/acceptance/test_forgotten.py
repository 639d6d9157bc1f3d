"""Whoever is forgotten is forgotten: in the files, in what is under way, and when they come back or block the bot."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from simulator.faults import Faults
from storage.sealed import WrongKeyError
from storage.tables import addresses, inbox
from tests.acceptance.crowd import is_notice
from tests.acceptance.forging import due, forge, one_more, said, sender_of
from tests.acceptance.walkers import looking, resident, slot
from tests.town import Town


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
