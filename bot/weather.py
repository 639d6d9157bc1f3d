"""The weather between us and Telegram: after several failures in a row that are nobody's own, everybody waits a little."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.sending import Verdict

log = logging.getLogger(__name__)

STORM = 5
"""From how many failures in a row on it is the network or Telegram."""
STORM_PAUSES_S = (1.0, 2.0, 5.0, 10.0, 30.0)


class Weather:
    """Counts failures and tells when to rest, each time for longer. `clock` tells the running seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._failures = 0
        self._storms = 0
        self._rest_until = 0.0

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
