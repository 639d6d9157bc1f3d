"""Deadlines of offered places when what they are for begins at another time: a deadline is never past the start.

Whoever was offered the place decided, or still decides, about another time, so they are told. What was not delivered yet has
no deadline; it will tell the right one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import select, update

from storage import calls, outbox, places, quiet
from storage.engine import Transaction
from storage.places import Target
from storage.tables import sessions, waiting_list
from storage.tables.base import AnyRow
from storage.waiting import BEFORE_START, KIND, LEAST_TIME, TIME_TO_ANSWER, notice_key


async def follow(tx: Transaction, session_ids: Collection[int]) -> None:
    """Let deadlines follow the new times of sessions, once these are written, and tell who was offered a place in them."""
    entries = await offered_in(tx, frozenset(session_ids)) if session_ids else []
    for (offering_id, session_id), some in groupby(entries, key=attrgetter("offering_id", "session_id")):
        target = await places.aim(tx, offering_id, session_id)
        if isinstance(target, Target):
            await shift(tx, target, list(some))


async def offered_in(tx: Transaction, session_ids: Collection[int]) -> list[AnyRow]:
    """Read the entries with a running deadline for these sessions, or for courses that they belong to."""
    held = (waiting_list.c.status == "offered", waiting_list.c.deadline > tx.now)
    statement = select(waiting_list).where(waiting_list.c.tenant_id == tx.tenant_id, *held)
    entries = sorted((await tx.connection.execute(statement)).all(), key=attrgetter("offering_id", "session_key", "id"))
    courses = await courses_of(tx, {entry.offering_id for entry in entries if entry.session_id is None}, session_ids)
    return [entry for entry in entries if entry.session_id in session_ids or entry.offering_id in courses]


async def courses_of(tx: Transaction, offering_ids: Collection[int], session_ids: Collection[int]) -> set[int]:
    """Tell which of some courses these sessions belong to."""
    if not offering_ids:
        return set()
    dates = select(sessions.c.id, sessions.c.offering_id).where(sessions.c.offering_id.in_(offering_ids))
    return {row.offering_id for row in await tx.connection.execute(dates) if row.id in session_ids}


async def shift(tx: Transaction, target: Target, entries: Sequence[AnyRow]) -> None:
    """Move the deadlines of some who were offered a place, and tell them; who was phoned already is phoned again."""
    for entry in entries:
        moved = update(waiting_list).where(waiting_list.c.id == entry.id)
        await tx.connection.execute(moved.values(deadline=moved_deadline(tx, target, entry)))
    await outbox.add(tx, [notice_of(tx, entry) for entry in entries if entry.participant_id is not None])
    phoned = waiting_list.c.participant_id.is_(None) & ~calls.unphoned()
    again = select(waiting_list).where(waiting_list.c.id.in_([entry.id for entry in entries]), phoned)
    await calls.note_free(tx, (await tx.connection.execute(again)).all())


def moved_deadline(tx: Transaction, target: Target, entry: AnyRow) -> datetime:
    """Tell the deadline of a place whose start is another now, half an hour from now where the start would leave less.

    It gets no earlier than what was promised unless the start asks for it.
    """
    waking = quiet.next_waking(entry.offered_at, tx.zone)
    promised: datetime = max(entry.deadline, quiet.after_waking(waking, TIME_TO_ANSWER, tx.zone))
    return max(min(promised, target.start - BEFORE_START), min(tx.now + LEAST_TIME, target.start))


def notice_of(tx: Transaction, entry: AnyRow) -> outbox.NewRow:
    """Make the notice that what a place is held in begins at another time; it goes out at once, at night without a sound."""
    return outbox.NewRow(
        participant_id=entry.participant_id,
        kind=KIND,
        args={"entry_id": entry.id, "moved": True},
        unique_key=f"{notice_key(entry.id)}:{tx.now.isoformat()}",
        due_at=tx.now,
        silent=quiet.quiet(tx.now, tx.zone),
        session_id=entry.session_id,
    )
