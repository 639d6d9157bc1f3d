"""Audiences: whatever is chosen, the database finds whom a plain model of the rules chooses, each once, on both engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from storage import announcements, audience, news, people
from storage.audience import resolving
from storage.engine import SYSTEM, Database, Transaction
from storage.records.announcements import Frequency, State
from storage.records.audiences import Audience, Facets, LanguageCount
from storage.records.deliveries import Fate
from storage.tables import announcement_taps, attendance, deliveries, interests, registrations
from storage.tables import announcements as announcement_rows
from tests.storage import rows
from tests.storage.announcing import add_subscriber, chosen_people, deliver, draft, fates, resolve, run, submit
from tests.storage.builders import add_person, add_quarter, add_topic

TOPICS, QUARTERS, AUDIENCES = ("pc", "phone", "job"), ("nord", "ost"), ("parents", "seniors")
LANGUAGES = ("de", "ar", "tr")
OFFERINGS = (0, 1)
"""two offerings, by their place; what stands in an audience are their ids"""


@dataclass(frozen=True)
class Person:
    """Somebody of the model."""

    language: str
    agreed: bool | None
    weekly: bool
    blocked: bool
    topics: frozenset[str]
    quarters: frozenset[str]
    audiences: frozenset[str]
    claims: frozenset[tuple[str, int]]
    tapped: bool


def some(values: Collection[str]) -> st.SearchStrategy[frozenset[str]]:
    """Draw some of a few values, often none."""
    return st.frozensets(st.sampled_from(sorted(values)), max_size=2)


KINDS = ("registered", "waiting", "attended", "interested")
CLAIMS = st.frozensets(st.tuples(st.sampled_from(KINDS), st.sampled_from(OFFERINGS)), max_size=2)
PEOPLE = st.builds(
    Person,
    st.sampled_from(LANGUAGES),
    st.sampled_from([True, True, True, False, None]),
    st.booleans(),
    st.booleans(),
    some(TOPICS),
    some(QUARTERS),
    some(AUDIENCES),
    CLAIMS,
    st.booleans(),
)
PLACES = st.one_of(st.just(()), st.lists(st.sampled_from(OFFERINGS), max_size=2, unique=True).map(tuple))
NO_PLACES: st.SearchStrategy[tuple[int, ...]] = st.just(())


def facets(places: st.SearchStrategy[tuple[int, ...]]) -> st.SearchStrategy[Facets]:
    """Draw facets; offerings stand by their place."""
    named = [some(values).map(sorted).map(tuple) for values in (TOPICS, QUARTERS, LANGUAGES, AUDIENCES)]
    return st.builds(Facets, *named, places, places, places, places)


WHO = st.one_of(st.just(Facets()), facets(NO_PLACES), facets(PLACES))
AUDIENCE = st.builds(
    lambda who, without, everyone, tapped: (Audience(who, without, everyone=everyone), tapped),
    WHO,
    st.one_of(st.just(Facets()), facets(PLACES)),
    st.sampled_from([True, True, True, False]),
    st.sampled_from([False, False, True]),
)


def named_offering(who: Facets, person: Person) -> bool:
    """Say whether somebody has, awaits, attended or wished for one of the named offerings."""
    wanted = {(kind, place) for kind in KINDS for place in getattr(who, kind)}
    return bool(wanted & person.claims)


def is_chosen(person: Person, chosen: Audience, *, tapped: bool) -> bool:
    """Say whether the rules choose somebody: the model."""
    who, without = chosen.who, chosen.without
    own = who.by_offering or tapped
    if person.agreed is False or (not own and not person.agreed):
        return False
    if not tapped and not chosen.everyone:
        return False
    if (tapped and not person.tapped) or (who.by_offering and not named_offering(who, person)):
        return False
    if who.languages and person.language not in who.languages:
        return False
    pairs = ((who.topics, person.topics), (who.quarters, person.quarters), (who.audiences, person.audiences))
    if any(named and mine and not mine & {*named} for named, mine in pairs):
        return False
    return not is_left_out(person, without)


def is_left_out(person: Person, without: Facets) -> bool:
    """Say whether any facet leaves somebody out."""
    mine = (person.topics, person.quarters, person.audiences)
    chose = any(
        some & {*named} for some, named in zip(mine, (without.topics, without.quarters, without.audiences), strict=True)
    )
    return chose or person.language in without.languages or named_offering(without, person)


@dataclass
class Town:
    """What the model is compared with: the ids of offerings and of the announcement that was tapped, and the people."""

    offerings: list[int]
    sessions: list[int]
    tapped: int
    people: dict[int, Person] = field(default_factory=dict)

    def facets(self, of: Facets) -> Facets:
        """Put the ids of offerings in."""
        named = {kind: tuple(self.offerings[place] for place in getattr(of, kind)) for kind in KINDS}
        return Facets(of.topics, of.quarters, of.languages, of.audiences, **named)

    def audience(self, of: Audience, *, tapped: bool) -> Audience:
        """Put the ids into an audience."""
        tap = (self.tapped, "interested") if tapped else None
        return Audience(self.facets(of.who), self.facets(of.without), tapped=tap, everyone=of.everyone)


async def build(tx: Transaction, drawn: list[Person]) -> Town:
    """Make the town of a model."""
    for slug in TOPICS:
        await add_topic(tx, slug)
    for slug in QUARTERS:
        await add_quarter(tx, slug)
    offerings = [await rows.add_offering(tx, f"offering-{place}") for place in OFFERINGS]
    sessions = [await rows.add_session(tx, offering, tx.now + timedelta(days=9)) for offering in offerings]
    town = Town(offerings, sessions, await draft(tx))
    for person in drawn:
        town.people[await settle(tx, town, person)] = person
    return town


async def settle(tx: Transaction, town: Town, person: Person) -> int:
    """Make somebody of the model."""
    me = (await add_person(tx, person.language)).id
    if person.agreed is not None or person.topics or person.quarters or person.audiences or person.weekly:
        await news.set_news(
            tx,
            me,
            agreed=person.agreed,
            frequency=Frequency.WEEKLY if person.weekly else None,
            topics=tuple(person.topics),
            quarters=tuple(person.quarters),
            audiences=tuple(person.audiences),
        )
    for kind, place in sorted(person.claims):
        await claim(tx, town, me, kind, place)
    if person.tapped:
        tap = {"announcement_id": town.tapped, "participant_id": me, "button": "interested", "tapped_at": tx.now}
        await tx.connection.execute(announcement_taps.insert(), tap)
    if person.blocked:
        await people.mark_unreachable(tx, me)
    return me


async def claim(tx: Transaction, town: Town, me: int, kind: str, place: int) -> None:
    """Let somebody have, await, have attended or wish for an offering."""
    offering, session = town.offerings[place], town.sessions[place]
    match kind:
        case "registered":
            await rows.add_registration(tx, me, offering, session, name="Kim", code=f"R{me}")
        case "waiting":
            await rows.add_waiting(tx, me, offering, session, name="Lou")
        case "attended":
            values = await rows.claim_of(tx, me, offering, session, "Sam")
            held = await rows.add(tx, registrations, **values, status="cancelled", reminder_only=False, code=f"A{me}")
            await rows.add(tx, attendance, registration_id=held, session_id=session, present=True)
        case "interested":
            wish = {"participant_id": me, "offering_id": offering, "language": "", "part_of_day": ""}
            await rows.add(tx, interests, tenant_id=tx.tenant_id, created_at=tx.now, **wish)


class Undo(Exception):  # noqa: N818 - nothing went wrong
    """Ends an example, so that the next one finds an empty town."""


@given(drawn=st.lists(PEOPLE, max_size=7), chosen=AUDIENCE)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_database_finds_whom_the_rules_choose(
    database: Database, now: datetime, drawn: list[Person], chosen: tuple[Audience, bool]
) -> None:
    model, tapped = chosen
    with pytest.raises(Undo):
        async with database.transaction(now, SYSTEM) as tx:
            town = await build(tx, drawn)
            asked = town.audience(model, tapped=tapped)
            expected = {me: one for me, one in town.people.items() if is_chosen(one, model, tapped=tapped)}
            counted = await audience.headcount(tx, asked)
            found = await find(tx, asked)

            assert expected.keys() == found.keys()
            assert count(expected, news_=not (tapped or model.who.by_offering)) == {*counted.languages}
            assert asked == audience.parse(audience.dump(asked))
            raise Undo


def count(expected: dict[int, Person], *, news_: bool) -> set[LanguageCount]:
    """Count people of the model as a screen does."""
    total = Counter(one.language for one in expected.values())
    blocked = Counter(one.language for one in expected.values() if one.blocked)
    weekly = Counter(one.language for one in expected.values() if news_ and one.weekly and not one.blocked)
    return {LanguageCount(language, number, blocked[language], weekly[language]) for language, number in total.items()}


async def find(tx: Transaction, asked: Audience) -> dict[int | None, str]:
    """Find the people of an audience three at a time, as a run does that nothing stands against."""
    announcement = await draft(tx, asked)
    running = update(announcement_rows).where(announcement_rows.c.id == announcement)
    await tx.connection.execute(running.values(state=State.RUNNING.value, started_at=tx.now, live_revision=1))
    await resolve(tx, announcement, 3)
    return await fates(tx, announcement)


async def test_a_person_in_several_groups_gets_it_once(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        town = await build(tx, [])
        both = Person("de", True, False, False, frozenset(), frozenset(), frozenset(), frozenset(), False)
        me = await settle(tx, town, both)
        for kind in KINDS:
            await claim(tx, town, me, kind, 0)
        everything = town.facets(Facets(registered=(0,), waiting=(0,), attended=(0,), interested=(0,)))

        assert {me} == await chosen_people(tx, Audience(who=everything))


async def test_nobody_who_was_only_reminded_counts_as_registered(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        offering = await rows.add_offering(tx)
        me = await add_subscriber(tx)
        claimed = {"tenant_id": tx.tenant_id, "participant_id": me, "offering_id": offering, "session_key": 0}
        await rows.add(tx, registrations, **claimed, status="active", reminder_only=True, code="", created_at=now)
        found = await audience.headcount(tx, Audience(who=Facets(registered=(offering,))))

        assert 0 == found.total


async def test_an_erased_person_among_those_left_out_leaves_out_nobody_else(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        offering = await rows.add_offering(tx)
        gone = {"tenant_id": tx.tenant_id, "offering_id": offering, "session_key": 0, "code": "X", "created_at": now}
        await rows.add(tx, registrations, **gone, status="active", reminder_only=False)
        me = await add_subscriber(tx)

        assert {me} == await chosen_people(tx, Audience(without=Facets(registered=(offering,))))


async def test_a_rare_few_are_found_without_looking_at_everybody_at_once(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "WINDOW", 2)
    async with database.transaction(now, SYSTEM) as tx:
        for _ in range(7):
            await add_subscriber(tx)
        rare = await add_subscriber(tx, "ar")
        announcement = await draft(tx, Audience(who=Facets(languages=("ar",))))
        await announcements.accept_fallback(tx, announcement, "ar", by=None)
        await submit(tx, announcement)

        assert 3 == await resolve(tx, announcement)
        assert {rare: Fate.WAITING.value} == await fates(tx, announcement)


async def test_those_left_out_by_a_topic_are_those_who_chose_it(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_topic(tx, "pc")
        await add_subscriber(tx, topics=("pc",))
        open_to_all = await add_subscriber(tx)

        assert {open_to_all} == await chosen_people(tx, Audience(without=Facets(topics=("pc",))))


async def test_a_follow_up_goes_to_who_tapped_and_nobody_else(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me, _other = await add_subscriber(tx), await add_subscriber(tx)
        first = await run(tx)
        await deliver(tx, first)
        await news.note_tap(tx, me, first, "interested")

        assert {me} == await chosen_people(tx, Audience(tapped=(first, "interested")))


async def test_chats_that_are_not_there_are_left_out(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx, Audience(chats=(99,)))
        found = select(deliveries.c.group_id).where(deliveries.c.announcement_id == announcement)

        assert [None] == list((await tx.connection.scalars(found)).all())
