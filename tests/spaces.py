"""Texts as they are read: what only keeps a line together is not seen."""

from __future__ import annotations

NO_BREAK = "\u00a0"
WORD_JOINER = "\u2060"


def plain(text: str) -> str:
    """Write plain spaces for those at which no line ends, and leave word joiners out."""
    return text.replace(NO_BREAK, " ").replace(WORD_JOINER, "")
