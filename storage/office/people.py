"""The people on the lists of an offering: registered, offered a place, waiting; names are unsealed for one page alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, not_, null, or_, select

from storage import people, places, waiting
from storage.engine import Transaction
from storage.records.rosters import Standing
from storage.records.signups import Offered, OfferedPage, Signup, SignupPage
from storage.tables import attendees, offerings, participants, registrations, sessions, waiting_list
from storage.tables.base import AnyRow

PAGE_SIZE = 4
FOUND_AT_MOST = 5
HELD = (registrations.c.status == "active") & not_(registrations.c.reminder_only)
QUEUED = waiting_list.c.status.in_(places.OPEN)
LINE = (waiting_list.c.status == "waiting", waiting_list.c.id)
"""those who were offered a place come first"""


def registered() -> Select[*tuple[Any, ...]]:
    """Select registrations with who comes, and the offering each is for."""
    source = (
        registrations.join(offerings, offerings.c.id == registrations.c.offering_id)
        .join(attendees, attendees.c.id == registrations.c.attendee_id)
        .outerjoin(participants, participants.c.id == registrations.c.participant_id)
    )
    return (
        select(registrations, attendees.c.name, attendees.c.child, participants.c.language)
        .add_columns(literal(True).label("registration"), null().label("offered_at"), null().label("deadline"))
        .add_columns(null().label("position"))
        .select_from(source)
    )


def queued() -> Select[*tuple[Any, ...]]:
    """Select waiting-list entries with who waits, and the offering each is for."""
    source = (
        waiting_list.join(offerings, offerings.c.id == waiting_list.c.offering_id)
        .join(attendees, attendees.c.id == waiting_list.c.attendee_id)
        .outerjoin(participants, participants.c.id == waiting_list.c.participant_id)
    )
    return (
        select(waiting_list, attendees.c.name, attendees.c.child, participants.c.language)
        .add_columns(literal(False).label("registration"), null().label("confirmed_at"))
        .add_columns(waiting.place_in_line().label("position"))
        .select_from(source)
    )


def record(row: AnyRow) -> Signup:
    """Make the record of one person on a list."""
    standing = Standing.OFFERED if row.status == "offered" else Standing.WAITING
    return Signup(
        id=row.id,
        registration=bool(row.registration),
        offering_id=row.offering_id,
        session_id=row.session_id,
        name=row.name,
        child=row.child,
        code=row.code,
        standing=Standing.REGISTERED if row.registration else standing,
        since=row.created_at,
        active=row.status in ("active", *places.OPEN),
        phone=row.participant_id is None,
        language=row.language or "",
        origin=row.origin if row.registration else ("phone" if row.participant_id is None else "bot"),
        confirmed_at=row.confirmed_at,
        note=row.note or "",
        offered_at=row.offered_at,
        deadline=row.deadline,
        position=row.position or None,
    )


async def read_page(
    tx: Transaction, mine: ColumnElement[bool], offering_id: int, session_id: int | None, page: int
) -> SignupPage:
    """Read a page of the people of a course or session; one past the end is the last."""
    key = session_id or places.WHOLE
    held = (mine, HELD, registrations.c.offering_id == offering_id, registrations.c.session_key == key)
    line = (mine, QUEUED, waiting_list.c.offering_id == offering_id, waiting_list.c.session_key == key)
    counts = places.counts_of(await places.count(tx, [offering_id]), offering_id, key)
    offered = await count_offered(tx, offering_id, key)
    with_place = counts.taken - offered
    total = counts.taken + counts.waiting
    page = min(max(0, page), max(0, -(-total // PAGE_SIZE) - 1))
    first = page * PAGE_SIZE
    rows = await rows_of(tx, registered().where(*held).order_by(registrations.c.id), first, PAGE_SIZE)
    skipped = max(0, first - with_place)
    rows += await rows_of(tx, queued().where(*line).order_by(*LINE), skipped, PAGE_SIZE - len(rows))
    return SignupPage(tuple(map(record, rows)), with_place, offered, counts.waiting, page, PAGE_SIZE)


async def rows_of(tx: Transaction, statement: Select[*tuple[Any, ...]], skipped: int, most: int) -> list[AnyRow]:
    """Read some of what a statement selects; nothing where there is no room for it."""
    if most <= 0:
        return []
    return list((await tx.connection.execute(statement.offset(skipped).limit(most))).all())


async def count_offered(tx: Transaction, offering_id: int, key: int) -> int:
    """Count to whom a place is offered that they have not answered about."""
    asked = select(func.count()).where(
        waiting_list.c.tenant_id == tx.tenant_id,
        waiting_list.c.offering_id == offering_id,
        waiting_list.c.session_key == key,
        waiting_list.c.status == "offered",
    )
    return int(await tx.connection.scalar(asked) or 0)


async def find(tx: Transaction, mine: ColumnElement[bool], offering_id: int, typed: str) -> tuple[Signup, ...]:
    """Find people of an offering by their code or their whole name, those with a place first."""
    wanted = typed.strip()
    if not wanted:
        return ()
    name = attendees.c.name_index == people.name_index(tx, wanted)
    code = wanted.upper()
    held = (mine, HELD, registrations.c.offering_id == offering_id, or_(registrations.c.code == code, name))
    line = (mine, QUEUED, waiting_list.c.offering_id == offering_id, or_(waiting_list.c.code == code, name))
    rows = await rows_of(tx, registered().where(*held).order_by(registrations.c.id), 0, FOUND_AT_MOST)
    rows += await rows_of(tx, queued().where(*line).order_by(*LINE), 0, FOUND_AT_MOST - len(rows))
    return tuple(map(record, rows))


async def one_registered(tx: Transaction, mine: ColumnElement[bool], registration_id: int) -> Signup | None:
    """Read somebody who has a place, or had one."""
    asked = registered().where(mine, registrations.c.id == registration_id)
    row = (await tx.connection.execute(asked)).one_or_none()
    return None if row is None else record(row)


async def one_queued(tx: Transaction, mine: ColumnElement[bool], entry_id: int) -> Signup | None:
    """Read somebody who waits, or waited."""
    asked = queued().where(mine, waiting_list.c.id == entry_id)
    row = (await tx.connection.execute(asked)).one_or_none()
    return None if row is None else record(row)


async def read_offered(tx: Transaction, mine: ColumnElement[bool], offering_id: int, page: int) -> OfferedPage:
    """Read a page of who was offered a place of an offering, the newest first; one past the end is the last."""
    ever = (mine, waiting_list.c.offering_id == offering_id, waiting_list.c.offered_at.is_not(None))
    total = await count_ever_offered(tx, offering_id)
    page = min(max(0, page), max(0, -(-total // PAGE_SIZE) - 1))
    source = (
        waiting_list.join(offerings, offerings.c.id == waiting_list.c.offering_id)
        .join(attendees, attendees.c.id == waiting_list.c.attendee_id)
        .outerjoin(sessions, sessions.c.id == waiting_list.c.session_id)
    )
    own = (waiting_list.c.offered_at, waiting_list.c.deadline, waiting_list.c.status, waiting_list.c.ended_at)
    asked = select(*own, attendees.c.name, sessions.c.start).select_from(source).where(*ever)
    newest = asked.order_by(waiting_list.c.offered_at.desc(), waiting_list.c.id.desc())
    rows = await rows_of(tx, newest, page * PAGE_SIZE, PAGE_SIZE)
    lines = (Offered(row.name, row.start, row.offered_at, row.deadline, row.status, row.ended_at) for row in rows)
    return OfferedPage(tuple(lines), total, page, PAGE_SIZE)


async def count_ever_offered(tx: Transaction, offering_id: int) -> int:
    """Count to how many a place of an offering was ever offered."""
    asked = select(func.count()).where(
        waiting_list.c.tenant_id == tx.tenant_id,
        waiting_list.c.offering_id == offering_id,
        waiting_list.c.offered_at.is_not(None),
    )
    return int(await tx.connection.scalar(asked) or 0)
