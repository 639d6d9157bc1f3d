"""When an announcement goes out: at once, or at a time by the clock on the wall, and until when it may still go out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeAlias
from zoneinfo import ZoneInfo

from conversations import pictograms as pic
from conversations import staff
from conversations.announcement_checks import when_text
from conversations.core import (
    Button,
    Dialog,
    Done,
    Event,
    Line,
    Rows,
    Samples,
    Screen,
    Tap,
    Turn,
    Typed,
    note,
    say,
    title,
)
from conversations.layout import pairs
from conversations.staff import back_to
from conversations.staff_effects import SetPatience, SetTime
from conversations.timing import (
    coming_days,
    day_from,
    number_of,
    public_holidays,
    warning_lines,
)
from conversations.typed_examples import sending_example
from conversations.typed_spans import Typed as Span
from conversations.typed_spans import is_misnamed, typed_clocks, typed_span
from locales.text import Code, Day, Moment, ShortDay, Text, _, ngettext
from storage.records.announcements import Announcement, Objection, Ready, Refusal
from storage.records.people import Participant
from storage.records.reader import Reader

DAYS = 4
NEAR_DAYS = range(3)
"""so many days have names of their own: today, tomorrow, the day after"""
CLOCKS = (time(9), time(12), time(15), time(17), time(18), time(19))
PATIENCE = (3, 12, 24, 48, 168)
"""how many hours it may be late"""
SAMPLES = Samples(("24.12.", "tomorrow 2 pm"), ("soon", "31.2."))
CLOCK_SAMPLES = Samples(("14:30", "halb drei"), ("25:00", "soon"))


@dataclass(frozen=True, slots=True)
class When:
    """When it goes out; a day or a day and a time may be typed. `wrong` after something that is neither.

    `misnamed` after a date with a day of the week that it is not.
    """

    announcement_id: int
    wrong: bool = False
    misnamed: bool = False


@dataclass(frozen=True, slots=True)
class AskingClock:
    """Asking for the time on a day."""

    announcement_id: int
    day: date
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class AskingPatience:
    """Asking how late it may be."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class NotSet:
    """The time could not be taken."""

    announcement_id: int
    refusal: Refusal


State: TypeAlias = When | AskingClock | AskingPatience | NotSet


@dataclass(frozen=True, slots=True)
class View:
    """Who chooses, the announcement, and the time where they are."""

    me: Participant
    announcement: Announcement | None
    now: datetime
    zone: ZoneInfo


def update(state: State | None, event: Event) -> Turn[State]:
    """Take a day, then a time."""
    match event:
        case Tap(action="show", args=(int(number),)):
            return Turn(When(number))
        case Tap(action="day", args=(int(number), int(day))) if (on := day_from(day)) is not None:
            return Turn(AskingClock(number, on))
        case Tap(action="at", args=(int(number), int(day), int(clock))) if (wall := wall_from(day, clock)) is not None:
            return Turn(When(number), (SetTime(number, wall),))
        case Tap(action="at_once", args=(int(number),)):
            return Turn(When(number), (SetTime(number, None),))
        case Tap(action="patience", args=(int(number),)):
            return Turn(AskingPatience(number))
        case Tap(action="until", args=(int(number), int(hours))) if hours in PATIENCE:
            return Turn(When(number), (SetPatience(number, hours),))
        case Typed(text=text) if isinstance(state, When | AskingClock):
            return on_typed(state, text, event.at.date())
        case Done(effect=SetTime(number) | SetPatience(number), result=Refusal() as refusal):
            return Turn(NotSet(number, refusal))
        case Done(result=Ready()):
            return Turn(state)
        case _:
            return Turn(state, understood=False)


def wall_from(day: int, clock: int) -> datetime | None:
    """Read a day and a time (1430) from the arguments of a tap; None when they are none."""
    on = day_from(day)
    if on is None or not 0 <= clock < 2400 or clock % 100 > 59:
        return None
    return wall_of(on, time(clock // 100, clock % 100))


def wall_of(day: date, clock: time) -> datetime:
    """Put a day and the time on the wall together; which moment that is depends on the zone, and is found out later."""
    return datetime.combine(day, clock)


def on_typed(state: When | AskingClock, text: str, today: date) -> Turn[State]:
    """Take what was typed: a time, a day, or both."""
    number = state.announcement_id
    match typed_clocks(text), typed_span(text, today):
        case (time() as clock, None), _ if isinstance(state, AskingClock):
            return Turn(When(number), (SetTime(number, wall_of(state.day, clock)),))
        case _, Span(date() as day, time() as clock, None):
            return Turn(When(number), (SetTime(number, wall_of(day, clock)),))
        case _, Span(date() as day, None):
            return Turn(AskingClock(number, day))
        case _ if is_misnamed(text, today):
            return Turn(When(number, misnamed=True))
        case _ if isinstance(state, AskingClock):
            return Turn(AskingClock(number, state.day, wrong=True))
        case _:
            return Turn(When(number, wrong=True))


async def load(state: State, reader: Reader) -> View:
    """Read the announcement."""
    me = await reader.me()
    announcement = await reader.announcement(state.announcement_id) if staff.may_announce(me) else None
    return View(me, announcement, reader.now, reader.zone)


def render(state: State, view: View) -> Screen:
    """Ask for a day, a time, or how late it may be."""
    if not staff.may_announce(view.me):
        return staff.not_for_you()
    match state, view.announcement:
        case _, None:
            return staff.gone()
        case NotSet(number, refusal), _:
            return staff.refusal_screen(refusal, number)
        case _, Announcement() as announcement if staff.has_started(announcement):
            return staff.refusal_screen(Refusal(Objection.STARTED), announcement.id)
        case AskingClock(number, day, wrong), _:
            return ask_clock(number, day, view, wrong=wrong)
        case AskingPatience(number), Announcement() as announcement:
            return ask_patience(number, announcement)
        case When() as when, Announcement() as announcement:
            return show_when(announcement, view, typing_line(when))


def typing_line(state: When) -> Line:
    """Say how a day is typed, or what was wrong with one."""
    if state.misnamed:
        return say(_("The day of the week does not fit the date."), pic.SORRY)
    if state.wrong:
        return say(_("I did not understand the day. Write it like this: 24.12."), pic.SORRY)
    return sending_example()


def show_when(announcement: Announcement, view: View, typing: Line) -> Screen:
    """Say when it goes out, and offer at once and the days to come."""
    number = announcement.id
    lines: tuple[Line, ...] = (title(_("When?"), pic.WHEN), say(when_text(announcement), pic.NEWS))
    lines += (
        *due_day_lines(announcement.due_at, view),
        *warning_lines(announcement.due_at or view.now, view.zone),
        typing,
    )
    rows: Rows = (
        (Button(_("At once"), Tap("announcement_time", "at_once", (number,)), pic.NEWS),),
        *pairs([day_button(number, day, view.zone) for day in coming_days(view.now, view.zone, DAYS)]),
        (Button(_("How late may it be?"), Tap("announcement_time", "patience", (number,)), pic.WAITING),),
    )
    return Screen(lines, rows, back_to(number), samples=SAMPLES)


def due_day_lines(due: datetime | None, view: View) -> tuple[Line, ...]:
    """Say the weekday and date where the line above says 'tomorrow', which may be a misunderstanding."""
    day = None if due is None else due.astimezone(view.zone).date()
    near = day is not None and (day - view.now.astimezone(view.zone).date()).days in NEAR_DAYS
    return (say(_("{day}", day=Day(day)), pic.CALENDAR),) if day is not None and near else ()


def day_button(number: int, day: date, zone: ZoneInfo) -> Button:
    """Offer a day, written short, for two share a row; a public holiday is marked."""
    pictogram = pic.WARNING if day in public_holidays() else pic.WHEN
    label = _("{day}", day=ShortDay(datetime.combine(day, time(12), tzinfo=zone)))
    return Button(label, Tap("announcement_time", "day", (number, number_of(day))), pictogram)


def ask_clock(number: int, day: date, view: View, *, wrong: bool) -> Screen:
    """Ask for the time on a day."""
    noon = datetime.combine(day, time(12), tzinfo=view.zone)
    lines: tuple[Line, ...] = (
        title(_("At what time on {day}?", day=Day(day)), pic.WHEN),
        *warning_lines(noon, view.zone),
    )
    lines += (
        say(_("I did not understand the time. Write it like this: 14:30"), pic.SORRY)
        if wrong
        else note(_("Or type a time, for example 14:30."), pic.TYPE),
    )
    local = view.now.astimezone(view.zone)
    coming = [clock for clock in CLOCKS if (day, clock) > (local.date(), local.time())]
    rows = pairs([clock_button(number, day, clock) for clock in coming])
    return Screen(lines, rows, Tap("announcement_time", "show", (number,)), samples=CLOCK_SAMPLES)


def clock_button(number: int, day: date, clock: time) -> Button:
    """Offer a time."""
    label = _("{time}", time=Code(f"{clock.hour}:{clock.minute:02}"))
    does = Tap("announcement_time", "at", (number, number_of(day), clock.hour * 100 + clock.minute))
    return Button(label, does, pic.WHEN)


def ask_patience(number: int, announcement: Announcement) -> Screen:
    """Ask until when it may still go out: a long run, or a phone that is off, may be late."""
    lines: tuple[Line, ...] = (
        title(_("How late may it be?"), pic.WAITING),
        say(_("Who has not got it by then does not get it any more."), pic.INFO),
    )
    if announcement.latest_at is not None:
        lines += (say(_("Now: until {moment}", moment=Moment(announcement.latest_at)), pic.WHEN),)
    rows = tuple(
        (Button(hours_text(hours), Tap("announcement_time", "until", (number, hours)), pic.WAITING),)
        for hours in PATIENCE
    )
    return Screen(lines, rows, Tap("announcement_time", "show", (number,)))


def hours_text(hours: int) -> Text:
    """Say a span of time in hours or days."""
    if hours < 24:
        return ngettext("{count} hour", "{count} hours", hours)
    return ngettext("{count} day", "{count} days", hours // 24)


DIALOG = Dialog("announcement_time", 1, (When, AskingClock, AskingPatience, NotSet), update, render, load)
