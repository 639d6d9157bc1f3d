"""Wishes that are met: somebody got a place, or was told of something that fits. They no longer count as demand.

A wish for something that is not there yet is met by the first offering that fits and that its person hears of or registers
for; a wish for one offering by a place in it. Its person sees that, and it ends as before: when they take it back, or in time.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select, update

from storage import walltime
from storage.criteria import in_part
from storage.engine import Transaction
from storage.ground import ground_of
from storage.records.catalogue import PartOfDay, SessionStatus
from storage.tables import interests, offering_languages, offering_topics, offerings, sessions

Condition = ColumnElement[bool]

UNMET = (interests.c.ended_at.is_(None), interests.c.met_at.is_(None))
GENERAL = interests.c.offering_id.is_(None)
THEIRS = (interests.c.tenant_id == bindparam("tenant"), interests.c.participant_id == bindparam("person"), *UNMET)
WANTED = select(interests.c.id).where(*THEIRS)


async def by_place(tx: Transaction, participant_id: int, offering_id: int, session_id: int | None) -> None:
    """Mark what a place in an offering, or a reminder of it, gives somebody; None is all its sessions."""
    wanted = await unmet(tx, participant_id)
    if wanted:
        fits = and_(GENERAL, *fitting(tx, offering_id, session_id))
        await mark(tx, interests.c.id.in_(wanted), or_(interests.c.offering_id == offering_id, fits))


async def by_notice(tx: Transaction, participant_id: int, interest_id: int, offering_id: int) -> None:
    """Mark what the news of an offering gives somebody: the wish it was for, and others that it fits."""
    wanted = await unmet(tx, participant_id)
    if wanted:
        fits = or_(interests.c.id == interest_id, and_(*fitting(tx, offering_id, None)))
        await mark(tx, interests.c.id.in_(wanted), GENERAL, fits)


async def unmet(tx: Transaction, participant_id: int) -> list[int]:
    """Read which wishes of somebody nothing met yet: most people have none."""
    bounds = {"tenant": tx.tenant_id, "person": participant_id}
    return list((await tx.connection.scalars(WANTED, bounds)).all())


async def mark(tx: Transaction, *which: Condition) -> None:
    """Mark wishes as met."""
    await tx.connection.execute(update(interests).where(*UNMET, *which).values(met_at=tx.now))


def fitting(tx: Transaction, offering_id: int, session_id: int | None) -> Iterator[Condition]:
    """Ask whether an offering is what a wish is for; what was left open there fits everything."""
    wish = interests.c
    topics = select(offering_topics.c.topic_id).where(offering_topics.c.offering_id == offering_id)
    quarter = select(offerings.c.quarter_id).where(offerings.c.id == offering_id)
    spoken = select(offering_languages.c.language).where(offering_languages.c.offering_id == offering_id)
    held = [sessions.c.offering_id == offering_id, *to_come(tx)]
    held += [] if session_id is None else [sessions.c.id == session_id]
    hour = walltime.hour(ground_of(tx), sessions.c.start)
    parts = (and_(wish.part_of_day == part, exists().where(*held, in_part(hour, part))) for part in PartOfDay)
    yield or_(wish.topic_id.is_(None), wish.topic_id.in_(topics))
    yield or_(wish.quarter_id.is_(None), wish.quarter_id.in_(quarter))
    yield or_(wish.language == "", wish.language.in_(spoken))
    yield or_(wish.part_of_day == "", *parts)


def to_come(tx: Transaction) -> tuple[Condition, ...]:
    """Find the sessions that somebody can still have something of."""
    return (sessions.c.status != SessionStatus.CANCELLED, sessions.c.end > tx.now)
