"""Who is served: a participant's settings, and the attendees they answer for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

REMIND_DAYS = (0, 1, 2, 3)
"""how many days before a session one may be reminded; 0 is never"""
REMIND_HOURS = (0, 1, 2, 4)
"""how many hours before a session one may be reminded; 0 is never"""
USUAL_DAYS, USUAL_HOURS = 1, 2
"""when those are reminded who did not choose"""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who talks to the bot. `language` is a catalogue code; `chosen` says whether they chose it themselves."""

    id: int
    language: str
    chosen: bool
    privacy_seen: bool
    remind_days: int = USUAL_DAYS
    remind_hours: int = USUAL_HOURS
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who comes: the participant, or a child they register."""

    id: int
    name: str
    child: bool


class PeopleReader(Protocol):
    """What dialogs may ask about the person they talk to."""

    @property
    def first_name(self) -> str:
        """Tell what the channel calls the person, '' when nothing; offered as a button, never stored by itself."""
        ...

    @property
    def roles(self) -> tuple[str, ...]:
        """Tell the person's roles as they were when the turn began."""
        ...

    async def me(self) -> Participant:
        """Read the person's settings."""
        ...

    async def attendees(self) -> tuple[Attendee, ...]:
        """Read the attendees the person registered before, the newest first."""
        ...
