"""Files taken in, as coordinators see them: what a file would change, what became of it, where files are fetched from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from locales.text import Content
from storage.records.affected import Affected
from storage.records.reasons import Cause

ASKED = ("women_only", "childcare", "step_free", "languages", "topics", "quarter")
"""what residents look for: an editor is asked to find it out where a file does not say it"""
SHOWN = 200
"""how much of each kind a preview keeps; more is only counted"""


class ImportState(StrEnum):
    """Where a file stands."""

    READING = "reading"
    COLLECTING = "collecting"
    """there may be more files of it, each in another language"""
    ASKING = "asking"
    """it does not say whose offerings they are"""
    WAITING = "waiting"
    """somebody has to look at the preview"""
    APPLYING = "applying"
    APPLIED = "applied"
    WEIGHING = "weighing"
    """somebody wants to take it back: whom that would reach is looked at first"""
    DISCARDED = "discarded"
    REFUSED = "refused"
    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class NewOffering:
    """An offering that a file brings."""

    title: str
    dates: int
    first: datetime | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that a file changes. `session` is when the session was that it is of; a new one's field is 'new_date'."""

    title: str
    field: str
    before: str
    after: str
    session: datetime | None = None


@dataclass(frozen=True, slots=True)
class Flaw:
    """What was left out, where in the file, and why. `unit` says what `number` counts: rows, events, elements."""

    unit: str
    number: int
    column: str
    value: str
    reason: Cause


@dataclass(frozen=True, slots=True)
class Twin:
    """An offering that is like another provider's."""

    title: str
    other: str
    start: datetime | None


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What nobody knows of a new offering: some of `ASKED`."""

    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How much of each there is: offerings, single fields, rows of the file, and notices to people."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    rejected: int = 0
    told: int = 0
    twins: int = 0
    unknown: int = 0

    @property
    def nothing(self) -> bool:
        """Say whether a file changes nothing at all."""
        return not (self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class UndoLook:
    """What taking an import back would mean for people; `told` counts notices. Names are read for whoever looks."""

    digest: str
    told: int = 0
    affected: Affected = field(default_factory=Affected)
    stale: bool = False
    """something changed after the last look"""


@dataclass(frozen=True, slots=True)
class Report:
    """What a file would change. `look` numbers the previews of the same file: what was looked at is what is applied.

    Names of the people affected are not in it: they are read for whoever looks.
    """

    look: int = 0
    digest: str = ""
    counts: ImportCounts = field(default_factory=ImportCounts)
    new: tuple[NewOffering, ...] = ()
    changed: tuple[FieldChange, ...] = ()
    gone: tuple[str, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    twins: tuple[Twin, ...] = ()
    unknown: tuple[Unsaid, ...] = ()
    affected: Affected = field(default_factory=Affected)
    refusal: str = ""
    """why it was not undone: a value of `UndoRefusal`; of a source, why it could not be fetched"""
    blocking: tuple[str, ...] = ()
    """what stands in the way of undoing: titles"""
    undo: UndoLook | None = None
    """what somebody looks at before it is taken back"""
    languages: tuple[str, ...] = ()
    """of files that come one a language: those that came"""
    others: tuple[str, ...] = ()
    """and those that they say there are besides"""
    stale: bool = False
    """the catalogue changed after the last look, so that this is another preview"""
    providers: tuple[str, ...] = ()
    """who offers something for the first time: maybe somebody known under another name"""


class UndoRefusal(StrEnum):
    """Why an import was not taken back."""

    LATER = "later"
    """something later was built on it: an import, or an edit"""
    GONE = "gone"
    """it is too long ago, or it was taken back already"""
    STRANDED = "stranded"
    """people registered for what would change its form"""


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was taken in."""

    id: int
    name: str
    state: ImportState
    report: Report
    created_at: datetime
    ended_at: datetime | None
    mine: bool
    from_source: bool
    undoable: bool


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A page of files, the newest first."""

    lines: tuple[Import, ...]
    page: int
    pages: int


class SourceOutcome(StrEnum):
    """What came of looking at an address the last time; from `UNREACHABLE` on it failed."""

    NEVER = "never"
    UNCHANGED = "unchanged"
    """nothing new, or nothing that is not known already"""
    WAITING = "waiting"
    """a preview waits for somebody"""
    UNREACHABLE = "unreachable"
    PRIVATE = "private"
    """it leads to a machine that is not in the public internet"""
    NOT_HTTPS = "not_https"
    REDIRECTS = "redirects"
    PORT = "port"
    """it leads to another port than https has"""
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    ANSWER = "answer"
    """its server answered with an error"""
    NO_FILE = "no_file"
    """what came is no catalogue"""


FAILURES = frozenset(SourceOutcome) - {SourceOutcome.NEVER, SourceOutcome.UNCHANGED, SourceOutcome.WAITING}


class SourceRefusal(StrEnum):
    """Why an address was not taken."""

    NOT_HTTPS = "not_https"
    KNOWN = "known"
    NOT_ALLOWED = "not_allowed"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Source:
    """An address that files are fetched from, every so many hours while it is live; `outcome` is of the last time.

    `provider` is whose the offerings are where the file does not say it; '' where nobody said it yet.
    """

    id: int
    address: str
    provider: str
    hours: int
    live: bool
    checked_at: datetime | None
    outcome: SourceOutcome
    failures: int
    next_at: datetime
    waiting_import: int | None = None
    """a preview that somebody has to look at"""
    at_hour: int | None = None
    """the hour on the wall at which it is looked at, where `hours` are whole days"""


@dataclass(frozen=True, slots=True)
class ToFind:
    """What nobody knows yet of an offering one runs: some of `ASKED`."""

    offering_id: int
    title: Content
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToFindPage:
    """A page of offerings of which something is not known, the next session first."""

    lines: tuple[ToFind, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ProviderName:
    """Somebody who offers."""

    id: int
    name: str


class IntakeReader(Protocol):
    """What coordinators may ask about files; what is not theirs is as good as not there."""

    async def import_of(self, import_id: int) -> Import | None:
        """Read a file with its preview, with names of the people affected as far as the reader runs their offerings."""
        ...

    async def imports(self, page: int) -> ImportPage:
        """Read a page of files, the newest first."""
        ...

    async def providers(self) -> tuple[ProviderName, ...]:
        """Read whose offerings the reader may bring in."""
        ...

    async def unlimited(self) -> bool:
        """Say whether the reader runs everybody's offerings."""
        ...

    async def sources(self) -> tuple[Source, ...]:
        """Read the addresses that files are fetched from; nothing for who is limited to some providers."""
        ...

    async def to_do(self, page: int) -> ToFindPage:
        """Read a page of what nobody knows yet."""
        ...

    async def to_find(self, offering_id: int) -> ToFind | None:
        """Read what nobody knows of one offering; None when it is not theirs, or everything is known."""
        ...
