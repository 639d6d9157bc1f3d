"""Who is to be phoned about an offering, with name and code, for whoever runs it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from storage import calls as noting
from storage import sessions, texts
from storage.engine import Transaction
from storage.office import people
from storage.records.signups import Call, CallReason
from storage.tables import calls, offerings, registrations, waiting_list

AT_MOST = 50
"""more than these nobody phones in one go; they come up as others are ticked off"""


async def read(
    tx: Transaction, languages: Sequence[str], mine: ColumnElement[bool], offering_id: int
) -> tuple[Call, ...]:
    """Read whom to phone about an offering, the oldest matter first."""
    source = calls.join(offerings, offerings.c.id == calls.c.offering_id)
    open_ = (calls.c.offering_id == offering_id, mine, noting.is_open())
    asked = select(calls).select_from(source).where(*open_).order_by(calls.c.id).limit(AT_MOST)
    rows = (await tx.connection.execute(asked)).all()
    if not rows:
        return ()
    held = people.registered().where(registrations.c.id.in_([row.registration_id for row in rows]))
    line = people.queued().where(waiting_list.c.id.in_([row.entry_id for row in rows]))
    who = {(True, one.id): people.record(one) for one in await tx.connection.execute(held)}
    who |= {(False, one.id): people.record(one) for one in await tx.connection.execute(line)}
    dates = await sessions.read(tx, [offering_id])
    found = await texts.read(tx, languages, sessions.subjects(dates))
    by_id = {one.id: one for one in sessions.records(dates, {}, found)}
    return tuple(
        Call(
            id=row.id,
            person=who[row.registration_id is not None, row.registration_id or row.entry_id],
            reason=CallReason(row.reason),
            since=row.created_at,
            session=by_id.get(row.session_id),
        )
        for row in rows
    )
