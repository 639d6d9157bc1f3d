"""What came of an announcement: counts that add up, taps, registrations after a tap, and whom to phone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from locales.text import Content
from storage import announcement_report, announcements, ledger, news, retention
from storage.engine import SYSTEM, Database, Transaction
from storage.ledger import Settled, folding
from storage.records.announcements import State
from storage.records.audiences import Audience, Facets
from storage.records.deliveries import Fate, FateCount, Report, Unreached
from storage.tables import announcement_taps, deliveries
from storage.tables import registrations as registration_rows
from tests.storage.announcing import add_subscriber, begin, deliver, fates, run, state
from tests.storage.builders import add_offering, add_person, register


async def read(tx: Transaction, announcement_id: int) -> Report:
    """Read a report."""
    found = await announcement_report.report(tx, ("de",), announcement_id)
    assert found is not None
    return found


async def test_recipients_are_counted_by_language_fate_and_reason(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        people = [await add_subscriber(tx, language) for language in ("de", "de", "ar")]
        announcement = await run(tx)
        await begin(tx, announcement)
        rows = dict(await rows_by_person(tx, announcement))
        first, second, third = (rows[person] for person in people)
        settled = [
            Settled(first, Fate.SENT),
            Settled(second, Fate.FAILED, "blocked"),
            Settled(third, Fate.UNKNOWN, "t"),
        ]
        await ledger.settle(tx, settled)
        counts = (await read(tx, announcement)).progress.counts

        assert (
            FateCount("ar", Fate.UNKNOWN, "t", 1),
            FateCount("de", Fate.FAILED, "blocked", 1),
            FateCount("de", Fate.SENT, "", 1),
        ) == counts


async def test_registrations_that_came_of_it_are_those_after_the_tap(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        people = [await add_person(tx) for _ in range(4)]
        for person in people:
            await news.set_news(tx, person.id, agreed=True)
        offering, other = [await add_offering(tx, [now + timedelta(days=9)], whole_course=True) for _ in range(2)]
        before, after, elsewhere, _never = people
        announcement = await run(tx, offering_id=offering)
        await deliver(tx, announcement)
        await register(tx, before, offering)
    async with database.transaction(now + timedelta(minutes=1), SYSTEM) as tx:
        for person in people:
            await news.note_tap(tx, person.id, announcement, "register")
        await news.note_tap(tx, after.id, announcement, "details")
        await register(tx, after, offering)
        await register(tx, elsewhere, other)
        found = await read(tx, announcement)

        assert (1, (("register", 4), ("details", 1))) == (found.registrations, found.taps)


async def test_who_has_a_place_and_was_not_reached_is_listed_by_code(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        reached, lost, objected = [await add_person(tx) for _ in range(3)]
        offering = await add_offering(tx, [now + timedelta(days=9)], whole_course=True)
        for person in (reached, lost, objected):
            await register(tx, person, offering)
        announcement = await run(tx, Audience(who=Facets(registered=(offering,))))
        await news.set_news(tx, objected.id, agreed=False)
        rows = dict(await rows_by_person(tx, announcement))
        started = await begin(tx, announcement)
        await ledger.settle(tx, [Settled(rows[lost.id], Fate.FAILED, "blocked")])
        await ledger.settle(tx, [Settled(row, Fate.SENT) for row in started])
        mine = select(registration_rows.c.code).where(registration_rows.c.participant_id == lost.id)
        code = (await tx.connection.execute(mine)).scalar_one()

        assert (Unreached(code, Content("PC-Einstieg", "de"), Fate.FAILED, "blocked"),) == (
            await read(tx, announcement)
        ).unreached


async def rows_by_person(tx: Transaction, announcement_id: int) -> list[tuple[int, int]]:
    """Read the rows of the ledger by person."""
    asked = select(deliveries.c.participant_id, deliveries.c.id).where(deliveries.c.announcement_id == announcement_id)
    return [(person or 0, row) for person, row in await tx.connection.execute(asked)]


async def test_there_is_no_report_of_what_is_not_there(database: Database, now: datetime) -> None:
    async with database.reading(now, SYSTEM) as tx:
        assert await announcement_report.report(tx, ("de",), 99) is None


async def test_after_three_months_only_counts_are_left_and_they_are_the_same(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        offering = await add_offering(tx, [now + timedelta(days=200)], whole_course=True)
        person = await add_person(tx)
        await news.set_news(tx, person.id, agreed=True)
        await add_subscriber(tx)
        announcement = await run(tx, offering_id=offering)
        await deliver(tx, announcement, 1)
        await news.note_tap(tx, person.id, announcement, "register")
        await register(tx, person, offering)
        await announcements.stop(tx, announcement, by=None)
        before = await read(tx, announcement)
    for days in (89, 90, 91):
        async with database.transaction(now + timedelta(days=days, minutes=1), SYSTEM) as tx:
            await retention.forget_expired(tx)
            left = await tx.connection.scalar(select(func.count()).select_from(deliveries))
            linked = await tx.connection.scalar(select(func.count(announcement_taps.c.participant_id)))
            expected = (2, 1) if days == 89 else (0, 1) if days == 90 else (0, 0)
            assert expected == (left, linked)
            assert before.progress.counts == (await read(tx, announcement)).progress.counts
    async with database.reading(now, SYSTEM) as tx:
        after = await read(tx, announcement)

        assert (before.registrations, before.taps) == (after.registrations, after.taps) == (1, (("register", 1),))


async def test_counts_are_right_while_a_ledger_is_folded_in_portions(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "PORTION", 2)
    async with database.transaction(now, SYSTEM) as tx:
        for _ in range(5):
            await add_subscriber(tx)
        announcement = await run(tx)
        await deliver(tx, announcement)
        await ledger.finish(tx, announcement)
    async with database.transaction(now + timedelta(days=91), SYSTEM) as tx:
        found = [(await folding.fold(tx), await ledger.sums(tx, announcement)) for _ in range(4)]

    assert [(2, (5, 5)), (2, (5, 5)), (1, (5, 5)), (0, (5, 5))] == found


async def test_a_run_that_was_paused_and_forgotten_is_stopped_in_the_end(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_subscriber(tx)
        announcement = await run(tx)
        await announcements.pause(tx, announcement, by=None)
    async with database.transaction(now + timedelta(days=91), SYSTEM) as tx:
        await retention.forget_expired(tx)
        await ledger.sweep(tx, announcement)

        assert (State.STOPPED, {me: "stopped"}) == (await state(tx, announcement), await fates(tx, announcement))
