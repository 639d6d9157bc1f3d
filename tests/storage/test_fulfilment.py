"""Met wishes: a place or the news of one meets a wish; it counts no more, and its person sees that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from storage import announcements, fulfilment, interests, ledger, registrations
from storage.engine import SYSTEM, Database, Transaction
from storage.ledger.rows import Settled
from storage.office.demand import Demand
from storage.reader import StorageReader
from storage.records.audiences import Audience, Facets, Wish
from storage.records.deliveries import Fate
from storage.records.demand import Combination
from storage.records.people import Participant
from storage.records.registrations import Interest, Interested, Registered, Waiting
from storage.tables import outbox, sessions
from tests.storage import builders
from tests.storage.announcing import begin, chosen_people, fates, run
from tests.storage.builders import register
from tests.storage.office.test_door import coordinator

PHONE: dict[str, Any] = {"topic": "phone", "language": "ar", "part_of_day": "afternoon", "quarter": "nord"}
WISH = Wish("phone", "nord", "ar", "afternoon")
PAST = datetime(2026, 3, 3, 13, 0, tzinfo=UTC)


@pytest.fixture
async def tx(database: Database, now: datetime) -> AsyncIterator[Transaction]:
    """Open a transaction with a topic and two quarters."""
    async with database.transaction(now, SYSTEM) as opened:
        await builders.add_topic(opened, "phone", de="Handy")
        for slug in ("nord", "ost"):
            await builders.add_quarter(opened, slug, de=slug.title())
        yield opened


async def fitting(tx: Transaction, **values: Any) -> int:  # noqa: ANN401 - whatever an offering has
    """Add what `PHONE` is for: two sessions of one place each, in the afternoon and in the morning."""
    starts = [tx.now + timedelta(days=7, hours=2), tx.now + timedelta(days=14, hours=-3)]
    wanted: dict[str, Any] = {
        "topic_slugs": ["phone"],
        "languages": ["de"],
        "interpretation": ["ar"],
        "quarter": "nord",
        "capacity": 1,
    }
    return await builders.add_offering(tx, starts, **(wanted | values))


async def wishing(tx: Transaction, **wish: Any) -> tuple[Participant, int]:  # noqa: ANN401 - what `express` takes
    """Let somebody wish for something."""
    person = await builders.add_person(tx, "ar")
    noted = await interests.express(tx, person.id, **wish)
    assert isinstance(noted, Interested)
    return person, noted.interest_id


async def seen(tx: Transaction, person: Participant) -> list[Interest]:
    """Tell what somebody sees of their wishes."""
    return list((await StorageReader(tx, person).mine()).interests)


async def test_a_place_in_what_fits_meets_a_wish_and_its_person_still_sees_it(tx: Transaction) -> None:
    offering = await fitting(tx)
    person, _ = await wishing(tx, **PHONE)
    await register(tx, person, offering, (await builders.session_ids(tx, offering))[0])

    assert [True] == [wish.met for wish in await seen(tx, person)]


@pytest.mark.parametrize(
    ("unlike", "number"),
    [({"topic_slugs": []}, 0), ({"languages": [], "interpretation": []}, 0), ({"quarter": "ost"}, 0), ({}, 1)],
)
async def test_a_place_in_something_else_meets_no_wish(tx: Transaction, unlike: dict[str, Any], number: int) -> None:
    offering = await fitting(tx, **unlike)
    person, _ = await wishing(tx, **PHONE)
    await register(tx, person, offering, (await builders.session_ids(tx, offering))[number])

    assert [False] == [wish.met for wish in await seen(tx, person)]


async def test_a_wish_for_one_offering_is_met_by_a_place_in_it_and_not_by_waiting(tx: Transaction) -> None:
    offering = await fitting(tx)
    first, _ = await builders.session_ids(tx, offering)
    (one, _), (other, _) = await wishing(tx, offering_id=offering), await wishing(tx, offering_id=offering)
    await register(tx, one, offering, first)
    waits = await register(tx, other, offering, first, name="Bo")

    assert isinstance(waits, Waiting)
    assert [True, False] == [wish.met for person in (one, other) for wish in await seen(tx, person)]


async def test_a_reminder_of_what_one_just_comes_to_meets_a_wish(tx: Transaction) -> None:
    offering = await fitting(tx, registering="none")
    person, _ = await wishing(tx, topic="phone")
    await registrations.remind_me(tx, person.id, offering, None)

    assert [True] == [wish.met for wish in await seen(tx, person)]


async def test_news_of_what_fits_meets_the_wish_and_others_it_fits_but_none_for_an_offering(tx: Transaction) -> None:
    offering = await fitting(tx)
    person, wanted = await wishing(tx, **PHONE)
    for other in ({"topic": "phone"}, {"quarter": "ost"}, {"offering_id": offering}):
        await interests.express(tx, person.id, **other)
    await fulfilment.by_notice(tx, person.id, wanted, offering)

    assert [True, True, False, False] == [wish.met for wish in await seen(tx, person)]


async def test_what_is_met_is_demand_no_more_and_nobody_is_told_of_it_as_such(tx: Transaction) -> None:
    me, offering = (await coordinator(tx)).id, await fitting(tx)
    people = [await wishing(tx, **PHONE) for _ in range(6)]
    person, wanted = people[0]
    await fulfilment.by_notice(tx, person.id, wanted, offering)
    (row,) = (await Demand(tx, me, ("de",)).wanted(Combination(), 0)).rows

    assert 5 == row.people
    assert {one.id for one, _ in people[1:]} == await chosen_people(tx, Audience(who=Facets(wished=(WISH,))))


async def test_a_wish_that_was_met_counts_again_when_it_is_said_again(tx: Transaction) -> None:
    offering = await fitting(tx)
    person, wanted = await wishing(tx, **PHONE)
    await fulfilment.by_notice(tx, person.id, wanted, offering)

    assert Interested(wanted) == await interests.express(tx, person.id, **PHONE)
    assert Interested(wanted, again=True) == await interests.express(tx, person.id, **PHONE)
    assert [False] == [wish.met for wish in await seen(tx, person)]


async def test_who_wishes_again_for_what_they_had_is_told_again_of_a_free_place(tx: Transaction) -> None:
    offering = await builders.add_offering(tx, [tx.now + timedelta(days=7)], whole_course=True, capacity=1)
    (person, first), other = await wishing(tx, offering_id=offering), await builders.add_person(tx)
    for _ in range(2):
        await give_back(tx, other, offering)
        await give_back(tx, person, offering)
        await interests.express(tx, person.id, offering_id=offering)
    told = await builders.rows(tx, outbox, "participant_id", "kind")

    assert [person.id] * 2 == [who for who, kind in told if kind == "interest_met"]
    assert [False] == [wish.met for wish in await seen(tx, person)]
    assert not await interests.withdraw(tx, person.id, first)


async def give_back(tx: Transaction, person: Participant, offering: int) -> None:
    """Let somebody take a place and give it back."""
    place = await register(tx, person, offering)
    assert isinstance(place, Registered)
    await registrations.cancel(tx, person.id, place.registration_id)


@pytest.mark.parametrize("gone", [{"status": "cancelled"}, {"start": PAST, "end": PAST}])
async def test_a_session_that_does_not_take_place_meets_no_wish(tx: Transaction, gone: dict[str, Any]) -> None:
    offering = await fitting(tx, registering="none")
    afternoon, _ = await builders.session_ids(tx, offering)
    await tx.connection.execute(update(sessions).where(sessions.c.id == afternoon).values(gone))
    person, _ = await wishing(tx, **PHONE)
    await registrations.remind_me(tx, person.id, offering, None)

    assert [False] == [wish.met for wish in await seen(tx, person)]


@pytest.mark.parametrize("about", [True, False])
async def test_an_announcement_of_an_offering_meets_the_wishes_of_who_got_it(tx: Transaction, about: bool) -> None:
    offering = await fitting(tx)
    people = [await wishing(tx, **PHONE) for _ in range(2)]
    announcement = await run(tx, Audience(who=Facets(wished=(WISH,))), offering_id=offering if about else None)
    first, second = await begin(tx, announcement)
    await ledger.settle(tx, [Settled(first, Fate.SENT, message_id=1), Settled(second, Fate.FAILED)])
    assert await ledger.finish(tx, announcement)

    got = await fates(tx, announcement)
    assert ["failed", "sent"] == sorted(got.values())
    expected = [about and got[person.id] == "sent" for person, _ in people]
    assert expected == [wish.met for person, _ in people for wish in await seen(tx, person)]


async def test_an_announcement_that_was_stopped_meets_the_wishes_of_who_got_it_before(tx: Transaction) -> None:
    offering = await fitting(tx)
    people = [await wishing(tx, **PHONE) for _ in range(2)]
    announcement = await run(tx, Audience(who=Facets(wished=(WISH,))), offering_id=offering)
    first, _ = await begin(tx, announcement)
    await ledger.settle(tx, [Settled(first, Fate.SENT, message_id=1)])
    await announcements.stop(tx, announcement, by=None)

    got = await fates(tx, announcement)
    assert ["sending", "sent"] == sorted(got.values())
    expected = [got[person.id] == "sent" for person, _ in people]
    assert expected == [wish.met for person, _ in people for wish in await seen(tx, person)]
