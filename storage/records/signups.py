"""Sign-ups as whoever runs an offering sees them: lists with counts, people by name, and what became of a change.

Names, codes and notes are for those who run the offering; to everybody else nothing of this is there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeAlias

from locales.text import Content
from storage.records.catalogue import Offering, Session
from storage.records.rosters import Standing

NOTE_LENGTH = 200
MESSAGE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Tally:
    """How full something is. `taken` counts offered places, too; `capacity` None is unlimited."""

    taken: int = 0
    waiting: int = 0
    capacity: int | None = None

    @property
    def full(self) -> bool:
        """Say whether no place is left."""
        return self.capacity is not None and self.taken >= self.capacity


@dataclass(frozen=True, slots=True)
class RunLine:
    """One offering in the list of those somebody runs. `next_start` and `tally` are of its next session.

    `to_phone` counts whom nobody could tell something by message.
    """

    id: int
    title: Content
    topic: str
    next_start: datetime | None
    last_start: datetime | None
    tally: Tally
    draft: bool
    live: bool
    to_phone: int = 0


@dataclass(frozen=True, slots=True)
class RunListing:
    """A page of the offerings somebody runs, the next session first."""

    lines: tuple[RunLine, ...]
    total: int
    page: int
    page_size: int

    @property
    def pages(self) -> int:
        """Count the pages; an empty list has one."""
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class Run:
    """An offering that somebody runs. `to_phone` counts whom nobody could tell something by message."""

    offering: Offering
    draft: bool
    to_phone: int = 0
    offered_once: int = 0
    """to how many places of the waiting list were offered so far"""

    def session(self, session_id: int | None) -> Session | None:
        """Find one of its sessions."""
        return next((some for some in self.offering.sessions if some.id == session_id), None)

    def tally(self, session_id: int | None) -> Tally:
        """Tell how full the whole course or a session is."""
        one: Offering | Session | None = self.offering if session_id is None else self.session(session_id)
        return Tally() if one is None else Tally(one.taken, one.waiting, one.capacity)


@dataclass(frozen=True, slots=True)
class Signup:
    """One person on a list. `registration` tells which of the two numbers `id` is: a registration's, or an entry's.

    `phone`: nobody can write to them, for they are not in Telegram. `deadline` is until when an offered place is held, None
    before they read of it. `position` counts from 1 among those who wait for the same.
    """

    id: int
    registration: bool
    offering_id: int
    session_id: int | None
    name: str = field(repr=False)
    child: bool
    code: str
    standing: Standing
    since: datetime
    active: bool = True
    phone: bool = False
    language: str = ""
    origin: str = "bot"
    confirmed_at: datetime | None = None
    note: str = field(default="", repr=False)
    offered_at: datetime | None = None
    deadline: datetime | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class SignupPage:
    """A page of the people of a course or a session: those with a place, those offered one, those who wait."""

    people: tuple[Signup, ...]
    registered: int
    offered: int
    waiting: int
    page: int
    page_size: int

    @property
    def pages(self) -> int:
        """Count the pages; an empty list has one."""
        return max(1, -(-(self.registered + self.offered + self.waiting) // self.page_size))


@dataclass(frozen=True, slots=True)
class Offered:
    """A place of the waiting list that was offered to somebody: when, until when, and what came of it (a status)."""

    name: str = field(repr=False)
    session_start: datetime | None
    offered_at: datetime
    deadline: datetime | None
    status: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class OfferedPage:
    """A page of the offered places, the newest first."""

    lines: tuple[Offered, ...]
    total: int
    page: int
    page_size: int

    @property
    def pages(self) -> int:
        """Count the pages; an empty list has one."""
        return max(1, -(-self.total // self.page_size))


class CallReason(StrEnum):
    """What somebody without Telegram has to be told by phone."""

    CANCELLED = "session_cancelled"
    MOVED = "session_moved"
    LINKED = "session_link"
    ENDED = "offering_ended"
    PLACE_FREE = "place_free"
    WAITING_OVER = "waiting_over"


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to be phoned, since when, and about what."""

    id: int
    person: Signup
    reason: CallReason
    since: datetime
    session: Session | None = None


class Objection(StrEnum):
    """Why a change of somebody's place was not made."""

    GONE = "gone"
    """it is not there (any more), changed meanwhile, or is not theirs to change"""
    OVER = "over"
    """what it is about is over, was cancelled or withdrawn"""
    ALREADY = "already"
    """the person has that place, or waits for it"""
    NO_LIST = "no_list"
    """there is no waiting list"""
    NO_REGISTRATION = "no_registration"
    """one just comes"""
    CONTACT = "contact"
    """the text looks like a phone number or an address"""
    UNCLEAR = "unclear"
    """the text is empty or too long, or the name is none"""


@dataclass(frozen=True, slots=True)
class Objected:
    """A change that was not made, and why."""

    reason: Objection


@dataclass(frozen=True, slots=True)
class Full:
    """A change that was not made, for there is no room; it can be made all the same by whoever wants that."""

    taken: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A change that was made: to which registration or entry, and whether the person is told by a message."""

    id: int
    registration: bool = True
    told: bool = True


Outcome: TypeAlias = Changed | Full | Objected


class SignupReader(Protocol):
    """What the office may ask about the offerings that the reader runs; the others are as good as not there."""

    async def listing(self, word: str, page: int) -> RunListing:
        """Read a page of the offerings one runs, drafts and past ones too, the next session first."""
        ...

    async def run(self, offering_id: int) -> Run | None:
        """Read one offering with its counts."""
        ...

    async def people(self, offering_id: int, session_id: int | None, page: int) -> SignupPage | None:
        """Read a page of the people of a whole course (None) or of a session."""
        ...

    async def found(self, offering_id: int, typed: str) -> tuple[Signup, ...]:
        """Find people of an offering by their code or their whole name."""
        ...

    async def registration(self, registration_id: int) -> Signup | None:
        """Read one who has a place, or had one."""
        ...

    async def entry(self, entry_id: int) -> Signup | None:
        """Read one who waits, or waited."""
        ...

    async def offered(self, offering_id: int, page: int) -> OfferedPage | None:
        """Read a page of who was offered a place, the newest first."""
        ...

    async def calls(self, offering_id: int) -> tuple[Call, ...]:
        """Read who is to be phoned, the oldest matter first."""
        ...

    async def word_to_me(self, *, registration: bool, number: int) -> Content | None:
        """Read what the team wrote to the reader when it cancelled a claim of theirs; None when nothing."""
        ...
