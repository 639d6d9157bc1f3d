"""Show pages in a chat: edit the message that shows the screen, or send a new one and put the old one's buttons away.

What Telegram's refusals mean is judged in `bot.sending`; here is what follows from it for a screen.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from typing import NoReturn

from telegram import Bot
from telegram.error import TelegramError

from bot.pacing import Pacer
from bot.page import Page
from bot.present import Presenter, html
from bot.sending import Message, Outcome, Verdict, attempt, judge
from storage.outbox import Lane

__all__ = ["Message", "NotYetError", "Screens", "UnreachableError"]

log = logging.getLogger(__name__)

PAUSES_S = (0.2, 1.0, 3.0)
"""How long to wait before sending again what surely did not arrive."""


class UnreachableError(Exception):
    """The person blocked the bot, or the chat is gone."""


class NotYetError(Exception):
    """Telegram took nothing just now, for certain; it is worth trying again later."""


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
        message = Message(html(self.presenter.linked(page)), self.presenter.keyboard(page))
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
            outcome = await attempt(message.send(self.bot, chat))
            match outcome.verdict:
                case Verdict.DONE:
                    return outcome.message_id
                case Verdict.UNKNOWN:
                    return None
                case Verdict.WAIT:
                    self.pacer.flooded(chat, outcome.seconds)
                case Verdict.MOVED:
                    chat = outcome.chat or chat
                case Verdict.NOT_SENT | Verdict.TROUBLE | Verdict.CUT:
                    log.info("a reply could not be sent yet: %s", outcome.verdict)
                case _:
                    raise_for(outcome)
            if pause is not None:
                await asyncio.sleep(pause)
        raise NotYetError

    async def _edit(self, chat: int, message_id: int, message: Message) -> bool:
        """Edit a message; False when there is none to edit any more. Editing twice does no harm, so time-outs try again."""
        for pause in (*PAUSES_S, None):
            await self.pacer.turn(Lane.REPLY, chat)
            outcome = await attempt(message.edit(self.bot, chat, message_id))
            match outcome.verdict:
                case Verdict.DONE | Verdict.UNCHANGED:
                    return True
                case Verdict.BLOCKED:
                    raise_for(outcome)
                case Verdict.WAIT:
                    self.pacer.flooded(chat, outcome.seconds)
                case verdict if verdict.is_again or verdict.is_maybe:
                    if pause is not None:
                        await asyncio.sleep(pause)
                case _:
                    return False
        return False

    async def change(self, chat: int, message_id: int, page: Page) -> Outcome:
        """Edit a screen that nobody waits for, once; whoever asks for it has taken a turn."""
        message = Message(html(self.presenter.linked(page)), self.presenter.keyboard(page))
        outcome = await attempt(message.edit(self.bot, chat, message_id))
        if outcome.verdict is Verdict.WAIT:
            self.pacer.flooded(chat, outcome.seconds)
        return outcome

    async def put_away(self, chat: int, message_id: int) -> None:
        """Take the buttons off a message that no longer shows the screen; it does no harm when that fails.

        Telegram counts it, so it takes a turn, but behind everything that somebody waits for.
        """
        await self.pacer.turn(Lane.NOTICE, chat, polite=True)
        try:
            await self.bot.edit_message_reply_markup(chat, message_id)
        except TelegramError as error:
            outcome = judge(error)
            if outcome.verdict is Verdict.WAIT:
                self.pacer.flooded(chat, outcome.seconds)
            log.debug("the buttons of an old screen stay: %s", outcome.verdict)

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


def raise_for(outcome: Outcome) -> NoReturn:
    """Raise UnreachableError when nobody is there any more, else what Telegram said."""
    if outcome.verdict.is_unreachable or outcome.error is None:
        raise UnreachableError from outcome.error
    raise outcome.error
