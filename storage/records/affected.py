"""People whom a change of the catalogue would reach: what would happen to their sessions, before anybody is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from locales.text import Content


class Consequence(StrEnum):
    """What a change means for those who hold a place."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    """to another time, perhaps to another place too"""
    ELSEWHERE = "elsewhere"
    """at another place, at the same time"""
    BACK = "back"
    """a cancelled session takes place again, or an offering that had ended is there again"""
    LINKED = "linked"
    """a new link"""
    ENDED = "ended"
    """the whole offering"""


@dataclass(frozen=True, slots=True)
class Somebody:
    """One whom a change reaches, as the list at the door names them."""

    name: str = field(repr=False)
    code: str
    registration_id: int = 0


@dataclass(frozen=True, slots=True)
class AffectedGroup:
    """All whom the same thing happens to, the same session. `session_id` and times are None for a whole offering.

    `people` counts who holds a place or a reminder. Nobody tells those of them who are not in Telegram: they are `untold`.
    """

    consequence: Consequence
    offering_id: int
    offering: Content
    session_id: int | None
    start: datetime | None
    """when it was"""
    new_start: datetime | None
    """when it is to be, only where that differs"""
    place: Content | None
    """where it is to be, only where that differs"""
    people: int
    untold: int
    some: tuple[Somebody, ...] = ()
    """the first of them, for whoever may see names"""


@dataclass(frozen=True, slots=True)
class Affected:
    """Everybody whom a change reaches: the offerings in order of the alphabet, the sessions in order of time."""

    groups: tuple[AffectedGroup, ...] = ()
    waiting: int = 0
    """who waits for a place that there will not be any more, and is told"""

    @property
    def people(self) -> int:
        """Add them up; somebody to whom two things happen counts twice, for they hear of both."""
        return sum(group.people for group in self.groups) + self.waiting

    def __bool__(self) -> bool:
        """Say whether there is anybody."""
        return bool(self.groups) or self.waiting > 0
