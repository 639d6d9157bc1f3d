"""The catalogue for trying out: real public venues, invented offerings and dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from storage.exchange.catalogue_csv import parse_files
from storage.exchange.parsed import Catalogue, SessionRow
from storage.sample.holidays import is_holiday

FOLDER = Path(__file__).parent
ZONE = ZoneInfo("Europe/Berlin")
AHEAD = timedelta(days=2)
"""The first session is at least so far ahead of today: time enough for both its reminders."""


def load(today: date) -> Catalogue:
    """Read the sample with all dates moved by whole weeks, so that it begins two to eight days after `today`.

    What would fall on a holiday is held in a later week instead, so the beginning may be a few days later, too.
    """
    catalogue = parse_files(*(FOLDER / f"{name}.csv" for name in ("offers", "sessions", "venues", "texts")))
    weeks = (today + AHEAD - catalogue.first_day(ZONE)).days
    moved = catalogue.moved(-(-weeks // 7))
    return replace(moved, sessions=off_holidays(moved.sessions))


def off_holidays(sessions: Sequence[SessionRow]) -> tuple[SessionRow, ...]:
    """Put every session that would fall on a holiday into the next week that its offering leaves free."""
    days: dict[str, set[date]] = defaultdict(set)
    for session in sessions:
        days[session.offering].add(session.start.date())
    return tuple(postponed(session, days[session.offering]) for session in sessions)


def postponed(session: SessionRow, days: set[date]) -> SessionRow:
    """Move a session from a holiday to the same weekday of a later week; `days` are its offering's, and hear of it."""
    later, weeks = session, pace(session.start.date(), days)
    while is_holiday(later.start.date()) or (later is not session and later.start.date() in days):
        later = later.moved(weeks)
    days.add(later.start.date())
    return later


def pace(day: date, days: Collection[date]) -> int:
    """Tell how many weeks to go on by: 2 when an offering's sessions on that weekday keep to every second week."""
    same = sorted(other for other in days if other.weekday() == day.weekday())
    gaps = [(later - sooner).days for sooner, later in pairwise(same)]
    return 2 if gaps and all(gap % 14 == 0 for gap in gaps) else 1
