"""Reads the cells of one row, and notes what is wrong with them instead of stopping at the first."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from storage.exchange import vocabulary
from storage.exchange.parsed import Problem
from storage.exchange.sharing import shared
from storage.exchange.sheet import Row
from storage.records.reasons import Cause, Why

E = TypeVar("E", bound=StrEnum)

TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}")
PRICE = re.compile(r"([0-9]{1,5})(?:[.,]([0-9]{1,2}))?")
WEB_ADDRESS = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?([/?#][!-~]*)?", re.IGNORECASE)
"""what every phone opens: a name with a dot, no name or password of anybody before it, nothing but ASCII"""


@dataclass(frozen=True, slots=True)
class Known:
    """The ids of a file, for others to refer to; None when that file could not be read, so nothing can be said."""

    file: str
    ids: frozenset[str] | None


@dataclass(slots=True)
class Cells:
    """A row being read. Every method returns something usable; what could not be read is in `problems`."""

    file: str
    row: Row
    problems: list[Problem]

    def raw(self, column: str) -> str:
        """Read a cell as it stands; '' when the file has no such column."""
        return self.row.cells.get(column, "")

    def refuse(self, column: str, reason: Cause) -> None:
        """Note that a cell cannot be used."""
        self.problems.append(Problem(self.file, self.row.number, column, self.raw(column), reason))

    def text(self, column: str, limit: int, *, needed: bool = False) -> str:
        """Read prose of at most `limit` characters; line ends are kept, other control characters refused."""
        value = self.raw(column).replace("\r\n", "\n")
        if needed and not value:
            self.refuse(column, Why.MISSING())
        if len(value) > limit:
            self.refuse(column, Why.TOO_LONG(limit=limit, count=len(value)))
        if any(unicodedata.category(character) == "Cc" and character != "\n" for character in value):
            self.refuse(column, Why.STRANGE_CHARACTER())
        return value

    def line(self, column: str, limit: int, *, needed: bool = False) -> str:
        """Read prose that is one line."""
        value = self.text(column, limit, needed=needed)
        if "\n" in value:
            self.refuse(column, Why.SEVERAL_LINES())
        return value

    def source_id(self, column: str) -> str:
        """Read a row's own id."""
        value = self.raw(column)
        if not vocabulary.SOURCE_ID.fullmatch(value):
            self.refuse(column, Why.NO_ID())
        return value

    def slug(self, column: str) -> str:
        """Read a slug."""
        self.slugs(column, [self.raw(column)])
        return self.raw(column)

    def slugs(self, column: str, values: Collection[str]) -> tuple[str, ...]:
        """Check that values are slugs, and keep them in order, each once."""
        for value in values:
            if not vocabulary.SLUG.fullmatch(value):
                self.refuse(column, Why.NO_SLUG(word=value))
        return tuple(dict.fromkeys(values))

    def many(self, column: str, *, needed: bool = False) -> list[str]:
        """Split a cell of several values at '|'."""
        values = [value.strip() for value in self.raw(column).split("|") if value.strip()]
        if needed and not values:
            self.refuse(column, Why.NONE_NAMED())
        return values

    def known(self, column: str, values: Collection[str], words: Collection[str]) -> frozenset[str]:
        """Check that values are among the known words."""
        for value in values:
            if value not in words:
                self.refuse(column, Why.WORD_UNKNOWN(word=value, words=", ".join(sorted(words))))
        return shared(values)

    def languages(self, column: str, values: Collection[str]) -> frozenset[str]:
        """Turn language codes as written into ours."""
        codes = {value: vocabulary.language(value) for value in values}
        for value in (value for value, code in codes.items() if code is None):
            self.refuse(column, Why.LANGUAGE_UNKNOWN(word=value, words=", ".join(vocabulary.LANGUAGES)))
        return shared(code for code in codes.values() if code)

    def choice(self, column: str, words: type[E], empty: E | None = None) -> E:
        """Read one word of a vocabulary; an empty cell means `empty`, where there is one."""
        value = self.raw(column)
        if not value and empty is not None:
            return empty
        if value in set(words):
            return words(value)
        self.refuse(column, Why.NO_CHOICE(words=", ".join(words)))
        return next(iter(words))

    def yes(self, column: str) -> bool:
        """Read yes or no."""
        if self.raw(column) not in {"yes", "no"}:
            self.refuse(column, Why.YES_OR_NO())
        return self.raw(column) == "yes"

    def whole(self, column: str, low: int, high: int) -> int | None:
        """Read a whole number; None when empty."""
        value = self.raw(column)
        if not value:
            return None
        if value.isascii() and value.isdigit() and low <= int(value[:9]) <= high:
            return int(value)
        self.refuse(column, Why.NO_WHOLE(low=low, high=high))
        return None

    def decimal(self, column: str, low: float, high: float) -> float | None:
        """Read a number with a decimal point; None when empty."""
        value = self.raw(column)
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if low <= number <= high:
            return number
        self.refuse(column, Why.NO_DECIMAL(low=f"{low:g}", high=f"{high:g}"))
        return None

    def cents(self, column: str) -> int | None:
        """Read an amount in euros as cents; None when empty."""
        value = self.raw(column)
        if not value:
            return None
        if match := PRICE.fullmatch(value):
            return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))
        self.refuse(column, Why.NO_AMOUNT())
        return None

    def day(self, column: str) -> date | None:
        """Read a calendar day."""
        value = self.raw(column)
        try:
            return date.fromisoformat(value if len(value) == len("2027-01-12") else "")
        except ValueError:
            self.refuse(column, Why.NO_DAY())
            return None

    def clock(self, column: str) -> time | None:
        """Read a time of day."""
        value = self.raw(column)
        try:
            return time.fromisoformat(value.zfill(5) if TIME.fullmatch(value) else "")
        except ValueError:
            self.refuse(column, Why.NO_CLOCK())
            return None

    def web_address(self, column: str, limit: int) -> str | None:
        """Read an https address; None when empty."""
        value = self.raw(column)
        if not value:
            return None
        if len(value) > limit:
            self.refuse(column, Why.TOO_LONG(limit=limit, count=len(value)))
        elif not WEB_ADDRESS.fullmatch(value):
            self.refuse(column, Why.NO_ADDRESS())
        return value

    def reference(self, column: str, known: Known, *, needed: bool = False) -> str | None:
        """Read the id of a row in another file; None when empty."""
        value = self.raw(column)
        if not value and not needed:
            return None
        if known.ids is not None and value not in known.ids:
            self.refuse(column, Why.NO_SUCH_ID(file=known.file))
        return value
