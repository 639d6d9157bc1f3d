"""What may be changed of an offering in the bot, one change at a time, and what comes of it.

Times are what the clock on the wall shows there (naive); which moment that is, is found out where the change is made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

FactValue: TypeAlias = str | int | float | bool | tuple[int | None, int | None] | None

MOST_DATES = 100
"""how many sessions are made at once"""
MOST_PLACES = 100_000
MOST_CENTS = 9_999_999
OLDEST = 120
MOST_HOURS = 10_000
LIMITS = {
    "title": 120,
    "short_title": 40,
    "description": 1500,
    "price_note": 300,
    "access_note": 300,
    "eligibility": 300,
    "bring": 300,
    "certificate": 300,
    "note": 300,
}
"""how long a text may be, by its field; 'note' is a session's"""
ONE_LINE = frozenset({"title", "short_title"})
MOST_NAME, MOST_STREET, MOST_LINK = 120, 120, 500

CHOICES = ("kind", "level", "registering", "childcare", "step_free")
"""facts of which one word of a vocabulary holds"""
SWITCHES = ("plain_language", "whole_course", "waiting_list", "women_only")
"""facts that are yes or no"""
SETS = ("topics", "audiences", "languages", "interpretation")
"""facts of which several words hold"""
NUMBERS = ("capacity", "price_cents", "hours")
"""facts that are a number, or none: no limit, not known"""
AGE = "age"
"""two numbers, from and to"""
WHERE = "quarter"
"""what is unknown as long as nobody said where it is"""
FACTS = (*CHOICES, *SWITCHES, *SETS, *NUMBERS, AGE)


class Objection(StrEnum):
    """Why a change was not made."""

    GONE = "gone"
    CHANGED = "changed"
    """somebody else changed it meanwhile; look at it again"""
    WRONG = "wrong"
    """that is no value of this fact"""
    UNREAD = "unread"
    """what was typed is none of what is asked for, and nothing can be chosen instead"""
    WEEKDAY = "weekday"
    """the day of the week is not that of the date"""
    NEEDED = "needed"
    """one must be left"""
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    PAST = "past"
    NO_SUCH_TIME = "no_such_time"
    """the clocks are put forward then"""
    BACKWARDS = "backwards"
    """it would end before it begins"""
    TAKEN = "taken"
    """there is a session at this time"""
    INCOMPLETE = "incomplete"
    """something is missing for publishing"""
    REGISTERED = "registered"
    """people are registered, who would lose what they registered for"""
    NO_PROVIDER = "no_provider"


@dataclass(frozen=True, slots=True)
class Unedited:
    """Nothing was changed."""

    reason: Objection


@dataclass(frozen=True, slots=True)
class Edited:
    """It was changed. `mark` is what the offering is known by now, `told` how many notices people get."""

    offering_id: int
    mark: int
    told: int = 0


Outcome: TypeAlias = Edited | Unedited


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new offering begins with: a German title, a kind, and what a wish asks for; '' is not said yet.

    `provider_id` None is the only provider somebody has.
    """

    title: str
    kind: str
    provider_id: int | None = None
    topic: str = ""
    language: str = ""
    quarter: str = ""


@dataclass(frozen=True, slots=True)
class SetFact:
    """Say one fact; `value` as its kind asks for it, ages as a pair."""

    field: str
    value: FactValue


@dataclass(frozen=True, slots=True)
class Toggle:
    """Add one of several words of a fact, or take it away; a topic may be named by its row's number."""

    field: str
    value: str | int
    on: bool


@dataclass(frozen=True, slots=True)
class SetPlace:
    """Choose a venue that is known; None: not fixed (of a session: where the offering is)."""

    venue_id: int | None
    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class SetOnline:
    """Hold it as a video meeting."""

    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewPlace:
    """Hold it at a place that is not known yet. `street` may hold postal code and town behind a comma."""

    name: str
    street: str
    quarter: str
    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class AddSessions:
    """Add sessions, each from start to end; one at a time that is taken already is left out."""

    spans: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class MoveSession:
    """Hold a session at another time."""

    session_id: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class SetSeats:
    """Say how many places a session has; None: as many as the offering."""

    session_id: int
    capacity: int | None


@dataclass(frozen=True, slots=True)
class SetLink:
    """Say the way into a session's video meeting; '' takes it away."""

    session_id: int
    link: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CancelSessions:
    """Cancel a session, or with None all that are still to come."""

    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class RestoreSession:
    """Hold a cancelled session after all."""

    session_id: int


@dataclass(frozen=True, slots=True)
class Write:
    """Write a text in a language; '' takes it away. With a session it is that one's note."""

    field: str
    language: str
    text: str
    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class Publish:
    """Show it to everybody."""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Make it a draft again: it ends for who is registered, and they are told."""


@dataclass(frozen=True, slots=True)
class Release:
    """Let the file decide again: about a field as locks name it, or with '' about all that is locked."""

    field: str = ""


Change: TypeAlias = (
    SetFact
    | Toggle
    | SetPlace
    | SetOnline
    | NewPlace
    | AddSessions
    | MoveSession
    | SetSeats
    | SetLink
    | CancelSessions
    | RestoreSession
    | Write
    | Publish
    | Withdraw
    | Release
)
