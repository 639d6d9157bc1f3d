"""Methods about the topics of a forum."""

import re

from simulator import pins
from simulator.checks import API, Parameters
from simulator.methods.pins import PURPOSE
from simulator.methods.reach import demand, inner_chat
from simulator.methods.registry import method
from simulator.records import GENERAL_COLOR, GENERAL_TOPIC, Body, Chat, Topic
from simulator.refusals import bad_request
from simulator.topics import change_topic, delete_topic, general, open_topic
from simulator.world import World

# "Currently, must be one of 7322096 (0x6FB9F0), 16766590 (0xFFD67E), ..."
COLORS = frozenset(map(int, re.findall(r"(\d+) \(0x", API["methods"]["createForumTopic"]["icon_color"]["says"])))
ICONS = {
    "5312536423851630001": "💡",
    "5377316857231450742": "❓",
    "5370870893004203704": "🗣",
    "5379748062124056162": "❗️",
}
EDIT = "edit the topic"
TOGGLE = "close or open the topic"


@method("createForumTopic")
def create_forum_topic(world: World, given: Parameters) -> Body:
    """Returns information about the created topic as a ForumTopic object."""
    chat = _forum(world, given)
    demand(chat, "can_manage_topics", "create a topic")
    color, icon = given.get("icon_color", GENERAL_COLOR), given.get("icon_custom_emoji_id", "")
    if color not in COLORS:
        raise bad_request("invalid icon color specified")
    _check_icon(icon)
    topic = open_topic(world, chat, None, _name(given), color, icon)
    described: Body = {"message_thread_id": topic.thread, "name": topic.name, "icon_color": topic.color}
    return described | ({"icon_custom_emoji_id": icon} if icon else {})


@method("editForumTopic")
def edit_forum_topic(world: World, given: Parameters) -> bool:
    """'If not specified or empty, the current name of the topic will be kept'."""
    chat, topic = _topic(world, given)
    _demand_topic(chat, topic, EDIT)
    told: Body = {}
    if given.get("name"):
        told["name"] = _name(given)
    if "icon_custom_emoji_id" in given:
        _check_icon(given["icon_custom_emoji_id"])
        told["icon_custom_emoji_id"] = given["icon_custom_emoji_id"]
    if not told:
        return True
    _check_change(
        topic.name == told.get("name", topic.name) and topic.emoji == told.get("icon_custom_emoji_id", topic.emoji)
    )
    topic.name, topic.emoji = told.get("name", topic.name), told.get("icon_custom_emoji_id", topic.emoji)
    change_topic(world, chat, topic, None, {"forum_topic_edited": told})
    return True


@method("closeForumTopic")
def close_forum_topic(world: World, given: Parameters) -> bool:
    """Use this method to close an open topic in a forum supergroup chat."""
    chat, topic = _topic(world, given)
    _demand_topic(chat, topic, TOGGLE)
    return _set_closed(world, chat, topic, closed=True)


@method("reopenForumTopic")
def reopen_forum_topic(world: World, given: Parameters) -> bool:
    """Use this method to reopen a closed topic in a forum supergroup chat."""
    chat, topic = _topic(world, given)
    _demand_topic(chat, topic, TOGGLE)
    return _set_closed(world, chat, topic, closed=False)


@method("deleteForumTopic")
def delete_forum_topic(world: World, given: Parameters) -> bool:
    """Use this method to delete a forum topic along with all its messages."""
    chat, topic = _topic(world, given)
    demand(chat, "can_delete_messages", "delete the topic")
    delete_topic(world, chat, topic)
    return True


@method("unpinAllForumTopicMessages")
def unpin_all_forum_topic_messages(world: World, given: Parameters) -> bool:
    """Use this method to clear the list of pinned messages in a forum topic."""
    chat, topic = _topic(world, given)
    return _unpin_all(world, chat, topic)


@method("editGeneralForumTopic")
def edit_general_forum_topic(world: World, given: Parameters) -> bool:
    """Use this method to edit the name of the 'General' topic in a forum supergroup chat."""
    chat = _forum(world, given)
    demand(chat, "can_manage_topics", EDIT)
    topic, name = general(chat), _name(given)
    _check_change(topic.name == name)
    topic.name = name
    change_topic(world, chat, topic, None, {"forum_topic_edited": {"name": name}})
    return True


@method("closeGeneralForumTopic")
def close_general_forum_topic(world: World, given: Parameters) -> bool:
    """Use this method to close an open 'General' topic in a forum supergroup chat."""
    chat = _forum(world, given)
    demand(chat, "can_manage_topics", TOGGLE)
    return _set_closed(world, chat, general(chat), closed=True)


@method("reopenGeneralForumTopic")
def reopen_general_forum_topic(world: World, given: Parameters) -> bool:
    """'The topic will be automatically unhidden if it was hidden'."""
    chat = _forum(world, given)
    demand(chat, "can_manage_topics", TOGGLE)
    general(chat).hidden = False
    return _set_closed(world, chat, general(chat), closed=False)


@method("hideGeneralForumTopic")
def hide_general_forum_topic(world: World, given: Parameters) -> bool:
    """'The topic will be automatically closed if it was open'."""
    chat = _forum(world, given)
    demand(chat, "can_manage_topics", EDIT)
    general(chat).closed = True
    return _set_hidden(world, chat, hidden=True)


@method("unhideGeneralForumTopic")
def unhide_general_forum_topic(world: World, given: Parameters) -> bool:
    """Use this method to unhide the 'General' topic in a forum supergroup chat."""
    chat = _forum(world, given)
    demand(chat, "can_manage_topics", EDIT)
    return _set_hidden(world, chat, hidden=False)


@method("unpinAllGeneralForumTopicMessages")
def unpin_all_general_forum_topic_messages(world: World, given: Parameters) -> bool:
    """Use this method to clear the list of pinned messages in a General forum topic."""
    chat = _forum(world, given)
    return _unpin_all(world, chat, general(chat))


@method("getForumTopicIconStickers")
def get_forum_topic_icon_stickers(world: World, given: Parameters) -> list[Body]:
    """Use this method to get custom emoji stickers, which can be used as a forum topic icon by any user."""
    del world, given
    looks = {"type": "custom_emoji", "width": 100, "height": 100, "is_animated": True, "is_video": False}
    return [
        {
            "file_id": f"CAACAgIAAxUAA{number}",
            "file_unique_id": f"AgAD{number[-11:]}",
            **looks,
            "emoji": emoji,
            "custom_emoji_id": number,
        }
        for number, emoji in ICONS.items()
    ]


def _forum(world: World, given: Parameters) -> Chat:
    chat = inner_chat(world, given)
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(world: World, given: Parameters) -> tuple[Chat, Topic]:
    chat = _forum(world, given)
    topic = chat.topics.get(given["message_thread_id"])
    if topic is None or topic.thread == GENERAL_TOPIC:
        raise bad_request("TOPIC_ID_INVALID")
    return chat, topic


def _demand_topic(chat: Chat, topic: Topic, purpose: str) -> None:
    """'... must have the can_manage_topics administrator rights, unless it is the creator of the topic'."""
    if not topic.by_bot:
        demand(chat, "can_manage_topics", purpose)


def _name(given: Parameters) -> str:
    name: str = given["name"].strip()
    if not name:
        raise bad_request("title must be non-empty")
    return name


def _check_icon(icon: str) -> None:
    """'Use getForumTopicIconStickers to get all allowed custom emoji identifiers'."""
    if icon and icon not in ICONS:
        raise bad_request("DOCUMENT_INVALID")


def _check_change(same: bool) -> None:
    if same:
        raise bad_request("TOPIC_NOT_MODIFIED")


def _set_closed(world: World, chat: Chat, topic: Topic, *, closed: bool) -> bool:
    _check_change(topic.closed == closed)
    topic.closed = closed
    change_topic(world, chat, topic, None, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})
    return True


def _set_hidden(world: World, chat: Chat, *, hidden: bool) -> bool:
    topic = general(chat)
    _check_change(topic.hidden == hidden)
    topic.hidden = hidden
    told: Body = {"general_forum_topic_hidden" if hidden else "general_forum_topic_unhidden": {}}
    change_topic(world, chat, topic, None, told)
    return True


def _unpin_all(world: World, chat: Chat, topic: Topic) -> bool:
    demand(chat, "can_pin_messages", PURPOSE)
    thread = None if topic.thread == GENERAL_TOPIC else topic.thread
    pinned = [chat.messages[number] for number in chat.pinned if number in chat.messages]
    pins.unpin(world, chat, [message.message_id for message in pinned if message.thread == thread])
    return True
