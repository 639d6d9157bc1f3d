"""Updates as no app sends them, for tests of what the bot does with whatever comes."""

from __future__ import annotations

import json
import time
from typing import Any

from simulator.person import Person
from simulator.updates import Update
from tests.town import Town

Body = dict[str, Any]


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
