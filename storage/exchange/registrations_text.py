"""Registrations as text: CSV that German Excel opens by a double click, and CSV and JSON for machines.

The keys of the last two are documented in docs/operations.md and stay; times in them are UTC.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from storage.exchange.harmless import guarded
from storage.exchange.registration_rows import COLUMNS, STANDINGS, Row, all_rows
from storage.exchange.registrations_xlsx import spoken
from storage.records.catalogue import Session
from storage.records.rosters import Entry, Roster

BYTE_ORDER_MARK = "\ufeff"
ANSWERS = {True: "ja", False: "nein", None: ""}


def write_german(roster: Roster, zone: ZoneInfo) -> bytes:
    """Write CSV for an office: semicolons, German headings and dates, and the mark by which Excel knows UTF-8."""
    rows = ([guarded(cell) for cell in _german(row, zone)] for row in all_rows(roster))
    return (BYTE_ORDER_MARK + _csv([column.heading for column in COLUMNS], rows, ";")).encode()


def write_plain(roster: Roster) -> bytes:
    """Write CSV for machines: commas, UTF-8 without a mark, the keys as headings, times in UTC."""
    rows = ([guarded(cell) for cell in _plain(row)] for row in all_rows(roster))
    return _csv([column.key for column in COLUMNS], rows, ",").encode()


def _csv(headings: list[str], rows: Iterable[list[str]], separator: str) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator)
    writer.writerow(headings)
    writer.writerows(rows)
    return file.getvalue()


def _german(row: Row, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        row.code,
        row.name,
        ANSWERS[row.child],
        spoken(row.language),
        STANDINGS[row.status],
        "" if row.position is None else str(row.position),
        _wall(row.session, zone),
        _wall(row.since, zone),
        ANSWERS[row.coming],
        ANSWERS[row.present],
    )


def _wall(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else f"{at.astimezone(zone):%d.%m.%Y %H:%M}"


def _plain(row: Row) -> list[str]:
    values = (asdict(row)[column.key] for column in COLUMNS)
    return ["" if value is None else str(_data(value)) for value in values]


def _data(value: object) -> object:
    """Make a value as JSON has it: times in UTC, yes and no in small letters."""
    match value:
        case datetime():
            return _stamp(value)
        case bool():
            return str(value).lower()
        case _:
            return value


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def write_json(roster: Roster) -> bytes:
    """Write JSON: the offering, its sessions, and everybody with what they answered for which session."""
    data = {
        "offering": roster.source_id,
        "title": roster.offering.title.text,
        "provider": roster.offering.provider,
        "sessions": [_session(some) for some in roster.offering.sessions],
        "registrations": [_entry(entry, roster) for entry in roster.entries],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _session(session: Session) -> dict[str, Any]:
    return {
        "number": session.number,
        "start": _stamp(session.start),
        "end": _stamp(session.end),
        "status": session.status.value,
        "venue": None if session.venue is None else session.venue.name.text,
    }


def _entry(entry: Entry, roster: Roster) -> dict[str, Any]:
    claimed = roster.session(entry.session_id)
    return {
        "code": entry.code,
        "name": entry.name,
        "child": entry.child,
        "language": entry.language,
        "status": entry.standing.value,
        "position": entry.position,
        "session": None if claimed is None else _stamp(claimed.start),
        "since": _stamp(entry.since),
        "attendance": [
            {"session": _stamp(some.start), "coming": entry.comes_to(some.id), "present": entry.was_at(some.id)}
            for some in roster.offering.sessions
            if some.id in {*dict(entry.coming), *dict(entry.present)}
        ],
    }
