"""Gathers what a preview shows while an import is compared part by part: all of it is counted, the first of it kept."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import nsmallest
from itertools import chain, count
from typing import Any, Generic, TypeVar

from storage.exchange.comparing import Change, Difference, Plan, Stored, Totals
from storage.exchange.parsed import TextKey
from storage.records.intake import ASKED, SHOWN, FieldChange, ImportCounts, NewOffering, Unsaid

VALUE_ROOM = 200
NEW_DATE = "new_date"
NEVER = datetime.min.replace(tzinfo=UTC)
FAR = datetime.max.replace(tzinfo=UTC)
SPACE = 2**256

T = TypeVar("T")


class First(Generic[T]):
    """The first of many in the order of a key, and how many there are; of equal ones the earlier."""

    def __init__(self, most: int = SHOWN) -> None:
        self._most = most
        self._kept: list[tuple[Any, int, T]] = []
        self._numbers = count()
        self.many = 0

    def add(self, found: Iterable[tuple[Any, T]]) -> None:
        """Add some, each with its key."""
        more = [(key, next(self._numbers), value) for key, value in found]
        self.many += len(more)
        self._kept = nsmallest(self._most, chain(self._kept, more), key=lambda one: one[:2])

    def __iter__(self) -> Iterator[T]:
        """Read the first of them."""
        return (value for _, _, value in self._kept)


class Digest:
    """Tells by a short text whether two things say the same, in whatever order and parts it is said."""

    def __init__(self) -> None:
        self._sum = 0

    def add(self, found: Iterable[object]) -> None:
        """Add what is said."""
        for one in found:
            self._sum += int.from_bytes(hashlib.sha256(repr(one).encode()).digest(), "big")

    def __str__(self) -> str:
        """Write it."""
        return hashlib.sha256(str(self._sum % SPACE).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Unknown:
    """What a file does not say of an offering, and nobody has found out yet."""

    offering: str
    fields: tuple[str, ...]


@dataclass(slots=True)
class Gathered:
    """What was found so far."""

    totals: Totals = field(default_factory=Totals)
    digest: Digest = field(default_factory=Digest)
    new: First[NewOffering] = field(default_factory=First)
    changed: First[FieldChange] = field(default_factory=First)
    gone: First[str] = field(default_factory=First)
    unknown: First[Unsaid] = field(default_factory=First)
    providers: First[str] = field(default_factory=First)
    """new ones"""

    def add(self, difference: Difference, plan: Plan, before: Stored) -> None:
        """Add a part. `before` has what is common to all, too."""
        titles = Titles(plan, before)
        self.totals += difference.totals
        self.digest.add(chain(difference.new, difference.changed, (("gone", one) for one in difference.gone)))
        self.new.add(_new(plan, titles))
        self.changed.add(_changes(difference, plan, before, titles))
        self.gone.add((one.source_id, titles.of("offering", one.source_id)) for one in difference.gone)
        self.providers.add((0, item.source_id) for item in plan.names if item.subject == "provider")
        self.unknown.add((0, Unsaid(titles.of("offering", one.offering), one.fields)) for one in unknown(plan))

    def counts(self, rejected: int, twins: int) -> ImportCounts:
        """Count offerings, single fields, rows of the file, notices."""
        return ImportCounts(
            new=self.new.many,
            changed=self.changed.many,
            gone=self.gone.many,
            rejected=rejected,
            told=self.totals.told,
            twins=twins,
            unknown=self.unknown.many,
        )


class Titles:
    """What offerings and venues are called: as the file brings it, or as it is stored."""

    def __init__(self, plan: Plan, before: Stored) -> None:
        self._plan = plan
        self._before = before

    def of(self, subject: str, source_id: str) -> str:
        """Name something by its German title; by its id where it has none."""
        key = TextKey(subject, source_id, "title" if subject == "offering" else "name", "de")
        if key in self._plan.texts:
            return self._plan.texts[key]
        return self._before.texts[key].text if key in self._before.texts else source_id

    def owner(self, change: Change) -> str:
        """Name the offering, or else the thing, that a change is of."""
        if change.subject == "session":
            return self.of("offering", self._before.sessions[change.source_id].offering)
        return self.of(change.subject, change.source_id)


def unknown(plan: Plan) -> Iterator[Unknown]:
    """List what is to be found out about new offerings."""
    for row in plan.new_offerings:
        if fields := tuple(name for name in ASKED if name in plan.unknown.get(row.source_id, ())):
            yield Unknown(row.source_id, fields)


def _new(plan: Plan, titles: Titles) -> Iterator[tuple[tuple[bool, datetime], NewOffering]]:
    """List new offerings, the first date first."""
    dates: defaultdict[str, list[datetime]] = defaultdict(list)
    for session in plan.new_sessions:
        dates[session.offering].append(session.start.astimezone(UTC))
    for row in plan.new_offerings:
        starts: Sequence[datetime] = dates.get(row.source_id, ())
        first = min(starts, default=None)
        yield (not starts, first or FAR), NewOffering(titles.of("offering", row.source_id), len(starts), first)


def _changes(
    difference: Difference, plan: Plan, before: Stored, titles: Titles
) -> Iterator[tuple[tuple[str, str, datetime, str], FieldChange]]:
    """List what changes, field by field, in order of titles; a new date of a known offering, too."""
    for one in difference.changed:
        start = before.sessions[one.source_id].start.astimezone(UTC) if one.subject == "session" else None
        change = FieldChange(titles.owner(one), one.field, one.before[:VALUE_ROOM], one.after[:VALUE_ROOM], start)
        yield _place(change, one.source_id), change
    for row in plan.new_sessions:
        if row.offering in before.offerings:
            title = titles.of("offering", row.offering)
            change = FieldChange(title, NEW_DATE, "", "", row.start.astimezone(UTC))
            yield _place(change, row.source_id), change


def _place(one: FieldChange, source_id: str) -> tuple[str, str, datetime, str]:
    """Put a change in order: what is of the whole offering before what is of its sessions."""
    return one.title.casefold(), one.field, one.session or NEVER, source_id
