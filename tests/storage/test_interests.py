"""Expressions of interest."""

from __future__ import annotations

from datetime import datetime

from storage import interests
from storage.engine import SYSTEM, Database
from storage.records.registrations import Interested, Refusal, Refused
from storage.tables import interests as interest_rows
from tests.storage import builders


async def test_a_wish_for_an_offering_without_a_date_is_noted(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        placement = await builders.add_offering(tx, kind="placement")
        noted = await interests.express(tx, person.id, offering_id=placement)
        assert isinstance(noted, Interested)

        assert [(noted.interest_id, person.id, placement, None, None, "", "", now, None)] == await builders.rows(
            tx,
            interest_rows,
            "id",
            "participant_id",
            "offering_id",
            "topic_id",
            "quarter_id",
            "language",
            "part_of_day",
            "created_at",
            "ended_at",
        )


async def test_a_wish_names_topic_quarter_language_and_part_of_the_day(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        topic, quarter = await builders.add_topic(tx, "smartphone"), await builders.add_quarter(tx, "nord")
        await interests.express(tx, person.id, topic="smartphone", quarter="nord", language="tr", part_of_day="morning")

        assert [(None, topic, quarter, "tr", "morning")] == await builders.rows(
            tx, interest_rows, "offering_id", "topic_id", "quarter_id", "language", "part_of_day"
        )


async def test_the_same_wish_twice_is_one(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        await builders.add_topic(tx, "smartphone")
        noted = await interests.express(tx, person.id, topic="smartphone")
        assert isinstance(noted, Interested)

        assert Interested(noted.interest_id, again=True) == await interests.express(tx, person.id, topic="smartphone")


async def test_another_wish_is_another(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        await builders.add_topic(tx, "smartphone")
        await interests.express(tx, person.id, topic="smartphone")
        noted = await interests.express(tx, person.id, topic="smartphone", part_of_day="evening")
        assert isinstance(noted, Interested)

        assert not noted.again


async def test_a_wish_for_what_is_not_there_is_refused(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        withdrawn = await builders.add_offering(tx, live=False)

        assert [Refused(Refusal.GONE)] * 3 == [
            await interests.express(tx, person.id, topic="juggling"),
            await interests.express(tx, person.id, quarter="atlantis"),
            await interests.express(tx, person.id, offering_id=withdrawn),
        ]


async def test_a_withdrawn_wish_can_be_made_again(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        placement = await builders.add_offering(tx)
        noted = await interests.express(tx, person.id, offering_id=placement)
        assert isinstance(noted, Interested)
        withdrawn = await interests.withdraw(tx, person.id, noted.interest_id)
        again = await interests.express(tx, person.id, offering_id=placement)

        assert (True, Interested(noted.interest_id + 1)) == (withdrawn, again)


async def test_nobody_withdraws_for_somebody_else(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person, stranger = [await builders.add_person(tx) for _ in range(2)]
        noted = await interests.express(tx, person.id, language="ar")
        assert isinstance(noted, Interested)

        assert not await interests.withdraw(tx, stranger.id, noted.interest_id)
