"""Finds what a person acts on and says what they cannot do."""

from simulator.records import Account, Chat, Message


class ImpossibleError(LookupError):
    """A person cannot do this: the message, the button or the chat is not there."""


def check_reachable(account: Account, chat: Chat) -> None:
    """Refuse acts in chats a person is not in, or no longer."""
    if account.blocked and chat is account.chat:
        raise ImpossibleError("this person has blocked the bot")
    if chat is account.chat:
        return
    if not chat.member(account.id).is_in:
        raise ImpossibleError("this person is not in the group")
    if chat.migrated_to is not None:
        raise ImpossibleError(f"this group is the supergroup {chat.migrated_to} now")


def check_writable(account: Account, chat: Chat, thread: int | None) -> None:
    """Refuse messages where a person may only read."""
    check_reachable(account, chat)
    member = chat.member(account.id)
    if chat.kind == "channel" and not member.may("can_post_messages"):
        raise ImpossibleError("only administrators write in a channel")
    if member.status == "restricted":
        raise ImpossibleError("this person may only read here")
    if thread is not None and thread not in chat.topics:
        raise ImpossibleError(f"there is no topic {thread} in this chat")
    topic = chat.topics.get(thread or 1)
    if topic is not None and topic.closed and not member.may("can_manage_topics"):
        raise ImpossibleError(f"the topic {topic.name} is closed")


def find_message(chat: Chat, message_id: int) -> Message:
    """Return a message that is there and was not deleted."""
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise ImpossibleError(f"there is no message {message_id} in this chat")
    return message
