"""Other libraries than ours talk to the simulator without a change: a small echo bot with a keyboard, in aiogram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramForbiddenError
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from simulator import Person, Simulator

SECRET = "aiograms_secret"
KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Shout", callback_data="shout")]])


async def echo(message: Message) -> None:
    await message.answer(message.text or "", reply_markup=KEYBOARD)


async def shout(query: CallbackQuery) -> None:
    await query.answer("Loud")
    assert isinstance(query.message, Message)
    await query.message.edit_text((query.message.text or "").upper(), reply_markup=KEYBOARD)


@pytest.fixture
async def bot(simulator: Simulator) -> AsyncIterator[Bot]:
    bot = Bot(simulator.token, session=AiohttpSession(api=TelegramAPIServer.from_base(simulator.address)))
    yield bot
    await bot.session.close()


@pytest.fixture
def dispatcher() -> Dispatcher:
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    dispatcher.callback_query.register(shout)
    return dispatcher


@pytest.fixture
async def _polling(dispatcher: Dispatcher, bot: Bot) -> AsyncIterator[None]:
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    yield
    await dispatcher.stop_polling()
    await polling


@pytest.fixture
async def _webhook(dispatcher: Dispatcher, bot: Bot) -> AsyncIterator[None]:
    application = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(application, "/hook")
    setup_application(application, dispatcher, bot=bot)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token=SECRET)
    yield
    await bot.delete_webhook()
    await runner.cleanup()


async def converse(person: Person) -> list[tuple[str, str]]:
    """Say something, tap the button under the echo, and tell what came."""
    await person.says("Hallo")
    echoed = await person.receives()
    await person.taps("Shout")
    return [(arrival.kind, arrival.text) for arrival in echoed + await person.receives(2)]


WHAT_CAME: Any = [("message", "Hallo"), ("answered", "Loud"), ("edited", "HALLO")]


@pytest.mark.usefixtures("_polling")
async def test_an_aiogram_bot_that_polls_echoes_answers_taps_and_edits(person: Person) -> None:
    assert WHAT_CAME == await converse(person)


@pytest.mark.usefixtures("_webhook")
async def test_an_aiogram_bot_with_a_webhook_echoes_answers_taps_and_edits(person: Person) -> None:
    assert WHAT_CAME == await converse(person)


async def test_aiogram_raises_its_own_exception_when_a_person_blocked_the_bot(bot: Bot, person: Person) -> None:
    await person.blocks()

    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(person.id, "Hallo")
