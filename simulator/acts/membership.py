"""Who is in which chat: blocking the bot, members and their rights, topics, and groups that become supergroups."""

from simulator import pins
from simulator.acts.reach import ImpossibleError, check_reachable, check_writable, find_message
from simulator.records import Account, Body, Chat, Member, Status, Topic
from simulator.rights import as_member
from simulator.telling import ANONYMOUS, happen, tell_membership, tell_message, tell_own_membership
from simulator.topics import open_topic
from simulator.world import World

Rights = Body | list[str] | None


def block(world: World, account: Account) -> int:
    """Block the bot."""
    return _set_blocked(world, account, blocked=True)


def unblock(world: World, account: Account) -> int:
    """Unblock the bot."""
    return _set_blocked(world, account, blocked=False)


def set_bot_status(world: World, chat: Chat, by: Account, status: Status, rights: Rights = None) -> int:
    """Add the bot to a group or channel, make it an administrator with `rights` (None: all), or remove it."""
    if chat.kind == "channel" and status in {"member", "restricted"}:
        raise ImpossibleError("a bot can only be an administrator of a channel")
    if status == "creator":
        raise ImpossibleError("a bot cannot own a chat")
    was, now = chat.bot, as_member(chat.kind, status, rights)
    chat.known = True
    if chat.kind == "group" and not now.is_in:
        # "this member may be the bot itself", which sees this last thing of a small group and none of a supergroup
        _announce(world, chat, by, world.bot.user, was, now)
    chat.bot = now
    update_id = tell_own_membership(world, chat, by.user, was, now)
    if chat.kind != "group" or now.is_in:
        _announce(world, chat, by, world.bot.user, was, now)
    world.tell_chat(chat)
    return update_id


def set_member(
    world: World, chat: Chat, account: Account, status: Status, rights: Rights = None, by: Account | None = None
) -> int:
    """Let a person in, make them an administrator, or remove them; return the number of the chat_member update."""
    was, now = chat.member(account.id), as_member(chat.kind, status, rights)
    by = by or account
    if now == Member("left"):
        chat.members.pop(account.id, None)
    else:
        chat.members[account.id] = now
    _announce(world, chat, by, account.user, was, now)
    world.tell_chat(chat)
    return tell_membership(world, chat, account.user, (by.user, was, now))


def create_topic(world: World, chat: Chat, by: Account, name: str) -> Topic:
    """Open a topic in a forum."""
    if not chat.forum:
        raise ImpossibleError("this chat is not a forum")
    if not 1 <= len(name.strip()) <= 128:
        raise ImpossibleError("the name of a topic has 1 to 128 characters")
    check_writable(by, chat, None)
    return open_topic(world, chat, by, name.strip())


def pin(world: World, chat: Chat, by: Account, message_id: int, *, pinned: bool) -> int:
    """Pin or unpin a message; return the number of the update that tells of it, or 0."""
    message, last = find_message(chat, message_id), world.updates.last_id
    if message.is_service:
        raise ImpossibleError("what happened in a chat cannot be pinned, only what was said")
    check_reachable(by, chat)
    if pinned:
        pins.pin(world, chat, message, by)
    else:
        pins.unpin(world, chat, [message_id])
    return world.updates.last_id if world.updates.last_id > last else 0


def upgrade(world: World, chat: Chat, by: Account) -> Chat:
    """Make a supergroup of a group, as Telegram does when topics, a username or large size ask for it; return it."""
    if chat.kind != "group" or chat.migrated_to is not None:
        raise ImpossibleError("only a group can become a supergroup, and once")
    after = world.add_group(chat.public["title"], "supergroup")
    after.members, after.known = dict(chat.members), chat.known
    after.bot = as_member("supergroup", "administrator") if chat.bot.is_administrator else chat.bot
    happen(world, chat, by, {"migrate_to_chat_id": after.id})
    chat.migrated_to = after.id
    moved = happen(
        world, after, None, {"from": ANONYMOUS, "sender_chat": after.public, "migrate_from_chat_id": chat.id}
    )
    tell_message(world, after, moved)
    world.tell_chat(chat)
    world.tell_chat(after)
    return after


def _set_blocked(world: World, account: Account, *, blocked: bool) -> int:
    if account.blocked == blocked:
        return 0
    account.blocked = blocked
    world.tell_chat(account.chat)
    if not account.chat.known:
        return 0
    before, after = (Member("member"), Member("kicked")) if blocked else (Member("kicked"), Member("member"))
    return tell_own_membership(world, account.chat, account.user, before, after)


def _announce(world: World, chat: Chat, by: Account, user: Body, was: Member, now: Member) -> None:
    """Put a service message where somebody came or went; channels have none, and the gone bot hears of none."""
    if chat.kind == "channel" or was.is_in == now.is_in:
        return
    happen(world, chat, by, {"new_chat_members": [user]} if now.is_in else {"left_chat_member": user})
