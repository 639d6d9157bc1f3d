"""What people do to messages that are there: taps on buttons and reactions."""

import time
from typing import Any

from simulator.acts.reach import ImpossibleError, check_reachable, find_message
from simulator.reactions import EMOJI, react
from simulator.records import Account, Body, Chat, Message, Query
from simulator.world import World

Button = dict[str, Any]


def find_button(chat: Chat, message_id: int, row: int, column: int) -> Button:
    """Return a button by its place."""
    rows = find_message(chat, message_id).buttons
    if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
        raise ImpossibleError(f"message {message_id} has no button at {row}, {column}")
    return rows[row][column]


def tap(world: World, account: Account, message_id: int, data: str, chat: Chat | None = None) -> int:
    """Tap the button that carries `data`."""
    message = find_message(chat or account.chat, message_id)
    if not any(button.get("callback_data") == data for row in message.buttons for button in row):
        raise ImpossibleError(f"message {message_id} has no button that sends {data!r}")
    return forge_tap(world, account, message_id, data, chat)


def tap_seen(world: World, account: Account, message_id: int, data: str, chat: Chat | None = None) -> int:
    """Tap a button as it was seen: the message may have changed a moment ago, or be gone, and then nothing happens (0).

    Telegram hands on what the phone showed: "the message originated the query can contain no callback buttons with this
    data" (Bot API, CallbackQuery).
    """
    message = (chat or account.chat).messages.get(message_id)
    if message is None or message.deleted:
        return 0
    return forge_tap(world, account, message_id, data, chat)


def forge_tap(world: World, account: Account, message_id: int, data: str, chat: Chat | None = None) -> int:
    """Send callback data as a changed app could: whatever the message carries, or though it is gone."""
    chat = chat or account.chat
    check_reachable(account, chat)
    message = chat.messages.get(message_id)
    query = Query(str(4_000_000_000_000_000_000 + world.number()), account, chat, message_id, time.monotonic())
    _forget_old_queries(world)
    world.queries[query.id] = query
    if message is not None:
        message.tapped = data
    body = {
        "id": query.id,
        "from": account.user,
        **_origin(chat, message, message_id),
        "chat_instance": str(-abs(chat.id) * 1000 - 1),
        "data": data,
    }
    return world.updates.add("callback_query", chat.id, body)


def set_reaction(world: World, account: Account, message_id: int, emoji: str | None, chat: Chat | None = None) -> int:
    """Put one's reaction on a message, or take it back (None); return the update's number, 0 when the bot has none."""
    chat = chat or account.chat
    check_reachable(account, chat)
    message = find_message(chat, message_id)
    if message.is_service:
        raise ImpossibleError("nobody reacts to what happened in a chat, only to what was said")
    if emoji is not None and emoji not in EMOJI:
        raise ImpossibleError(f"{emoji!r} is no reaction that Telegram has")
    return react(world, chat, message, account, [emoji] if emoji else [])


def _origin(chat: Chat, message: Message | None, message_id: int) -> Body:
    """'If the button was attached to a message sent via the bot (in inline mode), inline_message_id will be present'."""
    if message is not None and message.inline_id is not None:
        return {"inline_message_id": message.inline_id}
    if message is not None and not message.deleted:
        return {"message": message.body}
    return {"message": {"chat": chat.public, "message_id": message_id, "date": 0}}


def _forget_old_queries(world: World) -> None:
    oldest = time.monotonic() - world.query_timeout_s
    while world.queries and (first := next(iter(world.queries.values()))).at < oldest:
        del world.queries[first.id]
