"""Announcements: one message from staff to many, whom it is for, how it runs, and what became of it for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from locales.text import Content
from storage.records.audiences import Audience

MOST_TITLE = 120
MOST_TEXT = 3000
MOST_CAPTION_TEXT = 700
"""What fits below a picture with the title and the lines we add; Telegram takes 1024 characters in all."""
BUTTONS = ("details", "register", "interested", "map")
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


class Frequency(StrEnum):
    """How often somebody wants news."""

    AT_ONCE = "at_once"
    WEEKLY = "weekly"


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
    own_text: bool = False
    """the facts of its offering are not said: only its buttons lead there"""

    @property
    def says_facts(self) -> bool:
        """Say whether the facts of an offering are part of it."""
        return self.offering_id is not None and not self.own_text

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
class Announced:
    """What a recipient is shown: the wording in the best language there is for them, and the offering."""

    announcement_id: int
    offering_id: int | None
    title: Content | None
    text: Content | None
    buttons: tuple[str, ...]
    media: Media | None
    revision: int
    own_text: bool = False
    """the facts of the offering are not said: only the buttons lead there"""

    @property
    def says_facts(self) -> bool:
        """Say whether the facts of an offering are part of it."""
        return self.offering_id is not None and not self.own_text


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
    """Somebody of the team: by a number only, for names are not kept. `roles` with the day they were given.

    `providers` are those a coordinator is limited to; none means no limit.
    """

    participant_id: int
    roles: tuple[tuple[str, datetime], ...]
    me: bool
    providers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation nobody has used yet."""

    id: int
    role: str
    expires_at: datetime
    provider: str = ""
    """whose offerings alone a coordinator is to run; '' is everybody's"""


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
