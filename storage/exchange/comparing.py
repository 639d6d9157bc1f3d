"""Compares a parsed catalogue with the stored one, without touching either: what is new, what changed, what is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from storage.exchange.parsed import (
    Catalogue,
    CatalogueError,
    OfferingRow,
    Problem,
    SessionRow,
    TextKey,
    VenueRow,
    is_own,
)
from storage.exchange.sharing import shared
from storage.exchange.vocabulary import NAMED, SOURCES
from storage.records.catalogue import SessionStatus
from storage.records.intake import ASKED
from storage.records.reasons import Why

R = TypeVar("R", VenueRow, OfferingRow, SessionRow)


@dataclass(frozen=True, slots=True)
class Item:
    """Something new or gone."""

    subject: str
    source_id: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs, both values as a person would write them; a text's field names its language: 'title (en)'."""

    subject: str
    source_id: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Totals:
    """How much an import changes: things and fields of all kinds, and notices to people."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    told: int = 0

    def __add__(self, more: Totals) -> Totals:
        """Add what another part of it changes."""
        sums = (self.new + more.new, self.changed + more.changed, self.gone + more.gone)
        return Totals(*sums, self.told + more.told)

    def __bool__(self) -> bool:
        """Say whether anything changes."""
        return bool(self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Difference:
    """What an import changes. `told` counts the notices that people get: registered, waiting, or interested."""

    new: tuple[Item, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[Item, ...] = ()
    told: int = 0

    @property
    def totals(self) -> Totals:
        """Count it."""
        return Totals(len(self.new), len(self.changed), len(self.gone), self.told)

    def __bool__(self) -> bool:
        """Say whether there is any."""
        return bool(self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text in the database: an imported one goes when its file no longer has it, others stay."""

    id: int
    text: str
    imported: bool
    origin: str = "import"
    source_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """The stored catalogue by the files' ids. `ids` finds row ids by subject and source id, slug or name."""

    ids: Mapping[tuple[str, str], int]
    venues: Mapping[str, VenueRow]
    offerings: Mapping[str, OfferingRow]
    sessions: Mapping[str, SessionRow]
    live: frozenset[str]
    texts: Mapping[TextKey, StoredText]
    drafts: frozenset[str] = frozenset()
    """offerings that nobody sees yet, not live either"""
    unknown: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """of offerings, the fields that nobody has found out yet"""


@dataclass(frozen=True)  # no slots: they break a generic dataclass in Python 3.11
class Pair(Generic[R]):
    """A row as it was and as it is to be."""

    before: R
    after: R


AnyPair: TypeAlias = Pair[VenueRow] | Pair[OfferingRow] | Pair[SessionRow]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an import has to write."""

    names: tuple[Item, ...]
    """new providers, quarters and topics"""
    new_venues: tuple[VenueRow, ...]
    changed_venues: tuple[Pair[VenueRow], ...]
    new_offerings: tuple[OfferingRow, ...]
    changed_offerings: tuple[Pair[OfferingRow], ...]
    returned: frozenset[str]
    """offerings that had ended and are there again"""
    ended: frozenset[str]
    new_sessions: tuple[SessionRow, ...]
    changed_sessions: tuple[Pair[SessionRow], ...]
    """also those cancelled by being left out"""
    texts: Mapping[TextKey, str]
    """new and changed texts"""
    sources: Mapping[TextKey, str]
    """the German text of each of them that is a translation"""
    lost_texts: frozenset[TextKey]
    folded: Mapping[str, str] = field(default_factory=dict)
    """texts as searching folds them, where somebody did that before the writer is held up"""
    drafts: frozenset[str] = frozenset()
    """offerings, of those it writes, that nobody is to see yet"""
    unknown: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """what is to be noted of offerings as not found out yet, where that is new or changed"""
    origin: str = "import"
    """where its texts come from: only those that a file brought go when the file no longer has them"""

    def __bool__(self) -> bool:
        """Say whether it writes anything."""
        venues, offerings = (self.new_venues, self.changed_venues), (self.new_offerings, self.changed_offerings)
        rows = (self.names, *venues, *offerings, self.new_sessions, self.changed_sessions)
        return any((*rows, self.returned, self.ended, self.texts, self.lost_texts, self.unknown))


def compare(stored: Stored, catalogue: Catalogue, now: datetime, named: Iterable[Item] | None = None) -> Plan:
    """Find what an import has to write; CatalogueError when it would give a session to another offering.

    `named` are the providers, quarters and topics that must be there, where these are not those of its rows.
    """
    new_venues, changed_venues = _split(stored.venues, catalogue.venues)
    new_offerings, changed_offerings = _split(stored.offerings, catalogue.offerings)
    held = (*catalogue.sessions, *_left_out(stored, catalogue, now))
    new_sessions, changed_sessions = _split(stored.sessions, held)
    _refuse_other_offering(changed_sessions)
    there = {row.source_id for row in catalogue.offerings}
    needed = names(catalogue.providers, catalogue.quarters, catalogue.topics) if named is None else named
    wanted = _wanted_texts(stored, catalogue)
    texts = {key: text for key, text in wanted.items() if key not in stored.texts or stored.texts[key].text != text}
    return Plan(
        names=tuple(item for item in needed if (item.subject, item.source_id) not in stored.ids),
        new_venues=new_venues,
        changed_venues=changed_venues,
        new_offerings=new_offerings,
        changed_offerings=changed_offerings,
        returned=frozenset(there & set(stored.offerings) - stored.live - stored.drafts),
        ended=frozenset(_ended(stored, catalogue)),
        new_sessions=new_sessions,
        changed_sessions=changed_sessions,
        texts=texts,
        sources={key: _source(key, stored, wanted) for key in texts if key.language != "de"},
        lost_texts=frozenset(_lost_texts(stored, catalogue, wanted)),
        drafts=frozenset(there & stored.drafts),
        unknown=dict(_unknown(stored, catalogue)),
    )


def describe(plan: Plan, stored: Stored, told: int, zone: ZoneInfo) -> Difference:
    """Put a plan into a person's words; times are local."""
    rows = (("venue", plan.new_venues), ("offering", plan.new_offerings), ("session", plan.new_sessions))
    new = [*plan.names, *(Item(subject, row.source_id) for subject, found in rows for row in found)]
    pairs = (
        ("venue", plan.changed_venues),
        ("offering", plan.changed_offerings),
        ("session", plan.changed_sessions),
    )
    changed = [change for subject, found in pairs for pair in found for change in _changes(subject, pair, zone)]
    changed += [Change("offering", source_id, "live", "no", "yes") for source_id in sorted(plan.returned)]
    changed += _found_out(plan, stored)
    changed += _text_changes(plan, stored, frozenset(new))
    gone = [Item("offering", source_id) for source_id in sorted(plan.ended)]
    return Difference(tuple(new), tuple(changed), tuple(gone), told)


def fingerprint(text: str) -> str:
    """Hash a German text, so that a translation tells which wording it was made from."""
    return hashlib.sha256(text.encode()).hexdigest()


def _split(stored: Mapping[str, R], wanted: Iterable[R]) -> tuple[tuple[R, ...], tuple[Pair[R], ...]]:
    """Sort rows into new ones and those that differ from what is stored."""
    rows = tuple(wanted)
    new = tuple(row for row in rows if row.source_id not in stored)
    known = (Pair(stored[row.source_id], row) for row in rows if row.source_id in stored)
    return new, tuple(pair for pair in known if pair.before != pair.after)


def _ended(stored: Stored, catalogue: Catalogue) -> Iterator[str]:
    """Find running offerings that the files speak for and no longer hold."""
    covered, there = catalogue.coverage, {row.source_id for row in catalogue.offerings}
    if covered.complete:
        for source_id in stored.live - there - covered.kept:
            if covered.covers(source_id, stored.offerings[source_id].provider):
                yield source_id


def _unknown(stored: Stored, catalogue: Catalogue) -> Iterator[tuple[str, frozenset[str]]]:
    """Find what nobody has found out: of a new offering what its file does not say; what a file says is found out."""
    for row in catalogue.offerings:
        unsaid = shared(catalogue.coverage.unsaid.get(row.source_id, frozenset()) & frozenset(ASKED))
        was = stored.unknown.get(row.source_id, frozenset())
        now_is = was & unsaid if row.source_id in stored.offerings else unsaid
        if now_is != was:
            yield row.source_id, now_is


def _left_out(stored: Stored, catalogue: Catalogue, now: datetime) -> Iterator[SessionRow]:
    """Cancel the coming sessions that a running offering no longer lists; past ones are history."""
    if not catalogue.coverage.complete:
        return
    there = {row.source_id for row in catalogue.offerings} - catalogue.coverage.kept
    listed = {row.source_id for row in catalogue.sessions}
    for row in stored.sessions.values():
        if row.source_id not in listed and row.offering in there and row.start > now and not is_own(row.source_id):
            yield replace(row, status=SessionStatus.CANCELLED)


def _refuse_other_offering(changed: Iterable[Pair[SessionRow]]) -> None:
    """Refuse to give a session to another offering: its registrations would not follow."""
    problems = [
        Problem("sessions", 0, "offer_id", pair.after.source_id, Why.SESSION_TAKEN(before=pair.before.offering))
        for pair in changed
        if pair.before.offering != pair.after.offering
    ]
    if problems:
        raise CatalogueError(tuple(problems))


def names(providers: Iterable[str], quarters: Iterable[str], topics: Iterable[str]) -> Iterator[Item]:
    """Name the providers, quarters and topics that must be there."""
    yield from (Item("provider", name) for name in sorted(providers))
    yield from (Item("quarter", slug) for slug in sorted(quarters))
    yield from (Item("topic", slug) for slug in sorted(topics))


def _wanted_texts(stored: Stored, catalogue: Catalogue) -> dict[TextKey, str]:
    """Choose the texts to have: our own names only where none was given, now or, without a file of texts, before."""
    names = catalogue.names.items()
    ours = catalogue.translated and catalogue.coverage.folder
    kept = {key: text for key, text in names if ours or key not in stored.texts}
    return kept | dict(catalogue.texts)


def _lost_texts(stored: Stored, catalogue: Catalogue, wanted: Mapping[TextKey, str]) -> Iterator[TextKey]:
    """Find imported texts that their file no longer has. A file of texts that was not given says nothing."""
    there = {
        "offering": {row.source_id for row in catalogue.offerings},
        "session": {row.source_id for row in catalogue.sessions},
        "venue": {row.source_id for row in catalogue.venues},
    }
    for key, text in stored.texts.items():
        german = key.language == "de" and key.subject not in NAMED
        named = catalogue.translated and catalogue.coverage.folder and key.subject in NAMED
        listed = key.source_id in there.get(key.subject, ())
        if text.imported and key not in wanted and (named or (listed and (german or catalogue.translated))):
            yield key


def _source(key: TextKey, stored: Stored, wanted: Mapping[TextKey, str]) -> str:
    """Find the German text that a translation translates; a short title may be the long one's translation."""
    for name in SOURCES.get(key.field, (key.field,)):
        german = replace(key, field=name, language="de")
        if german in wanted:
            return wanted[german]
        if german in stored.texts:
            return stored.texts[german].text
    return ""


def _changes(subject: str, pair: AnyPair, zone: ZoneInfo) -> Iterator[Change]:
    """Name the fields in which two rows differ."""
    for name in (one.name for one in fields(pair.before)):
        before, after = getattr(pair.before, name), getattr(pair.after, name)
        if before != after:
            yield Change(subject, pair.after.source_id, name, _written(before, zone), _written(after, zone))


def _found_out(plan: Plan, stored: Stored) -> Iterator[Change]:
    """Name what is found out now of offerings that were there."""
    for source_id, now_is in sorted(plan.unknown.items()):
        if source_id in stored.offerings:
            before, after = sorted(stored.unknown.get(source_id, ())), sorted(now_is)
            yield Change("offering", source_id, "unknown", "|".join(before), "|".join(after))


def _text_changes(plan: Plan, stored: Stored, new: frozenset[Item]) -> Iterator[Change]:
    """Name the texts that differ; those of something new are new with it."""
    for key in sorted({*plan.texts, *plan.lost_texts}, key=lambda key: (key.subject, key.source_id, key.field)):
        if Item(key.subject, key.source_id) not in new:
            before = stored.texts[key].text if key in stored.texts else ""
            name = key.field if key.language == "de" else f"{key.field} ({key.language})"
            yield Change(key.subject, key.source_id, name, before, plan.texts.get(key, ""))


def _written(value: object, zone: ZoneInfo) -> str:
    """Write a value as the files do."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        case frozenset():
            return "|".join(sorted(map(str, value)))
        case tuple():
            return "|".join(map(str, value))
        case _:
            return str(value)
