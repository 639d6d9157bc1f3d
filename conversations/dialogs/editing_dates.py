"""New dates of an offering: one, or a series of every week or every few weeks, shown day by day before they are made."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from conversations import dates_screens as screens
from conversations.core import Dialog, Done, Event, Screen, Tap, Turn, Typed
from conversations.drafts import mark_of
from conversations.editing_effects import Edit
from conversations.editing_screens import Desk, barred, next_question, objected, read_desk, unread
from conversations.series_dates import Series
from conversations.timing import day_from
from conversations.typed_spans import Typed as TypedSpan
from conversations.typed_spans import is_misnamed, typed_clocks, typed_span, typed_weekdays
from conversations.typed_words import plain
from storage.records.edits import MOST_DATES, AddSessions, Edited, Objection, Unedited
from storage.records.reader import Reader

LONGEST_MINUTES = 24 * 60
SEVERAL_WEEKS = range(1, 5)


@dataclass(frozen=True, slots=True)
class Which:
    """One date, a series, or none yet. `guided`: the next question follows."""

    offering_id: int
    seen: int = 0
    guided: bool = False


@dataclass(frozen=True, slots=True)
class Once:
    """Waiting for a date: `day` and `start` are what was typed of it, `minutes` how long it takes; then it is shown."""

    offering_id: int
    seen: int = 0
    guided: bool = False
    day: date | None = None
    start: time | None = None
    objection: str = ""
    minutes: int = 0

    @property
    def mark(self) -> int:
        """Tell this date from another one, on the button that makes it."""
        return mark_of(self.day, self.start, self.minutes)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """Tell from when until when it is, on the wall; None while something is missing."""
        if self.day is None or self.start is None or not self.minutes:
            return None
        start = datetime.combine(self.day, self.start)
        return start, start + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Weekly:
    """A series being put together: weekdays, time, first day, how often; then its dates are shown."""

    offering_id: int
    seen: int = 0
    guided: bool = False
    series: Series = field(default_factory=Series)
    ready: bool = False
    """whether the weekdays are chosen"""
    page: int = 0
    objection: str = ""


State: TypeAlias = Which | Once | Weekly


def update(state: State | None, event: Event) -> Turn[State]:
    """Take what makes dates."""
    match event:
        case Tap(action="ask", args=(int(offering_id), int(seen), int(guided))):
            return Turn(Which(offering_id, seen, guided=bool(guided)))
        case Tap(action="once") if state is not None:
            return Turn(Once(state.offering_id, state.seen, state.guided))
        case Tap(action="weekly") if state is not None:
            return Turn(Weekly(state.offering_id, state.seen, state.guided))
        case Tap(action="lasts", args=(int(offering_id), int(minutes))) if isinstance(state, Once):
            return on_length(state, offering_id, minutes)
        case Tap(action="add", args=(int(offering_id), int(mark))) if isinstance(state, Once) and state.span:
            meant = (state.offering_id, state.mark) == (offering_id, mark)
            return adding(state, (state.span,)) if meant else Turn(state)
        case Tap(action="make", args=(int(offering_id), int(mark))) if isinstance(state, Weekly):
            meant = (state.offering_id, state.series.mark) == (offering_id, mark)
            return adding(state, state.series.spans()) if meant and state.series.whole else Turn(state)
        case Tap() if isinstance(state, Weekly):
            return on_series(state, event)
        case Typed(text=text) if isinstance(state, Once | Weekly) and text.strip():
            today = event.at.date()
            return on_date(state, text, today) if isinstance(state, Once) else on_series_typed(state, text, today)
        case Done():
            return on_done(state, event)
        case _:
            return Turn(state, understood=False)


def adding(state: Once | Weekly, spans: tuple[tuple[datetime, datetime], ...]) -> Turn[State]:
    """Ask for new dates."""
    return Turn(state, (Edit(state.offering_id, state.seen, AddSessions(spans)),))


def on_length(state: Once, offering_id: int, minutes: int) -> Turn[State]:
    """Take how long a date takes, of the offering that the button was made for."""
    if offering_id != state.offering_id or state.day is None or state.start is None:
        return Turn(state)
    return Turn(replace(state, minutes=min(max(1, minutes), LONGEST_MINUTES), objection=""))


def on_date(state: Once, text: str, today: date) -> Turn[State]:
    """Take a typed date; what is missing of it is asked for."""
    clocks = typed_clocks(text) if state.day is not None else None
    read = typed_span(text, today) if clocks is None else TypedSpan(None, *clocks)
    if read is None:
        return Turn(replace(state, objection=why_not(state, text, today).value))
    if read.start and read.end and read.end <= read.start:
        return Turn(replace(state, objection=Objection.BACKWARDS.value))
    minutes = minutes_between(read.start, read.end) if read.start and read.end else state.minutes
    day, start = read.day or state.day, read.start or state.start
    return Turn(replace(state, day=day, start=start, minutes=minutes, objection=""))


def why_not(state: Once, text: str, today: date) -> Objection:
    """Say why nothing was read in a text; where lengths are offered, they can be chosen, too."""
    reason = unread(text, today)
    choosing = state.day and state.start and not state.minutes
    return Objection.WRONG if choosing and reason is Objection.UNREAD else reason


def minutes_between(start: time, end: time) -> int:
    """Count the minutes from one time to another of the same day."""
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def on_series(state: Weekly, tap: Tap) -> Turn[State]:
    """Take an answer about the series."""
    series, known = state.series, replace(state, objection="")
    match tap.action, tap.args:
        case "weekday", (int(day), int(on)) if 0 <= day < 7:
            chosen = {*series.weekdays} - {day} | ({day} if on else set())
            return Turn(replace(known, series=replace(series, weekdays=tuple(sorted(chosen)))))
        case "weekdays", () if series.weekdays:
            return Turn(replace(known, ready=True))
        case "first", (int(number),) if (first := day_from(number)) is not None:
            return Turn(replace(known, series=replace(series, first=first)))
        case "times", (int(times),) if 0 < times <= MOST_DATES:
            return Turn(replace(known, series=replace(series, times=times, until=None)))
        case "every", (int(weeks),) if weeks in SEVERAL_WEEKS:
            return Turn(replace(known, series=replace(series, every=weeks)))
        case "public", (int(also),):
            return Turn(replace(known, series=replace(series, public=bool(also))))
        case "school", (int(also),):
            return Turn(replace(known, series=replace(series, school=bool(also))))
        case "page", (int(page),):
            return Turn(replace(known, page=max(0, page)))
        case "again", ():
            return Turn(Weekly(state.offering_id, state.seen, state.guided))
        case _:
            return Turn(state, understood=False)


def on_series_typed(state: Weekly, text: str, today: date) -> Turn[State]:
    """Take a typed time, first day, number of dates or last day, whichever is asked for."""
    series = state.series
    wrong: Turn[State] = Turn(replace(state, objection=Objection.WRONG.value))
    if not state.ready:
        weekdays = typed_weekdays(text)
        return Turn(replace(state, series=replace(series, weekdays=weekdays), objection="")) if weekdays else wrong
    if series.start is None or series.end is None:
        return on_clock(state, text)
    read = typed_span(text, today) or TypedSpan()
    if is_misnamed(text, today):
        return Turn(replace(state, objection=Objection.WEEKDAY.value))
    if series.first is None:
        return Turn(replace(state, series=replace(series, first=read.day), objection="")) if read.day else wrong
    if (times := count_from(text)) is not None:
        return Turn(replace(state, series=replace(series, times=times, until=None), objection=""))
    if read.day is None:
        return wrong
    if read.day < series.first:
        return Turn(replace(state, objection=Objection.BACKWARDS.value))
    return Turn(replace(state, series=replace(series, until=read.day, times=0), objection=""))


def count_from(text: str) -> int | None:
    """Read how many dates there are to be; None when it is no such number."""
    typed = plain(text)
    times = int(typed) if typed.isdecimal() and len(typed) <= len(str(MOST_DATES)) else 0
    return times if 0 < times <= MOST_DATES else None


def on_clock(state: Weekly, text: str) -> Turn[State]:
    """Take from when until when; one time alone waits for the other."""
    series = state.series
    match typed_clocks(text):
        case time() as start, time() as end if start < end:
            return Turn(replace(state, series=replace(series, start=start, end=end), objection=""))
        case time() as end, None if series.start is not None and series.start < end:
            return Turn(replace(state, series=replace(series, end=end), objection=""))
        case time() as start, None if series.start is None:
            return Turn(replace(state, series=replace(series, start=start), objection=""))
        case time(), _:
            return Turn(replace(state, objection=Objection.BACKWARDS.value))
        case _:
            return Turn(replace(state, objection=Objection.UNREAD.value))


def on_done(state: State | None, done: Done) -> Turn[State]:
    """Go on: to the next question, or to the dates."""
    match state, done.result:
        case ((Once(guided=True) | Weekly(guided=True)), Edited(offering_id, mark)):
            return Turn(None, goto=next_question("when", offering_id, mark))
        case _, Edited(offering_id):
            return Turn(None, goto=Tap("session", "all", (offering_id, 0)))
        case Once(), Unedited(Objection.CHANGED | Objection.GONE as reason):
            return Turn(None, goto=objected(state.offering_id, reason))
        case Once(), Unedited(reason):
            return Turn(Once(state.offering_id, state.seen, state.guided, objection=reason.value))
        case Weekly(), Unedited(reason) if reason not in {Objection.CHANGED, Objection.GONE}:
            return Turn(replace(state, objection=reason.value))
        case Weekly(), Unedited(reason):
            return Turn(None, goto=objected(state.offering_id, reason))
        case _:
            return Turn(state)


async def load(state: State, reader: Reader) -> Desk:
    """Read the offering."""
    return await read_desk(state.offering_id, reader)


def render(state: State, view: Desk) -> Screen:
    """Ask one question."""
    if (turned_away := barred(view)) is not None or view.editable is None:
        return turned_away or Screen(())
    match state:
        case Which(guided=guided):
            return screens.ask_which(view.editable, guided=guided)
        case Once(day=date() as day, start=time() as start, minutes=0):
            return screens.ask_length(view.editable, day, start, state.objection, guided=state.guided)
        case Once(span=(start, end)):
            return screens.ask_right(view.editable, start, end, state.mark, view.zone, state.objection)
        case Once(day=day, start=start):
            return screens.ask_once(view.editable, day, start, state.objection, guided=state.guided)
        case Weekly():
            return show_series(state, view, view.zone)


def show_series(state: Weekly, view: Desk, zone: ZoneInfo) -> Screen:
    """Ask for what is not known yet of a series, then show its dates."""
    editable, series = view.editable, state.series
    if editable is None:
        return Screen(())
    back = Tap("dates", "ask", (editable.id, editable.mark, int(state.guided)))
    if not state.ready:
        screen = screens.ask_weekdays(series, state.objection)
    elif series.start is None or series.end is None:
        screen = screens.ask_clock(series, state.objection)
    elif series.first is None:
        screen = screens.ask_first(series, view.now.astimezone(zone).date(), zone, state.objection)
    elif not series.whole:
        screen = screens.ask_end(series, state.objection)
    else:
        screen = screens.show_series(editable.id, series, state.page, zone, state.objection)
    return replace(screen, back=back)


DIALOG = Dialog("dates", 1, (Which, Once, Weekly), update, render, load)
