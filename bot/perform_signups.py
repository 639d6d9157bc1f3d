"""Perform what coordinators ask for about people's places; storage narrows each to the offerings that they run."""

from __future__ import annotations

from conversations import signup_effects as e
from storage.engine import Transaction
from storage.office import placing


async def perform_signups(tx: Transaction, participant_id: int, effect: object) -> object:
    """Change somebody's place for whoever runs the offering; for everybody else it is not there."""
    match effect:
        case e.ConfirmSignup(number):
            return await placing.confirm(tx, participant_id, number)
        case e.MoveSignup(number, source, destination, over):
            return await placing.move(tx, participant_id, number, source, destination, over)
        case e.QueueSignup(number):
            return await placing.queue(tx, participant_id, number)
        case e.PromoteEntry(number, over):
            return await placing.promote(tx, participant_id, number, over)
        case e.CancelSignup(number, message):
            return await placing.cancel(tx, participant_id, number, message)
        case e.RemoveEntry(number, message):
            return await placing.remove(tx, participant_id, number, message)
        case e.NoteOnSignup(number, note):
            return await placing.write_note(tx, participant_id, note, registration=True, number=number)
        case e.NoteOnEntry(number, note):
            return await placing.write_note(tx, participant_id, note, registration=False, number=number)
        case e.AddByPhone(offering_id, session_id, name, wait, over):
            return await placing.add(tx, participant_id, offering_id, session_id, name, wait=wait, over=over)
        case e.TickOffCall(number):
            return await placing.tick_off(tx, participant_id, number)
        case _:
            message = f"nobody performs {type(effect).__name__}"
            raise TypeError(message)
