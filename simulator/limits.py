"""Telegram's limits on sending: 30 a second over all chats, one a second in a chat, 20 a minute in a group.

The numbers are the documentation's, from its Bots FAQ ("My bot is hitting limits, how do I avoid this?"): 'In a single
chat, avoid sending more than one message per second. We may allow short bursts that go over this limit', 'In a group,
bots are not able to send more than 20 messages per minute', and of bulk notifications 'bots are not able to
broadcast more than about 30 messages per second'. How long a burst may be is not said; the sizes here are a guess.
Who floods on while being told to wait waits longer.
"""

import math
import time
from collections.abc import Callable

from simulator.refusals import too_many

OVERALL_PER_S = 30.0
OVERALL_BURST = 30.0
# What allow_paid_broadcast adds to the free messages, so that both make 'up to 1000 messages per second'.
PAID_PER_S = 970.0
CHAT_PER_S = 1.0
CHAT_BURST = 4.0
GROUP_PER_S = 20 / 60
GROUP_BURST = 20.0
LEAST_WAIT_S = 1.0
FORGIVEN_FLOODS = 5
COUNTED = ("send", "edit", "copy", "forward")
LIVELY = frozenset(("sendchataction",))


class _Bucket:
    """Fills at a steady rate up to its size; a call takes what it sends, and may take more than there is left."""

    __slots__ = ("at", "burst", "floods", "level", "per_s", "until")

    def __init__(self, per_s: float, burst: float, scale: float, now: float) -> None:
        self.per_s = per_s * scale
        self.burst = max(burst * scale, 1.0)
        self.level = self.burst
        self.at = now
        self.until = 0.0
        self.floods = 0

    def fits(self, now: float) -> bool:
        """Tell whether a call may pass."""
        self.level = min(self.burst, self.level + (now - self.at) * self.per_s)
        self.at = now
        return now >= self.until and self.level >= 1

    def wait(self, now: float) -> float:
        """Return how long to wait before a call fits, 0 when it does now; asking too early makes it longer."""
        if self.fits(now):
            return 0.0
        if now < self.until:
            return self._flooded(now)
        self.until = now + max(LEAST_WAIT_S, (1 - self.level) / self.per_s)
        return self.until - now

    def take(self, count: int) -> None:
        self.level -= count
        self.floods = 0

    def _flooded(self, now: float) -> float:
        self.floods += 1
        if self.floods % FORGIVEN_FLOODS == 0:
            self.until += max(LEAST_WAIT_S, self.until - now)
        return self.until - now


class Limits:
    """Counts what is sent and refuses what is too much; `scale` multiplies every rate and every burst."""

    def __init__(self, now: Callable[[], float] = time.monotonic, *, scale: float = 1.0) -> None:
        self.scale = scale
        self._now = now
        self._free = _Bucket(OVERALL_PER_S, OVERALL_BURST, scale, now())
        self._paid = _Bucket(PAID_PER_S, PAID_PER_S, scale, now())
        self._chats: dict[object, _Bucket] = {}

    def pass_or_refuse(self, method: str, chat_id: object, count: int = 1, *, pays: bool = False) -> int:
        """Count the messages that one call of a lower-cased method sends; return how many of them cost Stars.

        Raises 429 with retry_after when it is too many. `pays` is allow_paid_broadcast: 'Pass True to allow up to 1000
        messages per second, ignoring broadcasting limits for a fee of 0.1 Telegram Stars per message'. The FAQ has the
        first 30 of a second free; the limits of a chat and of a group stay.
        """
        if chat_id is None or not method.startswith(COUNTED) or method in LIVELY:
            return 0
        now = self._now()
        overall = self._paid if pays and not self._free.fits(now) else self._free
        buckets = (self._chat(chat_id, now), overall)
        if wait := max(bucket.wait(now) for bucket in buckets):
            raise too_many(math.ceil(wait))
        for bucket in buckets:
            bucket.take(count)
        return count if overall is self._paid else 0

    def _chat(self, chat_id: object, now: float) -> _Bucket:
        if chat_id not in self._chats:
            per_s, burst = (GROUP_PER_S, GROUP_BURST) if str(chat_id).startswith("-") else (CHAT_PER_S, CHAT_BURST)
            self._chats[chat_id] = _Bucket(per_s, burst, self.scale, now)
        return self._chats[chat_id]
