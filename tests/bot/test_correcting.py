"""What was announced is corrected in place and deleted for everyone, each message once, whatever became of it meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from simulator.faults import Faults
from storage import announcements, groups
from storage.records.announcements import Media, Objection, Refusal
from storage.records.audiences import Audience
from tests.bot.newsroom import TITLE, Newsroom, news_of
from tests.town import open_town, sqlite_url

CORRECTED = "Am Samstag beginnt ein neuer Kurs."


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with open_town(sqlite_url(tmp_path)) as town:
        yield Newsroom(town)


async def test_a_correction_edits_every_message_that_was_sent(room: Newsroom) -> None:
    people = await room.subscribers(5)
    number = await room.announce()
    await room.work()

    await room.correct(number, CORRECTED)
    await room.work("correct")

    assert [1] * 5 == [len(news_of(person)) for person in people]
    assert all(CORRECTED in person.received[-1].text for person in people)
    assert 0 == (await room.progress(number)).correcting


async def test_a_correction_reaches_what_stands_below_a_photo(room: Newsroom) -> None:
    person = await room.subscriber()
    number = await room.announce(media=Media("photo", await room.photo(person)))
    await room.work()

    await room.correct(number, CORRECTED)
    await room.work("correct")

    assert CORRECTED in person.received[-1].body["caption"]


async def test_who_comes_later_in_a_run_gets_the_corrected_text_at_once(room: Newsroom) -> None:
    person = await room.subscriber()
    number = await room.announce()
    await room.correct(number, CORRECTED)

    await room.work()

    assert CORRECTED in person.received[-1].text
    assert 0 == (await room.progress(number)).correcting


async def test_a_message_that_is_gone_is_counted_and_not_tried_again(room: Newsroom) -> None:
    person = await room.subscriber()
    number = await room.announce()
    await room.work()
    person.received[-1].deleted = True

    await room.correct(number, CORRECTED)
    await room.work("correct")

    assert Counter({("sent", "not_corrected"): 1}) == await room.fates(number)
    assert 0 == (await room.progress(number)).correcting


async def test_a_correction_that_nobody_confirmed_is_made_again_and_does_no_harm(room: Newsroom) -> None:
    person = await room.subscriber()
    number = await room.announce()
    await room.work()
    room.town.simulator.set_network(faults=Faults(drop_after=1000))
    await room.correct(number, CORRECTED)
    await room.work("correct")
    assert 1 == (await room.progress(number)).correcting
    room.town.simulator.set_network(faults=Faults())
    await room.expire_claims()

    await room.work("correct")

    assert CORRECTED in person.received[-1].text
    assert 0 == (await room.progress(number)).correcting


async def test_deleting_takes_it_off_every_phone(room: Newsroom) -> None:
    people = await room.subscribers(4)
    number = await room.announce()
    await room.work()

    await room.change(announcements.delete_sent, number)
    await room.work("correct")

    assert [0] * 4 == [len(news_of(person)) for person in people]
    assert 0 == (await room.progress(number)).deleting


async def test_topics_of_one_group_are_deleted_in_one_call(room: Newsroom) -> None:
    group, _topic = await room.group()
    async with room.looking() as tx:
        known = await groups.all(tx)
    number = await room.announce(audience=Audience(chats=tuple(chat.id for chat in known), everyone=False))
    await room.work()

    await room.change(announcements.delete_sent, number)
    await room.work("correct")

    assert [] == [message for message in group.messages if TITLE in message.text and not message.deleted]
    assert (1, 0) == (room.town.simulator.counts["deleteMessages"], room.town.simulator.counts["deleteMessage"])


async def test_what_is_older_than_two_days_stays(room: Newsroom) -> None:
    person = await room.subscriber()
    number = await room.announce()
    await room.work()
    room.town.clock.move(timedelta(hours=49).total_seconds())

    refused = await room.change(announcements.delete_sent, number)

    assert Refusal(Objection.TOO_LATE) == refused
    assert 1 == len(news_of(person))
