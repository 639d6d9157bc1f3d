"""Sessions as records: with their venue, their places, and how many are taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from storage import places, venues
from storage.engine import Transaction
from storage.places import Counts
from storage.records.catalogue import Session, SessionStatus
from storage.tables import offerings, sessions
from storage.tables.base import AnyRow
from storage.texts import Texts


def reading() -> Select[Any]:
    """Select the sessions of some offerings with the venue each takes place at, in order."""
    source = venues.joined(
        sessions.join(offerings, offerings.c.id == sessions.c.offering_id),
        func.coalesce(sessions.c.venue_id, offerings.c.venue_id),
    )
    capacity = func.coalesce(sessions.c.capacity, offerings.c.capacity).label("session_capacity")
    own = (
        sessions.c.id,
        sessions.c.offering_id,
        sessions.c.number,
        sessions.c.start,
        sessions.c.end,
        sessions.c.status,
        sessions.c.link,
    )
    course = (offerings.c.whole_course, offerings.c.capacity.label("course_capacity"))
    return (
        select(*own, capacity, *course, *venues.COLUMNS)
        .select_from(source)
        .where(
            sessions.c.tenant_id == bindparam("tenant"),
            sessions.c.offering_id.in_(bindparam("offerings", expanding=True)),
        )
        .order_by(sessions.c.start, sessions.c.id)
    )


READING = reading()


async def read(tx: Transaction, offering_ids: Collection[int]) -> list[AnyRow]:
    """Read the sessions of offerings with the venue each takes place at, in order."""
    bounds = {"tenant": tx.tenant_id, "offerings": list(offering_ids)}
    return list((await tx.connection.execute(READING, bounds)).all())


def subjects(rows: Collection[AnyRow]) -> dict[str, set[int]]:
    """Name the texts of sessions and their venues."""
    return {**venues.subjects(rows), "session": {row.id for row in rows}}


def records(
    rows: Iterable[AnyRow], counted: Mapping[tuple[int, int], Counts], texts: Texts, *, linked: bool = False
) -> tuple[Session, ...]:
    """Make the records of session rows; `linked` tells the links too, which are for who is registered."""
    return tuple(record(row, counted, texts, linked=linked) for row in rows)


def record(row: AnyRow, counted: Mapping[tuple[int, int], Counts], texts: Texts, *, linked: bool = False) -> Session:
    """Make a session's record; one of a whole course tells the course's places."""
    counts = places.counts_of(counted, row.offering_id, places.WHOLE if row.whole_course else row.id)
    return Session(
        id=row.id,
        number=row.number,
        start=row.start,
        end=row.end,
        status=SessionStatus(row.status),
        venue=venues.venue(row, texts),
        capacity=row.course_capacity if row.whole_course else row.session_capacity,
        taken=counts.taken,
        waiting=counts.waiting,
        note=texts.get("session", row.id, "note"),
        has_link=row.link is not None,
        link=row.link if linked else None,
    )
