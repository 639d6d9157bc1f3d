"""Pinned messages, whoever pins them; `Chat.pinned` is in the order of sending, so the last is the most recent."""

from bisect import insort

from simulator.records import Account, Body, Chat, Message
from simulator.telling import happen
from simulator.world import World


def pin(world: World, chat: Chat, message: Message, by: Account | None) -> None:
    """Pin a message and say so in the chat; one that is pinned already stays so in silence. `by` None is the bot."""
    if message.message_id in chat.pinned:
        return
    insort(chat.pinned, message.message_id)
    told: Body = {key: value for key, value in message.body.items() if key != "reply_to_message"}
    happen(world, chat, by, {"pinned_message": told}, message.thread)
    tell_pinned(world, chat)


def unpin(world: World, chat: Chat, numbers: list[int]) -> None:
    """Take messages off the list of pinned ones; nothing is said of it in the chat."""
    gone = set(numbers)
    if gone.isdisjoint(chat.pinned):
        return
    chat.pinned = [number for number in chat.pinned if number not in gone]
    tell_pinned(world, chat)


def tell_pinned(world: World, chat: Chat) -> None:
    """Tell the pages what is pinned."""
    if world.listen:
        world.tell("pinned", chat.id, pinned=chat.pinned)
