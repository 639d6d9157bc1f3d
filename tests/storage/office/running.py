"""A workshop that is full, its coordinator, and people who hold a place or wait for one: how tests of the office begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from storage.engine import Transaction
from storage.records.people import Participant
from storage.records.registrations import Registered, Waiting
from storage.tables import audit, grants, outbox
from tests.storage import builders
from tests.storage.builders import register

NEXT_WEEK = datetime(2026, 3, 11, 13, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 18, 13, 0, tzinfo=UTC)


@dataclass
class Office:
    """A workshop with two sessions of one place each, its coordinator, who holds the first place, and who waits for it."""

    me: Participant
    workshop: int
    first: int
    second: int
    holder: Participant
    held: int
    waits: Participant
    entry: int


async def coordinator(tx: Transaction, provider_id: int | None = None, role: str = "coordinator") -> Participant:
    """Make somebody who runs the offerings of a provider, or of all."""
    somebody = await builders.add_person(tx)
    await builders.add(tx, grants, participant_id=somebody.id, role=role, provider_id=provider_id, granted_at=tx.now)
    return somebody


async def open_office(tx: Transaction) -> Office:
    """Make it, with reminders planned as everywhere else."""
    me = await coordinator(tx)
    starts = [tx.now + timedelta(days=days, hours=2) for days in (7, 14)]
    workshop = await builders.add_offering(tx, starts, capacity=1)
    first, second = await builders.session_ids(tx, workshop)
    holder, waits = await builders.add_person(tx), await builders.add_person(tx)
    place = await register(tx, holder, workshop, first)
    entry = await register(tx, waits, workshop, first, name="Bo")
    assert isinstance(place, Registered)
    assert isinstance(entry, Waiting)
    return Office(me, workshop, first, second, holder, place.registration_id, waits, entry.entry_id)


async def one(tx: Transaction, table: Any, number: int) -> Any:  # noqa: ANN401 - a table, and a row of it
    """Read a row."""
    return (await tx.connection.execute(select(table).where(table.c.id == number))).one()


async def told(tx: Transaction, kind: str) -> list[int]:
    """Tell who is sent a notice of a kind."""
    asked = select(outbox.c.participant_id).where(outbox.c.kind == kind, outbox.c.status == "waiting")
    return list((await tx.connection.scalars(asked.order_by(outbox.c.id))).all())


async def reminded(tx: Transaction) -> set[int | None]:
    """Tell of which sessions reminders are planned."""
    asked = select(outbox.c.session_id).where(outbox.c.kind == "reminder", outbox.c.status == "waiting")
    return set((await tx.connection.scalars(asked)).all())


async def actions(tx: Transaction) -> list[str]:
    """List what the audit says was done."""
    return [action for (action,) in await builders.rows(tx, audit, "action")]
