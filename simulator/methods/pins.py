"""Methods that pin messages."""

from simulator import pins
from simulator.checks import Parameters
from simulator.methods.reach import demand, inner_chat, message_of
from simulator.methods.registry import method
from simulator.records import Chat
from simulator.refusals import bad_request
from simulator.world import World

PURPOSE = "manage pinned messages in the chat"


@method("pinChatMessage")
def pin_chat_message(world: World, given: Parameters) -> bool:
    """'In private chats ... all non-service messages can be pinned'; elsewhere the bot needs a right to do it."""
    chat = _pinnable(world, given)
    message = message_of(chat, given, "pin")
    if message.is_service:
        raise bad_request("a service message can't be pinned")
    pins.pin(world, chat, message, None)
    return True


@method("unpinChatMessage")
def unpin_chat_message(world: World, given: Parameters) -> bool:
    """'If not specified, the most recent pinned message (by sending date) will be unpinned'."""
    chat = _pinnable(world, given)
    if given.get("message_id"):
        number = message_of(chat, given, "unpin").message_id
    elif chat.pinned:
        number = chat.pinned[-1]
    else:
        raise bad_request("message to unpin not found")
    pins.unpin(world, chat, [number])
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(world: World, given: Parameters) -> bool:
    """Use this method to clear the list of pinned messages in a chat."""
    chat = inner_chat(world, given)
    # "In private chats ... no additional rights are required to unpin all pinned messages."
    check_pinning(chat)
    pins.unpin(world, chat, chat.pinned)
    return True


def check_pinning(chat: Chat) -> None:
    """Demand 'can_pin_messages' in groups and 'can_edit_messages' in channels."""
    if chat.kind != "private":
        demand(chat, "can_edit_messages" if chat.kind == "channel" else "can_pin_messages", PURPOSE)


def _pinnable(world: World, given: Parameters) -> Chat:
    chat = inner_chat(world, given)
    check_pinning(chat)
    return chat
