"""Weekly letters: news that gathers for those who want it once a week, and what becomes of it with the letter.

A letter is a row of the outbox whose key names person and week. What it brings are the ledger's rows held for that week.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, String, cast, exists, literal, null, or_, select, update

from storage import outbox, quiet
from storage.engine import Transaction
from storage.inserts import DIALECTS
from storage.outbox import Lane, NewRow
from storage.records.announcements import State
from storage.records.catalogue import SessionStatus
from storage.records.deliveries import Fate, Reason
from storage.tables import announcements, deliveries, participants, sessions
from storage.tables import outbox as outbox_table

KIND = "digest"
DAY, CLOCK = 3, time(17)
"""Thursday, 17:00: early enough for the weekend, and people are awake"""
MARGIN = timedelta(minutes=10)
"""how long before a letter nothing is added to it any more"""
FATES = {"failed": Fate.FAILED, "unknown": Fate.UNKNOWN, "dropped": Fate.MISSED}
"""what becomes of what a letter brings, by what became of the letter"""


@dataclass(frozen=True, slots=True)
class Letter:
    """A week's letter: the key its rows carry, and when it goes out."""

    week: str
    due_at: datetime


def next_letter(now: datetime, zone: ZoneInfo) -> Letter:
    """Tell the next letter that something can still be added to."""
    local = (now + MARGIN).astimezone(zone)
    thursday = local.date() + timedelta(days=(DAY - local.weekday()) % 7)
    due_at = quiet.at_wall(thursday, CLOCK, zone)
    if due_at <= now + MARGIN:
        thursday += timedelta(days=7)
        due_at = quiet.at_wall(thursday, CLOCK, zone)
    year, week, _day = thursday.isocalendar()
    return Letter(f"{year}-w{week:02}", due_at)


def key(participant_id: int, week: str) -> str:
    """Name a letter: one a person and week."""
    return f"{KIND}:{participant_id}:{week}"


async def plan(tx: Transaction, people: Select[int], letter: Letter) -> None:
    """Plan letters to people, each once; one that was dropped is wanted again."""
    chosen = people.subquery()
    planned = outbox.values_of(tx, NewRow(0, KIND, {"week": letter.week}, "", letter.due_at, Lane.ANNOUNCEMENT))
    values: dict[str, ColumnElement[Any]] = {
        name: null() if value is None else literal(value, outbox_table.c[name].type) for name, value in planned.items()
    }
    values["participant_id"] = chosen.c.id
    values["unique_key"] = literal(f"{KIND}:").concat(cast(chosen.c.id, String)).concat(f":{letter.week}")
    found = select(*values.values()).select_from(chosen).where(chosen.c.id > 0)
    adding = DIALECTS[tx.is_postgres](outbox_table).from_select(list(values), found)
    await tx.connection.execute(outbox.wanting_again(adding))


def held_for(participant_id: int, week: str) -> tuple[ColumnElement[bool], ...]:
    """Find the ledger's rows that wait for a letter."""
    return (
        deliveries.c.participant_id == participant_id,
        deliveries.c.digest == week,
        deliveries.c.status == Fate.WAITING.value,
    )


def gathered_for(participant_id: int, week: str) -> tuple[ColumnElement[bool], ...]:
    """Find the ledger's rows that wait for a letter, or came with it."""
    told = (Fate.WAITING.value, Fate.SENT.value, Fate.UNKNOWN.value)
    return (
        deliveries.c.participant_id == participant_id,
        deliveries.c.digest == week,
        deliveries.c.status.in_(told),
    )


def ready(tx: Transaction) -> Select[int]:
    """Find the announcements a letter may bring: not paused, stopped, deleted, or about something that has begun."""
    about = sessions.c.offering_id == announcements.c.offering_id
    held = exists().where(about, sessions.c.status != SessionStatus.CANCELLED.value)
    ahead = exists().where(about, sessions.c.status != SessionStatus.CANCELLED.value, sessions.c.start > tx.now)
    return select(announcements.c.id).where(
        announcements.c.tenant_id == tx.tenant_id,
        announcements.c.state.in_((State.RUNNING.value, State.DONE.value)),
        announcements.c.deleting_since.is_(None),
        or_(~held, ahead),
    )


async def contents(tx: Transaction, participant_id: int, week: str, *, brought: bool = False) -> list[int]:
    """Tell which announcements a person's letter brings, or brought already, the oldest first."""
    which = gathered_for if brought else held_for
    found = select(deliveries.c.announcement_id).where(
        *which(participant_id, week), deliveries.c.announcement_id.in_(ready(tx))
    )
    return list((await tx.connection.scalars(found.order_by(deliveries.c.announcement_id))).all())


async def sent(
    tx: Transaction, participant_id: int, week: str, message_id: int | None, brought: Collection[int] | None = None
) -> None:
    """Settle what a letter brought (None: what it would bring now); the rest of that week was too late, or is paused."""
    ids = list(await contents(tx, participant_id, week) if brought is None else brought)
    mine = update(deliveries).where(*held_for(participant_id, week))
    arrived = {"status": Fate.SENT.value, "reason": "", "message_id": message_id, "ended_at": tx.now}
    await tx.connection.execute(mine.where(deliveries.c.announcement_id.in_(ids)).values(arrived))
    await hold_over(tx, participant_id, week)
    missed = {"status": Fate.MISSED.value, "reason": Reason.TOO_LATE.value, "ended_at": tx.now}
    await tx.connection.execute(mine.values(missed))


async def hold_over(tx: Transaction, participant_id: int, week: str) -> None:
    """Keep what is paused for the next letter."""
    paused = select(announcements.c.id).where(
        announcements.c.tenant_id == tx.tenant_id, announcements.c.state == State.PAUSED.value
    )
    letter = next_letter(tx.now, tx.zone)
    kept = update(deliveries).where(*held_for(participant_id, week), deliveries.c.announcement_id.in_(paused))
    if (await tx.connection.execute(kept.values(digest=letter.week))).rowcount:
        me = select(participants.c.id).where(participants.c.id == participant_id)
        await plan(tx, me, letter)


async def failed(tx: Transaction, participant_id: int, week: str, fate: Fate, reason: str) -> None:
    """Settle what a letter would have brought that did not arrive, or of which nobody knows."""
    await hold_over(tx, participant_id, week)
    lost = {"status": fate.value, "reason": reason, "ended_at": tx.now}
    await tx.connection.execute(update(deliveries).where(*held_for(participant_id, week)).values(lost))
