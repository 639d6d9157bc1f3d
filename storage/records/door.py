"""Attendance at the door: who is expected at a session, who is there, who did not come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

from locales.text import Content

OPENS = timedelta(hours=12)
"""how long before a session somebody can be noted as there"""
MOST_WALK_INS = 999


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on the list of a session. `present` None: nobody noted anything yet. `coming`: what they answered before."""

    registration_id: int
    name: str = field(repr=False)
    code: str
    coming: bool | None = None
    present: bool | None = None

    @property
    def missed(self) -> bool:
        """Say whether they stayed away without a word: who said so before did not."""
        return self.present is False and self.coming is not False


@dataclass(frozen=True, slots=True)
class Turnout:
    """A session with the counts of its list: `said_no` are not there and had said so, `missed` had not.

    `open` are those of whom nothing is known yet, `walk_ins` came without being on the list.
    """

    offering_id: int
    session_id: int
    start: datetime
    end: datetime
    listed: int
    there: int
    missed: int
    said_no: int
    open: int
    walk_ins: int

    @property
    def expected(self) -> int:
        """Count whom one may wait for: everybody on the list who did not say no."""
        return self.listed - self.said_no

    def is_at(self, now: datetime) -> bool:
        """Say whether the door is open, or was; before that nobody can be there."""
        return self.start - OPENS <= now


@dataclass(frozen=True, slots=True)
class Record:
    """All sessions of an offering whose door was opened already, the next or newest first."""

    offering_id: int
    title: Content
    turnouts: tuple[Turnout, ...]
    next_start: datetime | None = None
    """of the first session whose door is still closed"""


@dataclass(frozen=True, slots=True)
class DoorList:
    """The list of a session, by name, so that nobody changes places when somebody is noted."""

    title: Content
    turnout: Turnout
    guests: tuple[Guest, ...]
    takes_more: bool = False
    """whether somebody who just came can still be put on it"""

    def guest(self, registration_id: int) -> Guest | None:
        """Find somebody on the list."""
        return next((guest for guest in self.guests if guest.registration_id == registration_id), None)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A code or a name meant one person, who is there now."""

    registration_id: int


@dataclass(frozen=True, slots=True)
class Several:
    """A name could mean several people; nobody was noted."""

    registration_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Nobody:
    """Nobody on the list has such a code or name."""


Found: TypeAlias = Admitted | Several | Nobody


class DoorReader(Protocol):
    """What dialogs may ask about the door; what somebody does not run is not there."""

    async def record(self, offering_id: int) -> Record | None:
        """Read how many came to each session of an offering; None when it is not there."""
        ...

    async def list_of(self, session_id: int) -> DoorList | None:
        """Read the list of a session; None when it is not there, or cancelled."""
        ...
