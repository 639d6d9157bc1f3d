"""Demand: wishes that nothing met yet, counted by what they are for.

Numbers below the fewest never leave here, nor does their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, case, func, null, select

from locales.text import Content
from storage import announcements, fulfilment, texts
from storage import criteria as narrowing
from storage.engine import Transaction
from storage.office import scope
from storage.records.announcements import Objection, Outcome, Ready, Refusal
from storage.records.audiences import Audience, Facets, Wish
from storage.records.catalogue import Choice
from storage.records.demand import Combination, Wanted, WantedOffering, WantedOfferings, WantedPage
from storage.records.figures import FEWEST
from storage.tables import interests, offerings, quarters, sessions, topics
from storage.tables.base import AnyRow
from storage.texts import Texts
from storage.topics import first_topic

Condition = ColumnElement[bool]

NAMED: FromClause = interests.outerjoin(topics, topics.c.id == interests.c.topic_id).outerjoin(
    quarters, quarters.c.id == interests.c.quarter_id
)
KEY = (interests.c.topic_id, interests.c.quarter_id, interests.c.language, interests.c.part_of_day)
SLUGS = (topics.c.slug.label("topic"), quarters.c.slug.label("quarter"))
PEOPLE = func.count(interests.c.participant_id.distinct())
ENOUGH = case((PEOPLE >= FEWEST, PEOPLE), else_=null()).label("people")
"""how many, as far as that may be told; sorting by it does not sort the few"""
TABLES = {"topic": topics, "quarter": quarters}


class Demand:
    """Reads wishes for one person who runs offerings, in one transaction."""

    def __init__(self, tx: Transaction, me: int, languages: Sequence[str]) -> None:
        self._tx, self._me, self._languages = tx, me, languages

    async def wanted(self, sought: Combination, page: int, page_size: int = 4) -> WantedPage:
        """Read a page of what people wish for; one past the end is the last."""
        if not await coordinates(self._tx, self._me):
            return WantedPage((), 0, 1)
        statement = combined(self._tx, *looked_for(sought))
        rows, page, pages = await self._page(statement, page, page_size)
        names = await self._names(rows, sought)
        single = await self._tx.connection.scalar(select(func.count()).select_from((await self._single()).subquery()))
        topic, quarter = names.get("topic", sought.topic_id, "name"), names.get("quarter", sought.quarter_id, "name")
        return WantedPage(tuple(record(row, names) for row in rows), page, pages, single or 0, topic, quarter)

    async def one(self, combination: Combination) -> Wanted | None:
        """Read how many wish for just this; None when nobody does any more."""
        row = await find(self._tx, self._me, combination)
        return None if row is None else record(row, await self._names([row], Combination()))

    async def values(self, field: str) -> tuple[Choice, ...]:
        """Read which values of a field people named, in the order of their names."""
        if not await coordinates(self._tx, self._me):
            return ()
        if field in TABLES:
            return await self._named_values(field)
        said = select(interests.c[field]).where(*general(self._tx), interests.c[field] != "").distinct()
        return tuple(Choice(value, 0) for value in sorted((await self._tx.connection.scalars(said)).all()))

    async def wanted_offerings(self, page: int, page_size: int = 4) -> WantedOfferings:
        """Read a page of the offerings that people wish for, of those the reader runs."""
        rows, page, pages = await self._page(await self._single(), page, page_size)
        return WantedOfferings(await self._offerings(rows), page, pages)

    async def wanted_offering(self, offering_id: int) -> WantedOffering | None:
        """Read how many wish for an offering; None when nobody does, or somebody else runs it."""
        statement = await self._single(offerings.c.id == offering_id)
        rows = (await self._tx.connection.execute(statement)).all()
        return next(iter(await self._offerings(rows)), None)

    async def _page(self, statement: Select[Any], page: int, page_size: int) -> tuple[Sequence[AnyRow], int, int]:
        """Read the rows of a page, its number and how many pages there are."""
        total = await self._tx.connection.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
        pages = max(1, -(-(total or 0) // page_size))
        page = min(max(0, page), pages - 1)
        rows = (await self._tx.connection.execute(statement.limit(page_size).offset(page * page_size))).all()
        return rows, page, pages

    async def _names(self, rows: Iterable[AnyRow], sought: Combination) -> Texts:
        """Read the names of topics and quarters."""
        found = list(rows)
        wanted = {
            "topic": {row.topic_id for row in found} | {sought.topic_id},
            "quarter": {row.quarter_id for row in found} | {sought.quarter_id},
        }
        ids = {subject: [one for one in some if one] for subject, some in wanted.items()}
        return await texts.read(self._tx, self._languages, ids, ("name",))

    async def _named_values(self, field: str) -> tuple[Choice, ...]:
        """Read which topics or quarters people named; the values are ids."""
        table, column = TABLES[field], interests.c[f"{field}_id"]
        said = (
            select(table.c.id, table.c.slug).join(interests, column == table.c.id).where(*general(self._tx)).distinct()
        )
        rows = (await self._tx.connection.execute(said)).all()
        names = await texts.read(self._tx, self._languages, {field: [row.id for row in rows]}, ("name",))
        found = [Choice(str(row.id), 0, names.name(field, row.id, "name", row.slug)) for row in rows]
        return tuple(sorted(found, key=lambda choice: choice.label.text.casefold() if choice.label else ""))

    async def _single(self, *which: Condition) -> Select[Any]:
        """Count the wishes for single offerings that the reader runs."""
        mine = (*active(self._tx), offerings.c.live, await scope.within(self._tx, self._me), *which)
        start = (
            select(func.min(sessions.c.start))
            .where(narrowing.of_offering(), sessions.c.start > self._tx.now, narrowing.takes_place())
            .correlate(offerings)
            .scalar_subquery()
        )
        return (
            select(offerings.c.id, offerings.c.source_id, first_topic(), start.label("next_start"), ENOUGH)
            .select_from(interests.join(offerings, offerings.c.id == interests.c.offering_id))
            .where(*mine)
            .group_by(offerings.c.id, offerings.c.source_id)
            .order_by(ENOUGH.desc().nulls_last(), offerings.c.id)
        )

    async def _offerings(self, rows: Sequence[AnyRow]) -> tuple[WantedOffering, ...]:
        """Make the records of offerings."""
        titles = await texts.read(
            self._tx, self._languages, {"offering": [row.id for row in rows]}, ("title", "short_title")
        )
        return tuple(
            WantedOffering(row.id, title_of(titles, row), row.topic or "", row.next_start, row.people) for row in rows
        )


def title_of(titles: Texts, row: AnyRow) -> Content:
    """Name an offering as short as it can be."""
    return titles.short_title(row.id) or titles.name("offering", row.id, "title", row.source_id)


async def coordinates(tx: Transaction, participant_id: int | None) -> bool:
    """Say whether somebody runs any offerings; wishes that are for none belong to no provider."""
    return await scope.providers_of(tx, participant_id) != frozenset()


def active(tx: Transaction) -> tuple[Condition, ...]:
    """Find the wishes that were neither withdrawn nor met."""
    return (interests.c.tenant_id == tx.tenant_id, *fulfilment.UNMET)


def general(tx: Transaction) -> tuple[Condition, ...]:
    """Find the wishes for something that is not there yet."""
    return (*active(tx), interests.c.offering_id.is_(None))


def looked_for(sought: Combination) -> Iterable[Condition]:
    """Narrow wishes to what is looked for; what is open there is any."""
    if sought.topic_id:
        yield interests.c.topic_id == sought.topic_id
    if sought.quarter_id:
        yield interests.c.quarter_id == sought.quarter_id
    if sought.language:
        yield interests.c.language == sought.language
    if sought.part_of_day:
        yield interests.c.part_of_day == sought.part_of_day


def just(combination: Combination) -> Iterable[Condition]:
    """Narrow wishes to one combination; what is open there was left open."""
    yield interests.c.topic_id.is_not_distinct_from(combination.topic_id or None)
    yield interests.c.quarter_id.is_not_distinct_from(combination.quarter_id or None)
    yield interests.c.language == combination.language
    yield interests.c.part_of_day == combination.part_of_day


def combined(tx: Transaction, *which: Condition) -> Select[Any]:
    """Count wishes by combination, most wanted first; the few are in the order of what they are for."""
    by_name = (func.coalesce(topics.c.slug, ""), *KEY[2:], func.coalesce(quarters.c.slug, ""))
    return (
        select(*KEY, *SLUGS, ENOUGH)
        .select_from(NAMED)
        .where(*general(tx), *which)
        .group_by(*KEY, topics.c.slug, quarters.c.slug)
        .order_by(ENOUGH.desc().nulls_last(), *by_name)
    )


async def find(tx: Transaction, by: int | None, combination: Combination) -> AnyRow | None:
    """Count the wishes for one combination; None when nobody has it any more, or the reader runs nothing."""
    if not await coordinates(tx, by):
        return None
    found: AnyRow | None = (await tx.connection.execute(combined(tx, *just(combination)))).one_or_none()
    return found


def record(row: AnyRow, names: Texts) -> Wanted:
    """Make the record of a combination."""
    combination = Combination(row.topic_id or 0, row.quarter_id or 0, row.language, row.part_of_day)
    topic, quarter = (
        names.name(field, row_id, "name", slug) if row_id else None
        for field, row_id, slug in (("topic", row.topic_id, row.topic), ("quarter", row.quarter_id, row.quarter))
    )
    return Wanted(combination, wish_of(row), topic, quarter, row.people)


def wish_of(row: AnyRow) -> Wish:
    """Say what a combination is for, as an audience says it."""
    return Wish(row.topic or "", row.quarter or "", row.language, row.part_of_day)


async def wish(tx: Transaction, combination: Combination, *, by: int | None) -> Wish | None:
    """Tell what a combination is for; None when nobody wishes for it any more, or `by` runs nothing."""
    row = await find(tx, by, combination)
    return None if row is None else wish_of(row)


async def announce(tx: Transaction, combination: Combination, offering_id: int | None, *, by: int | None) -> Outcome:
    """Begin an announcement to exactly those who wish for a combination, about an offering or about nothing yet.

    NOT_ALLOWED for who may not announce, GONE when nobody wishes for it any more or the offering is not there.
    """
    wanted = await wish(tx, combination, by=by)
    if wanted is None:
        return Refusal(Objection.GONE)
    return await begin(tx, offering_id, Facets(wished=(wanted,)), by)


async def announce_offering(tx: Transaction, offering_id: int, *, by: int | None) -> Outcome:
    """Begin an announcement about an offering to exactly those who wish for it; refusals as in `announce`."""
    if not await scope.runs(tx, by, offering_id):
        return Refusal(Objection.GONE)
    return await begin(tx, offering_id, Facets(interested=(offering_id,)), by)


async def begin(tx: Transaction, offering_id: int | None, who: Facets, by: int | None) -> Outcome:
    """Begin an announcement to some people and nobody else."""
    begun = await announcements.start(tx, by, offering_id)
    if not isinstance(begun, Ready):
        return begun
    return await announcements.set_audience(tx, begun.announcement_id, Audience(who=who), by=by)
