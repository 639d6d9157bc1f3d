"""People without Telegram: a name and a code, no number; what no message can tell them is noted as a call."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Table, update

from storage import calls, registrations, retention, sample, waiting
from storage.engine import SYSTEM, Database, Transaction
from storage.office import placing
from storage.outbox import NewRow
from storage.reader import StorageReader
from storage.records.catalogue import SessionStatus
from storage.records.people import Participant
from storage.records.registrations import Waiting
from storage.records.rosters import Standing
from storage.records.signups import CallReason, Changed, Full, Objected, Objection, Signup
from storage.tables import attendees, offerings, sessions, waiting_list
from storage.tables import registrations as registration_rows
from tests.storage import builders
from tests.storage.builders import register
from tests.storage.imports import SINGLE, WHOLE, bring_in, id_of, imported, preview, with_session, without
from tests.storage.lists import statements
from tests.storage.office.running import NEXT_WEEK, Office, coordinator, one, open_office, told


async def add(tx: Transaction, here: Office, name: str = "Nour", *, wait: bool = False, over: int = -1) -> Changed:
    """Add somebody who phoned to the first session."""
    outcome = await placing.add(tx, here.me.id, here.workshop, here.first, name, wait=wait, over=over)
    assert isinstance(outcome, Changed), outcome
    return outcome


async def calls_of(tx: Transaction, here: Office) -> list[tuple[str, CallReason]]:
    """Tell who is to be phoned about what."""
    found = await StorageReader(tx, here.me).signups.calls(here.workshop)
    return [(call.person.name, call.reason) for call in found]


async def test_who_phones_has_a_name_and_a_code_and_nobody_to_write_to(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        outcome = await placing.add(tx, here.me.id, here.workshop, here.second, "Nour", wait=False)
        assert isinstance(outcome, Changed)
        row = await one(tx, registration_rows, outcome.id)
        person = await StorageReader(tx, here.me).signups.registration(outcome.id)

        assert (None, "phone", False) == (row.participant_id, row.origin, outcome.told)
        assert isinstance(person, Signup)
        assert ("Nour", row.code, True, Standing.REGISTERED) == (
            person.name,
            person.code,
            person.phone,
            person.standing,
        )


async def test_two_who_phone_under_one_name_are_two(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        first, second = await add(tx, here, wait=True), await add(tx, here, wait=True)
        codes = {(await one(tx, waiting_list, number)).code for number in (first.id, second.id)}

        assert 2 == len(codes - {""})


async def test_a_full_session_takes_who_phones_only_by_choice(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        asked = await placing.add(tx, here.me.id, here.workshop, here.first, "Nour", wait=False)

        assert Full(1, 1) == asked
        assert (await add(tx, here, over=1)).registration


@pytest.mark.parametrize(
    ("name", "reason"), [("0241 123456", Objection.CONTACT), ("a@b.de", Objection.CONTACT), ("🙂", Objection.UNCLEAR)]
)
async def test_a_way_to_reach_somebody_is_no_name(
    database: Database, now: datetime, name: str, reason: Objection
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        outcome = await placing.add(tx, here.me.id, here.workshop, here.second, name, wait=False)

        assert Objected(reason) == outcome
        assert 2 == await builders.count_rows(tx, attendees)


async def behind_who_phoned(tx: Transaction, here: Office, *, add_behind: bool = True) -> tuple[Changed, Participant]:
    """Let somebody without Telegram wait first and somebody with it behind them, and the place get free."""
    await placing.remove(tx, here.me.id, here.entry)
    phoned = await add(tx, here, wait=True)
    behind = await builders.add_person(tx)
    if add_behind:
        await register(tx, behind, here.workshop, here.first, name="Cy")
    await registrations.cancel(tx, here.holder.id, here.held)
    return phoned, behind


async def test_a_free_place_is_held_for_who_phoned_first_like_for_everybody(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        phoned, _ = await behind_who_phoned(tx, here)
        (line,) = (await StorageReader(tx, here.me).signups.listing("", 0)).lines
        entry = await one(tx, waiting_list, phoned.id)

        assert (1, []) == (line.to_phone, await told(tx, "place_free"))
        assert [("Nour", CallReason.PLACE_FREE)] == await calls_of(tx, here)
        assert ("offered", now + timedelta(hours=48)) == (entry.status, entry.deadline)


async def test_nobody_new_takes_the_place_past_who_phoned(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        _, newcomer = await behind_who_phoned(tx, here, add_behind=False)
        place = await register(tx, newcomer, here.workshop, here.first, name="Cy")

        assert isinstance(place, Waiting)
        assert 1 == place.position


async def test_who_was_phoned_and_does_not_take_it_in_time_loses_it_to_the_next(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        phoned, behind = await behind_who_phoned(tx, here)
        (call,) = await StorageReader(tx, here.me).signups.calls(here.workshop)
        await placing.tick_off(tx, here.me.id, call.id)
    async with database.transaction(now + timedelta(hours=48), SYSTEM) as tx:
        await waiting.expire(tx)

        assert ("expired", [behind.id]) == (
            (await one(tx, waiting_list, phoned.id)).status,
            await told(tx, "place_free"),
        )


async def test_who_nobody_phoned_keeps_their_place_in_line_and_is_still_to_be_phoned(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        phoned, behind = await behind_who_phoned(tx, here)
    async with database.transaction(now + timedelta(hours=48), SYSTEM) as tx:
        await waiting.expire(tx)
        (call,) = await StorageReader(tx, here.me).signups.calls(here.workshop)

        assert [behind.id] == await told(tx, "place_free")
        assert (phoned.id, Standing.WAITING, 1) == (call.person.id, call.person.standing, call.person.position)


async def test_who_was_phoned_too_late_gets_the_next_place(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        phoned, behind = await behind_who_phoned(tx, here)
    async with database.transaction(now + timedelta(hours=48), SYSTEM) as tx:
        await waiting.expire(tx)
        (call,) = await StorageReader(tx, here.me).signups.calls(here.workshop)
        await placing.tick_off(tx, here.me.id, call.id)
        offered = [
            number for number, who in await builders.rows(tx, waiting_list, "id", "participant_id") if who == behind.id
        ]
        await waiting.leave(tx, behind.id, offered[0])

        assert "offered" == (await one(tx, waiting_list, phoned.id)).status
        assert [("Nour", CallReason.PLACE_FREE)] == await calls_of(tx, here)


async def test_who_was_phoned_too_late_about_a_place_that_stayed_free_has_it_without_another_call(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        phoned, _ = await behind_who_phoned(tx, here, add_behind=False)
    late = now + timedelta(hours=48)
    async with database.transaction(late, SYSTEM) as tx:
        await waiting.expire(tx)
        (call,) = await StorageReader(tx, here.me).signups.calls(here.workshop)
        await placing.tick_off(tx, here.me.id, call.id)
        entry = await one(tx, waiting_list, phoned.id)

        assert ("offered", late + timedelta(hours=48)) == (entry.status, entry.deadline)
        assert [] == await calls_of(tx, here)


async def test_a_call_ticked_off_in_time_changes_nothing_in_the_line(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        _, behind = await behind_who_phoned(tx, here)
    async with database.transaction(now + timedelta(hours=1), SYSTEM) as tx:
        (call,) = await StorageReader(tx, here.me).signups.calls(here.workshop)
        await placing.tick_off(tx, here.me.id, call.id)
        line = await builders.rows(tx, waiting_list, "participant_id", "status", "deadline")

        assert [(None, "offered", now + timedelta(hours=48)), (behind.id, "waiting", None)] == line[-2:]


@pytest.mark.parametrize(
    ("table", "gone"), [(sessions, {"status": SessionStatus.CANCELLED.value}), (offerings, {"live": False})]
)
async def test_nobody_is_phoned_about_a_place_in_what_does_not_take_place(
    database: Database, now: datetime, table: Table, gone: dict[str, object]
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        await behind_who_phoned(tx, here)
        await tx.connection.execute(update(table).where(table.c.id.in_((here.workshop, here.first))).values(gone))

        assert [] == await calls_of(tx, here)
        assert {} == await calls.count(tx, [here.workshop])


async def test_a_held_place_is_one_call_however_often_it_is_looked_for(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        await behind_who_phoned(tx, here, add_behind=False)
        for _ in range(2):
            await waiting.pass_on(tx, here.workshop, here.first)
        found = await StorageReader(tx, here.me).signups.calls(here.workshop)
        ticked = [await placing.tick_off(tx, here.me.id, found[0].id) for _ in range(2)]
        await waiting.pass_on(tx, here.workshop, here.first)

        assert (1, [True, False], []) == (len(found), ticked, await calls_of(tx, here))


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_more_free_places_take_no_more_statements(database: Database, now: datetime) -> None:
    counts = []
    for places in (3, 12):
        async with database.transaction(now, SYSTEM) as tx:
            here = await open_office(tx)
            for number in range(places):
                await add(tx, here, f"Nour {chr(65 + number)}", wait=True)
                await register(tx, await builders.add_person(tx), here.workshop, here.first, name=f"Cy {number}")
            await tx.connection.execute(update(sessions).where(sessions.c.id == here.first).values(capacity=places + 1))
            with statements(tx) as seen:
                offered = await waiting.pass_on(tx, here.workshop, here.first)
            counts.append(len(seen))

            assert places == offered
    assert counts[0] == counts[1]


async def test_who_phoned_keeps_their_code_when_they_get_a_place_and_is_not_called_any_more(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        await placing.remove(tx, here.me.id, here.entry)
        phoned = await add(tx, here, wait=True)
        await registrations.cancel(tx, here.holder.id, here.held)
        code = (await one(tx, waiting_list, phoned.id)).code
        outcome = await placing.promote(tx, here.me.id, phoned.id)
        assert isinstance(outcome, Changed)
        row = await one(tx, registration_rows, outcome.id)

        assert (code, "phone", False) == (row.code, row.origin, outcome.told)
        assert [] == await calls_of(tx, here)


async def test_who_phoned_and_waited_in_vain_is_called(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        await add(tx, here, wait=True)
    async with database.transaction(NEXT_WEEK - timedelta(hours=1), SYSTEM) as tx:
        await waiting.expire(tx)

        assert [("Nour", CallReason.WAITING_OVER)] == await calls_of(tx, here)


async def test_names_of_who_phoned_are_forgotten_with_their_places(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        await placing.add(tx, here.me.id, here.workshop, here.second, "Nour", wait=False)
        await add(tx, here, wait=True)
    async with database.transaction(now + timedelta(days=200), SYSTEM) as tx:
        await retention.forget_expired(tx)

        assert 0 == await builders.count_rows(tx, attendees)


async def test_a_cancelled_session_and_an_ended_offering_are_calls(database: Database, now: datetime) -> None:
    catalogue = sample.load(now.date())
    single = next(row for row in catalogue.sessions if row.offering == SINGLE)
    async with imported(database, catalogue, now) as tx:
        me = await coordinator(tx)
        workshop, course = await id_of(tx, SINGLE), await id_of(tx, WHOLE)
        session = await id_of(tx, single.source_id)
        for offering_id, session_id in ((workshop, session), (course, None)):
            await placing.add(tx, me.id, offering_id, session_id, "Nour", wait=False)
    changed = with_session(without(catalogue, WHOLE), single.source_id, status=SessionStatus.CANCELLED)
    found = await preview(database, changed, now)
    await bring_in(database, changed, now)
    async with database.reading(now, SYSTEM) as tx:
        signups = StorageReader(tx, me).signups
        reasons = [call.reason for number in (workshop, course) for call in await signups.calls(number)]

    assert 0 == found.told
    assert [CallReason.CANCELLED, CallReason.ENDED] == reasons


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_more_to_phone_take_no_more_statements(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        added = [await add(tx, here, over=number) for number in (1, 2, 3)]
        unsaid = [NewRow(0, CallReason.ENDED, {"registration_id": one.id}, "", now) for one in added]
        with statements(tx) as seen:
            await calls.note(tx, unsaid)

        assert 1 == len(seen)
        assert 3 * [("Nour", CallReason.ENDED)] == await calls_of(tx, here)
