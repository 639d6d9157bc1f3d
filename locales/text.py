"""Texts before they have a language.

A dialog is written once and read in many languages, so it never holds a finished sentence: it holds a `Text`, the
English source with typed values, and whoever shows it renders it in the reader's language at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as the reader would say it: 'tomorrow, 14:00'. `at` is aware."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day: 'Tue 12 January'."""

    day: date


@dataclass(frozen=True, slots=True)
class DayOf:
    """The day of a point in time as a line says it: 'Tue 12 January', 'today'. `at` is aware."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ShortDay:
    """A day as short as a button needs it: 'Tue 12 Jan', 'today'. `at` is aware."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ShortMoment:
    """A point in time as short as a button needs it: 'Tue 12 Jan, 14:00', 'today, 14:00'. `at` is aware."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """A meeting from start to end, both aware: 'tomorrow, 14:00–16:00'."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rhythm of several meetings: 'Tuesday and Thursday, 9:30–12:00'."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, 0 is Monday."""

    number: int


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in euro cents; the caller says 'free of charge' for zero."""

    cents: int


@dataclass(frozen=True, slots=True)
class Distance:
    """A length in metres: '850 m', '1.2 km'."""

    metres: int


@dataclass(frozen=True, slots=True)
class Content:
    """A text from the catalogue in the language it was found in, which may not be the reader's."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code, a name or an address: shown as it is, left to right, set apart from the sentence around it."""

    text: str


@dataclass(frozen=True, slots=True)
class Languages:
    """Languages by their names in the reader's language: 'German, Turkish'. `codes` as our catalogues have them."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Several texts joined as the reader's language joins a list: 'A, B and C'."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A source text with its typed values; `plural` and `count` when the wording depends on a number.

    >>> _("Your code: {code}", code=Code("4F7")).msgid
    'Your code: {code}'
    """

    msgid: str
    values: tuple[tuple[str, Value], ...] = ()
    plural: str | None = None
    count: int = 0


Value: TypeAlias = (
    int
    | Text
    | Moment
    | Day
    | DayOf
    | ShortDay
    | ShortMoment
    | Span
    | Schedule
    | Weekday
    | Price
    | Distance
    | Content
    | Code
    | Languages
    | Listed
)


def _(msgid: str, /, **values: Value) -> Text:
    """Mark a text for translation; named values fill its `{placeholders}`."""
    return Text(msgid, tuple(values.items()))


def ngettext(singular: str, plural: str, count: int, /, **values: Value) -> Text:
    """Mark a text whose wording depends on `count`, which also fills the placeholder `{count}`."""
    return Text(singular, (("count", count), *values.items()), plural, count)
