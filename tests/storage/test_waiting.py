"""Who is next, and whose a free place is until they answer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from storage import people, places, registrations, waiting
from storage.engine import SYSTEM, Actor, Database
from storage.records.people import Participant
from storage.records.registrations import Refusal, Refused, Registered, Waiting
from storage.tables import offerings, sessions, waiting_list
from storage.tables import registrations as registration_rows
from tests.storage import builders
from tests.storage.builders import register
from tests.storage.lining import LATER, NEXT_WEEK, line_up, notices, statuses


async def test_a_cancelled_place_is_offered_to_the_next_in_line(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 2)
        (first, one), (_second, two) = line.queue
        await line.free(tx)

        assert [
            (one, first.id, line.course, None, 0, "offered", now, None, None),
            (two, line.queue[1][0].id, line.course, None, 0, "waiting", None, None, None),
        ] == await builders.rows(
            tx,
            waiting_list,
            "id",
            "participant_id",
            "offering_id",
            "session_id",
            "session_key",
            "status",
            "offered_at",
            "deadline",
            "ended_at",
        )


async def test_an_offered_place_is_told_at_once(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        ((person, entry),) = line.queue
        await line.free(tx)

        assert [(person.id, f'{{"entry_id":{entry}}}', f"place_free:{entry}", now, "waiting")] == await notices(tx)


async def test_a_place_that_gets_free_at_night_is_told_in_the_morning(database: Database) -> None:
    night = datetime(2026, 3, 4, 21, 30, tzinfo=UTC)
    async with database.transaction(night, SYSTEM) as tx:
        line = await line_up(tx, 1)
        await line.free(tx)
        ((_person, _args, _key, due_at, _status),) = await notices(tx)

        assert datetime(2026, 3, 5, 7, 0, tzinfo=UTC) == due_at


async def test_an_offered_place_counts_as_taken(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        await line.free(tx)
        newcomer = await builders.add_person(tx)

        assert isinstance(await register(tx, newcomer, line.course), Waiting)


async def test_who_was_offered_a_place_is_not_ahead_any_more(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 3)
        await line.free(tx)

        assert [0, 1, 2] == [await waiting.position(tx, entry) for _person, entry in line.queue]


async def test_a_place_nobody_waits_for_stays_free(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 0)
        await line.free(tx)

        assert ({}, []) == (await places.count(tx, [line.course]), await notices(tx))


async def test_taking_an_offered_place_registers(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        ((person, entry),) = line.queue
        await line.free(tx)
        taken = await waiting.take(tx, person.id, entry)
        assert isinstance(taken, Registered)

        assert (["taken"], [(line.held, "cancelled"), (taken.registration_id, "active")]) == (
            await statuses(tx),
            await builders.rows(tx, registration_rows, "id", "status"),
        )


async def test_taking_twice_is_taking_once(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        ((person, entry),) = line.queue
        await line.free(tx)
        taken = await waiting.take(tx, person.id, entry)
        assert isinstance(taken, Registered)

        assert Registered(taken.registration_id, again=True) == await waiting.take(tx, person.id, entry)


async def test_registering_again_takes_the_offered_place(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        ((person, _entry),) = line.queue
        await line.free(tx)
        place = await register(tx, person, line.course)

        assert (Registered, ["taken"]) == (type(place), await statuses(tx))


async def test_nobody_takes_a_place_offered_to_somebody_else(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        ((_person, entry),) = line.queue
        await line.free(tx)

        assert Refused(Refusal.GONE) == await waiting.take(tx, line.holder.id, entry)


async def test_a_place_that_was_not_offered_cannot_be_taken(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        ((person, entry),) = line.queue

        assert Refused(Refusal.TOO_LATE) == await waiting.take(tx, person.id, entry)


async def test_an_offered_place_of_a_cancelled_session_cannot_be_taken(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        ((person, entry),) = line.queue
        await line.free(tx)
        await tx.connection.execute(update(sessions).values(status="cancelled"))

        assert Refused(Refusal.CANCELLED) == await waiting.take(tx, person.id, entry)


async def test_who_cannot_be_reached_is_passed_over_and_keeps_their_place_in_line(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 2)
        (first, one), _second = line.queue
        await people.mark_unreachable(tx, first.id)
        await line.free(tx)

        assert (["waiting", "offered"], 1) == (await statuses(tx), await waiting.position(tx, one))


async def test_a_place_that_stayed_free_is_offered_to_whoever_can_be_reached_again(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        ((waits, _),) = line.queue
        await people.mark_unreachable(tx, waits.id)
        await line.free(tx)
        before = await statuses(tx)
        await people.mark_reachable(tx, waits.id)

        assert (["waiting"], ["offered"]) == (before, await statuses(tx))


async def test_a_place_is_not_offered_when_nobody_could_answer_in_time(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1, now + timedelta(minutes=80))
        await line.free(tx)

        assert (["waiting"], {(line.course, 0): places.Counts(taken=0, waiting=1)}) == (
            await statuses(tx),
            await places.count(tx, [line.course]),
        )


async def test_a_place_that_is_not_offered_goes_to_whoever_comes(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1, now + timedelta(minutes=80))
        await line.free(tx)
        newcomer = await builders.add_person(tx)

        assert isinstance(await register(tx, newcomer, line.course), Registered)


async def test_more_places_are_offered_to_as_many_people(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 4)
        await tx.connection.execute(update(offerings).values(capacity=3))
        offered = await waiting.pass_on(tx, line.course, None)

        assert (2, ["offered", "offered", "waiting", "waiting"]) == (offered, await statuses(tx))


async def test_without_a_limit_everybody_is_offered_a_place(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 3)
        await tx.connection.execute(update(offerings).values(capacity=None))
        await waiting.pass_on(tx, line.course, None)

        assert ["offered"] * 3 == await statuses(tx)


async def test_passing_on_again_offers_nothing_more(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 2)
        await line.free(tx)

        assert 0 == await waiting.pass_on(tx, line.course, None)


async def test_a_freed_session_is_offered_only_to_those_who_wait_for_it(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        holder, one, other = [await builders.add_person(tx) for _ in range(3)]
        slots = await builders.add_offering(tx, [NEXT_WEEK, LATER], capacity=1)
        first, second = await builders.session_ids(tx, slots)
        held = await register(tx, holder, slots, first)
        await register(tx, holder, slots, second)
        await register(tx, other, slots, second)
        await register(tx, one, slots, first)
        assert isinstance(held, Registered)
        await registrations.cancel(tx, holder.id, held.registration_id)

        assert [(other.id, second, "waiting"), (one.id, first, "offered")] == await builders.rows(
            tx, waiting_list, "participant_id", "session_id", "status"
        )


async def test_a_crowd_that_takes_and_leaves_at_once_never_holds_more_than_there_is(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 8)
        await tx.connection.execute(update(offerings).values(capacity=4))
        await waiting.pass_on(tx, line.course, None)

    async def act(number: int, person: Participant, entry: int) -> None:
        async with database.transaction(now, Actor("person", person.id)) as tx:
            await (waiting.leave(tx, person.id, entry) if number % 3 == 0 else waiting.take(tx, person.id, entry))

    await asyncio.gather(*(act(number, *queued) for number, queued in enumerate(line.queue)))
    async with database.reading(now, SYSTEM) as tx:
        counts = (await places.count(tx, [line.course]))[line.course, 0]

    assert 4 == counts.taken
