"""Wishes counted: what is wanted most comes first, a few are never told exactly, and exactly those who wish are told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import announcements, audience, interests, news
from storage.engine import SYSTEM, Database, Transaction
from storage.office import demand
from storage.office.demand import Demand
from storage.records.announcements import Objection, Ready, Refusal, State
from storage.records.audiences import Audience, Facets, Wish
from storage.records.demand import Combination
from storage.records.registrations import Interested
from storage.tables import providers
from tests.storage import builders
from tests.storage.announcing import add_staff, chosen_people
from tests.storage.lists import statements
from tests.storage.office.test_door import coordinator

GERMAN = ("de",)
PHONE: dict[str, Any] = {"topic": "phone", "language": "ar", "part_of_day": "morning", "quarter": "nord"}
ALL = Combination()
WISH = Wish("phone", "nord", "ar", "morning")


@pytest.fixture
async def tx(database: Database, now: datetime) -> AsyncIterator[Transaction]:
    """Open a transaction with two topics and two quarters."""
    async with database.transaction(now, SYSTEM) as opened:
        for slug, name in (("phone", "Handy"), ("pc", "Computer")):
            await builders.add_topic(opened, slug, de=name)
        for slug in ("nord", "ost"):
            await builders.add_quarter(opened, slug, de=slug.title())
        yield opened


async def wishing(tx: Transaction, number: int, **wish: Any) -> list[int]:  # noqa: ANN401 - what `express` takes
    """Let some people wish for something; tells who they are."""
    people = [(await builders.add_person(tx, "ar")).id for _ in range(number)]
    for person in people:
        assert isinstance(await interests.express(tx, person, **wish), Interested)
    return people


async def counted(tx: Transaction, me: int, sought: Combination = ALL) -> list[tuple[Wish, int | None]]:
    """Tell the first page of what is wanted."""
    return [(row.wish, row.people) for row in (await Demand(tx, me, GERMAN).wanted(sought, 0)).rows]


async def first(tx: Transaction, me: int) -> Combination:
    """Tell what is wanted most."""
    return (await Demand(tx, me, GERMAN).wanted(ALL, 0)).rows[0].combination


async def test_what_most_people_want_comes_first_each_combination_by_itself(tx: Transaction) -> None:
    me = (await coordinator(tx)).id
    await wishing(tx, 5, topic="pc")
    await wishing(tx, 7, **PHONE)
    await wishing(tx, 6, **(PHONE | {"quarter": ""}))

    assert [(WISH, 7), (Wish("phone", "", "ar", "morning"), 6), (Wish("pc"), 5)] == await counted(tx, me)


async def test_fewer_than_five_are_not_told_exactly_nor_put_in_order(tx: Transaction) -> None:
    me = (await coordinator(tx)).id
    await wishing(tx, 1, topic="pc", language="ar")
    await wishing(tx, 4, topic="pc", language="tr")
    await wishing(tx, 2, topic="pc", language="de")
    await wishing(tx, 5, topic="phone")

    assert [
        (Wish("phone"), 5),
        (Wish("pc", language="ar"), None),
        (Wish("pc", language="de"), None),
        (Wish("pc", language="tr"), None),
    ] == await counted(tx, me)


async def test_looking_for_something_shows_the_same_numbers_as_the_whole_list(tx: Transaction) -> None:
    me = (await coordinator(tx)).id
    for number, language in ((5, "ar"), (3, "tr"), (6, "de")):
        await wishing(tx, number, topic="pc", language=language)
    everything = dict(await counted(tx, me))
    topic = (await Demand(tx, me, GERMAN).values("topic"))[0]
    sought = (Combination(language="ar"), Combination(topic_id=int(topic.value)), Combination(language="tr"))

    for one in sought:
        narrowed = await counted(tx, me, one)
        assert narrowed
        assert narrowed == [(wish, people) for wish, people in narrowed if everything[wish] == people]
    assert [(Wish("pc", language="tr"), None)] == await counted(tx, me, sought[-1])


async def test_one_person_counts_once_and_not_after_taking_it_back(tx: Transaction) -> None:
    me = (await coordinator(tx)).id
    people = await wishing(tx, 6, **PHONE)
    again = await interests.express(tx, people[0], **PHONE)
    assert isinstance(again, Interested)
    before = await counted(tx, me)
    await interests.withdraw(tx, people[0], again.interest_id)
    await interests.withdraw(tx, people[1], again.interest_id + 1)

    assert ([(WISH, 6)], [(WISH, None)]) == (before, await counted(tx, me))


async def test_only_what_people_named_can_be_looked_for(tx: Transaction) -> None:
    me = (await coordinator(tx)).id
    await wishing(tx, 1, **PHONE)
    reader = Demand(tx, me, GERMAN)
    names = [
        [choice.label.text for choice in await reader.values(name) if choice.label] for name in ("topic", "quarter")
    ]

    assert [["Handy"], ["Nord"]] == names
    assert ["ar"] == [choice.value for choice in await reader.values("language")]
    assert ["morning"] == [choice.value for choice in await reader.values("part_of_day")]


async def test_wishes_for_one_offering_are_for_who_runs_it(tx: Transaction) -> None:
    elsewhere = await builders.add(tx, providers, name="Elsewhere")
    stranger = (await coordinator(tx, elsewhere)).id
    me = (await coordinator(tx)).id
    offering = await builders.add_offering(tx, title="Drohnen")
    dated = await builders.add_offering(tx, (tx.now + timedelta(days=9),), title="Löten")
    await wishing(tx, 5, offering_id=offering)
    await wishing(tx, 4, offering_id=dated)
    found = await Demand(tx, me, GERMAN).wanted_offerings(0)

    assert [("Drohnen", None, 5), ("Löten", tx.now + timedelta(days=9), None)] == [
        (row.title.text, row.next_start, row.people) for row in found.rows
    ]
    assert () == (await Demand(tx, stranger, GERMAN).wanted_offerings(0)).rows
    assert await Demand(tx, stranger, GERMAN).wanted_offering(offering) is None
    assert (2, 0) == tuple([(await Demand(tx, who, GERMAN).wanted(ALL, 0)).offerings for who in (me, stranger)])


async def test_nobody_but_coordinators_reads_wishes(tx: Transaction) -> None:
    me = (await coordinator(tx)).id
    await wishing(tx, 5, **PHONE)
    combination = await first(tx, me)
    for stranger in (await add_staff(tx), (await builders.add_person(tx)).id):
        reader = Demand(tx, stranger, GERMAN)

        assert () == (await reader.wanted(ALL, 0)).rows
        assert await reader.one(combination) is None
        assert () == await reader.values("language")
        assert Refusal(Objection.GONE) == await demand.announce(tx, combination, None, by=stranger)


async def test_a_coordinator_who_may_not_announce_tells_nobody(tx: Transaction) -> None:
    me = (await coordinator(tx)).id
    await wishing(tx, 5, **PHONE)

    assert Refusal(Objection.NOT_ALLOWED) == await demand.announce(tx, await first(tx, me), None, by=me)


async def test_exactly_those_who_wish_for_it_are_told(tx: Transaction) -> None:
    me = await add_staff(tx, "administrator")
    wishers = await wishing(tx, 3, **PHONE)
    await wishing(tx, 1, **(PHONE | {"quarter": ""}))
    await wishing(tx, 1, **(PHONE | {"language": "tr"}))
    gone = (await wishing(tx, 1, **PHONE))[0]
    found = await interests.express(tx, gone, **PHONE)
    assert isinstance(found, Interested)
    await interests.withdraw(tx, gone, found.interest_id)
    objector = (await wishing(tx, 1, **PHONE))[0]
    await news.set_news(tx, objector, agreed=False)
    about = await builders.add_offering(tx, (tx.now + timedelta(days=9),))
    combination = next(
        row.combination for row in (await Demand(tx, me, GERMAN).wanted(ALL, 0)).rows if row.wish == WISH
    )
    begun = await demand.announce(tx, combination, about, by=me)
    assert isinstance(begun, Ready)
    draft = await announcements.read(tx, GERMAN, begun.announcement_id, me)

    assert draft is not None
    assert (State.DRAFT, about, Audience(who=Facets(wished=(WISH,)))) == (
        draft.state,
        draft.offering_id,
        draft.audience,
    )
    assert {*wishers} == await chosen_people(tx, draft.audience)
    assert 3 == (await audience.headcount(tx, draft.audience)).total


async def test_who_wishes_for_one_offering_is_told_of_it(tx: Transaction) -> None:
    me = await add_staff(tx, "administrator")
    offering = await builders.add_offering(tx)
    wishers = await wishing(tx, 2, offering_id=offering)
    begun = await demand.announce_offering(tx, offering, by=me)
    assert isinstance(begun, Ready)
    draft = await announcements.read(tx, GERMAN, begun.announcement_id, me)

    assert draft is not None
    assert {*wishers} == await chosen_people(tx, draft.audience)


async def test_a_page_takes_the_same_statements_however_many_wishes_there_are(tx: Transaction) -> None:
    me = (await coordinator(tx)).id
    counts = []
    for languages in (("de",), ("ar", "tr", "ru", "fa")):
        for language in languages:
            await wishing(tx, 2, **(PHONE | {"language": language}))
        with statements(tx) as met:
            await counted(tx, me)
        counts.append(len(met))

    assert counts[0] == counts[1]
