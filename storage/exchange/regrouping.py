"""Brings together what stands apart in a file but belongs together, without holding the file in memory.

The rows of an offering may stand anywhere in a table, and so may the events of a series in a calendar.
"""

from __future__ import annotations

import tempfile
import weakref
from array import array
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any, Generic, TypeVar

import msgspec

T = TypeVar("T")

IN_MEMORY = 1024 * 1024
"""bytes; what is larger goes into an unnamed file"""
NONE = -1


def forget(file: IO[bytes]) -> None:
    """Close a temporary file, be its disk full or not: what could not be written is not wanted any more."""
    with suppress(OSError):
        file.close()


class Regrouped(Generic[T]):
    """Values by key, kept on disk; `kind` is their type. Memory takes the keys, and some bytes for each value."""

    def __init__(self, kind: Any) -> None:  # noqa: ANN401 - a type, also one with parameters
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, prefix="quartierbot-")  # noqa: SIM115 - see below
        self._decoder: msgspec.msgpack.Decoder[T] = msgspec.msgpack.Decoder(kind)
        self._encoder = msgspec.msgpack.Encoder()
        self._groups: dict[str, int] = {}
        self._firsts, self._lasts = array("l"), array("l")
        self._following = array("l")
        """after each value the next one with its key"""
        self._ends = array("q", [0])
        weakref.finalize(self, forget, self._file)

    def __len__(self) -> int:
        """Count the values."""
        return len(self._following)

    def add(self, key: str, value: T) -> None:
        """Put a value to those with the same key."""
        number, group = len(self), self._groups.setdefault(key, len(self._firsts))
        if group == len(self._firsts):
            self._firsts.append(number)
            self._lasts.append(number)
        else:
            self._following[self._lasts[group]] = number
            self._lasts[group] = number
        self._following.append(NONE)
        self._ends.append(self._ends[-1] + self._file.write(self._encoder.encode(value)))

    def groups(self) -> Iterator[list[T]]:
        """Give the values key by key, both in the order in which they were met; nothing can be added any more."""
        self._groups.clear()
        for first in self._firsts:
            found, number = [], first
            while number != NONE:
                found.append(self._read(number))
                number = self._following[number]
            yield found

    def _read(self, number: int) -> T:
        """Read one value."""
        begin, end = self._ends[number], self._ends[number + 1]
        self._file.seek(begin)
        return self._decoder.decode(self._file.read(end - begin))
