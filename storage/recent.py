"""What was counted a moment ago, remembered in memory, so that a transaction others wait for need not count it again.

Counting an audience takes seconds at a million people. It is counted in a transaction that only reads, and whoever writes
decides by that count.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.records.audiences import Headcount

FRESH = timedelta(minutes=1)
"""for how long a count holds"""


class CountFirstError(Exception):
    """A transaction that others wait for needs a count nobody made: it is taken back and comes again after that."""

    def __init__(self, audience: str) -> None:
        super().__init__()
        self.audience = audience
        """as it stands in its column"""


class Counts:
    """Counts of audiences by how these are written down."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[datetime, Headcount]] = {}

    def remember(self, audience: str, count: Headcount, now: datetime) -> None:
        """Keep a count, and forget the old ones."""
        self._found = {key: found for key, found in self._found.items() if abs(now - found[0]) < FRESH}
        self._found[audience] = (now, count)

    def recent(self, audience: str, now: datetime) -> Headcount:
        """Tell a count that was made a moment ago; CountFirstError when there is none."""
        counted_at, count = self._found.get(audience, (None, None))
        if counted_at is None or count is None or abs(now - counted_at) >= FRESH:
            raise CountFirstError(audience)
        return count
