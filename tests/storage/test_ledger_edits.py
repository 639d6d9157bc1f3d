"""What was sent is corrected in place or deleted for everyone, and chats get what people get."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from storage import announcements, groups, ledger
from storage.engine import SYSTEM, Database
from storage.ledger import Edited, Settled
from storage.records.announcements import Ready, State
from storage.records.audiences import Audience
from storage.records.deliveries import Fate
from storage.tables import deliveries
from tests.storage.announcing import (
    LEASE_S,
    WORKER,
    add_subscriber,
    begin,
    claim,
    counts,
    deliver,
    draft,
    resolve,
    revision,
    run,
    submit,
)


async def test_a_correction_reaches_every_message_that_shows_something_else(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        await add_subscriber(tx)
        announcement = await run(tx)
        await deliver(tx, announcement)
        await announcements.write(tx, announcement, "de", "New", "New", by=None)
        before = await ledger.claim_corrections(tx, announcement, WORKER, 10, LEASE_S)
        await announcements.correct(tx, announcement, await revision(tx, announcement), by=None)
        found = await ledger.claim_corrections(tx, announcement, WORKER, 10, LEASE_S)
        assert ([], 2) == (before, len(found))
        assert [] == await ledger.claim_corrections(tx, announcement, WORKER, 10, LEASE_S)
        (todo,) = await ledger.runs(tx)
        await ledger.settle_corrections(tx, [Edited(one.id, todo.revision) for one in found])

        assert [True, False] == [todo.has_to_correct, (await ledger.runs(tx))[0].has_to_correct]


async def test_what_was_rendered_before_a_correction_is_corrected_although_it_arrived_after(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        rendered = await announcements.announced(tx, ("de",), announcement)
        assert rendered is not None
        (row_id,) = await begin(tx, announcement)
        await announcements.write(tx, announcement, "de", "New", "New", by=None)
        await announcements.correct(tx, announcement, await revision(tx, announcement), by=None)
        await ledger.settle(tx, [Settled(row_id, Fate.SENT, message_id=1, revision=rendered.revision)])

        assert 1 == len(await ledger.claim_corrections(tx, announcement, WORKER, 10, LEASE_S))


async def test_a_message_that_cannot_be_corrected_is_sent_still_and_says_so(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        await deliver(tx, announcement)
        await announcements.write(tx, announcement, "de", "New", "New", by=None)
        await announcements.correct(tx, announcement, await revision(tx, announcement), by=None)
        (one,) = await ledger.claim_corrections(tx, announcement, WORKER, 10, LEASE_S)
        await ledger.settle_corrections(tx, [Edited(one.id, 99, "blocked")])
        progress = await ledger.progress(tx, announcement)

        assert progress is not None
        assert [("sent", "not_corrected")] == [(count.fate, count.reason) for count in progress.counts]
        assert not (await ledger.runs(tx))[0].has_to_correct


async def test_deleting_deletes_what_is_not_too_old_and_stops_the_run(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        for _ in range(3):
            await add_subscriber(tx)
        announcement = await draft(tx)
        await announcements.set_time(tx, announcement, None, now + timedelta(days=9), by=None)
        await submit(tx, announcement)
        await resolve(tx, announcement)
        (old,) = await deliver(tx, announcement, 1)
    async with database.transaction(now + timedelta(days=2), SYSTEM) as tx:
        (young,) = await deliver(tx, announcement, 1)
        done = await announcements.delete_sent(tx, announcement, by=None)
        (todo,) = await ledger.runs(tx)
        found = await ledger.claim_deletions(tx, announcement, WORKER, 10, LEASE_S)
        await ledger.settle_deletions(tx, [Edited(one.id) for one in found])
        assert [] == await ledger.claim_deletions(tx, announcement, WORKER, 10, LEASE_S)
        left = select(deliveries.c.id).where(deliveries.c.deleted_at.is_not(None))

        assert (Ready(announcement, State.STOPPED), True) == (done, todo.has_to_delete)
        assert [young] == [one.id for one in found] == list((await tx.connection.scalars(left)).all())
        assert old != young
        assert () == await ledger.runs(tx)
        assert await announcements.announced(tx, ("de",), announcement) is None


async def test_a_chat_gets_it_once_in_the_thread_that_was_chosen(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        topic = await groups.meet(tx, "-100", "Nord", "supergroup", "administrator", thread=7)
        announcement = await run(tx, Audience(chats=(topic, topic), everyone=False))
        (one,) = await claim(tx, announcement)

        assert ("-100", 7, "", None) == (one.address, one.thread, one.language, one.participant_id)


async def test_a_chat_the_bot_left_fails(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        chat = await groups.meet(tx, "-100", "Nord", "supergroup", "administrator")
        announcement = await run(tx, Audience(chats=(chat,), everyone=False))
        await groups.left(tx, "-100")

        assert [] == await claim(tx, announcement)
        assert {Fate.FAILED: 1} == await counts(tx, announcement)


async def test_what_was_for_a_group_follows_it_to_its_new_address(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        chat = await groups.meet(tx, "-1", "Nord", "group", "administrator")
        announcement = await run(tx, Audience(chats=(chat,), everyone=False))
        await groups.migrated(tx, "-1", "-100")
        (one,) = await claim(tx, announcement)

        assert "-100" == one.address
        assert [chat] == [found.id for found in await groups.all(tx)]


@pytest.mark.parametrize(("age", "expected"), [(timedelta(hours=48, seconds=-1), 1), (timedelta(hours=48), 0)])
async def test_what_is_48_hours_old_cannot_be_deleted_any_more(
    database: Database, now: datetime, age: timedelta, expected: int
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        await deliver(tx, announcement)
        await ledger.finish(tx, announcement)
    async with database.transaction(now + age, SYSTEM) as tx:
        asked = await announcements.delete_sent(tx, announcement, by=None)
        claimed = await ledger.claim_deletions(tx, announcement, WORKER, 10, LEASE_S)

    assert (bool(expected), expected) == (isinstance(asked, Ready), len(claimed))


@pytest.mark.parametrize(("age", "expected"), [(timedelta(hours=48, seconds=-1), 1), (timedelta(hours=48), 0)])
async def test_what_grows_48_hours_old_before_its_turn_is_let_go(
    database: Database, now: datetime, age: timedelta, expected: int
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        await deliver(tx, announcement)
        await announcements.delete_sent(tx, announcement, by=None)
    async with database.transaction(now + age, SYSTEM) as tx:
        claimed = await ledger.claim_deletions(tx, announcement, WORKER, 10, LEASE_S)
        progress = await ledger.progress(tx, announcement)

    assert progress is not None
    assert (expected, expected) == (len(claimed), progress.deleting)
