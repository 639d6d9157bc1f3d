"""A catalogue in pages: however large a file is, only some hundred of its offerings are in memory at a time.

What was read waits in a temporary file without a name, packed, and is gone with whoever holds it. Only catalogues wait
there, never anything of people.
"""

from __future__ import annotations

import gc
import tempfile
import weakref
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Generic, TypeVar

import msgspec

from storage.exchange.parsed import (
    Catalogue,
    Coverage,
    OfferingRow,
    Problem,
    SessionRow,
    TextKey,
    Texts,
    VenueRow,
)
from storage.exchange.regrouping import forget

PAGE = 1_000
"""offerings of a page"""
MOST_DATES = 4 * PAGE
"""sessions after which a page ends, however few offerings it has"""
IN_MEMORY = 256 * 1024
"""a small file need not touch the disk"""
LENGTH = 8
"""bytes that say how long a frame is"""
FAST = 1
"""zlib's level: it packs a page to a fifth in a hundredth of a second"""
NOTHING: Mapping[Any, Any] = MappingProxyType({})

T = TypeVar("T")


def pack(value: object) -> bytes:
    """Write a value so that it takes little room. Moments are in UTC when they are read again."""
    return zlib.compress(msgspec.msgpack.encode(value, enc_hook=dict), FAST)


class Spool(Generic[T]):
    """Values in a temporary file, in order, read again as often as wanted, one in memory at a time. `kind` is their type."""

    def __init__(self, kind: Any) -> None:  # noqa: ANN401 - a type, also one with parameters
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, prefix="quartierbot-")  # noqa: SIM115 - see below
        self._decoder = msgspec.msgpack.Decoder(kind)
        self._end = 0
        self._many = 0
        weakref.finalize(self, forget, self._file)

    def __len__(self) -> int:
        """Count the values."""
        return self._many

    def append(self, value: T) -> None:
        """Add a value."""
        packed = pack(value)
        self._file.seek(self._end)
        self._file.write(len(packed).to_bytes(LENGTH, "big") + packed)
        self._end += LENGTH + len(packed)
        self._many += 1

    def __iter__(self) -> Iterator[T]:
        """Read from the beginning; several may do so at once, and more may be added meanwhile."""
        at = 0
        while at < self._end:
            self._file.seek(at)
            length = int.from_bytes(self._file.read(LENGTH), "big")
            packed = self._file.read(length)
            at += LENGTH + length
            yield self._read(zlib.decompress(packed))

    def _read(self, packed: bytes) -> T:
        """Read a value. Python would look for garbage dozens of times meanwhile, and there is none before it is read."""
        collecting = gc.isenabled()
        gc.disable()
        try:
            value: T = self._decoder.decode(packed)
        finally:
            if collecting:
                gc.enable()
        return value


@dataclass(frozen=True, slots=True)
class Pages:
    """A catalogue that was read: what is common to all, its `head`, and its offerings page by page.

    The head has venues, names, texts of what is no offering and no session, and what the files speak for. The providers,
    topics and quarters are those of all offerings.
    """

    head: Catalogue
    providers: frozenset[str]
    topics: frozenset[str]
    quarters: frozenset[str]
    body: Spool[Catalogue]

    @classmethod
    def of(cls, catalogue: Catalogue, size: int = PAGE) -> Pages:
        """Split a catalogue that was read as a whole."""
        writer, covered = PageWriter(size), catalogue.coverage
        for row in catalogue.venues:
            writer.venue(row, NOTHING, covered.unsaid.get(row.source_id, frozenset()))
        writer.take(catalogue)
        return writer.put_together(catalogue, covered)

    def __iter__(self) -> Iterator[Catalogue]:
        """Read the pages: some offerings each, with all their sessions and texts, and what the files speak for."""
        covered = self.head.coverage
        for page in self.body:
            own = page.coverage
            coverage = replace(covered, unsaid=own.unsaid, timed=own.timed, rejected=())
            yield replace(page, translated=self.head.translated, coverage=coverage)

    def whole(self) -> Catalogue:
        """Put all together, in memory; moments are in UTC."""
        pages, covered = [*self], self.head.coverage
        unsaid = {name: fields for page in pages for name, fields in page.coverage.unsaid.items()}
        timed = frozenset(name for page in pages for name in page.coverage.timed)
        return replace(
            self.head,
            offerings=tuple(row for page in pages for row in page.offerings),
            sessions=tuple(row for page in pages for row in page.sessions),
            texts=MappingProxyType({**self.head.texts, **{key: t for page in pages for key, t in page.texts.items()}}),
            coverage=replace(covered, unsaid=MappingProxyType({**covered.unsaid, **unsaid}), timed=timed),
        )


def _by_owner(catalogue: Catalogue) -> dict[str, dict[TextKey, str]]:
    """Sort texts by the offering they belong to; what belongs to none is under ''."""
    owners = {row.source_id: row.offering for row in catalogue.sessions}
    found: defaultdict[str, dict[TextKey, str]] = defaultdict(dict)
    for key, text in catalogue.texts.items():
        match key.subject:
            case "offering":
                found[key.source_id][key] = text
            case "session":
                found[owners.get(key.source_id, key.source_id)][key] = text
            case _:
                found[""][key] = text
    return found


@dataclass(slots=True)
class _Page:
    """A page being filled."""

    offerings: list[OfferingRow] = field(default_factory=list)
    sessions: list[SessionRow] = field(default_factory=list)
    texts: dict[TextKey, str] = field(default_factory=dict)
    unsaid: dict[str, frozenset[str]] = field(default_factory=dict)
    timed: set[str] = field(default_factory=set)
    loose: int = 0

    def full(self, size: int) -> bool:
        """Say whether it is to be put away."""
        return len(self.offerings) + self.loose >= size or len(self.sessions) >= MOST_DATES

    def done(self) -> Catalogue:
        """Make a catalogue of it."""
        return Catalogue(
            venues=(),
            offerings=tuple(self.offerings),
            sessions=tuple(self.sessions),
            texts=self.texts,
            coverage=Coverage(unsaid=self.unsaid, timed=frozenset(self.timed)),
        )


class PageWriter:
    """Takes a catalogue in offering by offering, as it is read.

    The caller sees to it that no offering comes twice. `topics`, `quarters` and `providers` are those met so far.
    """

    def __init__(self, size: int = PAGE) -> None:
        self.providers: set[str] = set()
        self.topics: set[str] = set()
        self.quarters: set[str] = set()
        self.venues: dict[str, VenueRow] = {}
        self.rejected: list[Problem] = []
        self.kept: set[str] = set()
        self.offerings = 0
        """how many there are"""
        self._size = size
        self._texts: dict[TextKey, str] = {}
        self._unsaid: dict[str, frozenset[str]] = {}
        self._page = _Page()
        self._body: Spool[Catalogue] = Spool(Catalogue)

    def add(
        self,
        offering: OfferingRow,
        sessions: Iterable[SessionRow],
        texts: Texts,
        unsaid: frozenset[str] = frozenset(),
        *,
        timed: bool = False,
    ) -> None:
        """Take an offering in, with all its sessions and the texts of both.

        `unsaid` are the fields its file says nothing about; `timed` says that its sessions have no ids of their own.
        """
        page = self._page
        page.offerings.append(offering)
        if unsaid:
            page.unsaid[offering.source_id] = unsaid
        if timed:
            page.timed.add(offering.source_id)
        self.offerings += 1
        self.providers.add(offering.provider)
        self.quarters.add(offering.quarter)
        self.topics.update(offering.topics)
        self._take(sessions, texts)

    def take(self, catalogue: Catalogue, left_out: frozenset[str] = frozenset()) -> None:
        """Take in all offerings of a catalogue, except some; texts of venues and the like too."""
        covered, texts = catalogue.coverage, _by_owner(catalogue)
        dates: defaultdict[str, list[SessionRow]] = defaultdict(list)
        for session in catalogue.sessions:
            dates[session.offering].append(session)
        self.name(texts.pop("", NOTHING))
        for row in catalogue.offerings:
            name = row.source_id
            held, said, unsaid = dates.pop(name, ()), texts.pop(name, NOTHING), covered.unsaid.get(name, frozenset())
            if name not in left_out:
                self.add(row, held, said, unsaid, timed=name in covered.timed)
        for name in sorted({*dates, *texts} - left_out):
            self.add_loose(dates.get(name, ()), texts.get(name, NOTHING))

    def add_loose(self, sessions: Iterable[SessionRow], texts: Texts) -> None:
        """Take in what belongs to no offering of the files: sessions or texts of one that is stored."""
        self._page.loose += 1
        self._take(sessions, texts)

    def venue(self, row: VenueRow, texts: Texts, unsaid: frozenset[str] = frozenset()) -> None:
        """Take a venue in, with its texts; the same one may come again."""
        self.venues[row.source_id] = row
        self.quarters.add(row.quarter)
        self._texts.update(texts)
        if unsaid:
            self._unsaid[row.source_id] = unsaid

    def name(self, texts: Texts) -> None:
        """Take in texts of topics, quarters and venues."""
        self._texts.update(texts)

    def reject(self, problem: Problem, kept: str = "") -> None:
        """Note that something is left out; what is stored of the offering with the id `kept` stays."""
        self.rejected.append(problem)
        if kept:
            self.kept.add(kept)

    def finish(
        self,
        *,
        prefix: str = "",
        providers: frozenset[str] = frozenset(),
        complete: bool = True,
        folder: bool = False,
        translated: bool = False,
        names: Texts = NOTHING,
    ) -> Pages:
        """Put the last page away and say what the files speak for, as `Coverage` and `Catalogue` have it.

        Problems are put in the order of their rows. `names` are our own of the topics and quarters met.
        """
        coverage = Coverage(
            prefix=prefix,
            providers=providers,
            complete=complete,
            folder=folder,
            rejected=tuple(sorted(self.rejected, key=lambda problem: problem.row)),
            kept=frozenset(self.kept),
        )
        return self.put_together(Catalogue((), (), (), NOTHING, names, translated), coverage)

    def put_together(self, of: Catalogue, coverage: Coverage) -> Pages:
        """Put the last page away; what is common to all is that of another catalogue, with this coverage."""
        self._put_away()
        head = replace(
            of,
            venues=tuple(self.venues.values()),
            offerings=(),
            sessions=(),
            texts=MappingProxyType(self._texts),
            coverage=replace(coverage, unsaid=MappingProxyType(self._unsaid), timed=frozenset()),
        )
        return Pages(head, frozenset(self.providers), frozenset(self.topics), frozenset(self.quarters), self._body)

    def _take(self, sessions: Iterable[SessionRow], texts: Texts) -> None:
        self._page.sessions.extend(sessions)
        self._page.texts.update(texts)
        if self._page.full(self._size):
            self._put_away()

    def _put_away(self) -> None:
        if self._page.offerings or self._page.loose:
            self._body.append(self._page.done())
        self._page = _Page()
