"""People affected: a preview names whom a change of the catalogue reaches, and promises what applying does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from storage import sample
from storage.engine import COMMAND, Database
from storage.exchange import comparing, stored
from storage.exchange.parsed import Catalogue
from storage.office import affected
from storage.records.affected import Affected, Consequence
from storage.records.catalogue import SessionStatus
from storage.tables import registrations
from tests.storage.imports import SINGLE, WHOLE, bring_in, id_of, moved, register, start_of, told, with_session, without

SESSION = "EG-01-02"
KINDS = ("session_moved", "session_cancelled", "offering_ended", "session_link")


@pytest.fixture
def catalogue(now: datetime) -> Catalogue:
    return sample.load(now.date())


async def look(database: Database, catalogue: Catalogue, now: datetime, *, named: bool = True) -> Affected:
    """Tell whom a catalogue would reach."""
    async with database.reading(now, COMMAND) as tx:
        before = await stored.read(tx)
        return await affected.affected(tx, before, comparing.compare(before, catalogue, now), named=named)


async def test_a_change_names_everybody_it_reaches_and_what_happens(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        for _ in range(2):
            await register(tx, SINGLE, SESSION)
        await register(tx, SINGLE, "EG-01-04")
        await register(tx, WHOLE)
        session_id, ended = await id_of(tx, SESSION), await id_of(tx, WHOLE)
    changed = without(moved(catalogue, SESSION, timedelta(hours=1)), WHOLE)

    found = await look(database, changed, now)

    start = start_of(catalogue, SESSION)
    assert {
        (Consequence.MOVED, session_id, start, start + timedelta(hours=1), 2, 2),
        (Consequence.ENDED, None, None, None, 1, 1),
    } == {
        (one.consequence, one.session_id, one.start, one.new_start, one.people, len(one.some)) for one in found.groups
    }
    assert ended in {one.offering_id for one in found.groups}
    assert found.people == 3
    await bring_in(database, changed, now)
    assert found.people == len(await told(database, now, *KINDS))


async def test_who_is_not_in_telegram_is_counted_and_shown_as_untold(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        _, registration = await register(tx, SINGLE, SESSION)
        alone = update(registrations).where(registrations.c.id == registration).values(participant_id=None)
        await tx.connection.execute(alone)

    found = await look(database, with_session(catalogue, SESSION, status=SessionStatus.CANCELLED), now)

    assert [(Consequence.CANCELLED, 1, 1)] == [(one.consequence, one.people, one.untold) for one in found.groups]


async def test_another_place_is_told_by_its_name(database: Database, catalogue: Catalogue, now: datetime) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        await register(tx, SINGLE, SESSION)
        before = await stored.read(tx)
    here = before.sessions[SESSION].venue or before.offerings[SINGLE].venue
    other = next(name for name in sorted(before.venues) if name != here)

    found = await look(database, with_session(catalogue, SESSION, venue=other), now)

    (group,) = found.groups
    assert Consequence.ELSEWHERE is group.consequence
    assert group.place is not None
    assert before.texts[replace(next(key for key in before.texts if key.source_id == other), language="de")].text == (
        group.place.text
    )


async def test_names_stay_sealed_where_nobody_may_see_them(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        await register(tx, WHOLE)

    found = await look(database, without(catalogue, WHOLE), now, named=False)

    assert [(1, ())] == [(one.people, one.some) for one in found.groups]


async def test_a_change_that_concerns_nobody_affects_nobody(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)

    assert not await look(database, moved(catalogue, SESSION, timedelta(hours=1)), now)
