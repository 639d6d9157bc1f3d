"""Typed values in each language: a moment, a schedule, a price become texts that the reader's catalogue can finish.

Always a 24-hour clock, Latin digits and wall time in the zone handed in. Words that relate a day to now ('tomorrow')
are texts like all others, so that translators decide where the hour stands and whether a word such as 'Uhr' follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby
from zoneinfo import ZoneInfo

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal

from locales.dates import button_day, day_name, weekday_name
from locales.languages import language
from locales.rhythm import Beat, Hours, Meeting, derive, names_each
from locales.text import (
    Code,
    Content,
    Day,
    DayOf,
    Distance,
    Languages,
    Listed,
    Moment,
    Schedule,
    ShortDay,
    ShortMoment,
    Span,
    Text,
    Value,
    Weekday,
    _,
)

NO_BREAK = "\u00a0"
JOINED_DASH = "\u2060–\u2060"
"""A dash at which no line ends, as it may at a plain one."""
SPOKEN = {"zh_Hans": ("zh",), "sr_Latn": ("bs", "hr", "sr"), "fa": ("fa", "fa_AF")}
"""Languages that people name otherwise than their catalogue."""
JUST_NOW, SOON = timedelta(days=-60), timedelta(days=304)
"""Between two months ago and ten months ahead a day needs no year: there is no other that it could be."""


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a value is written: the language, the zone of the clock on their wall, and now (aware)."""

    language: str
    zone: ZoneInfo
    now: datetime

    def local(self, at: datetime) -> datetime:
        """Turn a point in time into the reader's wall time; ValueError when it has no zone."""
        if at.tzinfo is None:
            message = "a time without a zone has no wall time"
            raise ValueError(message)
        return at.astimezone(self.zone)

    @property
    def today(self) -> date:
        """The reader's calendar day."""
        return self.local(self.now).date()


def moment(value: Moment, reader: Reader) -> Text:
    """Write a point in time: 'tomorrow, 14:00'."""
    at = reader.local(value.at)
    return _at(at.date(), Code(clock(at.time())), reader)


def span(value: Span, reader: Reader) -> Text:
    """Write a meeting: 'Tue 12 January, 9:30–12:00'; over midnight both ends are moments."""
    start, end = reader.local(value.start), reader.local(value.end)
    if start.date() != end.date():
        return _("{start} to {end}", start=Moment(value.start), end=Moment(value.end))
    return _at(start.date(), Code(hours((start.time(), end.time()))), reader)


def by_day(items: Sequence[Value], reader: Reader) -> Sequence[Value]:
    """Put points in time on the same day together, so that a list names the day once: 'Mon 4 January, 9:30 and 19:00'."""
    moments = [item for item in items if isinstance(item, Moment)]
    return tuple(_grouped(moments, reader)) if len(moments) == len(items) else items


def _grouped(moments: Sequence[Moment], reader: Reader) -> Iterator[Value]:
    for on, some in groupby((reader.local(moment.at) for moment in moments), key=datetime.date):
        hours_of = tuple(Code(clock(at.time())) for at in some)
        yield _at(on, hours_of[0] if len(hours_of) == 1 else Listed(hours_of), reader)


def _at(on: date, hour: Code | Listed, reader: Reader) -> Text:
    match (on - reader.today).days:
        case -1:
            return _("yesterday, {time}", time=hour)
        case 0:
            return _("today, {time}", time=hour)
        case 1:
            return _("tomorrow, {time}", time=hour)
        case 2:
            return _("the day after tomorrow, {time}", time=hour)
        case _:
            return _("{day}, {time}", day=Day(on), time=hour)


def day(value: Day, reader: Reader) -> str:
    """Write a calendar day, with its year only when it lies in another and far from today."""
    return _written(value.day, reader)


def _written(on: date, reader: Reader) -> str:
    near = JUST_NOW <= on - reader.today < SOON
    return day_name(reader.language, on, with_year=not near and on.year != reader.today.year)


def day_of(value: DayOf, reader: Reader) -> Text | str:
    """Write the day of a point in time: 'today', 'Tue 12 January'."""
    on = reader.local(value.at).date()
    return _near(on, reader) or _written(on, reader)


def short_day(value: ShortDay, reader: Reader) -> Text | str:
    """Write a day for a button: 'today', 'Tue 12 Jan'."""
    on = reader.local(value.at).date()
    return _near(on, reader) or button_day(reader.language, on)


def _near(on: date, reader: Reader) -> Text | None:
    match (on - reader.today).days:
        case 0:
            return _("today")
        case 1:
            return _("tomorrow")
        case _:
            return None


def short_moment(value: ShortMoment, reader: Reader) -> Text:
    """Write a point in time for a button: 'today, 14:00', 'Tue 12 Jan, 14:00'."""
    at = reader.local(value.at)
    if 0 <= (at.date() - reader.today).days <= 1:
        return _at(at.date(), Code(clock(at.time())), reader)
    return _("{day}, {time}", day=ShortDay(value.at), time=Code(clock(at.time())))


def weekday(value: Weekday, reader: Reader) -> str:
    """Name a day of the week."""
    return weekday_name(reader.language, value.number)


def clock(at: time) -> str:
    """Write a time of day: 9:30, 14:00."""
    return f"{at.hour}:{at.minute:02}"


def hours(of: Hours) -> str:
    """Write from when to when: 9:30–12:00."""
    return f"{clock(of[0])}{JOINED_DASH}{clock(of[1])}"


def schedule(value: Schedule, reader: Reader) -> Text:
    """Write the rhythm of meetings: 'Tuesday and Thursday, 9:30–12:00'."""
    meetings = [_meeting(one, reader) for one in value.spans]
    days = sorted({meeting.day for meeting in meetings})
    if len(value.spans) == 1:
        return span(value.spans[0], reader)
    if len(days) == 1:
        return _("{day}, different times", day=Day(days[0]))
    if names_each(days):
        return _single_days(days, meetings, reader)
    rhythm = derive(meetings)
    if rhythm is None:
        return _("on different days")
    if rhythm.weeks > 1 and rhythm.beats[0].hours:
        return _("{day}, {time}, every two weeks", day=_weekdays(rhythm.beats[0].weekdays), time=_hour(rhythm.beats[0]))
    beats = tuple(_beat(beat) for beat in rhythm.beats)
    return beats[0] if len(beats) == 1 else _("{days}", days=Listed(beats))


def _meeting(value: Span, reader: Reader) -> Meeting:
    start, end = reader.local(value.start), reader.local(value.end)
    return Meeting(start.date(), (start.time(), end.time()))


def _single_days(days: Sequence[date], meetings: Sequence[Meeting], reader: Reader) -> Text:
    listed = Listed(tuple(Content(_written(one, reader), reader.language) for one in days))
    same = {meeting.hours for meeting in meetings}
    if len(same) > 1:
        return _("{day}, different times", day=listed)
    return _("{day}, {time}", day=listed, time=Code(hours(same.pop())))


def _beat(beat: Beat) -> Text:
    if beat.hours is None:
        return _("{day}, different times", day=_weekdays(beat.weekdays))
    return _("{day}, {time}", day=_weekdays(beat.weekdays), time=_hour(beat))


def _hour(beat: Beat) -> Code:
    return Code(hours(beat.hours) if beat.hours else "")


def _weekdays(numbers: Sequence[int]) -> Value:
    first, last = numbers[0], numbers[-1]
    if len(numbers) > 2 and last - first == len(numbers) - 1:
        return _("{first} to {last}", first=Weekday(first), last=Weekday(last))
    return Listed(tuple(Weekday(number) for number in numbers))


def price(cents: int, reader: Reader) -> str:
    """Write an amount of euros: '5 €', '12,50 €'; English puts the sign first."""
    decimals = "#,##0.00" if cents % 100 else "#,##0"
    amount = format_decimal(Decimal(cents) / 100, decimals, locale=language(reader.language).babel)
    return f"€{amount}" if reader.language == "en" else f"{amount}{NO_BREAK}€"


def number(value: int, reader: Reader) -> str:
    """Write a count with Latin digits, grouped as the language groups them."""
    return str(value) if -1000 < value < 1000 else format_decimal(value, locale=language(reader.language).babel)


def distance(value: Distance, reader: Reader) -> Text:
    """Write a length as exactly as a walker needs it: 50 m steps, then tenths of a kilometre, then kilometres."""
    metres = 50 * max(1, round(value.metres / 50))
    if metres < 1000:
        return _("{metres} m", metres=metres)
    kilometres = Decimal(value.metres) / 1000
    amount = format_decimal(kilometres, "0.#" if kilometres < 10 else "0", locale=language(reader.language).babel)
    return _("{kilometres} km", kilometres=Content(amount, reader.language))


def languages(value: Languages, reader: Reader) -> tuple[str | Text, ...]:
    """Name languages in the reader's language: 'German', 'Turkish'."""
    return tuple(language_name(code, reader.language) for code in value.codes)


def language_name(code: str, reader: str) -> str | Text:
    """Name a language in the reader's; easy German's name is a text, unknown ones keep their code."""
    if code == "de@easy":
        return _("easy German")
    names = Locale.parse(language(reader).babel).languages
    return "/".join(names.get(spoken, spoken) for spoken in SPOKEN.get(code, (code,)))


def joined(items: Sequence[str], reader: Reader) -> str:
    """Join a list as the language does: 'A, B and C'."""
    return format_list(items, locale=language(reader.language).babel)


def comma(reader: Reader) -> str:
    """Give what stands between the items of a plain list."""
    match reader.language:
        case "ar" | "fa" | "ps":
            return "، "
        case "zh_Hans":
            return "、"
        case _:
            return ", "
