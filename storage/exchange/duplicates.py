"""Finds what two providers both list: nobody should meet the same course twice, and only a person can say which is right.

All are looked at together, however many there are, so they wait in a temporary database with little of it in memory.
"""

from __future__ import annotations

import re
import sqlite3
import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from storage.exchange.comparing import Plan
from storage.exchange.parsed import TextKey
from storage.texts import fold

ALIKE = 0.6
"""how much of the words of two titles must be the same"""
MOST_SHARING = 50
"""so many offerings at the same time with the same word in their title: the word tells nothing"""
MOST_LIKE = 20
"""so many others are named for an offering; nobody looks at more"""
WORD = re.compile(r"\w{3,}")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER = 2**62
"""stands for 'no date yet', and comes last"""

TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA temp_store = FILE;
PRAGMA cache_size = -4096;
CREATE TABLE known (n INTEGER PRIMARY KEY, source TEXT, provider TEXT, title TEXT, words INTEGER, fresh INTEGER);
CREATE TABLE starts (start INTEGER PRIMARY KEY);
CREATE TABLE words (start INTEGER, word TEXT, n INTEGER, PRIMARY KEY (start, word, n)) WITHOUT ROWID;
CREATE TABLE found (new TEXT, other TEXT, named TEXT, title TEXT, start INTEGER);
"""
TELLING = """
CREATE TABLE telling AS
SELECT start, word FROM words GROUP BY start, word HAVING count(*) BETWEEN 2 AND ?
"""
ALIKES = """
SELECT one.n, one.source, one.title, other.source, other.title, mine.start, count(*)
FROM telling
CROSS JOIN words AS mine ON mine.start = telling.start AND mine.word = telling.word
CROSS JOIN known AS one ON one.n = mine.n AND one.fresh
CROSS JOIN words AS theirs ON theirs.start = telling.start AND theirs.word = telling.word
CROSS JOIN known AS other ON other.n = theirs.n AND other.provider <> one.provider
GROUP BY one.n, mine.start, other.n
HAVING count(*) >= ? * max(one.words, other.words)
ORDER BY one.n, mine.start, other.source
"""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A new offering and another one, of another provider, that begins at the same time with a title like it."""

    new: str
    other: str
    named: str
    """the new one's title"""
    title: str
    """the other one's title"""
    start: datetime | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offering as far as it matters here. `starts` are all its sessions', those that are over too."""

    source_id: str
    provider: str
    title: str
    starts: tuple[datetime, ...]


class Twins:
    """Likely duplicates among new offerings, and between them and running ones; dates that are over do not count.

    First all new ones are added, then those that run, then they are compared.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._known = 0
        self.new = 0
        """how many new offerings there are"""
        self._database = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._database.executescript(TABLES)
        weakref.finalize(self, self._database.close)

    def __len__(self) -> int:
        """Count what was found."""
        return int(self._database.execute("SELECT count(*) FROM found").fetchone()[0])

    def __iter__(self) -> Iterator[Duplicate]:
        """Read what was found, in the order in which the new ones were added."""
        asked = "SELECT new, other, named, title, start FROM found ORDER BY rowid"
        for new, other, named, title, start in self._database.execute(asked):
            yield Duplicate(new, other, named, title, _moment(start))

    def add_new(self, plan: Plan) -> None:
        """Add what a plan brings."""
        starts: defaultdict[str, list[datetime]] = defaultdict(list)
        for session in plan.new_sessions:
            starts[session.offering].append(session.start)
        found = [
            Candidate(row.source_id, row.provider, _title(plan, row.source_id), tuple(starts.get(row.source_id, ())))
            for row in plan.new_offerings
        ]
        self.new += len(found)
        self._database.executemany("INSERT OR IGNORE INTO starts VALUES (?)", ((at,) for at in self._starts(found)))
        self._add(found, fresh=True)

    def add_running(self, found: Iterable[Candidate]) -> None:
        """Add what is there already, as far as it begins when a new one does."""
        self._add(found, fresh=False)

    def compare(self) -> None:
        """Find which are alike. Blocks: call it in a thread."""
        if not self.new:
            return
        self._database.execute(TELLING, (MOST_SHARING,))
        found: dict[tuple[int, str], int] = {}
        many = at = 0
        for n, new, named, other, title, start, sharing in self._database.execute(ALIKES, (ALIKE,)):
            if n != at:
                found, many, at = {}, 0, n
            alike = sharing / len(_words(named) | _words(title)) >= ALIKE
            if alike and many < MOST_LIKE and (n, other) not in found:
                found[n, other] = start
                many += 1
                self._database.execute("INSERT INTO found VALUES (?, ?, ?, ?, ?)", (new, other, named, title, start))

    def _add(self, found: Iterable[Candidate], *, fresh: bool) -> None:
        """Add offerings with each word of their titles at each of their dates."""
        known, words = [], []
        for one in found:
            self._known += 1
            said = _words(one.title)
            known.append((self._known, one.source_id, one.provider, one.title, len(said), fresh))
            words += [(at, word, self._known, at) for at in self._starts([one]) for word in sorted(said)]
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO known VALUES (?, ?, ?, ?, ?, ?)", known)
        there = "INSERT OR IGNORE INTO words SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM starts WHERE start = ?)"
        self._database.executemany(there, words)
        self._database.execute("COMMIT")

    def _starts(self, found: Iterable[Candidate]) -> Iterator[int]:
        """Tell when offerings are still to come; one that never had a date may be the same as another without."""
        for one in found:
            yield from (_number(start) for start in one.starts if start > self._now)
            if not one.starts:
                yield NEVER


def _title(plan: Plan, source_id: str) -> str:
    """Find the German title of a new offering."""
    return plan.texts.get(TextKey("offering", source_id, "title", "de"), "")


def _words(title: str) -> frozenset[str]:
    """Find the words of a title that may tell something."""
    return frozenset(WORD.findall(fold(title)))


def _number(at: datetime) -> int:
    """Write a moment so that it can be put in order."""
    return (at - EPOCH) // timedelta(microseconds=1)


def _moment(number: int) -> datetime | None:
    """Read a moment again."""
    return None if number == NEVER else EPOCH + timedelta(microseconds=number)
