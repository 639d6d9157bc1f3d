"""Finds the chat a call is about and says why the bot may not write there."""

from simulator.checks import Parameters
from simulator.refusals import bad_request, forbidden
from simulator.world import Chat, Message, World


def chat_of(world: World, given: Parameters) -> Chat:
    """Return the chat named by chat_id; raises 'chat not found' when the bot never met it."""
    chat_id = given["chat_id"]
    chat = world.chats.get(chat_id) if isinstance(chat_id, int) else _by_username(world, chat_id)
    if chat is None or not chat.known:
        raise bad_request("chat not found")
    return chat


def writable_chat(world: World, given: Parameters) -> Chat:
    """Return the chat named by chat_id if the bot may write there."""
    chat = chat_of(world, given)
    if chat.kind == "private":
        _check_person(world, chat)
    else:
        _check_membership(chat)
    return chat


def message_of(chat: Chat, given: Parameters, purpose: str) -> Message:
    """Return the message named by message_id; raises 'message to <purpose> not found'."""
    message = chat.messages.get(given["message_id"])
    if message is None or message.deleted:
        raise bad_request(f"message to {purpose} not found")
    return message


def _by_username(world: World, name: str) -> Chat | None:
    return next((chat for chat in world.chats.values() if f"@{chat.public.get('username')}" == name), None)


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
