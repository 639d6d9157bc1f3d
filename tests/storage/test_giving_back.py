"""Being reminded of what one just comes to, giving a place back, and saying whether one comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage import places, registrations
from storage.engine import SYSTEM, Database
from storage.records.registrations import Place, Refusal, Refused, Registered
from storage.tables import attendance, outbox, waiting_list
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


async def test_a_reminder_holds_no_place_and_has_no_attendee(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        drop_in = await builders.add_offering(tx, [NEXT_WEEK, LATER], registering="none")
        reminded = await registrations.remind_me(tx, person.id, drop_in, None)
        assert isinstance(reminded, Registered)
        row = await builders.rows(tx, registration_rows, "id", "attendee_id", "reminder_only", "code")

        assert ([(reminded.registration_id, None, True, "")], {}, 4) == (
            row,
            await places.count(tx, [drop_in]),
            await builders.count_rows(tx, outbox),
        )


async def test_being_reminded_twice_is_once(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        drop_in = await builders.add_offering(tx, [NEXT_WEEK, LATER], registering="none")
        first, _second = await builders.session_ids(tx, drop_in)
        reminded = await registrations.remind_me(tx, person.id, drop_in, None)
        assert isinstance(reminded, Registered)

        assert Registered(reminded.registration_id, again=True) == await registrations.remind_me(
            tx, person.id, drop_in, first
        )


async def test_a_reminder_of_everything_replaces_those_of_single_sessions(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        drop_in = await builders.add_offering(tx, [NEXT_WEEK, LATER], registering="none")
        for session in (*await builders.session_ids(tx, drop_in), None):
            await registrations.remind_me(tx, person.id, drop_in, session)
        statuses = await builders.rows(tx, registration_rows, "status")
        waiting = [row for row in await builders.rows(tx, outbox, "status") if row == ("waiting",)]

        assert ([("cancelled",), ("cancelled",), ("active",)], 4) == (statuses, len(waiting))


@pytest.mark.parametrize(
    ("starts", "registering", "reason"),
    [([], "none", Refusal.NO_DATE), ([YESTERDAY], "none", Refusal.STARTED), ([NEXT_WEEK], "required", Refusal.GONE)],
)
async def test_what_cannot_be_reminded_of_says_why(
    database: Database, now: datetime, starts: list[datetime], registering: str, reason: Refusal
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        offering = await builders.add_offering(tx, starts, registering=registering)

        assert Refused(reason) == await registrations.remind_me(tx, person.id, offering, None)


async def test_cancelling_drops_the_reminders(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True)
        number = number_of(await register(tx, person, course))
        done = await registrations.cancel(tx, person.id, number)

        assert (True, {("dropped",)}) == (done, set(await builders.rows(tx, outbox, "status")))


async def test_cancelling_twice_changes_nothing_more(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True)
        number = number_of(await register(tx, person, course))
        await registrations.cancel(tx, person.id, number)

        assert not await registrations.cancel(tx, person.id, number)


async def test_what_is_over_cannot_be_cancelled_any_more(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [TOMORROW], whole_course=True)
        number = number_of(await register(tx, person, course))
    async with database.transaction(TOMORROW + timedelta(hours=2), SYSTEM) as tx:
        done = await registrations.cancel(tx, person.id, number)

        assert (False, [("active",)]) == (done, await builders.rows(tx, registration_rows, "status"))


async def test_a_course_that_runs_can_still_be_left(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [TOMORROW, LATER], whole_course=True)
        number = number_of(await register(tx, person, course))
    async with database.transaction(NEXT_WEEK, SYSTEM) as tx:
        assert await registrations.cancel(tx, person.id, number)


async def test_nobody_cancels_for_somebody_else(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person, stranger = [await builders.add_person(tx) for _ in range(2)]
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True)
        number = number_of(await register(tx, person, course))
        done = await registrations.cancel(tx, stranger.id, number)

        assert (False, [("active",)]) == (done, await builders.rows(tx, registration_rows, "status"))


async def test_missing_one_session_of_a_course_keeps_the_place(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK, LATER], whole_course=True)
        first, _second = await builders.session_ids(tx, course)
        number = number_of(await register(tx, person, course))
        await registrations.answer_reminder(tx, person.id, number, first, False)

        assert ([("active",)], [(number, first, False, now)]) == (
            await builders.rows(tx, registration_rows, "status"),
            await builders.rows(tx, attendance, "registration_id", "session_id", "coming", "answered_at"),
        )


async def test_not_coming_to_a_single_session_gives_the_place_to_the_next(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        first, second = [await builders.add_person(tx) for _ in range(2)]
        slots = await builders.add_offering(tx, [NEXT_WEEK, LATER], capacity=1)
        slot, _other = await builders.session_ids(tx, slots)
        number = number_of(await register(tx, first, slots, slot))
        await register(tx, second, slots, slot)
        await registrations.answer_reminder(tx, first.id, number, slot, False)

        assert ([("cancelled",)], [(second.id, "offered")]) == (
            await builders.rows(tx, registration_rows, "status"),
            await builders.rows(tx, waiting_list, "participant_id", "status"),
        )


async def test_the_newest_answer_counts(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK, LATER], whole_course=True)
        first, _second = await builders.session_ids(tx, course)
        number = number_of(await register(tx, person, course))
        for coming in (True, False, True):
            await registrations.answer_reminder(tx, person.id, number, first, coming)

        assert [(first, True)] == await builders.rows(tx, attendance, "session_id", "coming")


async def test_there_is_nothing_to_answer_once_a_session_is_over(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [TOMORROW, LATER], whole_course=True)
        first, _second = await builders.session_ids(tx, course)
        number = number_of(await register(tx, person, course))
    async with database.transaction(TOMORROW + timedelta(hours=2), SYSTEM) as tx:
        assert not await registrations.answer_reminder(tx, person.id, number, first, False)


async def test_a_session_the_registration_does_not_cover_cannot_be_answered(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        lab = await builders.add_offering(tx, [NEXT_WEEK, LATER])
        first, second = await builders.session_ids(tx, lab)
        number = number_of(await register(tx, person, lab, first))

        assert not await registrations.answer_reminder(tx, person.id, number, second, True)
