"""Receive updates: by polling or as a webhook, into the inbox first and acknowledged only then.

PTB's own Updater acknowledges before anything is handled, and a crash loses what waits; one refusal ends its polling for good
while the process lives on. So polling is our own loop over `Bot.get_updates`, and it never gives up; `silence` says for how
long it heard nothing, for whoever watches.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from aiohttp import web
from telegram.error import Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.inbound import Incoming, reduce
from bot.lean import LeanBot

log = logging.getLogger(__name__)

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
POLL_S = 25
BATCH = 100
PAUSES_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
MOST_BYTES = 1024 * 1024

Accept = Callable[[Sequence[Incoming]], Awaitable[None]]


class Poller:
    """Asks Telegram for updates and acknowledges what the inbox took."""

    def __init__(self, bot: LeanBot, accept: Accept) -> None:
        self.bot = bot
        self.accept = accept
        self._heard_at = 0.0
        self._offset = 0
        self._failures = 0

    @property
    def silence_s(self) -> float:
        """Tell for how many seconds no poll has succeeded."""
        return asyncio.get_running_loop().time() - self._heard_at

    async def run(self) -> None:
        """Poll until cancelled; whatever goes wrong is tried again, with growing pauses."""
        self._heard_at = asyncio.get_running_loop().time()
        while True:
            try:
                await self._poll()
                self._failures = 0
            except TelegramError as error:
                await self._rest(error)
            except Exception:
                log.exception("updates could not be taken in; they stay with Telegram and are asked for again")
                await self._pause()

    async def _poll(self) -> None:
        """Take the next updates in; asking for those after them acknowledges them."""
        updates = await self.bot.get_raw_updates(self._offset, BATCH, POLL_S, ALLOWED)
        self._heard_at = asyncio.get_running_loop().time()
        if not updates:
            # What was asked with is acknowledged now. After a week of silence Telegram counts on from anywhere, also from
            # below, and the old number would stand above the new ones.
            self._offset = 0
            return
        await self.accept(reduce(updates, self.bot))
        self._offset = updates[-1]["update_id"] + 1

    async def _rest(self, error: TelegramError) -> None:
        """Wait as long as the error asks for."""
        match error:
            case RetryAfter(retry_after=wait):
                await asyncio.sleep(wait.total_seconds() if isinstance(wait, timedelta) else wait)
            case TimedOut():
                return
            case Conflict():
                log.error("another program receives this bot's updates; stop it, or remove its webhook")
                await self._pause()
            case InvalidToken() | Forbidden():
                log.error("Telegram refuses the token; put the right one into QUARTIERBOT_TOKEN")
                await self._pause()
            case NetworkError() | _:
                log.warning("no updates for now: %s", type(error).__name__)
                await self._pause()

    async def _pause(self) -> None:
        """Pause, longer each time."""
        self._failures += 1
        await asyncio.sleep(PAUSES_S[min(self._failures, len(PAUSES_S)) - 1])

    async def acknowledge(self) -> None:
        """Tell Telegram what was taken in, before the process ends; it would be redelivered and recognised otherwise."""
        if self._offset:
            await self.bot.get_raw_updates(self._offset, 1, 0, ALLOWED)


class Hook:
    """Serves the webhook: takes an update in, then answers 200."""

    def __init__(self, bot: LeanBot, accept: Accept, secret: str) -> None:
        self.bot = bot
        self.accept = accept
        self._secret = secret
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int, path: str) -> None:
        """Listen for Telegram."""
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_post(path, self._receive)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=5.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()

    async def stop(self) -> None:
        """Stop listening; requests under way are finished."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        """Take one update in. A stranger gets 403, what is no update 400; a failure 500, so that Telegram tries again."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), self._secret.encode()):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return web.Response(status=400)
        await self.accept(reduce([update], self.bot))
        return web.Response()
