"""Figures: counted where they belong, rounded before anything is added up, and still there when the people are forgotten."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from storage import registrations, retention
from storage.engine import SYSTEM, Database, Transaction
from storage.office import counting
from storage.office.figures import OfficeFigures
from storage.records.figures import Figures, Months
from storage.records.registrations import Registered
from storage.tables import attendance, offerings, providers, sessions
from storage.tables import figures as kept_figures
from storage.tables import registrations as rows
from tests.storage import builders
from tests.storage.office.test_door import coordinator

GERMAN = ("de",)
MARCH, APRIL = Months("2026-03", "2026-03"), Months("2026-04", "2026-04")
SPRING = Months("2026-03", "2026-05")
LATER = datetime(2026, 4, 20, 11, tzinfo=UTC)


@pytest.fixture
async def tx(database: Database, now: datetime) -> AsyncIterator[Transaction]:
    """Open a transaction on 4 March."""
    async with database.transaction(now, SYSTEM) as opened:
        yield opened


async def a_course(tx: Transaction, *languages: str, starts: tuple[datetime, ...] = ()) -> tuple[int, list[int]]:
    """Make a course in March and April with somebody of each language; tells its id and its registrations."""
    dates = starts or (tx.now + timedelta(days=7), tx.now + timedelta(days=35))
    course = await builders.add_offering(tx, dates, whole_course=True, capacity=50)
    held = []
    for number, language in enumerate(languages):
        person = await builders.add_person(tx, language)
        place = await builders.register(tx, person, course, name=f"Name {number}")
        assert isinstance(place, Registered)
        held.append(place.registration_id)
    return course, held


async def note(tx: Transaction, session_id: int, registration_ids: list[int], *, present: bool) -> None:
    """Note who was there, or was not."""
    for number in registration_ids:
        row = {"registration_id": number, "session_id": session_id, "present": present}
        await tx.connection.execute(insert(attendance).values(row))


async def read(
    database: Database, months: Months, me: int | None = None, at: datetime = LATER, provider_id: int | None = None
) -> Figures:
    """Read the figures of a period in April."""
    async with database.reading(at, SYSTEM) as tx:
        found = await OfficeFigures(tx, me, GERMAN).read(months, provider_id)
    assert found is not None
    return found


async def test_what_took_place_is_counted_in_its_month(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        course, held = await a_course(tx, *["de"] * 12)
        first, second = await builders.session_ids(tx, course)
        await note(tx, first, held[:10], present=True)
        await note(tx, first, held[10:], present=False)
        await note(tx, second, held[:7], present=True)
        await tx.connection.execute(update(sessions).where(sessions.c.id == second).values(walk_ins=6))

    march, april = await read(database, MARCH), await read(database, APRIL)
    assert (1, 1, 2.0, "10", "10", "<5", "0") == (
        len(march.total.offerings),
        march.total.held,
        march.total.hours,
        *(str(march.total.people(measure)) for measure in ("registrations", "present", "absent", "walk_ins")),
    )
    assert ("0", "5", "0", "5", 28.0) == (
        *(str(april.total.people(measure)) for measure in ("registrations", "present", "absent", "walk_ins")),
        april.total.spent,
    )


async def test_a_sum_is_of_what_is_shown_not_of_what_is_true(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        for _number in range(3):
            await a_course(tx, "de", "de", "de", "de")

    figures = await read(database, MARCH)
    assert ["<5", "<5", "<5"] == [str(row.facts.registrations) for row in figures.by_offering]
    assert "10" == str(figures.total.registrations)  # 7.5 and not the true 12


async def test_a_cancelled_session_is_not_held(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        course, _held = await a_course(tx)
        first, _second = await builders.session_ids(tx, course)
        await tx.connection.execute(update(sessions).where(sessions.c.id == first).values(status="cancelled"))

    assert (0, 1, 0.0) == ((total := (await read(database, MARCH)).total).held, total.cancelled, total.hours)


async def test_a_cancelled_registration_and_a_mere_reminder_do_not_count(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        course, held = await a_course(tx, *["de"] * 5)
        owner = await tx.connection.scalar(select(rows.c.participant_id).where(rows.c.id == held[0]))
        await registrations.cancel(tx, owner or 0, held[0])
        lab = await builders.add_offering(tx, (tx.now + timedelta(days=3),), registering="none")
        (session,) = await builders.session_ids(tx, lab)
        for _number in range(5):
            await registrations.remind_me(tx, (await builders.add_person(tx)).id, lab, session)

    figures = await read(database, MARCH)
    assert course
    assert "<5" == str(figures.total.registrations)


async def test_waiting_is_counted_as_joined_and_offered(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        course = await builders.add_offering(tx, (tx.now + timedelta(days=9),), whole_course=True, capacity=1)
        people = [await builders.add_person(tx) for _number in range(7)]
        for number, person in enumerate(people):
            place = await builders.register(tx, person, course, name=f"Name {number}")
            if number == 0:
                assert isinstance(place, Registered)
                first = place.registration_id
        await registrations.cancel(tx, people[0].id, first)

    total = (await read(database, MARCH)).total
    assert ("5", "<5", "0") == (str(total.waited), str(total.offered), str(total.taken))


async def test_languages_are_told_of_the_whole_year_without_the_few(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await a_course(tx, *["de"] * 14, *["ar"] * 6, *["el"] * 3)

    tongues = (await read(database, APRIL)).tongues
    assert ((2026,), [("de", "10"), ("ar", "5")], 0) == (
        tongues.years,
        [(code, str(figure)) for code, figure in tongues.rows],
        tongues.withheld,
    )


async def test_figures_stay_when_the_people_are_forgotten(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        course, held = await a_course(tx, *["de"] * 12)
        first, _second = await builders.session_ids(tx, course)
        await note(tx, first, held, present=True)
    before = await read(database, MARCH, at=LATER)
    for days in (60, 400):
        async with database.transaction(now + timedelta(days=days), SYSTEM) as tx:
            await retention.forget_expired(tx)

    after = await read(database, MARCH, at=now + timedelta(days=401))
    async with database.reading(now, SYSTEM) as tx:
        assert 0 == await builders.count_rows(tx, rows)
    assert (before.total, before.by_month, before.tongues) == (after.total, after.by_month, after.tongues)


async def test_a_month_is_kept_once(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await a_course(tx, *["de"] * 6)
    async with database.transaction(now + timedelta(days=61), SYSTEM) as tx:
        assert await counting.keep(tx) > 0
        assert 0 == await counting.keep(tx)
        assert "2026-03" == await counting.kept_until(tx)

    async with database.reading(now, SYSTEM) as tx:
        kept = set((await tx.connection.scalars(select(kept_figures.c.month))).all())
    assert {"2026-03"} == kept


async def test_a_coordinator_sees_the_figures_of_their_providers_only(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        mine, _held = await a_course(tx, *["de"] * 8)
        theirs, _held = await a_course(tx, *["de"] * 22)
        other = await builders.add(tx, providers, name="Low-Tec")
        await tx.connection.execute(update(offerings).where(offerings.c.id == theirs).values(provider_id=other))
        own = await tx.connection.scalar(select(offerings.c.provider_id).where(offerings.c.id == mine))
        kim, everybody = await coordinator(tx, own), await coordinator(tx)

    figures = await read(database, MARCH, kim.id)
    assert ("5", ["Digital Camp"]) == (str(figures.total.registrations), [row.name.text for row in figures.by_provider])
    assert "20" == str((await read(database, MARCH, everybody.id, provider_id=other)).total.registrations)
    async with database.reading(LATER, SYSTEM) as tx:
        assert await OfficeFigures(tx, kim.id, GERMAN).read(MARCH, other) is None


async def test_who_is_not_of_the_office_sees_no_figures(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await a_course(tx, *["de"] * 8)
        amal = await builders.add_person(tx)

        assert await OfficeFigures(tx, amal.id, GERMAN).read(MARCH, None) is None
        assert () == await OfficeFigures(tx, amal.id, GERMAN).providers()


async def test_reach_is_told_once_it_gives_no_newcomer_away(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        for _number in range(3):
            await builders.add_person(tx)
    assert ("<5", None) == (str((reach := (await read(database, MARCH)).reach).newcomers), reach.reachable)
    async with database.transaction(now, SYSTEM) as tx:
        for _number in range(9):
            await builders.add_person(tx)

    reach = (await read(database, MARCH)).reach
    assert ("10", "10", "0") == (str(reach.newcomers), str(reach.reachable), str(reach.agreed))


async def test_months_providers_and_quarters_add_up_to_the_same_total(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await a_course(tx, *["de"] * 8)
        await a_course(tx, *["tr"] * 3, starts=(tx.now + timedelta(days=40),))

    figures = await read(database, SPRING)
    for several in (figures.by_month, figures.by_provider, figures.by_quarter, figures.by_offering):
        assert figures.total.registrations.twice == sum(row.facts.registrations.twice for row in several)
