"""Time as the simulator sees it: the machine's, unless the host program hands in one that can be moved."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """A clock that the phones page may move; handed in by the program that starts the simulator.

    It may have a `time_zone`, an IANA name: the page then writes all times in it, else in the reader's own.
    """

    def now(self) -> datetime:
        """Return the current time, aware and in UTC."""

    async def move(self, seconds: float) -> None:
        """Move time forward and let what became due happen."""

    async def next_due(self) -> tuple[datetime, str] | None:
        """Return when the next thing is due and what it is called, or None when nothing is."""


def read(clock: Clock | None) -> datetime:
    """Return the time of `clock`, or the machine's when there is none."""
    return datetime.now(UTC) if clock is None else clock.now()
