"""The engine that sends announcements: everybody once, in their language, and whatever goes wrong has its own consequence."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.letters import Sort
from bot.pacing import Pacer
from bot.sending import Message
from simulator.faults import Faults
from storage import announcements, groups
from storage.outbox import Lane
from storage.records.announcements import Media, State
from storage.records.audiences import Audience
from tests.acceptance.walkers import slot
from tests.bot.newsroom import TEXT, TITLE, Newsroom, news_of
from tests.town import open_town, sqlite_url


class Gate:
    """Keeps announcements in line until it is opened."""

    def __init__(self, pacer: Pacer) -> None:
        self.turned = pacer.turn
        self.reached, self.opened = asyncio.Event(), asyncio.Event()

    async def turn(self, lane: Lane, chat: int, *, polite: bool = False) -> None:
        """Wait for the gate, then for a turn."""
        self.reached.set()
        await self.opened.wait()
        await self.turned(lane, chat, polite=polite)


def gated(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Put a gate before the pacer."""
    pacer = room.town.app.screens.pacer
    gate = Gate(pacer)
    monkeypatch.setattr(pacer, "turn", gate.turn)
    return gate


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with open_town(sqlite_url(tmp_path)) as town:
        yield Newsroom(town)


async def test_everybody_gets_it_once_and_the_run_is_done(room: Newsroom) -> None:
    people = await room.subscribers(12)
    number = await room.announce()

    await room.work()
    await room.work()

    assert [1] * 12 == [len(news_of(person)) for person in people]
    assert Counter({("sent", ""): 12}) == await room.fates(number)
    assert State.DONE is await room.state(number)


async def test_a_thousandth_of_an_announcement_is_rendered(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    original = room.town.app.announcing.letters._made

    async def counted(sort: Sort) -> Message | None:
        made.append(sort.language)
        return await original(sort)

    monkeypatch.setattr(room.town.app.announcing.letters, "_made", counted)
    people = [await room.subscriber(language) for language in ("de", "en", "ar", "de") * 3]
    await room.announce()

    await room.work()

    assert [1] * 12 == [len(news_of(person)) for person in people]
    assert {"de": 1, "en": 1, "ar": 1} == Counter(made)


async def test_who_objects_before_it_begins_is_not_among_them(room: Newsroom) -> None:
    people = await room.subscribers(3)
    number = await room.announce()
    await room.objects(people[1])

    await room.work()

    assert [1, 0, 1] == [len(news_of(person)) for person in people]
    assert Counter({("sent", ""): 2}) == await room.fates(number)


async def test_an_objection_holds_for_who_was_taken_already(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    people = await room.subscribers(3)
    number = await room.announce()
    gate = gated(room, monkeypatch)
    working = asyncio.create_task(room.work())
    await gate.reached.wait()

    await room.objects(people[1])
    gate.opened.set()
    await working

    assert [1, 0, 1] == [len(news_of(person)) for person in people]
    assert 1 == (await room.fates(number))[("withdrawn", "objected")]


async def test_a_pause_holds_for_who_waits_in_line_and_resuming_goes_on(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await room.subscribers(5)
    number = await room.announce()
    gate = gated(room, monkeypatch)
    working = asyncio.create_task(room.work())
    await gate.reached.wait()
    await room.change(announcements.pause, number)
    gate.opened.set()
    await working
    assert [0] * 5 == [len(news_of(person)) for person in people]

    await room.change(announcements.resume, number)
    await room.work()

    assert [1] * 5 == [len(news_of(person)) for person in people]
    assert State.DONE is await room.state(number)


async def test_a_stop_holds_for_who_waits_in_line(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    people = await room.subscribers(5)
    number = await room.announce()
    gate = gated(room, monkeypatch)
    working = asyncio.create_task(room.work())
    await gate.reached.wait()

    await room.change(announcements.stop, number)
    gate.opened.set()
    await working

    assert [0] * 5 == [len(news_of(person)) for person in people]
    assert Counter({("stopped", ""): 5}) == await room.fates(number)


@pytest.mark.parametrize(
    ("faults", "fate", "reason", "arrived"),
    [
        (Faults(drop_after=1000), "unknown", "connection cut", 1),
        (Faults(error_5xx=1000), "waiting", "server error", 0),
    ],
    ids=["cut after it was done", "a server in trouble"],
)
async def test_each_failure_has_its_consequence(
    room: Newsroom, faults: Faults, fate: str, reason: str, arrived: int
) -> None:
    person = await room.subscriber()
    number = await room.announce()
    room.town.simulator.set_network(faults=faults)

    await room.work()

    assert Counter({(fate, reason): 1}) == await room.fates(number)
    assert arrived == len(news_of(person))


async def test_what_was_not_sent_goes_out_later_and_once(room: Newsroom) -> None:
    person = await room.subscriber()
    number = await room.announce()
    room.town.simulator.set_network(faults=Faults(error_5xx=1000))
    await room.work()
    room.town.simulator.set_network(faults=Faults())

    room.town.clock.move(3600)
    await room.work()

    assert 1 == len(news_of(person))
    assert Counter({("sent", ""): 1}) == await room.fates(number)


async def test_who_blocked_the_bot_is_out_of_reach_for_the_next_one_too(room: Newsroom) -> None:
    gone, there = await room.subscribers(2)
    gone.account.blocked = True
    first = await room.announce()
    await room.work()
    second = await room.announce()
    await room.work()

    assert Counter({("sent", ""): 1, ("failed", "blocked"): 1}) == await room.fates(first)
    assert Counter({("sent", ""): 1, ("failed", "unreachable"): 1}) == await room.fates(second)
    assert 2 == len(news_of(there))


async def test_what_comes_too_late_is_missed(room: Newsroom) -> None:
    person = await room.subscriber()
    number = await room.announce()
    await room.change(announcements.pause, number)
    room.town.clock.move(3 * 24 * 3600)
    await room.change(announcements.resume, number)

    await room.work()
    await room.work()

    assert [] == news_of(person)
    assert Counter({("missed", "too_late"): 1}) == await room.fates(number)


async def test_a_run_rests_at_night_and_goes_on_in_the_morning(room: Newsroom) -> None:
    person = await room.subscriber()
    room.town.clock.move(12 * 3600)  # nine in the evening
    await room.announce()
    await room.work()
    assert [] == news_of(person)

    room.town.clock.move(12 * 3600)
    await room.work()

    assert 1 == len(news_of(person))


async def test_several_announcements_share_fairly(room: Newsroom) -> None:
    await room.subscribers(20)
    first, second = await room.announce("eins"), await room.announce("zwei")

    await room.work()

    said = [call.parameters["text"] for call in room.town.simulator.calls_of("sendMessage")]
    assert 10 == sum("eins" in text for text in said[:20])
    assert State.DONE is await room.state(first)
    assert State.DONE is await room.state(second)


async def test_one_at_its_time_goes_out_then(room: Newsroom) -> None:
    person = await room.subscriber()
    number = await room.draft()
    await room.change(announcements.set_time, number, room.town.clock.now() + timedelta(hours=2))
    await room.submit(number)
    await room.work()
    assert [] == news_of(person)

    room.town.clock.move(2 * 3600)
    await room.work()

    assert 1 == len(news_of(person))


async def test_a_photo_carries_the_text_below_it(room: Newsroom) -> None:
    person = await room.subscriber()
    await room.announce(media=Media("photo", await room.photo(person)))

    await room.work()

    assert "photo" in person.received[-1].body
    assert TITLE in person.received[-1].body["caption"]


async def test_a_text_of_ones_own_carries_buttons_that_lead_to_an_offering(room: Newsroom) -> None:
    person = await room.subscriber("en")
    number = await room.draft()
    await room.change(announcements.attach, number, (await slot(room.town, "3D-01-01")).offering)
    await room.submit(number)

    await room.work()

    (said,) = news_of(person)
    assert f"📣 {TITLE}\n\n{TEXT}" == said.rpartition("\n")[0]
    assert ["✅ Register", "ℹ️ More about it"] == person.received[-1].labels[:2]


async def test_a_group_and_a_topic_of_it_get_it_with_a_link(room: Newsroom) -> None:
    group, topic = await room.group()
    async with room.looking() as tx:
        known = await groups.all(tx)
    assert [("Kurse", topic.thread), ("Nachbarn", None)] == [(chat.title, chat.thread) for chat in known]

    await room.announce(audience=Audience(chats=tuple(chat.id for chat in known), everyone=False))
    await room.work()

    told = [message for message in group.messages if TITLE in message.text]
    assert {topic.thread, None} == {message.thread for message in told}
    assert [["https://t.me/quartierbot_demo_bot?start=a_1"]] == [[b["url"] for b in row] for row in told[0].buttons]


async def test_a_group_that_moved_is_followed(room: Newsroom) -> None:
    owner = await room.subscriber()
    group = room.town.simulator.add_group("Nachbarn", kind="group")
    group.add(owner, "creator")
    await group.sets_bot(owner, "administrator")
    await room.town.settle()
    async with room.looking() as tx:
        (known,) = await groups.all(tx)
    moved = await group.upgrades(owner)

    number = await room.announce(audience=Audience(chats=(known.id,), everyone=False))
    await room.work()
    await room.work()

    assert [TITLE] == [TITLE for message in moved.messages if TITLE in message.text]
    assert Counter({("sent", ""): 1}) == await room.fates(number)


async def test_a_group_the_bot_left_gets_nothing(room: Newsroom) -> None:
    group, _topic = await room.group()
    async with room.looking() as tx:
        known = await groups.all(tx)
    await group.sets_bot(room.people[1], "left")
    await room.town.settle()

    number = await room.announce(audience=Audience(chats=(known[-1].id,), everyone=False))
    await room.work()

    assert Counter({("failed", "left"): 1}) == await room.fates(number)


async def test_a_weekly_letter_settles_what_it_brought(room: Newsroom) -> None:
    weekly = await room.subscriber()
    await room.weekly(weekly)
    number = await room.announce()
    await room.work()
    assert [] == news_of(weekly)
    assert State.DONE is await room.state(number)

    await room.town.move(days=3, hours=8, minutes=1)  # Thursday, five in the afternoon

    assert 1 == len(weekly.received)
    assert Counter({("sent", ""): 1}) == await room.fates(number)


async def test_a_weekly_letter_of_which_nobody_knows_leaves_its_news_unknown(room: Newsroom) -> None:
    weekly = await room.subscriber()
    await room.weekly(weekly)
    number = await room.announce()
    await room.work()
    room.town.simulator.set_network(faults=Faults(drop_after=1000))

    await room.town.move(days=3, hours=8, minutes=1)

    assert 1 == len(weekly.received)
    assert ["unknown"] == [fate for fate, _reason in await room.fates(number)]


async def test_an_error_in_one_announcement_stops_no_other(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    people = await room.subscribers(3)
    broken, whole = await room.announce("kaputt"), await room.announce("ganz")
    original = room.town.app.announcing.letters._made

    async def made(sort: Sort) -> Message | None:
        if sort.announcement_id == broken:
            raise ValueError("this one cannot be said")
        return await original(sort)

    monkeypatch.setattr(room.town.app.announcing.letters, "_made", made)
    await room.work()

    assert [["ganz" in text for text in news_of(person)] for person in people] == [[True]] * 3
    assert State.DONE is await room.state(whole)
    assert State.RUNNING is await room.state(broken)
