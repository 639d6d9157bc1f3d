"""Conversations: where each one stands, which message shows its screen, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, select, update

from storage import people
from storage.engine import Transaction
from storage.inserts import insert_missing
from storage.records.people import Participant
from storage.tables import conversations, participants
from storage.tables.base import AnyRow

DRAFTS_KEPT = timedelta(days=30)
"""How long a half-finished dialog is kept; it may hold a name that was never confirmed."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation of one participant. `screen_id` is the message that shows the current screen.

    `keyboard` names the persistent keyboard the phone shows now; None when it shows none yet.
    """

    id: int
    index: bytes
    participant: Participant
    reachable: bool
    stack: str | None
    revision: int
    screen_id: int | None
    keyboard: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a conversation shows now, to be remembered."""

    conversation_id: int
    screen_id: int | None
    keyboard: str | None


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a conversation stands after a turn that began at `revision`."""

    conversation_id: int
    revision: int
    stack: str


_FOUND = (
    select(
        conversations.c.id,
        conversations.c.key_index,
        conversations.c.stack,
        conversations.c.revision,
        conversations.c.screen_id,
        conversations.c.keyboard_language,
        *people.PERSON,
    )
    .join(participants, participants.c.id == conversations.c.participant_id)
    .where(
        conversations.c.channel_id == bindparam("channel_id"),
        conversations.c.key_index.in_(bindparam("indexes", expanding=True)),
    )
)
_FOUND_FREE = _FOUND.with_for_update(of=conversations, skip_locked=True)


async def find(tx: Transaction, indexes: Sequence[bytes]) -> dict[bytes, Conversation]:
    """Read conversations with their participants; on PostgreSQL they are locked, and one locked elsewhere is left out."""
    found = _FOUND_FREE if tx.is_postgres else _FOUND
    rows = await tx.connection.execute(found, {"channel_id": tx.channel_id, "indexes": list(indexes)})
    return {bytes(row.key_index): _conversation(row) for row in rows}


def _conversation(row: AnyRow) -> Conversation:
    """Make the record of a row."""
    return Conversation(
        id=row.id,
        index=bytes(row.key_index),
        participant=people.record_of(row),
        reachable=row.unreachable_since is None,
        stack=row.stack,
        revision=row.revision,
        screen_id=row.screen_id,
        keyboard=row.keyboard_language,
    )


async def begin(tx: Transaction, index: bytes, participant: Participant) -> Conversation | None:
    """Open a conversation with somebody who writes for the first time, or again after everything was erased.

    None when another worker has it in hand.
    """
    row = {
        "channel_id": tx.channel_id,
        "participant_id": participant.id,
        "key_index": index,
        "stack": None,
        "revision": 0,
        "changed_at": tx.now,
    }
    made = await tx.connection.execute(insert_missing(tx, conversations).values(row).returning(conversations.c.id))
    id_ = made.scalar_one_or_none()
    return None if id_ is None else Conversation(id_, index, participant, True, None, 0, None, None)


_SAVE = (
    update(conversations)
    .where(conversations.c.id == bindparam("conversation_id"), conversations.c.revision == bindparam("seen"))
    .values(stack=bindparam("new_stack"), revision=bindparam("seen") + 1, changed_at=bindparam("at"))
)


async def save(tx: Transaction, moves: Sequence[Moved]) -> bool:
    """Save where conversations stand; False when another worker was faster with one of them: roll back, start again."""
    if not moves:
        return True
    rows = [
        {"conversation_id": move.conversation_id, "seen": move.revision, "new_stack": move.stack, "at": tx.now}
        for move in moves
    ]
    if not tx.is_postgres:
        return (await tx.connection.execute(_SAVE, rows)).rowcount == len(rows)
    counts = [(await tx.connection.execute(_SAVE, row)).rowcount for row in rows]
    return sum(counts) == len(rows)


_SHOW = (
    update(conversations)
    .where(conversations.c.id == bindparam("conversation_id"))
    .values(screen_id=bindparam("new_screen"), keyboard_language=bindparam("new_keyboard"))
)


async def remember(tx: Transaction, shown: Sequence[Shown]) -> None:
    """Remember which message shows each conversation's screen."""
    if shown:
        rows = [
            {"conversation_id": one.conversation_id, "new_screen": one.screen_id, "new_keyboard": one.keyboard}
            for one in shown
        ]
        await tx.connection.execute(_SHOW, rows)


async def forget_drafts(tx: Transaction) -> int:
    """Forget half-finished dialogs that nobody went on with."""
    old = update(conversations).where(
        conversations.c.changed_at < tx.now - DRAFTS_KEPT, conversations.c.stack.is_not(None)
    )
    return (await tx.connection.execute(old.values(stack=None))).rowcount
