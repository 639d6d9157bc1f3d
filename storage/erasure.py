"""Erasure: forgetting everything about a person at once, because they ask for it."""

from __future__ import annotations

from sqlalchemy import delete, func, or_, select, union, update

from storage import audit, inbox, news, places, waiting
from storage.engine import Transaction
from storage.tables import conversations, participants, registrations, waiting_list
from storage.tables import inbox as inbox_rows


async def erase(tx: Transaction, participant_id: int) -> None:
    """Forget a person and everything of theirs; their places go to the next people waiting.

    What is left are audit rows, with an internal number that belongs to nobody any more, and the counts of announcements.
    What the person wrote after this turn's update stays in the inbox: it was written to a bot that does not know them.
    """
    held = await held_places(tx, participant_id)
    for offering_id in sorted({offering_id for offering_id, _ in held}):
        await places.lock(tx, offering_id)
    await empty_inbox(tx, participant_id)
    await news.forget(tx, participant_id)
    mine = (participants.c.id == participant_id, participants.c.tenant_id == tx.tenant_id)
    await tx.connection.execute(delete(participants).where(*mine))
    await audit.record(tx, "erase", "participant", participant_id)
    for offering_id, session_key in held:
        await waiting.pass_on(tx, offering_id, session_key or None)


async def held_places(tx: Transaction, participant_id: int) -> list[tuple[int, int]]:
    """Find the offerings and session keys of which a person holds places, registered or offered."""
    registered = select(registrations.c.offering_id, registrations.c.session_key).where(
        registrations.c.participant_id == participant_id,
        registrations.c.status == "active",
        ~registrations.c.reminder_only,
    )
    offered = select(waiting_list.c.offering_id, waiting_list.c.session_key).where(
        waiting_list.c.participant_id == participant_id, waiting_list.c.status == "offered"
    )
    rows = (await tx.connection.execute(union(registered, offered))).all()
    return sorted((row[0], row[1]) for row in rows)


async def empty_inbox(tx: Transaction, participant_id: int) -> None:
    """Empty a person's updates up to the one that is being answered; it will not be answered again after a crash.

    Their numbers stay against redelivery, but no longer with the hash that ties them to a chat.
    """
    theirs = inbox_rows.c.conversation_index.in_(
        select(conversations.c.key_index).where(conversations.c.participant_id == participant_id)
    )
    current = select(func.min(inbox_rows.c.id)).where(theirs, inbox_rows.c.status.in_(inbox.OPEN)).scalar_subquery()
    until_now = or_(inbox_rows.c.id <= current, current.is_(None))
    nothing = {"payload": None, "status": "answered", "conversation_index": b""}
    await tx.connection.execute(update(inbox_rows).where(theirs, until_now).values(nothing))
