"""Registrations as rows: the columns that every table of them has, whatever the format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from storage.records.catalogue import Session
from storage.records.rosters import Entry, Roster, Standing


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for machines, its heading for an office, and how wide it is, in characters."""

    key: str
    heading: str
    width: int


COLUMNS = (
    Column("code", "Code", 9),
    Column("name", "Name", 28),
    Column("child", "Kind", 8),
    Column("language", "Sprache", 20),
    Column("status", "Stand", 17),
    Column("position", "Warteplatz", 13),
    Column("session", "Termin", 18),
    Column("since", "Angemeldet am", 18),
    Column("coming", "Kommt", 10),
    Column("present", "War da", 10),
)
STANDINGS = {
    Standing.REGISTERED: "angemeldet",
    Standing.WAITING: "wartet",
    Standing.OFFERED: "Platz angeboten",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One attendee, for one session or (None) for the whole course; times are aware."""

    code: str
    name: str = field(repr=False)
    child: bool
    language: str
    status: Standing
    position: int | None
    session: datetime | None
    since: datetime
    coming: bool | None
    present: bool | None


def all_rows(roster: Roster) -> Iterator[Row]:
    """Make the rows of everybody, each once."""
    return (row_of(entry, roster.session(entry.session_id)) for entry in roster.entries)


def rows_of(roster: Roster, session: Session) -> Iterator[Row]:
    """Make the rows of one session: who is registered or waits for it, or for the whole course."""
    return (row_of(entry, session) for entry in roster.entries_of(session))


def row_of(entry: Entry, session: Session | None) -> Row:
    """Make the row of an entry."""
    return Row(
        code=entry.code,
        name=entry.name,
        child=entry.child,
        language=entry.language,
        status=entry.standing,
        position=entry.position,
        session=None if session is None else session.start,
        since=entry.since,
        coming=None if session is None else entry.comes_to(session.id),
        present=None if session is None else entry.was_at(session.id),
    )


def sessions_listed(roster: Roster) -> Iterable[Session]:
    """Choose the sessions that get a list of their own: those held, and cancelled ones somebody is still registered for."""
    named = {entry.session_id for entry in roster.entries}
    return [some for some in roster.offering.sessions if some in roster.held or some.id in named]
