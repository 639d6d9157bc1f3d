"""A bare echo bot on python-telegram-bot, as its documentation shows it: own transport, own polling, handled in memory."""

from __future__ import annotations

from collections.abc import Callable

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from benchmarks.contestants import Setup, Tell, nothing, wait_to_be_stopped


async def serve(setup: Setup, ready: Callable[[Tell], None]) -> None:
    """Poll and echo, `setup.abreast` updates at a time."""
    builder = Application.builder().token(setup.token).base_url(f"{setup.api_url}/bot")
    application = builder.concurrent_updates(setup.abreast if setup.abreast > 1 else False).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    await application.initialize()
    await application.start()
    if application.updater is None:
        raise RuntimeError("PTB made no updater")
    await application.updater.start_polling(allowed_updates=["message"])
    ready(nothing)
    await wait_to_be_stopped()


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say the same."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)
