"""Participants and attendees: found again by what they are called, and known by no more than needed."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from storage import access, people, tables
from storage.engine import SYSTEM, Actor, Database
from storage.records.people import REMIND_DAYS, REMIND_HOURS, Attendee, Participant


async def test_whoever_writes_first_is_known_by_a_guessed_language_alone(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        made = await people.greet(tx, "4711", "ar")

    assert made == Participant(made.id, "ar", False, False, 1, 2, ())


async def test_the_same_address_is_the_same_participant(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        first = await people.greet(tx, "4711", "ar")
        again = await people.greet(tx, "4711", "de")

    assert again == first


async def test_different_addresses_are_different_participants(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        assert (await people.greet(tx, "1", "de")).id != (await people.greet(tx, "2", "de")).id


async def test_somebody_who_writes_to_two_workers_at_once_is_one_participant(database: Database, now: datetime) -> None:
    async def greet() -> int:
        async with database.transaction(now, SYSTEM) as tx:
            return (await people.greet(tx, "4711", "de")).id

    ids = await asyncio.gather(*(greet() for _ in range(8)))
    async with database.reading(now, SYSTEM) as tx:
        stored = (await tx.connection.execute(select(func.count()).select_from(tables.participants))).scalar_one()

    assert (1, 1) == (len(set(ids)), stored)


async def test_settings_are_remembered(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = (await people.greet(tx, "4711", "de")).id
        await people.set_language(tx, me, "de@easy")
        await people.see_privacy_notice(tx, me)
        await people.set_reminders(tx, me, days=0, hours=4)

        assert Participant(me, "de@easy", True, True, 0, 4, ()) == await people.participant(tx, me)


async def test_every_reminder_that_is_offered_can_be_kept(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = (await people.greet(tx, "4711", "de")).id
        for days, hours in zip(REMIND_DAYS, REMIND_HOURS, strict=True):
            await people.set_reminders(tx, me, days=days)
            await people.set_reminders(tx, me, hours=hours)

            assert Participant(me, "de", False, False, days, hours) == await people.participant(tx, me)


@pytest.mark.parametrize("times", [{"days": 4}, {"days": -1}, {"hours": 3}])
async def test_the_database_refuses_a_reminder_nobody_offers(
    database: Database, now: datetime, times: dict[str, int]
) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction(now, SYSTEM) as tx:
            await people.set_reminders(tx, (await people.greet(tx, "4711", "de")).id, **times)


async def test_roles_come_along_in_order(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = (await people.greet(tx, "4711", "de")).id
        for role in ("staff", "coordinator"):
            await access.redeem(tx, me, await access.invite(tx, role))

        assert ("coordinator", "staff") == (await people.greet(tx, "4711", "de")).roles


async def test_the_first_sight_of_the_privacy_notice_counts(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = (await people.greet(tx, "4711", "de")).id
        await people.see_privacy_notice(tx, me)
    async with database.transaction(now + timedelta(days=1), SYSTEM) as tx:
        await people.see_privacy_notice(tx, me)
        seen = await tx.connection.execute(select(tables.participants.c.privacy_seen_at))

    assert seen.scalar_one() == now


async def test_nobody_is_found_where_there_is_nobody(database: Database, now: datetime) -> None:
    async with database.reading(now, SYSTEM) as tx:
        assert await people.participant(tx, 999) is None


async def test_whoever_writes_again_can_be_reached_again(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = (await people.greet(tx, "4711", "de")).id
        await people.mark_unreachable(tx, me)
        await people.greet(tx, "4711", "de")
        since = await tx.connection.execute(select(tables.participants.c.unreachable_since))

    assert since.scalar_one() is None


async def test_unreachable_since_is_the_first_time(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = (await people.greet(tx, "4711", "de")).id
        await people.mark_unreachable(tx, me)
    async with database.transaction(now + timedelta(days=1), SYSTEM) as tx:
        await people.mark_unreachable(tx, me)
        since = await tx.connection.execute(select(tables.participants.c.unreachable_since))

    assert since.scalar_one() == now


@pytest.mark.parametrize("again", ["Ayşe", "  ayşe ", "AYŞE"])
async def test_an_attendee_of_the_same_name_is_the_same_one(database: Database, now: datetime, again: str) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = (await people.greet(tx, "4711", "de")).id
        first = await people.attendee(tx, me, "Ayşe", False, False)

        assert first == await people.attendee(tx, me, again, False, False)


async def test_a_child_is_another_attendee_than_an_adult_of_the_same_name(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = (await people.greet(tx, "4711", "de")).id
        adult = await people.attendee(tx, me, "Kim", False, False)

        assert await people.attendee(tx, me, "Kim", True, True) != adult


async def test_people_with_the_same_name_have_attendees_of_their_own(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        one, other = (await people.greet(tx, "1", "de")).id, (await people.greet(tx, "2", "de")).id

        assert await people.attendee(tx, one, "Kim", False, False) != await people.attendee(
            tx, other, "Kim", False, False
        )


async def test_the_guardian_s_consent_is_kept_with_its_time(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = (await people.greet(tx, "4711", "de")).id
        child = await people.attendee(tx, me, "Kim", True, False)
        await people.attendee(tx, me, "Kim", True, True)
        agreed = select(tables.attendees.c.guardian_consent_at).where(tables.attendees.c.id == child)

        assert now == (await tx.connection.execute(agreed)).scalar_one()


async def test_attendees_are_told_newest_first_and_by_their_names(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = (await people.greet(tx, "4711", "de")).id
        first = await people.attendee(tx, me, "  Lea  Marie ", False, False)
        second = await people.attendee(tx, me, "Kim", True, True)

        assert (Attendee(second, "Kim", True), Attendee(first, "Lea Marie", False)) == await people.attendees(tx, me)


async def test_a_change_by_a_person_leaves_a_trace_without_words(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = (await people.greet(tx, "4711", "de")).id
    async with database.transaction(now, Actor("person", me)) as tx:
        await people.set_language(tx, me, "ar")
        row = (await tx.connection.execute(select(tables.audit))).one()

    expected = (now, "person", me, "set_language", "participant", me, '{"language":"ar"}')
    assert (row.at, row.actor, row.actor_id, row.action, row.subject, row.subject_id, row.detail) == expected
