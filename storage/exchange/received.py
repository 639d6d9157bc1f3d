"""A file as it came in: its name and bytes, bounded, and what is said when it cannot be used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from storage.exchange.parsed import CatalogueError, Problem
from storage.records.reasons import Cause, Why

LARGEST_BYTES = 20 * 1024 * 1024
MIXED_UTF8 = re.compile(rb"\xc3[\x80-\xbf]")
"""a German letter in UTF-8; in Windows-1252 that would be a tilded A before a sign, which nobody writes"""
TWICE_ENCODED = re.compile("Ã[¤¶¼„–œŸ]|â€[œžš“”™–]")


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came in."""

    name: str
    content: bytes

    def refuse(self, reason: Cause, row: int = 0) -> NoReturn:
        """Refuse it as a whole."""
        raise CatalogueError((Problem(self.name, row, "", "", reason),))


@dataclass(frozen=True, slots=True)
class Missing:
    """What files do not say and who imports them does: whose they are, and where what has no quarter takes place."""

    provider: str = ""
    source: str = ""
    """what the feed is called in ids; made from the provider's name when empty"""
    quarter: str = "elsewhere"
    complete: bool = True
    """whether what is missing in the files has ended"""


def receive(path: Path) -> Received:
    """Read a file of at most 20 MB; CatalogueError when it is larger or cannot be opened."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        Received(path.name, b"").refuse(Why.NOT_OPENED(error=(error.strerror or "unknown reason").lower()))
    received = Received(path.name, content)
    if len(content) > LARGEST_BYTES:
        received.refuse(Why.FILE_TOO_LARGE())
    if not content.strip():
        received.refuse(Why.FILE_EMPTY())
    return received


def decode(file: Received) -> str:
    """Decode a text of German offices: UTF-8 with or without its mark, UTF-16 with it, or Windows-1252."""
    raw = file.content
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in raw:
        file.refuse(Why.NO_TEXT())
    else:
        encoding = "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        text = _windows(file, error)
    if found := TWICE_ENCODED.search(text):
        row = text.count("\n", 0, found.start()) + 1
        file.refuse(Why.LETTERS_BROKEN(), row)
    return text


def _windows(file: Received, error: UnicodeDecodeError) -> str:
    """Decode what is not UTF-8 as Windows-1252, unless that would break letters."""
    row = file.content.count(b"\n", 0, error.start) + 1
    if error.encoding != "utf-8" or MIXED_UTF8.search(file.content):
        file.refuse(Why.ENCODINGS_MIXED(), row)
    text = file.content.decode("cp1252", errors="replace")
    if "\ufffd" in text:
        file.refuse(Why.ENCODING_UNKNOWN(), row)
    return text
