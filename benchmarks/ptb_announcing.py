"""Announcements as they are usually written with python-telegram-bot: all at once through its AIORateLimiter, or a plain loop.

It echoes meanwhile, as the bare bots do. It begins when a file says so, and reads from one who gets it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, Application, BaseRateLimiter, ContextTypes, MessageHandler, filters

from benchmarks.contestants import Setup, Tell, nothing, wait_to_be_stopped
from benchmarks.readers import MARK
from benchmarks.residents import TEXT

CHATS, GO = "chats.json", "go"
LOOK_S = 0.02
RETRIES = 3
PERIOD_S = 0.1
"""what the rate limiter counts by: by the second, as is its default, it sends two seconds' worth in the first, is refused for
that, and comes to next to nothing afterwards"""
LOOP = 1
"""`abreast` of who sends one after the other"""


async def serve(setup: Setup, ready: Callable[[Tell], None]) -> None:
    """Poll and echo; announce when told to."""
    application = build(setup)
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(allowed_updates=["message"])
        ready(nothing)
        go, chats = Path(setup.folder) / GO, Path(setup.folder) / CHATS
        while not go.exists():  # noqa: ASYNC110 - a file tells nobody, and is looked for in no time
            await asyncio.sleep(LOOK_S)
        told: list[int] = json.loads(chats.read_text())
        await (one_by_one if setup.abreast == LOOP else all_at_once)(application.bot, told)
        await wait_to_be_stopped()


def build(setup: Setup) -> Application[Any, Any, Any, Any, Any, Any]:
    """Make the application, with the rate limiter where it is wanted, at the rate that was set."""
    builder = Application.builder().token(setup.token).base_url(f"{setup.api_url}/bot").concurrent_updates(256)
    builder = builder.connection_pool_size(256).pool_timeout(3600)
    if setup.abreast != LOOP:
        most = setup.per_second * PERIOD_S
        limiter: BaseRateLimiter[Any] = AIORateLimiter(
            overall_max_rate=most, overall_time_period=PERIOD_S, max_retries=RETRIES
        )
        builder = builder.rate_limiter(limiter)
    return builder.build()


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say the same."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


async def all_at_once(bot: Bot, chats: Sequence[int]) -> None:
    """Hand everything to the rate limiter."""
    await asyncio.gather(*(bot.send_message(chat, f"{MARK}\n{TEXT}") for chat in chats), return_exceptions=True)


async def one_by_one(bot: Bot, chats: Sequence[int]) -> None:
    """Send one after the other."""
    for chat in chats:
        try:
            await bot.send_message(chat, f"{MARK}\n{TEXT}")
        except TelegramError:
            continue
