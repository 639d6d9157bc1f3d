"""Calls: what somebody without Telegram has to be told by phone, for no message reaches them.

They are noted where a message would have been, in the same transaction, and ticked off by whoever phoned.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, bindparam, func, insert, or_, select, update

from storage import audit
from storage.engine import Transaction
from storage.outbox import NewRow
from storage.records.signups import CallReason
from storage.tables import calls, registrations, waiting_list
from storage.tables.base import AnyRow

AGAIN = timedelta(days=1)
"""so long after somebody was phoned about a free place they are not to be phoned about one again"""
STILL = ("waiting", "offered", "over")
"""whoever left the waiting list, or got a place, need not be phoned"""


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


async def note_free(tx: Transaction, entry: AnyRow) -> None:
    """Note that a place is free for somebody who waits; once, until they were phoned and a day has passed."""
    lately = or_(calls.c.done_at.is_(None), calls.c.done_at > tx.now - AGAIN)
    noted = (calls.c.entry_id == entry.id, calls.c.reason == CallReason.PLACE_FREE.value, lately)
    if await tx.connection.scalar(select(calls.c.id).where(*noted).limit(1)) is not None:
        return
    row = {
        "tenant_id": tx.tenant_id,
        "entry_id": entry.id,
        "offering_id": entry.offering_id,
        "session_id": entry.session_id,
        "reason": CallReason.PLACE_FREE.value,
        "created_at": tx.now,
    }
    await tx.connection.execute(insert(calls).values(row))


def is_open() -> ColumnElement[bool]:
    """Ask whether somebody is still to be phoned: nobody did, and they still have what it is about."""
    held = select(registrations.c.id).where(registrations.c.status == "active")
    line = select(waiting_list.c.id).where(
        or_(
            waiting_list.c.status == "waiting",
            and_(waiting_list.c.status.in_(STILL), calls.c.reason != CallReason.PLACE_FREE.value),
        )
    )
    return and_(calls.c.done_at.is_(None), or_(calls.c.registration_id.in_(held), calls.c.entry_id.in_(line)))


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
