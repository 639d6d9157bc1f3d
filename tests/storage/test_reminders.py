"""Which outbox rows reminders become, and what becomes of those when something changes."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from storage import dispatch, people, registrations, reminders
from storage.engine import SYSTEM, Database, Transaction
from storage.records.people import Participant
from storage.records.registrations import Registered
from storage.tables import outbox, sessions
from tests.storage import builders

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    """Read a wall time in Aachen."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


async def planned(tx: Transaction) -> list[tuple[str, str]]:
    """Read which reminders wait, in wall time."""
    found = await builders.rows(tx, outbox, "kind", "status", "unique_key", "due_at")
    return sorted(
        (f"{due_at.astimezone(BERLIN):%a %d. %H:%M}", key.rsplit(":", 1)[1])
        for kind, status, key, due_at in found
        if kind == "reminder" and status == "waiting"
    )


async def test_a_registration_plans_the_reminders_of_every_session(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [at("2026-03-10 14:00"), at("2026-03-12 14:00")], whole_course=True)
        await builders.register(tx, person, course)

        assert [
            ("Mon 09. 14:00", "day"),
            ("Thu 12. 12:00", "hours"),
            ("Tue 10. 12:00", "hours"),
            ("Wed 11. 14:00", "day"),
        ] == await planned(tx)


async def test_a_reminder_row_holds_ids_and_the_start_and_never_a_text(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        await people.set_reminders(tx, person.id, days=1, hours=0)
        lab = await builders.add_offering(tx, [at("2026-03-10 14:00")])
        (session,) = await builders.session_ids(tx, lab)
        place = await builders.register(tx, person, lab, session)
        assert isinstance(place, Registered)
        number = place.registration_id

        assert [
            (
                person.id,
                1,
                "reminder",
                f'{{"registration_id":{number},"session_id":{session},"start":"2026-03-10T13:00:00+00:00","which":"day"}}',
                f"reminder:{number}:{session}:2026-03-10T13:00:00+00:00:day",
                number,
                session,
                datetime(2026, 3, 9, 13, 0, tzinfo=UTC),
                "waiting",
            )
        ] == await builders.rows(
            tx,
            outbox,
            "participant_id",
            "lane",
            "kind",
            "args",
            "unique_key",
            "registration_id",
            "session_id",
            "due_at",
            "status",
        )


async def test_changing_what_one_wants_plans_anew(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [at("2026-03-10 14:00")], whole_course=True)
        await builders.register(tx, person, course)
        await people.set_reminders(tx, person.id, days=0)
        await reminders.replan_participant(tx, person.id)

        assert [("Tue 10. 12:00", "hours")] == await planned(tx)


async def test_wanting_them_again_brings_them_back(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [at("2026-03-10 14:00")], whole_course=True)
        await builders.register(tx, person, course)
        for days, hours in ((0, 0), (1, 2)):
            await people.set_reminders(tx, person.id, days=days, hours=hours)
            await reminders.replan_participant(tx, person.id)

        assert [("Mon 09. 14:00", "day"), ("Tue 10. 12:00", "hours")] == await planned(tx)


@pytest.mark.parametrize(
    ("days", "hours", "expected"),
    [
        (2, 4, [("Sun 08. 14:00", "day"), ("Tue 10. 10:00", "hours")]),
        (3, 1, [("Sat 07. 14:00", "day"), ("Tue 10. 13:00", "hours")]),
        (3, 0, [("Sat 07. 14:00", "day")]),
    ],
)
async def test_other_times_move_the_reminders_that_wait(
    database: Database, now: datetime, days: int, hours: int, expected: list[tuple[str, str]]
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await remind(tx, days, hours, registered=True)

        assert expected == await planned(tx)
        await remind(tx, 1, 2, person)

        assert [("Mon 09. 14:00", "day"), ("Tue 10. 12:00", "hours")] == await planned(tx)


async def test_a_time_that_is_past_already_is_left_out_and_comes_back_with_another(database: Database) -> None:
    async with database.transaction(at("2026-03-08 15:00"), SYSTEM) as tx:
        person = await remind(tx, 2, 2, registered=True)

        assert [("Tue 10. 12:00", "hours")] == await planned(tx)
        await remind(tx, 1, 2, person)

        assert [("Mon 09. 14:00", "day"), ("Tue 10. 12:00", "hours")] == await planned(tx)


async def test_one_that_is_due_right_now_moves_to_a_later_time(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await remind(tx, 3, 0, registered=True)
    async with database.transaction(at("2026-03-07 14:01"), SYSTEM) as tx:
        await remind(tx, 1, 0, person)

        assert [("Mon 09. 14:00", "day")] == await planned(tx)


async def test_one_that_was_claimed_waits_for_its_new_time(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await remind(tx, 3, 0, registered=True)
    async with database.transaction(at("2026-03-07 14:00"), SYSTEM) as tx:
        claimed = await dispatch.claim(tx, "worker", 10, 60)
        await remind(tx, 1, 0, person)

        assert (1, []) == (len(claimed), await dispatch.start_sending(tx, claimed, "worker"))
        assert [("Mon 09. 14:00", "day")] == await planned(tx)


async def test_one_that_was_put_off_stays_put_off(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await remind(tx, 1, 0, registered=True)
    async with database.transaction(at("2026-03-09 14:00"), SYSTEM) as tx:
        (claimed,) = await dispatch.claim(tx, "worker", 10, 60)
        await dispatch.retry_later(tx, claimed, at("2026-03-09 14:05"), "not sent")
        await reminders.replan_participant(tx, person.id)

        assert [("Mon 09. 14:05", "day")] == await planned(tx)


async def test_one_that_went_out_does_not_come_again_at_another_time(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await remind(tx, 3, 2, registered=True)
    async with database.transaction(at("2026-03-07 14:01"), SYSTEM) as tx:
        await send_what_is_due(tx)
        await remind(tx, 1, 2, person)

        assert [("Tue 10. 12:00", "hours")] == await planned(tx)


async def test_one_that_went_out_late_leaves_what_waits_for_the_same_day(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await remind(tx, 1, 2, registered=True)
    async with database.transaction(at("2026-03-10 08:00"), SYSTEM) as tx:
        await send_what_is_due(tx)
        await reminders.replan_participant(tx, person.id)

        assert [("Tue 10. 12:00", "hours")] == await planned(tx)


async def remind(
    tx: Transaction, days: int, hours: int, person: Participant | None = None, *, registered: bool = False
) -> Participant:
    """Let somebody choose when they are reminded; a new person can have registered for a course before."""
    known = person or await builders.add_person(tx)
    if registered:
        course = await builders.add_offering(tx, [at("2026-03-10 14:00")], whole_course=True)
        await builders.register(tx, known, course)
    await people.set_reminders(tx, known.id, days=days, hours=hours)
    await reminders.replan_participant(tx, known.id)
    return known


async def send_what_is_due(tx: Transaction) -> None:
    """Let everything that is due go out now."""
    claimed = await dispatch.claim(tx, "worker", 10, 60)
    await tx.connection.execute(update(outbox).where(outbox.c.id.in_(claimed)).values(status="sent", due_at=tx.now))


async def test_planning_anew_keeps_one_that_is_due_right_now(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [at("2026-03-10 14:00")], whole_course=True)
        await builders.register(tx, person, course)
    async with database.transaction(at("2026-03-09 14:01"), SYSTEM) as tx:
        await reminders.replan_participant(tx, person.id)

        assert [("Mon 09. 14:00", "day"), ("Tue 10. 12:00", "hours")] == await planned(tx)


async def test_one_that_went_out_stands_for_a_second_of_the_same_day(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [at("2026-03-10 09:30")], whole_course=True)
        await builders.register(tx, person, course)
        before = await planned(tx)
        await tx.connection.execute(update(outbox).values(status="sent"))
    async with database.transaction(at("2026-03-09 12:00"), SYSTEM) as tx:
        await reminders.replan_participant(tx, person.id)

        assert ([("Mon 09. 09:30", "day")], []) == (before, await planned(tx))


async def test_who_registers_the_day_before_keeps_the_evening_reminder(database: Database) -> None:
    async with database.transaction(at("2026-03-09 12:00"), SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [at("2026-03-10 09:30")], whole_course=True)
        await builders.register(tx, person, course)
    async with database.transaction(at("2026-03-09 19:01"), SYSTEM) as tx:
        await reminders.replan_participant(tx, person.id)

        assert [("Mon 09. 19:00", "hours")] == await planned(tx)


async def test_a_moved_session_reminds_of_its_new_time_only(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [at("2026-03-10 14:00")], whole_course=True)
        await builders.register(tx, person, course)
        (session,) = await builders.session_ids(tx, course)
        moved = {"start": at("2026-03-13 16:00"), "status": "moved"}
        await tx.connection.execute(update(sessions).where(sessions.c.id == session).values(moved))
        await reminders.replan_session(tx, session)

        assert [("Fri 13. 14:00", "hours"), ("Thu 12. 16:00", "day")] == await planned(tx)


async def test_a_cancelled_session_does_not_remind(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [at("2026-03-10 14:00"), at("2026-03-17 14:00")], whole_course=True)
        await builders.register(tx, person, course)
        first, _second = await builders.session_ids(tx, course)
        await tx.connection.execute(update(sessions).where(sessions.c.id == first).values(status="cancelled"))
        await reminders.replan_session(tx, first)

        assert [("Mon 16. 14:00", "day"), ("Tue 17. 12:00", "hours")] == await planned(tx)


async def test_a_session_somebody_cannot_come_to_does_not_remind_until_they_can(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [at("2026-03-10 14:00"), at("2026-03-17 14:00")], whole_course=True)
        place = await builders.register(tx, person, course)
        assert isinstance(place, Registered)
        first, _second = await builders.session_ids(tx, course)
        await registrations.answer_reminder(tx, person.id, place.registration_id, first, False)
        without = await planned(tx)
        await registrations.answer_reminder(tx, person.id, place.registration_id, first, True)

        assert ([("Mon 16. 14:00", "day"), ("Tue 17. 12:00", "hours")], 4) == (without, len(await planned(tx)))
