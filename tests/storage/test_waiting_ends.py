"""Until when an offered place is somebody's, and what becomes of it when they leave or cannot be told."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage import waiting
from storage.engine import SYSTEM, Database
from storage.records.registrations import Refusal, Refused
from storage.tables import waiting_list
from tests.storage import builders
from tests.storage.lining import NEXT_WEEK, line_up, notices, statuses


async def test_the_deadline_is_a_day_that_nights_do_not_count_in(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        ((_person, entry),) = line.queue
        await line.free(tx)
        await waiting.offered_delivered(tx, entry, now)

        assert [(now + timedelta(days=2),)] == await builders.rows(tx, waiting_list, "deadline")


async def test_the_deadline_is_at_least_an_hour_before_the_start(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        start = now + timedelta(hours=20)
        line = await line_up(tx, 1, start)
        ((_person, entry),) = line.queue
        await line.free(tx)
        await waiting.offered_delivered(tx, entry, now)

        assert [(start - timedelta(hours=1),)] == await builders.rows(tx, waiting_list, "deadline")


async def test_a_second_delivery_does_not_move_the_deadline(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        ((_person, entry),) = line.queue
        await line.free(tx)
        await waiting.offered_delivered(tx, entry, now)
        await waiting.offered_delivered(tx, entry, now + timedelta(hours=3))

        assert [(now + timedelta(days=2),)] == await builders.rows(tx, waiting_list, "deadline")


async def test_after_the_deadline_the_place_goes_on_to_the_next(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 2)
        (first, one), (_second, _two) = line.queue
        await line.free(tx)
        await waiting.offered_delivered(tx, one, now)
    async with database.transaction(now + timedelta(days=2), SYSTEM) as tx:
        ended = await waiting.expire(tx)

        assert (1, ["expired", "offered"], Refused(Refusal.TOO_LATE)) == (
            ended,
            await statuses(tx),
            await waiting.take(tx, first.id, one),
        )


async def test_at_the_deadline_it_is_too_late_even_before_anybody_looked(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        ((person, entry),) = line.queue
        await line.free(tx)
        await waiting.offered_delivered(tx, entry, now)
    async with database.transaction(now + timedelta(days=2), SYSTEM) as tx:
        assert Refused(Refusal.TOO_LATE) == await waiting.take(tx, person.id, entry)


async def test_nothing_expires_before_its_deadline(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        await line.free(tx)
        await waiting.offered_delivered(tx, line.queue[0][1], now)
    async with database.transaction(now + timedelta(days=2, seconds=-1), SYSTEM) as tx:
        assert (0, ["offered"]) == (await waiting.expire(tx), await statuses(tx))


async def test_an_offer_that_was_not_delivered_has_no_deadline(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        await line.free(tx)
    async with database.transaction(now + timedelta(days=4), SYSTEM) as tx:
        assert (0, ["offered"]) == (await waiting.expire(tx), await statuses(tx))


async def test_when_a_course_begins_its_waiting_list_closes(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 2)
        await line.free(tx)
    async with database.transaction(NEXT_WEEK, SYSTEM) as tx:
        assert (2, ["over", "over"]) == (await waiting.expire(tx), await statuses(tx))


async def test_leaving_gives_an_offered_place_to_the_next(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 2)
        (first, one), (_second, _two) = line.queue
        await line.free(tx)
        left = await waiting.leave(tx, first.id, one)

        assert (True, ["left", "offered"]) == (left, await statuses(tx))


async def test_leaving_drops_the_offer_that_was_not_sent(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        ((person, entry),) = line.queue
        await line.free(tx)
        await waiting.leave(tx, person.id, entry)
        ((*_rest, status),) = await notices(tx)

        assert "dropped" == status


async def test_leaving_moves_those_behind_up(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 3)
        (first, one), (_second, two), (_third, three) = line.queue
        await waiting.leave(tx, first.id, one)

        assert [1, 2] == [await waiting.position(tx, two), await waiting.position(tx, three)]


async def test_leaving_twice_changes_nothing_more(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        ((person, entry),) = line.queue
        await waiting.leave(tx, person.id, entry)

        assert not await waiting.leave(tx, person.id, entry)


async def test_nobody_leaves_for_somebody_else(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)

        assert not await waiting.leave(tx, line.holder.id, line.queue[0][1])


async def test_an_offer_that_cannot_be_delivered_goes_on_to_the_next(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 2)
        await line.free(tx)
        passed = await waiting.offered_failed(tx, line.queue[0][1])

        assert (1, ["missed", "offered"]) == (passed, await statuses(tx))


async def test_a_failure_after_the_answer_changes_nothing(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 2)
        (first, one), _second = line.queue
        await line.free(tx)
        await waiting.take(tx, first.id, one)

        assert (0, ["taken", "waiting"]) == (await waiting.offered_failed(tx, one), await statuses(tx))
