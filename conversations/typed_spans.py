"""Dates and times as people type them: '12.1. 14-16', 'Tuesday 10:00', '2027-01-12 09:00-11:30', 'tomorrow 10'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from conversations.timing import day_of, typed_clock, typed_day
from locales.weekdays import month_of, weekday_of

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
SPACED = re.compile(r"(?<!\d)(\d{1,2})\.\s+(\d{1,2})\.\s*(20\d{2})(?!\d)")
SLASHES = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?!\d)")
MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""signs of direction, which phones set between Arabic and numbers"""
DASHES = re.compile(r"\s*(?:[-–—−]|\b(?:bis|to|until)\b)\s*", re.IGNORECASE)
FILLING = re.compile(r"\b(?:uhr|h|o'clock|um|von|from|at|am|on|ab)\b\.?", re.IGNORECASE)
NEAR = {"heute": 0, "today": 0, "morgen": 1, "tomorrow": 1, "übermorgen": 2}
WEEK = 7


@dataclass(frozen=True, slots=True)
class Typed:
    """What was read, by the clock on the wall; what was not said is None."""

    day: date | None = None
    start: time | None = None
    end: time | None = None


def typed_span(text: str, today: date) -> Typed | None:
    """Read a day, times, or both; None when there is something that is neither.

    A day without a year, and a day of the week, is the next one; today's own name means in a week.
    """
    words = FILLING.sub(" ", dotted(MARKS.sub("", text))).replace(",", " ").split()
    day, rest = leading_day(words, today)
    clocks = typed_clocks(" ".join(rest))
    if clocks is None or (day is None and not rest):
        return None
    return Typed(day, *clocks)


def dotted(text: str) -> str:
    """Write days as German offices do: '2027-01-12', '12/1/2027' and '12. 1. 2027' become '12.1.2027'."""
    plain = SPACED.sub(r"\1.\2.\3", ISO.sub(r"\3.\2.\1", text))
    return SLASHES.sub(lambda found: f"{found[1]}.{found[2]}.{found[3] or ''}", plain)


def leading_day(words: list[str], today: date) -> tuple[date | None, list[str]]:
    """Read the day at the beginning, and tell what is left; a weekday before a date only repeats it."""
    if not words:
        return None, words
    first, *rest = words
    if first[0].isdigit() and not (rest and rest[0][0].isalpha()):
        day = typed_day(first, today)
        return day, words if day is None else rest
    if (weekday := weekday_of(first)) is not None:
        named, left = leading_day(rest, today) if rest else (None, rest)
        return (named, left) if named is not None else (next_weekday(weekday, today), rest)
    if first.casefold() in NEAR:
        return today + timedelta(days=NEAR[first.casefold()]), rest
    if rest and first.rstrip(".").isdigit() and (month := month_of(rest[0])) is not None:
        return named_day(int(first.rstrip(".")), month, rest[1:], today)
    day = typed_day(first, today)
    return day, words if day is None else rest


def named_day(number: int, month: int, rest: list[str], today: date) -> tuple[date | None, list[str]]:
    """Read '12 January', and the year where one is typed."""
    if rest and re.fullmatch(r"\d{4}", rest[0]) and rest[0].startswith("20"):
        return day_of(int(rest[0]), month, number, today, sure=True), rest[1:]
    return day_of(today.year, month, number, today, sure=False), rest


def next_weekday(weekday: int, today: date) -> date:
    """Find the next day of that name after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % WEEK + 1)


def typed_clocks(text: str) -> tuple[time | None, time | None] | None:
    """Read one time, or two with a dash between; nothing is no time, and None is something else."""
    if not text:
        return None, None
    found = [typed_clock(part) for part in DASHES.split(text)]
    match found:
        case [time() as start]:
            return start, None
        case [time() as start, time() as end]:
            return start, end
        case _:
            return None


def wall(day: date, clock: time) -> datetime:
    """Put day and time together as the clock on the wall shows them."""
    return datetime.combine(day, clock)


def after(start: datetime, minutes: int) -> datetime:
    """Tell the time so many minutes later on the wall."""
    return start + timedelta(minutes=minutes)
