"""What coordinators change about people's places, and what follows: for the person, for who waits, and on the clock."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from storage import registrations, waiting
from storage.engine import SYSTEM, Database
from storage.office import placing
from storage.reader import StorageReader
from storage.records.registrations import Registered, Waiting
from storage.records.signups import Changed, Full, Objected, Objection
from storage.tables import registrations as registration_rows
from storage.tables import waiting_list
from tests.storage import builders
from tests.storage.builders import register
from tests.storage.office.running import actions, one, open_office, reminded, told

GONE = Objected(Objection.GONE)


async def test_a_confirmed_place_is_told_once(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        outcomes = [await placing.confirm(tx, here.me.id, here.held) for _ in range(2)]

        assert [Changed(here.held), Objected(Objection.ALREADY)] == outcomes
        assert now == (await one(tx, registration_rows, here.held)).confirmed_at
        assert [here.holder.id] == await told(tx, "place_changed")
        assert "confirm_registration" in await actions(tx)


async def test_moving_keeps_the_code_and_takes_reminders_along_and_the_place_goes_on(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        code = (await one(tx, registration_rows, here.held)).code
        outcome = await placing.move(tx, here.me.id, here.held, here.first, here.second)
        row = await one(tx, registration_rows, here.held)

        assert Changed(here.held) == outcome
        assert (here.second, here.second, code) == (row.session_id, row.session_key, row.code)
        assert {here.second} == await reminded(tx)
        assert [here.holder.id] == await told(tx, "place_changed")
        assert "offered" == (await one(tx, waiting_list, here.entry)).status


async def test_who_waits_for_the_session_they_are_moved_to_waits_no_longer(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        other = await builders.add_person(tx)
        await register(tx, other, here.workshop, here.second)
        entry = await register(tx, here.holder, here.workshop, here.second)
        assert isinstance(entry, Waiting)
        asked = await placing.move(tx, here.me.id, here.held, here.first, here.second)
        outcome = await placing.move(tx, here.me.id, here.held, here.first, here.second, over=1)

        assert (Full(1, 1), Changed(here.held)) == (asked, outcome)
        assert "taken" == (await one(tx, waiting_list, entry.entry_id)).status


async def test_a_button_that_is_out_of_date_moves_nobody(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)

        assert GONE == await placing.move(tx, here.me.id, here.held, here.second, here.first)


async def test_a_full_course_is_overbooked_only_by_somebody_who_saw_how_full_it_is(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        outcomes = [await placing.promote(tx, here.me.id, here.entry, over) for over in (-1, 0, 1)]
        last = outcomes[-1]

        assert [Full(1, 1), Full(1, 1)] == outcomes[:2]
        assert isinstance(last, Changed)
        assert last.told
        assert "active" == (await one(tx, registration_rows, last.id)).status
        assert [here.waits.id] == await told(tx, "place_changed")


async def test_who_was_offered_a_place_is_given_just_that_one(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        await registrations.cancel(tx, here.holder.id, here.held)
        outcome = await placing.promote(tx, here.me.id, here.entry)

        assert isinstance(outcome, Changed)
        assert [] == await told(tx, "place_free")


async def test_who_is_put_on_the_waiting_list_stands_behind_those_who_waited(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        outcome = await placing.queue(tx, here.me.id, here.held)
        assert isinstance(outcome, Changed)

        assert "offered" == (await one(tx, waiting_list, here.entry)).status
        assert "waiting" == (await one(tx, waiting_list, outcome.id)).status
        assert "cancelled" == (await one(tx, registration_rows, here.held)).status
        assert set() == await reminded(tx)
        assert [here.holder.id] == await told(tx, "place_changed")


async def test_a_cancelled_place_goes_on_with_a_word_to_whom_it_was_taken_from(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        outcome = await placing.cancel(tx, here.me.id, here.held, " The room is too small. ")
        reader = StorageReader(tx, here.holder)
        word = await reader.signups.word_to_me(registration=True, number=here.held)
        others = await StorageReader(tx, here.waits).signups.word_to_me(registration=True, number=here.held)

        assert Changed(here.held) == outcome
        assert word is not None
        assert ("The room is too small.", None) == (word.text, others)
        assert [here.holder.id] == await told(tx, "place_cancelled")
        assert [here.waits.id] == await told(tx, "place_free")
        assert set() == await reminded(tx)


async def test_who_is_taken_off_the_list_is_told_and_an_offered_place_goes_on(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        behind = await builders.add_person(tx)
        await register(tx, behind, here.workshop, here.first, name="Cy")
        await registrations.cancel(tx, here.holder.id, here.held)
        await placing.remove(tx, here.me.id, here.entry, "")

        assert [here.waits.id] == await told(tx, "place_cancelled")
        assert [behind.id] == await told(tx, "place_free")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "0241 12 34 56",
            "+49 (0)176-1234567",
            "٠٢٤١١٢٣٤٥٦",
            "0241–12–34–56",
            "0176·12·34",
            "0176,12,34",
            "O241 l2345",
        ),
        *("01.76.12.34.56", "02:41:12:34:56", "0\ufe0f\u20e32\ufe0f\u20e34123", "0\u200b2\u200b4\u200b1\u200b1\u200b2"),
        *("null zwei vier eins eins zwei", "zero-two-four-one-one-two"),
        *("a@b.de", "a @ b.de", "a(at)b.de", "@somebody", "t.me/somebody", "somebody.de"),
    ],
)
async def test_a_note_that_holds_a_way_to_reach_somebody_is_refused(text: str) -> None:
    assert Objection.CONTACT == placing.object_to(f"Call {text}")


@pytest.mark.parametrize(
    "text",
    [
        *("", "Comes at 10:30 on 12.01.2027", "2026-03-11 and 2026-03-18", "Needs 2 of 10 places"),
        *("9:00-12:00 and 14:00-17:00", "24.11.–28.11.2026", "on the 1., 8., 15., 22.", "bus 33, 43, 51", "2026/2027"),
        *("one or two people", "3 children: 4, 6 and 8"),
    ],
)
async def test_a_note_may_name_dates_and_numbers(text: str) -> None:
    assert placing.object_to(text) is None


async def test_a_note_goes_along_when_somebody_takes_the_place_they_were_offered(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        await placing.write_note(tx, here.me.id, "Comes late.", registration=False, number=here.entry)
        await placing.cancel(tx, here.me.id, here.held, "")
        taken = await waiting.take(tx, here.waits.id, here.entry)
        assert isinstance(taken, Registered)

        assert "Comes late." == (await one(tx, registration_rows, taken.registration_id)).note


async def test_a_note_is_sealed_and_goes_along_to_the_waiting_list(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        await placing.write_note(tx, here.me.id, " Comes late. ", registration=True, number=here.held)
        raw = select(type_coerce(registration_rows.c.note, LargeBinary))
        outcome = await placing.queue(tx, here.me.id, here.held)
        assert isinstance(outcome, Changed)

        assert "Comes late." == (await one(tx, waiting_list, outcome.id)).note
        assert b"late" not in bytes(await tx.connection.scalar(raw) or b"")
