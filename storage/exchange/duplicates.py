"""Finds what two providers both list: nobody should meet the same course twice, and only a person can say which is right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from storage.exchange.comparing import Plan, Stored
from storage.exchange.parsed import Catalogue, OfferingRow, SessionRow, TextKey
from storage.exchange.sharing import Pool
from storage.texts import fold

ALIKE = 0.6
"""how much of the words of two titles must be the same"""
MOST_SHARING = 50
"""so many offerings at the same time with the same word in their title: the word tells nothing"""
MOST_LIKE = 20
"""so many others are named for an offering; nobody looks at more"""
WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A new offering and another one, of another provider, that begins at the same time with a title like it."""

    new: str
    other: str
    title: str
    start: datetime | None


@dataclass(frozen=True, slots=True)
class _Known:
    """An offering as far as it matters here."""

    row: OfferingRow
    title: str
    words: frozenset[str]
    starts: tuple[datetime | None, ...]


Groups: TypeAlias = dict[datetime | None, list[_Known]]
"""offerings by when they begin"""


def find(plan: Plan, stored: Stored, catalogue: Catalogue, now: datetime) -> tuple[Duplicate, ...]:
    """Find likely duplicates among new offerings, and between them and running ones; dates that are over do not count."""
    titles = {key.source_id: text for key, text in catalogue.texts.items() if _is_title(key)}
    new = [*_known(plan.new_offerings, titles, plan.new_sessions, now)]
    groups: Groups = {start: [] for one in new for start in one.starts}
    if not new:
        return ()
    old_titles = {key.source_id: text.text for key, text in stored.texts.items() if _is_title(key)}
    running = [stored.offerings[source_id] for source_id in sorted(stored.live - plan.ended)]
    for one in (*_known(running, old_titles, stored.sessions.values(), now), *new):
        for start in one.starts:
            if start in groups:
                groups[start].append(one)
    fresh = {one.row.source_id for one in new}
    found: defaultdict[str, dict[str, Duplicate]] = defaultdict(dict)
    for start in sorted(groups, key=lambda start: (start is None, start or now)):
        for duplicate in _like(groups.pop(start), fresh, start):
            if len(found[duplicate.new]) < MOST_LIKE:
                found[duplicate.new].setdefault(duplicate.other, duplicate)
    return tuple(duplicate for one in new for duplicate in found.get(one.row.source_id, {}).values())


def _is_title(key: TextKey) -> bool:
    """Say whether a text is a German title."""
    return (key.subject, key.field, key.language) == ("offering", "title", "de")


def _known(
    rows: Iterable[OfferingRow], titles: Mapping[str, str], sessions: Iterable[SessionRow], now: datetime
) -> Iterator[_Known]:
    """Put together what matters of offerings; one without dates may be the same as another without dates."""
    starts: defaultdict[str, list[datetime | None]] = defaultdict(list)
    ever: set[str] = set()
    for session in sessions:
        ever.add(session.offering)
        if session.start > now:
            starts[session.offering].append(session.start)
    same = Pool().same
    for row in rows:
        title = titles.get(row.source_id, "")
        coming = starts[row.source_id] or ([] if row.source_id in ever else [None])
        yield _Known(row, title, frozenset(map(same, WORD.findall(fold(title)))), tuple(coming))


def _like(group: list[_Known], new: Collection[str], start: datetime | None) -> Iterator[Duplicate]:
    """Find what new offerings are like, of those that begin at the same time."""
    index: defaultdict[str, list[_Known]] = defaultdict(list)
    for one in group:
        for word in one.words:
            index[word].append(one)
    for one in (one for one in group if one.row.source_id in new):
        others = {other.row.source_id: other for word in one.words for other in _telling(index[word])}
        for source_id in sorted(others):
            other = others[source_id]
            alike = _shared(one, other, index) / len(one.words | other.words) >= ALIKE
            if alike and other.row.provider != one.row.provider:
                yield Duplicate(one.row.source_id, source_id, other.title, start)


def _telling(sharing: list[_Known]) -> list[_Known]:
    """List who shares a word, unless so many do that it tells nothing."""
    return sharing if len(sharing) <= MOST_SHARING else []


def _shared(one: _Known, other: _Known, index: Mapping[str, list[_Known]]) -> int:
    """Count the words that two share and that tell something."""
    return sum(len(index[word]) <= MOST_SHARING for word in one.words & other.words)
