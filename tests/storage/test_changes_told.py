"""What an import means for people: who hears of a moved or cancelled session, and what they are reminded of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage import people, registrations, reminders, sample
from storage.changes import Difference
from storage.engine import COMMAND, Database
from storage.exchange.comparing import Change
from storage.exchange.parsed import Catalogue
from storage.records.catalogue import SessionStatus
from storage.records.registrations import Waiting
from storage.tables import attendance
from tests.storage import builders
from tests.storage.imports import (
    DROP_IN,
    SINGLE,
    WHOLE,
    ZONE,
    bring_in,
    id_of,
    imported,
    moved,
    preview,
    register,
    reminders_of,
    start_of,
    told,
    with_offering,
    with_session,
    without,
)


@pytest.fixture
def catalogue(now: datetime) -> Catalogue:
    return sample.load(now.date())


async def test_somebody_registered_hears_once_that_the_offering_ended_and_is_not_reminded(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, registration = await register(tx, WHOLE)

    await bring_in(database, without(catalogue, WHOLE), now)
    await bring_in(database, without(catalogue, WHOLE), now)

    assert [(person, "offering_ended", {"registration_id": registration}, False)] == await told(
        database, now, "offering_ended", "session_moved", "session_cancelled", "reminder"
    )


async def test_an_offering_that_comes_back_reminds_again_and_tells_the_next_session(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, registration = await register(tx, WHOLE)
        first = await id_of(tx, "DC-01-01")
    before = await told(database, now, "reminder")
    await bring_in(database, without(catalogue, WHOLE), now)

    await bring_in(database, catalogue, now)

    args = {"registration_id": registration, "session_id": first, "old_start": None, "old_venue_id": None}
    assert [(person, "session_moved", args, False)] == await told(database, now, "session_moved")
    assert len(before) == len(await told(database, now, "reminder"))


async def test_a_moved_session_tells_everybody_registered_once(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        ours = [await register(tx, SINGLE, "EG-01-02") for _ in range(2)]
        await register(tx, SINGLE, "EG-01-04")
        session_id = await id_of(tx, "EG-01-02")
    old_start = start_of(catalogue, "EG-01-02").astimezone(UTC).isoformat()
    changed = moved(catalogue, "EG-01-02", timedelta(days=1))

    await bring_in(database, changed, now)
    await bring_in(database, changed, now + timedelta(minutes=5))

    args = {"session_id": session_id, "old_start": old_start, "old_venue_id": None}
    expected = [(person, "session_moved", {"registration_id": one, **args}, False) for person, one in ours]
    assert expected == await told(database, now, "session_moved")


async def test_a_moved_session_of_a_course_tells_who_attends_it_all(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, _ = await register(tx, WHOLE)

    await bring_in(database, moved(catalogue, "DC-01-03", timedelta(hours=1)), now)

    assert [person] == [row[0] for row in await told(database, now, "session_moved")]


async def test_a_moved_session_reminds_of_its_new_time_only(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")
    changed = moved(catalogue, "EG-01-02", timedelta(days=1))

    await bring_in(database, changed, now)

    new_start = start_of(changed, "EG-01-02").astimezone(UTC).isoformat()
    assert {new_start} == await reminders_of(database, now, "EG-01-02")


async def test_a_session_at_another_venue_tells_the_old_one(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")
        old_venue = await id_of(tx, "V01")

    await bring_in(database, with_session(catalogue, "EG-01-02", venue="V03"), now)

    found = [args for _, _, args, _ in await told(database, now, "session_moved")]
    assert [(None, old_venue)] == [(args["old_start"], args["old_venue_id"]) for args in found]


async def test_a_session_without_a_venue_of_its_own_moves_with_its_offering(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    plain = with_session(catalogue, "EG-01-02", venue=None)
    async with imported(database, plain, now) as tx:
        await register(tx, SINGLE, "EG-01-02")

    await bring_in(database, with_offering(plain, SINGLE, venue="V03"), now)

    assert 1 == len(await told(database, now, "session_moved"))


async def test_somebody_who_only_wants_reminders_is_told_too(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person = await builders.add_person(tx)
        await registrations.remind_me(tx, person.id, await id_of(tx, DROP_IN), await id_of(tx, "DC-03-02"))

    await bring_in(database, moved(catalogue, "DC-03-02", timedelta(hours=1)), now)

    assert [person.id] == [row[0] for row in await told(database, now, "session_moved")]


async def test_somebody_who_cancelled_hears_nothing(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        person, registration = await register(tx, SINGLE, "EG-01-02")
        await registrations.cancel(tx, person, registration)

    await bring_in(database, moved(catalogue, "EG-01-02", timedelta(days=1)), now)

    assert [] == await told(database, now, "session_moved")


async def test_news_at_night_make_no_sound(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")
    night = now.astimezone(ZONE).replace(hour=22).astimezone(UTC)

    await bring_in(database, moved(catalogue, "EG-01-02", timedelta(days=1)), night)

    assert [True] == [silent for *_, silent in await told(database, now, "session_moved")]


async def test_a_cancelled_session_tells_everybody_registered_and_reminds_nobody(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, registration = await register(tx, SINGLE, "EG-01-02")
        session_id = await id_of(tx, "EG-01-02")

    await bring_in(database, with_session(catalogue, "EG-01-02", status=SessionStatus.CANCELLED), now)

    args = {"registration_id": registration, "session_id": session_id}
    assert [(person, "session_cancelled", args, False)] == await told(
        database, now, "session_cancelled", "session_moved"
    )
    assert set() == await reminders_of(database, now, "EG-01-02")


async def test_a_coming_session_left_out_is_cancelled(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        person, _ = await register(tx, SINGLE, "EG-01-02")
    fewer = replace(catalogue, sessions=tuple(row for row in catalogue.sessions if row.source_id != "EG-01-02"))

    found = await bring_in(database, fewer, now)

    assert (Change("session", "EG-01-02", "status", "scheduled", "cancelled"),) == found.changed
    assert [person] == [row[0] for row in await told(database, now, "session_cancelled")]
    assert Difference() == await preview(database, fewer, now)


async def test_a_cancelled_session_that_takes_place_after_all_is_told_and_reminds(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")
    await bring_in(database, with_session(catalogue, "EG-01-02", status=SessionStatus.CANCELLED), now)

    await bring_in(database, catalogue, now + timedelta(hours=1))

    found = [args for _, _, args, _ in await told(database, now, "session_moved")]
    assert [(None, None)] == [(args["old_start"], args["old_venue_id"]) for args in found]
    assert {start_of(catalogue, "EG-01-02").astimezone(UTC).isoformat()} == await reminders_of(
        database, now, "EG-01-02"
    )


async def test_a_past_session_that_is_corrected_tells_nobody(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")
    later = start_of(catalogue, "EG-01-02") + timedelta(days=7)

    await bring_in(database, moved(catalogue, "EG-01-02", timedelta(hours=1)), later)

    assert [] == await told(database, now, "session_moved")


async def test_moving_there_and_back_is_told_twice(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")

    await bring_in(database, moved(catalogue, "EG-01-02", timedelta(hours=1)), now)
    await bring_in(database, catalogue, now + timedelta(hours=1))

    assert 2 == len(await told(database, now, "session_moved"))


async def test_an_answer_given_for_the_old_time_is_forgotten(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, registration = await register(tx, WHOLE)
        await registrations.answer_reminder(tx, person, registration, await id_of(tx, "DC-01-02"), coming=False)

    await bring_in(database, moved(catalogue, "DC-01-02", timedelta(hours=1)), now)

    async with database.reading(now, COMMAND) as tx:
        assert [(None, None)] == await builders.rows(tx, attendance, "coming", "answered_at")
    assert 1 == len(await reminders_of(database, now, "DC-01-02"))


async def test_a_session_added_to_a_course_reminds_who_attends_it(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    fewer = replace(catalogue, sessions=tuple(row for row in catalogue.sessions if row.source_id != "DC-01-07"))
    async with imported(database, fewer, now) as tx:
        await register(tx, WHOLE)

    await bring_in(database, catalogue, now)

    assert 1 == len(await reminders_of(database, now, "DC-01-07"))


async def test_a_place_more_is_offered_to_who_waits(database: Database, catalogue: Catalogue, now: datetime) -> None:
    small = with_offering(catalogue, WHOLE, capacity=1)
    async with imported(database, small, now) as tx:
        await register(tx, WHOLE)
        person = await builders.add_person(tx)
        place = await builders.register(tx, person, await id_of(tx, WHOLE))
    assert isinstance(place, Waiting)

    await bring_in(database, catalogue, now)

    expected = [(person.id, "place_free", {"entry_id": place.entry_id}, False)]
    assert expected == await told(database, now, "place_free")


async def test_a_participant_without_reminders_is_told_all_the_same(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, _ = await register(tx, SINGLE, "EG-01-02")
        await people.set_reminders(tx, person, days=0, hours=0)

    await bring_in(database, moved(catalogue, "EG-01-02", timedelta(days=1)), now)

    assert 1 == len(await told(database, now, "session_moved"))


async def test_a_venue_that_was_not_known_before_is_told(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    unknown = with_session(with_offering(catalogue, SINGLE, venue=None), "EG-01-02", venue=None)
    async with imported(database, unknown, now) as tx:
        await register(tx, SINGLE, "EG-01-02")

    await bring_in(database, with_session(unknown, "EG-01-02", venue="V03"), now)

    assert 1 == len(await told(database, now, "session_moved"))


async def test_an_offering_that_ended_does_not_remind_when_somebody_changes_their_reminders(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, _ = await register(tx, WHOLE)
    await bring_in(database, without(catalogue, WHOLE), now)

    async with database.transaction(now, COMMAND) as tx:
        await reminders.replan_participant(tx, person)

    assert [] == await told(database, now, "reminder")
