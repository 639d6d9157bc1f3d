"""Group chats and channels in which the bot may announce, topics of a group each by itself."""

from __future__ import annotations

from sqlalchemy import select, update

from storage import audit
from storage.engine import Transaction
from storage.inserts import DIALECTS
from storage.records.announcements import GroupChat
from storage.tables import group_chats
from storage.tables.base import AnyRow

ADMINISTRATOR = "administrator"
"""as what the bot must be in a chat to announce there"""
LEFT = "left"
WHOLE = 0
"""the thread of a chat itself"""


def address_index(tx: Transaction, address: str) -> bytes:
    """Tell by which hash a chat is found."""
    return tx.sealer.index("group", address)


async def meet(tx: Transaction, address: str, title: str, kind: str, status: str, thread: int | None = None) -> int:
    """Note a chat, or a topic of it, and as what the bot is there (Telegram's member status); tells its id."""
    row = {
        "tenant_id": tx.tenant_id,
        "channel_id": tx.channel_id,
        "address": address,
        "address_index": address_index(tx, address),
        "thread": thread or WHOLE,
        "title": title,
        "kind": kind,
        "status": status,
        "met_at": tx.now,
    }
    adding = DIALECTS[tx.is_postgres](group_chats).values(row)
    key = ["channel_id", "address_index", "thread"]
    changed = {name: adding.excluded[name] for name in ("title", "kind", "status")}
    noting = adding.on_conflict_do_update(index_elements=key, set_=changed).returning(group_chats.c.id)
    group_id = int((await tx.connection.execute(noting)).scalar_one())
    await set_status(tx, address, status)
    await audit.record(tx, "meet_group", "group", group_id, status=status)
    return group_id


async def set_status(tx: Transaction, address: str, status: str) -> int:
    """Note as what the bot is in a chat and all its topics."""
    mine = update(group_chats).where(
        group_chats.c.channel_id == tx.channel_id, group_chats.c.address_index == address_index(tx, address)
    )
    return (await tx.connection.execute(mine.values(status=status))).rowcount


async def status(tx: Transaction, address: str) -> str | None:
    """Tell as what the bot is in a chat; None when it does not know the chat."""
    mine = (group_chats.c.channel_id == tx.channel_id, group_chats.c.address_index == address_index(tx, address))
    found: str | None = await tx.connection.scalar(select(group_chats.c.status).where(*mine).limit(1))
    return found


async def left(tx: Transaction, address: str) -> None:
    """Note that the bot is no longer in a chat; what was to go there fails."""
    if await set_status(tx, address, LEFT):
        await audit.record(tx, "leave_group", "group", None)


async def migrated(tx: Transaction, old: str, new: str) -> None:
    """Follow a group that got a new address; what was to go to the old one goes there.

    Often the new address is heard of first. What was chosen and what waits names the older row, so that one takes the address.
    """
    heard = await rows_of(tx, new)
    for thread, row in (await rows_of(tx, old)).items():
        twin = heard.get(thread)
        if twin is not None and twin.id < row.id:
            continue
        if twin is not None:
            await move(tx, twin.id, f"{old} of before", LEFT)
        await move(tx, row.id, new, row.status if twin is None else twin.status)
        if twin is not None:
            await move(tx, twin.id, old, LEFT)


async def rows_of(tx: Transaction, address: str) -> dict[int, AnyRow]:
    """Read a chat and its topics, by thread."""
    mine = (group_chats.c.channel_id == tx.channel_id, group_chats.c.address_index == address_index(tx, address))
    found = await tx.connection.execute(
        select(group_chats.c.id, group_chats.c.thread, group_chats.c.status).where(*mine)
    )
    return {row.thread: row for row in found}


async def move(tx: Transaction, group_id: int, address: str, status: str) -> None:
    """Give a chat another address, and note as what the bot is there."""
    values = {"address": address, "address_index": address_index(tx, address), "kind": "supergroup", "status": status}
    await tx.connection.execute(update(group_chats).where(group_chats.c.id == group_id).values(values))


async def all(tx: Transaction) -> tuple[GroupChat, ...]:  # noqa: A001 - read as groups.all
    """Read where the bot may announce, by title."""
    there = select(group_chats.c.id, group_chats.c.title, group_chats.c.kind, group_chats.c.thread).where(
        group_chats.c.tenant_id == tx.tenant_id, group_chats.c.status == ADMINISTRATOR
    )
    rows = (await tx.connection.execute(there)).all()
    chats = (GroupChat(row.id, row.title, row.kind, row.thread or None) for row in rows)
    return tuple(sorted(chats, key=lambda chat: (chat.title.casefold(), chat.thread or WHOLE, chat.id)))
