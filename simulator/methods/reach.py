"""Finds the chat a call is about and says why the bot may not write there, or not do there what it wants."""

from simulator.checks import Parameters
from simulator.records import GENERAL_TOPIC, Chat, Message
from simulator.refusals import RefusedError, bad_request, forbidden
from simulator.world import World

UPGRADED = "Bad Request: group chat was upgraded to a supergroup chat"


def chat_of(world: World, given: Parameters) -> Chat:
    """Return the chat named by chat_id; raises 'chat not found' when the bot never met it."""
    chat_id = given["chat_id"]
    chat = world.chats.get(chat_id) if isinstance(chat_id, int) else _by_username(world, chat_id)
    if chat is None or not (chat.known or "username" in chat.public):
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise RefusedError(400, UPGRADED, {"migrate_to_chat_id": chat.migrated_to})
    return chat


def readable_chat(world: World, given: Parameters) -> Chat:
    """Return the chat named by chat_id if the bot may look into it: it is in there, or the chat is public."""
    chat = chat_of(world, given)
    if chat.kind != "private" and ("username" not in chat.public or chat.bot_status == "kicked"):
        _check_membership(chat)
    return chat


def joined_chat(world: World, given: Parameters) -> Chat:
    """Return the chat named by chat_id if it is private or the bot is in there; a person may have blocked the bot."""
    chat = chat_of(world, given)
    if chat.kind != "private":
        _check_membership(chat)
    return chat


def inner_chat(world: World, given: Parameters) -> Chat:
    """Return the chat named by chat_id if the bot is in there and not blocked."""
    chat = joined_chat(world, given)
    if chat.kind == "private":
        _check_person(world, chat)
    return chat


def writable_chat(world: World, given: Parameters) -> Chat:
    """Return the chat named by chat_id if the bot may write there, into the topic that is asked for too."""
    chat = inner_chat(world, given)
    if chat.kind != "private":
        _check_rights(chat)
    if chat.topics or "message_thread_id" in given:
        _check_open(chat, thread_of(chat, given))
    return chat


def thread_of(chat: Chat, given: Parameters) -> int | None:
    """Return the topic a message goes into: the one that is named, else that of the message it answers."""
    thread: int | None = given.get("message_thread_id")
    if thread:
        if thread not in chat.topics or thread == GENERAL_TOPIC:
            raise bad_request("message thread not found")
        return thread
    if not chat.topics:
        return None
    asked = given.get("reply_parameters", {})
    answered = chat.messages.get(asked.get("message_id")) if asked.get("chat_id", chat.id) == chat.id else None
    return answered.thread if answered is not None and answered.thread in chat.topics else None


def message_of(chat: Chat, given: Parameters, purpose: str) -> Message:
    """Return the message named by message_id; raises 'message to <purpose> not found'."""
    message = chat.messages.get(given["message_id"])
    if message is None or message.deleted:
        raise bad_request(f"message to {purpose} not found")
    return message


def demand(chat: Chat, right: str, purpose: str) -> None:
    """Raise 'not enough rights to <purpose>' where the bot has not this right of an administrator."""
    if not chat.bot.may(right):
        raise bad_request(f"not enough rights to {purpose}")


def may_delete(chat: Chat, message: Message) -> bool:
    """Tell whether the bot may delete a message: what deleteMessage says of each kind of chat."""
    # "Service messages about a supergroup, channel, or forum topic creation can't be deleted."
    if "forum_topic_created" in message.body:
        return False
    own = not message.outgoing
    match chat.kind:
        case "private":
            return True
        case "group":
            return own or chat.bot.is_administrator
        case "supergroup":
            return own or chat.bot.may("can_delete_messages")
        case "channel":
            return chat.bot.may("can_delete_messages") or (own and chat.bot.may("can_post_messages"))


def may_edit(chat: Chat, message: Message) -> bool:
    """Tell whether the bot may edit a message: its own, and all posts where it has can_edit_messages."""
    if message.is_service:
        return False
    if not message.outgoing:
        return True
    return chat.kind == "channel" and chat.bot.may("can_edit_messages")


def _by_username(world: World, name: str) -> Chat | None:
    wanted = name.lower()
    return next((chat for chat in world.groups if f"@{chat.public.get('username', '')}".lower() == wanted), None)


def _check_person(world: World, chat: Chat) -> None:
    account = world.accounts[chat.id]
    if account.deactivated:
        raise forbidden("user is deactivated")
    if account.blocked:
        raise forbidden("bot was blocked by the user")


def _check_membership(chat: Chat) -> None:
    if chat.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if chat.bot_status == "left":
        raise forbidden(f"bot is not a member of the {chat.kind} chat")


def _check_rights(chat: Chat) -> None:
    if chat.kind == "channel" and not chat.bot.is_administrator:
        raise bad_request("need administrator rights in the channel chat")
    if chat.bot_status == "restricted" or (chat.kind == "channel" and not chat.bot.may("can_post_messages")):
        raise bad_request("not enough rights to send text messages to the chat")


def _check_open(chat: Chat, thread: int | None) -> None:
    topic = chat.topics.get(thread or GENERAL_TOPIC)
    if topic is not None and topic.closed and not chat.bot.may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
