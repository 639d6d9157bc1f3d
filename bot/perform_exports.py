"""Perform what the office asks to be sent: rows of the outbox for who may have it, and taking a file back from the chat.

What is theirs is looked at here and once more when the file is made, for a role may have been taken back meanwhile.
"""

from __future__ import annotations

from datetime import timedelta

from conversations.export_effects import EXPORTS, FIGURE_FILES, PICTURES, Send, SendExport, SendFigures, TakeBack
from storage import audit
from storage import outbox as outgoing
from storage.engine import Transaction
from storage.office import exported, scope
from storage.outbox import Lane, NewRow

EXPORT, FIGURES, REMOVAL = "export", "figures", "remove_file"
MADE_LATER = (EXPORT, FIGURES)
"""what takes a while to make, so that no answer waits for it"""
DELETABLE = timedelta(hours=47)
"""Telegram lets a bot delete its messages for 48 hours"""


async def perform_exports(tx: Transaction, participant_id: int, effect: TakeBack) -> bool:
    """Have a file deleted from the chat it was sent to; False when it is not theirs, or too old."""
    message_id = await exported.message_of(tx, participant_id, effect.row_id, EXPORT, tx.now - DELETABLE)
    if message_id is None:
        return False
    await outgoing.add(tx, [row(tx, participant_id, REMOVAL, f"remove:{effect.row_id}", message_id=message_id)])
    await audit.record(tx, "delete_export", "outbox", effect.row_id)
    return True


async def rows_of(tx: Transaction, participant_id: int, effect: Send, key: str) -> list[NewRow]:
    """Make the row of something to be sent; none for who may not have it, or for what there is not."""
    match effect:
        case SendExport(offering_id, kind, form, languages) if form in EXPORTS.get(kind, ()):
            if not await exported.may_have(tx, participant_id, offering_id, kind):
                return []
            about = {"export": kind, "form": form, "languages": languages}
            return [row(tx, participant_id, EXPORT, key, offering_id=offering_id, **about)]
        case SendFigures(first, last, provider_id, form) if form in (*FIGURE_FILES, *PICTURES):
            if await scope.providers_of(tx, participant_id) == frozenset():
                return []
            return [row(tx, participant_id, FIGURES, key, first=first, last=last, provider_id=provider_id, form=form)]
        case _:
            return []


def row(tx: Transaction, participant_id: int, kind: str, key: str, **args: outgoing.Arg) -> NewRow:
    """Make a row that is due now, in the lane of replies, for somebody waits for it."""
    return NewRow(participant_id, kind, args, key, tx.now, Lane.REPLY)
