"""What a draft needs: a name or text made clean, and a mark by which a button knows the draft it was made for."""

from __future__ import annotations

import binascii
import unicodedata

NAME_LENGTH = 40
JOINERS = "\u200c\u200d"
"""invisible, but part of spelling in Persian, Kurdish and emoji-free Indic names"""

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""embeddings, overrides and isolates of direction: texts are isolated where they are shown"""


def clean_name(text: str) -> str:
    """Trim a typed name; '' when it has no letter or is too long to be one."""
    visible = "".join(mark for mark in text if mark in JOINERS or unicodedata.category(mark) not in {"Cf", "Co", "Cs"})
    name = " ".join("".join(" " if unicodedata.category(mark) == "Cc" else mark for mark in visible).split())
    if len(name) > NAME_LENGTH or not any(mark.isalpha() for mark in name):
        return ""
    return name


def clean_text(text: str) -> str:
    """Trim a typed text, with one empty line in a row at most, and without what turns the direction of others' text."""
    marks = (mark for mark in text.replace("\r\n", "\n") if mark not in TURNING)
    shown = "".join(" " if unicodedata.category(mark) == "Cc" and mark != "\n" else mark for mark in marks)
    lines = [line.strip() for line in shown.split("\n")]
    return "\n".join(line for at, line in enumerate(lines) if line or (at and lines[at - 1])).strip()


def mark_of(*parts: object) -> int:
    """Make a short number from a draft's values, so that an old button cannot confirm a newer draft."""
    return binascii.crc_hqx("\x1f".join(map(str, parts)).encode(), 0)
