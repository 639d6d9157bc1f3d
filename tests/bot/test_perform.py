"""Performing effects: somebody registered before is known by number, and only to the person who registered them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.perform import perform, rows_of
from conversations.effects import Register, SendVenue, SetReminders
from storage import people
from storage.engine import Transaction
from storage.records.people import Participant
from storage.records.registrations import Refusal, Refused, Registered
from storage.tables import offerings
from tests.bot.conftest import NOW
from tests.storage.announcing import add_staff
from tests.storage.builders import add_offering, add_person, add_session, add_venue


async def register_ada(tx: Transaction) -> tuple[Participant, int]:
    """Let somebody register Ada for a course; tell who, and Ada's number."""
    person = await add_person(tx)
    course = await add_offering(tx, [NOW + timedelta(days=7)], whole_course=True)
    await perform(tx, person.id, Register(course, None, "Ada"))
    return person, (await people.attendees(tx, person.id))[0].id


async def test_somebody_registered_before_is_registered_by_number(tx: Transaction) -> None:
    person, ada = await register_ada(tx)
    other = await add_offering(tx, [NOW + timedelta(days=9)], whole_course=True)

    result = await perform(tx, person.id, Register(other, None, "", attendee_id=ada))

    assert isinstance(result, Registered)
    assert [ada] == [attendee.id for attendee in await people.attendees(tx, person.id)]


async def test_another_persons_attendee_is_as_good_as_not_there(tx: Transaction) -> None:
    _person, ada = await register_ada(tx)
    stranger = await add_person(tx)
    other = await add_offering(tx, [NOW + timedelta(days=9)], whole_course=True)

    assert Refused(Refusal.GONE) == await perform(tx, stranger.id, Register(other, None, "", attendee_id=ada))


async def test_a_grown_up_registered_before_does_not_become_a_child(tx: Transaction) -> None:
    person, ada = await register_ada(tx)
    other = await add_offering(tx, [NOW + timedelta(days=9)], whole_course=True)

    effect = Register(other, None, "", child=True, confirmed=("consent",), attendee_id=ada)

    assert Refused(Refusal.GONE) == await perform(tx, person.id, effect)


async def test_nobody_is_registered_without_a_name(tx: Transaction) -> None:
    person = await add_person(tx)
    course = await add_offering(tx, [NOW + timedelta(days=7)], whole_course=True)

    assert Refused(Refusal.GONE) == await perform(tx, person.id, Register(course, None, ""))


async def reminded(tx: Transaction, person: Participant) -> tuple[int, int]:
    """Tell how many days and hours before somebody is reminded."""
    now = await people.participant(tx, person.id)
    assert now is not None
    return now.remind_days, now.remind_hours


async def test_each_reminder_is_set_by_itself(tx: Transaction) -> None:
    person = await add_person(tx)

    await perform(tx, person.id, SetReminders(days=3))
    await perform(tx, person.id, SetReminders(hours=4))

    assert (3, 4) == await reminded(tx, person)


async def test_a_reminder_set_to_nothing_is_off(tx: Transaction) -> None:
    person = await add_person(tx)

    await perform(tx, person.id, SetReminders(days=0, hours=0))

    assert (0, 0) == await reminded(tx, person)


@pytest.mark.parametrize(
    "forged", [{"days": 4}, {"days": -1}, {"hours": 3}, {"hours": 10**17}, {"days": 2, "hours": 3}]
)
async def test_a_reminder_nobody_offers_changes_nothing(tx: Transaction, forged: dict[str, int]) -> None:
    person = await add_person(tx)

    await perform(tx, person.id, SetReminders(**forged))

    assert (1, 2) == await reminded(tx, person)


async def pins(tx: Transaction, participant_id: int, venue_id: int) -> list[str]:
    """List what rows a wish for a map pin becomes."""
    return [row.kind for row in await rows_of(tx, participant_id, SendVenue(venue_id), "key")]


async def test_the_map_shows_where_something_takes_place_that_is_open_to_all(tx: Transaction) -> None:
    person, there, elsewhere = await add_person(tx), await add_venue(tx), await add_venue(tx)
    offering = await add_offering(tx, venue_id=there)
    await add_session(tx, offering, NOW + timedelta(days=7), venue_id=elsewhere)

    assert [["venue"], ["venue"]] == [await pins(tx, person.id, venue) for venue in (there, elsewhere)]


async def test_the_map_does_not_show_where_only_a_draft_is_or_nothing(tx: Transaction) -> None:
    person, hidden = await add_person(tx), await add_venue(tx)
    draft = await add_offering(tx, live=False, draft=True, venue_id=hidden)
    await add_session(tx, draft, NOW + timedelta(days=7))
    nothing, unknown = await add_venue(tx), 987_654

    assert [[], [], []] == [await pins(tx, person.id, venue) for venue in (hidden, nothing, unknown)]


async def test_who_runs_a_draft_may_see_where_it_is(tx: Transaction) -> None:
    venue, kim = await add_venue(tx), await add_staff(tx, "coordinator")
    await add_offering(tx, live=False, draft=True, venue_id=venue)

    assert ["venue"] == await pins(tx, kim, venue)


async def test_who_is_registered_may_see_where_it_is_although_it_was_withdrawn(tx: Transaction) -> None:
    venue, person = await add_venue(tx), await add_person(tx)
    course = await add_offering(tx, [NOW + timedelta(days=7)], whole_course=True, venue_id=venue)
    await perform(tx, person.id, Register(course, None, "Ada"))
    await tx.connection.execute(update(offerings).where(offerings.c.id == course).values(live=False))

    assert ["venue"] == await pins(tx, person.id, venue)
