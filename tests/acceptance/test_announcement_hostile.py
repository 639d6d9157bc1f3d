"""Announcements while the world is hostile: whatever happens in the midst of a run, everybody gets it once, and as it is."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from telegram import Bot
from telegram.error import BadRequest

from bot.announcing import REFUSALS
from bot.letters import Sort
from bot.sending import Message
from storage import announcements, erasure, groups, news
from storage.engine import SYSTEM, Actor
from storage.records.announcements import Frequency, Media, State
from storage.records.audiences import Audience
from storage.tables import offerings
from tests.bot.newsroom import Newsroom, news_of
from tests.town import open_town, sqlite_url

CORRECTED = "Am Samstag beginnt ein neuer Kurs."


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with open_town(sqlite_url(tmp_path)) as town:
        yield Newsroom(town)


class Slow:
    """Holds every announcement on its way to Telegram until it may arrive."""

    def __init__(self, room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
        self.under_way, self.go_on = asyncio.Event(), asyncio.Event()
        send = Message.send

        async def held(message: Message, *args: object, **options: object) -> int:
            self.under_way.set()
            await self.go_on.wait()
            return await send(message, *args, **options)  # type: ignore[arg-type] # handed on as it came

        monkeypatch.setattr(Message, "send", held)


async def test_what_is_on_its_way_while_it_is_corrected_is_corrected_too(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await room.subscriber()
    number = await room.announce()
    slow = Slow(room, monkeypatch)
    working = asyncio.create_task(room.work())
    await slow.under_way.wait()

    await room.correct(number, CORRECTED)
    async with room.town.database.transaction(room.town.clock.now(), SYSTEM) as tx:
        await room.town.app.announcing._look(tx)  # as the next round does
    slow.go_on.set()
    await working
    await room.work("correct")

    assert CORRECTED in person.received[-1].text


async def test_a_correction_that_cannot_be_said_holds_up_no_other(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await room.subscriber()
    broken, whole = await room.announce("kaputt"), await room.announce("ganz")
    await room.work()
    original = room.town.app.correcting.letters._made

    async def made(sort: Sort) -> Message | None:
        if sort.announcement_id == broken:
            raise ValueError("this one cannot be said")
        return await original(sort)

    monkeypatch.setattr(room.town.app.correcting.letters, "_made", made)
    await room.correct(broken, CORRECTED)
    await room.correct(whole, CORRECTED)
    await room.work("correct")

    assert 1 == sum(CORRECTED in text for text in news_of(person))


async def test_what_was_planned_for_a_day_long_over_is_missed_and_not_sent(room: Newsroom) -> None:
    person = await room.subscriber()
    number = await room.draft()
    planned = room.town.clock.now().replace(hour=10)
    await room.change(announcements.set_time, number, planned)
    await room.submit(number)

    room.town.clock.move(5 * 24 * 3600)  # nobody's computer was on
    await room.work()
    await room.work()

    assert [] == news_of(person)
    assert Counter({("missed", "too_late"): 1}) == await room.fates(number)
    assert State.DONE is await room.state(number)


async def test_a_picture_that_telegram_refuses_does_not_use_up_the_run(room: Newsroom) -> None:
    people_ = await room.subscribers(20)
    number = await room.announce(media=Media("photo", "no-such-file"))

    await room.work()

    assert [] == [text for person in people_ for text in news_of(person)]
    assert {"waiting", "claimed"} >= {fate for fate, _reason in await room.fates(number)}
    assert State.PAUSED is await room.state(number)


async def test_one_whom_telegram_refuses_keeps_nobody_else_waiting(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    people_ = await room.subscribers(12)
    send = Message.send

    async def refused(message: Message, bot: Bot, chat: int, **options: Any) -> int:  # noqa: ANN401 - handed on
        if chat == people_[3].id:
            raise BadRequest("Message text is empty")
        return await send(message, bot, chat, **options)

    monkeypatch.setattr(Message, "send", refused)
    number = await room.announce()

    await room.work()

    assert Counter({("sent", ""): 11, ("waiting", "refused"): 1}) == await room.fates(number)
    assert State.RUNNING is await room.state(number)


async def test_who_changes_to_at_once_gets_what_waits_with_the_letter_and_what_comes_at_once(room: Newsroom) -> None:
    person = await room.subscriber()
    await room.weekly(person)
    first = await room.announce("eins")
    await room.work()
    who = room.participant(person)
    async with room.town.database.transaction(room.town.clock.now(), Actor("person", who)) as tx:
        await news.set_news(tx, who, frequency=Frequency.AT_ONCE)
    second = await room.announce("zwei")
    await room.work()
    await room.weekly(person)
    assert [False, True] == ["eins" in str(news_of(person)), "zwei" in str(news_of(person))]

    await room.town.move(days=3, hours=8, minutes=1)  # Thursday, five in the afternoon

    assert 2 == len(person.received)
    assert Counter({("sent", ""): 1}) == await room.fates(first) == await room.fates(second)


async def test_a_letter_whose_news_were_all_deleted_is_none(room: Newsroom) -> None:
    person = await room.subscriber()
    await room.weekly(person)
    numbers = [await room.announce(text) for text in ("eins", "zwei")]
    await room.work()
    for number in numbers:
        await room.change(announcements.delete_sent, number)

    await room.town.move(days=3, hours=8, minutes=1)

    assert [] == person.received
    assert [Counter({("stopped", ""): 1})] * 2 == [await room.fates(number) for number in numbers]


async def test_who_is_erased_while_it_is_on_its_way_is_counted_and_forgotten(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, there = await room.subscribers(2)
    number = await room.announce()
    slow = Slow(room, monkeypatch)
    working = asyncio.create_task(room.work())
    await slow.under_way.wait()

    who = room.participant(gone)
    async with room.town.database.transaction(room.town.clock.now(), Actor("person", who)) as tx:
        await erasure.erase(tx, who)
    slow.go_on.set()
    await working
    await room.correct(number, CORRECTED)
    await room.work("correct")

    assert CORRECTED in news_of(there)[0]
    assert 2 == sum((await room.fates(number)).values())
    assert 0 == (await room.progress(number)).correcting
    assert State.DONE is await room.state(number)


async def test_two_corrections_in_a_row_leave_the_last_one(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    people_ = await room.subscribers(4)
    number = await room.announce()
    await room.work()
    await room.correct(number, "Am Samstag.")
    correcting = asyncio.create_task(room.work("correct"))
    await room.correct(number, "Am Sonntag.")
    await correcting
    await room.work("correct")

    assert ["Am Sonntag." in news_of(person)[0] for person in people_] == [True] * 4
    assert 0 == (await room.progress(number)).correcting


async def test_what_is_deleted_while_it_is_corrected_is_gone_for_everyone(room: Newsroom) -> None:
    people_ = await room.subscribers(6)
    number = await room.announce()
    await room.work()
    await room.correct(number, CORRECTED)
    correcting = asyncio.create_task(room.work("correct"))
    await room.change(announcements.delete_sent, number)
    await correcting
    await room.expire_claims()
    await room.work("correct")

    assert [] == [message for person in people_ for message in person.received if not message.deleted]
    assert 0 == (await room.progress(number)).deleting


async def test_an_offering_that_is_called_off_in_the_midst_of_a_run_is_not_announced_further(room: Newsroom) -> None:
    people_ = await room.subscribers(3)
    async with room.looking() as tx:
        asked = select(offerings.c.id).where(offerings.c.source_id == "3D-01")
        offering = int((await tx.connection.execute(asked)).scalar_one())
    number = await room.draft(offering=offering)
    await room.submit(number)
    async with room.town.database.transaction(room.town.clock.now(), SYSTEM) as tx:
        await tx.connection.execute(update(offerings).where(offerings.c.id == offering).values(live=False))

    await room.work()

    assert [] == [text for person in people_ for text in news_of(person)]
    assert Counter({("missed", "no longer holds"): 3}) == await room.fates(number)


async def test_a_run_that_ends_at_dusk_is_done_that_evening(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    await room.subscriber()
    number = await room.announce()
    slow = Slow(room, monkeypatch)
    working = asyncio.create_task(room.work())
    await slow.under_way.wait()
    room.town.clock.move(12 * 3600)  # nine in the evening
    slow.go_on.set()
    await working
    await room.work()

    assert State.DONE is await room.state(number)


async def test_a_group_that_throws_the_bot_out_and_a_channel_without_the_right_cost_nobody_else(room: Newsroom) -> None:
    owner = await room.subscriber()
    simulator = room.town.simulator
    group, channel = simulator.add_group("Nachbarn", [owner]), simulator.add_group("Neues", [owner], kind="channel")
    for chat in (group, channel):
        await chat.sets_bot(owner, "administrator")
    await room.town.settle()
    async with room.looking() as tx:
        known = await groups.all(tx)
    number = await room.announce(audience=Audience(chats=tuple(chat.id for chat in known)))
    await group.sets_bot(owner, "kicked")
    await channel.sets_bot(owner, "administrator", {"can_post_messages": False})

    await room.work()

    assert 1 == len(news_of(owner))
    assert {("sent", ""): 1} == {key: count for key, count in (await room.fates(number)).items() if key[0] == "sent"}
    assert 2 == sum(count for (fate, _reason), count in (await room.fates(number)).items() if fate == "failed")
    assert State.DONE is await room.state(number)


@pytest.mark.parametrize(
    "text",
    ["<b>fett</b> & <script>", "😀" * 1500, "\u202eחדשות\u202c", "</b></i><a href='x'>", "&lt;&amp;" * 300],
    ids=["tags", "pairs", "right to left", "unclosed", "entities"],
)
async def test_what_people_read_is_what_was_written_whatever_it_looks_like(room: Newsroom, text: str) -> None:
    person = await room.subscriber("ar")
    number = await room.announce(text)

    await room.work()

    assert text in news_of(person)[0]
    assert Counter({("sent", ""): 1}) == await room.fates(number)


async def test_what_cannot_be_said_to_anybody_pauses_instead_of_trying_everybody(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await room.subscribers(30)
    number = await room.announce()

    async def made(sort: Sort) -> Message | None:
        raise ValueError(f"{sort.announcement_id} cannot be said")

    monkeypatch.setattr(room.town.app.announcing.letters, "_made", made)
    await room.work()

    assert State.PAUSED is await room.state(number)
    assert REFUSALS + 1 == sum("cannot be" in record.getMessage() for record in caplog.records)
