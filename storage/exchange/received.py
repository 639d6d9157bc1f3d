"""A file as it came in: its name and bytes, bounded, and what is said when it cannot be used."""

from __future__ import annotations

import codecs
import io
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
"""three characters at most"""
CHUNK = 64 * 1024


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
    """Decode a text of German offices as a whole."""
    with reading(file) as text:
        return text.read()


def reading(file: Received, newline: str = "") -> io.TextIOWrapper:
    """Open a text of German offices: UTF-8 with or without its mark, UTF-16 with it, or Windows-1252.

    It was gone through to its end before, so reading cannot fail. Lines end as `newline` says, as in open().
    """
    encoding = _encoding(file)
    with _opened(file, encoding) as text:
        if row := _twice_encoded(text):
            file.refuse(Why.LETTERS_BROKEN(), row)
    return _opened(file, encoding, newline)


def _opened(file: Received, encoding: str, newline: str = "") -> io.TextIOWrapper:
    """Decode piece by piece; the bytes themselves are not copied."""
    return io.TextIOWrapper(io.BytesIO(file.content), encoding=encoding, newline=newline)


def _encoding(file: Received) -> str:
    """Find the encoding in which all of it can be read."""
    raw = file.content
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in raw:
        file.refuse(Why.NO_TEXT())
    else:
        encoding = "utf-8-sig"
    flaw = _flaw(raw, encoding)
    if flaw is None:
        return encoding
    row = raw.count(b"\n", 0, flaw) + 1
    if encoding == "utf-16" or MIXED_UTF8.search(raw):
        file.refuse(Why.ENCODINGS_MIXED(), row)
    if _flaw(raw, "cp1252") is not None:
        file.refuse(Why.ENCODING_UNKNOWN(), row)
    return "cp1252"


def _flaw(raw: bytes, encoding: str) -> int | None:
    """Tell where bytes cannot be decoded; None when all can."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for at in range(0, len(raw), CHUNK):
        waiting = len(decoder.getstate()[0])
        try:
            decoder.decode(raw[at : at + CHUNK], at + CHUNK >= len(raw))
        except UnicodeDecodeError as error:
            return at - waiting + error.start
    return None


def _twice_encoded(text: io.TextIOWrapper) -> int:
    """Tell in which row letters were broken before; 0 when in none."""
    row, tail = 1, ""
    while chunk := text.read(CHUNK):
        window = tail + chunk
        if found := TWICE_ENCODED.search(window):
            return row + window.count("\n", 0, found.start())
        tail = window[-2:]
        row += window.count("\n") - tail.count("\n")
    return 0
