"""Wishes that are met: an import, or a place that is given back, tells who said they are interested, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from storage import interests, registrations, sample
from storage.engine import COMMAND, Database, Transaction
from storage.exchange.parsed import Catalogue
from storage.records.catalogue import SessionStatus
from storage.records.people import Participant
from storage.records.registrations import Interested, Registered
from storage.tables import outbox
from tests.storage import builders
from tests.storage.imports import (
    DROP_IN,
    SINGLE,
    WHOLE,
    ZONE,
    bring_in,
    id_of,
    imported,
    preview,
    register,
    told,
    with_offering,
    with_session,
    with_texts,
    without,
)

COURSE_WITHOUT_DATE = "VM-01"


@pytest.fixture
def catalogue(now: datetime) -> Catalogue:
    return sample.load(now.date())


def undated(catalogue: Catalogue, offering: str) -> Catalogue:
    """Take an offering's sessions out."""
    kept = tuple(row for row in catalogue.sessions if row.offering != offering)
    gone = {row.source_id for row in catalogue.sessions} - {row.source_id for row in kept}
    return with_texts(
        replace(catalogue, sessions=kept), {key: None for key in catalogue.texts if key.source_id in gone}
    )


def unknown(catalogue: Catalogue, offering: str) -> Catalogue:
    """Take an offering out with all that speaks of it, as if nobody had thought of it yet."""
    fewer = without(undated(catalogue, offering), offering)
    return with_texts(fewer, {key: None for key in fewer.texts if key.source_id == offering})


async def wish(tx: Transaction, *, person: Participant | None = None, **wanted: object) -> tuple[int, int]:
    """Let somebody, new unless given, say that they are interested; tells their id and the wish's."""
    person = person or await builders.add_person(tx)
    noted = await interests.express(tx, person.id, **wanted)  # type: ignore[arg-type] # whatever a wish names
    assert isinstance(noted, Interested)
    return person.id, noted.interest_id


async def met(database: Database, now: datetime) -> list[tuple[int, int]]:
    """Tell who hears that which wish is met."""
    return [(person, args["interest_id"]) for person, _, args, _ in await told(database, now, "interest_met")]


async def test_the_first_date_of_an_offering_is_told_to_who_wished_for_it_once(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, undated(catalogue, WHOLE), now) as tx:
        await builders.add_person(tx)
        offering = await id_of(tx, WHOLE)
        person, interest = await wish(tx, offering_id=offering)
        await wish(tx, offering_id=await id_of(tx, COURSE_WITHOUT_DATE))

    await bring_in(database, catalogue, now)
    await bring_in(database, undated(catalogue, WHOLE), now)
    await bring_in(database, catalogue, now + timedelta(hours=1))

    args = {"interest_id": interest, "offering_id": offering}
    assert [(person, "interest_met", args, False)] == await told(database, now, "interest_met")


async def test_a_new_date_after_the_last_one_is_over_is_told_too(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, with_session(catalogue, "SI-01-02", status=SessionStatus.CANCELLED), now) as tx:
        expected = await wish(tx, offering_id=await id_of(tx, "SI-01"))
        start = next(row.start for row in catalogue.sessions if row.source_id == "SI-01-01")

    await bring_in(database, catalogue, start + timedelta(days=1))

    assert [expected] == await met(database, now)


async def test_a_new_offering_is_told_to_everybody_whose_wish_it_fits(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, unknown(catalogue, WHOLE), now) as tx:
        fitting = [
            await wish(tx, topic="pc_basics"),
            await wish(tx, quarter="nord"),
            await wish(tx, language="tr"),
            await wish(tx, part_of_day="morning"),
            await wish(tx, topic="pc_basics", quarter="nord", language="de", part_of_day="morning"),
            await wish(tx),
        ]
        await wish(tx, topic="smartphone")
        await wish(tx, topic="pc_basics", quarter="mitte")
        await wish(tx, topic="pc_basics", language="uk")
        await wish(tx, topic="pc_basics", part_of_day="evening")

    await bring_in(database, catalogue, now)

    assert fitting == sorted(await met(database, now))


async def test_a_new_offering_without_a_date_fits_a_topic_but_no_time_of_day(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, unknown(catalogue, COURSE_WITHOUT_DATE), now) as tx:
        expected = await wish(tx, topic="e_mobility")
        await wish(tx, topic="e_mobility", part_of_day="morning")

    await bring_in(database, catalogue, now)

    assert [expected] == await met(database, now)


async def test_an_offering_that_is_there_again_is_told(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        expected = await wish(tx, topic="pc_basics", quarter="nord", language="tr")
    await bring_in(database, without(catalogue, WHOLE), now)

    await bring_in(database, catalogue, now)

    assert [expected] == await met(database, now)


async def test_what_was_open_before_is_not_told(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        await wish(tx)
        await wish(tx, offering_id=await id_of(tx, WHOLE))

    await bring_in(database, with_session(with_offering(catalogue, WHOLE, hours=3.0), "DC-01-02", venue="V03"), now)

    assert [] == await met(database, now)


async def test_who_withdrew_is_not_told(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, unknown(catalogue, WHOLE), now) as tx:
        person, interest = await wish(tx, topic="pc_basics")
        await interests.withdraw(tx, person, interest)

    await bring_in(database, catalogue, now)

    assert [] == await met(database, now)


async def test_who_is_registered_is_not_told(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        person = await builders.add_person(tx)
        await builders.register(tx, person, await id_of(tx, WHOLE))
        await wish(tx, person=person, topic="pc_basics", language="tr")
    await bring_in(database, without(catalogue, WHOLE), now)

    await bring_in(database, catalogue, now)

    assert [] == await met(database, now)


async def test_two_wishes_of_one_person_make_one_notice_the_nearer_wish_first(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, undated(catalogue, WHOLE), now) as tx:
        person = await builders.add_person(tx)
        await wish(tx, person=person, topic="pc_basics", part_of_day="morning")
        expected = await wish(tx, person=person, offering_id=await id_of(tx, WHOLE))

    await bring_in(database, catalogue, now)

    assert [expected] == await met(database, now)


async def test_more_places_in_what_was_full_are_told_to_who_wished_for_it(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    small = with_offering(catalogue, WHOLE, capacity=1, waiting_list=False)
    async with imported(database, small, now) as tx:
        await register(tx, WHOLE)
        expected = await wish(tx, offering_id=await id_of(tx, WHOLE))
        await wish(tx, topic="pc_basics")

    await bring_in(database, with_offering(small, WHOLE, capacity=2), now)

    assert [expected] == await met(database, now)


async def test_a_place_given_back_where_nobody_waits_is_told_to_who_wished_for_it(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, with_offering(catalogue, WHOLE, capacity=1, waiting_list=False), now) as tx:
        holder, registration = await register(tx, WHOLE)
        expected = await wish(tx, offering_id=await id_of(tx, WHOLE))
        await wish(tx, topic="pc_basics")
        await registrations.cancel(tx, holder, registration)

    assert [expected] == await met(database, now)


async def test_a_place_given_back_goes_to_who_waits_and_is_not_told(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, with_offering(catalogue, WHOLE, capacity=1), now) as tx:
        holder, registration = await register(tx, WHOLE)
        await builders.register(tx, await builders.add_person(tx), await id_of(tx, WHOLE))
        await wish(tx, offering_id=await id_of(tx, WHOLE))
        await registrations.cancel(tx, holder, registration)

    assert [] == await met(database, now)


async def test_somebody_hears_of_three_things_a_day_the_soonest_first(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    _known, *new = [row.source_id for row in catalogue.offerings if "smartphone" in row.topics]
    fewer = catalogue
    for offering in new:
        fewer = unknown(fewer, offering)
    async with imported(database, fewer, now) as tx:
        await wish(tx, topic="smartphone")

    await bring_in(database, catalogue, now)

    async with database.reading(now, COMMAND) as tx:
        kinds = select(outbox.c.due_at).where(outbox.c.kind == "interest_met").order_by(outbox.c.id)
        days = [at.astimezone(ZONE).date() - now.date() for at in (await tx.connection.scalars(kinds)).all()]
    assert [timedelta(at // 3) for at in range(len(new))] == days


async def test_at_night_it_waits_for_the_morning(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, unknown(catalogue, WHOLE), now) as tx:
        await wish(tx, topic="pc_basics", language="tr")
    night = now.astimezone(ZONE).replace(hour=22)

    await bring_in(database, catalogue, night.astimezone(UTC))

    async with database.reading(now, COMMAND) as tx:
        due = await tx.connection.scalar(select(outbox.c.due_at).where(outbox.c.kind == "interest_met"))
    assert night.replace(hour=8) + timedelta(days=1) == due


async def test_a_notice_that_did_not_hold_is_wanted_again(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, unknown(catalogue, WHOLE), now) as tx:
        expected = await wish(tx, topic="pc_basics", language="tr")
    await bring_in(database, catalogue, now)
    await bring_in(database, without(catalogue, WHOLE), now)
    async with database.transaction(now, COMMAND) as tx:
        await tx.connection.execute(update(outbox).values(status="dropped"))

    await bring_in(database, catalogue, now)

    assert [expected] == await met(database, now)


async def test_the_preview_counts_who_hears_that_a_wish_is_met(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, undated(unknown(catalogue, DROP_IN), SINGLE), now) as tx:
        await wish(tx, topic="digital_services", quarter="nord")
        await wish(tx, offering_id=await id_of(tx, SINGLE))

    expected = await preview(database, catalogue, now)

    assert (2, expected) == (expected.told, await bring_in(database, catalogue, now))
    assert 2 == len(await met(database, now))


async def test_a_place_in_what_somebody_registered_for_is_not_told_to_them(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, with_offering(catalogue, WHOLE, capacity=2, waiting_list=False), now) as tx:
        holder, registration = await register(tx, WHOLE)
        person = await builders.add_person(tx)
        assert isinstance(await builders.register(tx, person, await id_of(tx, WHOLE)), Registered)
        await wish(tx, person=person, offering_id=await id_of(tx, WHOLE))
        await registrations.cancel(tx, holder, registration)

    assert [] == await met(database, now)
