"""The ledger: every recipient once, nothing lost in a crash, and whoever objects hears no more at once."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from storage import announcements, audience, erasure, ledger, news, people
from storage.engine import SYSTEM, Database, Transaction
from storage.ledger import Settled
from storage.records.announcements import State
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
    fates,
    resolve,
    run,
    state,
    submit,
)


async def test_everybody_who_agreed_to_news_gets_it_once(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        people_ids = {await add_subscriber(tx) for _ in range(5)}
        announcement = await run(tx)
        assert 5 == len(await deliver(tx, announcement))
        assert [] == await deliver(tx, announcement)

        assert dict.fromkeys(people_ids, "sent") == await fates(tx, announcement)


async def test_recipients_are_found_page_by_page_and_each_once(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        people_ids = [await add_subscriber(tx) for _ in range(7)]
        announcement = await draft(tx)
        await submit(tx, announcement)

        assert 4 == await resolve(tx, announcement, limit=2)
        assert sorted(people_ids) == sorted(one or 0 for one in await fates(tx, announcement))


async def test_who_agrees_while_recipients_are_found_gets_it_too(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        for _ in range(3):
            await add_subscriber(tx)
        announcement = await draft(tx)
        await submit(tx, announcement)
        await audience.resolve_page(tx, announcement, 2)
        late = await add_subscriber(tx)
        await resolve(tx, announcement, 2)

        assert late in await fates(tx, announcement)


async def test_two_who_find_recipients_at_once_find_each_once(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        for _ in range(9):
            await add_subscriber(tx)
        announcement = await draft(tx)
        await submit(tx, announcement)

    async def find() -> None:
        done = False
        while not done:
            async with database.transaction(now, SYSTEM) as tx:
                done = await audience.resolve_page(tx, announcement, 2)

    await asyncio.gather(find(), find(), find())
    async with database.reading(now, SYSTEM) as tx:
        assert {Fate.WAITING: 9} == await counts(tx, announcement)


async def test_the_first_are_sent_to_while_the_rest_is_found(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        for _ in range(5):
            await add_subscriber(tx)
        announcement = await draft(tx)
        await submit(tx, announcement)
        await audience.resolve_page(tx, announcement, 2)

        assert 2 == len(await deliver(tx, announcement))
        assert not await ledger.finish(tx, announcement)
        await resolve(tx, announcement, 2)
        assert 3 == len(await deliver(tx, announcement))


async def test_of_many_workers_each_takes_others(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        for _ in range(20):
            await add_subscriber(tx)
        announcement = await run(tx)

    async def take(worker: str) -> list[int]:
        async with database.transaction(now, SYSTEM) as tx:
            return [one.id for one in await ledger.claim(tx, announcement, worker, 5, LEASE_S)]

    taken = [row_id for some in await asyncio.gather(*map(take, "abcd")) for row_id in some]

    assert len(taken) == len(set(taken))


async def test_an_objection_holds_for_what_waits_and_what_was_claimed(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me, other = await add_subscriber(tx), await add_subscriber(tx)
        announcement = await run(tx)
        taken = [one.id for one in await claim(tx, announcement, 2)]
        await news.set_news(tx, me, agreed=False)
        started = await ledger.start(tx, taken, WORKER, LEASE_S)
        await ledger.settle(tx, [Settled(row_id, Fate.SENT, message_id=1) for row_id in started])

        assert {me: "withdrawn", other: "sent"} == await fates(tx, announcement)


async def test_who_objects_while_it_goes_out_to_them_is_counted_as_sent(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_subscriber(tx)
        announcement = await run(tx)
        (row_id,) = await begin(tx, announcement)
        await news.set_news(tx, me, agreed=False)
        await ledger.settle(tx, [Settled(row_id, Fate.SENT, message_id=1)])

        assert {me: "sent"} == await fates(tx, announcement)


async def test_who_objected_and_agrees_again_hears_of_the_next_one_only(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_subscriber(tx)
        first = await run(tx)
        await news.set_news(tx, me, agreed=False)
        await news.set_news(tx, me, agreed=True)
        second = await run(tx)

        assert ({me: "withdrawn"}, {me: "waiting"}) == (await fates(tx, first), await fates(tx, second))


async def test_who_blocked_the_bot_fails_without_a_try(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_subscriber(tx)
        announcement = await run(tx)
        await people.mark_unreachable(tx, me)

        assert [] == await claim(tx, announcement)
        assert {me: "failed"} == await fates(tx, announcement)


async def test_it_goes_out_in_the_language_somebody_has_by_then(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_subscriber(tx, "tr")
        announcement = await run(tx)
        await people.set_language(tx, me, "ar")
        (one,) = await claim(tx, announcement)
        progress = await ledger.progress(tx, announcement)

        assert "ar" == one.language
        assert progress is not None
        assert {"ar"} == {count.language for count in progress.counts}


async def test_what_cannot_go_in_time_is_missed(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_subscriber(tx)
        announcement = await run(tx)
    async with database.transaction(now + timedelta(days=2), SYSTEM) as tx:
        assert [] == await claim(tx, announcement)
        assert {me: "missed"} == await fates(tx, announcement)
        assert await ledger.finish(tx, announcement)


async def test_nothing_of_a_paused_run_is_claimed_or_started(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        await add_subscriber(tx)
        announcement = await run(tx)
        taken = [one.id for one in await claim(tx, announcement, 1)]
        await announcements.pause(tx, announcement, by=None)

        assert ([], []) == (await claim(tx, announcement), await ledger.start(tx, taken, WORKER, LEASE_S))
        await announcements.resume(tx, announcement, by=None)
        assert taken == await ledger.start(tx, taken, WORKER, LEASE_S)


async def test_stopping_stops_what_waits_and_what_was_claimed_and_nothing_that_was_sent(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        for _ in range(4):
            await add_subscriber(tx)
        announcement = await run(tx)
        await deliver(tx, announcement, 1)
        (begun,) = await begin(tx, announcement, 1)
        taken = [one.id for one in await claim(tx, announcement, 1)]
        await announcements.stop(tx, announcement, by=None)

        assert [] == await ledger.start(tx, taken, WORKER, LEASE_S)
        await ledger.settle(tx, [Settled(begun, Fate.SENT, message_id=1)])
        assert {Fate.SENT: 2, Fate.STOPPED: 2} == await counts(tx, announcement)


async def test_what_is_to_be_tried_again_of_a_stopped_run_is_stopped(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_subscriber(tx)
        announcement = await run(tx)
        (begun,) = await begin(tx, announcement)
        await announcements.stop(tx, announcement, by=None)
        await ledger.settle(tx, [Settled(begun, Fate.WAITING, "busy", due_at=now)])
        assert {Fate.STOPPED: 1} == await counts(tx, announcement)
        assert [announcement] == [one.id for one in await ledger.runs(tx)]
        await ledger.sweep(tx, announcement)

        assert {me: "stopped"} == await fates(tx, announcement)
        assert () == await ledger.runs(tx)


async def test_after_a_crash_what_was_claimed_waits_and_what_was_being_sent_is_unknown(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        for _ in range(3):
            await add_subscriber(tx)
        announcement = await run(tx)
        await begin(tx, announcement, 1)
        await claim(tx, announcement, 1)
        found = await ledger.recover(tx)

        assert ledger.Counts(1, 1) == found
        assert {Fate.WAITING: 2, Fate.UNKNOWN: 1} == await counts(tx, announcement)


async def test_a_lease_that_holds_is_left_alone(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        await claim(tx, announcement)

        assert ledger.Counts(0, 0) == await ledger.expire_leases(tx)


async def test_what_a_dead_worker_held_waits_again(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        taken = [one.id for one in await ledger.claim(tx, announcement, "dead", 1, -1.0)]

        assert [] == await ledger.start(tx, taken, "dead", LEASE_S)
        assert ledger.Counts(1, 0) == await ledger.expire_leases(tx)
        assert 1 == len(await deliver(tx, announcement))


async def test_an_arrival_that_is_told_late_is_known_after_all(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_subscriber(tx)
        announcement = await run(tx)
        (row_id,) = await begin(tx, announcement)
        await ledger.recover(tx)
        await ledger.settle(tx, [Settled(row_id, Fate.SENT, message_id=7)])

        assert {me: "sent"} == await fates(tx, announcement)


async def test_what_is_unknown_is_never_claimed_again(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        (row_id,) = await begin(tx, announcement)
        await ledger.settle(tx, [Settled(row_id, Fate.UNKNOWN, "timed_out")])
        await ledger.settle(tx, [Settled(row_id, Fate.WAITING, due_at=now)])

        assert [] == await claim(tx, announcement)


async def test_what_failed_for_now_is_tried_again_when_it_is_due(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        (row_id,) = await begin(tx, announcement)
        await ledger.settle(tx, [Settled(row_id, Fate.WAITING, "busy", due_at=now + timedelta(minutes=1))])
        assert [] == await claim(tx, announcement)
        assert not await ledger.finish(tx, announcement)
    async with database.transaction(now + timedelta(minutes=1), SYSTEM) as tx:
        (again,) = await claim(tx, announcement)

        assert (row_id, 1) == (again.id, again.attempts)


async def test_a_run_ends_when_everybody_met_a_fate(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        assert not await ledger.finish(tx, announcement)
        await deliver(tx, announcement)

        assert await ledger.finish(tx, announcement)
        assert (State.DONE, ()) == (await state(tx, announcement), await ledger.runs(tx))


async def test_erasing_somebody_in_the_middle_of_a_run_neither_breaks_it_nor_loses_counts(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        waits, taken, going, got, stays = [await add_subscriber(tx) for _ in range(5)]
        announcement = await run(tx)
        await deliver_to(tx, announcement, got)
        going_row = await row_of(tx, announcement, going)
        taken_row = await row_of(tx, announcement, taken)
        await claim(tx, announcement)
        await ledger.start(tx, [going_row], WORKER, LEASE_S)
        for person in (waits, taken, going, got):
            await erasure.erase(tx, person)
        assert [] == await ledger.start(tx, [taken_row], WORKER, LEASE_S)
        await ledger.settle(tx, [Settled(going_row, Fate.SENT, message_id=5)])
        await ledger.recover(tx)
        await deliver(tx, announcement)

        assert {Fate.SENT: 3, Fate.WITHDRAWN: 2} == await counts(tx, announcement)
        assert await ledger.finish(tx, announcement)
        assert {None, stays} == {*await fates(tx, announcement)}


async def row_of(tx: Transaction, announcement_id: int, participant_id: int) -> int:
    """Find somebody's row."""
    mine = (deliveries.c.announcement_id == announcement_id, deliveries.c.participant_id == participant_id)
    return int((await tx.connection.execute(select(deliveries.c.id).where(*mine))).scalar_one())


async def deliver_to(tx: Transaction, announcement_id: int, participant_id: int) -> None:
    """Send to one recipient, and let the others wait."""
    row_id = await row_of(tx, announcement_id, participant_id)
    await claim(tx, announcement_id)
    await ledger.start(tx, [row_id], WORKER, LEASE_S)
    await ledger.settle(tx, [Settled(row_id, Fate.SENT, message_id=1)])
    await ledger.recover(tx)


async def test_nobody_is_left_whom_erasing_left_in_no_list(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_subscriber(tx)
        announcement = await draft(tx)
        await submit(tx, announcement)
        await erasure.erase(tx, me)
        await resolve(tx, announcement)

        assert {} == await fates(tx, announcement)
        assert await ledger.finish(tx, announcement)


@pytest.mark.parametrize("waiting", [100, 250])
async def test_how_long_it_takes_is_told_from_the_rate_that_was_set(
    database: Database, now: datetime, waiting: int
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        rows = [
            {"announcement_id": announcement, "language": "de", "status": "waiting", "reason": "", "attempts": 0}
            | {"due_at": now}
        ] * (waiting - 1)
        await tx.connection.execute(deliveries.insert(), rows)
        progress = await ledger.progress(tx, announcement)

        assert progress is not None
        assert waiting / tx.rules.per_second == progress.seconds_left
