"""The outbox: nothing said twice, nothing lost but what is shown as unknown."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from storage import dispatch, outbox, people, tables
from storage.dispatch import Due
from storage.engine import SYSTEM, Database, Transaction
from storage.outbox import Lane, NewRow
from tests.storage.rows import add_offering, add_participant, add_registration, add_session, add_waiting

LEASE_S = 60.0


def row(participant_id: int, key: str, due_at: datetime, lane: Lane = Lane.NOTICE) -> NewRow:
    """Make a row to be said."""
    return NewRow(participant_id, "reminder", {"registration_id": 1}, key, due_at, lane)


async def fill(database: Database, now: datetime, *keys: str, lane: Lane = Lane.NOTICE) -> list[int]:
    """Add rows that are due now, for one participant."""
    async with database.transaction(now, SYSTEM) as tx:
        participant = await add_participant(tx)
        return await outbox.add(tx, [row(participant, key, now, lane) for key in keys])


async def claim(database: Database, now: datetime, limit: int = 100, worker: str = "one") -> list[int]:
    """Take what is due."""
    async with database.transaction(now, SYSTEM) as tx:
        return await dispatch.claim(tx, worker, limit, LEASE_S)


async def status_of(tx: Transaction, row_id: int) -> tuple[str, str | None]:
    """Tell a row's status and reason."""
    found = select(tables.outbox.c.status, tables.outbox.c.reason).where(tables.outbox.c.id == row_id)
    status, reason = (await tx.connection.execute(found)).one()
    return status, reason


async def test_a_unique_key_is_added_once(database: Database, now: datetime) -> None:
    await fill(database, now, "a", "b")

    assert 1 == len(await fill(database, now, "a", "b", "c"))


async def test_a_key_that_comes_twice_at_once_is_added_once_too(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await add_participant(tx)
        rows = [NewRow(person, "reminder", {"number": number}, "once", now) for number in (1, 2)]
        added = await outbox.add(tx, rows)
        await outbox.drop_key(tx, "once", "obsolete")

        assert added == await outbox.add(tx, rows)
        assert ['{"number":1}'] == list((await tx.connection.scalars(select(tables.outbox.c.args))).all())


async def test_what_was_dropped_unsent_can_be_wanted_again(database: Database, now: datetime) -> None:
    (row_id,) = await fill(database, now, "a")
    async with database.transaction(now, SYSTEM) as tx:
        await dispatch.mark_dropped(tx, row_id, "not wanted")

    assert [row_id] == await fill(database, now, "a")
    assert [row_id] == await claim(database, now)


@pytest.mark.parametrize("end", ["sent", "failed", "unknown"])
async def test_what_may_have_arrived_or_failed_is_never_added_again(
    database: Database, now: datetime, end: str
) -> None:
    (row_id,) = await fill(database, now, "a")
    async with database.transaction(now, SYSTEM) as tx:
        match end:
            case "sent":
                await dispatch.mark_sent(tx, row_id, 7)
            case "failed":
                await dispatch.mark_failed(tx, row_id, "gone")
            case _:
                await dispatch.mark_unknown(tx, row_id, "timed out")

    assert [] == await fill(database, now, "a")


async def test_only_what_is_due_is_claimed(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        participant = await add_participant(tx)
        (due, _) = await outbox.add(
            tx, [row(participant, "now", now), row(participant, "later", now + timedelta(seconds=1))]
        )

    assert [due] == await claim(database, now)


async def test_upper_lanes_are_claimed_first_then_the_longest_due(database: Database, now: datetime) -> None:
    minute = timedelta(minutes=1)
    async with database.transaction(now, SYSTEM) as tx:
        participant = await add_participant(tx)
        announcement, late, early, reply = await outbox.add(
            tx,
            [
                row(participant, "announcement", now - 9 * minute, Lane.ANNOUNCEMENT),
                row(participant, "late", now - minute),
                row(participant, "early", now - 2 * minute),
                row(participant, "reply", now, Lane.REPLY),
            ],
        )

    assert [reply, early, late, announcement] == await claim(database, now)


async def test_nothing_is_claimed_twice(database: Database, now: datetime) -> None:
    await fill(database, now, "a", "b", "c")
    await claim(database, now, worker="one")

    assert [] == await claim(database, now, worker="two")


async def test_workers_that_claim_at_once_share_without_overlap(
    database: Database, database_url: str, keys: tuple[str, ...], now: datetime
) -> None:
    added = await fill(database, now, *(str(number) for number in range(60)))
    other = await Database.open(database_url, keys)

    async def take(where: Database, worker: str) -> list[int]:
        return await claim(where, now, 7, worker)

    takers = [take(where, f"{turn}{index}") for turn in range(6) for index, where in enumerate((database, other))]
    claimed = [row_id for taken in await asyncio.gather(*takers) for row_id in taken]
    claimed += await claim(database, now)
    await other.close()

    assert sorted(claimed) == sorted(added)


@pytest.mark.parametrize("engine_name", ["postgres"])
async def test_a_claim_passes_over_what_another_is_just_taking(database: Database, now: datetime) -> None:
    first, second = await fill(database, now, "a", "b")
    async with database.transaction(now, SYSTEM) as one, database.transaction(now, SYSTEM) as two:
        assert [first] == await dispatch.claim(one, "one", 1, LEASE_S)
        assert [second] == await dispatch.claim(two, "two", 5, LEASE_S)


async def test_a_due_row_comes_with_the_address_and_arguments(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        participant = await add_participant(tx, "4711", "ar")
        added = NewRow(participant, "venue", {"venue_id": 3, "start": None}, "v", now, Lane.REPLY, silent=True)
        ids = await outbox.add(tx, [added])
        loaded = await dispatch.load(tx, ids)

    expected = Due(ids[0], "venue", participant, "4711", {"venue_id": 3, "start": None}, Lane.REPLY, True, 0)
    assert loaded == [expected]


async def test_only_the_worker_that_holds_a_row_may_send_it(database: Database, now: datetime) -> None:
    ids = await fill(database, now, "a")
    await claim(database, now, worker="one")
    async with database.transaction(now, SYSTEM) as tx:
        assert [] == await dispatch.start_sending(tx, ids, "two")
        assert ids == await dispatch.start_sending(tx, ids, "one")


async def test_a_row_is_started_once(database: Database, now: datetime) -> None:
    ids = await fill(database, now, "a")
    await claim(database, now)
    async with database.transaction(now, SYSTEM) as tx:
        await dispatch.start_sending(tx, ids, "one")

        assert [] == await dispatch.start_sending(tx, ids, "one")


async def test_a_lease_that_ran_out_sends_nothing(database: Database, now: datetime) -> None:
    ids = await fill(database, now, "a")
    async with database.transaction(now, SYSTEM) as tx:
        await dispatch.claim(tx, "one", 10, lease_s=-1)

        assert [] == await dispatch.start_sending(tx, ids, "one")


async def test_moving_the_clock_does_not_end_a_lease(database: Database, now: datetime) -> None:
    ids = await fill(database, now, "a")
    await claim(database, now)
    async with database.transaction(now + timedelta(days=30), SYSTEM) as tx:
        assert ids == await dispatch.start_sending(tx, ids, "one")


async def test_after_a_restart_claimed_rows_wait_again_and_sending_ones_are_unknown(
    database: Database, now: datetime
) -> None:
    sending, claimed = await fill(database, now, "a", "b")
    await claim(database, now)
    async with database.transaction(now, SYSTEM) as tx:
        await dispatch.start_sending(tx, [sending], "one")
        await dispatch.recover(tx)

        assert ("unknown", "interrupted") == await status_of(tx, sending)
        assert ("waiting", None) == await status_of(tx, claimed)


async def test_what_a_lost_worker_held_is_picked_up_when_its_lease_ends(database: Database, now: datetime) -> None:
    ids = await fill(database, now, "a", "b", "c")
    async with database.transaction(now, SYSTEM) as tx:
        await dispatch.claim(tx, "one", 1, LEASE_S)
        await dispatch.start_sending(tx, ids[:1], "one", lease_s=-1)
        await dispatch.claim(tx, "one", 1, lease_s=-1)
        await dispatch.claim(tx, "two", 1, LEASE_S)

        assert dispatch.Counts(waiting=1, unknown=1) == await dispatch.expire_leases(tx)


async def test_what_is_due_to_somebody_unreachable_fails(database: Database, now: datetime) -> None:
    (row_id,) = await fill(database, now, "a")
    async with database.transaction(now, SYSTEM) as tx:
        await people.mark_unreachable(tx, await add_unreachable(tx))
        claimed = await dispatch.claim(tx, "one", 10, LEASE_S)

        assert [] == claimed
        assert ("failed", "unreachable") == await status_of(tx, row_id)


async def add_unreachable(tx: Transaction) -> int:
    """Find the only participant."""
    return int((await tx.connection.execute(select(tables.participants.c.id))).scalar_one())


async def test_retrying_waits_until_then_and_says_why(database: Database, now: datetime) -> None:
    (row_id,) = await fill(database, now, "a")
    await claim(database, now)
    later = now + timedelta(seconds=30)
    async with database.transaction(now, SYSTEM) as tx:
        await dispatch.retry_later(tx, row_id, later, "429")

        assert ("waiting", "429") == await status_of(tx, row_id)
    assert [] == await claim(database, now)
    assert [row_id] == await claim(database, later)


async def test_the_attempts_are_counted(database: Database, now: datetime) -> None:
    (row_id,) = await fill(database, now, "a")
    for _ in range(2):
        await claim(database, now)
        async with database.transaction(now, SYSTEM) as tx:
            await dispatch.start_sending(tx, [row_id], "one")
            await dispatch.retry_later(tx, row_id, now, "429")
    async with database.reading(now, SYSTEM) as tx:
        (due,) = await dispatch.load(tx, [row_id])

    assert 2 == due.attempts


async def test_a_registration_that_ended_takes_its_unsent_notices_along(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        participant, registration, session = await add_claim(tx, now)
        due = NewRow(participant, "reminder", {}, "r", now, registration_id=registration, session_id=session)
        (row_id,) = await outbox.add(tx, [due])
        await dispatch.claim(tx, "one", 1, LEASE_S)

        assert 0 == await outbox.drop_for_registration(tx, registration, ("place_free",))
        assert 1 == await outbox.drop_for_registration(tx, registration, ("reminder",))
        assert [] == await dispatch.start_sending(tx, [row_id], "one")


async def add_claim(tx: Transaction, now: datetime) -> tuple[int, int, int]:
    """Make a participant with a registration for a session; tells the three ids."""
    participant = await add_participant(tx)
    offering = await add_offering(tx)
    session = await add_session(tx, offering, now + timedelta(days=3))
    return participant, await add_registration(tx, participant, offering, session), session


async def test_the_next_due_row_is_the_earliest_in_any_lane(database: Database, now: datetime) -> None:
    soon, later = now + timedelta(minutes=5), now + timedelta(hours=5)
    async with database.transaction(now, SYSTEM) as tx:
        participant = await add_participant(tx)
        rows = [row(participant, "late", later, Lane.REPLY), row(participant, "soon", soon, Lane.ANNOUNCEMENT)]
        assert await outbox.next_due(tx) is None
        await outbox.add(tx, rows)

        assert (soon, "reminder") == await outbox.next_due(tx)


async def test_counts_name_every_status(database: Database, now: datetime) -> None:
    await fill(database, now, "a", "b")
    await claim(database, now, 1)
    async with database.reading(now, SYSTEM) as tx:
        counted = await outbox.counts(tx)

    assert counted == dict.fromkeys(outbox.STATUSES, 0) | {"waiting": 1, "claimed": 1}


async def offer_place(tx: Transaction, now: datetime) -> tuple[int, int, int]:
    """Offer the only place to the first of two waiting; tells the outbox row and both entries."""
    offering = await add_offering(tx, capacity=1)
    session = await add_session(tx, offering, now + timedelta(days=9), capacity=1)
    first, second = await add_participant(tx, "1", "de"), await add_participant(tx, "2", "ar")
    offered = await add_waiting(tx, first, offering, session, status="offered")
    waits = await add_waiting(tx, second, offering, session)
    notice = NewRow(first, "place_free", {"entry_id": offered}, f"place_free:{offered}", now, session_id=session)
    (row_id,) = await outbox.add(tx, [notice])
    return row_id, offered, waits


async def entries(tx: Transaction) -> Sequence[str]:
    """Tell the status of every waiting-list entry, in order."""
    statuses = select(tables.waiting_list.c.status).order_by(tables.waiting_list.c.id)
    return (await tx.connection.execute(statuses)).scalars().all()


async def test_an_offered_place_that_cannot_be_delivered_goes_to_the_next(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        row_id, _, _ = await offer_place(tx, now)
        await dispatch.mark_failed(tx, row_id, "forbidden")

        assert ["missed", "offered"] == await entries(tx)


async def test_an_offered_place_that_may_not_have_arrived_goes_to_the_next(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        row_id, _, _ = await offer_place(tx, now)
        await dispatch.claim(tx, "one", 1, LEASE_S)
        await dispatch.start_sending(tx, [row_id], "one")
        await dispatch.recover(tx)

        assert ["missed", "offered"] == await entries(tx)
