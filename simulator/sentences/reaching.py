"""What is refused because of the chat, who is in it, or what the bot may do there."""

from __future__ import annotations

from typing import Any

from simulator.checks import API
from simulator.sentences.refusal import Refusal, bad, banned, taking

Json = Any  # whatever JSON can say

KNOWN = taking("chat_id")
NAMEABLE = tuple(name for name in KNOWN if "String" in API["methods"][name]["chat_id"]["types"])
WRITING = tuple(name for name in KNOWN if name.startswith(("send", "copy", "forward")))
EDITING = tuple(name for name in KNOWN if name.startswith("editMessage"))
PINNING = ("pinChatMessage", "unpinChatMessage", "unpinAllChatMessages")
TOPICAL = tuple(name for name in KNOWN if "ForumTopic" in name)
MENUS = ("setChatMenuButton", "getChatMenuButton")
ALONE = (*MENUS, "getChat", "getChatMember", "getChatMemberCount", "deleteMessage", "deleteMessages")
# Methods for which it matters whether the person wants the bot, and those for which it matters whether it is in a group.
WANTED = (*WRITING, *EDITING, *PINNING, "setMessageReaction")
INSIDE = tuple(name for name in KNOWN if name not in MENUS)
SOURCES = taking("from_chat_id")
THREAD = (
    "Unique identifier for the target message thread (topic) of a forum"
    " | Unique identifier for the target message thread or topic of a forum"
)
TOPICS_RIGHT = "must have the can_manage_topics administrator right"
PIN_RIGHT = "the bot must be an administrator with the 'can_pin_messages' right or the 'can_edit_messages' right"
PIN_TOPIC_RIGHT = "must have the can_pin_messages administrator right in the supergroup"
DELETE_RIGHT = "must have the can_delete_messages administrator rights"
POST_RIGHT = "True, if the administrator can post messages in the channel"
UPGRADED = "Bad Request: group chat was upgraded to a supergroup chat"
MIGRATED = {"migrate_to_chat_id": "$upgraded_to"}
PRIVATE = {"chat_id": "$person"}
SCOPED = taking("scope")
UPGRADED_SCOPE = {"scope": {"type": "chat", "chat_id": "$upgraded"}}
PIN = "not enough rights to manage pinned messages in the chat"


def inside(who: str, chat: str, reason: str) -> Refusal:
    """Make the refusal of a group that the bot is not in."""
    return banned(INSIDE, who, reason, given={"chat_id": chat})


def lacking(methods: tuple[str, ...], purpose: str, sentence: str, given: dict[str, Json]) -> Refusal:
    """Make the refusal where the bot has not the right."""
    return bad(methods, "the bot has not the right", f"not enough rights to {purpose}", sentence, given)


REFUSALS = (
    bad(KNOWN, "the bot never met the chat", "chat not found", given={"chat_id": "$stranger"}),
    bad(KNOWN, "there is no such chat", "chat not found", given={"chat_id": 4711}),
    bad(NAMEABLE, "nobody has the username", "chat not found", given={"chat_id": "@nobody_at_all"}),
    bad(SOURCES, "there is no such chat to take it from", "chat not found", given={"from_chat_id": 4711}),
    bad(
        taking("reply_parameters"),
        "there is no such chat to answer into",
        "chat not found",
        given={"reply_parameters": {"message_id": 1, "chat_id": 4711}},
    ),
    Refusal(KNOWN, "the group became a supergroup", 400, UPGRADED, given={"chat_id": "$upgraded"}, parameters=MIGRATED),
    Refusal(
        SOURCES,
        "the group to take it from became a supergroup",
        400,
        UPGRADED,
        given={"from_chat_id": "$upgraded"},
        parameters=MIGRATED,
    ),
    banned(WANTED, "the person blocked the bot", "bot was blocked by the user", "the person blocks the bot"),
    banned(WANTED, "the account is gone", "user is deactivated", "the person's account is deleted"),
    inside(
        "the bot was removed from the group", "$group_without_bot_any_more", "bot was kicked from the supergroup chat"
    ),
    inside("the bot has left the group", "$group_without_bot", "bot is not a member of the supergroup chat"),
    bad(
        WRITING,
        "the bot is no administrator of the channel",
        "need administrator rights in the channel chat",
        given={"chat_id": "$channel_without_rights"},
    ),
    bad(
        WRITING,
        "the bot may not post in the channel",
        "not enough rights to send text messages to the chat",
        given={"chat_id": "$channel_without_posting"},
    ),
    bad(
        WRITING,
        "the bot is restricted in the group",
        "not enough rights to send text messages to the chat",
        given={"chat_id": "$group_that_restricts"},
    ),
    bad(
        WRITING,
        "there is no such topic",
        "message thread not found",
        THREAD,
        {"chat_id": "$forum", "message_thread_id": 4711},
    ),
    bad(
        WRITING,
        "the topic is closed, and the bot may not manage topics",
        "TOPIC_CLOSED",
        given={"chat_id": "$strict_forum", "message_thread_id": "$strict_closed_topic"},
    ),
    bad(
        TOPICAL,
        "the supergroup has no topics",
        "the chat is not a forum",
        "in a forum supergroup chat | in a General forum topic",
        {"chat_id": "$group"},
    ),
    bad(
        tuple(name for name in TOPICAL if "message_thread_id" in API["methods"][name]),
        "there is no such topic",
        "TOPIC_ID_INVALID",
        "Unique identifier for the target message thread of the forum topic",
        {"message_thread_id": 4711},
    ),
    lacking(("createForumTopic",), "create a topic", TOPICS_RIGHT, {"chat_id": "$strict_forum"}),
    lacking(
        ("editForumTopic",),
        "edit the topic",
        TOPICS_RIGHT,
        {"chat_id": "$strict_forum", "message_thread_id": "$strict_topic"},
    ),
    lacking(
        ("closeForumTopic", "reopenForumTopic"),
        "close or open the topic",
        TOPICS_RIGHT,
        {"chat_id": "$strict_forum", "message_thread_id": "$strict_topic"},
    ),
    lacking(
        ("deleteForumTopic",),
        "delete the topic",
        DELETE_RIGHT,
        {"chat_id": "$strict_forum", "message_thread_id": "$strict_topic"},
    ),
    lacking(
        ("editGeneralForumTopic", "hideGeneralForumTopic", "unhideGeneralForumTopic"),
        "edit the topic",
        TOPICS_RIGHT,
        {"chat_id": "$strict_forum"},
    ),
    lacking(
        ("closeGeneralForumTopic", "reopenGeneralForumTopic"),
        "close or open the topic",
        TOPICS_RIGHT,
        {"chat_id": "$strict_forum"},
    ),
    bad(
        "unpinAllForumTopicMessages",
        "the bot has not the right",
        PIN,
        PIN_TOPIC_RIGHT,
        {"chat_id": "$strict_forum", "message_thread_id": "$strict_topic"},
    ),
    bad(
        "unpinAllGeneralForumTopicMessages",
        "the bot has not the right",
        PIN,
        PIN_TOPIC_RIGHT,
        {"chat_id": "$strict_forum"},
    ),
    bad(PINNING, "the bot has not the right, in a group", PIN, PIN_RIGHT, {"chat_id": "$plain_group"}),
    bad(PINNING, "the bot has not the right, in a channel", PIN, PIN_RIGHT, {"chat_id": "$channel_without_posting"}),
    banned(
        TOPICAL, "the person blocked the bot", "bot was blocked by the user", "the person blocks the bot", "", PRIVATE
    ),
    banned(TOPICAL, "the account is gone", "user is deactivated", "the person's account is deleted", "", PRIVATE),
    Refusal(
        SCOPED, "the commands' group became a supergroup", 400, UPGRADED, given=UPGRADED_SCOPE, parameters=MIGRATED
    ),
)
