"""Tells the bot what happened in a chat: which update it gets, and whether it gets one at all."""

from simulator.records import Account, Body, Chat, Member, Message
from simulator.rights import describe_member
from simulator.world import World

# "For backward compatibility, if the message was sent on behalf of a chat, the field from contains a fake sender user"
ANONYMOUS = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


def author(world: World, chat: Chat, account: Account | None) -> Body:
    """Return whom a message is from: a person, the bot (None), or the chat itself in channels and for the anonymous."""
    if chat.kind == "channel":
        return {"sender_chat": chat.public}
    if account is None:
        return {"from": world.bot.user}
    if "is_anonymous" in chat.member(account.id).rights:
        return {"from": ANONYMOUS, "sender_chat": chat.public}
    return {"from": account.user}


def in_topic(chat: Chat, thread: int | None) -> Body:
    """Return what a message in a topic carries; the general topic's carry nothing."""
    return {"message_thread_id": thread, "is_topic_message": True} if thread in chat.topics and thread != 1 else {}


def happen(world: World, chat: Chat, by: Account | None, content: Body, thread: int | None = None) -> Message:
    """Put a service message into a chat; the bot hears of what others (not None) did where it is."""
    body: Body = {
        "message_id": world.next_message_id(chat),
        **author(world, chat, by),
        "chat": chat.public,
        "date": world.now(),
        **in_topic(chat, thread),
        **content,
    }
    message = world.put(chat, Message(body, outgoing=by is not None))
    if by is None:
        world.arrive(chat, "message", body)
    else:
        tell_message(world, chat, message)
    return message


def tell_message(world: World, chat: Chat, message: Message) -> int:
    """Tell the bot of a new message if it may see it; return the update's number, 0 when it is not told."""
    if not _is_for_bot(world, chat, message):
        return 0
    kind = "channel_post" if chat.kind == "channel" else "message"
    return world.updates.add(kind, chat.id, message.body, message)


def tell_edit(world: World, chat: Chat, message: Message) -> int:
    """Tell the bot of an edited message if it may see it; return the update's number, 0 when it is not told."""
    if not _is_for_bot(world, chat, message):
        return 0
    kind = "edited_channel_post" if chat.kind == "channel" else "edited_message"
    return world.updates.add(kind, chat.id, message.body, message)


def tell_own_membership(world: World, chat: Chat, by: Body, before: Member, after: Member) -> int:
    """Tell the bot how it stands in a chat now; `by` is the user who changed it."""
    return world.updates.add("my_chat_member", chat.id, _change(world, chat, world.bot.user, (by, before, after)))


def tell_membership(world: World, chat: Chat, user: Body, change: tuple[Body, Member, Member]) -> int:
    """Tell the bot that somebody's standing changed: who changed it, from what, to what.

    'The bot must be an administrator in the chat and must explicitly specify "chat_member"'.
    """
    if not chat.bot.is_administrator:
        return 0
    return world.updates.add("chat_member", chat.id, _change(world, chat, user, change))


def _change(world: World, chat: Chat, user: Body, change: tuple[Body, Member, Member]) -> Body:
    by, before, after = change
    return {
        "chat": chat.public,
        "from": by,
        "date": world.now(),
        "old_chat_member": describe_member(user, before, chat.kind),
        "new_chat_member": describe_member(user, after, chat.kind),
    }


def _is_for_bot(world: World, chat: Chat, message: Message) -> bool:
    """In groups, privacy mode: commands, mentions, replies to the bot, what came via it, and service messages only."""
    if chat.kind == "private":
        return True
    if not chat.bot.is_in:
        return False
    if not world.bot.privacy or chat.bot.is_administrator or message.is_service:
        return True
    body = message.body
    answered = body.get("reply_to_message", {}).get("from", {}).get("id") == world.bot.id
    own = f"@{world.bot.username}".lower()
    entities = body.get("entities") or body.get("caption_entities") or ()
    return answered or "via_bot" in body or any(_addresses(entity, message.text, own) for entity in entities)


def _addresses(entity: Body, text: str, own: str) -> bool:
    written = text.encode("utf-16-le")[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2]
    word = written.decode("utf-16-le").lower()
    match entity["type"]:
        case "mention":
            return word == own
        case "bot_command":
            return "@" not in word or word.endswith(own)
        case _:
            return False
