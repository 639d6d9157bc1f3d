"""Venues as part of other rows: read in the same statement as the offering or session that takes place there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Join, exists, or_, select

from storage import texts as wordings
from storage.engine import Transaction
from storage.office import scope
from storage.plans import unindexed
from storage.records.catalogue import Position, StepFree, Venue
from storage.tables import offerings, quarters, registrations, sessions, venues
from storage.tables.base import AnyRow
from storage.texts import Texts

home = quarters.alias("home")

COLUMNS = (
    venues.c.id.label("venue_id"),
    venues.c.street.label("venue_street"),
    venues.c.postal_code.label("venue_postal_code"),
    venues.c.city.label("venue_city"),
    venues.c.latitude.label("venue_latitude"),
    venues.c.longitude.label("venue_longitude"),
    venues.c.position_exact.label("venue_position_exact"),
    venues.c.step_free.label("venue_step_free"),
    home.c.id.label("venue_quarter_id"),
    home.c.slug.label("venue_quarter"),
)


def joined(source: FromClause, venue_id: ColumnElement[Any]) -> Join:
    """Join the venue and its quarter, where there is one."""
    return source.outerjoin(venues, venues.c.id == venue_id).outerjoin(home, home.c.id == venues.c.quarter_id)


def subjects(rows: Iterable[AnyRow]) -> Mapping[str, set[int]]:
    """Name the texts that the venues of some rows have."""
    placed = [row for row in rows if row.venue_id is not None]
    return {"venue": {row.venue_id for row in placed}, "quarter": {row.venue_quarter_id for row in placed}}


def venue(row: AnyRow, texts: Texts) -> Venue | None:
    """Make the record of a row's venue; None when it has none."""
    if row.venue_id is None:
        return None
    return Venue(
        id=row.venue_id,
        name=texts.name("venue", row.venue_id, "name", row.venue_street),
        street=row.venue_street,
        postal_code=row.venue_postal_code,
        city=row.venue_city,
        quarter=row.venue_quarter,
        quarter_name=texts.name("quarter", row.venue_quarter_id, "name", row.venue_quarter),
        position=position(row),
        step_free=StepFree(row.venue_step_free),
    )


def position(row: AnyRow) -> Position | None:
    """Make the position of a row's venue; None when nobody knows it."""
    if row.venue_latitude is None or row.venue_longitude is None:
        return None
    return Position(row.venue_latitude, row.venue_longitude, row.venue_position_exact)


async def read(tx: Transaction, languages: Sequence[str], venue_id: int) -> Venue | None:
    """Read one venue; None when there is none."""
    placed = select(*COLUMNS).select_from(venues.join(home, home.c.id == venues.c.quarter_id))
    found = placed.where(venues.c.tenant_id == tx.tenant_id, venues.c.id == venue_id)
    rows = (await tx.connection.execute(found)).all()
    texts = await wordings.read(tx, languages, subjects(rows))
    return venue(rows[0], texts) if rows else None


async def may_see(tx: Transaction, participant_id: int, venue_id: int) -> bool:
    """Say whether something takes place at a venue that somebody may know of: what is open to all, what they have or run."""
    held = exists().where(registrations.c.offering_id == offerings.c.id, *active_of(participant_id))
    known = select(offerings.c.id).where(
        unindexed(offerings.c.tenant_id) == tx.tenant_id,
        or_(offerings.c.live, held, await scope.within(tx, participant_id)),
    )
    once = known.join(sessions, sessions.c.offering_id == offerings.c.id).where(sessions.c.venue_id == venue_id)
    for placed in (known.where(offerings.c.venue_id == venue_id), once):
        if await tx.connection.scalar(placed.limit(1)) is not None:
            return True
    return False


def active_of(participant_id: int) -> tuple[ColumnElement[bool], ...]:
    """Find what somebody is registered for, or is reminded of."""
    return (registrations.c.participant_id == participant_id, registrations.c.status == "active")
