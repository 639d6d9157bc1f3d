"""Perform what changes an offering: storage narrows each to what the person runs, for a tap can be forged."""

from __future__ import annotations

from conversations.editing_effects import BeginOffering, CopyOffering, Edit
from storage.engine import Transaction
from storage.office import drafting, editing
from storage.records.edits import Outcome


async def perform_editing(tx: Transaction, participant_id: int, effect: object) -> Outcome:
    """Change, begin or copy an offering."""
    match effect:
        case Edit(offering_id, seen, change):
            return await editing.edit(tx, participant_id, offering_id, seen, change)
        case BeginOffering(beginning):
            return await drafting.begin(tx, participant_id, beginning)
        case CopyOffering(offering_id, dates):
            return await drafting.copy(tx, participant_id, offering_id, dates=dates)
        case _:
            message = f"nobody performs {type(effect).__name__}"
            raise TypeError(message)
