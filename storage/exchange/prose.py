"""Prose from strangers: HTML becomes plain text, nothing that cannot be shown stays, and what is too long ends at a word."""

from __future__ import annotations

import html
import re
import unicodedata

import nh3

MOST_HTML = 100_000
BREAKS = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^>]{0,200}>", re.IGNORECASE)
ITEMS = re.compile(r"<li\b[^>]{0,200}>", re.IGNORECASE)
BLANK_LINES = re.compile(r"\n{3,}")


def plain(markup: str) -> str:
    """Turn HTML, or text that may hold some, into plain text with its paragraphs."""
    cut = markup[:MOST_HTML].replace("\r\n", "\n")
    broken = ITEMS.sub("• ", BREAKS.sub("\n", cut))
    text = html.unescape(nh3.clean(broken, tags=set()))
    kept = "".join(character for character in text if character == "\n" or unicodedata.category(character) != "Cc")
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def shortened(text: str, limit: int) -> str:
    """Cut a text that is too long at the end of a word."""
    if len(text) <= limit:
        return text
    beginning = text[: limit - 2]
    return (beginning.rsplit(None, 1)[0] if " " in beginning else beginning) + " …"


def line(markup: str, limit: int) -> str:
    """Turn HTML into one line of plain text."""
    return shortened(" ".join(plain(markup).split()), limit)
