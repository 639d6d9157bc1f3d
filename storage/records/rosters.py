"""Rosters: who holds a place in an offering and who waits for one, as whoever runs the offering needs it on a list."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from storage.records.catalogue import Offering, Session, SessionStatus


class Standing(StrEnum):
    """Where somebody stands: holds a place, waits for one, or was offered one and has not answered."""

    REGISTERED = "registered"
    WAITING = "waiting"
    OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class Entry:
    """One attendee on a list. `session_id` None is the whole course.

    `code` is '' for who is in Telegram and has no place yet.
    `position` counts from 1 among those who wait for the same; None for everybody else. `coming` and `present` tell by
    session what the attendee answered and whether they were there; a session nobody said anything about is not among them.
    """

    name: str = field(repr=False)
    child: bool
    code: str
    language: str
    """that of whoever registered; '' when nobody knows it"""
    standing: Standing
    session_id: int | None
    since: datetime
    position: int | None = None
    coming: tuple[tuple[int, bool], ...] = ()
    present: tuple[tuple[int, bool], ...] = ()

    def covers(self, session: Session) -> bool:
        """Say whether this claim is for a session: for it alone, or for the whole course."""
        return self.session_id in (None, session.id)

    def comes_to(self, session_id: int) -> bool | None:
        """Tell what the attendee answered for a session; None when nothing."""
        return dict(self.coming).get(session_id)

    def was_at(self, session_id: int) -> bool | None:
        """Tell whether the attendee was at a session; None when nobody noted it."""
        return dict(self.present).get(session_id)


@dataclass(frozen=True, slots=True)
class Roster:
    """An offering with everybody on its list: those with a place in the order they came, then those who wait."""

    source_id: str
    """by which the catalogue's files know the offering"""
    offering: Offering
    entries: tuple[Entry, ...]

    @property
    def held(self) -> tuple[Session, ...]:
        """List the sessions that take place or took place, in order."""
        return tuple(some for some in self.offering.sessions if some.status is not SessionStatus.CANCELLED)

    def session(self, session_id: int | None) -> Session | None:
        """Find one of its sessions."""
        return next((some for some in self.offering.sessions if some.id == session_id), None)

    def entries_of(self, session: Session) -> tuple[Entry, ...]:
        """List who is on the list of a session."""
        return tuple(entry for entry in self.entries if entry.covers(session))

    def attendees_of(self, session: Session) -> tuple[Entry, ...]:
        """List who holds a place in a session, by name."""
        held = (entry for entry in self.entries_of(session) if entry.standing is Standing.REGISTERED)
        return tuple(sorted(held, key=lambda entry: (entry.name.casefold(), entry.code)))

    def count(self, standings: Collection[Standing]) -> int:
        """Count the entries that stand so."""
        return sum(entry.standing in standings for entry in self.entries)
