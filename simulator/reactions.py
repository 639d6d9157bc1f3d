"""Reactions on messages: which there are, and what the bot hears of them."""

import re
from collections import Counter

from simulator.checks import API
from simulator.records import Account, Body, Chat, Message
from simulator.showing import show_reactions
from simulator.world import World

EMOJI = frozenset(re.findall(r'"([^"]+)"', API["types"]["ReactionTypeEmoji"]["fields"]["emoji"]["says"]))


def react(world: World, chat: Chat, message: Message, account: Account | None, emoji: list[str]) -> int:
    """Let a person, or the bot (None), have just these reactions on a message; return the update's number, or 0."""
    who = world.bot.id if account is None else account.id
    before = message.reactions.pop(who, [])
    if emoji:
        message.reactions[who] = emoji
    if before == emoji:
        return 0
    if world.listen:
        shown = show_reactions(message, world.bot.id)
        world.tell("reactions", chat.id, message_id=message.message_id, reactions=shown)
    # "The update isn't received for reactions set by bots."
    return 0 if account is None else _tell(world, chat, message, account, before)


def _tell(world: World, chat: Chat, message: Message, account: Account, before: list[str]) -> int:
    """'The bot must be an administrator in the chat'; private chats have none, and it hears of them all the same."""
    if chat.kind != "private" and not chat.bot.is_administrator:
        return 0
    body: Body = {"chat": chat.public, "message_id": message.message_id, "date": world.now()}
    if chat.kind == "channel":
        return world.updates.add("message_reaction_count", chat.id, body | {"reactions": _count(message)})
    anonymous = "is_anonymous" in chat.member(account.id).rights
    who = {"actor_chat": chat.public} if anonymous else {"user": account.user}
    now = message.reactions.get(account.id, [])
    change = {"old_reaction": _types(before), "new_reaction": _types(now)}
    return world.updates.add("message_reaction", chat.id, body | who | change)


def _count(message: Message) -> list[Body]:
    counts = Counter(emoji for chosen in message.reactions.values() for emoji in chosen)
    return [{"type": kind, "total_count": counts[kind["emoji"]]} for kind in _types(list(counts))]


def _types(emoji: list[str]) -> list[Body]:
    return [{"type": "emoji", "emoji": each} for each in emoji]
