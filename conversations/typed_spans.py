"""Dates and times as people type them: '12.1. 14-16', 'Tuesday 2 pm', 'morgen halb drei', 'الثلاثاء القادم الساعة 10'.

Nothing is taken silently: whoever asks shows what was read, with the day of the week and the date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from conversations import typed_words as said
from conversations.timing import day_of, typed_clock, typed_day
from conversations.typed_words import month_of, spelled, weekday_of

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
SPACED = re.compile(r"(?<![\d.])(\d{1,2})\.\s+(\d{1,2})\.(?=\s|$|20\d{2}(?!\d))")
YEAR = re.compile(r"20\d{2}")
"""of this century; it may be a time, too, without its colon"""
SLASHES = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?!\d)")
DOTTED_CLOCK = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{2})(?=\s(?:uhr|h|am|pm|@am|@pm)(?!\w))")
"""'14.10 Uhr' is no day in October"""
DASHES = re.compile(rf"\s*(?:[-\u2013\u2014]|(?<!\w)(?:{'|'.join(said.TILL)})(?!\w))\s*")
SEPARATORS = re.compile(r"[\s+&/]+")
AHEAD = re.compile(r"@(\d{1,3})")
TOMORROW = "morgen"
"""in German also the morning, after a day"""
SOME_DAY = date(2000, 1, 1)
WEEK = 7
NOON_HOUR = 12
NEAR_YEARS = 2
"""for so many years anything is planned"""
AFTERNOON = range(1, 7)
"""hours that are those after noon, unless somebody writes 02:00 or says so: nobody holds a course at two at night"""
LUNCH = range(1, 5)
EVENING = range(6, 12)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was read, by the clock on the wall; what was not said is None."""

    day: date | None = None
    start: time | None = None
    end: time | None = None


@dataclass(frozen=True, slots=True)
class Hour:
    """A time as it was typed: `written` is its hour, `part` the part of the day that was said with it."""

    clock: time
    written: int
    part: str
    open: bool
    """whether it may be before or after noon"""


def typed_span(text: str, today: date) -> Typed | None:
    """Read a day, times, or both in any order; None when there is something that is neither.

    A day without a year, and a day of the week, is the next one; today's own name means in a week.
    """
    day, rest = split_day(words_of(text), today)
    clocks = clocks_of(rest)
    if clocks is None or (day is None and clocks == (None, None)):
        return None
    return Typed(day, *clocks)


def is_misnamed(text: str, today: date) -> bool:
    """Say whether a date was typed with a day of the week that it is not, and nothing else is wrong."""
    words = words_of(text)
    weekdays = [at for at, word in enumerate(words) if weekday_of(word) is not None]
    if len(weekdays) != 1:
        return False
    at = weekdays[0]
    day, left = split_day([*words[:at], *mornings(words[at + 1 :])], today)
    return day is not None and day.weekday() != weekday_of(words[at]) and clocks_of(left) is not None


def typed_clocks(text: str) -> tuple[time | None, time | None] | None:
    """Read one time, or two with a dash between; nothing is no time, and None is something else."""
    return clocks_of(words_of(text))


def typed_weekdays(text: str) -> tuple[int, ...]:
    """Read days of the week, 0 is Monday: 'Di und Do', 'Mo-Fr', 'الثلاثاء والخميس'; none when there is anything else."""
    if len(text) > said.LONGEST:
        return ()
    words = [word for word in SEPARATORS.split(DASHES.sub("-", said.plain(text))) if word not in said.EVERY]
    found = [weekdays_in(word) for word in words]
    return tuple(sorted({day for days in found for day in days})) if all(found) else ()


def weekdays_in(word: str) -> Sequence[int]:
    """Read one day of the week, or from one to another; none when it is something else."""
    match [repeated_weekday(part) for part in word.split("-")]:
        case [int(day)]:
            return (day,)
        case [int(first), int(last)]:
            return range(first, last + 1)
        case _:
            return ()


def repeated_weekday(word: str) -> int | None:
    """Read a day of the week, also as 'dienstags', and with the Arabic 'and' before it."""
    ways = (word, word.removesuffix("s"), word.removeprefix("و"))
    return next((day for way in ways if (day := weekday_of(way)) is not None), None)


def words_of(text: str) -> list[str]:
    """Take apart what was typed, without what says nothing; what is too long to be a day is one strange word."""
    if len(text) > said.LONGEST:
        return [text]
    words = dotted(DOTTED_CLOCK.sub(r"\1:\2", spelled(text))).split()
    marked = [said_as(words, at) for at in range(len(words))]
    return [word for word in marked if word not in said.UNSAID]


def said_as(words: Sequence[str], at: int) -> str:
    """Tell English 'am' and 'pm' after a time from German 'am' before a day."""
    word = words[at]
    if word == "pm":
        return said.PM
    after_time = at > 0 and words[at - 1][-1].isdigit()
    rest = words[at + 1 :]
    before_day = day_at(rest, SOME_DAY) is not None and said.ENGLISH_DAY.match(rest[0]) is None
    return said.AM if word == "am" and after_time and not before_day else word


def dotted(text: str) -> str:
    """Write days as German offices do: '2027-01-12', '12/1/2027' and '12. 1. 2027' become '12.1.2027'."""
    plain = SPACED.sub(r"\1.\2.", ISO.sub(r"\3.\2.\1", text))
    return SLASHES.sub(lambda found: f"{found[1]}.{found[2]}.{found[3] or ''}", plain)


def split_day(words: list[str], today: date) -> tuple[date | None, list[str]]:
    """Find the day wherever it stands, and tell what is left."""
    for at in range(len(words)):
        if (found := day_at(words[at:], today)) is not None:
            day, used = found
            return day, words[:at] + mornings(words[at + used :])
    return None, words


def mornings(words: Sequence[str]) -> list[str]:
    """Read 'morgen' as the morning, for the day is known."""
    return [said.AM if word == TOMORROW else word for word in words]


def day_at(words: Sequence[str], today: date) -> tuple[date, int] | None:
    """Read the day with which some words begin, and tell how many words it takes."""
    match words:
        case [first, year, *_] if YEAR.fullmatch(year) and (day := typed_day(f"{first} {year}", today)) is not None:
            return (day, 2) if is_year(year, today) else None
        case [first, *rest] if (day := typed_day(first, today) or day_ahead(first, today)) is not None:
            return day, 2 if rest and weekday_of(rest[0]) == day.weekday() else 1
        case [number, name, *rest] if is_number(number) and (month := month_of(name)) is not None:
            return named_day(number, month, rest, today)
        case [name, number, *rest] if is_number(number) and (month := month_of(name)) is not None:
            return named_day(number, month, rest, today)
        case _:
            return weekday_at(words, today)


def is_number(word: str) -> bool:
    """Say whether a word can be the number of a day."""
    return re.fullmatch(r"\d{1,2}\.?", word) is not None


def is_year(word: str, today: date) -> bool:
    """Say whether '2028' after a day is surely its year; '2015' and '2030' may be a quarter past and half past eight."""
    ahead = int(word) - today.year
    return 0 <= ahead <= NEAR_YEARS or (ahead > 0 and int(word) % 5 != 0)


def days_ahead(word: str) -> int | None:
    """Tell how many days ahead a word says; None when it says something else."""
    if word == TOMORROW:
        return 1
    found = AHEAD.fullmatch(word)
    return None if found is None else int(found[1])


def day_ahead(word: str, today: date) -> date | None:
    """Tell the day that a word says by how far ahead it is; None when it says something else."""
    days = days_ahead(word)
    return None if days is None else today + timedelta(days=days)


def named_day(number: str, month: int, rest: Sequence[str], today: date) -> tuple[date, int] | None:
    """Read '12 January', and the year where one is typed."""
    sure = bool(rest) and YEAR.fullmatch(rest[0]) is not None
    if sure and not is_year(rest[0], today):
        return None
    year = int(rest[0]) if sure else today.year
    day = day_of(year, month, int(number.rstrip(".")), today, sure=sure)
    return None if day is None else (day, 2 + sure)


def weekday_at(words: Sequence[str], today: date) -> tuple[date, int] | None:
    """Read a day of the week with what is said of it: the coming one, next week's; a date after it must be one."""
    before = 1 if words and words[0] in {said.COMING, said.NEXT_WEEK} else 0
    weekday = weekday_of(words[before]) if len(words) > before else None
    if weekday is None:
        return None
    rest = words[before + 1 :]
    if rest and (weeks := days_ahead(rest[0]) or 0) and weeks % WEEK == 0:
        return next_weekday(weekday, today) + timedelta(days=weeks), before + 2
    if rest and rest[0] != TOMORROW and weekday_of(rest[0]) is None and (named := day_at(rest, today)) is not None:
        return (named[0], before + 1 + named[1]) if named[0].weekday() == weekday else None
    behind = 1 if rest and rest[0] in {said.COMING, said.NEXT_WEEK} else 0
    day = next_weekday(weekday, today)
    if said.NEXT_WEEK in {*words[:before], *rest[:behind]}:
        day = today + timedelta(days=WEEK - today.weekday() + weekday)
    return day, before + 1 + behind


def next_weekday(weekday: int, today: date) -> date:
    """Find the next day of that name after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % WEEK + 1)


def clocks_of(words: Sequence[str]) -> tuple[time | None, time | None] | None:
    """Read one time, or two with a dash between; nothing is no time, and None is something else."""
    text = " ".join(words)
    if not text:
        return None, None
    match [hour_of(part) for part in DASHES.split(text)]:
        case [Hour() as start]:
            return start.clock, None
        case [Hour() as start, Hour() as end]:
            return together(start, end)
        case _:
            return None


def hour_of(text: str) -> Hour | None:
    """Read one time with the part of the day; None when it is none."""
    words = text.split()
    parts = [word for word in words if word in said.PARTS]
    digits = " ".join(word for word in words if word not in said.PARTS)
    if parts == [said.NOON] and not digits:
        return Hour(time(NOON_HOUR), NOON_HOUR, said.NOON, open=False)
    clock = typed_clock(digits)
    if clock is None or len(parts) > 1:
        return None
    part = parts[0] if parts else ""
    return Hour(daytime(clock, part, exact=digits.startswith("0")), clock.hour, part, open=not digits.startswith("0"))


def daytime(clock: time, part: str, *, exact: bool) -> time:
    """Tell which of the two times of a day is meant."""
    hour = clock.hour
    match part:
        case said.AM | said.NIGHT if hour == NOON_HOUR:
            return clock.replace(hour=0)
        case said.PM if hour < NOON_HOUR:
            return clock.replace(hour=hour + NOON_HOUR)
        case said.NOON if hour in LUNCH:
            return clock.replace(hour=hour + NOON_HOUR)
        case said.NIGHT if hour in EVENING:
            return clock.replace(hour=hour + NOON_HOUR)
        case "" if hour in AFTERNOON and not exact:
            return clock.replace(hour=hour + NOON_HOUR)
        case _:
            return clock


def together(start: Hour, end: Hour) -> tuple[time, time]:
    """Read from when until when: '2-4 pm' is in the afternoon at both ends, and so is '5-7'."""
    if end.part and not start.part and start.open:
        begins = daytime(start.clock.replace(hour=start.written), end.part, exact=False)
        return (begins if begins < end.clock else start.clock), end.clock
    if end.part or not end.open or end.written >= NOON_HOUR:
        return start.clock, end.clock
    later = end.clock.replace(hour=end.written + NOON_HOUR)
    evening = start.clock.hour >= NOON_HOUR > start.written and start.clock < later
    return start.clock, later if evening and end.clock <= start.clock else end.clock
