"""Reads a calendar file (RFC 5545): each event is an offering, each time it takes place a session.

A series is worked out for two years at most. The format knows no language, price or places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from icalendar import Calendar

from storage.exchange import series
from storage.exchange.feed import MOST_DATES, Feed, FeedDate, FeedOffering, FeedVenue
from storage.exchange.pages import Pages
from storage.exchange.received import Missing, Received, reading
from storage.exchange.regrouping import Regrouped
from storage.records.catalogue import Kind, SessionStatus
from storage.records.reasons import Cause, FlawedError, Why

BEGIN, END = re.compile("BEGIN[:;]", re.IGNORECASE), re.compile("END[:;]", re.IGNORECASE)
UID = re.compile("UID[:;]", re.IGNORECASE)
EVENT = "BEGIN:VEVENT"
MOST_EVENTS, MOST_SERIES_DAYS = 20_000, 3_000_000
AHEAD, BEHIND = timedelta(days=731), timedelta(days=31)


def read(file: Received, missing: Missing, zone: ZoneInfo, now: datetime) -> Pages:
    """Read a calendar; series are worked out up to two years after `now`. CatalogueError when it is none."""
    _refuse_nested(file)
    feed = Feed(file.name, "event", missing)
    budget = _Budget(zone, now)
    apart = _Apart(feed)
    apart.take(_unfolded(file))
    _parsed(file, apart.calendar)
    if apart.number > MOST_EVENTS:
        file.refuse(Why.TOO_MANY_EVENTS(most=MOST_EVENTS))
    for blocks in apart.events.groups():
        events = [(number, _parsed(file, block)) for number, block in blocks]
        _take(feed, str(events[0][1].get("UID", "")), events, budget)
    return feed.pages()


@dataclass(slots=True)
class _Budget:
    """The clock on the wall, the moment, and how many days of series may still be looked at in this file."""

    zone: ZoneInfo
    now: datetime
    days: int = MOST_SERIES_DAYS

    def spend(self, first: date, last: date) -> None:
        """Look at the days of a series; FlawedError when the file has had too many."""
        self.days -= max(0, min((last - first).days, series.MOST_DAYS))
        if self.days < 0:
            raise FlawedError(Why.SERIES_LONG())


Block: TypeAlias = tuple[int, list[str]]
"""which event of the file it is, and its lines"""


class _Apart:
    """A calendar taken apart, for the parser of a whole one takes up a hundred times its size: the events, and the rest.

    An event in another one is one by itself.
    """

    def __init__(self, feed: Feed) -> None:
        self.calendar: list[str] = []
        """all lines that are of no event, in which the time zones are, too"""
        self.events: Regrouped[Block] = Regrouped(Block)
        """by their UID"""
        self.number = 0
        """how many events there are"""
        self._feed = feed
        self._open: list[Block] = []
        self._ended: list[Block] = []

    def take(self, lines: Iterable[str]) -> None:
        """Go through all lines."""
        depths = [0]
        for line in lines:
            begins, ends = BEGIN.match(line) is not None, END.match(line) is not None
            if begins and line.upper() == EVENT and (self._open or depths[0]):
                self.number += 1
                self._open.append((self.number, []))
                depths.append(0)
            self._lines().append(line)
            depths[-1] += begins - ends
            if ends and self._open and not depths[-1]:
                self._close()
                depths.pop()
        for _number, rest in self._open:
            self.calendar += rest

    def _lines(self) -> list[str]:
        """Tell where a line belongs."""
        return self._open[-1][1] if self._open else self.calendar

    def _close(self) -> None:
        """Put an event away, with those that were in it."""
        self._ended.append(self._open.pop())
        if self._open:
            return
        for number, lines in sorted(self._ended):
            if own_id := _own_id(lines):
                self.events.add(own_id, (number, lines))
            else:
                self._feed.reject(number, "UID", "", Why.EVENT_NAMELESS())
        self._ended.clear()


def _own_id(lines: Iterable[str]) -> str:
    """Find the id by which all that is said of a series is brought together; an alarm in an event may have one, too."""
    depth = 0
    for line in lines:
        depth += (BEGIN.match(line) is not None) - (END.match(line) is not None)
        if depth == 1 and UID.match(line):
            return line.partition(":")[2]
    return ""


def _unfolded(file: Received) -> Iterator[str]:
    """Read line by line; one that begins with a space goes on with the one before."""
    parts: list[str] = []
    with reading(file, newline="\n") as text:
        for ended in text:
            line = ended.removesuffix("\n").removesuffix("\r")
            if line.startswith((" ", "\t")):
                parts.append(line[1:])
            elif line:
                if parts:
                    yield "".join(parts)
                parts = [line]
    yield "".join(parts)


def _refuse_nested(file: Received) -> None:
    """Refuse too many parts, and deep nesting, before the parser meets them."""
    parts = depth = deepest = 0
    with reading(file, newline="\n") as text:
        for line in (line for ended in text for line in ended.splitlines()):
            upper = line.upper()
            parts += line.count("BEGIN:")
            depth += upper.startswith("BEGIN:") - upper.startswith("END:")
            deepest = max(depth, deepest)
    if parts > MOST_EVENTS * 4:
        file.refuse(Why.CALENDAR_PARTS())
    if deepest > 5:
        file.refuse(Why.CALENDAR_NESTED())


def _parsed(file: Received, lines: list[str]) -> Any:  # noqa: ANN401 - icalendar's components are untyped dictionaries
    """Parse a calendar without its events, or one event."""
    try:
        return Calendar.from_ical("\r\n".join((*lines, "")))
    except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        file.refuse(Why.NOT_A_CALENDAR(error=str(error)[:100]))


def _take(feed: Feed, own_id: str, events: list[tuple[int, Any]], budget: _Budget) -> None:
    """Read an event with what is said of single times of its series; a flaw rejects it alone."""
    number, main = next(((place, event) for place, event in events if "RECURRENCE-ID" not in event), events[0])
    for place, event in events:
        if event is not main and "RECURRENCE-ID" not in event:
            feed.reject(place, "UID", own_id, Why.ID_TWICE(), of=own_id)
    texts = {"title": str(main.get("SUMMARY", "")), "description": str(main.get("DESCRIPTION", ""))}
    try:
        dates = tuple(_dates(main, [event for _, event in events if event is not main], budget))
    except (ValueError, TypeError, OverflowError, AttributeError, KeyError) as error:
        feed.reject(number, "DTSTART", "", _cause(error), of=own_id)
        return
    if dates and max(date.end for date in dates) < budget.now:
        return
    feed.add(
        FeedOffering(
            number=number,
            id=own_id,
            provider="",
            kind=Kind.EVENT,
            texts={(field, "de"): text for field, text in texts.items() if text.strip()},
            dates=dates,
            venue=_venue(main),
        )
    )


def _cause(error: Exception) -> Cause:
    """Tell why times cannot be read: for a reason of ours, or one of the parser's."""
    return error.cause if isinstance(error, FlawedError) else Why.TIMES_UNREADABLE(error=str(error)[:100])


def _dates(main: Any, single: list[Any], budget: _Budget) -> Iterator[FeedDate]:  # noqa: ANN401
    """List when it takes place; what is said of a single time goes before the rule. ValueError when it cannot be told."""
    zone, start = budget.zone, main["DTSTART"].dt
    _aware(start, zone)
    changed = {_aware(event["RECURRENCE-ID"].dt, zone): event for event in single if "RECURRENCE-ID" in event}
    for at in _starts(main, start, budget):
        event = changed.get(at, main)
        named = at.astimezone(UTC).strftime("%Y%m%dT%H%M") if "RRULE" in main or "RDATE" in main else "1"
        begins = at if event is main else _aware(event["DTSTART"].dt, zone)
        length = _length(event, event["DTSTART"].dt)
        yield FeedDate(begins, begins + length, named, _status(event), None if event is main else _venue(event))


def _starts(main: Any, start: datetime, budget: _Budget) -> list[datetime]:  # noqa: ANN401
    """Work a series out on the clock on the wall, so that it stays at ten o'clock over a change of the clocks."""
    zone = budget.zone
    first = _aware(start, zone).astimezone(zone)
    if "RRULE" not in main and "RDATE" not in main:
        return [first]
    latest = (budget.now + AHEAD).astimezone(zone).date()
    found = {first}
    for rule in _many(main.get("RRULE")):
        budget.spend(first.date(), latest)
        days = series.read(rule, _until(rule, zone)).between(first.date(), latest)
        found |= {datetime.combine(day, first.time(), zone) for day in days}
    found |= {_aware(one.dt, zone).astimezone(zone) for listed in _many(main.get("RDATE")) for one in listed.dts}
    found -= {_aware(one.dt, zone).astimezone(zone) for listed in _many(main.get("EXDATE")) for one in listed.dts}
    return sorted(at for at in found if at > budget.now - BEHIND)[:MOST_DATES]


def _until(rule: Any, zone: ZoneInfo) -> date | None:  # noqa: ANN401
    """Read the last day of a rule."""
    until = next(iter(rule.get("UNTIL", ())), None)
    return _aware(until, zone).astimezone(zone).date() if isinstance(until, datetime) else until


def _many(value: Any) -> Iterable[Any]:  # noqa: ANN401
    """Treat one and several alike."""
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _length(event: Any, start: datetime | date) -> timedelta:  # noqa: ANN401
    """Tell how long it lasts; FlawedError when the file does not say."""
    length = event["DTEND"].dt - start if "DTEND" in event else event["DURATION"].dt if "DURATION" in event else None
    if not isinstance(length, timedelta) or length <= timedelta():
        raise FlawedError(Why.NO_END())
    return length


def _aware(at: datetime | date, zone: ZoneInfo) -> datetime:
    """Read a moment; a floating one is on our wall. FlawedError when it is a whole day."""
    if not isinstance(at, datetime):
        raise FlawedError(Why.DAY_WHOLE(day=str(at)))
    return at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)


def _status(event: Any) -> SessionStatus:  # noqa: ANN401
    """Say whether it takes place."""
    cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    return SessionStatus.CANCELLED if cancelled else SessionStatus.SCHEDULED


def _venue(event: Any) -> FeedVenue | None:  # noqa: ANN401
    """Read where it is: the part before the first comma is the name, the next the street."""
    parts = [part.strip() for part in str(event.get("LOCATION", "")).replace("\n", ",").split(",") if part.strip()]
    if not parts:
        return None
    postal_code, _, city = parts[2].partition(" ") if len(parts) > 2 else ("", "", "")
    if not (postal_code.isdigit() and len(postal_code) == 5):
        postal_code, city = "", parts[2] if len(parts) > 2 else ""
    geo = event.get("GEO")
    latitude, longitude = (geo.latitude, geo.longitude) if geo is not None else (None, None)
    return FeedVenue(parts[0], parts[1] if len(parts) > 1 else "", postal_code, city, "", latitude, longitude)
