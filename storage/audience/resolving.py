"""Finding the recipients of a run: a page a transaction, from one table into another, none of them in memory.

A page goes through a window of people at most, so that nobody waits for a writer while a rare few are looked for.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, null, select, update

from storage import letters
from storage.announcements import rows
from storage.audience.choosing import WEEKLY, Choice, choice, parse
from storage.engine import Transaction
from storage.inserts import insert_missing
from storage.ledger.rows import WEEKLY_LETTER
from storage.letters import Letter
from storage.records.announcements import State
from storage.records.audiences import Audience
from storage.records.deliveries import Fate, Reason
from storage.tables import announcements, deliveries, group_chats, participants, subscriptions
from storage.tables.base import AnyRow

PAGE = 2000
WINDOW = 20_000
"""how many people are looked at in one transaction at most"""
EVERYBODY = 2**62
COLUMNS = (
    "announcement_id",
    "participant_id",
    "language",
    "status",
    "reason",
    "digest",
    "due_at",
    "attempts",
    "ended_at",
)


@dataclass(frozen=True, slots=True)
class Page:
    """The people after `after` up to `until`; `last` when nobody comes after them."""

    after: int
    until: int
    last: bool


async def resolve_page(tx: Transaction, announcement_id: int, limit: int = PAGE) -> bool:
    """Write the next recipients of a run into its ledger; True when all are found, or it does not run."""
    row = await rows.lock(tx, announcement_id)
    if row is None or row.resolved or row.state not in {State.RUNNING, State.PAUSED}:
        return True
    audience = parse(row.audience)
    if row.resolved_until == 0:
        await add_chats(tx, announcement_id, audience)
    chosen = choice(tx, audience, paged=True)
    page = await next_page(tx, chosen, row.resolved_until, limit)
    await add_people(tx, row, chosen, page)
    reached = update(announcements).where(announcements.c.id == announcement_id)
    await tx.connection.execute(reached.values(resolved_until=page.until, resolved=page.last))
    return page.last


async def add_chats(tx: Transaction, announcement_id: int, audience: Audience) -> None:
    """Write the chats into the ledger; they go first, for they are few."""
    if not audience.chats:
        return
    known = select(group_chats.c.id).where(
        group_chats.c.tenant_id == tx.tenant_id, group_chats.c.id.in_(audience.chats)
    )
    found = (await tx.connection.scalars(known.order_by(group_chats.c.id))).all()
    to_chat = {
        "announcement_id": announcement_id,
        "language": "",
        "status": Fate.WAITING.value,
        "reason": "",
        "due_at": tx.now,
        "attempts": 0,
    }
    if found:
        await tx.connection.execute(insert_missing(tx, deliveries), [to_chat | {"group_id": id_} for id_ in found])


async def next_page(tx: Transaction, chosen: Choice, after: int, limit: int) -> Page:
    """Find where the next page ends."""
    until = None if chosen.few else await window_end(tx, chosen, after)
    within = between(chosen, after, until or EVERYBODY)
    found = select(participants.c.id).select_from(chosen.source).where(*chosen.where, *within)
    page = found.order_by(place(chosen)).limit(limit).subquery()
    number, highest = (await tx.connection.execute(select(func.count(), func.max(page.c.id)))).one()
    if number == limit:
        return Page(after, highest, last=False)
    return Page(after, until or highest or after, last=until is None)


async def window_end(tx: Transaction, chosen: Choice, after: int) -> int | None:
    """Tell up to whom to look now; None when the rest fits."""
    subscribed = subscriptions.c.participant_id
    far = select(subscribed).where(subscribed > after).order_by(subscribed).offset(WINDOW).limit(1)
    found: int | None = await tx.connection.scalar(far)
    return found


def place(chosen: Choice) -> ColumnElement[int]:
    """Tell where somebody stands among the people.

    Of a few it is computed: SQLite would else go through everybody in order, and ask of each whether they are one of the few.
    """
    return participants.c.id + 0 if chosen.few else participants.c.id


def between(chosen: Choice, after: int, until: int) -> list[ColumnElement[bool]]:
    """Say that somebody stands on a page, of both tables: PostgreSQL does not see that one follows from the other."""
    columns = [place(chosen)] if chosen.few else [place(chosen), subscriptions.c.participant_id]
    return [limit for column in columns for limit in (column > after, column <= until)]


async def add_people(tx: Transaction, row: AnyRow, chosen: Choice, page: Page) -> None:
    """Write a page of people into the ledger, and plan the letters of those who want news weekly."""
    letter = letters.next_letter(tx.now, tx.zone)
    last = await rows.last_start(tx, row.offering_id)
    in_time = last is None or letter.due_at < last
    found = entries(tx, row.id, chosen, page, letter, in_time=in_time)
    await tx.connection.execute(insert_missing(tx, deliveries).from_select(COLUMNS, found))
    if chosen.news and in_time:
        weekly = (*chosen.where, *between(chosen, page.after, page.until), WEEKLY)
        await letters.plan(tx, select(participants.c.id).select_from(chosen.source).where(*weekly), letter)


def entries(
    tx: Transaction, announcement_id: int, chosen: Choice, page: Page, letter: Letter, *, in_time: bool
) -> Select[tuple[object, ...]]:
    """Select the ledger's rows of a page. What a weekly letter would bring too late is missed from the start."""
    weekly = WEEKLY if chosen.news else literal(False)
    late = and_(weekly, literal(not in_time))
    held = and_(weekly, literal(in_time))
    kinds = deliveries.c
    return (
        select(
            literal(announcement_id, kinds.announcement_id.type),
            participants.c.id,
            participants.c.language,
            case((late, Fate.MISSED.value), else_=Fate.WAITING.value),
            case((late, Reason.TOO_LATE.value), (held, WEEKLY_LETTER), else_=""),
            case((held, literal(letter.week)), else_=null()),
            case((weekly, null()), else_=literal(tx.now, kinds.due_at.type)),
            literal(0, kinds.attempts.type),
            case((late, literal(tx.now, kinds.ended_at.type)), else_=null()),
        )
        .select_from(chosen.source)
        .where(*chosen.where, *between(chosen, page.after, page.until))
    )
