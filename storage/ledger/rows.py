"""The ledger's records, and the conditions its statements share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, literal_column

from storage.records.announcements import State
from storage.records.deliveries import Fate, Reason
from storage.tables import deliveries

WEEKLY_LETTER = Reason.WEEKLY.value
"""the reason for which something waits that is held for a weekly letter"""
PORTION = 2000
"""how many rows change in one transaction at most"""
FREE = deliveries.c.claimed_by.is_(None) & deliveries.c.ended_at.is_(None)
"""What waits, said in a way that only the index with due times answers. Said by its status, PostgreSQL would read and sort
the whole of a new ledger for each claim, as long as it knows nothing of it."""
# Written out, not bound: only so both engines see that a partial index answers.
WAITS = deliveries.c.status == literal_column("'waiting'")
CLAIMED = deliveries.c.status == literal_column("'claimed'")
SHOWN = (deliveries.c.status == literal_column("'sent'")) & deliveries.c.message_id.is_not(None)
THESE = deliveries.c.id.in_(bindparam("ids", expanding=True))


@dataclass(frozen=True, slots=True)
class Run:
    """An announcement that something is to be done about."""

    id: int
    state: State
    resolved: bool
    revision: int
    """the one recipients are shown"""
    latest_at: datetime | None
    has_to_correct: bool
    has_to_delete: bool


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody an announcement is for. A chat has no participant, and '' for a language; `thread` is a topic of it."""

    id: int
    announcement_id: int
    participant_id: int | None
    address: str
    thread: int | None
    language: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a row that was sent: WAITING with `due_at` tries again.

    `revision` is the one that was rendered, so that a later correction finds the message; None stands for the one of now.
    """

    id: int
    fate: Fate
    reason: str = ""
    message_id: int | None = None
    due_at: datetime | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found lying about: rows that wait again, and rows of which nobody knows whether they arrived."""

    waiting: int
    unknown: int
