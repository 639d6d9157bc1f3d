"""What an import leaves alone: fields that an editor locked, and everything of providers that are not the importer's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from storage.exchange.comparing import Pair, Plan, Stored
from storage.exchange.pages import Pages, PageWriter
from storage.exchange.parsed import Catalogue, CatalogueError, OfferingRow, Problem, SessionRow, TextKey
from storage.office.locks import Locked, text_field
from storage.records.reasons import Why

R = TypeVar("R", OfferingRow, SessionRow)

LIVE = "live"
"""the lock on whether an offering is there at all"""


class Narrowed:
    """A catalogue without what belongs to other providers, by the file or by what is stored."""

    def __init__(self, pages: Pages, providers: Collection[str]) -> None:
        self._head = pages.head
        self._providers = providers
        self._writer = PageWriter()
        self._rejected: list[Problem] = []
        self._left_out: set[str] = set()
        self._used: set[str | None] = set()
        self._seen = 0

    def take(self, page: Catalogue, owners: Mapping[str, str]) -> None:
        """Take of a page what is theirs; `owners` tells whose the offerings are that are stored."""
        left_out = frozenset(self._foreign(page, owners))
        self._left_out |= left_out
        self._used |= {row.venue for row in page.offerings if row.source_id not in left_out}
        self._used |= {row.venue for row in page.sessions if row.offering not in left_out}
        self._writer.take(page, left_out)

    def finish(self) -> Pages:
        """Put together what is left; CatalogueError when that is nothing."""
        covered = self._head.coverage
        problems = (*covered.rejected, *self._rejected)
        if self._rejected and not self._writer.offerings:
            raise CatalogueError(problems)
        coverage = replace(covered, rejected=problems, kept=covered.kept | self._left_out)
        if not self._rejected:
            self._used = {row.source_id for row in self._head.venues}
        gone = {row.source_id for row in self._head.venues} - self._used
        for row in self._head.venues:
            if row.source_id not in gone:
                self._writer.venue(row, {}, covered.unsaid.get(row.source_id, frozenset()))
        self._writer.name({key: text for key, text in self._head.texts.items() if key.source_id not in gone})
        there = self._writer.topics | self._writer.quarters
        names = {key: text for key, text in self._head.names.items() if key.source_id in there}
        return self._writer.put_together(replace(self._head, names=names), coverage)

    def _foreign(self, page: Catalogue, owners: Mapping[str, str]) -> Iterator[str]:
        """Find and reject offerings that are, or were, another provider's."""
        for number, row in enumerate(page.offerings, start=self._seen + 1):
            if not {row.provider, owners.get(row.source_id, row.provider)} <= set(self._providers):
                yield row.source_id
                reason = Why.PROVIDER_OTHER()
                self._rejected.append(Problem("catalogue", number, "provider", row.source_id, reason, "offering"))
        self._seen += len(page.offerings)


def spare(
    plan: Plan,
    before: Stored,
    locked: Locked,
    providers: Collection[str] | None = None,
    foreign: frozenset[str] = frozenset(),
) -> Plan:
    """Take out of a plan what is locked and, with `providers`, what would change anything of others'.

    `foreign` are the venues at which others meet.
    """
    ended, returned = _decided(plan.ended, before, locked), _decided(plan.returned, before, locked)
    if providers is not None:
        ended = frozenset(name for name in ended if before.offerings[name].provider in providers)
    texts = {
        key: text for key, text in plan.texts.items() if not _keeps(key, before, locked) and not _is_of(key, foreign)
    }
    return replace(
        plan,
        changed_venues=tuple(pair for pair in plan.changed_venues if pair.after.source_id not in foreign),
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


def _is_of(key: TextKey, venues: frozenset[str]) -> bool:
    """Say whether a text names one of some venues."""
    return key.subject == "venue" and key.source_id in venues
