"""Which way a text runs, and how to set one apart inside a text that runs the other way.

A time such as 9:30–12:00, a code or a German address would otherwise be torn apart and reordered inside an Arabic
sentence. Isolates (U+2066 to U+2069) keep each in one piece without touching its neighbours.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import bidirectional

LEFT_TO_RIGHT_ISOLATE = "\u2066"
RIGHT_TO_LEFT_ISOLATE = "\u2067"
POP_ISOLATE = "\u2069"
RIGHT_TO_LEFT_MARK = "\u200f"
RTL = frozenset({"R", "AL"})
DRAWN = frozenset({"ON", "WS"})


@lru_cache(maxsize=4096)
def isolate(text: str, *, inside_rtl: bool) -> str:
    """Set a text apart where it needs it: always among right-to-left letters, else only when it holds some.

    What is only drawn, such as a bar that fills, has no direction of its own and takes the reader's.
    """
    kinds = frozenset(map(bidirectional, text))
    if kinds <= DRAWN or not (inside_rtl or kinds & RTL):
        return text
    opening = RIGHT_TO_LEFT_ISOLATE if runs_rtl(text) else LEFT_TO_RIGHT_ISOLATE
    return f"{opening}{text}{POP_ISOLATE}"


def runs_rtl(text: str) -> bool:
    """Tell whether the first letter of a text runs from right to left."""
    first = next((kind for kind in map(bidirectional, text) if kind == "L" or kind in RTL), "L")
    return first in RTL
