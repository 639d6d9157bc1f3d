"""What a coordinator reads of sign-ups: lists with counts and people by page, of what they run and of nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from storage import registrations
from storage.engine import SYSTEM, Database, Transaction
from storage.office import placing
from storage.office.signups import Signups
from storage.reader import StorageReader
from storage.records.people import Participant
from storage.records.rosters import Standing
from storage.records.signups import Changed, Objected, Objection, Outcome, Tally
from storage.tables import audit, offerings, outbox, providers, sessions
from storage.tables import registrations as registration_rows
from tests.storage import builders
from tests.storage.builders import register
from tests.storage.office.running import LATER, NEXT_WEEK, Office, coordinator, one, open_office

GONE = Objected(Objection.GONE)


def reads(tx: Transaction, me: Participant) -> Signups:
    """Read as somebody."""
    return StorageReader(tx, me).signups


async def titles(tx: Transaction, me: Participant, word: str = "", page: int = 0) -> list[str]:
    """List what somebody runs."""
    return [line.title.text for line in (await reads(tx, me).listing(word, page)).lines]


async def strangers(tx: Transaction) -> list[Participant]:
    """Make people to whom the office is closed: a resident, staff, and a coordinator of somebody else's offerings."""
    other = await builders.add(tx, providers, name="Somebody else")
    staff = await coordinator(tx, role="staff")
    return [await builders.add_person(tx), staff, await coordinator(tx, other)]


async def test_what_is_next_comes_first_then_what_has_no_date_then_what_is_over(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await coordinator(tx)
        for title, starts in {
            "Over": [now - timedelta(days=9)],
            "Longer over": [now - timedelta(days=20)],
            "Dateless": [],
            "Later": [LATER],
            "Soon": [now - timedelta(days=1), NEXT_WEEK],
            "Draft": [NEXT_WEEK + timedelta(hours=1)],
        }.items():
            await builders.add_offering(tx, starts, title=title, draft=title == "Draft", live=title != "Draft")
        pages = [await titles(tx, me, page=page) for page in (0, 1, 7)]

        assert [["Soon", "Draft", "Later", "Dateless", "Over"], ["Longer over"], ["Longer over"]] == pages
        assert ["Longer over", "Over"] == sorted(await titles(tx, me, "over"))


async def test_a_line_counts_the_next_session(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        (line,) = (await reads(tx, here.me).listing("", 0)).lines

        assert (NEXT_WEEK, Tally(1, 1, 1)) == (line.next_start, line.tally)
        assert line.tally.full


async def test_a_page_shows_places_then_offers_then_who_waits(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await coordinator(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, capacity=4)
        people = [await builders.add_person(tx) for _ in range(7)]
        for number, person in enumerate(people):
            await register(tx, person, course, name=f"Person {'abcdefg'[number]}")
        held = await tx.connection.scalar(select(registration_rows.c.id).order_by(registration_rows.c.id).limit(1))
        await registrations.cancel(tx, people[0].id, held or 0)
        pages = [await reads(tx, me).people(course, None, page) for page in (0, 1)]
        shown = [[(one.name[-1], one.standing, one.position) for one in page.people] for page in pages if page]

        assert [
            [
                ("b", Standing.REGISTERED, None),
                ("c", Standing.REGISTERED, None),
                ("d", Standing.REGISTERED, None),
                ("e", Standing.OFFERED, None),
            ],
            [("f", Standing.WAITING, 1), ("g", Standing.WAITING, 2)],
        ] == shown
        assert pages[0] is not None
        assert (3, 1, 2, 2) == (pages[0].registered, pages[0].offered, pages[0].waiting, pages[0].pages)


async def test_somebody_is_found_by_code_and_by_name(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        code = (await one(tx, registration_rows, here.held)).code
        found = [
            await reads(tx, here.me).found(here.workshop, typed) for typed in (f" {code.lower()}", "ADA", "bo", "%", "")
        ]

        assert [["Ada"], ["Ada"], ["Bo"], [], []] == [[person.name for person in people] for people in found]


async def test_who_was_offered_a_place_is_told_with_what_came_of_it(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        await registrations.cancel(tx, here.holder.id, here.held)
        await placing.promote(tx, here.me.id, here.entry)
        page = await reads(tx, here.me).offered(here.workshop, 0)
        run = await reads(tx, here.me).run(here.workshop)
        assert page is not None
        assert run is not None

        assert [("Bo", NEXT_WEEK, now, "taken")] == [
            (one.name, one.session_start, one.offered_at, one.status) for one in page.lines
        ]
        assert 1 == run.offered_once


async def test_nobody_else_reads_anything_of_it(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        await placing.add(tx, here.me.id, here.workshop, here.second, "Nour", wait=False)
        for stranger in [*await strangers(tx), here.holder]:
            signups = reads(tx, stranger)

            assert () == (await signups.listing("", 0)).lines
            assert () == await signups.found(here.workshop, "Ada")
            assert () == await signups.calls(here.workshop)
            assert (None, None) == (await signups.registration(here.held), await signups.entry(here.entry))
            assert await signups.run(here.workshop) is None
            assert await signups.people(here.workshop, here.first, 0) is None
            assert await signups.offered(here.workshop, 0) is None


Change = Callable[[Transaction, Office, int], Awaitable[Outcome]]
CHANGES: dict[str, Change] = {
    "confirm": lambda tx, here, by: placing.confirm(tx, by, here.held),
    "move": lambda tx, here, by: placing.move(tx, by, here.held, here.first, here.second),
    "queue": lambda tx, here, by: placing.queue(tx, by, here.held),
    "promote": lambda tx, here, by: placing.promote(tx, by, here.entry, 1),
    "cancel": lambda tx, here, by: placing.cancel(tx, by, here.held, "no"),
    "remove": lambda tx, here, by: placing.remove(tx, by, here.entry, "no"),
    "note": lambda tx, here, by: placing.write_note(tx, by, "no", registration=True, number=here.held),
    "note on entry": lambda tx, here, by: placing.write_note(tx, by, "no", registration=False, number=here.entry),
    "add": lambda tx, here, by: placing.add(tx, by, here.workshop, here.second, "Nour", wait=False),
}


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_nobody_else_changes_anything_of_it(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        others = [*await strangers(tx), here.holder]
        before = [await builders.rows(tx, table, "id") for table in (audit, outbox)]
        outcomes = {await change(tx, here, who.id) for change in CHANGES.values() for who in others}

        assert {GONE} == outcomes
        assert before == [await builders.rows(tx, table, "id") for table in (audit, outbox)]


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("name", ["move", "queue", "promote", "add"])
async def test_what_is_over_or_withdrawn_gives_no_places_any_more(database: Database, now: datetime, name: str) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        await tx.connection.execute(update(offerings).values(live=False))
        withdrawn = await CHANGES[name](tx, here, here.me.id)
        await tx.connection.execute(update(offerings).values(live=True))
        await tx.connection.execute(update(sessions).values(end=now))
        over = await CHANGES[name](tx, here, here.me.id)

        assert {Objected(Objection.OVER)} == {withdrawn, over}


async def test_a_course_that_has_begun_still_takes_people_by_hand(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await coordinator(tx)
        course = await builders.add_offering(tx, [now - timedelta(days=1), NEXT_WEEK], whole_course=True)
        waits = await placing.add(tx, me.id, course, None, "Nour", wait=True)
        comes = await placing.add(tx, me.id, course, None, "Nour", wait=False)

        assert Objected(Objection.NO_LIST) == waits
        assert isinstance(comes, Changed)
