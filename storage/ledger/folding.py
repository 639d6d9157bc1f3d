"""Folding the ledger of what is long over into counts, so that nobody can tell any more who got what.

It goes a portion at a time, for a ledger may have a million rows; counts are right at any moment, for both are added up.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update

from storage.engine import Transaction
from storage.inserts import DIALECTS
from storage.ledger.counting import FATE
from storage.records.announcements import State
from storage.records.deliveries import Fate
from storage.tables import announcement_counts, announcement_taps, announcements, deliveries, registrations
from storage.tables.base import AnyRow

KEPT = timedelta(days=90)
"""How long it is kept who got an announcement, after its end."""
PORTION = 20_000
RUNNING = (State.RUNNING.value, State.PAUSED.value)


async def fold(tx: Transaction) -> int:
    """Turn a portion of the rows of old announcements into counts; tells how many rows went."""
    before = tx.now - KEPT
    await stop_forgotten(tx, before)
    return sum([await fold_one(tx, row) for row in await folding(tx, before)])


async def stop_forgotten(tx: Transaction, before: datetime) -> None:
    """Stop runs that somebody paused and forgot."""
    old = (announcements.c.tenant_id == tx.tenant_id, announcements.c.started_at <= before)
    forgotten = update(announcements).where(*old, announcements.c.state.in_(RUNNING))
    await tx.connection.execute(forgotten.values(state=State.STOPPED.value, ended_at=tx.now))


async def folding(tx: Transaction, before: datetime) -> list[AnyRow]:
    """Find the announcements that are over and not folded yet."""
    over = (announcements.c.tenant_id == tx.tenant_id, announcements.c.ended_at <= before)
    unfolded = announcements.c.registrations.is_(None)
    asked = select(announcements.c.id, announcements.c.offering_id, announcements.c.state).where(*over, unfolded)
    return list((await tx.connection.execute(asked.order_by(announcements.c.ended_at).limit(10))).all())


async def fold_one(tx: Transaction, row: AnyRow) -> int:
    """Fold a portion of an announcement; with the last one it is told what came of it, for the taps go as well."""
    mine = deliveries.c.announcement_id == row.id
    portion = select(deliveries.c.id).where(mine).order_by(deliveries.c.id).limit(PORTION).subquery()
    until = await tx.connection.scalar(select(func.max(portion.c.id)))
    if until is None:
        counted = await registered_after_tap(tx, row.id, row.offering_id)
        told = update(announcements).where(announcements.c.id == row.id)
        await tx.connection.execute(told.values(registrations=counted))
        return 0
    return await fold_rows(tx, row.id, mine & (deliveries.c.id <= until))


async def fold_rows(tx: Transaction, announcement_id: int, which: ColumnElement[bool]) -> int:
    """Add rows to the counts and delete them; what still waited was never sent."""
    unsent = (Fate.WAITING.value, Fate.CLAIMED.value)
    asked = select(*FATE, func.count().label("number")).where(which).group_by(*FATE)
    rows = [
        {
            "announcement_id": announcement_id,
            "language": row.language,
            "status": Fate.STOPPED.value if row.status in unsent else row.status,
            "reason": "" if row.status in unsent else row.reason,
            "number": row.number,
        }
        for row in await tx.connection.execute(asked)
    ]
    adding = DIALECTS[tx.is_postgres](announcement_counts)
    together = {"number": announcement_counts.c.number + adding.excluded.number}
    key = ["announcement_id", "language", "status", "reason"]
    await tx.connection.execute(adding.on_conflict_do_update(index_elements=key, set_=together), rows)
    return (await tx.connection.execute(delete(deliveries).where(which))).rowcount


async def registered_after_tap(tx: Transaction, announcement_id: int, offering_id: int | None) -> int:
    """Count the registrations for an offering that people made after they tapped."""
    if offering_id is None:
        return 0
    taps, made = announcement_taps.c, registrations.c
    after = (
        select(taps.id)
        .where(
            taps.announcement_id == announcement_id,
            taps.participant_id == made.participant_id,
            taps.tapped_at <= made.created_at,
        )
        .exists()
    )
    asked = select(func.count()).where(made.offering_id == offering_id, ~made.reminder_only, after)
    return await tx.connection.scalar(asked) or 0
