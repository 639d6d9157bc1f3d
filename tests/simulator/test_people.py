"""The handle by which tests act as people and wait for what comes."""

import asyncio

import aiohttp
import pytest
import telegram

from simulator import Person, Simulator
from simulator.acts import ImpossibleError
from tests.simulator.conftest import RawCall


async def echo(bot: telegram.Bot, answers: int) -> None:
    """Answer every message until so many are answered."""
    offset = 0
    while answers:
        for update in await bot.get_updates(offset=offset, timeout=5):
            offset = update.update_id + 1
            if update.message:
                await bot.send_message(update.message.chat.id, f"echo {update.message.text}")
                answers -= 1
    await bot.get_updates(offset=offset)


async def test_a_person_waits_for_the_answer(bot: telegram.Bot, person: Person) -> None:
    echoing = asyncio.create_task(echo(bot, 1))
    await person.says("Hallo")

    assert ["echo Hallo"] == [arrival.text for arrival in await person.receives()]
    await echoing


async def test_what_came_before_the_act_is_not_taken_for_its_answer(bot: telegram.Bot, person: Person) -> None:
    await bot.send_message(person.id, "earlier")
    echoing = asyncio.create_task(echo(bot, 1))
    await person.says("Hallo")

    assert ["echo Hallo"] == [arrival.text for arrival in await person.receives()]
    await echoing


async def test_several_arrivals_come_one_after_the_other(bot: telegram.Bot, person: Person) -> None:
    for text in ("one", "two", "three"):
        await bot.send_message(person.id, text)
    first = await person.receives(2)
    second = await person.receives()

    assert [["one", "two"], ["three"]] == [[arrival.text for arrival in batch] for batch in (first, second)]


async def test_waiting_in_vain_says_what_came_last(bot: telegram.Bot, person: Person) -> None:
    await bot.send_message(person.id, "only this")

    with pytest.raises(TimeoutError, match=r"1 more expected within 0.01 s; the last was .*only this"):
        await person.receives(2, timeout=0.01)


async def test_the_screen_is_the_latest_message_with_buttons(bot: telegram.Bot, person: Person) -> None:
    markup = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("A", callback_data="a")]])
    await bot.send_message(person.id, "screen", reply_markup=markup)
    await bot.send_message(person.id, "remark")

    assert person.screen is not None
    assert "screen" == person.screen.text


async def test_settling_waits_for_the_bot(simulator: Simulator, bot: telegram.Bot, person: Person) -> None:
    echoing = asyncio.create_task(echo(bot, 2))
    await person.says("one")
    await person.says("two")
    await person.settles()

    assert ["echo one", "echo two"] == [message.text for message in person.received]
    await echoing


async def test_a_person_who_blocked_the_bot_cannot_write(person: Person) -> None:
    await person.blocks()

    with pytest.raises(ImpossibleError, match="this person has blocked the bot"):
        await person.says("Hallo")


async def test_people_have_numbers_beyond_32_bits(person: Person) -> None:
    assert person.id > 2**32


async def test_calls_are_recorded_with_chat_and_outcome(simulator: Simulator, person: Person, call: RawCall) -> None:
    await call("sendMessage", chat_id=str(person.id), text="Hallo")
    (recorded,) = simulator.calls

    assert ("sendMessage", person.id, True) == (recorded.method, recorded.chat_id, recorded.ok)


async def test_empty_polls_are_not_recorded(simulator: Simulator, call: RawCall) -> None:
    await call("getUpdates")

    assert [] == list(simulator.calls)


async def test_the_record_of_calls_is_bounded() -> None:
    simulator = Simulator(keep_calls=2)
    await simulator.start()
    async with aiohttp.ClientSession() as session:
        for method in ("getMe", "getMyName", "getMyCommands"):
            await session.get(f"{simulator.address}/bot{simulator.token}/{method}")
    await simulator.stop()

    assert ["getMyName", "getMyCommands"] == [call.method for call in simulator.calls]


async def test_the_memory_of_a_chat_can_be_bounded() -> None:
    simulator = Simulator(keep_messages=2)
    person = simulator.add_person()
    for text in ("one", "two", "three"):
        await person.says(text)

    assert ["two", "three"] == [message.text for message in person.messages]


async def test_calls_are_counted_by_outcome(simulator: Simulator, person: Person, call: RawCall) -> None:
    await call("sendMessage", chat_id=person.id, text="Hallo")
    await call("sendMessage", chat_id=person.id, text="")

    assert {"sendMessage": 1, "sendMessage:400": 1} == dict(simulator.counts)
