"""Performing effects: somebody registered before is known by number, and only to the person who registered them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.perform import perform
from conversations.effects import Register, SetReminders
from storage import people
from storage.engine import Transaction
from storage.records.people import Participant
from storage.records.registrations import Refusal, Refused, Registered
from tests.bot.conftest import NOW
from tests.storage.builders import add_offering, add_person


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
