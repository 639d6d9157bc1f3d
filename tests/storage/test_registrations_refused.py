"""Who is refused a place and why: what cannot be joined, and conditions that nobody confirmed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage.engine import SYSTEM, Database
from storage.records.registrations import Refusal, Refused, Registered
from tests.storage import builders
from tests.storage.builders import register

NEXT_WEEK = datetime(2026, 3, 11, 13, 0, tzinfo=UTC)
YESTERDAY = datetime(2026, 3, 3, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts", "values", "reason"),
    [
        ([NEXT_WEEK], {"live": False}, Refusal.GONE),
        ([], {}, Refusal.NO_DATE),
        ([YESTERDAY, NEXT_WEEK], {}, Refusal.STARTED),
        ([NEXT_WEEK], {"registering": "none"}, Refusal.NO_REGISTRATION),
    ],
)
async def test_a_course_that_cannot_be_joined_says_why(
    database: Database, now: datetime, starts: list[datetime], values: dict[str, Any], reason: Refusal
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, starts, whole_course=True, **values)

        assert Refused(reason) == await register(tx, person, course)


async def test_an_offering_nobody_knows_is_gone(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)

        assert Refused(Refusal.GONE) == await register(tx, person, 4711)


async def test_a_session_of_another_offering_is_gone(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        lab = await builders.add_offering(tx, [NEXT_WEEK])
        (foreign,) = await builders.session_ids(tx, await builders.add_offering(tx, [NEXT_WEEK]))

        assert Refused(Refusal.GONE) == await register(tx, person, lab, foreign)


async def test_a_session_that_began_cannot_be_joined(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        lab = await builders.add_offering(tx, [now - timedelta(minutes=1), NEXT_WEEK])
        begun, _next = await builders.session_ids(tx, lab)

        assert Refused(Refusal.STARTED) == await register(tx, person, lab, begun)


async def test_a_cancelled_session_cannot_be_joined(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        lab = await builders.add_offering(tx)
        session = await builders.add_session(tx, lab, NEXT_WEEK, status="cancelled")

        assert Refused(Refusal.CANCELLED) == await register(tx, person, lab, session)


async def test_a_course_begins_with_its_first_session_that_takes_place(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True)
        await builders.add_session(tx, course, YESTERDAY, status="cancelled")

        assert isinstance(await register(tx, person, course), Registered)


@pytest.mark.parametrize(
    ("values", "child"),
    [
        ({"women_only": True}, False),
        ({"age_min": 16}, False),
        ({"age_max": 27}, False),
        ({}, True),
        ({"age_min": 11, "age_max": 15}, True),
    ],
)
async def test_a_condition_must_be_confirmed(
    database: Database, now: datetime, values: dict[str, Any], child: bool
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, **values)
        refused = await register(tx, person, course, child=child, confirmed=())
        agreed = await register(tx, person, course, child=child)

        assert (Refused(Refusal.CONDITIONS), Registered) == (refused, type(agreed))


async def test_a_condition_that_was_added_meanwhile_is_not_confirmed_by_another(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, women_only=True, age_min=16)

        assert Refused(Refusal.CONDITIONS) == await register(tx, person, course, confirmed=("age", "consent"))


async def test_without_conditions_nothing_need_be_confirmed(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True)

        assert isinstance(await register(tx, person, course, confirmed=()), Registered)


@pytest.mark.parametrize(("values", "child"), [({"age_max": 15}, False), ({"age_min": 18}, True)])
async def test_the_wrong_age_is_refused_whatever_is_confirmed(
    database: Database, now: datetime, values: dict[str, Any], child: bool
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [NEXT_WEEK], whole_course=True, **values)

        assert Refused(Refusal.CONDITIONS) == await register(tx, person, course, child=child)
