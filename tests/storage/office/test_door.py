"""At the door: what two people note at once holds, mistakes are taken back, and only who runs an offering sees its list."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from storage import registrations
from storage.engine import SYSTEM, Database, Transaction
from storage.office import door, placing
from storage.office.door import Door
from storage.records.door import Admitted, DoorList, Nobody, Record, Several
from storage.records.people import Participant
from storage.records.registrations import Registered
from storage.tables import grants, providers, sessions
from storage.tables import registrations as registration_rows
from tests.storage import builders
from tests.storage.lists import statements

SOON, WEEK = timedelta(hours=1), timedelta(days=7)
GERMAN = ("de",)


@pytest.fixture
async def tx(database: Database, now: datetime) -> AsyncIterator[Transaction]:
    """Open a transaction."""
    async with database.transaction(now, SYSTEM) as opened:
        yield opened


async def coordinator(tx: Transaction, provider_id: int | None = None) -> Participant:
    """Make a coordinator, of everything or of one provider."""
    person = await builders.add_person(tx)
    row = {"tenant_id": tx.tenant_id, "participant_id": person.id, "role": "coordinator", "granted_at": tx.now}
    await tx.connection.execute(insert(grants).values(row | {"provider_id": provider_id}))
    return person


async def course(tx: Transaction, *names: str) -> tuple[int, list[int], dict[str, int]]:
    """Make a course with a session soon and one in a week, and people on its list; tells registrations by name."""
    offering = await builders.add_offering(tx, (tx.now + SOON, tx.now + WEEK), whole_course=True)
    held = {}
    for name in names:
        place = await builders.register(tx, await builders.add_person(tx), offering, name=name)
        assert isinstance(place, Registered)
        held[name] = place.registration_id
    return offering, await builders.session_ids(tx, offering), held


async def look(tx: Transaction, who: Participant, session_id: int) -> DoorList:
    """Read a list."""
    found = await Door(tx, who.id, GERMAN).list_of(session_id)
    assert found is not None
    return found


async def total(tx: Transaction, who: Participant, offering_id: int) -> Record:
    """Read how many came."""
    found = await Door(tx, who.id, GERMAN).record(offering_id)
    assert found is not None
    return found


async def noted(tx: Transaction, who: Participant, session_id: int) -> dict[str, bool | None]:
    """Tell by name what is noted."""
    return {guest.name: guest.present for guest in (await look(tx, who, session_id)).guests}


async def test_what_is_noted_can_be_taken_back(tx: Transaction) -> None:
    me = await coordinator(tx)
    _offering, (today, _later), held = await course(tx, "Zoë", "Ada")
    seen = []
    for present in (True, False, None):
        assert await door.mark(tx, today, held["Ada"], present, by=me.id)
        seen.append((await noted(tx, me, today))["Ada"])

    assert [True, False, None] == seen
    assert ["Ada", "Zoë"] == [guest.name for guest in (await look(tx, me, today)).guests]


async def test_two_people_who_note_the_same_at_once_agree(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        one, other = await coordinator(tx), await coordinator(tx)
        _offering, (today, _later), held = await course(tx, "Ada", "Zoë")

    async def tap(who: Participant, name: str) -> None:
        async with database.transaction(now, SYSTEM) as tx:
            assert await door.mark(tx, today, held[name], True, by=who.id)
            assert await door.count_walk_in(tx, today, 1, by=who.id)

    await asyncio.gather(*(tap(who, name) for who in (one, other) for name in ("Ada", "Zoë")))
    async with database.reading(now, SYSTEM) as tx:
        found = await look(tx, one, today)

    assert (2, 4) == (found.turnout.there, found.turnout.walk_ins)


async def test_who_is_noted_while_somebody_else_ends_the_list_was_there(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await coordinator(tx)
        _offering, (today, _later), held = await course(tx, "Ada", "Kim", "Zoë")

    async def end() -> None:
        async with database.transaction(now, SYSTEM) as tx:
            await door.close(tx, today, by=me.id)

    async def come(name: str) -> None:
        async with database.transaction(now, SYSTEM) as tx:
            await door.mark(tx, today, held[name], True, by=me.id)

    await asyncio.gather(come("Ada"), end(), come("Kim"), end())
    async with database.reading(now, SYSTEM) as tx:
        assert {"Ada": True, "Kim": True, "Zoë": False} == await noted(tx, me, today)


async def test_the_others_did_not_come_but_who_said_so_before_is_not_missed(tx: Transaction) -> None:
    me = await coordinator(tx)
    offering, (today, _later), held = await course(tx, "Ada", "Kim", "Lou", "Zoë")
    asked = select(registration_rows.c.participant_id).where(registration_rows.c.id == held["Lou"])
    lou = (await tx.connection.execute(asked)).scalar_one()
    await registrations.answer_reminder(tx, lou, held["Lou"], today, coming=False)
    await door.mark(tx, today, held["Ada"], True, by=me.id)
    before = (await look(tx, me, today)).turnout
    assert await door.close(tx, today, by=me.id)
    after = (await look(tx, me, today)).turnout

    assert (4, 1, 3, 0, 1, 2) == (
        before.listed,
        before.there,
        before.expected,
        before.missed,
        before.said_no,
        before.open,
    )
    assert (1, 2, 1, 0) == (after.there, after.missed, after.said_no, after.open)
    assert (after,) == (await total(tx, me, offering)).turnouts


async def test_that_the_others_did_not_come_can_be_taken_back(tx: Transaction) -> None:
    me = await coordinator(tx)
    _offering, (today, _later), held = await course(tx, "Ada", "Zoë")
    await door.mark(tx, today, held["Ada"], True, by=me.id)
    await door.close(tx, today, by=me.id)
    assert {"Ada": True, "Zoë": False} == await noted(tx, me, today)
    assert await door.reopen(tx, today, by=me.id)

    assert {"Ada": True, "Zoë": None} == await noted(tx, me, today)


async def test_a_code_however_it_is_typed_marks_present(tx: Transaction) -> None:
    me = await coordinator(tx)
    _offering, (today, _later), held = await course(tx, "Ada", "Zoë")
    code = next(guest.code for guest in (await look(tx, me, today)).guests if guest.name == "Zoë")
    arabic = "".join("٠١٢٣٤٥٦٧٨٩"[int(letter)] if letter.isdigit() else letter for letter in code)

    for typed in (f" {code.lower()[0]} {code.lower()[1:]}", arabic):
        assert Admitted(held["Zoë"]) == await door.admit(tx, today, typed, by=me.id)
    assert {"Ada": None, "Zoë": True} == await noted(tx, me, today)


async def test_the_beginning_of_a_name_marks_present_only_when_it_means_one(tx: Transaction) -> None:
    me = await coordinator(tx)
    _offering, (today, _later), held = await course(tx, "Ada Lou", "Adam", "Zoë", "Ümit Şen")

    assert Several((held["Ada Lou"], held["Adam"])) == await door.admit(tx, today, "ada", by=me.id)
    assert Nobody() == await door.admit(tx, today, "xq", by=me.id)
    assert Nobody() == await door.admit(tx, today, " ?", by=me.id)
    assert Admitted(held["Ada Lou"]) == await door.admit(tx, today, "lou", by=me.id)
    assert Admitted(held["Ümit Şen"]) == await door.admit(tx, today, "sen um", by=me.id)
    assert 2 == (await look(tx, me, today)).turnout.there


async def test_who_just_came_is_never_less_than_nobody(tx: Transaction) -> None:
    me = await coordinator(tx)
    _offering, (today, _later), _held = await course(tx)

    assert [True, True, True, False] == [await door.count_walk_in(tx, today, more, by=me.id) for more in (1, -1, 1, 5)]
    assert await door.count_walk_in(tx, today, -1, by=me.id)
    assert not await door.count_walk_in(tx, today, -1, by=me.id)


async def test_the_door_of_a_session_in_a_week_is_closed(tx: Transaction) -> None:
    me = await coordinator(tx)
    offering, (today, later), held = await course(tx, "Ada")
    found = await total(tx, me, offering)

    assert not await door.mark(tx, later, held["Ada"], True, by=me.id)
    assert not await door.close(tx, later, by=me.id)
    assert ([today], tx.now + WEEK) == ([one.session_id for one in found.turnouts], found.next_start)


async def test_nobody_sees_or_changes_a_door_of_somebody_else(tx: Transaction) -> None:
    elsewhere = await builders.add(tx, providers, name="Elsewhere")
    offering, (today, _later), held = await course(tx, "Ada")
    for stranger in (await builders.add_person(tx), await coordinator(tx, elsewhere)):
        assert await Door(tx, stranger.id, GERMAN).list_of(today) is None
        assert await Door(tx, stranger.id, GERMAN).record(offering) is None
        assert not await door.mark(tx, today, held["Ada"], True, by=stranger.id)
        assert Nobody() == await door.admit(tx, today, "Ada", by=stranger.id)
        assert not await door.close(tx, today, by=stranger.id)
        assert not await door.count_walk_in(tx, today, 1, by=stranger.id)

    assert {"Ada": None} == await noted(tx, await coordinator(tx), today)


async def test_nobody_is_marked_at_a_session_they_are_not_on_the_list_of(tx: Transaction) -> None:
    me = await coordinator(tx)
    _offering, (today, _later), _held = await course(tx, "Ada")
    _other, _sessions, elsewhere = await course(tx, "Zoë")

    assert not await door.mark(tx, today, elsewhere["Zoë"], True, by=me.id)


async def test_a_cancelled_session_has_no_door(tx: Transaction) -> None:
    me = await coordinator(tx)
    _offering, (today, _later), held = await course(tx, "Ada")
    await tx.connection.execute(update(sessions).where(sessions.c.id == today).values(status="cancelled"))

    assert await Door(tx, me.id, GERMAN).list_of(today) is None
    assert not await door.mark(tx, today, held["Ada"], True, by=me.id)


async def test_who_was_there_stays_on_the_list_after_leaving_the_course(tx: Transaction) -> None:
    me = await coordinator(tx)
    offering, (today, _later), held = await course(tx, "Ada", "Zoë")
    await door.mark(tx, today, held["Ada"], True, by=me.id)
    leaving = update(registration_rows).where(registration_rows.c.offering_id == offering)
    await tx.connection.execute(leaving.values(status="cancelled", ended_at=tx.now))

    assert {"Ada": True} == await noted(tx, me, today)


async def test_who_was_there_stays_on_the_list_after_being_moved_to_another_session(tx: Transaction) -> None:
    me = await coordinator(tx)
    offering = await builders.add_offering(tx, (tx.now + SOON, tx.now + WEEK))
    today, later = await builders.session_ids(tx, offering)
    place = await builders.register(tx, me, offering, today, name="Ada")
    assert isinstance(place, Registered)
    await door.mark(tx, today, place.registration_id, True, by=me.id)
    await placing.move(tx, me.id, place.registration_id, today, later)

    assert [{"Ada": True}, {"Ada": None}] == [await noted(tx, me, session) for session in (today, later)]
    assert [1] == [one.there for one in (await total(tx, me, offering)).turnouts]


async def test_who_joined_later_was_not_missed_before(tx: Transaction) -> None:
    me = await coordinator(tx)
    _offering, (today, later), held = await course(tx, "Ada")
    joined = update(registration_rows).where(registration_rows.c.id == held["Ada"])
    await tx.connection.execute(joined.values(created_at=tx.now + timedelta(days=1)))

    assert [{}, {"Ada": None}] == [await noted(tx, me, session) for session in (today, later)]


async def test_reading_takes_the_same_statements_however_long_the_list_is(tx: Transaction) -> None:
    me = await coordinator(tx)
    counts = []
    for names in (("Ada",), tuple(f"Kim {number}" for number in range(9))):
        offering, (today, _later), _held = await course(tx, *names)
        with statements(tx) as met:
            await look(tx, me, today)
            await total(tx, me, offering)
        counts.append(len(met))

    assert counts[0] == counts[1]
