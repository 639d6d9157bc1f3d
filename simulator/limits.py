"""Telegram's limits on sending: 30 a second over all chats, one a second in a chat, 20 a minute in a group.

The documentation's FAQ names these numbers and that "short bursts" pass; how long a burst may be is our guess.
Flooding on while being told to wait makes the wait longer.
"""

import math
import time
from collections.abc import Callable

from simulator.refusals import too_many

OVERALL_PER_S = 30.0
OVERALL_BURST = 30.0
CHAT_PER_S = 1.0
CHAT_BURST = 4.0
GROUP_PER_S = 20 / 60
GROUP_BURST = 20.0
LEAST_WAIT_S = 1.0
FORGIVEN_FLOODS = 5
COUNTED = ("send", "edit", "copy", "forward")
LIVELY = frozenset(("sendchataction",))


class _Bucket:
    """Fills at a steady rate up to its size; a call takes one."""

    __slots__ = ("at", "burst", "floods", "level", "per_s", "until")

    def __init__(self, per_s: float, burst: float, now: float) -> None:
        self.per_s = per_s
        self.burst = burst
        self.level = burst
        self.at = now
        self.until = 0.0
        self.floods = 0

    def wait(self, now: float) -> float:
        """Return how long to wait before a call fits, 0 when it does now."""
        self.level = min(self.burst, self.level + (now - self.at) * self.per_s)
        self.at = now
        if now < self.until:
            return self._flooded(now)
        if self.level >= 1:
            return 0.0
        self.until = now + max(LEAST_WAIT_S, (1 - self.level) / self.per_s)
        return self.until - now

    def take(self) -> None:
        self.level -= 1
        self.floods = 0

    def _flooded(self, now: float) -> float:
        self.floods += 1
        if self.floods % FORGIVEN_FLOODS == 0:
            self.until += max(LEAST_WAIT_S, self.until - now)
        return self.until - now


class Limits:
    """Counts what is sent and refuses what is too much."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._overall = _Bucket(OVERALL_PER_S, OVERALL_BURST, now())
        self._chats: dict[object, _Bucket] = {}

    def pass_or_refuse(self, method: str, chat_id: object) -> None:
        """Count one call of a lower-cased method; raises 429 with retry_after when it is too many."""
        if chat_id is None or not method.startswith(COUNTED) or method in LIVELY:
            return
        now = self._now()
        buckets = (self._chat(chat_id, now), self._overall)
        if wait := max(bucket.wait(now) for bucket in buckets):
            raise too_many(math.ceil(wait))
        for bucket in buckets:
            bucket.take()

    def _chat(self, chat_id: object, now: float) -> _Bucket:
        if chat_id not in self._chats:
            is_group = str(chat_id).startswith("-")
            self._chats[chat_id] = (
                _Bucket(GROUP_PER_S, GROUP_BURST, now) if is_group else _Bucket(CHAT_PER_S, CHAT_BURST, now)
            )
        return self._chats[chat_id]
