"""Cells that a spreadsheet program only shows: what people typed never becomes a formula or a command.

A name such as `=HYPERLINK(...)` would otherwise be run by Excel or LibreOffice on the machine of whoever opens the list.
"""

from __future__ import annotations

import unicodedata

STARTING = ("=", "+", "-", "@", "\t", "\r", "\n")
"""what begins a formula, or lets one begin in the next cell"""
NEVER = frozenset("\ufffe\uffff")
"""what XML has no place for"""
GUARD = "'"
"""what both programs take as 'this is text'"""


def plain(text: str) -> str:
    """Keep the letters of a text, on one line: no control characters, which no table may hold."""
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    return "".join(
        letter for letter in spaced if unicodedata.category(letter) not in {"Cc", "Cs"} and letter not in NEVER
    )


def is_risky(text: str) -> bool:
    """Say whether a program may take a text for a formula; wide and small forms of the signs count as the signs."""
    return unicodedata.normalize("NFKC", text).lstrip(" ").startswith(STARTING) or text.startswith(STARTING)


def guarded(text: str) -> str:
    """Make a text that a program reads from a file without types: plain, and marked as text where it has to be."""
    return f"{GUARD}{plain(text)}" if is_risky(text) else plain(text)
