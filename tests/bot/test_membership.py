"""Where the bot may announce beside private chats: known as soon as Telegram tells, and forgotten as soon."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from simulator.person import Person
from storage import groups
from storage.engine import SYSTEM
from tests.town import Town, open_town, sqlite_url


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(sqlite_url(tmp_path)) as opened:
        yield opened


async def known(town: Town) -> list[tuple[str, str, bool]]:
    """List where the bot may announce: title, kind, whether it is a topic."""
    async with town.database.reading(town.clock.now(), SYSTEM) as tx:
        return [(chat.title, chat.kind, chat.thread is not None) for chat in await groups.all(tx)]


def owner(town: Town) -> Person:
    """Somebody who owns groups."""
    return town.simulator.add_person("Amal", started=True)


async def test_a_group_that_makes_the_bot_administrator_can_be_announced_in(town: Town) -> None:
    amal = owner(town)
    group = town.simulator.add_group("Nachbarn", [amal])
    await group.sets_bot(amal, "member")
    await town.settle()
    assert [] == await known(town)

    await group.sets_bot(amal, "administrator")
    await town.settle()

    assert [("Nachbarn", "supergroup", False)] == await known(town)


async def test_a_channel_too(town: Town) -> None:
    amal = owner(town)
    channel = town.simulator.add_group("Neues", [amal], kind="channel")
    await channel.sets_bot(amal, "administrator")
    await town.settle()

    assert [("Neues", "channel", False)] == await known(town)


async def test_a_topic_opened_in_such_a_group_is_one_more(town: Town) -> None:
    amal = owner(town)
    group = town.simulator.add_group("Nachbarn", [amal], forum=True)
    await group.sets_bot(amal, "administrator")
    await group.opens_topic(amal, "Kurse")
    await town.settle()

    assert [("Kurse", "supergroup", True), ("Nachbarn", "supergroup", False)] == await known(town)


async def test_who_takes_the_rights_away_is_announced_in_no_more(town: Town) -> None:
    amal = owner(town)
    group = town.simulator.add_group("Nachbarn", [amal])
    await group.sets_bot(amal, "administrator")
    await town.settle()

    await group.sets_bot(amal, "left")
    await town.settle()

    assert [] == await known(town)


async def test_a_group_that_becomes_a_supergroup_is_known_by_its_new_number(town: Town) -> None:
    amal = owner(town)
    group = town.simulator.add_group("Nachbarn", [amal], kind="group")
    await group.sets_bot(amal, "administrator")
    await town.settle()

    await group.upgrades(amal)
    await town.settle()

    assert [("Nachbarn", "supergroup", False)] == await known(town)
