"""An announcement of an offering meets the wishes of those it was for and who got it."""

from __future__ import annotations

from sqlalchemy import or_, select

from storage import fulfilment
from storage.audience.choosing import is_said, parse
from storage.engine import Transaction
from storage.records.deliveries import Fate
from storage.tables import announcements, deliveries, interests


async def fulfil(tx: Transaction, announcement_id: int) -> None:
    """Mark the wishes that an announcement was for, of who got it; one without an offering only asks for patience."""
    asked = select(announcements.c.offering_id, announcements.c.audience).where(announcements.c.id == announcement_id)
    row = (await tx.connection.execute(asked)).one()
    wished = parse(row.audience).who.wished
    if row.offering_id is None or not wished:
        return
    got = select(deliveries.c.participant_id).where(
        deliveries.c.announcement_id == announcement_id, deliveries.c.status == Fate.SENT.value
    )
    theirs = (interests.c.tenant_id == tx.tenant_id, interests.c.participant_id.in_(got))
    await fulfilment.mark(tx, fulfilment.GENERAL, *theirs, or_(*(is_said(one) for one in wished)))
