"""A session that begins soon, with some who are there and some who are not, and wishes of many and of a few."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from conversations.core import Event, Tap
from conversations.demand_screens import args_of
from storage import interests, people, registrations
from storage.engine import Transaction
from storage.office import door
from storage.office.demand import Demand
from storage.records.demand import Combination
from storage.records.people import Participant
from storage.records.registrations import Interested, Registered
from storage.tables import offerings, sessions

LAB = "EG-01"
MANY: dict[str, Any] = {"topic": "smartphone", "language": "ar", "part_of_day": "morning", "quarter": "nord"}
FEW: dict[str, Any] = {"language": "sr_Latn", "quarter": "ost_rothe_erde"}
NAMES = ("Amal", "Amal", "Ada", "Kim", "Lou", "Nour", "Sam", "Şen", "Zoë")
FIRST_ADDRESS = 5000


async def furnish(tx: Transaction, me: Participant) -> tuple[Event, ...]:
    """Open the door of a session, let people wish for something, and tell the ways to both."""
    offering_id, session_id = await soon(tx)
    for number, name in enumerate(NAMES):
        somebody = await people.greet(tx, str(FIRST_ADDRESS + number), "ar")
        await come(tx, somebody.id, offering_id, session_id, name)
        await wish(tx, somebody.id, offering_id, few=number < 2)
    await door.admit(tx, session_id, "Ada", by=me.id)
    await door.count_walk_in(tx, session_id, 1, by=me.id)
    combination = (await Demand(tx, me.id, ("de",)).wanted(Combination(), 0)).rows[0].combination
    this = args_of(combination)
    doors = (Tap("door", "show", (offering_id,)), Tap("door", "open", (session_id,)), Tap("door", "ask", (session_id,)))
    return (*doors, Tap("demand", "show"), Tap("demand", "one", this), Tap("demand", "tell", this))


async def soon(tx: Transaction) -> tuple[int, int]:
    """Let a session of an offering with single ones begin in an hour, with places for everybody."""
    asked = select(sessions.c.offering_id, sessions.c.id).join(offerings, offerings.c.id == sessions.c.offering_id)
    coming = asked.where(offerings.c.source_id == LAB, sessions.c.start > tx.now).order_by(sessions.c.start.desc())
    row = (await tx.connection.execute(coming.limit(1))).one()
    start = tx.now + timedelta(hours=1)
    moving = update(sessions).where(sessions.c.id == row.id)
    await tx.connection.execute(moving.values(start=start, end=start + timedelta(hours=2), capacity=50))
    return row.offering_id, row.id


async def come(tx: Transaction, participant_id: int, offering_id: int, session_id: int, name: str) -> None:
    """Register somebody."""
    place = await registrations.register(
        tx, participant_id, offering_id, session_id, name=name, child=False, confirmed=("women", "age"), may_wait=False
    )
    assert isinstance(place, Registered), place


async def wish(tx: Transaction, participant_id: int, offering_id: int, *, few: bool) -> None:
    """Let somebody wish for what many want, for an offering, and maybe for what few want."""
    wishes = [await interests.express(tx, participant_id, **MANY)]
    wishes += [await interests.express(tx, participant_id, offering_id=offering_id)]
    wishes += [await interests.express(tx, participant_id, **FEW)] if few else []
    assert all(isinstance(one, Interested) for one in wishes), wishes
