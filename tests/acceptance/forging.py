"""Updates as no app sends them, for tests of what the bot does with whatever comes."""

from __future__ import annotations

import json
import time
from typing import Any

from sqlalchemy import text

from locales.text import _
from simulator.person import Person
from simulator.updates import Update
from storage.engine import SYSTEM
from tests.acceptance.walkers import Resident, slot
from tests.town import Town

Body = dict[str, Any]
HELP = _("How it works")
"""the title of a screen that everybody can always ask for"""


def sender_of(person: Person, **other: object) -> Body:
    """Describe who sends something; `other` says what is otherwise."""
    return {"id": person.id, "is_bot": False, "first_name": "Amal", "language_code": "de", **other}


def message_of(person: Person, **other: object) -> Body:
    """Describe a private message; `other` says what is otherwise, None leaves it out."""
    usual = {
        "message_id": 5000,
        "date": 1_764_500_000,
        "chat": {"id": person.id, "type": "private", "first_name": "Amal"},
        "from": sender_of(person),
        "text": "/help",
    }
    return {name: value for name, value in (usual | other).items() if value is not None}


def forge(town: Town, kind: str, body: Body, number: int | None = None) -> int:
    """Let Telegram deliver this next, with the next number or another one; lone surrogates stay what they are."""
    updates = town.simulator.world.updates
    updates.last_id = updates.last_id + 1 if number is None else number
    raw = json.dumps({"update_id": updates.last_id, kind: body}).encode()
    updates._queue(Update(updates.last_id, body.get("chat", {}).get("id", 0), raw, time.monotonic()))
    return updates.last_id


async def one_more(somebody: Resident, before: int) -> None:
    """Wait until somebody has got one more message."""
    while len(somebody.person.received) <= before:
        await somebody.person.receives(1)


async def due(town: Town, *people: Resident) -> None:
    """Give people a place each, and let all their reminders be due."""
    for somebody, session in zip(people, ("UN-01-01", "UN-01-02"), strict=False):
        place = await slot(town, session)
        await somebody.registers(place.offering, *place.answers)
    async with town.database.transaction(town.clock.now(), SYSTEM) as tx:
        await tx.connection.execute(text("UPDATE outbox SET due_at = '2026-11-30 07:00:00.000000'"))


def said(somebody: Resident) -> list[str]:
    """List what the bot said."""
    return [message.text for message in somebody.person.received]
