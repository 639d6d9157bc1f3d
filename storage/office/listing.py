"""The offerings somebody runs, a page at a time: what is next first, then what has no date, then what is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from storage import calls, criteria, places, texts
from storage.catalogue import TITLES
from storage.engine import Transaction
from storage.ground import ground_of
from storage.office import scope
from storage.places import Counts
from storage.records.catalogue import SessionStatus
from storage.records.signups import RunLine, RunListing, Tally
from storage.tables import offerings, sessions
from storage.tables.base import AnyRow
from storage.texts import Texts
from storage.topics import first_topic

PAGE_SIZE = 5


async def read(
    tx: Transaction, languages: Sequence[str], me: int | None, word: str, page: int, page_size: int = PAGE_SIZE
) -> RunListing:
    """Read a page of the offerings somebody runs that hold a word; one past the end is the last."""
    mine = [await scope.within(tx, me), *criteria.said(ground_of(tx), word, languages)]
    total = int(await tx.connection.scalar(select(func.count()).select_from(offerings).where(*mine)) or 0)
    page = min(max(0, page), max(0, -(-total // page_size) - 1))
    statement = in_order(tx, mine).limit(page_size).offset(page * page_size)
    rows = (await tx.connection.execute(statement)).all()
    return RunListing(await lines(tx, languages, rows), total, page, page_size)


def in_order(tx: Transaction, mine: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    """Select offerings with their next session, in the order somebody looks for them."""
    held = (sessions.c.offering_id == offerings.c.id, sessions.c.status != SessionStatus.CANCELLED)
    ahead = select(func.min(sessions.c.start)).where(*held, sessions.c.end > tx.now).correlate(offerings)
    last = select(func.max(sessions.c.start)).where(held[0]).correlate(offerings).scalar_subquery()
    following = ahead.scalar_subquery()
    rank = case((following.is_not(None), 0), (last.is_(None), 1), else_=2)
    own = (offerings.c.id, offerings.c.source_id, offerings.c.whole_course, offerings.c.capacity)
    state = (offerings.c.draft, offerings.c.live, first_topic())
    return (
        select(*own, *state, following.label("next_start"), last.label("last_start"))
        .where(*mine)
        .order_by(rank, following, last.desc(), offerings.c.id)
    )


async def lines(tx: Transaction, languages: Sequence[str], rows: Sequence[AnyRow]) -> tuple[RunLine, ...]:
    """Make the lines of a page, with the counts of what is next."""
    ids = [row.id for row in rows]
    if not ids:
        return ()
    titles = await texts.read(tx, languages, {"offering": ids}, TITLES)
    counted = await places.count(tx, ids)
    soonest = await next_sessions(tx, rows)
    phone = await calls.count(tx, ids)
    made = (line(row, titles, counted, soonest.get(row.id)) for row in rows)
    return tuple(replace(one, to_phone=phone.get(one.id, 0)) for one in made)


async def next_sessions(tx: Transaction, rows: Sequence[AnyRow]) -> dict[int, AnyRow]:
    """Read the next session of each offering that has one to come."""
    wanted = {row.id: row.next_start for row in rows if row.next_start is not None}
    asked = select(sessions.c.id, sessions.c.offering_id, sessions.c.start, sessions.c.capacity).where(
        sessions.c.offering_id.in_(wanted), sessions.c.start.in_(wanted.values())
    )
    held = asked.where(sessions.c.status != SessionStatus.CANCELLED).order_by(sessions.c.id.desc())
    found = (await tx.connection.execute(held)).all() if wanted else ()
    return {row.offering_id: row for row in found if row.start == wanted[row.offering_id]}


def line(row: AnyRow, titles: Texts, counted: dict[tuple[int, int], Counts], following: AnyRow | None) -> RunLine:
    """Make a line."""
    key = places.WHOLE if row.whole_course or following is None else following.id
    capacity = row.capacity if key == places.WHOLE or following is None else following.capacity or row.capacity
    counts = places.counts_of(counted, row.id, key)
    return RunLine(
        id=row.id,
        title=titles.short_title(row.id) or titles.name("offering", row.id, "title", row.source_id),
        topic=row.topic or "",
        next_start=row.next_start,
        last_start=row.last_start,
        tally=Tally(counts.taken, counts.waiting, capacity),
        draft=row.draft,
        live=row.live,
    )
