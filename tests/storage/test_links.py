"""Links into video meetings: who is registered sees them, nobody else does, and a new one is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from storage import registrations, sample
from storage.engine import COMMAND, Database, Transaction
from storage.exchange.parsed import Catalogue
from storage.reader import StorageReader
from storage.records.catalogue import SessionStatus
from storage.records.people import Participant
from storage.records.registrations import Registered, Waiting
from storage.tables import offerings
from tests.storage import builders
from tests.storage.imports import (
    SINGLE,
    WHOLE,
    bring_in,
    id_of,
    imported,
    moved,
    register,
    start_of,
    told,
    with_session,
)

LINK, OTHER = "https://video.example/kurs", "https://video.example/anderer"


@pytest.fixture
def catalogue(now: datetime) -> Catalogue:
    return sample.load(now.date())


async def online_course(tx: Transaction, **values: Any) -> int:  # noqa: ANN401 - whatever an offering has
    """Add a course of one date with a link."""
    course = await builders.add_offering(tx, whole_course=True, **values)
    await builders.add_session(tx, course, tx.now + timedelta(days=7), link=LINK)
    return course


async def links_of(tx: Transaction, person: Participant, registration_id: int) -> list[str | None]:
    """Tell the links that somebody sees in their registration."""
    found = await StorageReader(tx, person).registration(registration_id)
    assert found is not None
    return [session.link for session in found.sessions]


async def test_who_is_registered_sees_the_link(database: Database, now: datetime) -> None:
    async with database.transaction(now, COMMAND) as tx:
        person = await builders.add_person(tx)
        place = await builders.register(tx, person, await online_course(tx))
        assert isinstance(place, Registered)

        assert [LINK] == await links_of(tx, person, place.registration_id)


async def test_who_cancelled_sees_it_no_more(database: Database, now: datetime) -> None:
    async with database.transaction(now, COMMAND) as tx:
        person = await builders.add_person(tx)
        place = await builders.register(tx, person, await online_course(tx))
        assert isinstance(place, Registered)
        await registrations.cancel(tx, person.id, place.registration_id)

        assert [None] == await links_of(tx, person, place.registration_id)


async def test_an_offering_tells_everybody_only_that_there_is_one(database: Database, now: datetime) -> None:
    async with database.transaction(now, COMMAND) as tx:
        person = await builders.add_person(tx)
        found = await StorageReader(tx, person).offering(await online_course(tx))
        assert found is not None

        assert [(True, None)] == [(session.has_link, session.link) for session in found.sessions]


async def test_who_waits_sees_none(database: Database, now: datetime) -> None:
    async with database.transaction(now, COMMAND) as tx:
        holder, person = [await builders.add_person(tx) for _ in range(2)]
        slots = await builders.add_offering(tx, capacity=1)
        session = await builders.add_session(tx, slots, now + timedelta(days=7), link=LINK)
        await builders.register(tx, holder, slots, session)
        place = await builders.register(tx, person, slots, session)
        assert isinstance(place, Waiting)
        entry = await StorageReader(tx, person).waiting_entry(place.entry_id)
        assert entry is not None
        assert entry.session is not None

        assert entry.session.link is None


@pytest.mark.parametrize(("registering", "expected"), [("none", LINK), ("required", None)])
async def test_who_only_asked_for_a_reminder_sees_it_where_nobody_need_register(
    database: Database, now: datetime, registering: str, expected: str | None
) -> None:
    async with database.transaction(now, COMMAND) as tx:
        person = await builders.add_person(tx)
        lab = await online_course(tx, registering="none")
        place = await registrations.remind_me(tx, person.id, lab, None)
        assert isinstance(place, Registered)
        await tx.connection.execute(update(offerings).values(registering=registering))

        assert [expected] == await links_of(tx, person, place.registration_id)


@pytest.mark.parametrize("before", [None, OTHER])
async def test_a_new_link_is_told_to_who_is_registered_once(
    database: Database, catalogue: Catalogue, now: datetime, before: str | None
) -> None:
    async with imported(database, with_session(catalogue, "EG-01-02", link=before), now) as tx:
        person, registration = await register(tx, SINGLE, "EG-01-02")
        await register(tx, SINGLE, "EG-01-04")
        session_id = await id_of(tx, "EG-01-02")
    changed = with_session(catalogue, "EG-01-02", link=LINK)

    await bring_in(database, changed, now)
    await bring_in(database, changed, now + timedelta(minutes=5))

    args = {"registration_id": registration, "session_id": session_id}
    assert [(person, "session_link", args, False)] == await told(database, now, "session_link", "session_moved")


async def test_links_of_a_whole_course_are_told_in_one_message(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, WHOLE)
        first = await id_of(tx, "DC-01-01")
    rows = (replace(row, link=LINK) if row.offering == WHOLE else row for row in catalogue.sessions)

    await bring_in(database, replace(catalogue, sessions=tuple(rows)), now)

    assert [first] == [args["session_id"] for _, _, args, _ in await told(database, now, "session_link")]


async def test_a_new_time_with_a_new_link_is_told_in_one_message(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")

    await bring_in(database, with_session(moved(catalogue, "EG-01-02", timedelta(days=1)), "EG-01-02", link=LINK), now)

    assert ["session_moved"] == [kind for _, kind, _, _ in await told(database, now, "session_link", "session_moved")]


async def test_a_link_of_what_takes_no_place_any_more_is_not_told(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    cancelled = with_session(catalogue, "EG-01-02", status=SessionStatus.CANCELLED)
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")
    await bring_in(database, cancelled, now)

    await bring_in(database, with_session(cancelled, "EG-01-02", link=LINK), now)

    assert [] == await told(database, now, "session_link")


async def test_a_link_is_told_even_while_it_is_on_and_not_after(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")
    start = start_of(catalogue, "EG-01-02")

    await bring_in(database, with_session(catalogue, "EG-01-02", link=LINK), start + timedelta(minutes=5))
    await bring_in(database, with_session(catalogue, "EG-01-02", link=OTHER), start + timedelta(days=1))

    assert 1 == len(await told(database, now, "session_link"))
