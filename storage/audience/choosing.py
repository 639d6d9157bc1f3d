"""Audiences: who is chosen by one, counted, and found page by page, all of it inside the database.

An announcement of news goes to who agreed to news. A topic, quarter or audience it names reaches those who chose that one,
and those who chose none of the kind, for they want all. One about an offering that people have, await, attended or wished
for, and one that follows up a tap, needs no agreement and waits for no weekly letter. Who objected is in none. Whom to leave
out goes by what people chose themselves: having chosen nothing is no reason to be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, case, exists, false, func, or_, select, union_all

from storage.engine import SYSTEM, Database, Transaction
from storage.fulfilment import UNMET
from storage.places import OPEN
from storage.records.announcements import Frequency
from storage.records.audiences import Audience, Facets, Headcount, LanguageCount, Wish
from storage.tables import (
    announcement_taps,
    attendance,
    group_chats,
    interests,
    participants,
    quarters,
    registrations,
    sessions,
    subscription_choices,
    subscriptions,
    topics,
    waiting_list,
)

SOURCE: FromClause = participants.outerjoin(subscriptions, subscriptions.c.participant_id == participants.c.id)
SUBSCRIBED: FromClause = participants.join(subscriptions, subscriptions.c.participant_id == participants.c.id)
WEEKLY = subscriptions.c.frequency == Frequency.WEEKLY.value
CHOSEN = {
    "topic": subscriptions.c.any_topic,
    "quarter": subscriptions.c.any_quarter,
    "audience": subscriptions.c.any_audience,
}
"""by which column it shows that somebody chose none of a kind"""


def dump(audience: Audience) -> str:
    """Write an audience for a column."""
    return msgspec.json.encode(audience).decode()


def parse(written: str) -> Audience:
    """Read an audience from a column."""
    return msgspec.json.decode(written, type=Audience)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which people an audience chooses: `where` holds for them in `source`. `news`: the weekly letter may bring it."""

    source: FromClause
    where: tuple[ColumnElement[bool], ...]
    news: bool
    few: bool
    """a handful, found by what they have; not worth going through everybody"""


def choice(tx: Transaction, audience: Audience, *, paged: bool = False) -> Choice:
    """Tell how to find the people of an audience, all of them or, `paged`, a few out of many at a time."""
    who, few = audience.who, audience.who.by_offering or audience.tapped is not None
    where = [participants.c.tenant_id == tx.tenant_id, subscriptions.c.objected_at.is_(None), *facets(who, paged=paged)]
    if not few:
        where.append(subscriptions.c.agreed_at.is_not(None))
    if audience.tapped is not None:
        where.append(participants.c.id.in_(tapping(*audience.tapped)))
    elif not audience.everyone:
        where.append(false())
    where += leaving_out(audience.without, paged=paged)
    return Choice(SOURCE if few else SUBSCRIBED, tuple(where), not few, few)


def facets(who: Facets, *, paged: bool) -> Iterable[ColumnElement[bool]]:
    """Say what has to hold for whom the facets choose: each that names something."""
    if who.languages:
        yield participants.c.language.in_(who.languages)
    for kind, values in chosen_of(who):
        yield or_(subscriptions.c.participant_id.is_(None), CHOSEN[kind], chose(kind, values, paged=paged))
    if who.by_offering:
        yield participants.c.id.in_(union_all(*claiming(who)))


def leaving_out(without: Facets, *, paged: bool) -> Iterable[ColumnElement[bool]]:
    """Say what must not hold, for any facet."""
    if without.languages:
        yield participants.c.language.not_in(without.languages)
    for kind, values in chosen_of(without):
        yield ~chose(kind, values, paged=paged)
    if without.by_offering:
        yield participants.c.id.not_in(union_all(*claiming(without)))


def chosen_of(named: Facets) -> Iterable[tuple[str, Sequence[str]]]:
    """List the facets that people choose for their news, as far as they name something."""
    kinds = (("topic", named.topics), ("quarter", named.quarters), ("audience", named.audiences))
    return ((kind, values) for kind, values in kinds if values)


def chose(kind: str, values: Sequence[str], *, paged: bool) -> ColumnElement[bool]:
    """Say that somebody chose one of these for their news.

    For a page of people it asks for one at a time: PostgreSQL would else read everybody's choices for each page.
    """
    mine = subscription_choices.c
    theirs = (mine.participant_id == participants.c.id, mine.field == kind, mine.value.in_(values))
    if not paged:
        return exists().where(*theirs)
    return select(mine.participant_id).where(*theirs).limit(1).scalar_subquery().is_not(None)


def claiming(named: Facets) -> Iterable[Select[int]]:
    """Find the people who have, await, attended or wished for an offering, or wished for something like it."""
    held, queued, present, wish = registrations.c, waiting_list.c, attendance.c, interests.c
    if named.registered:
        yield somebody(held.participant_id).where(
            held.offering_id.in_(named.registered), held.status == "active", ~held.reminder_only
        )
    if named.waiting:
        yield somebody(queued.participant_id).where(queued.offering_id.in_(named.waiting), queued.status.in_(OPEN))
    if named.attended:
        joined = attendance.join(registrations, held.id == present.registration_id).join(
            sessions, sessions.c.id == present.session_id
        )
        there = (sessions.c.offering_id.in_(named.attended), present.present.is_(True))
        yield somebody(held.participant_id).select_from(joined).where(*there)
    if named.interested:
        yield somebody(wish.participant_id).where(wish.offering_id.in_(named.interested), *UNMET)
    if named.wished:
        said = or_(*(is_said(one) for one in named.wished))
        yield somebody(wish.participant_id).where(wish.offering_id.is_(None), *UNMET, said)


def is_said(wanted: Wish) -> ColumnElement[bool]:
    """Say that a wish is just this one: what was left open there was left open here."""
    said = interests.c
    return and_(
        named_by(said.topic_id, topics, wanted.topic),
        named_by(said.quarter_id, quarters, wanted.quarter),
        said.language == wanted.language,
        said.part_of_day == wanted.part_of_day,
    )


def named_by(column: ColumnElement[int | None], table: Table, slug: str) -> ColumnElement[bool]:
    """Say that a topic or quarter is the one with a slug, or that none was named."""
    return column.in_(select(table.c.id).where(table.c.slug == slug)) if slug else column.is_(None)


def somebody(column: ColumnElement[int]) -> Select[int]:
    """Select people; one who was erased is nobody, and would make NOT IN unknown for everybody."""
    return select(column).where(column.is_not(None))


def tapping(announcement_id: int, button: str) -> Select[int]:
    """Find the people who tapped a button of an announcement."""
    taps = announcement_taps.c
    return somebody(taps.participant_id).where(taps.announcement_id == announcement_id, taps.button == button)


async def headcount(tx: Transaction, audience: Audience) -> Headcount:
    """Count the people of an audience by language, and its chats, as they are now; in a `light` transaction as of a moment ago.

    CountFirstError when that needs a count nobody made yet.
    """
    if tx.light:
        return tx.counts.recent(dump(audience), tx.now)
    count = await counted(tx, audience)
    if tx.reads:
        tx.counts.remember(dump(audience), count, tx.now)
    return count


async def count_ahead(database: Database, audience: str, now: Callable[[], datetime]) -> None:
    """Count an audience, as it is written down, for a light transaction that comes next."""
    async with database.reading(now(), SYSTEM) as tx:
        count = await counted(tx, parse(audience))
    database.counts.remember(dump(parse(audience)), count, now())


async def counted(tx: Transaction, audience: Audience) -> Headcount:
    """Count."""
    chosen = choice(tx, audience)
    away = participants.c.unreachable_since.is_not(None)
    weekly = and_(WEEKLY, ~away) if chosen.news else false()
    asked = (
        select(
            participants.c.language,
            func.count().label("total"),
            func.sum(case((away, 1), else_=0)).label("blocked"),
            func.sum(case((weekly, 1), else_=0)).label("weekly"),
        )
        .select_from(chosen.source)
        .where(*chosen.where)
        .group_by(participants.c.language)
    )
    rows = (await tx.connection.execute(asked)).all()
    counts = [LanguageCount(row.language, row.total, row.blocked, row.weekly) for row in rows]
    most_first = tuple(sorted(counts, key=lambda count: (-count.total, count.language)))
    return Headcount(most_first, await count_chats(tx, audience.chats))


async def count_chats(tx: Transaction, chats: Sequence[int]) -> int:
    """Count the chats there are of these."""
    if not chats:
        return 0
    asked = select(func.count()).select_from(group_chats)
    known = (group_chats.c.tenant_id == tx.tenant_id, group_chats.c.id.in_(chats))
    return await tx.connection.scalar(asked.where(*known)) or 0
