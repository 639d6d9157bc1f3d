"""Topics of a forum as they are opened, changed and deleted, whoever does it."""

from simulator.records import GENERAL_COLOR, GENERAL_TOPIC, Account, Body, Chat, Topic
from simulator.showing import show_topics
from simulator.telling import happen
from simulator.world import World


def open_topic(
    world: World, chat: Chat, by: Account | None, name: str, color: int = GENERAL_COLOR, emoji: str = ""
) -> Topic:
    """Open a topic; its number is that of the service message which tells of it. `by` None is the bot."""
    looks: Body = {"name": name, "icon_color": color} | ({"icon_custom_emoji_id": emoji} if emoji else {})
    # The message stands in the topic it opens, so the topic is there before it under the number it will have.
    topic = Topic(chat.last_message_id + 1, name, color, emoji, by_bot=by is None)
    chat.topics[topic.thread] = topic
    happen(world, chat, by, {"forum_topic_created": looks}, topic.thread)
    tell_topics(world, chat)
    return topic


def change_topic(world: World, chat: Chat, topic: Topic, by: Account | None, told: Body) -> None:
    """Tell everybody in the chat what was changed about a topic."""
    happen(world, chat, by, told, topic.thread)
    tell_topics(world, chat)


def delete_topic(world: World, chat: Chat, topic: Topic) -> None:
    """Take a topic and all its messages away."""
    del chat.topics[topic.thread]
    for message in chat.messages.values():
        if message.thread == topic.thread and not message.deleted:
            message.deleted = True
            if world.listen:
                world.tell("deleted", chat.id, message_id=message.message_id)
            world.arrive(chat, "deleted", message.body)
    chat.pinned = [number for number in chat.pinned if not _is_gone(chat, number)]
    tell_topics(world, chat)


def tell_topics(world: World, chat: Chat) -> None:
    """Tell the pages which topics there are."""
    if world.listen:
        world.tell("topics", chat.id, topics=show_topics(chat))


def general(chat: Chat) -> Topic:
    """Return the general topic of a forum."""
    return chat.topics[GENERAL_TOPIC]


def _is_gone(chat: Chat, number: int) -> bool:
    message = chat.messages.get(number)
    return message is None or message.deleted
