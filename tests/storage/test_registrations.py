"""Claiming a place: who gets one, and who waits."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import update

from storage import places, registrations
from storage.engine import SYSTEM, Actor, Database
from storage.records.people import Participant
from storage.records.registrations import Place, Refusal, Refused, Registered, Waiting
from storage.tables import attendees, audit, offerings, sessions, waiting_list
from storage.tables import registrations as registration_rows
from tests.storage import builders
from tests.storage.builders import register

TOMORROW = datetime(2026, 3, 5, 13, 0, tzinfo=UTC)
NEXT_WEEK = datetime(2026, 3, 11, 13, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 18, 13, 0, tzinfo=UTC)
YESTERDAY = datetime(2026, 3, 3, 13, 0, tzinfo=UTC)


def number_of(place: Place) -> int:
    """Tell the id of a registration that was made."""
    assert isinstance(place, Registered)
    return place.registration_id


async def test_registering_for_a_course_writes_one_whole_row(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK, LATER], whole_course=True)
        place = await register(tx, person, course)
        ((attendee,),) = await builders.rows(tx, attendees, "id")
        ((code,),) = await builders.rows(tx, registration_rows, "code")

        assert [
            (number_of(place), person.id, attendee, course, None, 0, "active", False, code, now, None)
        ] == await builders.rows(
            tx,
            registration_rows,
            "id",
            "participant_id",
            "attendee_id",
            "offering_id",
            "session_id",
            "session_key",
            "status",
            "reminder_only",
            "code",
            "created_at",
            "ended_at",
        )


async def test_registering_for_one_session_names_it(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        lab = await builders.add_offering(tx, [NEXT_WEEK, LATER])
        _first, second = await builders.session_ids(tx, lab)
        await register(tx, person, lab, second)

        assert [(second, second)] == await builders.rows(tx, registration_rows, "session_id", "session_key")


async def test_registering_is_noted_with_ids_only(database: Database, now: datetime) -> None:
    async with database.transaction(now, Actor("person", 7)) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True)
        number = number_of(await register(tx, person, course))

        assert [("person", 7, "register", "registration", number, f'{{"offering":{course}}}')] == await builders.rows(
            tx, audit, "actor", "actor_id", "action", "subject", "subject_id", "detail"
        )


async def test_a_code_has_three_characters_that_look_like_no_other(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True)
        await register(tx, person, course)
        ((code,),) = await builders.rows(tx, registration_rows, "code")

        assert (3, set()) == (len(code), set(code) - set(places.CODE_LETTERS))


def test_no_code_letter_can_be_mistaken() -> None:
    assert set() == set(places.CODE_LETTERS) & set("0OQ1IL2Z5S8BUAE")


def test_a_code_is_never_one_in_use() -> None:
    used = {"33", "34", "43"}

    assert "44" == places.draw_code(used, "34", 2)


def test_codes_grow_longer_when_the_short_ones_are_used_up() -> None:
    assert "333" == places.draw_code({"33"}, "3", 2)


async def test_twice_is_once(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True)
        first = number_of(await register(tx, person, course, name="Ada"))

        assert Registered(first, again=True) == await register(tx, person, course, name=" ada ")


async def test_a_cancelled_registration_can_be_made_again(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True)
        first = number_of(await register(tx, person, course))
        await registrations.cancel(tx, person.id, first)
        second = number_of(await register(tx, person, course))

        assert [(first, "cancelled", now), (second, "active", None)] == await builders.rows(
            tx, registration_rows, "id", "status", "ended_at"
        )


async def test_one_person_registers_themselves_and_a_child(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True)
        await register(tx, person, course, name="Ada")
        await register(tx, person, course, name="Ada", child=True)

        assert [("Ada", False, None), ("Ada", True, now)] == await builders.rows(
            tx, attendees, "name", "child", "guardian_consent_at"
        )


async def test_a_full_offering_puts_the_next_person_on_the_waiting_list(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        first, second, third = [await builders.add_person(tx) for _ in range(3)]
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, capacity=1)
        await register(tx, first, course)
        waits = await register(tx, second, course)
        assert isinstance(waits, Waiting)

        assert (1, 2) == (waits.position, getattr(await register(tx, third, course), "position", None))


async def test_waiting_twice_is_waiting_once(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        first, second = [await builders.add_person(tx) for _ in range(2)]
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, capacity=1)
        await register(tx, first, course)
        waits = await register(tx, second, course)
        assert isinstance(waits, Waiting)

        assert Waiting(waits.entry_id, 1, again=True) == await register(tx, second, course)


async def test_a_full_offering_refuses_who_does_not_want_to_wait_and_forgets_the_name(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        first, second = [await builders.add_person(tx) for _ in range(2)]
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, capacity=1)
        await register(tx, first, course, name="Ada")
        refused = await register(tx, second, course, name="Berta", may_wait=False)

        assert (Refused(Refusal.FULL), [("Ada",)]) == (refused, await builders.rows(tx, attendees, "name"))


async def test_a_full_offering_without_a_waiting_list_refuses(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        first, second = [await builders.add_person(tx) for _ in range(2)]
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, capacity=1, waiting_list=False)
        await register(tx, first, course)

        assert Refused(Refusal.FULL) == await register(tx, second, course)


async def test_each_session_has_its_own_places(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        first, second = [await builders.add_person(tx) for _ in range(2)]
        slots = await builders.add_offering(tx, [NEXT_WEEK, LATER], capacity=1)
        one, two = await builders.session_ids(tx, slots)
        await register(tx, first, slots, one)

        assert (Waiting, Registered) == (
            type(await register(tx, second, slots, one)),
            type(await register(tx, second, slots, two)),
        )


async def test_a_session_may_have_more_places_than_its_offering_says(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        first, second = [await builders.add_person(tx) for _ in range(2)]
        lab = await builders.add_offering(tx, capacity=1)
        session = await builders.add_session(tx, lab, NEXT_WEEK, capacity=2)
        await register(tx, first, lab, session)

        assert isinstance(await register(tx, second, lab, session), Registered)


async def test_without_a_limit_nobody_waits(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        first, second = [await builders.add_person(tx) for _ in range(2)]
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, capacity=None)
        await register(tx, first, course)

        assert isinstance(await register(tx, second, course), Registered)


async def test_a_recommended_registration_is_a_registration(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        event = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, registering="recommended")

        assert isinstance(await register(tx, person, event), Registered)


async def test_twenty_at_once_get_exactly_five_places(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        crowd = [await builders.add_person(tx) for _ in range(20)]
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, capacity=5)

    async def come(person: Participant) -> Place:
        async with database.transaction(now, Actor("person", person.id)) as tx:
            return await register(tx, person, course)

    claims = await asyncio.gather(*(come(person) for person in crowd))
    async with database.reading(now, SYSTEM) as tx:
        codes = {code for (code,) in await builders.rows(tx, registration_rows, "code")}

    assert (
        {Registered: 5, Waiting: 15},
        list(range(1, 16)),
        5,
    ) == (
        Counter(type(claim) for claim in claims),
        sorted(claim.position for claim in claims if isinstance(claim, Waiting)),
        len(codes),
    )


async def test_the_same_tap_twice_at_once_is_one_registration(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, capacity=5)

    async def tap() -> Place:
        async with database.transaction(now, Actor("person", person.id)) as tx:
            return await register(tx, person, course)

    claims = await asyncio.gather(*(tap() for _ in range(6)))

    assert (1, 6) == (len({number_of(claim) for claim in claims}), len(claims))


async def test_more_places_go_to_those_who_wait_before_anybody_new(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        first, second, third = [await builders.add_person(tx) for _ in range(3)]
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, capacity=1)
        await register(tx, first, course)
        await register(tx, second, course)
        await tx.connection.execute(update(offerings).where(offerings.c.id == course).values(capacity=2))
        place = await register(tx, third, course)

        assert (Waiting, [(second.id, "offered"), (third.id, "waiting")]) == (
            type(place),
            await builders.rows(tx, waiting_list, "participant_id", "status"),
        )


async def test_a_name_is_sealed_on_disk(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True)
        await register(tx, person, course, name="Adalgisa")
        stored = (await tx.connection.exec_driver_sql("SELECT name FROM attendees")).scalar_one()

        assert b"Adalgisa" not in bytes(stored)


async def test_a_moved_session_can_still_be_joined(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        lab = await builders.add_offering(tx, [NEXT_WEEK])
        (session,) = await builders.session_ids(tx, lab)
        await tx.connection.execute(update(sessions).values(status="moved"))

        assert isinstance(await register(tx, person, lab, session), Registered)
