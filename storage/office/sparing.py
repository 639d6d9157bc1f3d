"""What an import leaves alone: fields that an editor locked, and everything of providers that are not the importer's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any, TypeVar

from storage.exchange.comparing import Pair, Plan, Stored
from storage.exchange.parsed import Catalogue, CatalogueError, OfferingRow, Problem, SessionRow, TextKey
from storage.office.locks import Locked, text_field
from storage.records.reasons import Why

R = TypeVar("R", OfferingRow, SessionRow)

LIVE = "live"
"""the lock on whether an offering is there at all"""


def narrow(catalogue: Catalogue, before: Stored, providers: Collection[str]) -> Catalogue:
    """Leave out what belongs to other providers, by the file or by what is stored; CatalogueError when nothing is left."""
    rejected = tuple(_foreign(catalogue, before, providers))
    if not rejected:
        return catalogue
    left_out = {problem.value for problem in rejected}
    offerings = tuple(row for row in catalogue.offerings if row.source_id not in left_out)
    covered = catalogue.coverage
    problems = (*covered.rejected, *rejected)
    if not offerings:
        raise CatalogueError(problems)
    sessions = tuple(row for row in catalogue.sessions if row.offering not in left_out)
    used = {row.venue for row in offerings} | {row.venue for row in sessions}
    gone = left_out | {row.source_id for row in catalogue.sessions if row.offering in left_out}
    gone |= {row.source_id for row in catalogue.venues if row.source_id not in used}
    return replace(
        catalogue,
        venues=tuple(row for row in catalogue.venues if row.source_id in used),
        offerings=offerings,
        sessions=sessions,
        texts=MappingProxyType({key: text for key, text in catalogue.texts.items() if key.source_id not in gone}),
        coverage=replace(covered, rejected=problems, kept=covered.kept | left_out),
    )


def _foreign(catalogue: Catalogue, before: Stored, providers: Collection[str]) -> Iterator[Problem]:
    """Find offerings that are, or were, another provider's."""
    for number, row in enumerate(catalogue.offerings, start=1):
        was = before.offerings.get(row.source_id)
        if row.provider not in providers or (was is not None and was.provider not in providers):
            yield Problem("catalogue", number, "provider", row.source_id, Why.PROVIDER_OTHER(), "offering")


def spare(plan: Plan, before: Stored, locked: Locked, providers: Collection[str] | None = None) -> Plan:
    """Take out of a plan what is locked and, with `providers`, what would change anything of others'."""
    ended, returned = _decided(plan.ended, before, locked), _decided(plan.returned, before, locked)
    venues = plan.changed_venues
    foreign: frozenset[str] = frozenset()
    if providers is not None:
        ended = frozenset(name for name in ended if before.offerings[name].provider in providers)
        foreign = _venues_of_others(before, providers)
        venues = tuple(pair for pair in venues if pair.after.source_id not in foreign)
    texts = {
        key: text for key, text in plan.texts.items() if not _keeps(key, before, locked) and not _is_of(key, foreign)
    }
    return replace(
        plan,
        changed_venues=venues,
        changed_offerings=tuple(_unlocked("offering", plan.changed_offerings, before, locked)),
        changed_sessions=tuple(_unlocked("session", plan.changed_sessions, before, locked)),
        ended=ended,
        returned=returned,
        texts=texts,
        sources={key: source for key, source in plan.sources.items() if key in texts},
        lost_texts=frozenset(
            key for key in plan.lost_texts if not _keeps(key, before, locked) and not _is_of(key, foreign)
        ),
        unknown={name: found for name, found in plan.unknown.items() if _may_note(name, found, before, locked)},
    )


def _decided(names: Iterable[str], before: Stored, locked: Locked) -> frozenset[str]:
    """Leave out the offerings of which an editor decided whether they are there."""
    return frozenset(name for name in names if LIVE not in _locks(("offering", name), before, locked))


def _unlocked(subject: str, pairs: Iterable[Pair[R]], before: Stored, locked: Locked) -> Iterator[Pair[R]]:
    """Let locked fields stay; a row in which nothing else changes is left alone."""
    for pair in pairs:
        names = _locks((subject, pair.after.source_id), before, locked)
        held: Mapping[str, Any] = {
            one.name: getattr(pair.before, one.name) for one in fields(pair.before) if one.name in names
        }
        after = replace(pair.after, **held)
        if after != pair.before:
            yield Pair(pair.before, after)


def _locks(of: tuple[str, str], before: Stored, locked: Locked) -> frozenset[str]:
    """Tell what is locked of something that is there."""
    row_id = before.ids.get(of)
    return frozenset() if row_id is None else locked.get((of[0], row_id), frozenset())


def _keeps(key: TextKey, before: Stored, locked: Locked) -> bool:
    """Say whether a text is locked."""
    return text_field(key.field, key.language) in _locks((key.subject, key.source_id), before, locked)


def _may_note(name: str, found: frozenset[str], before: Stored, locked: Locked) -> bool:
    """Say whether what a file says of an unknown field counts: an editor's answer does not come from a file."""
    return not (before.unknown.get(name, frozenset()) - found) & _locks(("offering", name), before, locked)


def _venues_of_others(before: Stored, providers: Collection[str]) -> frozenset[str]:
    """Find the venues that other providers' offerings meet at."""
    others = {name for name, row in before.offerings.items() if row.provider not in providers}
    at = {before.offerings[name].venue for name in others}
    at |= {row.venue for row in before.sessions.values() if row.offering in others}
    return frozenset(name for name in at if name is not None)


def _is_of(key: TextKey, venues: frozenset[str]) -> bool:
    """Say whether a text names one of some venues."""
    return key.subject == "venue" and key.source_id in venues
