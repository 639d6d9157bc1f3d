"""The screens on which new dates are put together, and the dates a series comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations import pictograms as pic
from conversations.core import Button, Line, Rows, Samples, Screen, Tap, note, say, title
from conversations.editing_screens import next_question, objection_lines, question, show
from conversations.layout import paged, pairs
from conversations.school_holidays import known_until
from conversations.series_dates import Series
from conversations.timing import number_of
from conversations.typed_examples import first_day_example, span_example
from locales.formats import clock, hours
from locales.text import Code, Day, DayOf, Listed, Schedule, ShortDay, Span, Text, Weekday, _, ngettext
from storage.records.editing import Editable

LENGTHS = (60, 90, 120, 150, 180, 240)
"""how many minutes a meeting takes"""
TIMES = (4, 6, 8, 10, 12, 20)
FIRST_DAYS = 6
DATES_A_PAGE = 4
HOUR = 60
EARLIEST, LATEST = time(6), time(22)
"""what begins earlier or later is asked about"""
SKIPPED_SHOWN = 3


def ask_which(editable: Editable, *, guided: bool) -> Screen:
    """Ask for one date, a series, or none yet."""
    rows: Rows = (
        (Button(_("Once"), Tap("dates", "once"), pic.WHEN),),
        (Button(_("Every week"), Tap("dates", "weekly"), pic.SERIES),),
    )
    if guided:
        follows = next_question("when", editable.id, editable.mark)
        rows += ((Button(_("No date yet"), follows, pic.NEXT),),)
    back = show(editable.id) if guided else Tap("session", "all", (editable.id, 0))
    return Screen((title(_("When is it?"), pic.WHEN),), rows, back)


def ask_once(editable: Editable, day: date | None, start: time | None, objection: str, *, guided: bool) -> Screen:
    """Ask for a date, or for what is missing of it."""
    hint = note(_("Type the time, for example 14-16"), pic.TYPE) if day else span_example()
    known = (say(_("{day}", day=Day(day)), pic.WHEN),) if day else ()
    if start and not day:
        known = (say(_("{time}", time=Code(clock(start))), pic.WHEN),)
        hint = note(_("Type the day, for example 12.1."), pic.TYPE)
    lines = (title(_("When is it?"), pic.WHEN), *known, *objection_lines(objection), hint)
    samples = Samples(("12.1. 14-16", "nächsten Dienstag 2 pm", "الثلاثاء ١٠-١٢"), ("bald", "31.2. 10-12"))
    return Screen(lines, back=question("when", editable.id, editable.mark, guided=guided), samples=samples)


def ask_length(editable: Editable, day: date, start: time, objection: str, *, guided: bool) -> Screen:
    """Ask how long it takes, below when it begins."""
    lengths = ((minutes, Tap("dates", "lasts", (editable.id, minutes))) for minutes in LENGTHS)
    buttons = [Button(length_text(minutes), does, pic.WAITING) for minutes, does in lengths]
    begins = say(_("{day}, {time}", day=Day(day), time=Code(clock(start))), pic.WHEN)
    lines = (title(_("How long does it take?"), pic.WAITING), begins, *objection_lines(objection))
    return Screen(lines, pairs(buttons), question("when", editable.id, editable.mark, guided=guided))


def ask_right(editable: Editable, start: datetime, end: datetime, mark: int, zone: ZoneInfo, objection: str) -> Screen:
    """Show the date as it was understood, before it is made. Another one may be typed."""
    lines = (
        title(_("Is this right?"), pic.WHEN),
        say(span_text(start, end, zone), pic.CALENDAR),
        *night_lines(start),
        *objection_lines(objection),
        note(_("If not, type it again."), pic.TYPE),
    )
    make = Button(ngettext("Make {count} date", "Make {count} dates", 1), Tap("dates", "add", (editable.id, mark)))
    again = Button(_("Begin again"), Tap("dates", "once"), pic.CHANGE)
    rows = ((replace(make, pictogram=pic.YES, style="success"),), (again,))
    return Screen(lines, rows, samples=Samples(("15-17",), ("bald",)))


def span_text(start: datetime, end: datetime, zone: ZoneInfo) -> Text:
    """Say from when until when something is on the wall, always with weekday and date: 'tomorrow' may be a misunderstanding."""
    if start.date() != end.date():
        return _("{span}", span=Span(start.replace(tzinfo=zone), end.replace(tzinfo=zone)))
    return _("{day}, {time}", day=Day(start.date()), time=Code(hours((start.time(), end.time()))))


def night_lines(start: datetime) -> tuple[Line, ...]:
    """Say that a time is at night, which is seldom meant."""
    if EARLIEST <= start.time() <= LATEST:
        return ()
    return (say(_("That is at night."), pic.WARNING),)


def length_text(minutes: int) -> Text:
    """Say a length in hours, or in minutes where it is no whole hour."""
    if minutes % HOUR:
        return ngettext("{count} minute", "{count} minutes", minutes)
    return ngettext("{count} hour", "{count} hours", minutes // HOUR)


def ask_weekdays(series: Series, objection: str) -> Screen:
    """Ask on which days of the week."""
    buttons = [weekday_button(day, on=day in series.weekdays) for day in range(7)]
    lines = (title(_("On which days?"), pic.WHEN), *objection_lines(objection))
    rows = pairs(buttons)
    if series.weekdays:
        rows += ((Button(_("Go on"), Tap("dates", "weekdays"), pic.NEXT, "primary"),),)
    return Screen(lines, rows, samples=Samples(("Di und Do",), ("bald",)))


def weekday_button(day: int, *, on: bool) -> Button:
    """Offer a day of the week, or to take it away."""
    label = _("{weekday}", weekday=Weekday(day))
    return Button(label, Tap("dates", "weekday", (day, int(not on))), pic.CHOSEN if on else pic.WHEN)


def ask_clock(series: Series, objection: str) -> Screen:
    """Ask from when until when."""
    if series.start is not None:
        begins = say(_("From {time}", time=Code(clock(series.start))), pic.WHEN)
        lines: tuple[Line, ...] = (title(_("Until when?"), pic.WHEN), begins, *objection_lines(objection))
        return Screen(
            (*lines, note(_("Type a time, for example 16:00"), pic.TYPE)), samples=Samples(("23:30",), ("x",))
        )
    lines = (title(_("From when until when?"), pic.WHEN), *objection_lines(objection))
    samples = Samples(("10-12", "9:30 - 11:00", "10"), ("12-10", "früh"))
    return Screen((*lines, note(_("Type it like this: 10-12"), pic.TYPE)), samples=samples)


def ask_first(series: Series, today: date, zone: ZoneInfo, objection: str) -> Screen:
    """Ask for the first day."""
    coming = (today + timedelta(days=number) for number in range(1, 50))
    days = [day for day in coming if day.weekday() in series.weekdays][:FIRST_DAYS]
    buttons = [Button(day_text(day, zone), Tap("dates", "first", (number_of(day),)), pic.WHEN) for day in days]
    lines = (title(_("What is the first day?"), pic.WHEN), *clock_lines(series), *objection_lines(objection))
    return Screen((*lines, first_day_example()), pairs(buttons), samples=Samples(("12.1.",), ("bald",)))


def clock_lines(series: Series) -> tuple[Line, ...]:
    """Say from when until when a series is, as it was understood."""
    if series.start is None or series.end is None:
        return ()
    times = Code(hours((series.start, series.end)))
    known = _("{time}", time=times) if series.first is None else _("{day}, {time}", day=Day(series.first), time=times)
    return (say(known, pic.CALENDAR),)


def day_text(day: date, zone: ZoneInfo) -> Text:
    """Say a day as short as a button needs it."""
    return _("{day}", day=ShortDay(datetime.combine(day, time(12), tzinfo=zone)))


def ask_end(series: Series, objection: str) -> Screen:
    """Ask how many dates there are."""
    buttons = [
        Button(ngettext("{count} date", "{count} dates", number), Tap("dates", "times", (number,)), pic.SERIES)
        for number in TIMES
    ]
    lines = (title(_("How many dates?"), pic.SERIES), *clock_lines(series), *objection_lines(objection))
    hint = note(_("Or type a number, or the last day, for example 30.6."), pic.TYPE)
    return Screen((*lines, hint), pairs(buttons), samples=Samples(("7", "30.6."), ("viele",)))


def show_series(offering_id: int, series: Series, page: int, zone: ZoneInfo, objection: str) -> Screen:
    """Show the dates before they are made, with what can still be chosen."""
    spans = [Span(*(at.replace(tzinfo=zone) for at in span)) for span in series.spans()]
    shown, pager = paged(spans, page, DATES_A_PAGE, Tap("dates", "page"))
    heading = ngettext("{count} date", "{count} dates", len(spans))
    lines: tuple[Line, ...] = (title(heading, pic.SERIES), *objection_lines(objection))
    if spans:
        lines += (say(_("{schedule}", schedule=Schedule(tuple(spans))), pic.WHEN),) if len(spans) > 1 else ()
    lines += tuple(Line(_("{span}", span=one), style="indented") for one in shown)
    lines += skipped_lines(series, zone)
    return Screen(lines, (*make_rows(offering_id, series, len(spans)), *choice_rows(series)), pager=pager)


def skipped_lines(series: Series, zone: ZoneInfo) -> tuple[Line, ...]:
    """Say which days are left out, and when nobody knows the school holidays yet."""
    lines: tuple[Line, ...] = ()
    skipped = series.skipped()
    if skipped:
        named = (DayOf(datetime.combine(day, time(12), tzinfo=zone)) for day in skipped[:SKIPPED_SHOWN])
        lines += (Line(_("Not on {day}: holidays", day=Listed(tuple(named))), pic.NO, "note"),)
    if len(skipped) > SKIPPED_SHOWN:
        more = len(skipped) - SKIPPED_SHOWN
        lines += (Line(ngettext("and {count} more day", "and {count} more days", more), style="note"),)
    days = series.days()
    until = known_until()
    if not series.school and days and days[-1] > until:
        unknown = _("School holidays after {day} are not known to me. Please check these dates.", day=Day(until))
        lines += (say(unknown, pic.WARNING),)
    return lines


def make_rows(offering_id: int, series: Series, number: int) -> Rows:
    """Offer to make the dates, when there are any."""
    if not number:
        return ()
    label = ngettext("Make {count} date", "Make {count} dates", number)
    return ((Button(label, Tap("dates", "make", (offering_id, series.mark)), pic.YES, "success"),),)


def choice_rows(series: Series) -> Rows:
    """Offer every or every second week, and whether holidays are left out."""
    other = 1 if series.every == 2 else 2
    often = _("Every week") if other == 1 else _("Every second week")
    public = _("Without holidays") if series.public else _("Also on holidays")
    school = _("Without school holidays") if series.school else _("Also in school holidays")
    return (
        (
            Button(often, Tap("dates", "every", (other,)), pic.SERIES),
            Button(public, Tap("dates", "public", (int(not series.public),)), pic.WHEN),
        ),
        (Button(school, Tap("dates", "school", (int(not series.school),)), pic.CALENDAR),),
        (Button(_("Begin again"), Tap("dates", "again"), pic.CHANGE),),
    )
