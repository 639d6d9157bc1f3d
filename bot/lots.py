"""What is at hand of the runs: recipients taken from the ledger, and how far each run is with them.

Several runs share fairly: whoever is next in line comes from one after the other.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sending import Message
from storage import quiet
from storage.ledger import Recipient, Run
from storage.records.announcements import State


@dataclass(slots=True, eq=False)
class Lot:
    """What is at hand of a run.

    `ahead` is how many were found and not taken yet, at most; `held` are all that were taken and are not written down.
    """

    run: Run
    at_hand: deque[Recipient] = field(default_factory=deque)
    ahead: int = 0
    held: set[int] = field(default_factory=set)
    refusals: Counter[str] = field(default_factory=Counter)
    """how often in a row Telegram refused what it says, by language"""
    look_at: float = 0.0
    """when to ask the ledger again, after it had nothing"""

    @property
    def is_idle(self) -> bool:
        """Say whether nothing is at hand and nothing under way."""
        return not self.held

    def flows(self, now: datetime, zone: ZoneInfo) -> bool:
        """Say whether it goes on now: a paused run does not, and at night nobody's phone rings."""
        return self.run.state is State.RUNNING and not quiet.quiet(now, zone)

    def is_late(self, now: datetime) -> bool:
        """Say whether it may not go out any more."""
        latest = self.run.latest_at
        return self.run.state is State.RUNNING and latest is not None and now >= latest

    def let_go(self) -> None:
        """Forget who is at hand; what is under way stays."""
        self.held.difference_update(recipient.id for recipient in self.at_hand)
        self.at_hand.clear()
        self.ahead = 0


@dataclass(frozen=True, slots=True)
class Ready:
    """Somebody who gets a message, when it is their turn."""

    lot: Lot
    recipient: Recipient
    message: Message
    revision: int
    """what it reads like, at least; a correction may come while it is under way"""


class Lots:
    """The lots of all runs that go on."""

    def __init__(self) -> None:
        self._lots: dict[int, Lot] = {}
        self._order: deque[int] = deque()

    def __iter__(self) -> Iterator[Lot]:
        return iter(list(self._lots.values()))

    def follow(self, runs: Iterable[Run]) -> None:
        """Keep a lot for each of these runs, as it is now, and let go of those that are over and have nothing under way."""
        now = {run.id: run for run in runs}
        for run_id, run in now.items():
            if run_id in self._lots:
                self._lots[run_id].run = run
            else:
                self._lots[run_id] = Lot(run)
                self._order.append(run_id)
        for run_id, lot in list(self._lots.items()):
            if run_id not in now:
                lot.let_go()
                if lot.is_idle:
                    del self._lots[run_id]
                    self._order.remove(run_id)

    def next(self, passed_over: Container[str], flows: Callable[[Lot], bool]) -> tuple[Lot, Recipient] | None:
        """Take the next recipient, of one run after the other; whose chat has one in line already is passed over."""
        for _ in range(len(self._order)):
            lot = self._lots[self._order[0]]
            self._order.rotate(-1)
            for _ in range(len(lot.at_hand) if flows(lot) else 0):
                recipient = lot.at_hand.popleft()
                if recipient.address not in passed_over:
                    return lot, recipient
                lot.at_hand.append(recipient)
        return None
