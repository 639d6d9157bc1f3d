"""Another library than ours talks to the simulator without a change."""

import asyncio

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from simulator import Person, Simulator

AGAIN = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Again", callback_data="again")]])


async def echo(message: Message) -> None:
    await message.answer(message.text or "", reply_markup=AGAIN)


async def answer(query: CallbackQuery) -> None:
    await query.answer("Done")


async def test_an_aiogram_bot_echoes_and_answers_taps(simulator: Simulator, person: Person) -> None:
    server = TelegramAPIServer.from_base(simulator.address)
    bot = Bot(simulator.token, session=AiohttpSession(api=server))
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    dispatcher.callback_query.register(answer)
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    await person.says("Hallo")
    (echoed,) = await person.receives()
    await person.taps("Again")
    (answered,) = await person.receives()
    await dispatcher.stop_polling()
    await polling

    assert ("Hallo", "Done") == (echoed.text, answered.text)
