"""Calls: what somebody without Telegram has to be told by phone, for no message reaches them.

They are noted where a message would have been, in the same transaction, and ticked off by whoever phoned.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, insert, or_, select, update

from storage import audit
from storage.engine import Transaction
from storage.outbox import NewRow
from storage.places import WHOLE
from storage.records.catalogue import SessionStatus
from storage.records.signups import CallReason
from storage.tables import calls, offerings, registrations, sessions, waiting_list
from storage.tables.base import AnyRow

OPEN = ("waiting", "offered")
"""whoever left the waiting list, or got a place, need not be phoned; who waited in vain has to be told that"""


async def note(tx: Transaction, unsaid: Sequence[NewRow]) -> None:
    """Note who is to be phoned: `unsaid` are the notices they would get if they had Telegram."""
    for name, claims in (("registration_id", registrations), ("entry_id", waiting_list)):
        rows = [values_of(tx, row, name) for row in unsaid if row.args.get(name) is not None]
        offering = select(claims.c.offering_id).where(claims.c.id == bindparam("claim")).scalar_subquery()
        if rows:
            await tx.connection.execute(insert(calls).values(offering_id=offering), rows)


def values_of(tx: Transaction, row: NewRow, claim: str) -> dict[str, object]:
    """Make the columns of a call about a registration or entry."""
    return {
        "tenant_id": tx.tenant_id,
        "claim": row.args[claim],
        claim: row.args[claim],
        "session_id": row.session_id,
        "reason": CallReason(row.kind).value,
        "created_at": tx.now,
    }


async def note_free(tx: Transaction, entries: Sequence[AnyRow]) -> None:
    """Note that a place is held for people who wait, at most until their deadline."""
    rows = [
        {
            "tenant_id": tx.tenant_id,
            "entry_id": entry.id,
            "offering_id": entry.offering_id,
            "session_id": entry.session_id,
            "reason": CallReason.PLACE_FREE.value,
            "created_at": tx.now,
        }
        for entry in entries
    ]
    if rows:
        await tx.connection.execute(insert(calls), rows)


def unphoned() -> ColumnElement[bool]:
    """Ask of a waiting-list entry whether nobody phoned about a place that was, or is, free for it."""
    mine = (calls.c.entry_id == waiting_list.c.id, calls.c.reason == CallReason.PLACE_FREE.value)
    return exists().where(*mine, calls.c.done_at.is_(None)).correlate(waiting_list)


def is_open() -> ColumnElement[bool]:
    """Ask whether somebody is still to be phoned: nobody did, and they still have what it is about."""
    held = exists().where(registrations.c.id == calls.c.registration_id, registrations.c.status == "active")
    about_place = calls.c.reason == CallReason.PLACE_FREE.value
    open_ = waiting_list.c.status.in_(OPEN)
    line = exists().where(
        waiting_list.c.id == calls.c.entry_id,
        or_(and_(open_, or_(~about_place, takes_place())), and_(waiting_list.c.status == "over", ~about_place)),
    )
    return and_(calls.c.done_at.is_(None), or_(held.correlate(calls), line.correlate(calls)))


def takes_place() -> ColumnElement[bool]:
    """Ask of a waiting-list entry whether what it is for was neither withdrawn nor cancelled: else no place is free there."""
    there = (offerings.c.id == waiting_list.c.offering_id, offerings.c.live)
    mine = (sessions.c.offering_id == offerings.c.id, waiting_list.c.session_key.in_((WHOLE, sessions.c.id)))
    held = exists().where(*there, *mine, sessions.c.status != SessionStatus.CANCELLED)
    return held.correlate(waiting_list)


async def count(tx: Transaction, offering_ids: Collection[int]) -> dict[int, int]:
    """Count the calls to make about offerings; those without any are left out."""
    mine = (calls.c.tenant_id == tx.tenant_id, calls.c.offering_id.in_(offering_ids), is_open())
    counted = select(calls.c.offering_id, func.count()).where(*mine).group_by(calls.c.offering_id)
    return dict((await tx.connection.execute(counted)).all())


async def offering_of(tx: Transaction, call_id: int) -> int | None:
    """Tell which offering a call is about; None when there is none."""
    mine = (calls.c.tenant_id == tx.tenant_id, calls.c.id == call_id)
    found: int | None = await tx.connection.scalar(select(calls.c.offering_id).where(*mine))
    return found


async def tick_off(tx: Transaction, call_id: int) -> bool:
    """Note that somebody was phoned; False when they were before."""
    mine = (calls.c.tenant_id == tx.tenant_id, calls.c.id == call_id, calls.c.done_at.is_(None))
    if not (await tx.connection.execute(update(calls).where(*mine).values(done_at=tx.now))).rowcount:
        return False
    await audit.record(tx, "tick_off_call", "call", call_id)
    return True


async def phoned_late(tx: Transaction, call_id: int) -> AnyRow | None:
    """Find the waiting-list entry of who was phoned about a place that is not held for them any more; else None."""
    about = (calls.c.id == call_id, calls.c.reason == CallReason.PLACE_FREE.value, waiting_list.c.status == "waiting")
    statement = select(waiting_list).join(calls, calls.c.entry_id == waiting_list.c.id).where(*about)
    return (await tx.connection.execute(statement)).one_or_none()
