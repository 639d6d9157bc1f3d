"""Calendar days in each language: Gregorian, Latin digits, the day before the month wherever the language allows it.

Babel knows the names; how they stand together is said here, for its patterns abbreviate what should be in full. Only
names of its 'format' context are used: Babel 2.18 lets 'stand-alone' names of one language leak into others once
several are loaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from babel import Locale

from locales.languages import language


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a date is written: alone, and when it lies in another year."""

    day: str
    year: str
    month_width: str = "wide"


def _pattern(day: str, year: str = " {year}", month_width: str = "wide") -> Pattern:
    return Pattern(day, day + year, month_width)


COMMON = _pattern("{weekday}, {day} {month}")
NO_COMMA = _pattern("{weekday} {day} {month}")
ORDINAL = _pattern("{weekday}, {day}. {month}")
PATTERNS = {
    "de": ORDINAL,
    "de@easy": ORDINAL,
    "tr": Pattern("{day} {month} {weekday}", "{day} {month} {year} {weekday}"),
    "ar": _pattern("{weekday}، {day} {month}"),
    "uk": _pattern("{weekday}, {day} {month}", " {year} р."),
    "ru": _pattern("{weekday}, {day} {month}", " {year} г."),
    "fa": _pattern("{weekday} {day} {month}", month_width="abbreviated"),  # the wide names carry an ending for the year
    "ku": Pattern("{weekday}, {day}ê {month}ê", "{weekday}, {day}ê {month}a {year}an"),
    "bg": _pattern("{weekday}, {day} {month}", " {year} г."),
    "sr_Latn": _pattern("{weekday}, {day}. {month}", " {year}."),
    "fr": NO_COMMA,
    "ps": _pattern("{weekday}، د {month} {day}", "، {year}"),
    "el": NO_COMMA,
    "zh_Hans": Pattern("{month}{day}日{weekday}", "{year}年{month}{day}日{weekday}", "abbreviated"),
    "es": _pattern("{weekday}, {day} de {month}", " de {year}"),
    "it": NO_COMMA,
}
SPACE = re.compile(r"(?<![,،]) ")
DOTTED = "{weekday} {day}.{month}"
SLASHED = "{weekday} {day}/{month}"
NAMED = "{weekday} {day} {month_name}"
"""For languages in which a number for the month could be taken for the day: English, and those read from the right."""
BUTTON_PATTERNS = {
    "de": "{weekday} {day}.{month}.",
    "de@easy": "{weekday} {day}.{month}.",
    "en": NAMED,
    "tr": "{day}.{month} {weekday}",
    "ar": NAMED,
    "uk": DOTTED,
    "ru": DOTTED,
    "fa": NAMED,
    "ku": DOTTED,
    "bg": DOTTED,
    "ro": DOTTED,
    "pl": DOTTED,
    "sr_Latn": "{weekday} {day}.{month}.",
    "ps": "{weekday} د {month_name} {day}",
    "sq": DOTTED,
    "zh_Hans": "{month}月{day}日{weekday}",
}


@cache
def weekday_name(code: str, number: int, *, short: bool = False) -> str:
    """Name a day of the week, 0 is Monday; German abbreviates without a full stop."""
    name: str = _locale(code).days["format"]["abbreviated" if short else "wide"][number]
    return name.rstrip(".") if language(code).babel == "de" else name


@lru_cache(maxsize=4096)
def day_name(code: str, day: date, *, with_year: bool) -> str:
    """Write a calendar day in one piece, with its year when asked to; the weekday is short, save in easy German."""
    short = code != "de@easy"
    pattern = PATTERNS.get(code, COMMON)
    text = pattern.year if with_year else pattern.day
    said = (_shorten(text) if short else text).format(
        weekday=weekday_name(code, day.weekday(), short=short),
        day=_ordinal(code, day.day),
        month=_month_name(code, day.month, pattern.month_width),
        year=day.year,
    )
    return _unbroken(said)


@lru_cache(maxsize=4096)
def button_day(code: str, day: date) -> str:
    """Write a day as short as a button needs it, mostly with the month as a number: 'Di 12.1.'."""
    weekday, month_name = weekday_name(code, day.weekday(), short=True), _month_name(code, day.month, "abbreviated")
    pattern = BUTTON_PATTERNS.get(code, SLASHED)
    return _unbroken(pattern.format(weekday=weekday, day=day.day, month=day.month, month_name=month_name))


def _unbroken(said: str) -> str:
    """Let a day stay on one line; after a comma it may break."""
    return SPACE.sub("\u00a0", said)


def _locale(code: str) -> Locale:
    return Locale.parse(language(code).babel)


def _shorten(pattern: str) -> str:
    """Drop the comma after the weekday."""
    return pattern.replace("{weekday}, ", "{weekday} ")


def _month_name(code: str, month: int, width: str) -> str:
    name: str = _locale(code).months["format"][width][month]
    return name


def _ordinal(code: str, day: int) -> str:
    """Write the number of a day; French counts the first alone."""
    return "1er" if code == "fr" and day == 1 else str(day)
