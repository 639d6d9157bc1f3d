"""Wishes that are met: who said they are interested hears of what fits, once, in the daytime and never of much at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select, union

from storage import outbox, places, quiet
from storage.criteria import EVENING, NOON
from storage.engine import Transaction
from storage.exchange import openings
from storage.exchange.comparing import Plan, Stored
from storage.exchange.openings import Opening
from storage.outbox import NewRow
from storage.records.catalogue import PartOfDay
from storage.tables import interests, quarters, registrations, topics, waiting_list
from storage.tables import outbox as outbox_table
from storage.tables.base import AnyRow

KIND = "interest_met"
MOST_A_DAY = 3
LATER_AT = time(10)
"""when something goes out that is too much for today"""
FAR = datetime.max.replace(tzinfo=UTC)


Opened: TypeAlias = Mapping[str, Opening]


@dataclass(frozen=True, slots=True)
class Met:
    """A wish and the offering that meets it, by its name in the file; `start` None when there is no date yet."""

    interest_id: int
    participant_id: int
    offering: str
    start: datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What people wish for, and what they were told already."""

    wishes: Sequence[AnyRow]
    told: frozenset[str]


async def wanted(tx: Transaction) -> Wanted:
    """Read all that is wished for."""
    found = await active(tx)
    return Wanted(found, frozenset(await told_keys(tx)) if found else frozenset())


async def meet(
    tx: Transaction, plan: Plan, before: Stored, opened: Opened | None = None, known: Wanted | None = None
) -> list[Met]:
    """Find whom an import gives something they wished for; nobody hears of what they have, or heard of, already.

    What it opens, and what people wish for, need not be found again by who knows it.
    """
    opened = opened_by(plan, before, tx.now) if opened is None else opened
    if not opened:
        return []
    known = known or await wanted(tx)
    ids = {source_id: before.ids.get(("offering", source_id), 0) for source_id in opened}
    found = matches(known.wishes, opened, ids, tx.zone)
    if not found:
        return []
    have = await engaged(tx, ids.values())
    return [
        met
        for met in found
        if (met.participant_id, ids[met.offering]) not in have
        and key(met.interest_id, ids[met.offering]) not in known.told
    ]


def opened_by(plan: Plan, before: Stored, now: datetime) -> Opened:
    """Find what an import opens, by its name in the file."""
    return {opening.offering.source_id: opening for opening in openings.find(plan, before, now)}


def alive(tx: Transaction, *which: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    """Find the wishes that were not withdrawn."""
    return (interests.c.tenant_id == tx.tenant_id, interests.c.ended_at.is_(None), *which)


async def active(tx: Transaction, *which: ColumnElement[bool]) -> Sequence[AnyRow]:
    """Read the wishes that were not withdrawn, those for one offering first."""
    source = interests.outerjoin(topics, topics.c.id == interests.c.topic_id).outerjoin(
        quarters, quarters.c.id == interests.c.quarter_id
    )
    statement = (
        select(
            interests.c.id,
            interests.c.participant_id,
            interests.c.offering_id,
            topics.c.slug.label("topic"),
            quarters.c.slug.label("quarter"),
            interests.c.language,
            interests.c.part_of_day,
        )
        .select_from(source)
        .where(*alive(tx, *which))
        .order_by(interests.c.offering_id.is_(None), interests.c.id)
    )
    return (await tx.connection.execute(statement)).all()


def matches(
    wishes: Iterable[AnyRow], opened: Mapping[str, Opening], ids: Mapping[str, int], zone: ZoneInfo
) -> list[Met]:
    """Pair wishes with what meets them: a person and an offering only once, the soonest first."""
    pairs: dict[tuple[int, str], Met] = {}
    for wish in wishes:
        for source_id, opening in opened.items():
            if fits(wish, opening, ids[source_id], zone):
                start = opening.starts[0] if opening.starts else None
                pairs.setdefault((wish.participant_id, source_id), Met(wish.id, wish.participant_id, source_id, start))
    return sorted(pairs.values(), key=soonest)


def soonest(met: Met) -> tuple[datetime, int, str]:
    """Put what begins next first, and what has no date last."""
    return met.start or FAR, met.interest_id, met.offering


def fits(wish: AnyRow, opening: Opening, offering_id: int, zone: ZoneInfo) -> bool:
    """Say whether an opening is what somebody wished for; what they left open fits everything."""
    if wish.offering_id is not None:
        return bool(wish.offering_id == offering_id and opening.starts)
    row = opening.offering
    return (
        opening.anew
        and wish.topic in {None, *row.topics}
        and wish.quarter in {None, row.quarter}
        and wish.language in {"", *row.languages, *row.interpretation}
        and wish.part_of_day in {"", *(part_of_day(start, zone) for start in opening.starts)}
    )


def part_of_day(start: datetime, zone: ZoneInfo) -> str:
    """Name the part of the local day that something starts in."""
    hour = start.astimezone(zone).hour
    if hour < NOON:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if hour < EVENING else PartOfDay.EVENING


async def engaged(tx: Transaction, offering_ids: Collection[int]) -> set[tuple[int, int]]:
    """Find who has or awaits a place in which of some offerings."""
    held = select(registrations.c.participant_id, registrations.c.offering_id).where(
        registrations.c.offering_id.in_(offering_ids), registrations.c.status == "active"
    )
    awaited = select(waiting_list.c.participant_id, waiting_list.c.offering_id).where(
        waiting_list.c.offering_id.in_(offering_ids), waiting_list.c.status.in_(places.OPEN)
    )
    rows = (await tx.connection.execute(union(held, awaited))).all()
    return {(row.participant_id, row.offering_id) for row in rows if row.participant_id is not None}


def key(interest_id: int, offering_id: int) -> str:
    """Name a notice: an offering meets a wish once."""
    return f"{KIND}:{interest_id}:{offering_id}"


def spoken(tx: Transaction, *which: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    """Find the notices of met wishes that were, or still will be, said to people with such wishes."""
    people = select(interests.c.participant_id).where(*alive(tx, *which))
    mine = outbox_table.c.participant_id.in_(people)
    return (outbox_table.c.kind == KIND, outbox_table.c.status != "dropped", mine)


async def told_keys(tx: Transaction, *which: ColumnElement[bool]) -> set[str]:
    """Read which notices there are of wishes."""
    return set((await tx.connection.scalars(select(outbox_table.c.unique_key).where(*spoken(tx, *which)))).all())


async def tell(tx: Transaction, found: Sequence[Met], ids: Mapping[tuple[str, str], int]) -> None:
    """Plan the notices: three a day for a person, the rest on the days after, as long as it is still to come."""
    if not found:
        return
    await outbox.add(tx, list(planned(tx, found, ids, await days_taken(tx))))


def planned(
    tx: Transaction, found: Iterable[Met], ids: Mapping[tuple[str, str], int], taken: Counter[tuple[int, date]]
) -> Iterator[NewRow]:
    """Give each notice its day."""
    for met in found:
        due_at = free_day(tx, met.participant_id, taken)
        if met.start is not None and due_at >= met.start:
            continue
        taken[met.participant_id, local_day(due_at, tx.zone)] += 1
        offering_id = ids["offering", met.offering]
        yield NewRow(
            participant_id=met.participant_id,
            kind=KIND,
            args={"interest_id": met.interest_id, "offering_id": offering_id},
            unique_key=key(met.interest_id, offering_id),
            due_at=due_at,
        )


def free_day(tx: Transaction, participant_id: int, taken: Mapping[tuple[int, date], int]) -> datetime:
    """Find the next moment, not at night, on a day with fewer notices than are good."""
    due_at = quiet.next_waking(tx.now, tx.zone)
    while taken.get((participant_id, day := local_day(due_at, tx.zone)), 0) >= MOST_A_DAY:
        due_at = quiet.at_wall(day + timedelta(days=1), LATER_AT, tx.zone)
    return due_at


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """Tell the day on the wall."""
    return at.astimezone(zone).date()


async def days_taken(tx: Transaction) -> Counter[tuple[int, date]]:
    """Count the notices of met wishes that people get, or got, by day from today on."""
    today = quiet.at_wall(local_day(tx.now, tx.zone), time(), tx.zone)
    rows = await tx.connection.execute(
        select(outbox_table.c.participant_id, outbox_table.c.due_at).where(*spoken(tx), outbox_table.c.due_at >= today)
    )
    return Counter((row.participant_id, local_day(row.due_at, tx.zone)) for row in rows)


async def tell_of_place(tx: Transaction, offering_id: int, start: datetime) -> None:
    """Tell who wished for an offering that was full, and for which nobody waits, that there is a place again."""
    this = interests.c.offering_id == offering_id
    wishes = await active(tx, this)
    if not wishes:
        return
    known, told = await engaged(tx, [offering_id]), await told_keys(tx, this)
    name = str(offering_id)
    found = [
        Met(wish.id, wish.participant_id, name, start)
        for wish in wishes
        if (wish.participant_id, offering_id) not in known and key(wish.id, offering_id) not in told
    ]
    await tell(tx, found, {("offering", name): offering_id})
