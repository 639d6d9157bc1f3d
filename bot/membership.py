"""Where the bot is a member: groups, channels and topics in which it may announce, as Telegram tells of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.inbound import Incoming, Kind
from storage import groups, people
from storage.engine import Transaction
from storage.ledger import Recipient

NEWS = (Kind.MEMBERSHIP, Kind.TOPIC, Kind.MIGRATED)
GONE = ("left", "kicked")


async def note(tx: Transaction, incoming: Incoming) -> None:
    """Remember what became of a group, channel or topic."""
    address = str(incoming.chat)
    match incoming.kind:
        case Kind.MEMBERSHIP if incoming.data in GONE:
            await groups.left(tx, address)
        case Kind.MEMBERSHIP:
            await groups.meet(tx, address, incoming.name, incoming.chat_kind, incoming.data)
        case Kind.MIGRATED:
            await groups.migrated(tx, address, str(incoming.other_chat))
        case Kind.TOPIC:
            await note_topic(tx, incoming)


async def note_topic(tx: Transaction, incoming: Incoming) -> None:
    """Remember a topic of a group the bot is in; a closed one stays, for an administrator may write there."""
    status = await groups.status(tx, str(incoming.chat))
    if status is not None and incoming.data in ("opened", "renamed"):
        kind, thread = incoming.chat_kind, incoming.thread
        await groups.meet(tx, str(incoming.chat), incoming.name, kind, status, thread)


async def note_gone(tx: Transaction, gone: Sequence[Recipient]) -> None:
    """Remember who cannot be reached any more, people and chats."""
    for recipient in gone:
        if recipient.participant_id is not None:
            await people.mark_unreachable(tx, recipient.participant_id)
        else:
            await groups.left(tx, recipient.address)


async def note_moved(tx: Transaction, moved: Sequence[tuple[str, str]]) -> None:
    """Follow groups to their new numbers."""
    for old, new in dict(moved).items():
        await groups.migrated(tx, old, new)
