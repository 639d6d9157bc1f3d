"""A bare echo bot on aiogram, as its documentation shows it."""

from __future__ import annotations

from collections.abc import Callable

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from benchmarks.contestants import Setup, Tell, nothing


async def serve(setup: Setup, ready: Callable[[Tell], None]) -> None:
    """Poll and echo; aiogram makes a task of every update."""
    bot = Bot(setup.token, AiohttpSession(api=TelegramAPIServer.from_base(setup.api_url)))
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    dispatcher.startup.register(lambda: ready(nothing))
    await dispatcher.start_polling(bot, handle_signals=False, allowed_updates=["message"])


async def echo(message: Message) -> None:
    """Say the same."""
    if message.text is not None:
        await message.answer(message.text)
