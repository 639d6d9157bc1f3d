"""The same echo bot in pyTelegramBotAPI, which sends its calls as forms and polls in its own way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telebot import asyncio_helper
from telebot.async_telebot import AsyncTeleBot
from telebot.asyncio_helper import ApiTelegramException
from telebot.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from simulator import Person, Simulator

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Shout", callback_data="shout")]])


@pytest.fixture
async def bot(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncTeleBot]:
    monkeypatch.setattr(asyncio_helper, "API_URL", simulator.address + "/bot{0}/{1}")
    bot: Any = AsyncTeleBot(simulator.token)  # half of it is untyped

    async def echo(message: Message) -> None:
        await bot.send_message(message.chat.id, message.text or "", reply_markup=KEYBOARD)

    async def shout(query: CallbackQuery) -> None:
        await bot.answer_callback_query(query.id, "Loud")
        assert isinstance(query.message, Message)
        text = (query.message.text or "").upper()
        await bot.edit_message_text(text, query.message.chat.id, query.message.message_id, reply_markup=KEYBOARD)

    bot.register_message_handler(echo)
    bot.register_callback_query_handler(shout, lambda query: query.data == "shout")
    yield bot
    await bot.close_session()


async def test_a_telebot_bot_echoes_answers_taps_and_edits(bot: AsyncTeleBot, person: Person) -> None:
    polling = asyncio.create_task(bot.polling(non_stop=True, timeout=25))
    await person.says("Hallo")
    echoed = await person.receives()
    await person.taps("Shout")
    came = [(arrival.kind, arrival.text) for arrival in echoed + await person.receives(2)]
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)

    assert [("message", "Hallo"), ("answered", "Loud"), ("edited", "HALLO")] == came


async def test_telebot_raises_its_own_exception_when_a_person_blocked_the_bot(
    bot: AsyncTeleBot, person: Person
) -> None:
    await person.blocks()

    with pytest.raises(ApiTelegramException, match="bot was blocked by the user") as raised:
        await bot.send_message(person.id, "Hallo")

    assert (403, {}) == (raised.value.error_code, raised.value.result_json.get("parameters", {}))
