"""What there is to wish for: also what nothing is open for now."""

from __future__ import annotations

from datetime import datetime, timedelta

from locales.text import Content
from storage import choices
from storage.engine import Actor, Database
from storage.records.catalogue import Choice
from tests.storage.builders import add_offering, add_quarter, add_topic


async def test_known_topics_are_all_those_there_are_most_offerings_first(database: Database, now: datetime) -> None:
    async with database.transaction(now, Actor("command")) as tx:
        await add_topic(tx, "crafts", en="Crafts")
        await add_topic(tx, "pc_basics", en="First steps")
        await add_offering(tx, starts=[now + timedelta(days=3)], topics=("pc_basics",))

        known = await choices.known(tx, ("en", "de"), "topic")

    assert (Choice("pc_basics", 1, Content("First steps", "en")), Choice("crafts", 0, Content("Crafts", "en"))) == known


async def test_a_known_quarter_without_a_name_has_no_label(database: Database, now: datetime) -> None:
    async with database.transaction(now, Actor("command")) as tx:
        await add_quarter(tx, "mitte")

        known = await choices.known(tx, ("en", "de"), "quarter")

    assert (Choice("mitte", 0, None),) == known
