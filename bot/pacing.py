"""Share Telegram's limits between replies, notices and announcements, so that a reply never waits behind the others.

Telegram allows about thirty messages a second over all chats, one a second in one chat and twenty a minute in a group,
and tells with a 429 when it disagrees. Everything here counts in monotonic seconds, never in the clock on the wall.
"""

import asyncio
import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Protocol

from storage.outbox import Lane

TOLERANCE: Final = 1e-6
GROUP_PER_SECOND: Final = 20 / 60
SPARE_CHATS: Final = 1024
PAID_MOST: Final = 1000.0
"""so many a second Telegram lets through for Stars"""
ECHO_S: Final = 1.0
"""For so long after a 429 others come of what was under way already; they slow announcements down no further."""


RATE: Final = 30.0
BURST: Final = 10.0
CHAT_BURST: Final = 4.0
ROOM: Final = 1.2
"""how much more than announcements there has to be over all, so that replies have room"""


class Handle(Protocol):
    """A call that was ordered and can be called off."""

    def cancel(self) -> None:
        """Call it off."""


class Timer(Protocol):
    """Monotonic seconds and calls at a moment; an asyncio event loop is one."""

    def time(self) -> float:
        """Tell the seconds since some fixed moment."""

    def call_at(self, when: float, callback: Callable[[], None]) -> Handle:
        """Call once, at `when` or a little later."""


@dataclass(slots=True)
class Bucket:
    """Tokens that come back at a steady rate, up to a capacity."""

    rate: float
    capacity: float
    tokens: float
    filled_at: float

    def fill(self, now: float) -> None:
        """Put in what has come back since the last time."""
        if now > self.filled_at:
            self.tokens = min(self.capacity, self.tokens + (now - self.filled_at) * self.rate)
            self.filled_at = now

    def wait(self, now: float, reserve: float = 0.0) -> float:
        """Tell in how many seconds one token can be taken while `reserve` tokens stay."""
        self.fill(now)
        seconds = max(reserve + 1 - self.tokens, 0.0) / self.rate
        return seconds if seconds > TOLERANCE else 0.0


@dataclass(order=True, slots=True)
class _Waiter:
    lane: Lane
    number: int
    chat: int = field(compare=False)
    polite: bool = field(compare=False)
    admitted: asyncio.Future[None] = field(compare=False)


@dataclass(slots=True)
class _Chat:
    bucket: Bucket
    spare: float = 0.0
    """tokens that the polite leave to the others"""
    paused_until: float = 0.0
    waiting: list[_Waiter] = field(default_factory=list)
    lined_up: _Waiter | None = None
    rests: bool = False

    def head(self) -> _Waiter | None:
        """Tell who is next, forgetting those who gave up."""
        while self.waiting and self.waiting[0].admitted.done():
            heapq.heappop(self.waiting)
        return self.waiting[0] if self.waiting else None

    def wait(self, now: float) -> float:
        pause, head = self.paused_until - now, self.head()
        spare = self.spare if head is not None and head.polite else 0.0
        return max(pause if pause > TOLERANCE else 0.0, self.bucket.wait(now, spare))

    def pause(self, now: float, seconds: float) -> None:
        """Rest, and start again with a single message instead of a burst."""
        self.paused_until = max(self.paused_until, now + seconds)
        self.bucket.tokens = min(self.bucket.tokens, 1.0)
        self.bucket.filled_at = self.paused_until

    def is_idle(self, now: float) -> bool:
        self.bucket.fill(now)
        return self.head() is None and self.paused_until <= now and self.bucket.tokens >= self.bucket.capacity


class Pacer:
    """Admit calls to Telegram: replies first, then notices, then announcements, each chat at its own pace.

    `rate_per_second` holds over all chats, with bursts of `burst`; `per_chat_per_second` with bursts of `chat_burst` in
    each chat (a negative id is a group and gets twenty a minute): a little under four, for what is on its way bunches up.
    Lower lanes leave a part of the burst untaken, as announcements do in each chat, so that a reply needs no wait even
    while they run. `announcements_per_second` is the most they get of what is left. `flood_window` is the time, in
    seconds, within which a second chat's 429 counts as everybody's.
    One pacer serves one token in one event loop.
    """

    def __init__(
        self,
        rate_per_second: float = 30.0,
        burst: float = 10.0,
        per_chat_per_second: float = 1.0,
        chat_burst: float = 3.75,
        flood_window: float = 10.0,
        announcements_per_second: float = math.inf,
        timer: Timer | None = None,
    ) -> None:
        self._rate = rate_per_second
        self._burst = burst
        self._chat_rate = per_chat_per_second
        self._chat_burst = chat_burst
        self._flood_window = flood_window
        self._timer = timer or asyncio.get_running_loop()
        now = self._timer.time()
        self._all = Bucket(rate_per_second, burst, burst, now)
        self._goal = min(announcements_per_second, rate_per_second)
        self._announcements = Bucket(self._goal, burst, burst, now)
        self._paid = False
        spare = burst - 1
        self._reserves = {Lane.REPLY: 0.0, Lane.NOTICE: spare * 0.25, Lane.ANNOUNCEMENT: spare * 0.5}
        self._paused_until = 0.0
        self._floods: dict[int, float] = {}
        self._calm_since = now
        self._shrunk_at = -math.inf
        self._chats: dict[int, _Chat] = {}
        self._sweep_at = SPARE_CHATS
        self._ready: list[_Waiter] = []
        self._resting: list[tuple[float, int]] = []
        self._number = 0
        self._alarm: Handle | None = None
        self._alarm_at = 0.0

    def announce_at(self, per_second: float, *, paid: bool = False) -> None:
        """Let announcements have so many a second from now on; `paid` ones do not count among the free thirty."""
        now = self._timer.time()
        self._announcements.fill(now)
        self._paid = paid
        self._goal = min(per_second, PAID_MOST if paid else self._rate)
        self._announcements.rate = self._goal
        self._admit()

    @property
    def announcements_per_second(self) -> float:
        """Tell how many announcements a second there may be just now: less than was set after Telegram said to wait."""
        self._calm(self._timer.time())
        return self._announcements.rate

    async def turn(self, lane: Lane, chat: int, *, polite: bool = False) -> None:
        """Wait until one message may go to this chat, and count it as sent; cancelling gives the turn back.

        A `polite` one leaves a part of the chat's burst to what its person does next, as announcements always do.
        """
        now = self._timer.time()
        self._number += 1
        polite = polite or lane is Lane.ANNOUNCEMENT
        waiter = _Waiter(lane, self._number, chat, polite, asyncio.get_running_loop().create_future())
        entry = self._chat(chat, now)
        heapq.heappush(entry.waiting, waiter)
        if entry.head() is waiter:
            entry.rests = False  # it may go sooner than the one for whom the chat rests
        self._queue(chat, entry, now)
        self._admit()
        try:
            await waiter.admitted
        except asyncio.CancelledError:
            self._give_back(waiter)
            raise

    def rest_of(self, chat: int) -> float:
        """Tell for how many seconds this chat, whatever the others do, is to be left alone by announcements."""
        entry, now = self._chats.get(chat), self._timer.time()
        if entry is None:
            return 0.0
        return max(entry.paused_until - now, entry.bucket.wait(now, entry.spare), 0.0)

    def flooded(self, chat: int, retry_after: float | timedelta) -> None:
        """Heed a 429: pause this chat for `retry_after` seconds, and everybody when another chat had one just now."""
        seconds = retry_after.total_seconds() if isinstance(retry_after, timedelta) else retry_after
        now = self._timer.time()
        self._chat(chat, now).pause(now, seconds)
        self._floods = {other: at for other, at in self._floods.items() if now - at <= self._flood_window}
        self._floods[chat] = now
        if len(self._floods) > 1:
            self._paused_until = max(self._paused_until, now + seconds)
        self._shrink_announcements(now)
        self._admit()

    # -- chats

    def _chat(self, chat: int, now: float) -> _Chat:
        entry = self._chats.get(chat)
        if entry is None:
            self._sweep(now)
            rate = self._chat_rate if chat >= 0 else self._chat_rate * GROUP_PER_SECOND
            bucket = Bucket(rate, self._chat_burst, self._chat_burst, now)
            entry = self._chats[chat] = _Chat(bucket, spare=(self._chat_burst - 1) / 2)
        return entry

    def _sweep(self, now: float) -> None:
        """Forget chats at rest; the threshold grows with what stays, so that this costs little per chat."""
        if len(self._chats) < self._sweep_at:
            return
        self._chats = {chat: entry for chat, entry in self._chats.items() if not entry.is_idle(now)}
        self._sweep_at = max(SPARE_CHATS, 2 * len(self._chats))

    def _queue(self, chat: int, entry: _Chat, now: float) -> None:
        """Line up a chat's next waiter with everybody's, or let the chat rest until it may have one."""
        head = entry.head()
        if head is None or head is entry.lined_up or entry.rests:
            return
        if wait := entry.wait(now):
            entry.rests = True
            heapq.heappush(self._resting, (now + wait, chat))
        else:
            entry.lined_up = head
            heapq.heappush(self._ready, head)

    # -- admitting

    def _admit(self) -> None:
        """Admit everybody who may go now and order a call for the moment when the next one may."""
        now = self._timer.time()
        self._calm(now)
        self._wake_rested(now)
        pause = self._paused_until - now
        while pause <= 0 and (waiter := self._next_ready(now)) is not None:
            pause = self._shared_wait(waiter.lane, now)
            if pause <= 0:
                self._let_go(waiter, now)
        self._set_alarm(now, pause)

    def _wake_rested(self, now: float) -> None:
        while self._resting and self._resting[0][0] <= now + TOLERANCE:
            _, chat = heapq.heappop(self._resting)
            if (entry := self._chats.get(chat)) is not None:
                entry.rests = False
                self._queue(chat, entry, now)

    def _next_ready(self, now: float) -> _Waiter | None:
        """Tell who is first in line, sending away whoever gave up, was overtaken or must rest after all."""
        while self._ready:
            waiter = self._ready[0]
            entry = self._chats.get(waiter.chat)
            if entry is not None and entry.head() is waiter and not entry.wait(now):
                return waiter
            heapq.heappop(self._ready)
            if entry is not None and entry.lined_up is waiter:
                entry.lined_up = None
                self._queue(waiter.chat, entry, now)
        return None

    def _shared_wait(self, lane: Lane, now: float) -> float:
        if lane is not Lane.ANNOUNCEMENT:
            return self._all.wait(now, self._reserves[lane])
        free = 0.0 if self._paid else self._all.wait(now, self._reserves[lane])
        return max(free, self._announcements.wait(now))

    def _let_go(self, waiter: _Waiter, now: float) -> None:
        entry = self._chats[waiter.chat]
        self._spend(entry, waiter.lane, 1)
        waiter.admitted.set_result(None)
        self._queue(waiter.chat, entry, now)

    def _spend(self, entry: _Chat, lane: Lane, tokens: int) -> None:
        entry.bucket.tokens -= tokens
        if lane is Lane.ANNOUNCEMENT:
            self._announcements.tokens -= tokens
        if lane is not Lane.ANNOUNCEMENT or not self._paid:
            self._all.tokens -= tokens

    def _give_back(self, waiter: _Waiter) -> None:
        """Undo a turn that was granted while its owner was being cancelled."""
        granted = waiter.admitted.done() and not waiter.admitted.cancelled()
        if granted and (entry := self._chats.get(waiter.chat)) is not None:
            self._spend(entry, waiter.lane, -1)
            entry.rests = False  # the next in this chat need not wait for the token that came back
            self._queue(waiter.chat, entry, self._timer.time())
        self._admit()

    def _set_alarm(self, now: float, pause: float) -> None:
        moments = [self._resting[0][0]] if self._resting else []
        if self._ready:
            moments.append(now + max(pause, 0.0))
        if not moments or (self._alarm is not None and self._alarm_at <= min(moments)):
            return  # an alarm that rings too early only looks again
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm_at = min(moments)
        self._alarm = self._timer.call_at(self._alarm_at, self._ring)

    def _ring(self) -> None:
        self._alarm = None
        self._admit()

    # -- announcements after a flood

    def _shrink_announcements(self, now: float) -> None:
        """Halve the announcements' rate, once for all that was under way when Telegram said to wait."""
        self._calm_since = now
        if now - self._shrunk_at < ECHO_S:
            return
        self._shrunk_at = now
        self._announcements.fill(now)
        self._announcements.rate = max(self._announcements.rate / 2, min(1.0, self._goal))

    def _calm(self, now: float) -> None:
        """Double the announcements' rate for each quiet window since the last 429, up to the whole."""
        while self._announcements.rate < self._goal and now - self._calm_since >= self._flood_window:
            self._announcements.fill(now)
            self._announcements.rate = min(self._announcements.rate * 2, self._goal)
            self._calm_since += self._flood_window


def scaled_pacer(announcements_per_second: float) -> Pacer:
    """Make a pacer for a server that lets more through than Telegram: every limit grows alike, as far as is wanted."""
    scale = announcements_per_second * ROOM / RATE if announcements_per_second > RATE else 1.0
    return Pacer(RATE * scale, BURST * scale, scale, CHAT_BURST * scale)
