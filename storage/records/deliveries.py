"""What became of an announcement for everybody: fates with reasons, how far a run is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from locales.text import Content
from storage.records.announcements import State
from storage.records.audiences import CHAT_READERS


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
    def people(self) -> int:
        """Count the people, without chats, who have it, may have it or still get it: whom a correction concerns."""
        return sum(each.count for each in self.counts if each.language and each.fate in READING)

    @property
    def chats(self) -> int:
        """Count the groups and channels that have it, may have it or still get it."""
        return sum(each.count for each in self.counts if not each.language and each.fate in READING)

    @property
    def readers(self) -> int:
        """Count how many may read it: people, and a group or channel as many as one holds."""
        return self.people + self.chats * CHAT_READERS


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody with a registration whom it did not reach, by code only, so that they can be phoned from the list."""

    code: str
    offering: Content
    fate: Fate
    reason: str
    """as the ledger notes it; '' where the fate says it"""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of an announcement: fates, taps by button, registrations after a tap, and whom to phone."""

    progress: Progress
    taps: tuple[tuple[str, int], ...]
    registrations: int
    unreached: tuple[Unreached, ...]
