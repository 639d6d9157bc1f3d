"""An objection is taken back without agreeing to anything, and asking alone writes nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select

from storage import news
from storage.engine import SYSTEM, Database
from storage.records.announcements import News
from storage.tables import audit, subscriptions
from tests.storage.builders import add_person

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


async def test_reading_what_was_chosen_writes_nothing(database: Database) -> None:
    async with database.transaction(NOW, SYSTEM) as tx:
        person = await add_person(tx)
        before = await tx.connection.scalar(select(func.count()).select_from(audit))

        assert News() == await news.set_news(tx, person.id)
        assert 0 == await tx.connection.scalar(select(func.count()).select_from(subscriptions))
        assert before == await tx.connection.scalar(select(func.count()).select_from(audit))


async def test_an_objection_taken_back_agrees_to_nothing(database: Database) -> None:
    async with database.transaction(NOW, SYSTEM) as tx:
        person = await add_person(tx)
        assert (await news.set_news(tx, person.id, agreed=False)).agreed is False

        assert (await news.lift_objection(tx, person.id)).agreed is None
        assert (await news.lift_objection(tx, person.id)).agreed is None


async def test_taking_nothing_back_leaves_who_agreed_agreed(database: Database) -> None:
    async with database.transaction(NOW, SYSTEM) as tx:
        person = await add_person(tx)
        await news.set_news(tx, person.id, agreed=True)

        assert (await news.lift_objection(tx, person.id)).agreed is True
