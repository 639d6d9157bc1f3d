"""Rows written plainly, for the tests of what lies below registering: no rule of the house stands between."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Table, insert

from storage import people, tables
from storage.engine import Transaction


async def add(tx: Transaction, table: Table, **values: object) -> int:
    """Write a row and tell its id."""
    made = await tx.connection.execute(insert(table).values(values).returning(table.c.id))
    return int(made.scalar_one())


async def add_participant(tx: Transaction, address: str = "1001", language: str = "de") -> int:
    """Make somebody who writes from an address."""
    return (await people.greet(tx, address, language)).id


async def add_offering(tx: Transaction, source_id: str = "offering-1", capacity: int | None = 10) -> int:
    """Make a workshop with single sessions, its provider and quarter, and a title in German."""
    provider = await add(tx, tables.providers, tenant_id=tx.tenant_id, name=f"Provider of {source_id}")
    quarter = await add(tx, tables.quarters, tenant_id=tx.tenant_id, slug=f"quarter-of-{source_id}")
    offering = await add(
        tx,
        tables.offerings,
        tenant_id=tx.tenant_id,
        source_id=source_id,
        provider_id=provider,
        quarter_id=quarter,
        kind="workshop",
        level="none",
        plain_language=False,
        whole_course=False,
        capacity=capacity,
        waiting_list=True,
        price_cents=0,
        registering="required",
        women_only=False,
        childcare="no",
        step_free="unknown",
        live=True,
        changed_at=tx.now,
    )
    await add_title(tx, offering, "Smartphone-Werkstatt")
    return offering


async def add_title(tx: Transaction, offering_id: int, title: str) -> None:
    """Give an offering its German title."""
    await add(
        tx,
        tables.texts,
        tenant_id=tx.tenant_id,
        subject="offering",
        subject_id=offering_id,
        field="title",
        language="de",
        text=title,
        folded=title.casefold(),
        origin="source",
    )


async def add_session(tx: Transaction, offering_id: int, start: datetime, capacity: int | None = 10) -> int:
    """Make a session of two hours."""
    return await add(
        tx,
        tables.sessions,
        tenant_id=tx.tenant_id,
        offering_id=offering_id,
        source_id=f"session-{offering_id}-{start.isoformat()}",
        number=1,
        start=start,
        end=start + timedelta(hours=2),
        capacity=capacity,
        status="scheduled",
    )


async def add_registration(
    tx: Transaction,
    participant_id: int,
    offering_id: int,
    session_id: int | None,
    *,
    name: str = "Kim",
    code: str = "K7M",
) -> int:
    """Hold a place for the participant under a name."""
    claim = await claim_of(tx, participant_id, offering_id, session_id, name)
    return await add(tx, tables.registrations, **claim, status="active", reminder_only=False, code=code)


async def add_waiting(
    tx: Transaction,
    participant_id: int,
    offering_id: int,
    session_id: int | None,
    *,
    name: str = "Kim",
    status: str = "waiting",
) -> int:
    """Put the participant on the waiting list under a name."""
    claim = await claim_of(tx, participant_id, offering_id, session_id, name)
    offered_at = tx.now if status == "offered" else None
    return await add(tx, tables.waiting_list, **claim, status=status, offered_at=offered_at)


async def claim_of(
    tx: Transaction, participant_id: int, offering_id: int, session_id: int | None, name: str
) -> dict[str, object]:
    """Make what every claim on a place consists of, the attendee included."""
    return {
        "tenant_id": tx.tenant_id,
        "participant_id": participant_id,
        "attendee_id": await people.attendee(tx, participant_id, name, False, False),
        "offering_id": offering_id,
        "session_id": session_id,
        "session_key": session_id or 0,
        "created_at": tx.now,
    }
