"""Screens that somebody watches: what a conversation shows, looked up without holding it, and found again after a start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, select

from storage.addressing import address_of
from storage.engine import Transaction
from storage.plans import unindexed
from storage.tables import conversations, grants

WATCHED = timedelta(days=1)
"""How long after somebody's last step their screen is found again."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation stands, whose it is, and which message shows it in which chat."""

    index: bytes
    participant_id: int
    address: str
    stack: str
    screen_id: int


_COLUMNS = (
    conversations.c.key_index,
    conversations.c.participant_id,
    address_of(conversations.c.participant_id).label("address"),
    conversations.c.stack,
    conversations.c.screen_id,
)
_SHOWN = select(*_COLUMNS).where(
    address_of(conversations.c.participant_id).is_not(None),
    conversations.c.stack.is_not(None),
    conversations.c.screen_id.is_not(None),
)
_ONE = _SHOWN.where(conversations.c.channel_id == bindparam("channel"), conversations.c.key_index == bindparam("index"))
_TEAM = _SHOWN.where(
    unindexed(conversations.c.channel_id) == bindparam("channel"),
    conversations.c.changed_at > bindparam("since"),
    conversations.c.participant_id.in_(select(grants.c.participant_id)),
)


async def look(tx: Transaction, index: bytes) -> Place | None:
    """Read what a conversation shows; None when it shows nothing that could be made again."""
    row = (await tx.connection.execute(_ONE, {"channel": tx.channel_id, "index": index})).one_or_none()
    return None if row is None else Place(bytes(row[0]), *row[1:])


async def of_team(tx: Transaction) -> list[Place]:
    """Read what those with a role look at, or did until a day ago; theirs alone are screens that change by themselves."""
    rows = await tx.connection.execute(_TEAM, {"channel": tx.channel_id, "since": tx.now - WATCHED})
    return [Place(bytes(row[0]), *row[1:]) for row in rows]
