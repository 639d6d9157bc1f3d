"""The queue of updates: what getUpdates hands out and a webhook is sent, kept until it is confirmed."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from simulator.records import Message
from simulator.refusals import RefusedError, conflict

FIRST_UPDATE = 730_000_001
# "a list of all update types except chat_member, message_reaction, and message_reaction_count (default)"
NOT_BY_DEFAULT = frozenset(("chat_member", "message_reaction", "message_reaction_count"))
MOST_AT_ONCE = 100
LONGEST_POLL_S = 50
TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"

encode = msgspec.json.Encoder().encode


class Update(NamedTuple):
    """An update as it will be sent, byte by byte the same however often it is; `message` is what a person wrote in it."""

    id: int
    chat_id: int
    raw: bytes
    at: float
    message: Message | None = None


def _end(poll: "asyncio.Future[RefusedError | None]") -> None:
    if not poll.done():
        poll.set_result(None)


class Updates:
    """Updates in order; `expiry_s` is how long Telegram keeps them (24 hours), `taken` hears what the bot has.

    `changed` is set when there is something new, `polled` while somebody waits for it, `left` when they have
    stopped.
    """

    def __init__(self, expiry_s: float, taken: Callable[[list[Update]], None]) -> None:
        self.expiry_s = expiry_s
        self.taken = taken
        self.waiting: deque[Update] = deque()
        self.repeats: list[Update] = []
        self.allowed: list[str] | None = None
        self.last_id = FIRST_UPDATE - 1
        self.changed = asyncio.Event()
        self.polled = asyncio.Event()
        self.left = asyncio.Event()
        self._poll: asyncio.Future[RefusedError | None] | None = None
        self._kept: deque[Update] = deque(maxlen=1_000)

    def allows(self, kind: str) -> bool:
        """Tell whether updates of a kind are wanted."""
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def add(self, kind: str, chat_id: int, body: dict[str, Any], message: Message | None = None) -> int:
        """Queue an update and return its number, or 0 when the bot does not want this kind."""
        if not self.allows(kind):
            return 0
        self.last_id += 1
        raw = encode({"update_id": self.last_id, kind: body})
        update = Update(self.last_id, chat_id, raw, time.monotonic(), message)
        self._kept.append(update)
        self._queue(update)
        return update.id

    def again(self, update_id: int) -> None:
        """Deliver an update once more, though it may have been confirmed; raises LookupError when it is forgotten."""
        for update in self._kept:
            if update.id == update_id:
                self.repeats.append(update._replace(at=time.monotonic()))
                self.wake()
                return
        raise LookupError(f"there is no update {update_id} among the newest {self._kept.maxlen}")

    def wake(self) -> None:
        """Let whoever waits for updates look again."""
        self.changed.set()
        if self._poll:
            _end(self._poll)

    def interrupt(self, error: RefusedError) -> None:
        """End a poll that is under way with an error, as a second one or a webhook does."""
        if self._poll and not self._poll.done():
            self._poll.set_result(error)

    def confirm(self, offset: int) -> None:
        """Forget updates before `offset`; a negative one keeps only so many from the end."""
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
            return
        taken = []
        while self.waiting and self.waiting[0].id < offset:
            taken.append(self.waiting.popleft())
        if taken:
            self.taken(taken)

    async def poll(self, offset: int, limit: int, timeout_s: float) -> bytes:
        """Return waiting updates as a JSON array, waiting up to `timeout_s` for the first."""
        self.interrupt(conflict(TERMINATED))
        self.confirm(offset)
        self.expire()
        if not self.waiting and not self.repeats and timeout_s > 0:
            await self._wait(min(timeout_s, LONGEST_POLL_S))
        return b"[" + b",".join([update.raw for update in self._batch(limit)]) + b"]"

    def _batch(self, limit: int) -> list[Update]:
        repeats, self.repeats = self.repeats[:limit], self.repeats[limit:]
        return repeats + list(islice(self.waiting, limit - len(repeats)))

    async def _wait(self, timeout_s: float) -> None:
        poll: asyncio.Future[RefusedError | None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        self.polled.set()
        self.left.clear()
        timer = poll.get_loop().call_later(timeout_s, _end, poll)
        try:
            error = await poll
        finally:
            timer.cancel()
            if self._poll is poll:
                self._poll = None
                self.polled.clear()
                self.left.set()
        if error is not None:
            raise error

    def _queue(self, update: Update) -> None:
        self.waiting.append(update)
        self.wake()

    def is_too_old(self, update: Update) -> bool:
        """Tell whether an update is to be forgotten: 'they will not be kept longer than 24 hours'."""
        return update.at < time.monotonic() - self.expiry_s

    def expire(self) -> None:
        """Forget waiting updates that are too old."""
        while self.waiting and self.is_too_old(self.waiting[0]):
            self.waiting.popleft()
