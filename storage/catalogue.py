"""The catalogue as residents read it: a page of a list, what there is to narrow by, and one offering in full.

Each screen takes a handful of statements, however long the list is.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, Select, bindparam, func, literal, select, union_all

from locales.text import Content
from storage import criteria as narrowing
from storage import places, sessions, texts, venues
from storage.engine import Transaction
from storage.ground import KEPT, Ground, ground_of, moments
from storage.places import Counts
from storage.records.catalogue import (
    Childcare,
    Criteria,
    Kind,
    Level,
    Listing,
    Offering,
    OfferingLine,
    Registering,
    StepFree,
)
from storage.tables import offering_audiences, offering_languages, offering_topics, offerings, providers, quarters
from storage.tables import sessions as session_table
from storage.tables import topics as topic_table
from storage.tables import venues as venue_table
from storage.tables.base import AnyRow
from storage.texts import Texts, fallbacks
from storage.topics import first_topic

__all__ = ["fallbacks", "label", "list_offerings", "offering"]

EARTH_METRES = 6_371_000.0
TITLES = ("title", "short_title")


async def list_offerings(
    tx: Transaction, languages: Sequence[str], criteria: Criteria, page: int, page_size: int
) -> Listing:
    """Read a page of the open offerings that fit: by next start, or by distance when a position is given.

    A page past the end (something ended meanwhile) is the last one.
    """
    page = max(0, page)
    rows = await page_rows(tx, languages, criteria, page, page_size)
    if not rows and page:
        total = await count_fitting(tx, languages, criteria)
        page = max(0, -(-total // page_size) - 1)
        rows = await page_rows(tx, languages, criteria, page, page_size)
    total = rows[0].total if rows else 0
    titles = await texts.read(tx, languages, {"offering": [row.id for row in rows]}, TITLES)
    full = await full_ones(tx, rows)
    lines = tuple(line(row, titles, criteria, full=row.id in full) for row in rows)
    return Listing(lines, total, page, page_size)


async def page_rows(
    tx: Transaction, languages: Sequence[str], criteria: Criteria, page: int, page_size: int
) -> list[AnyRow]:
    """Read the rows of a page, each with how many there are in all."""
    statement = listing(ground_of(tx), tuple(languages), criteria, page, page_size)
    return list((await tx.connection.execute(statement, moments(tx, criteria.days))).all())


@lru_cache(KEPT)
def listing(
    ground: Ground, languages: tuple[str, ...], criteria: Criteria, page: int, page_size: int
) -> Select[*tuple[Any, ...]]:
    """Select the rows of a page."""
    start = narrowing.next_start(ground, criteria).label("next_start")
    statement = select(
        offerings.c.id,
        offerings.c.kind,
        offerings.c.source_id,
        offerings.c.whole_course,
        offerings.c.capacity,
        offerings.c.registering,
        first_topic(),
        start,
        func.count().over().label("total"),
    ).where(*narrowing.fitting(ground, criteria, languages))
    return in_order(statement, criteria, start).limit(page_size).offset(page * page_size)


async def count_fitting(tx: Transaction, languages: Sequence[str], criteria: Criteria) -> int:
    """Count the open offerings that fit."""
    statement = counting(ground_of(tx), tuple(languages), criteria)
    return int(await tx.connection.scalar(statement, moments(tx, criteria.days)) or 0)


@lru_cache(KEPT)
def counting(ground: Ground, languages: tuple[str, ...], criteria: Criteria) -> Select[int]:
    """Count the open offerings that fit."""
    return select(func.count()).select_from(offerings).where(*narrowing.fitting(ground, criteria, languages))


def in_order(statement: Select[Any], criteria: Criteria, start: ColumnElement[Any]) -> Select[Any]:
    """Sort a list: nearest first when the position is known, then soonest; what has neither comes last."""
    soonest = (start.asc().nulls_last(), offerings.c.id)
    if criteria.latitude is None or criteria.longitude is None:
        return statement.order_by(*soonest)
    latitude, longitude = venue_table.c.latitude, venue_table.c.longitude
    north = latitude - criteria.latitude
    east = (longitude - criteria.longitude) * math.cos(math.radians(criteria.latitude))
    placed = offerings.outerjoin(venue_table, venue_table.c.id == next_venue())
    nearest = (north * north + east * east).asc().nulls_last()
    return statement.add_columns(latitude, longitude).select_from(placed).order_by(nearest, *soonest)


def next_venue() -> ColumnElement[Any]:
    """Read where an offering is next: at its next session's venue, else at its own."""
    upcoming = (
        select(session_table.c.venue_id)
        .where(narrowing.of_offering(), narrowing.is_ahead())
        .order_by(session_table.c.start, session_table.c.id)
        .limit(1)
        .correlate(offerings)
    )
    return func.coalesce(upcoming.scalar_subquery(), offerings.c.venue_id)


def line(row: AnyRow, titles: Texts, criteria: Criteria, *, full: bool) -> OfferingLine:
    """Make one line of a list."""
    title = titles.name("offering", row.id, "title", row.source_id)
    short = titles.short_title(row.id)
    away = metres(row, criteria)
    return OfferingLine(row.id, Kind(row.kind), title, row.next_start, full, away, short, row.topic or "")


def metres(row: AnyRow, criteria: Criteria) -> int | None:
    """Measure the way to a row's venue as the crow flies; None when either end is unknown."""
    if criteria.latitude is None or criteria.longitude is None or row.latitude is None or row.longitude is None:
        return None
    degrees = (criteria.latitude, criteria.longitude, row.latitude, row.longitude)
    latitude, longitude, to_latitude, to_longitude = (math.radians(angle) for angle in degrees)
    half = (
        math.sin((to_latitude - latitude) / 2) ** 2
        + math.cos(latitude) * math.cos(to_latitude) * math.sin((to_longitude - longitude) / 2) ** 2
    )
    return round(2 * EARTH_METRES * math.asin(math.sqrt(half)))


async def full_ones(tx: Transaction, rows: Collection[AnyRow]) -> set[int]:
    """Find the offerings without a free place: in the course, or in every session to come."""
    asked = {row.id: row for row in rows if row.registering != Registering.NONE and row.next_start is not None}
    if not asked:
        return set()
    counted = await places.count(tx, asked)
    seats = await upcoming_seats(tx, [row.id for row in asked.values() if not row.whole_course])
    seats |= {(row.id, places.WHOLE): row.capacity for row in asked.values() if row.whole_course}
    free = {key[0] for key, capacity in seats.items() if has_place(capacity, counted.get(key, Counts()))}
    return set(asked) - free


UPCOMING = (
    select(
        session_table.c.offering_id, session_table.c.id, func.coalesce(session_table.c.capacity, offerings.c.capacity)
    )
    .join(offerings, narrowing.of_offering())
    .where(session_table.c.offering_id.in_(bindparam("offerings", expanding=True)), narrowing.is_ahead())
)


async def upcoming_seats(tx: Transaction, offering_ids: Collection[int]) -> dict[tuple[int, int], int | None]:
    """Read the capacity of every session to come, by offering and session."""
    if not offering_ids:
        return {}
    rows = await tx.connection.execute(UPCOMING, {"offerings": list(offering_ids), "now": tx.now})
    return {(offering_id, session_id): seats for offering_id, session_id, seats in rows}


def has_place(capacity: int | None, counts: Counts) -> bool:
    """Say whether a place is left."""
    return capacity is None or counts.taken < capacity


async def offering(
    tx: Transaction, languages: Sequence[str], offering_id: int, *, drafts: bool = False
) -> Offering | None:
    """Read one offering with all its sessions; None when there is none. Withdrawn ones read too, as not live.

    `drafts` is for who works on them: for everybody else a draft is not there.
    """
    row = await offering_row(tx, offering_id)
    if row is None or (row.draft and not drafts):
        return None
    dates = await sessions.read(tx, [offering_id])
    tags = await offering_tags(tx, offering_id)
    counted = await places.count(tx, [offering_id])
    wanted = texts.merge({"offering": {offering_id}}, venues.subjects([row]), sessions.subjects(dates))
    return record(row, dates, tags, counted, await texts.read(tx, languages, wanted))


def one() -> Select[*tuple[Any, ...]]:
    """Select an offering's own fields, its provider, quarter and venue."""
    source = offerings.join(providers, providers.c.id == offerings.c.provider_id).join(
        quarters, quarters.c.id == offerings.c.quarter_id
    )
    own = [column for column in offerings.c if column.name not in {"tenant_id", "venue_id"}]
    names = (providers.c.name.label("provider"), quarters.c.slug.label("quarter"))
    return (
        select(*own, *names, *venues.COLUMNS)
        .select_from(venues.joined(source, offerings.c.venue_id))
        .where(offerings.c.tenant_id == bindparam("tenant"), offerings.c.id == bindparam("offering"))
    )


ONE = one()


async def offering_row(tx: Transaction, offering_id: int) -> AnyRow | None:
    """Read an offering's own fields, its provider, quarter and venue."""
    return (await tx.connection.execute(ONE, {"tenant": tx.tenant_id, "offering": offering_id})).one_or_none()


def tags() -> CompoundSelect[Any]:
    """Select what an offering has several of, each with its kind."""
    spoken = offering_languages
    wanted: BindParameter[int] = bindparam("offering")
    here = spoken.c.offering_id == wanted
    return union_all(
        select(literal("topic").label("tag"), offering_topics.c.position, topic_table.c.slug.label("value"))
        .join(offering_topics, offering_topics.c.topic_id == topic_table.c.id)
        .where(offering_topics.c.offering_id == wanted),
        select(literal("audience"), literal(0), offering_audiences.c.audience).where(
            offering_audiences.c.offering_id == wanted
        ),
        select(literal("spoken"), literal(0), spoken.c.language).where(here, ~spoken.c.interpretation),
        select(literal("interpreted"), literal(0), spoken.c.language).where(here, spoken.c.interpretation),
    )


TAGS = tags()


async def offering_tags(tx: Transaction, offering_id: int) -> dict[str, tuple[str, ...]]:
    """Read what an offering has several of: topic, audience, spoken (languages), interpreted (languages).

    Topics stand in their own order, the others by name.
    """
    found = await tx.connection.execute(TAGS, {"offering": offering_id})
    rows = sorted((tag, position, value) for tag, position, value in found)
    return {tag: tuple(value for _tag, _position, value in some) for tag, some in groupby(rows, key=lambda row: row[0])}


def record(
    row: AnyRow,
    dates: Sequence[AnyRow],
    tags: Mapping[str, tuple[str, ...]],
    counted: Mapping[tuple[int, int], Counts],
    found: Texts,
) -> Offering:
    """Make an offering's record."""
    claims = [counts for (offering_id, _key), counts in counted.items() if offering_id == row.id]

    def text(field: str) -> Content | None:
        return found.get("offering", row.id, field)

    return Offering(
        id=row.id,
        kind=Kind(row.kind),
        title=found.name("offering", row.id, "title", row.source_id),
        description=text("description"),
        topics=tags.get("topic", ()),
        audiences=tags.get("audience", ()),
        level=Level(row.level),
        languages=tags.get("spoken", ()),
        interpretation=tags.get("interpreted", ()),
        plain_language=row.plain_language,
        quarter=row.quarter,
        venue=venues.venue(row, found),
        whole_course=row.whole_course,
        capacity=row.capacity,
        taken=sum(counts.taken for counts in claims),
        waiting=sum(counts.waiting for counts in claims),
        waiting_list=row.waiting_list,
        price_cents=row.price_cents,
        price_note=text("price_note"),
        registering=Registering(row.registering),
        age_min=row.age_min,
        age_max=row.age_max,
        women_only=row.women_only,
        childcare=Childcare(row.childcare),
        step_free=StepFree(row.step_free),
        access_note=text("access_note"),
        eligibility=text("eligibility"),
        bring=text("bring"),
        certificate=text("certificate"),
        hours=row.hours,
        provider=row.provider,
        sessions=sessions.records(dates, counted, found),
        live=row.live,
        short_title=found.short_title(row.id),
    )


BY_SLUG = {
    field: select(table.c.id).where(table.c.tenant_id == bindparam("tenant"), table.c.slug == bindparam("slug"))
    for field, table in (("topic", topic_table), ("quarter", quarters))
}


async def label(tx: Transaction, languages: Sequence[str], field: str, value: str) -> Content | None:
    """Read the name of a topic or quarter by its slug; None when there is none."""
    if (statement := BY_SLUG.get(field)) is None:
        return None
    found = await tx.connection.scalar(statement, {"tenant": tx.tenant_id, "slug": value})
    return (await texts.read(tx, languages, {field: [found]} if found else {})).get(field, found, "name")
