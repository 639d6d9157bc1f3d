"""Fits a file that says less than our own do to what is stored: what it cannot say stays, and sessions keep their ids.

Most formats know neither childcare nor a session's id. Without this an import would overwrite what an editor found out,
and a session that only moved would be cancelled and made anew, with everybody's registration lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from types import MappingProxyType
from typing import TypeVar

from storage.exchange.comparing import Stored
from storage.exchange.parsed import Catalogue, OfferingRow, SessionRow, TextKey, VenueRow, is_own
from storage.records.catalogue import SessionStatus

R = TypeVar("R", VenueRow, OfferingRow)


def fit(stored: Stored, catalogue: Catalogue, now: datetime) -> Catalogue:
    """Fill in from what is stored; a catalogue that says everything comes back as it is."""
    covered = catalogue.coverage
    if not covered.unsaid and not covered.timed:
        return catalogue
    sessions = tuple(_known_again(stored, catalogue, now))
    ids = {after.provisional: after.row.source_id for after in sessions}
    return replace(
        catalogue,
        texts=MappingProxyType({_renamed(key, ids): text for key, text in catalogue.texts.items()}),
        venues=tuple(_filled(row, stored.venues, covered.unsaid) for row in catalogue.venues),
        offerings=tuple(_filled(row, stored.offerings, covered.unsaid) for row in catalogue.offerings),
        sessions=tuple(after.row for after in sessions),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """A session with the id it really has, and the one it had in its file."""

    provisional: str
    row: SessionRow


def _renamed(key: TextKey, ids: Mapping[str, str]) -> TextKey:
    """Let a session's text follow it."""
    return replace(key, source_id=ids[key.source_id]) if key.subject == "session" else key


def _filled(row: R, stored: Mapping[str, R], unsaid: Mapping[str, frozenset[str]]) -> R:
    """Take what a file does not say from the stored row."""
    fields, before = unsaid.get(row.source_id), stored.get(row.source_id)
    if not fields or before is None:
        return row
    filled = replace(row, **{name: getattr(before, name) for name in fields})
    return before if filled == before else filled


def _known_again(stored: Stored, catalogue: Catalogue, now: datetime) -> Iterator[_Known]:
    """Give sessions that are known by their time the ids of the stored ones they are."""
    timed = catalogue.coverage.timed
    stored_of, new_of = _by_offering(stored.sessions.values(), timed), _by_offering(catalogue.sessions, timed)
    yield from (_Known(row.source_id, row) for row in catalogue.sessions if row.offering not in timed)
    for offering, rows in new_of.items():
        yield from _matched(stored_of[offering], rows, now)


def _by_offering(rows: Iterable[SessionRow], chosen: frozenset[str]) -> defaultdict[str, list[SessionRow]]:
    """Group sessions by their offering, in order of time."""
    grouped: defaultdict[str, list[SessionRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.start, row.source_id)):
        if row.offering in chosen:
            grouped[row.offering].append(row)
    return grouped


def _matched(before: list[SessionRow], rows: list[SessionRow], now: datetime) -> Iterator[_Known]:
    """Pair sessions: those at the same time, then those left over, in order, when they are equally many: they moved."""
    at = {row.start: row for row in reversed(before)}
    same = {row.start: at[row.start] for row in rows if row.start in at}
    strange = [row for row in rows if row.start not in same]
    lost = [row for row in before if row.start not in same and _awaited(row, now)]
    moved = dict(zip((row.start for row in strange), lost, strict=True)) if len(strange) == len(lost) else {}
    taken, numbers = {row.source_id for row in before}, count(max((row.number for row in before), default=0) + 1)
    for row in rows:
        if known := same.get(row.start) or moved.get(row.start):
            now_is = replace(row, source_id=known.source_id, number=known.number)
            yield _Known(row.source_id, known if now_is == known else now_is)
        else:
            new = replace(row, source_id=_free(row.source_id, taken), number=next(numbers))
            yield _Known(row.source_id, new)


def _awaited(row: SessionRow, now: datetime) -> bool:
    """Say whether a stored session of a file is still to come: only such a one can have moved."""
    return row.start > now and row.status is not SessionStatus.CANCELLED and not is_own(row.source_id)


def _free(source_id: str, taken: set[str]) -> str:
    """Find an id nobody has: a session that moved away keeps the one of its old time."""
    names = (source_id if number == 1 else f"{source_id}-{number}" for number in count(1))
    found = next(name for name in names if name not in taken)
    taken.add(found)
    return found
