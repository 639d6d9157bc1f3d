"""Who offers something: another name reaches all offerings and no file takes it back; who has nothing left may go."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from storage import access, intake
from storage.engine import COMMAND, SYSTEM, Database, Transaction
from storage.exchange.received import Missing
from storage.office import providers, sources
from storage.records.providers import ProviderUses, Renamed
from storage.tables import grants, offerings, tenants
from storage.tables import providers as table
from tests.storage import builders
from tests.storage.exchange.reading import read_bytes

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\n"
    "DTSTART:20270114T090000Z\r\nDTEND:20270114T110000Z\r\nSUMMARY:Nähen\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
).encode()
HEAD = "Kennung;Titel;Anbieter;Art;Themen;Sprachen;Datum;Beginn;Ende\n"


async def administrator(tx: Transaction) -> int:
    """Add somebody who grants roles."""
    somebody = await builders.add_person(tx)
    row = {"tenant_id": tx.tenant_id, "participant_id": somebody.id, "role": "administrator", "granted_at": tx.now}
    await tx.connection.execute(grants.insert().values(row))
    return somebody.id


async def bring_in(database: Database, now: datetime, *names: str, provider: str = "Haus") -> intake.Prepared:
    """Take in a file with an offering of each name, from which nothing is missing."""
    rows = "".join(f"{name};Nähen {name};{provider};Workshop;creative;de;14.01.2027;10:00;12:00\n" for name in names)
    catalogue = read_bytes((HEAD + rows).encode(), Missing(complete=False))
    prepared = await intake.prepare(database, catalogue, now, COMMAND)
    await intake.apply(database, prepared, now, COMMAND)
    return prepared


async def whose(tx: Transaction) -> dict[str, str]:
    """Tell whose each offering is."""
    asked = select(offerings.c.source_id, table.c.name).join(table, table.c.id == offerings.c.provider_id)
    rows = await tx.connection.execute(asked.where(offerings.c.source_id.in_(("A1", "A2"))))
    return {row.source_id: row.name for row in rows}


async def test_all_offerings_follow_another_name_and_an_old_file_does_not_take_it_back(
    database: Database, now: datetime
) -> None:
    await bring_in(database, now, "A1")
    async with database.transaction(now, SYSTEM) as tx:
        boss = await administrator(tx)
        haus = await access.provider_of(tx, "Haus")

        assert Renamed.DONE is await providers.rename(tx, boss, haus, " Haus  der Nadeln ")
        assert {"A1": "Haus der Nadeln"} == await whose(tx)

    again = await bring_in(database, now, "A1", "A2")

    assert ("Haus",) == again.preview.shown.providers
    async with database.reading(now, SYSTEM) as tx:
        assert {"A1": "Haus der Nadeln", "A2": "Haus"} == await whose(tx)


async def test_what_an_address_brings_under_the_old_name_is_still_the_same(database: Database, now: datetime) -> None:
    calendar = read_bytes(CALENDAR, Missing(provider="Haus"))
    first = await intake.prepare(database, calendar, now, COMMAND)
    await intake.apply(database, first, now, COMMAND)
    async with database.transaction(now, SYSTEM) as tx:
        boss = await administrator(tx)
        await sources.add(tx, None, "https://kurse.example/kurse.ics", "Haus")
        await providers.rename(tx, boss, await access.provider_of(tx, "Haus"), "Werk")
        named = [one.provider for one in await sources.listed(tx)]

    again = await intake.prepare(database, calendar, now, COMMAND)

    assert ["Haus"] == named
    assert not again.preview.totals


async def test_a_name_that_somebody_else_has_is_not_given_and_ones_own_may_be_written_otherwise(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        boss = await administrator(tx)
        haus, werk = [await builders.add(tx, table, name=name) for name in ("Haus", "Werk")]

        assert Renamed.TAKEN is await providers.rename(tx, boss, haus, " werk ")
        assert Renamed.DONE is await providers.rename(tx, boss, werk, "WERK")
        assert ["Haus", "WERK"] == [one.name for one in await access.provider_names(tx)]


async def test_nobody_but_an_administrator_renames_deletes_or_counts(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        somebody = (await builders.add_person(tx)).id
        haus = await builders.add(tx, table, name="Haus")

        assert Renamed.REFUSED is await providers.rename(tx, somebody, haus, "Werk")
        assert (None, False) == (await providers.uses(tx, somebody, haus), await providers.remove(tx, somebody, haus))


async def test_what_is_of_another_city_is_as_good_as_not_there(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        boss = await administrator(tx)
        city = tenants.insert().values(slug="elsewhere", timezone="Europe/Berlin").returning(tenants.c.id)
        values = {"tenant_id": (await tx.connection.execute(city)).scalar_one(), "name": "Haus"}
        theirs = (await tx.connection.execute(table.insert().values(values).returning(table.c.id))).scalar_one()

        assert Renamed.REFUSED is await providers.rename(tx, boss, theirs, "Werk")
        assert not await providers.remove(tx, boss, theirs)


async def test_who_has_offers_addresses_roles_or_invitations_stays(database: Database, now: datetime) -> None:
    await bring_in(database, now, "A1")
    async with database.transaction(now, SYSTEM) as tx:
        boss = await administrator(tx)
        haus = await access.provider_of(tx, "Haus")
        named, invited, ran = [await builders.add(tx, table, name=name) for name in ("Amt", "Werk", "Verein")]
        await sources.add(tx, None, "https://kurse.example/a.ics", "Amt")
        await access.invite(tx, "coordinator", provider="Werk")
        token = await access.invite(tx, "coordinator", provider="Verein")
        await access.redeem(tx, boss, token)

        expected = [ProviderUses(1, 0, 0), ProviderUses(0, 1, 0), ProviderUses(0, 0, 1), ProviderUses(0, 0, 1)]
        everybody = (haus, named, invited, ran)
        assert expected == [await providers.uses(tx, boss, one) for one in everybody]
        assert [False] * 4 == [await providers.remove(tx, boss, one) for one in everybody]


@pytest.mark.parametrize("hours", [None, -1])
async def test_who_has_nothing_may_go_although_an_invitation_was_made_once(
    database: Database, now: datetime, hours: int | None
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        boss = await administrator(tx)
        haus = await builders.add(tx, table, name="Haus")
        if hours is not None:
            await access.invite(tx, "coordinator", hours, provider="Haus")

        assert ProviderUses() == await providers.uses(tx, boss, haus)
        assert await providers.remove(tx, boss, haus)
        assert () == await access.provider_names(tx)
