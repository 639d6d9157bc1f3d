"""Show pages in a chat: edit the message that shows the screen, or send a new one and put the old one's buttons away.

Telegram's refusals are told apart here: what means 'already so' or 'gone', what means 'wait', what means 'they left'.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from dataclasses import dataclass

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.pacing import Pacer
from bot.page import Page
from bot.present import Presenter, html
from bot.transport import NotSent
from storage.outbox import Lane

log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UNCHANGED = "message is not modified"
PAUSES_S = (0.2, 1.0, 3.0)
"""How long to wait before sending again what surely did not arrive."""


class UnreachableError(Exception):
    """The person blocked the bot, or the chat is gone."""


class NotYetError(Exception):
    """Telegram took nothing just now, for certain; it is worth trying again later."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text ready for Telegram."""

    text: str
    markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | None = None
    silent: bool = False


class Screens:
    """Shows pages through one bot, at Telegram's pace."""

    def __init__(self, bot: Bot, pacer: Pacer, presenter: Presenter) -> None:
        self.bot = bot
        self.pacer = pacer
        self.presenter = presenter
        self._strays: set[asyncio.Task[None]] = set()

    async def show(self, chat: int, page: Page, screen_id: int | None, tapped_id: int | None) -> int | None:
        """Show a page and tell the message that shows it; None when Telegram did not say whether it arrived.

        `screen_id` shows the screen now; it is edited when it is the one that was tapped and nothing asks for a new one.
        """
        message = Message(html(page), self.presenter.keyboard(page))
        if screen_id is not None and screen_id == tapped_id and not page.fresh:
            if await self._edit(chat, screen_id, message):
                return screen_id
            screen_id = None
        shown = await self.send(chat, message, Lane.REPLY)
        if screen_id is not None:
            self.put_away_later(chat, screen_id)
        return shown

    async def send(self, chat: int, message: Message, lane: Lane) -> int | None:
        """Send a new message; None when it is not known whether it arrived.

        UnreachableError when they left, NotYetError when it did not arrive however often it was tried.
        """
        for pause in (*PAUSES_S, None):
            await self.pacer.turn(lane, chat)
            try:
                return await self._send_once(chat, message)
            except RetryAfter as error:
                self.pacer.flooded(chat, error.retry_after)
            except Forbidden as error:
                raise UnreachableError from error
            except BadRequest as error:
                raise_if_gone(error)
                raise
            except NotSent:
                log.info("a reply could not be sent yet")
            except TimedOut:
                return None
            except NetworkError as error:
                log.info("a reply was refused for now: %s", type(error).__name__)
            if pause is not None:
                await asyncio.sleep(pause)
        raise NotYetError

    async def _send_once(self, chat: int, message: Message) -> int:
        """Send once."""
        sent = await self.bot.send_message(
            chat,
            message.text,
            parse_mode=ParseMode.HTML,
            reply_markup=message.markup,
            link_preview_options=NO_PREVIEW,
            disable_notification=message.silent,
        )
        return sent.message_id

    async def _edit(self, chat: int, message_id: int, message: Message) -> bool:
        """Edit a message; False when there is none to edit any more. Editing twice does no harm, so time-outs try again."""
        for pause in (*PAUSES_S, None):
            await self.pacer.turn(Lane.REPLY, chat)
            try:
                return await self._edit_once(chat, message_id, message)
            except RetryAfter as error:
                self.pacer.flooded(chat, error.retry_after)
            except Forbidden as error:
                raise UnreachableError from error
            except BadRequest as error:
                return is_unchanged(error)
            except NetworkError:
                if pause is not None:
                    await asyncio.sleep(pause)
        return False

    async def _edit_once(self, chat: int, message_id: int, message: Message) -> bool:
        """Edit once."""
        markup = message.markup if isinstance(message.markup, InlineKeyboardMarkup) else None
        await self.bot.edit_message_text(
            message.text,
            chat,
            message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
            link_preview_options=NO_PREVIEW,
        )
        return True

    async def put_away(self, chat: int, message_id: int) -> None:
        """Take the buttons off a message that no longer shows the screen; it does no harm when that fails.

        Telegram counts it, so it takes a turn, but behind everything that somebody waits for.
        """
        await self.pacer.turn(Lane.ANNOUNCEMENT, chat)
        try:
            await self.bot.edit_message_reply_markup(chat, message_id)
        except RetryAfter as error:
            self.pacer.flooded(chat, error.retry_after)
        except TelegramError as error:
            log.debug("the buttons of an old screen stay: %s", type(error).__name__)

    def put_away_later(self, chat: int, message_id: int) -> None:
        """Take the buttons off a message beside; nobody waits for it."""
        self._later(self.put_away(chat, message_id))

    def answer_tap(self, query_id: str) -> None:
        """Tell Telegram at once that a tap arrived, so that the button stops waiting; nobody waits for the result."""
        self._later(self._answer(query_id))

    async def _answer(self, query_id: str) -> None:
        """Answer; one that is too old does not matter."""
        with contextlib.suppress(TelegramError):
            await self.bot.answer_callback_query(query_id)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        """Let something run that nobody waits for, and keep it from being forgotten halfway."""
        task = asyncio.create_task(work)
        self._strays.add(task)
        task.add_done_callback(self._strays.discard)

    async def settle(self) -> None:
        """Wait for what runs beside."""
        while self._strays:
            await asyncio.gather(*self._strays, return_exceptions=True)


def is_unchanged(error: BadRequest) -> bool:
    """Say whether the message already looks like that; anything else means that it cannot be edited any more."""
    return UNCHANGED in error.message.casefold()


def raise_if_gone(error: BadRequest) -> None:
    """Raise UnreachableError when the chat does not exist any more."""
    if "chat not found" in error.message.casefold() or "user is deactivated" in error.message.casefold():
        raise UnreachableError from error
