"""Waiting in vain: who waits for what does not take place, or begins too soon, is told while it is of use."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from storage import registrations, sample, waiting
from storage.engine import COMMAND, Database, Transaction
from storage.exchange.parsed import Catalogue
from storage.records.catalogue import SessionStatus
from storage.records.registrations import Registered, Waiting
from storage.tables import waiting_list
from tests.storage import builders
from tests.storage.imports import (
    WHOLE,
    ZONE,
    bring_in,
    id_of,
    imported,
    moved,
    preview,
    register,
    told,
    with_offering,
    with_session,
    without,
)

SINGLE, SESSION = "BW-01", "BW-01-01"


@pytest.fixture
def catalogue(now: datetime) -> Catalogue:
    return with_offering(sample.load(now.date()), WHOLE, capacity=1)


async def queue(tx: Transaction, source_id: str, session: str | None = None) -> tuple[int, int]:
    """Let somebody take the last place and somebody else wait; tells who waits and their entry."""
    await register(tx, source_id, session)
    person = await builders.add_person(tx)
    session_id = None if session is None else await id_of(tx, session)
    place = await builders.register(tx, person, await id_of(tx, source_id), session_id)
    assert isinstance(place, Waiting)
    return person.id, place.entry_id


async def queue_until(tx: Transaction, start: datetime) -> tuple[int, int]:
    """Let somebody wait for a course of one place; tells who waits and their entry."""
    course = await builders.add_offering(tx, [start], whole_course=True, capacity=1)
    assert isinstance(await builders.register(tx, await builders.add_person(tx), course), Registered)
    person = await builders.add_person(tx)
    place = await builders.register(tx, person, course)
    assert isinstance(place, Waiting)
    return person.id, place.entry_id


async def over(database: Database, now: datetime) -> list[tuple[int, dict[str, object]]]:
    """Tell who hears that they wait in vain."""
    return [(person, args) for person, _, args, _ in await told(database, now, "waiting_over")]


async def test_who_waits_hears_once_that_the_offering_ended(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, entry = await queue(tx, WHOLE)

    await bring_in(database, without(catalogue, WHOLE), now)
    await bring_in(database, without(catalogue, WHOLE), now)

    assert [(person, {"entry_id": entry, "why": "ended"})] == await over(database, now)


async def test_who_waits_for_a_date_hears_that_it_is_cancelled(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, entry = await queue(tx, SINGLE, SESSION)
        await queue(tx, SINGLE, "BW-01-02")

    await bring_in(database, with_session(catalogue, SESSION, status=SessionStatus.CANCELLED), now)

    assert [(person, {"entry_id": entry, "why": "cancelled"})] == await over(database, now)


async def test_who_waits_for_a_course_hears_only_when_all_its_dates_are_cancelled(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    one = with_session(catalogue, "DC-01-01", status=SessionStatus.CANCELLED)
    rows = (replace(row, status=SessionStatus.CANCELLED) if row.offering == WHOLE else row for row in one.sessions)
    async with imported(database, catalogue, now) as tx:
        person, entry = await queue(tx, WHOLE)

    await bring_in(database, one, now)
    before = await over(database, now)
    await bring_in(database, replace(one, sessions=tuple(rows)), now)

    assert ([], [(person, {"entry_id": entry, "why": "cancelled"})]) == (before, await over(database, now))


async def test_a_moved_date_is_no_end_of_waiting(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        await queue(tx, SINGLE, SESSION)

    await bring_in(database, moved(catalogue, SESSION, timedelta(hours=1)), now)

    assert [] == await over(database, now)


async def test_the_preview_counts_who_waits_in_vain(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        await queue(tx, WHOLE)

    expected = await preview(database, without(catalogue, WHOLE), now)

    assert (2, expected) == (expected.told, await bring_in(database, without(catalogue, WHOLE), now))


async def test_who_left_the_list_hears_nothing(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        person, entry = await queue(tx, WHOLE)
        await waiting.leave(tx, person, entry)

    await bring_in(database, without(catalogue, WHOLE), now)

    assert [] == await over(database, now)


async def test_who_waits_keeps_their_place_in_line_when_the_offering_comes_back(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        _, entry = await queue(tx, WHOLE)
    await bring_in(database, without(catalogue, WHOLE), now)

    await bring_in(database, catalogue, now)

    async with database.reading(now, COMMAND) as tx:
        assert 1 == await waiting.position(tx, entry)


@pytest.mark.parametrize(
    ("start", "closes"),
    [("15:00", "13:20"), ("10:00", "08:20"), ("09:30", "-1 19:50"), ("08:15", "-1 19:50")],
    ids=["afternoon", "morning", "early", "earlier"],
)
async def test_a_list_closes_before_a_place_can_no_longer_be_offered_and_says_so_in_the_daytime(
    database: Database, now: datetime, start: str, closes: str
) -> None:
    day = (now + timedelta(days=7)).astimezone(ZONE).date()
    begins = datetime.combine(day, datetime.strptime(start, "%H:%M").time(), ZONE)  # noqa: DTZ007 - a wall time
    clock = datetime.strptime(closes.removeprefix("-1 "), "%H:%M").time()  # noqa: DTZ007 - a wall time
    last = datetime.combine(day - timedelta(days=closes.startswith("-1")), clock, ZONE)
    async with database.transaction(now, COMMAND) as tx:
        person, entry = await queue_until(tx, begins.astimezone(UTC))

    for moment in (last - timedelta(seconds=1), last, last + timedelta(seconds=30)):
        async with database.transaction(moment.astimezone(UTC), COMMAND) as tx:
            await waiting.expire(tx)
            told_by_now = await builders.rows(tx, waiting_list, "status")
            assert [("waiting",) if moment < last else ("over",)] == told_by_now

    assert [(person, {"entry_id": entry, "why": "late"})] == await over(database, now)
    assert [False] == [silent for *_, silent in await told(database, now, "waiting_over")]


async def test_a_place_that_is_offered_is_still_theirs_when_the_list_closes(database: Database, now: datetime) -> None:
    begins = (now + timedelta(days=7)).astimezone(ZONE).replace(hour=15)
    async with database.transaction(now, COMMAND) as tx:
        course = await builders.add_offering(tx, [begins.astimezone(UTC)], whole_course=True, capacity=1)
        holder = await builders.add_person(tx)
        held = await builders.register(tx, holder, course)
        assert isinstance(held, Registered)
        await builders.register(tx, await builders.add_person(tx), course)
        await registrations.cancel(tx, holder.id, held.registration_id)
    async with database.transaction(begins - timedelta(hours=1, minutes=20), COMMAND) as tx:
        await waiting.expire(tx)

        assert [("offered",)] == await builders.rows(tx, waiting_list, "status")


async def test_who_waited_until_it_began_while_nobody_looked_hears_nothing_any_more(
    database: Database, now: datetime
) -> None:
    begins = now + timedelta(days=7)
    async with database.transaction(now, COMMAND) as tx:
        await queue_until(tx, begins)
    async with database.transaction(begins, COMMAND) as tx:
        await waiting.expire(tx)

    assert [] == await over(database, now)


async def test_a_session_that_an_import_moves_takes_the_deadline_of_its_offered_place_along(
    database: Database, now: datetime
) -> None:
    catalogue = with_offering(sample.load(now.date()), SINGLE, capacity=1)
    async with imported(database, catalogue, now) as tx:
        holder, held = await register(tx, SINGLE, SESSION)
        person = await builders.add_person(tx)
        place = await builders.register(tx, person, await id_of(tx, SINGLE), await id_of(tx, SESSION))
        assert isinstance(place, Waiting)
        await registrations.cancel(tx, holder, held)
        await waiting.offered_delivered(tx, place.entry_id, now)
    sooner = with_session(catalogue, SESSION, start=now + timedelta(hours=5), end=now + timedelta(hours=6))

    await bring_in(database, sooner, now)

    async with database.reading(now, COMMAND) as tx:
        asked = select(waiting_list.c.deadline).where(waiting_list.c.id == place.entry_id)
        assert now + timedelta(hours=4) == await tx.connection.scalar(asked)
    assert {"entry_id": place.entry_id, "moved": True} in [
        args for _, _, args, _ in await told(database, now, waiting.KIND)
    ]
