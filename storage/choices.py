"""What there is to narrow a list by: each value of a criteria field with the number of open offerings behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, case, func, select

from storage import criteria as narrowing
from storage import texts, walltime
from storage.catalogue import count_fitting
from storage.engine import Transaction
from storage.ground import KEPT, Ground, ground_of, moments
from storage.records.catalogue import Choice, Criteria, PartOfDay
from storage.tables import offering_languages, offering_topics, offerings, quarters, sessions, topics

WEEK = 7
YES = "yes"


async def choices(tx: Transaction, languages: Sequence[str], field: str, criteria: Criteria) -> tuple[Choice, ...]:
    """Count open offerings by each value of a field, the other criteria applied; none empty, most first.

    Values as strings: slugs; '0' to '6' for weekdays; '7' for days; 'yes' for free and step_free.
    """
    match field:
        case "topic" | "quarter":
            return await named(tx, languages, field, criteria)
        case "audience":
            return await by_audience(tx, languages, replace(criteria, audience=""))
        case "weekday" | "part_of_day" | "language":
            statement = grouped(ground_of(tx), tuple(languages), field, criteria)
            rows = await tx.connection.execute(statement, moments(tx, criteria.days))
            return most_first(Choice(str(value), count) for value, count in rows)
        case "days":
            return await alone(tx, languages, str(WEEK), replace(criteria, days=WEEK))
        case "free":
            return await alone(tx, languages, YES, replace(criteria, free=True))
        case "step_free":
            return await alone(tx, languages, YES, replace(criteria, step_free=True))
        case _:
            return ()


def most_first(found: Iterable[Choice]) -> tuple[Choice, ...]:
    """Sort choices by count, equal ones by value, and leave out what is empty."""
    return tuple(sorted((some for some in found if some.count), key=lambda some: (-some.count, some.value)))


def matching(ground: Ground, languages: Sequence[str], criteria: Criteria) -> Select[Any]:
    """Select the ids of the open offerings that fit."""
    return select(offerings.c.id).where(*narrowing.fitting(ground, criteria, languages))


async def known(tx: Transaction, languages: Sequence[str], field: str) -> tuple[Choice, ...]:
    """Read every topic or quarter there is, with the count of its open offerings, 0 too; most first."""
    table = {"topic": topics, "quarter": quarters}[field]
    counts = {some.value: some.count for some in await named(tx, languages, field, Criteria())}
    statement = select(table.c.id, table.c.slug).where(table.c.tenant_id == tx.tenant_id)
    rows = (await tx.connection.execute(statement)).all()
    names = await texts.read(tx, languages, {field: [row_id for row_id, _slug in rows]}, ("name",))
    found = [Choice(slug, counts.get(slug, 0), names.get(field, row_id, "name")) for row_id, slug in rows]
    return tuple(sorted(found, key=lambda some: (-some.count, some.value)))


async def named(tx: Transaction, languages: Sequence[str], field: str, criteria: Criteria) -> tuple[Choice, ...]:
    """Count by topic or quarter, with the names the catalogue has for them."""
    counting = by_topic if field == "topic" else by_quarter
    statement = counting(ground_of(tx), tuple(languages), criteria)
    rows = (await tx.connection.execute(statement, moments(tx, criteria.days))).all()
    names = await texts.read(tx, languages, {field: [row_id for row_id, _slug, _count in rows]}, ("name",))
    return most_first(Choice(slug, count, names.get(field, row_id, "name")) for row_id, slug, count in rows)


@lru_cache(KEPT)
def by_topic(ground: Ground, languages: tuple[str, ...], criteria: Criteria) -> Select[Any]:
    """Count by topic."""
    fitting = matching(ground, languages, replace(criteria, topic=""))
    return (
        select(topics.c.id, topics.c.slug, func.count())
        .join(offering_topics, offering_topics.c.topic_id == topics.c.id)
        .where(offering_topics.c.offering_id.in_(fitting))
        .group_by(topics.c.id, topics.c.slug)
    )


@lru_cache(KEPT)
def by_quarter(ground: Ground, languages: tuple[str, ...], criteria: Criteria) -> Select[Any]:
    """Count by quarter."""
    return (
        select(quarters.c.id, quarters.c.slug, func.count())
        .join(offerings, offerings.c.quarter_id == quarters.c.id)
        .where(*narrowing.fitting(ground, replace(criteria, quarter=""), languages))
        .group_by(quarters.c.id, quarters.c.slug)
    )


@lru_cache(KEPT)
def grouped(ground: Ground, languages: tuple[str, ...], field: str, criteria: Criteria) -> Select[Any]:
    """Count offerings by something of which each may have several."""
    if field == "language":
        fitting = matching(ground, languages, replace(criteria, language=""))
        spoken = offering_languages
        return (
            select(spoken.c.language, func.count(spoken.c.offering_id.distinct()))
            .where(spoken.c.offering_id.in_(fitting))
            .group_by(spoken.c.language)
        )
    others = replace(criteria, weekday=None) if field == "weekday" else replace(criteria, part_of_day="")
    return by_time(ground, languages, field, others)


def by_time(ground: Ground, languages: Sequence[str], field: str, criteria: Criteria) -> Select[Any]:
    """Count by the local weekday or part of the day of coming sessions, which must meet the other times themselves."""
    hour = walltime.hour(ground, sessions.c.start)
    parts = case(
        (narrowing.in_part(hour, PartOfDay.MORNING), PartOfDay.MORNING.value),
        (narrowing.in_part(hour, PartOfDay.AFTERNOON), PartOfDay.AFTERNOON.value),
        else_=PartOfDay.EVENING.value,
    )
    value = (walltime.weekday(ground, sessions.c.start) if field == "weekday" else parts).label("value")
    times = (narrowing.is_ahead(), *narrowing.timing(ground, criteria))
    found = (
        select(sessions.c.offering_id, value)
        .where(sessions.c.offering_id.in_(matching(ground, languages, criteria)), *times)
        .distinct()
        .subquery()
    )
    return select(found.c.value, func.count()).group_by(found.c.value)


async def by_audience(tx: Transaction, languages: Sequence[str], criteria: Criteria) -> tuple[Choice, ...]:
    """Count by groups of people; an offering may be meant for several."""
    statement = by_group(ground_of(tx), tuple(languages), criteria)
    row = (await tx.connection.execute(statement, moments(tx, criteria.days))).mappings().one()
    return most_first(Choice(group, row[group]) for group in narrowing.GROUPS)


@lru_cache(KEPT)
def by_group(ground: Ground, languages: tuple[str, ...], criteria: Criteria) -> Select[*tuple[Any, ...]]:
    """Count by groups of people, a column each."""
    counts = [func.count(case((narrowing.is_for(group), offerings.c.id))).label(group) for group in narrowing.GROUPS]
    return select(*counts).select_from(offerings).where(*narrowing.fitting(ground, criteria, languages))


async def alone(tx: Transaction, languages: Sequence[str], value: str, criteria: Criteria) -> tuple[Choice, ...]:
    """Count a choice that is only there or not."""
    return most_first([Choice(value, await count_fitting(tx, languages, criteria))])
