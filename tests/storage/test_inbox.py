"""The inbox: in order, each update once, and nothing kept that was answered."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from storage import inbox
from storage.engine import SYSTEM, Database
from storage.inbox import Arrival, Letter

ANNA, BEN = b"a" * 32, b"b" * 32


@pytest.fixture
async def three(database: Database, now: datetime) -> None:
    """Let three updates of two people wait."""
    async with database.transaction(now, SYSTEM) as tx:
        await inbox.accept(tx, [Arrival(11, ANNA, "one"), Arrival(12, BEN, "two"), Arrival(13, ANNA, "three")])


@pytest.mark.usefixtures("three")
async def test_an_update_that_comes_again_is_left_out(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        new = await inbox.accept(tx, [Arrival(12, BEN, "two again"), Arrival(14, BEN, "four")])
        letters = await inbox.oldest(tx, [BEN])

    assert (1, ["two"]) == (new, [letter.payload for letter in letters])


@pytest.mark.usefixtures("three")
async def test_each_conversation_hands_out_its_oldest_update(database: Database, now: datetime) -> None:
    async with database.reading(now, SYSTEM) as tx:
        letters = await inbox.oldest(tx, [BEN, ANNA])

    expected = [Letter(1, ANNA, "one", performed=False, attempts=0), Letter(2, BEN, "two", performed=False, attempts=0)]
    assert expected == letters


@pytest.mark.usefixtures("three")
async def test_a_performed_update_still_waits_for_its_answer(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await inbox.mark_performed(tx, [1])
        letters = await inbox.oldest(tx, [ANNA])
        waiting = await inbox.waiting(tx)

    assert [Letter(1, ANNA, "one", performed=True, attempts=0)] == letters
    assert {ANNA: 2, BEN: 1} == waiting


@pytest.mark.usefixtures("three")
async def test_an_answered_update_is_emptied_and_makes_way(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await inbox.mark_answered(tx, [1])
        letters = await inbox.oldest(tx, [ANNA])
        payload = (await tx.connection.exec_driver_sql("SELECT payload FROM inbox WHERE id = 1")).scalar_one()

    assert ([3], None) == ([letter.id for letter in letters], payload)


@pytest.mark.usefixtures("three")
async def test_an_update_that_raises_is_counted_and_set_aside(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        tries = [await inbox.count_attempt(tx, 1) for _ in range(3)]
        await inbox.set_aside(tx, 1)
        letters = await inbox.oldest(tx, [ANNA])

    assert ([1, 2, 3], [3]) == (tries, [letter.id for letter in letters])


@pytest.mark.usefixtures("three")
async def test_ids_are_kept_for_48_hours_against_redelivery(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await inbox.mark_answered(tx, [1, 2, 3])
    async with database.transaction(now + timedelta(hours=47), SYSTEM) as tx:
        early = await inbox.forget_old(tx)
    async with database.transaction(now + timedelta(hours=49), SYSTEM) as tx:
        late = await inbox.forget_old(tx)

    assert (0, 3) == (early, late)


@pytest.mark.usefixtures("three")
async def test_what_was_not_answered_is_never_forgotten(database: Database, now: datetime) -> None:
    async with database.transaction(now + timedelta(days=30), SYSTEM) as tx:
        forgotten = await inbox.forget_old(tx)
        counts = await inbox.counts(tx)

    assert (0, {"new": 3, "performed": 0, "answered": 0, "aside": 0}) == (forgotten, counts)
