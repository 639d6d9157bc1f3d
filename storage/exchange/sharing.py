"""One value for what thousands of rows have in common: in a large catalogue almost every row says 'nord', 'de' and {'de'}.

Each would be a value of its own otherwise, and a set of two short words takes as much memory as a row of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

LONGEST = 40
"""characters; what is longer is said once"""


@lru_cache(maxsize=4096)
def _first(words: frozenset[str]) -> frozenset[str]:
    return words


def shared(words: Iterable[str]) -> frozenset[str]:
    """Make a set, or take the equal one that there is already."""
    return _first(frozenset(words))


class Pool:
    """Short texts met so far, each once; let it go when everything is read."""

    def __init__(self) -> None:
        self._met: dict[str, str] = {}

    def same(self, text: str) -> str:
        """Take the equal text that was met first; a long one stays as it is."""
        return self._met.setdefault(text, text) if len(text) <= LONGEST else text
