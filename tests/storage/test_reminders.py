"""When reminders are due, and which outbox rows they become."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from storage import people, quiet, registrations, reminders
from storage.engine import Actor, Database, Transaction
from storage.records.registrations import Registered
from storage.reminders import due_times
from storage.tables import outbox, sessions
from tests.storage import builders

BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
SYSTEM = Actor("system")


def at(text: str) -> datetime:
    """Read a wall time in Aachen."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def due(start: str, now: str = "2026-01-01 12:00", *, day: bool = True, hours: bool = True) -> list[tuple[str, str]]:
    """Tell the due times of a session, all in wall time."""
    found = due_times(at(start), at(now), BERLIN, day=day, hours=hours)
    return [(which, f"{moment.astimezone(BERLIN):%Y-%m-%d %H:%M}") for which, moment in found]


def test_an_afternoon_session_reminds_a_day_and_two_hours_before() -> None:
    assert [("day", "2027-01-11 14:00"), ("hours", "2027-01-12 12:00")] == due("2027-01-12 14:00")


def test_two_hours_before_an_early_session_is_the_evening_before() -> None:
    assert [("hours", "2027-01-11 19:00")] == due("2027-01-12 09:30", day=False)


def test_an_early_session_reminds_only_once_on_the_day_before() -> None:
    assert [("day", "2027-01-11 09:30")] == due("2027-01-12 09:30")


def test_an_early_session_still_reminds_whoever_registers_the_day_before() -> None:
    assert [("hours", "2027-01-11 19:00")] == due("2027-01-12 09:30", now="2027-01-11 12:00")


def test_a_session_at_ten_reminds_at_eight_when_the_night_is_over() -> None:
    assert [("hours", "2027-01-12 08:00")] == due("2027-01-12 10:00", day=False)


def test_a_day_before_a_late_session_is_the_evening_before_eight() -> None:
    assert [("day", "2027-01-11 19:00"), ("hours", "2027-01-12 19:00")] == due("2027-01-12 21:00")


def test_a_session_at_night_reminds_on_the_two_evenings_before() -> None:
    assert [("day", "2027-01-10 19:00"), ("hours", "2027-01-11 19:00")] == due("2027-01-12 06:00")


def test_a_day_before_keeps_the_wall_clock_when_the_clocks_go_forward() -> None:
    found = due_times(at("2027-03-28 14:00"), LONG_AGO, BERLIN, day=True, hours=False)

    assert (("day", datetime(2027, 3, 27, 13, 0, tzinfo=UTC)),) == found


def test_a_day_before_keeps_the_wall_clock_when_the_clocks_go_back() -> None:
    found = due_times(at("2027-10-31 14:00"), LONG_AGO, BERLIN, day=True, hours=False)

    assert (("day", datetime(2027, 10, 30, 12, 0, tzinfo=UTC)),) == found


def test_a_session_in_less_than_a_day_reminds_only_hours_before() -> None:
    assert [("hours", "2027-01-12 12:00")] == due("2027-01-12 14:00", now="2027-01-11 15:00")


def test_a_session_in_less_than_two_hours_does_not_remind() -> None:
    assert [] == due("2027-01-12 14:00", now="2027-01-12 12:30")


def test_a_reminder_moved_into_the_past_is_left_out() -> None:
    assert [] == due("2027-01-12 09:30", now="2027-01-11 21:00")


def test_what_nobody_wants_is_not_due() -> None:
    assert [] == due("2027-01-12 14:00", day=False, hours=False)


STARTS = st.datetimes(datetime(2026, 10, 1), datetime(2028, 4, 30), timezones=st.just(BERLIN))  # noqa: DTZ001
WINDOWS = st.timedeltas(timedelta(minutes=-10), timedelta(days=5))


@given(start=STARTS, ahead=WINDOWS, day=st.booleans(), hours=st.booleans())
def test_reminders_come_by_day_before_the_session_after_now_and_apart(
    start: datetime, ahead: timedelta, day: bool, hours: bool
) -> None:
    now = start.astimezone(UTC) - ahead
    found = [moment for _which, moment in due_times(start, now, BERLIN, day=day, hours=hours)]

    assert all(now < moment < start.astimezone(UTC) - timedelta(hours=1) for moment in found)
    assert not any(quiet.quiet(moment, BERLIN) for moment in found)
    assert all(later - sooner >= timedelta(hours=1) for sooner, later in pairwise(found))


@given(start=STARTS, day=st.booleans(), hours=st.booleans())
def test_a_distant_session_reminds_whoever_wants_it_and_never_twice_a_day(
    start: datetime, day: bool, hours: bool
) -> None:
    found = [at.astimezone(BERLIN).date() for _which, at in due_times(start, LONG_AGO, BERLIN, day=day, hours=hours)]

    assert (day or hours, len(found)) == (bool(found), len(set(found)))


@given(day=st.dates(date(2027, 3, 20), date(2027, 4, 5)), clock=st.times(time(8), time(19, 59)))
def test_by_day_the_wall_clock_stays_the_same_around_the_change(day: date, clock: time) -> None:
    start = datetime.combine(day, clock, tzinfo=BERLIN)

    ((_which, moment),) = due_times(start, LONG_AGO, BERLIN, day=True, hours=False)

    assert datetime.combine(day - timedelta(days=1), clock) == moment.astimezone(BERLIN).replace(tzinfo=None)


@given(at=st.datetimes(datetime(2026, 10, 1), datetime(2027, 11, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_twenty_four_waking_hours_end_by_day_and_are_two_whole_days(at: datetime) -> None:
    end = quiet.after_waking(at, timedelta(hours=24), BERLIN)
    begun = quiet.next_waking(at, BERLIN).astimezone(BERLIN).replace(tzinfo=None)
    night = timedelta(hours=12 if begun.time() == time(8) else 0)

    assert begun + timedelta(days=2) - night == end.astimezone(BERLIN).replace(tzinfo=None)


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
        await people.set_reminders(tx, person.id, day_before=True, hours_before=False)
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
        await people.set_reminders(tx, person.id, day_before=False, hours_before=True)
        await reminders.replan_participant(tx, person.id)

        assert [("Tue 10. 12:00", "hours")] == await planned(tx)


async def test_wanting_them_again_brings_them_back(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [at("2026-03-10 14:00")], whole_course=True)
        await builders.register(tx, person, course)
        for wanted in (False, True):
            await people.set_reminders(tx, person.id, day_before=wanted, hours_before=wanted)
            await reminders.replan_participant(tx, person.id)

        assert [("Mon 09. 14:00", "day"), ("Tue 10. 12:00", "hours")] == await planned(tx)


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


@pytest.mark.parametrize("hour", range(24))
def test_every_hour_of_the_clock_change_reminds_by_day(hour: int) -> None:
    start = datetime(2027, 3, 28, hour, 15, tzinfo=BERLIN)

    assert not any(
        quiet.quiet(moment, BERLIN) for _which, moment in due_times(start, LONG_AGO, BERLIN, day=True, hours=True)
    )
