"""What is asked for at the door, and about wishes, is performed for who runs the offering, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

from bot.perform import perform
from conversations import demand_effects, door_effects
from conversations.effects import ExpressInterest
from storage.engine import Transaction
from storage.records.announcements import Objection, Ready, Refusal, State
from storage.records.audiences import Wish
from storage.records.demand import Combination
from storage.records.door import Admitted, Nobody
from storage.records.registrations import Registered
from storage.tables import attendance, sessions
from tests.storage.announcing import add_staff
from tests.storage.builders import add_offering, add_person, register, rows, session_ids

ANYTHING = Combination()
GONE = Refusal(Objection.GONE)
REFUSED: dict[object, object] = {
    door_effects.MarkPresence(1, 1, True): False,
    door_effects.AdmitByWord(1, "Ada"): Nobody(),
    door_effects.CloseDoor(1): False,
    door_effects.ReopenDoor(1): False,
    door_effects.CountWalkIn(1, 1): False,
    demand_effects.NameWish(ANYTHING): None,
    demand_effects.AnnounceToWishers(ANYTHING): GONE,
    demand_effects.AnnounceToInterested(1): GONE,
}


async def begin(tx: Transaction) -> None:
    """Make a session that begins soon, with Ada on its list, who wishes for anything."""
    offering = await add_offering(tx, (tx.now + timedelta(hours=1),))
    ada = await add_person(tx)
    place = await register(tx, ada, offering, (await session_ids(tx, offering))[0])
    assert isinstance(place, Registered)
    await perform(tx, ada.id, ExpressInterest())


async def test_who_runs_nothing_changes_nothing(tx: Transaction) -> None:
    await begin(tx)
    stranger = await add_staff(tx)

    assert REFUSED == {effect: await perform(tx, stranger, effect) for effect in REFUSED}
    assert ([], [(0,)]) == (await rows(tx, attendance, "present"), await rows(tx, sessions, "walk_ins"))


def test_each_effect_is_tried() -> None:
    assert {*door_effects.CHANGES, *demand_effects.CHANGES} == {type(effect) for effect in REFUSED}


async def test_a_coordinator_notes_who_is_there(tx: Transaction) -> None:
    await begin(tx)
    me = await add_staff(tx, "coordinator")
    asked = (
        door_effects.AdmitByWord(1, "ada"),
        door_effects.MarkPresence(1, 1, None),
        door_effects.CountWalkIn(1, 1),
        door_effects.CloseDoor(1),
        door_effects.ReopenDoor(1),
        door_effects.MarkPresence(1, 1, True),
    )

    assert [Admitted(1), True, True, True, True, True] == [await perform(tx, me, effect) for effect in asked]
    assert ([(True,)], [(1,)]) == (await rows(tx, attendance, "present"), await rows(tx, sessions, "walk_ins"))


async def test_an_administrator_tells_those_who_wish(tx: Transaction) -> None:
    await begin(tx)
    me = await add_staff(tx, "administrator")

    assert Wish() == await perform(tx, me, demand_effects.NameWish(ANYTHING))
    assert Ready(1, State.DRAFT) == await perform(tx, me, demand_effects.AnnounceToWishers(ANYTHING))
    assert Ready(2, State.DRAFT) == await perform(tx, me, demand_effects.AnnounceToInterested(1))
