"""Whatever two files say, importing them in small pages comes to the same as importing them as a whole."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storage import interests
from storage.engine import COMMAND, Actor, Database, Transaction
from storage.exchange.parsed import Catalogue
from storage.office import undoing
from storage.tables import outbox
from tests.storage import builders
from tests.storage.imports import (
    register,
)
from tests.storage.paging import course, look, number_of_last, plain, take_in, template

LARGE = 1_000


@dataclass(frozen=True)
class Within:
    """A database all of whose transactions are one that is taken back in the end."""

    tx: Transaction

    @asynccontextmanager
    async def transaction(self, now: datetime, by: Actor) -> AsyncIterator[Transaction]:
        """Go on in it."""
        yield replace(self.tx, now=now, by=by)

    reading = transaction


class TakeBack(Exception):  # noqa: N818 - nothing went wrong
    """Ends an example, so that the next one finds nothing."""


COURSES = st.lists(
    st.builds(
        course,
        st.sampled_from(["A1", "A2", "A3", "A4", "A5"]),
        st.sampled_from([12, 13]),
        st.sampled_from([19, 20, 26]),
        provider=st.sampled_from(["Haus", "Verein"]),
        title=st.sampled_from(["Nähen lernen", "Nähen lernen heute", "Rad reparieren"]),
        topic=st.sampled_from(["ai", "creative"]),
        place=st.sampled_from(["Halle", "Saal", ""]),
        places=st.sampled_from(["10", "12", ""]),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda rows: rows[:2],
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(first=COURSES, second=COURSES, size=st.integers(1, 3))
async def test_in_pages_comes_to_the_same_as_in_one(
    database: Database, now: datetime, first: list[str], second: list[str], size: int
) -> None:
    files = (template(*first), template(*second))

    assert await came_of(database, now, files, LARGE) == await came_of(database, now, files, size)


async def came_of(database: Database, now: datetime, files: Sequence[Catalogue], size: int) -> list[object]:
    """Import one file after the other, with people there in between, and take the last back; tells all that can be seen."""
    found: list[object] = []
    try:
        async with database.transaction(now, COMMAND) as tx:
            await _story(Within(tx), now, files, size, found)
            raise TakeBack
    except TakeBack:
        return found


async def _story(inside: Within, now: datetime, files: Sequence[Catalogue], size: int, found: list[object]) -> None:
    """Note what is seen on the way."""
    within = cast("Database", inside)
    await take_in(within, files[0], now, size)
    before = plain(await look(within, now))
    people = {(await builders.add_person(inside.tx)).id: "wishing"}
    for person in people:
        await interests.express(inside.tx, person, topic="ai")
    registered = await register(inside.tx, files[0].offerings[0].source_id, files[0].sessions[0].source_id)
    people[registered[0]] = "registered"
    preview = (await take_in(within, files[1], now, size)).preview
    items = [item for difference, _ in preview.parts() for item in difference.new]
    changed = [change for difference, _ in preview.parts() for change in difference.changed]
    reached = [(one.consequence, one.offering, one.start, one.people) for one in preview.affected.groups]
    twins = [(one.new, one.other, one.start) for one in preview.duplicates]
    found += [preview.totals, preview.digest, preview.counts, preview.shown, sorted(items, key=str), reached, twins]
    found += [sorted(changed, key=str), plain(await look(within, now))]
    if preview.totals:
        await undoing.undo(within, await number_of_last(within, now), now + timedelta(minutes=1), COMMAND)
    after = await look(within, now)
    assert before[0] == plain(after)[0]
    asked = select(outbox.c.participant_id, outbox.c.kind, outbox.c.due_at)
    rows = (await inside.tx.connection.execute(asked)).all()
    found += [plain(after), sorted((people[row.participant_id], row.kind, row.due_at) for row in rows)]
