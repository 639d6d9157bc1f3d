"""Perform what is noted at the door: storage narrows each to the sessions somebody runs, for a tap can be forged."""

from __future__ import annotations

from conversations import door_effects as e
from storage.engine import Transaction
from storage.office import door


async def perform_door(tx: Transaction, participant_id: int, effect: object) -> object:
    """Note who is there; a session of somebody else's is as good as not there."""
    match effect:
        case e.MarkPresence(session_id, registration_id, present):
            return await door.mark(tx, session_id, registration_id, present, by=participant_id)
        case e.AdmitByWord(session_id, word):
            return await door.admit(tx, session_id, word, by=participant_id)
        case e.CloseDoor(session_id):
            return await door.close(tx, session_id, by=participant_id)
        case e.ReopenDoor(session_id):
            return await door.reopen(tx, session_id, by=participant_id)
        case e.CountWalkIn(session_id, more):
            return await door.count_walk_in(tx, session_id, more, by=participant_id)
        case _:
            message = f"nobody performs {type(effect).__name__}"
            raise TypeError(message)
