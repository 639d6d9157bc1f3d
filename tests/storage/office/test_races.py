"""Several change the same places at once: one comes first, the others see what is now, and no course gets too full."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from storage import places, registrations
from storage.engine import Actor, Database, Transaction
from storage.office import placing
from storage.records.signups import Changed, Full, Objected, Objection
from tests.storage import builders
from tests.storage.builders import register
from tests.storage.office.running import LATER, NEXT_WEEK, Office, coordinator, open_office

T = TypeVar("T")
GONE = Objected(Objection.GONE)


async def at_once(database: Database, now: datetime, *works: Callable[[Transaction], Awaitable[T]]) -> list[T]:
    """Do several things at the same time, each in a transaction of its own."""

    async def alone(work: Callable[[Transaction], Awaitable[T]]) -> T:
        async with database.transaction(now, Actor("person", 1)) as tx:
            return await work(tx)

    return list(await asyncio.gather(*map(alone, works)))


async def opened(database: Database, now: datetime) -> Office:
    """Make the office."""
    async with database.transaction(now, Actor("person", 1)) as tx:
        return await open_office(tx)


async def test_of_two_who_move_the_same_person_one_does(database: Database, now: datetime) -> None:
    here = await opened(database, now)
    async with database.transaction(now, Actor("person", 1)) as tx:
        third = await builders.add_session(tx, here.workshop, LATER.replace(hour=9))
    outcomes = await at_once(
        database,
        now,
        lambda tx: placing.move(tx, here.me.id, here.held, here.first, here.second),
        lambda tx: placing.move(tx, here.me.id, here.held, here.first, third),
    )

    assert GONE in outcomes
    assert Changed(here.held) in outcomes


async def test_a_person_who_cancels_while_they_are_moved_has_no_place_then(database: Database, now: datetime) -> None:
    here = await opened(database, now)
    await at_once(
        database,
        now,
        lambda tx: placing.move(tx, here.me.id, here.held, here.first, here.second),
        lambda tx: registrations.cancel(tx, here.holder.id, here.held),
    )
    async with database.reading(now, Actor("person", 1)) as tx:
        counted = await places.count(tx, [here.workshop])

    assert 0 == places.counts_of(counted, here.workshop, here.second).taken
    assert 1 == places.counts_of(counted, here.workshop, here.first).taken


async def test_of_two_who_give_the_last_place_to_different_people_one_is_asked_again(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, Actor("person", 1)) as tx:
        me = await coordinator(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, capacity=1)
        queued = [await placing.add(tx, me.id, course, None, name, wait=True) for name in ("Nour", "Kim")]
    first, second = (one.id for one in queued if isinstance(one, Changed))
    outcomes = await at_once(
        database,
        now,
        lambda tx: placing.promote(tx, me.id, first),
        lambda tx: placing.promote(tx, me.id, second),
    )

    assert Full(1, 1) in outcomes
    assert 1 == sum(isinstance(one, Changed) for one in outcomes)


async def test_who_saw_how_full_it_was_overbooks_by_one_alone(database: Database, now: datetime) -> None:
    here = await opened(database, now)
    outcomes = await at_once(
        database,
        now,
        *[
            lambda tx, name=name: placing.add(tx, here.me.id, here.workshop, here.first, name, wait=False, over=1)
            for name in ("Nour", "Kim", "Sam")
        ],
    )

    assert 2 == outcomes.count(Full(2, 1))


async def test_a_resident_and_a_coordinator_who_take_the_last_place_never_take_it_both(
    database: Database, now: datetime
) -> None:
    here = await opened(database, now)
    async with database.transaction(now, Actor("person", 1)) as tx:
        resident = await builders.add_person(tx)
    await at_once(
        database,
        now,
        lambda tx: register(tx, resident, here.workshop, here.second),
        lambda tx: placing.move(tx, here.me.id, here.held, here.first, here.second),
        lambda tx: placing.add(tx, here.me.id, here.workshop, here.second, "Nour", wait=False),
    )
    async with database.reading(now, Actor("person", 1)) as tx:
        counted = await places.count(tx, [here.workshop])

    assert 1 == places.counts_of(counted, here.workshop, here.second).taken
