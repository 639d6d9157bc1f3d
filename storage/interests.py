"""Expressions of interest: wishes that hold no place, for an offering without a date or for something not there yet."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, insert, select, update

from storage import audit
from storage.engine import Transaction
from storage.records.registrations import Interested, Refusal, Refused
from storage.tables import interests, offerings, quarters, topics
from storage.tables.base import AnyRow


async def express(
    tx: Transaction,
    participant_id: int,
    *,
    offering_id: int | None = None,
    topic: str = "",
    quarter: str = "",
    language: str = "",
    part_of_day: str = "",
) -> Interested | Refused:
    """Note a wish; the same wish twice is one, but one that was met counts anew.

    GONE when the offering, topic or quarter is not there.
    """
    topic_id, quarter_id = await named(tx, topics, topic), await named(tx, quarters, quarter)
    missing = (topic and topic_id is None) or (quarter and quarter_id is None)
    if missing or not await offered(tx, offering_id):
        return Refused(Refusal.GONE)
    wish = {
        "participant_id": participant_id,
        "offering_id": offering_id,
        "topic_id": topic_id,
        "quarter_id": quarter_id,
        "language": language,
        "part_of_day": part_of_day,
    }
    existing = await find(tx, wish)
    if existing is None:
        return Interested(await write(tx, wish))
    if existing.met_at is None:
        return Interested(existing.id, again=True)
    return Interested(await renew(tx, existing.id, wish))


async def withdraw(tx: Transaction, participant_id: int, interest_id: int) -> bool:
    """Forget a wish. False when there was none."""
    active = (
        interests.c.tenant_id == tx.tenant_id,
        interests.c.id == interest_id,
        interests.c.participant_id == participant_id,
        interests.c.ended_at.is_(None),
    )
    ending = update(interests).where(*active).values(ended_at=tx.now)
    if (await tx.connection.execute(ending)).rowcount == 0:
        return False
    await audit.record(tx, "withdraw_interest", "interest", interest_id)
    return True


async def named(tx: Transaction, table: Table, slug: str) -> int | None:
    """Find a topic or quarter by its slug; None for none."""
    if not slug:
        return None
    statement = select(table.c.id).where(table.c.tenant_id == tx.tenant_id, table.c.slug == slug)
    found: int | None = await tx.connection.scalar(statement)
    return found


async def offered(tx: Transaction, offering_id: int | None) -> bool:
    """Say whether an offering can be wished for; no offering at all is a general wish."""
    if offering_id is None:
        return True
    live = (offerings.c.tenant_id == tx.tenant_id, offerings.c.id == offering_id, offerings.c.live)
    return await tx.connection.scalar(select(offerings.c.id).where(*live)) is not None


async def find(tx: Transaction, wish: dict[str, Any]) -> AnyRow | None:
    """Find the same wish, not withdrawn, among the person's own: one by its quarter might be anybody's."""
    mine = (interests.c.participant_id == wish["participant_id"], interests.c.ended_at.is_(None))
    rows = (await tx.connection.execute(select(interests).where(*mine))).all()
    return next((row for row in rows if all(getattr(row, name) == value for name, value in wish.items())), None)


async def renew(tx: Transaction, interest_id: int, wish: dict[str, Any]) -> int:
    """Let a wish that was met count from now on, as if it were said for the first time; tells its number.

    One for an offering gets a new number, for its person is to hear again when there is a place again. One for something that
    is not there yet keeps its own: news of what fits may be on its way.
    """
    same = update(interests).where(interests.c.id == interest_id)
    if wish["offering_id"] is not None:
        await tx.connection.execute(same.values(ended_at=tx.now))
        return await write(tx, wish)
    await tx.connection.execute(same.values(met_at=None, created_at=tx.now))
    await audit.record(tx, "express_interest", "interest", interest_id)
    return interest_id


async def write(tx: Transaction, wish: dict[str, Any]) -> int:
    """Write a wish down."""
    statement = insert(interests).values(tenant_id=tx.tenant_id, created_at=tx.now, **wish).returning(interests.c.id)
    interest_id = int((await tx.connection.execute(statement)).scalar_one())
    await audit.record(tx, "express_interest", "interest", interest_id)
    return interest_id
