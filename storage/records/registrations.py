"""Claims on places: registrations, waiting-list entries, expressions of interest, and what asking for one leads to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeAlias

from locales.text import Content
from storage.records.catalogue import Kind, Session, Venue


class Refusal(StrEnum):
    """Why a wish could not be granted."""

    GONE = "gone"
    STARTED = "started"
    CANCELLED = "cancelled"
    FULL = "full"
    """full, and it keeps no waiting list"""
    NO_REGISTRATION = "no_registration"
    """one just comes; a reminder can be set"""
    NO_DATE = "no_date"
    """no session yet; an expression of interest is possible"""
    TOO_LATE = "too_late"
    """the offered place went on to the next"""
    CONDITIONS = "conditions"
    """a condition (age, women only, guardian's consent) was not confirmed"""


@dataclass(frozen=True, slots=True)
class Refused:
    """A wish that could not be granted, and why."""

    reason: Refusal


@dataclass(frozen=True, slots=True)
class Registered:
    """A place is held. `again` when it already was."""

    registration_id: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A waiting-list entry. `again` when there already was one."""

    entry_id: int
    position: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Interested:
    """An expression of interest was noted."""

    interest_id: int
    again: bool = False


Place: TypeAlias = Registered | Waiting | Refused


@dataclass(frozen=True, slots=True)
class Registration:
    """A claim on a place. `session_id` None is the whole course. `reminders` are the due times still to come.

    `reminder_only`: nobody registers for it, the person only asked to be reminded. `sessions` are those it covers, in order.
    `absent` holds the ids of sessions the attendee said they cannot come to, `coming` those they confirmed.
    """

    id: int
    offering_id: int
    session_id: int | None
    kind: Kind
    title: Content
    venue: Venue | None
    attendee: str
    child: bool
    code: str
    active: bool
    reminder_only: bool
    sessions: tuple[Session, ...]
    bring: Content | None
    reminders: tuple[datetime, ...]
    coming: tuple[int, ...] = ()
    absent: tuple[int, ...] = ()
    short_title: Content | None = None
    topic: str = ""
    """the offering's first"""

    @property
    def short(self) -> Content:
        """Tell the title as short as a button needs it."""
        return self.short_title or self.title

    def session(self, session_id: int) -> Session | None:
        """Find one of its sessions."""
        return next((session for session in self.sessions if session.id == session_id), None)

    def next_session(self, now: datetime) -> Session | None:
        """Find the next session that takes place."""
        return next((s for s in self.sessions if s.start > now and s.status != "cancelled"), None)

    def running_session(self, now: datetime) -> Session | None:
        """Find the session that takes place at this moment."""
        return next((s for s in self.sessions if s.start <= now < s.end and s.status != "cancelled"), None)


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """A claim on the next free place. `offered`: a place is held for it until `deadline` (None before delivery).

    `position` counts from 1 among those who still wait; 0 once a place is offered or the entry is closed.
    """

    id: int
    offering_id: int
    session: Session | None
    title: Content
    attendee: str
    child: bool
    position: int
    offered: bool
    deadline: datetime | None
    active: bool
    short_title: Content | None = None
    topic: str = ""
    """the offering's first"""

    @property
    def short(self) -> Content:
        """Tell the title as short as a button needs it."""
        return self.short_title or self.title


@dataclass(frozen=True, slots=True)
class Interest:
    """A wish: for an offering without a date, or for a topic, quarter, language and time of day."""

    id: int
    offering_id: int | None
    title: Content | None
    topic: Content | None
    quarter: Content | None
    language: str
    part_of_day: str
    short_title: Content | None = None
    met: bool = False
    """they have a place since, or heard of something that fits"""

    @property
    def short(self) -> Content | None:
        """Tell the title as short as a button needs it; None for a wish without an offering."""
        return self.short_title or self.title


@dataclass(frozen=True, slots=True)
class Mine:
    """All that a person has with us, the next session first."""

    registrations: tuple[Registration, ...]
    waiting: tuple[WaitingEntry, ...]
    interests: tuple[Interest, ...]

    @property
    def count(self) -> int:
        """Count everything."""
        return len(self.registrations) + len(self.waiting) + len(self.interests)


class RegistrationReader(Protocol):
    """What dialogs may ask about the person's own claims; another person's are as good as not there."""

    @property
    def now(self) -> datetime:
        """Tell the turn's time, aware UTC."""
        ...

    async def mine(self) -> Mine:
        """Read everything active and not over."""
        ...

    async def registration(self, registration_id: int) -> Registration | None:
        """Read one registration of the person, a cancelled one too."""
        ...

    async def registered(self, offering_id: int) -> tuple[Registration, ...]:
        """Read the person's active registrations for an offering."""
        ...

    async def waiting_entry(self, entry_id: int) -> WaitingEntry | None:
        """Read one waiting-list entry of the person."""
        ...
