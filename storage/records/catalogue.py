"""The catalogue as a resident sees it: offerings, their sessions and venues, and how to look for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from locales.text import Content


class Kind(StrEnum):
    """What an offering is."""

    COURSE = "course"
    WORKSHOP = "workshop"
    OPEN_LAB = "open_lab"
    COUNSELLING = "counselling"
    EVENT = "event"
    INFO_SESSION = "info_session"
    COMPANY_ADVICE = "company_advice"
    GUIDED_ACTIVITY = "guided_activity"
    PLACEMENT = "placement"


class Level(StrEnum):
    """What somebody must know before: nothing, the basics, or it is open to all."""

    NONE = "none"
    BEGINNER = "beginner"
    OPEN = "open"


class Registering(StrEnum):
    """Whether one registers: needed, welcome, or just come."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    NONE = "none"


class StepFree(StrEnum):
    """Whether a wheelchair gets in. Unknown is not no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Childcare(StrEnum):
    """Whether children are looked after meanwhile."""

    YES = "yes"
    ON_REQUEST = "on_request"
    NO = "no"
    UNKNOWN = "unknown"


class SessionStatus(StrEnum):
    """Whether a session takes place as announced."""

    SCHEDULED = "scheduled"
    MOVED = "moved"
    CANCELLED = "cancelled"


class PartOfDay(StrEnum):
    """A part of the day in local time: until 12, 12 to 17, from 17."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Position:
    """A place on the map in degrees; an approximate one sorts by distance but is no pin."""

    latitude: float
    longitude: float
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Venue:
    """Where something takes place. `online` has no address."""

    id: int
    name: Content
    street: str
    postal_code: str
    city: str
    quarter: str
    quarter_name: Content
    position: Position | None
    step_free: StepFree

    @property
    def online(self) -> bool:
        """Say whether this is a video meeting."""
        return self.quarter == "online"

    @property
    def pinned(self) -> bool:
        """Say whether its position is known well enough for a pin on a map."""
        return self.position is not None and self.position.exact


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting. `capacity` None is unlimited; `taken` counts registrations and offered places of this session alone.

    A session of a whole course tells the places of the course. `link` is the way into a video meeting, told only to who is
    registered; `has_link` tells everybody whether there is one.
    """

    id: int
    number: int
    start: datetime
    end: datetime
    status: SessionStatus
    venue: Venue | None
    capacity: int | None
    taken: int
    waiting: int
    note: Content | None
    has_link: bool = False
    link: str | None = field(default=None, repr=False)

    @property
    def free(self) -> int | None:
        """Count the places left; None when there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)


@dataclass(frozen=True, slots=True)
class Offering:
    """One thing to take part in, with all that a reader asks: when, where, what it costs, is there a place.

    `topics` begin with the one that says most. `sessions` are all of them in order, past and cancelled ones too.
    `price_cents` None is unknown. `taken` and `waiting` count the whole offering; for one with single sessions look at the
    sessions. `live` is False once it was withdrawn.
    """

    id: int
    kind: Kind
    title: Content
    description: Content | None
    topics: tuple[str, ...]
    audiences: tuple[str, ...]
    level: Level
    languages: tuple[str, ...]
    interpretation: tuple[str, ...]
    plain_language: bool
    quarter: str
    venue: Venue | None
    whole_course: bool
    capacity: int | None
    taken: int
    waiting: int
    waiting_list: bool
    price_cents: int | None
    price_note: Content | None
    registering: Registering
    age_min: int | None
    age_max: int | None
    women_only: bool
    childcare: Childcare
    step_free: StepFree
    access_note: Content | None
    eligibility: Content | None
    bring: Content | None
    certificate: Content | None
    hours: float | None
    provider: str
    sessions: tuple[Session, ...]
    live: bool
    short_title: Content | None = None

    @property
    def short(self) -> Content:
        """Tell the title as short as a button needs it."""
        return self.short_title or self.title

    @property
    def for_minors(self) -> bool:
        """Say whether only children may come, so that an adult registers them and consents."""
        return self.age_max is not None and self.age_max < 18

    @property
    def free(self) -> int | None:
        """Count the places left in the whole offering; None when there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    def upcoming(self, now: datetime) -> tuple[Session, ...]:
        """List the sessions that are still to start and not cancelled, in order."""
        return tuple(s for s in self.sessions if s.start > now and s.status is not SessionStatus.CANCELLED)

    def started(self, now: datetime) -> bool:
        """Say whether a whole course has begun, so that nobody can join any more."""
        held = [s for s in self.sessions if s.status is not SessionStatus.CANCELLED]
        return self.whole_course and bool(held) and held[0].start <= now


@dataclass(frozen=True, slots=True)
class OfferingLine:
    """One line in a list: enough to choose by. `next_start` None: no date yet. `metres` when a position is known.

    `topic` is its first one.
    """

    id: int
    kind: Kind
    title: Content
    next_start: datetime | None
    full: bool
    metres: int | None = None
    short_title: Content | None = None
    topic: str = ""

    @property
    def short(self) -> Content:
        """Tell the title as short as a button needs it."""
        return self.short_title or self.title


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list and how many lines there are in all."""

    lines: tuple[OfferingLine, ...]
    total: int
    page: int
    page_size: int

    @property
    def pages(self) -> int:
        """Count the pages, at least one."""
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class Criteria:
    """What somebody looks for; every field narrows. `weekday` 0 is Monday; `days` is 'starts within that many days'.

    Weekday, part of day and days must fit one and the same coming session. `word` may be several: all must be found.
    """

    topic: str = ""
    quarter: str = ""
    audience: str = ""
    """women, parents (childcare), companies, youth, seniors, jobseekers"""
    weekday: int | None = None
    part_of_day: str = ""
    days: int | None = None
    free: bool = False
    step_free: bool = False
    language: str = ""
    word: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to narrow by, its name when the catalogue has one, and how many open offerings lie behind it."""

    value: str
    count: int
    label: Content | None = None


class CatalogueReader(Protocol):
    """What dialogs may ask of the catalogue. Bound to a tenant, the reader's languages and the turn's `now`."""

    @property
    def now(self) -> datetime:
        """Tell the turn's time, aware UTC."""
        ...

    @property
    def language(self) -> str:
        """Tell the reader's language."""
        ...

    async def offerings(self, criteria: Criteria, page: int, page_size: int = 5) -> Listing:
        """Read a page of the open offerings that fit, by next start (by distance when a position is given)."""
        ...

    async def choices(self, field: str, criteria: Criteria) -> tuple[Choice, ...]:
        """Count open offerings by each value of a criteria field, the rest of `criteria` applied; none empty, most first.

        Fields: topic, quarter, audience, weekday, part_of_day, language, days (7), free, step_free. Values are slugs,
        '0' (Monday) to '6', '7' for days, 'yes' for free and step_free.
        """
        ...

    async def known(self, field: str) -> tuple[Choice, ...]:
        """Read every topic or quarter there is (`field`: topic, quarter), empty ones too, most open offerings first."""
        ...

    async def offering(self, offering_id: int) -> Offering | None:
        """Read one offering; None when there is none."""
        ...

    async def label(self, field: str, value: str) -> Content | None:
        """Read the name of a topic or quarter."""
        ...
