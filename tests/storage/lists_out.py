"""Rosters for the tests of files that go out: names in several scripts, and names that a spreadsheet might run."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from storage.records.rosters import Entry, Roster, Standing
from tests.conversations.builders import COURSE_SESSIONS, a_course, single_dates

MADE = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
SINCE = datetime(2026, 11, 29, 17, 30, tzinfo=UTC)
NAMES = ("Jörg Müßig", "محمد الأحمد", "Γιώργος Παπάς")
FIRST = COURSE_SESSIONS[0]


def an_entry(name: str = "Jörg Müßig", **changes: Any) -> Entry:  # noqa: ANN401 - any field
    """Make somebody registered for the whole course."""
    entry = Entry(name, False, "4F7", "de", Standing.REGISTERED, None, SINCE)
    return replace(entry, **changes)


def a_roster(*entries: Entry) -> Roster:
    """Make the list of a course."""
    return Roster("DC-01", a_course(), entries)


def a_roster_of_dates(*entries: Entry) -> Roster:
    """Make the list of something with single dates."""
    return Roster("DC-02", single_dates(), entries)
