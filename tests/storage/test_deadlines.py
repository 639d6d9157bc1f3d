"""When what an offered place is for begins at another time, the deadline follows, and who has the place is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from storage import deadlines, waiting
from storage.engine import SYSTEM, Database, Transaction
from storage.office import placing
from storage.reader import StorageReader
from storage.records.signups import CallReason, Changed
from storage.tables import outbox, sessions, waiting_list
from tests.storage import builders
from tests.storage.lining import NEXT_WEEK, Line, line_up, statuses
from tests.storage.office.running import open_office

LATER = timedelta(hours=1)
USUAL = datetime(2026, 3, 6, 11, 0, tzinfo=UTC)
"""a day without nights after the test's now"""


async def offered(tx: Transaction, now: datetime) -> Line:
    """Offer a place of a course to somebody, who reads of it now."""
    line = await line_up(tx, 2)
    await line.free(tx)
    await waiting.offered_delivered(tx, line.queue[0][1], now)
    await tx.connection.execute(update(outbox).where(outbox.c.kind == waiting.KIND).values(status="sent"))
    return line


async def begin_at(tx: Transaction, start: datetime) -> None:
    """Let all sessions begin at another time."""
    moved = (await tx.connection.scalars(update(sessions).values(start=start).returning(sessions.c.id))).all()
    await deadlines.follow(tx, moved)


async def deadline(tx: Transaction) -> datetime | None:
    """Tell until when the offered place is held."""
    found: datetime | None = await tx.connection.scalar(select(waiting_list.c.deadline).order_by(waiting_list.c.id))
    return found


async def told_again(tx: Transaction) -> list[tuple[object, ...]]:
    """Read the notices that wait, of offered places."""
    found = await builders.rows(tx, outbox, "kind", "status", "participant_id", "args", "due_at", "silent")
    return [row[2:] for row in found if row[:2] == (waiting.KIND, "waiting")]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (datetime(2026, 3, 5, 9, 0, tzinfo=UTC), datetime(2026, 3, 5, 8, 0, tzinfo=UTC)),
        (datetime(2026, 3, 4, 12, 50, tzinfo=UTC), datetime(2026, 3, 4, 12, 30, tzinfo=UTC)),
        (datetime(2026, 3, 4, 12, 20, tzinfo=UTC), datetime(2026, 3, 4, 12, 20, tzinfo=UTC)),
        (NEXT_WEEK + LATER, USUAL),
    ],
    ids=["an hour before", "half an hour at least", "never past the start", "as before"],
)
async def test_the_deadline_of_an_offered_place_follows_the_start(
    database: Database, now: datetime, start: datetime, expected: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await offered(tx, now)
    async with database.transaction(now + LATER, SYSTEM) as tx:
        await begin_at(tx, start)

        assert expected == await deadline(tx)


async def test_who_was_offered_the_place_is_told_at_once_and_nobody_else(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await offered(tx, now)
    async with database.transaction(now + LATER, SYSTEM) as tx:
        await begin_at(tx, NEXT_WEEK - timedelta(days=2))
        (person, entry), _ = line.queue

        assert [(person.id, f'{{"entry_id":{entry},"moved":true}}', now + LATER, False)] == await told_again(tx)


async def test_a_start_that_is_put_back_gives_the_time_back(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await offered(tx, now)
    async with database.transaction(now + LATER, SYSTEM) as tx:
        await begin_at(tx, now + timedelta(hours=6))
        await begin_at(tx, NEXT_WEEK)

        assert USUAL == await deadline(tx)


async def test_an_offer_that_nobody_read_yet_has_no_deadline_to_follow(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await line_up(tx, 1)
        await line.free(tx)
        await begin_at(tx, NEXT_WEEK - timedelta(days=2))

        assert (None, 1) == (await deadline(tx), len(await told_again(tx)))


async def test_the_deadline_stays_where_another_session_moved(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await offered(tx, now)
        other = await builders.add_offering(tx, [now + timedelta(hours=3)])
        others = await tx.connection.scalars(select(sessions.c.id).where(sessions.c.offering_id == other))
        await deadlines.follow(tx, others.all())

        assert (USUAL, []) == (await deadline(tx), await told_again(tx))


async def test_a_deadline_that_is_over_is_not_given_anew(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await offered(tx, now)
    async with database.transaction(USUAL, SYSTEM) as tx:
        await begin_at(tx, NEXT_WEEK + LATER)
        await waiting.expire(tx)

        assert ["expired", "offered"] == await statuses(tx)


async def test_word_of_a_new_time_that_does_not_arrive_leaves_the_place_with_who_knows_of_it(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        line = await offered(tx, now)
        await waiting.offered_failed(tx, line.queue[0][1])

        assert ["offered", "waiting"] == await statuses(tx)


@pytest.mark.parametrize("phoned", [True, False], ids=["phoned before", "not phoned yet"])
async def test_who_has_no_telegram_is_phoned_once_about_the_time_that_holds(
    database: Database, now: datetime, *, phoned: bool
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        await placing.remove(tx, here.me.id, here.entry)
        added = await placing.add(tx, here.me.id, here.workshop, here.first, "Nour", wait=True)
        assert isinstance(added, Changed)
        await placing.cancel(tx, here.me.id, here.held)
        signups = StorageReader(tx, here.me).signups
        if phoned:
            await placing.tick_off(tx, here.me.id, (await signups.calls(here.workshop))[0].id)
        await begin_at(tx, now + timedelta(hours=6))
        found = await signups.calls(here.workshop)

        assert [(CallReason.PLACE_FREE, now + timedelta(hours=5))] == [
            (call.reason, call.person.deadline) for call in found
        ]
