"""Delivers updates to a webhook: in order within a chat, several chats at a time, again after growing pauses."""

import asyncio
import re
import socket
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec
from aiohttp.abc import AbstractResolver, ResolveResult

from simulator.updates import Update, Updates

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 60.0
LONGEST_ANSWER_S = 60.0
IP_ADDRESS = re.compile(r"\d+(?:\.\d+){3}|[0-9a-f:]*:[0-9a-f:]*")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the documented name of a header


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """What setWebhook said."""

    url: str
    secret: str
    max_connections: int
    ip_address: str = ""


class _RefusedError(Exception):
    """The webhook did not take an update; `retry_after` is what it asked for, if it did."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Webhook:
    """Sends what `updates` holds while settings are given; `perform` does a call that came as an answer."""

    def __init__(self, updates: Updates, now: Callable[[], int]) -> None:
        self.settings: WebhookSettings | None = None
        self.perform: Callable[[dict[str, Any]], None] | None = None
        self._updates = updates
        self._now = now
        self._task: asyncio.Task[None] | None = None
        self._chats: dict[int, deque[Update]] = {}
        self._error: tuple[int, str] | None = None

    def set(self, settings: WebhookSettings | None) -> bool:
        """Start, change or stop delivering; return whether it was just so (or, to stop, whether there was one)."""
        was = self.settings
        if settings is not None and was == settings:
            return True
        self._end()
        self.settings, self._error = settings, None
        if settings is not None:
            self._task = asyncio.get_running_loop().create_task(self._deliver(settings))
        return was is not None and settings is None

    async def stop(self) -> None:
        """Stop delivering, for good."""
        task = self._task
        self._end()
        if task is not None:
            await asyncio.gather(task, return_exceptions=True)

    def pending(self) -> int:
        """Return how many updates wait for delivery."""
        self._updates.expire()
        kept = [update for queue in self._chats.values() for update in queue if not self._updates.is_too_old(update)]
        return len(self._updates.waiting) + len(kept)

    def drop(self) -> None:
        """Forget all updates that wait, those too that are being tried again."""
        self._updates.waiting.clear()
        for queue in self._chats.values():
            queue.clear()

    def describe(self) -> dict[str, Any]:
        """Return the part of WebhookInfo that is known here."""
        if self.settings is None:
            return {"url": "", "has_custom_certificate": False}
        info = {
            "url": self.settings.url,
            "has_custom_certificate": False,
            "max_connections": self.settings.max_connections,
        }
        info |= {"ip_address": ip_address} if (ip_address := _ip_address(self.settings)) else {}
        return info | ({"last_error_date": self._error[0], "last_error_message": self._error[1]} if self._error else {})

    def _end(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        left = sorted((update for queue in self._chats.values() for update in queue), key=lambda update: update.id)
        self._chats.clear()
        self._updates.waiting.extendleft(reversed(left))

    async def _deliver(self, settings: WebhookSettings) -> None:
        slots = asyncio.Semaphore(settings.max_connections)
        timeout = aiohttp.ClientTimeout(total=LONGEST_ANSWER_S)
        connector = aiohttp.TCPConnector(resolver=_Fixed(settings.ip_address) if settings.ip_address else None)
        async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session, asyncio.TaskGroup() as group:
            while True:
                self._updates.changed.clear()
                for chat_id in self._sort():
                    group.create_task(self._serve(chat_id, session, settings, slots))
                await self._updates.changed.wait()

    def _sort(self) -> list[int]:
        """Move waiting updates to their chats and return the chats that nobody serves yet."""
        fresh = []
        taken = [*self._updates.repeats, *self._updates.waiting]
        self._updates.repeats.clear()
        self._updates.waiting.clear()
        for update in taken:
            if update.chat_id not in self._chats:
                self._chats[update.chat_id] = deque()
                fresh.append(update.chat_id)
            self._chats[update.chat_id].append(update)
        return fresh

    async def _serve(
        self, chat_id: int, session: aiohttp.ClientSession, settings: WebhookSettings, slots: asyncio.Semaphore
    ) -> None:
        queue = self._chats[chat_id]
        pause = FIRST_PAUSE_S
        while queue:
            update = queue[0]
            if self._updates.is_too_old(update):
                queue.popleft()
                continue
            try:
                async with slots:
                    await self._send(update, session, settings)
            except (_RefusedError, aiohttp.ClientError, TimeoutError) as error:
                self._error = (self._now(), str(error) or type(error).__name__)
                await asyncio.sleep(getattr(error, "retry_after", None) or pause)
                pause = min(pause * 2, LONGEST_PAUSE_S)
            else:
                self._finish(queue, update)
                pause = FIRST_PAUSE_S
        del self._chats[chat_id]

    def _finish(self, queue: deque[Update], update: Update) -> None:
        if queue and queue[0] is update:  # else all were dropped meanwhile
            queue.popleft()
        self._updates.taken([update])

    async def _send(self, update: Update, session: aiohttp.ClientSession, settings: WebhookSettings) -> None:
        headers = {"Content-Type": "application/json"}
        if settings.secret:
            headers[SECRET_HEADER] = settings.secret
        async with session.post(settings.url, data=update.raw, headers=headers) as response:
            answer = await response.read()
            if not 200 <= response.status < 300:
                reason = f"Wrong response from the webhook: {response.status} {response.reason}"
                raise _RefusedError(reason, _retry_after(response))
        self._answer(answer)

    def _answer(self, answer: bytes) -> None:
        """You can perform a request to the Bot API while sending an answer to the webhook."""
        if not answer.lstrip().startswith(b"{") or self.perform is None:
            return
        try:
            call = msgspec.json.decode(answer)
        except msgspec.DecodeError:
            return
        if isinstance(call.get("method"), str):
            self.perform(call)


class _Fixed(AbstractResolver):
    """'The fixed IP address which will be used to send webhook requests instead of the IP address resolved through DNS'."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the address whatever the host."""
        del family
        flags = socket.AI_NUMERICHOST
        kind = socket.AF_INET6 if ":" in self._address else socket.AF_INET
        return [
            ResolveResult(hostname=host, host=self._address, port=port, family=kind, proto=0, flags=flags),
        ]

    async def close(self) -> None:
        """Have nothing to close."""


def _ip_address(settings: WebhookSettings) -> str:
    """Return the 'currently used webhook IP address' where it is known without asking anybody."""
    host = urlsplit(settings.url).hostname or ""
    return settings.ip_address or (host if IP_ADDRESS.fullmatch(host) else "")


def _retry_after(response: aiohttp.ClientResponse) -> float | None:
    given = response.headers.get("Retry-After", "")
    return min(float(given), 3600.0) if given.isdigit() else None
