"""Counting beside: where others wait for a transaction, an audience is counted before it and not in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage import announcements, audience
from storage.engine import SYSTEM, Database
from storage.recent import FRESH, CountFirstError
from storage.records.announcements import Objection, Ready, Refusal, State
from storage.records.audiences import Audience
from tests.storage.announcing import add_subscriber, draft, submit


async def test_what_nobody_has_counted_is_counted_first(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await draft(tx)
    with pytest.raises(CountFirstError) as raised:
        async with database.transaction(now, SYSTEM) as tx:
            await submit(replace(tx, light=True), announcement)
    await audience.count_ahead(database, raised.value.audience, lambda: now)
    async with database.transaction(now, SYSTEM) as tx:
        done = await submit(replace(tx, light=True), announcement)

    assert Ready(announcement, State.RUNNING) == done


@pytest.mark.parametrize(("later", "holds"), [(FRESH - timedelta(seconds=1), True), (FRESH, False)])
async def test_the_count_on_a_screen_holds_for_a_minute(
    database: Database, now: datetime, later: timedelta, holds: bool
) -> None:
    async with database.reading(now, SYSTEM) as tx:
        seen = await audience.headcount(tx, Audience())
    async with database.transaction(now + later, SYSTEM) as tx:
        light = replace(tx, light=True)
        if holds:
            assert seen == await audience.headcount(light, Audience())
        else:
            with pytest.raises(CountFirstError):
                await audience.headcount(light, Audience())


async def test_what_changed_meanwhile_is_refused_however_it_was_counted(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await draft(tx)
    async with database.reading(now, SYSTEM) as tx:
        await audience.headcount(tx, Audience())
    async with database.transaction(now, SYSTEM) as tx:
        done = await announcements.submit(replace(tx, light=True), announcement, 1, by=None)

    assert Refusal(Objection.CHANGED) == done


async def test_what_is_due_waits_until_it_is_counted(database: Database, now: datetime) -> None:
    due = now + timedelta(hours=1)
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await draft(tx)
        await announcements.set_time(tx, announcement, due, by=None)
        await submit(tx, announcement)
    async with database.transaction(due, SYSTEM) as tx:
        before = await announcements.start_due(replace(tx, light=True))
    await announcements.count_due(database, lambda: due)
    async with database.transaction(due, SYSTEM) as tx:
        after = await announcements.start_due(replace(tx, light=True))

    assert ([], [announcement]) == (before, after)
