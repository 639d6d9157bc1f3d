"""Finds what two providers both list: nobody should meet the same course twice, and only a person can say which is right."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.exchange.comparing import Plan, Stored
from storage.exchange.parsed import Catalogue, OfferingRow, SessionRow, TextKey
from storage.texts import fold

ALIKE = 0.6
"""how much of the words of two titles must be the same"""
MOST_SHARING = 50
"""so many offerings at the same time with the same word in their title: the word tells nothing"""
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


def find(plan: Plan, stored: Stored, catalogue: Catalogue, now: datetime) -> tuple[Duplicate, ...]:
    """Find likely duplicates among new offerings, and between them and running ones; dates that are over do not count."""
    titles = {key.source_id: text for key, text in catalogue.texts.items() if _is_title(key)}
    old_titles = {key.source_id: text.text for key, text in stored.texts.items() if _is_title(key)}
    new = [*_known(plan.new_offerings, titles, plan.new_sessions, now)]
    running = [stored.offerings[source_id] for source_id in sorted(stored.live - plan.ended)]
    old = [*_known(running, old_titles, stored.sessions.values(), now)]
    index: defaultdict[tuple[datetime | None, str], list[_Known]] = defaultdict(list)
    for one in (*old, *new):
        for start in one.starts:
            for word in one.words:
                index[start, word].append(one)
    return tuple(duplicate for one in new for duplicate in _like(one, index))


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
    for row in rows:
        title = titles.get(row.source_id, "")
        coming = starts[row.source_id] or ([] if row.source_id in ever else [None])
        yield _Known(row, title, frozenset(WORD.findall(fold(title))), tuple(coming))


def _like(one: _Known, index: Mapping[tuple[datetime | None, str], list[_Known]]) -> Iterator[Duplicate]:
    """Find what is like an offering, each once, at the first time they share."""
    seen: set[str] = set()
    for start in one.starts:
        shared: Counter[str] = Counter()
        others: dict[str, _Known] = {}
        for word in one.words:
            sharing = index[start, word]
            for other in sharing if len(sharing) <= MOST_SHARING else ():
                shared[other.row.source_id] += 1
                others[other.row.source_id] = other
        for source_id, count in sorted(shared.items()):
            other = others[source_id]
            alike = count / len(one.words | other.words) >= ALIKE
            if alike and other.row.provider != one.row.provider and source_id not in seen:
                seen.add(source_id)
                yield Duplicate(one.row.source_id, source_id, other.title, start)
