"""Rosters: everybody on the list of an offering, read at once however long it is.

Names are unsealed here, for the one list that is read. Who only asked to be reminded is on no list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Join, Select, Table, and_, bindparam, not_, select

from storage import catalogue, places
from storage.engine import Transaction
from storage.records.rosters import Entry, Roster, Standing
from storage.tables import attendance, attendees, offerings, participants, registrations, waiting_list
from storage.tables.base import AnyRow

Answers = dict[int, tuple[tuple[int, bool], ...]]


def with_people(claims: Table) -> Join:
    """Join who comes, and whoever answers for them where there is one."""
    return claims.join(attendees, attendees.c.id == claims.c.attendee_id).outerjoin(
        participants, participants.c.id == claims.c.participant_id
    )


def of_offering(claims: Table) -> ColumnElement[bool]:
    """Narrow claims to one offering of the tenant."""
    return and_(claims.c.tenant_id == bindparam("tenant"), claims.c.offering_id == bindparam("offering"))


def claimed(claims: Table) -> Select[*tuple[Any, ...]]:
    """Select claims on an offering with who comes, the first claim first."""
    own = (claims.c.id, claims.c.session_id, claims.c.session_key, claims.c.status, claims.c.created_at)
    return (
        select(*own, attendees.c.name, attendees.c.child, participants.c.language)
        .select_from(with_people(claims))
        .where(of_offering(claims))
        .order_by(claims.c.id)
    )


HOLDING = and_(registrations.c.status == "active", not_(registrations.c.reminder_only))
REGISTERED = claimed(registrations).add_columns(registrations.c.code).where(HOLDING)
QUEUED = claimed(waiting_list).add_columns(waiting_list.c.code).where(waiting_list.c.status.in_(places.OPEN))
ANSWERS = (
    select(attendance.c.registration_id, attendance.c.session_id, attendance.c.coming, attendance.c.present)
    .join(registrations, registrations.c.id == attendance.c.registration_id)
    .where(of_offering(registrations), HOLDING)
    .order_by(attendance.c.session_id)
)
BY_SOURCE = select(offerings.c.id).where(
    offerings.c.tenant_id == bindparam("tenant"), offerings.c.source_id == bindparam("source")
)
SOURCES = select(offerings.c.source_id).where(offerings.c.tenant_id == bindparam("tenant"))


async def find(tx: Transaction, source_id: str) -> int | None:
    """Find an offering by its id in the catalogue's files; None when there is none."""
    found: int | None = await tx.connection.scalar(BY_SOURCE, {"tenant": tx.tenant_id, "source": source_id})
    return found


async def source_of(tx: Transaction, offering_id: int) -> str | None:
    """Tell by which id the catalogue's files know an offering; None when there is none."""
    mine = (offerings.c.tenant_id == tx.tenant_id, offerings.c.id == offering_id)
    found: str | None = await tx.connection.scalar(select(offerings.c.source_id).where(*mine))
    return found


async def known(tx: Transaction) -> Sequence[str]:
    """List by which ids of the catalogue's files offerings are known."""
    return sorted((await tx.connection.scalars(SOURCES, {"tenant": tx.tenant_id})).all())


async def read(tx: Transaction, languages: Sequence[str], source_id: str) -> Roster | None:
    """Read an offering with its list; None when there is none. The statements do not grow with the list."""
    offering_id = await find(tx, source_id)
    offering = None if offering_id is None else await catalogue.offering(tx, languages, offering_id, drafts=True)
    if offering is None:
        return None
    bounds = {"tenant": tx.tenant_id, "offering": offering.id}
    held = (await tx.connection.execute(REGISTERED, bounds)).all()
    coming, present = answers((await tx.connection.execute(ANSWERS, bounds)).all())
    queued = (await tx.connection.execute(QUEUED, bounds)).all()
    registered = (registered_entry(row, coming, present) for row in held)
    return Roster(source_id, offering, (*registered, *queued_entries(queued)))


def answers(rows: Iterable[AnyRow]) -> tuple[Answers, Answers]:
    """Sort by registration who said they come to which session, and who was there."""
    coming: Answers = defaultdict(tuple)
    present: Answers = defaultdict(tuple)
    for row in rows:
        if row.coming is not None:
            coming[row.registration_id] += ((row.session_id, row.coming),)
        if row.present is not None:
            present[row.registration_id] += ((row.session_id, row.present),)
    return coming, present


def registered_entry(row: AnyRow, coming: Answers, present: Answers) -> Entry:
    """Make the entry of somebody who holds a place."""
    return Entry(
        name=row.name,
        child=row.child,
        code=row.code,
        language=row.language or "",
        standing=Standing.REGISTERED,
        session_id=row.session_id,
        since=row.created_at,
        coming=coming.get(row.id, ()),
        present=present.get(row.id, ()),
    )


def queued_entries(rows: Iterable[AnyRow]) -> list[Entry]:
    """Make the entries of those who wait, with their place in the line for the same course or session."""
    line: dict[int, int] = defaultdict(int)
    entries = []
    for row in rows:
        waits = row.status == "waiting"
        line[row.session_key] += waits
        entries.append(queued_entry(row, line[row.session_key] if waits else None))
    return entries


def queued_entry(row: AnyRow, position: int | None) -> Entry:
    """Make the entry of somebody who waits, or was offered a place."""
    return Entry(
        name=row.name,
        child=row.child,
        code=row.code,
        language=row.language or "",
        standing=Standing(row.status),
        session_id=row.session_id,
        since=row.created_at,
        position=position,
    )
