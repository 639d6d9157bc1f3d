"""Announcements: one message from staff to many, whom it is for, how it runs, and what became of it for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeAlias
from zoneinfo import ZoneInfo

from locales.text import Content

MOST_TITLE = 120
MOST_TEXT = 3000
MOST_CAPTION_TEXT = 700
"""What fits below a picture with the title and the lines we add; Telegram takes 1024 characters in all."""
BUTTONS = ("details", "register", "interested", "map")
AUDIENCES = ("parents", "seniors", "youth", "women", "jobseekers", "companies")
"""Groups of people somebody may want news for, the same as `Criteria.audience` knows."""
DELETABLE_HOURS = 48
"""How long Telegram lets a message be deleted for everyone."""


class State(StrEnum):
    """Where an announcement stands."""

    DRAFT = "draft"
    AWAITING = "awaiting"
    """a second staff member has to agree first"""
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"


EDITABLE = (State.DRAFT, State.AWAITING, State.SCHEDULED)
STARTED = (State.RUNNING, State.PAUSED, State.DONE, State.STOPPED)


class Fate(StrEnum):
    """What became of an announcement for one recipient."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    MISSED = "missed"
    """it would have come too late"""
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    """they objected before it went out"""
    UNKNOWN = "unknown"
    """it may have arrived; never sent again"""


class Reason(StrEnum):
    """Why something met its fate, as the ledger notes it beside what Telegram answered (`bot.sending.Verdict`)."""

    WEEKLY = "weekly"
    """waits for a weekly letter"""
    BUSY = "the chat is busy"
    UNSAYABLE = "cannot be said"
    """it could not be made: somebody has to look"""
    TOO_LATE = "too_late"
    OVER = "no longer holds"
    """there was nothing left to say"""
    OBJECTED = "objected"
    ERASED = "erased"
    UNREACHABLE = "unreachable"
    LEFT = "left"
    """the bot may not write there any more"""
    INTERRUPTED = "interrupted"
    """the process ended while it was under way"""
    NOT_CORRECTED = "not_corrected"
    NOT_DELETED = "not_deleted"


class Frequency(StrEnum):
    """How often somebody wants news."""

    AT_ONCE = "at_once"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Facets:
    """Whom to choose or leave out. Within a facet one match is enough; every facet that names something has to match.

    `topics`, `quarters` and `audiences` are slugs, `languages` catalogue codes, the others ids of offerings.
    """

    topics: tuple[str, ...] = ()
    quarters: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    registered: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    attended: tuple[int, ...] = ()
    interested: tuple[int, ...] = ()

    @property
    def by_offering(self) -> bool:
        """Say whether it names people by what they claimed or wished for."""
        return bool(self.registered or self.waiting or self.attended or self.interested)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who gets an announcement: whoever `who` chooses, without whom `without` chooses, each once; and chats by id.

    The four facets of offerings count as one: registered, waiting, attended or interested. Who is chosen by them needs to have
    agreed to nothing, for it is about what they claimed; everybody else must have agreed to news, and the topics and quarters
    they chose for news hold. Who objected is never chosen. Within `without` a match of any facet leaves somebody out.
    `tapped` chooses those who tapped a button of an earlier announcement: (its id, the button).
    """

    who: Facets = Facets()
    without: Facets = Facets()
    chats: tuple[int, ...] = ()
    tapped: tuple[int, str] | None = None
    everyone: bool = True
    """False: only the chats, or those who tapped"""


@dataclass(frozen=True, slots=True)
class LanguageCount:
    """How many an audience holds in one language: all, of them out of reach (blocked), and those who get it weekly."""

    language: str
    total: int
    blocked: int = 0
    weekly: int = 0

    @property
    def reachable(self) -> int:
        """Count those who get it, now or weekly."""
        return self.total - self.blocked


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many an audience holds, by language, most first; and how many chats."""

    languages: tuple[LanguageCount, ...] = ()
    chats: int = 0

    @property
    def total(self) -> int:
        """Count everybody."""
        return sum(count.total for count in self.languages)

    @property
    def reachable(self) -> int:
        """Count those who get it, now or weekly."""
        return sum(count.reachable for count in self.languages)

    @property
    def blocked(self) -> int:
        """Count those who cannot be reached."""
        return sum(count.blocked for count in self.languages)

    @property
    def weekly(self) -> int:
        """Count those who get it with the weekly letter."""
        return sum(count.weekly for count in self.languages)


@dataclass(frozen=True, slots=True)
class Wording:
    """An announcement in one language; `origin` is written, imported or translated."""

    language: str
    title: str
    text: str
    origin: str = "written"


@dataclass(frozen=True, slots=True)
class Media:
    """A photo or document that Telegram keeps; `kind` is photo or document, `file_id` Telegram's own."""

    kind: str
    file_id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement as staff see it.

    Without an offering the wordings are all it says. With one, its facts are said in every language, and a wording's text is a
    sentence of one's own above them. `fallbacks` are the languages without a wording for which that was accepted knowingly.
    """

    id: int
    state: State
    offering_id: int | None
    offering_title: Content | None
    wordings: tuple[Wording, ...]
    fallbacks: tuple[str, ...]
    audience: Audience
    buttons: tuple[str, ...]
    media: Media | None
    revision: int
    mine: bool
    """the reader wrote it"""
    approved: bool
    due_at: datetime | None
    """when it is to go out; None is at once"""
    latest_at: datetime | None
    """after that it is too late"""
    started_at: datetime | None
    ended_at: datetime | None
    follows: int | None
    """the announcement it follows up"""
    correction_waits: bool = False
    """somebody else has to agree before the wordings replace those that are out"""
    correction_mine: bool = False
    """the reader wrote or asked for the correction that waits, and cannot agree to it"""

    def wording(self, language: str) -> Wording | None:
        """Find what was written in a language."""
        return next((wording for wording in self.wordings if wording.language == language), None)


@dataclass(frozen=True, slots=True)
class AnnouncementLine:
    """An announcement in a list."""

    id: int
    state: State
    title: Content
    due_at: datetime | None
    sent: int
    total: int


@dataclass(frozen=True, slots=True)
class FateCount:
    """How many met a fate, by language and reason ('' where there is none); `language` '' stands for chats."""

    language: str
    fate: Fate
    reason: str
    count: int


READING = (Fate.WAITING, Fate.CLAIMED, Fate.SENDING, Fate.SENT, Fate.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. `resolved` False: more recipients are still being found. `seconds_left` None: nobody can say."""

    announcement_id: int
    state: State
    resolved: bool
    counts: tuple[FateCount, ...]
    seconds_left: int | None = None
    correcting: int = 0
    """how many messages still have to be corrected"""
    deleting: int = 0
    """how many messages still have to be deleted"""
    held: int = 0
    """how many of those who wait get it with a weekly letter; a run is done without them"""

    def count(self, *fates: Fate) -> int:
        """Count those who met one of these fates."""
        return sum(each.count for each in self.counts if each.fate in fates)

    @property
    def total(self) -> int:
        """Count everybody."""
        return sum(each.count for each in self.counts)

    @property
    def readers(self) -> int:
        """Count the people, without chats, who have it, may have it or still get it: whom a correction concerns."""
        return sum(each.count for each in self.counts if each.language and each.fate in READING)


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody with a registration whom it did not reach, by code only, so that they can be phoned from the list."""

    code: str
    offering: Content
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What came of an announcement: fates, taps by button, registrations after a tap, and whom to phone."""

    progress: Progress
    taps: tuple[tuple[str, int], ...]
    registrations: int
    unreached: tuple[Unreached, ...]


@dataclass(frozen=True, slots=True)
class Announced:
    """What a recipient is shown: the wording in the best language there is for them, and the offering."""

    announcement_id: int
    offering_id: int | None
    title: Content | None
    text: Content | None
    buttons: tuple[str, ...]
    media: Media | None
    revision: int


@dataclass(frozen=True, slots=True)
class News:
    """What somebody chose to be told. `agreed` None: never asked. No topic, quarter or audience chosen means all of them."""

    agreed: bool | None = None
    frequency: Frequency = Frequency.AT_ONCE
    topics: tuple[str, ...] = ()
    quarters: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team: by a number only, for names are not kept. `roles` with the day they were given."""

    participant_id: int
    roles: tuple[tuple[str, datetime], ...]
    me: bool


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation nobody has used yet."""

    id: int
    role: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class GroupChat:
    """A group or channel the bot may write to; `thread` is a topic of it, None for the chat itself."""

    id: int
    title: str
    kind: str
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What an installation decides about announcements."""

    approval_above: int = 200
    """above so many recipients a second staff member has to agree"""
    per_second: float = 25.0
    paid: bool = False
    """pay Telegram for more than thirty a second: 0.1 Star a message above that"""


class Objection(StrEnum):
    """Why an announcement cannot go out as it is."""

    GONE = "gone"
    NOT_ALLOWED = "not_allowed"
    NO_TEXT = "no_text"
    LANGUAGES_MISSING = "languages_missing"
    NOBODY = "nobody"
    TOO_LATE = "too_late"
    PAST = "past"
    NEEDS_SECOND = "needs_second"
    """asked, and now waiting for a second staff member"""
    OWN = "own"
    """nobody approves what they wrote themselves"""
    TOO_LONG = "too_long"
    STARTED = "started"
    NO_SUCH_TIME = "no_such_time"
    """the clocks are put forward over it"""
    CHANGED = "changed"
    """it is no longer what was shown"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal of something about an announcement, with what to do about it."""

    reason: Objection
    languages: tuple[str, ...] = ()
    over: int = 0
    """by how many characters it is too long, where that is known"""


@dataclass(frozen=True, slots=True)
class Ready:
    """It is done; the announcement stands where `state` says."""

    announcement_id: int
    state: State


Outcome: TypeAlias = Ready | Refusal


class TableFlaw(StrEnum):
    """What may be wrong with a table of texts that somebody sent."""

    NOT_FETCHED = "not_fetched"
    """Telegram did not hand the file out"""
    NO_TABLE = "no_table"
    """it is no XLSX file, or a broken one"""
    TOO_LARGE = "too_large"
    COLUMN_MISSING = "column_missing"
    """`value` names it"""
    UNKNOWN_LANGUAGE = "unknown_language"
    TWICE = "twice"
    """a language stands in two rows"""
    NO_TEXT = "no_text"
    """a title without a text"""
    TOO_LONG = "too_long"
    NOTHING = "nothing"
    """there is no text in it"""


@dataclass(frozen=True, slots=True)
class TableProblem:
    """What is wrong with a table: the row as a spreadsheet counts (0: all of it), the column's heading, what stands there."""

    flaw: TableFlaw
    row: int = 0
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class WordingsRead:
    """What a table of texts says."""

    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class WordingsRefused:
    """Why a table of texts could not be taken: everything that is wrong with it."""

    problems: tuple[TableProblem, ...]


class AnnouncementReader(Protocol):
    """What dialogs and notices may ask about announcements. Whatever is for staff is empty or None for everybody else."""

    @property
    def zone(self) -> ZoneInfo:
        """Tell the zone of the clock on the wall."""
        ...

    @property
    def rules(self) -> Rules:
        """Tell what the installation decided."""
        ...

    async def announcement(self, announcement_id: int) -> Announcement | None:
        """Read one, for staff."""
        ...

    async def announcements(self, page: int, page_size: int = 5) -> tuple[tuple[AnnouncementLine, ...], int]:
        """Read a page of them, the newest first, and tell how many pages there are; for staff."""
        ...

    async def headcount(self, audience: Audience) -> Headcount:
        """Count an audience as it is now; for staff."""
        ...

    async def progress(self, announcement_id: int) -> Progress | None:
        """Read how far a run is; for staff."""
        ...

    async def report(self, announcement_id: int) -> Report | None:
        """Read what came of one; for staff."""
        ...

    async def announced(self, announcement_id: int) -> Announced | None:
        """Read what a recipient is shown; None unless it has started, but for staff at any time."""
        ...

    async def digest(self, week: str) -> tuple[Announced, ...]:
        """Read what gathered for the person's weekly letter; `week` is the key its row carries."""
        ...

    async def news(self) -> News:
        """Read what the person chose to be told."""
        ...

    async def team(self) -> tuple[Member, ...]:
        """Read who has a role; for administrators."""
        ...

    async def open_invitations(self) -> tuple[OpenInvitation, ...]:
        """Read the invitations nobody has used yet; for administrators."""
        ...

    async def testers(self) -> int:
        """Count those of the team who get every test."""
        ...

    async def group_chats(self) -> tuple[GroupChat, ...]:
        """Read where the bot may announce beside private chats; for staff."""
        ...
