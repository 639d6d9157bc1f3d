"""Lists of an offering: who holds a place, who waits, read at once however many they are."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from storage import registrations, rosters
from storage.engine import SYSTEM, Database, Transaction
from storage.office import placing
from storage.records.registrations import Registered
from storage.records.rosters import Roster, Standing
from storage.records.signups import Changed
from storage.tables import attendance, waiting_list
from tests.storage import builders
from tests.storage.lists import statements

GERMAN = ("de",)
WEEK = timedelta(days=7)


@pytest.fixture
async def tx(database: Database, now: datetime) -> AsyncIterator[Transaction]:
    """Open a transaction."""
    async with database.transaction(now, SYSTEM) as opened:
        yield opened


async def add_course(tx: Transaction, capacity: int = 2) -> int:
    """Add a course of two dates with few places."""
    starts = (tx.now + WEEK, tx.now + 2 * WEEK)
    return await builders.add_offering(tx, starts, whole_course=True, capacity=capacity, source_id="DC-01")


async def read(tx: Transaction) -> Roster:
    """Read the list of the course."""
    found = await rosters.read(tx, GERMAN, "DC-01")
    assert found is not None
    return found


async def test_who_has_a_place_comes_first_then_who_waits_in_line(tx: Transaction) -> None:
    course = await add_course(tx)
    for name in ("Ada", "Γιώργος", "محمد", "Zoë"):
        await builders.register(tx, await builders.add_person(tx, "el"), course, name=name)

    assert [
        ("Ada", Standing.REGISTERED, None),
        ("Γιώργος", Standing.REGISTERED, None),
        ("محمد", Standing.WAITING, 1),
        ("Zoë", Standing.WAITING, 2),
    ] == [(entry.name, entry.standing, entry.position) for entry in (await read(tx)).entries]


async def test_who_waits_in_telegram_has_no_code_yet(tx: Transaction) -> None:
    course = await add_course(tx, capacity=1)
    for name in ("Ada", "Zoë"):
        await builders.register(tx, await builders.add_person(tx), course, name=name)

    assert [True, False] == [bool(entry.code) for entry in (await read(tx)).entries]


async def test_who_waits_without_telegram_stands_there_with_their_code(tx: Transaction) -> None:
    course = await add_course(tx, capacity=1)
    await builders.register(tx, await builders.add_person(tx), course)
    added = await placing.add(tx, None, course, None, "Nour", wait=True)
    assert isinstance(added, Changed)
    ((code,),) = await builders.rows(tx, waiting_list, "code")
    entry = (await read(tx)).entries[-1]

    assert ("Nour", Standing.WAITING, code) == (entry.name, entry.standing, entry.code)
    assert code


async def test_a_cancelled_registration_is_on_no_list(tx: Transaction) -> None:
    course, person = await add_course(tx), await builders.add_person(tx)
    place = await builders.register(tx, person, course)
    assert isinstance(place, Registered)
    await registrations.cancel(tx, person.id, place.registration_id)

    assert () == (await read(tx)).entries


async def test_who_only_wants_a_reminder_is_on_no_list(tx: Transaction) -> None:
    starts = (tx.now + WEEK,)
    lab = await builders.add_offering(tx, starts, registering="none", source_id="DC-01")
    person = await builders.add_person(tx)
    (session,) = await builders.session_ids(tx, lab)
    await registrations.remind_me(tx, person.id, lab, session)

    assert () == (await read(tx)).entries


async def test_answers_and_presence_are_told_by_session(tx: Transaction) -> None:
    course = await add_course(tx)
    place = await builders.register(tx, await builders.add_person(tx), course)
    assert isinstance(place, Registered)
    first, second = await builders.session_ids(tx, course)
    answered = {"registration_id": place.registration_id, "session_id": first, "coming": False, "present": True}
    await tx.connection.execute(insert(attendance).values(answered))

    (entry,) = (await read(tx)).entries
    assert (False, True) == (entry.comes_to(first), entry.was_at(first))
    assert (None, None) == (entry.comes_to(second), entry.was_at(second))


async def test_a_longer_list_takes_no_more_statements(tx: Transaction) -> None:
    course = await add_course(tx, capacity=3)

    async def counted() -> int:
        with statements(tx) as seen:
            await read(tx)
        return len(seen)

    await builders.register(tx, await builders.add_person(tx), course)
    few = await counted()
    for number in range(6):
        await builders.register(tx, await builders.add_person(tx), course, name=f"Name {number}")
    assert few == await counted()


async def test_a_name_is_not_told_by_what_is_logged_of_a_record(tx: Transaction) -> None:
    await builders.register(tx, await builders.add_person(tx), await add_course(tx), name="Ada")

    assert "Ada" not in repr((await read(tx)).entries)


async def test_an_offering_nobody_knows_has_no_list(tx: Transaction) -> None:
    await add_course(tx)

    assert await rosters.read(tx, GERMAN, "DC-99") is None
    assert ["DC-01"] == list(await rosters.known(tx))
