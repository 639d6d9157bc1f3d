"""The weather between us and Telegram: after several failures in a row that are nobody's own, everybody waits a little."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection

from bot.sending import Verdict

log = logging.getLogger(__name__)

STORM = 5
"""From how many failures in a row on it is the network or Telegram."""
STORM_PAUSES_S = (1.0, 2.0, 5.0, 10.0, 30.0)
LONG_S = 600.0
"""After how long somebody should know that it goes slowly."""
SLOW_SHARE = 0.5
"""Below which share of the rate that was set it goes slowly."""


class Weather:
    """Counts failures and tells when to rest, each time for longer. `clock` tells the running seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._failures = 0
        self._storms = 0
        self._rest_until = 0.0

    @property
    def storms(self) -> bool:
        """Say whether nothing has got through since several failed in a row."""
        return self._storms > 0

    @property
    def rests(self) -> bool:
        """Say whether nobody is begun with for a while."""
        return self.clock() < self._rest_until

    def note(self, verdict: Verdict) -> None:
        """Take in what became of a send."""
        if not (verdict.is_again or verdict.is_maybe):
            self._failures = self._storms = 0
            return
        self._failures += 1
        if self._failures >= STORM and not self.rests:
            self._rest_until = self.clock() + STORM_PAUSES_S[min(self._storms, len(STORM_PAUSES_S) - 1)]
            self._storms += 1
            self._failures = 0
            log.warning("announcements wait: Telegram cannot be reached")


class Slowness:
    """Tells of which runs somebody should know that they go slowly. `clock` tells the running seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._since: float | None = None
        self._told: set[int] = set()

    def untold(self, running: Collection[int], *, slow: bool) -> set[int]:
        """Take in which runs go on now, and whether slowly; names those nobody knows of once that is so for long."""
        if not slow or not running:
            self._since = None
            return set()
        self._since = self.clock() if self._since is None else self._since
        return {*running} - self._told if self.clock() - self._since >= LONG_S else set()

    def told(self, runs: Collection[int]) -> None:
        """Remember of which runs it was told."""
        self._told.update(runs)
