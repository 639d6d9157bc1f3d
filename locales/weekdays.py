"""The days of the week and the months as people type them, in every language we speak: whole names and short ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale

from locales.languages import TABLE

WIDTHS = ("wide", "abbreviated", "short")


def weekday_of(word: str) -> int | None:
    """Find the day of the week that a word names, 0 is Monday; None when it names none."""
    return weekdays().get(plain(word))


def month_of(word: str) -> int | None:
    """Find the month that a word names, 1 is January; None when it names none."""
    return months().get(plain(word))


def plain(word: str) -> str:
    """Leave out what does not matter: capital letters and the dot of a short name."""
    return word.strip(".,،").casefold()


@cache
def weekdays() -> Mapping[str, int]:
    """Collect the names of days; where two languages mean different days by a name, the one offered first is meant."""
    found: dict[str, int] = {}
    for locale in locales():
        for width in WIDTHS:
            for number, name in locale.days["format"].get(width, {}).items():
                found.setdefault(plain(name), number)
    return found


@cache
def months() -> Mapping[str, int]:
    """Collect the names of months."""
    found: dict[str, int] = {}
    for locale in locales():
        for width in WIDTHS[:2]:
            for number, name in locale.months["format"].get(width, {}).items():
                if not plain(name).isdigit():
                    found.setdefault(plain(name), number)
    return found


def locales() -> tuple[Locale, ...]:
    """Open Babel's knowledge of every language."""
    return tuple(Locale.parse(language.babel) for language in TABLE)
