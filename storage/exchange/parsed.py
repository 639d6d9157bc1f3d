"""The catalogue as its files tell it: checked, immutable, and not in a database yet.

Everything is keyed by the ids the files use, so that a parsed catalogue can be compared with what is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TypeAlias
from zoneinfo import ZoneInfo

from storage.records.catalogue import Childcare, Kind, Level, Registering, SessionStatus, StepFree
from storage.records.reasons import Cause

SHOWN_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell, row or file. `row` counts as in a spreadsheet: the header is 1; 0 is a whole file.

    In a file that has no rows `unit` says what is counted: the third 'element' or 'event', from 1.
    """

    file: str
    row: int
    column: str
    value: str
    reason: Cause
    unit: str = "row"

    def __str__(self) -> str:
        """Say it in one line: 'offers.csv, row 7, column capacity, "ten": not a whole number'."""
        shown = self.value if len(self.value) <= SHOWN_CHARACTERS else self.value[: SHOWN_CHARACTERS - 1] + "…"
        column = f"column {self.column}" if self.unit == "row" else self.column
        parts = [self.file, f"{self.unit} {self.row}" if self.row else "", column if self.column else ""]
        where = ", ".join(part for part in parts if part)
        return f"{where}, {shown!r}: {self.reason}" if shown else f"{where}: {self.reason}"


class CatalogueError(ValueError):
    """The files cannot be used; `problems` holds everything that is wrong with them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class VenueRow:
    """A venue. A position is None when unknown, and exact only when a source documents it."""

    source_id: str
    quarter: str
    street: str
    postal_code: str
    city: str
    latitude: float | None
    longitude: float | None
    position_exact: bool
    step_free: StepFree


@dataclass(frozen=True, slots=True)
class OfferingRow:
    """An offering. `capacity` None is unlimited, `price_cents` None unknown; `interpretation` adds to `languages`."""

    source_id: str
    provider: str
    quarter: str
    venue: str | None
    kind: Kind
    level: Level
    plain_language: bool
    whole_course: bool
    capacity: int | None
    waiting_list: bool
    price_cents: int | None
    registering: Registering
    age_min: int | None
    age_max: int | None
    women_only: bool
    childcare: Childcare
    step_free: StepFree
    hours: float | None
    topics: tuple[str, ...]
    """the one that says most comes first"""
    audiences: frozenset[str]
    languages: frozenset[str]
    interpretation: frozenset[str]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session. `start` and `end` are aware, in the zone of the file; `link` is for who registered for it, online."""

    source_id: str
    offering: str
    number: int
    start: datetime
    end: datetime
    venue: str | None
    capacity: int | None
    status: SessionStatus
    link: str | None = None

    def moved(self, weeks: int) -> SessionRow:
        """Move it by whole weeks; adding to an aware time counts on the clock on the wall."""
        by = timedelta(weeks=weeks)
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class TextKey:
    """Which text: of what (offering, session, venue, topic, quarter), its id or slug, its field, in which language."""

    subject: str
    source_id: str
    field: str
    language: str


Texts: TypeAlias = Mapping[TextKey, str]

FEED_MARK = ":"
"""stands between a feed's name and its own id; no id in our own files holds one, so the two never meet"""

OWN = f"{FEED_MARK}own-"
"""what ids of offerings, sessions and venues begin with that were written in the bot: no file and no feed has such an id"""


def is_own(source_id: str) -> bool:
    """Say whether something was written in the bot, so that files say nothing about it."""
    return source_id.startswith(OWN)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the files speak for, and what they cannot say. Our folder of CSV files speaks for all that no feed brought."""

    prefix: str = ""
    """what a feed's ids begin with"""
    providers: frozenset[str] = frozenset()
    """whose offerings the files hold; none named: everybody's"""
    complete: bool = True
    """whether an offering that is missing has ended"""
    folder: bool = True
    """whether the files are our own folder, which brings names of topics and quarters too"""
    rejected: tuple[Problem, ...] = ()
    """what was left out, while the rest is good"""
    kept: frozenset[str] = frozenset()
    """offerings left out for a flaw, or one of whose dates was: nothing of theirs is taken away"""
    unsaid: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    """fields that nothing is said about, by the id of an offering or venue: what is stored stays"""
    timed: frozenset[str] = frozenset()
    """offerings whose sessions have no id of their own: they are known by their time"""

    def covers(self, source_id: str, provider: str) -> bool:
        """Say whether a stored offering is one that the files would hold if it still existed."""
        if self.prefix:
            return source_id.startswith(self.prefix)
        return FEED_MARK not in source_id and (not self.providers or provider in self.providers)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the files tell. `names` are our own names of well-known topics and quarters, used where none is given.

    `translated` says whether a file of translations was given: without one, stored translations stay as they are.
    """

    venues: tuple[VenueRow, ...]
    offerings: tuple[OfferingRow, ...]
    sessions: tuple[SessionRow, ...]
    texts: Texts
    names: Texts = field(default_factory=lambda: MappingProxyType({}))
    translated: bool = False
    coverage: Coverage = field(default_factory=Coverage)

    @property
    def topics(self) -> frozenset[str]:
        """Name all topics that offerings have."""
        return frozenset(topic for offering in self.offerings for topic in offering.topics)

    @property
    def quarters(self) -> frozenset[str]:
        """Name all quarters that offerings and venues lie in."""
        return frozenset(row.quarter for row in self.offerings) | frozenset(row.quarter for row in self.venues)

    @property
    def providers(self) -> frozenset[str]:
        """Name all providers."""
        return frozenset(offering.provider for offering in self.offerings)

    def moved(self, weeks: int) -> Catalogue:
        """Move every session by whole weeks; weekday and wall time stay, also over a change of the clocks."""
        return replace(self, sessions=tuple(session.moved(weeks) for session in self.sessions))

    def first_day(self, zone: ZoneInfo) -> date:
        """Tell the local day of the first session; ValueError when there is none."""
        return min(session.start for session in self.sessions).astimezone(zone).date()
