"""What is refused of topics, pins and reactions."""

from __future__ import annotations

from simulator.sentences.refusal import bad

NAMED = ("createForumTopic", "editForumTopic", "editGeneralForumTopic")
ICONS = ("createForumTopic", "editForumTopic")
ICON = "Use getForumTopicIconStickers to get all allowed custom emoji identifiers."
ONE = "Currently, as non-premium users, bots can set up to one reaction per message."
THUMB = {"type": "emoji", "emoji": "👍"}
HEART = {"type": "emoji", "emoji": "❤"}
NO_SERVICE = "all non-service messages can be pinned"

REFUSALS = (
    bad(
        "createForumTopic",
        "a colour that is not offered",
        "invalid icon color specified",
        "Currently, must be one of",
        {"icon_color": 1},
    ),
    bad(ICONS, "an icon that is not offered", "DOCUMENT_INVALID", ICON, {"icon_custom_emoji_id": "1"}),
    bad(NAMED, "a name of spaces", "title must be non-empty", "1-128 characters | 0-128 characters", {"name": "  "}),
    bad("editForumTopic", "nothing would change", "TOPIC_NOT_MODIFIED", given={"name": "Topic"}),
    bad("editGeneralForumTopic", "nothing would change", "TOPIC_NOT_MODIFIED", given={"name": "General"}),
    bad(
        "closeForumTopic",
        "the topic is closed",
        "TOPIC_NOT_MODIFIED",
        "Use this method to close an open topic",
        {"message_thread_id": "$closed_topic"},
    ),
    bad(
        "reopenForumTopic",
        "the topic is open",
        "TOPIC_NOT_MODIFIED",
        "Use this method to reopen a closed topic",
        {"message_thread_id": "$topic"},
    ),
    bad(
        "closeGeneralForumTopic",
        "the topic is closed",
        "TOPIC_NOT_MODIFIED",
        "Use this method to close an open 'General' topic",
        {"chat_id": "$forum_with_general_closed"},
    ),
    bad(
        "reopenGeneralForumTopic",
        "the topic is open",
        "TOPIC_NOT_MODIFIED",
        "Use this method to reopen a closed 'General' topic",
        {"chat_id": "$forum"},
    ),
    bad(
        "hideGeneralForumTopic",
        "the topic is hidden",
        "TOPIC_NOT_MODIFIED",
        given={"chat_id": "$forum_with_general_hidden"},
    ),
    bad("unhideGeneralForumTopic", "the topic is not hidden", "TOPIC_NOT_MODIFIED", given={"chat_id": "$forum"}),
    bad(
        "pinChatMessage",
        "the message is not there",
        "message to pin not found",
        "Identifier of a message to pin",
        {"message_id": 4711},
    ),
    bad(
        "pinChatMessage",
        "a service message",
        "a service message can't be pinned",
        NO_SERVICE,
        {"chat_id": "$group", "message_id": "$service_message"},
    ),
    bad(
        "unpinChatMessage",
        "the message is not there",
        "message to unpin not found",
        "Identifier of the message to unpin.",
        {"message_id": 4711},
    ),
    bad(
        "unpinChatMessage",
        "nothing is pinned",
        "message to unpin not found",
        "If not specified, the most recent pinned message (by sending date) will be unpinned.",
        {"message_id": None},
    ),
    bad(
        "setMessageReaction",
        "the message is not there",
        "message to react not found",
        "Identifier of the target message.",
        {"message_id": 4711},
    ),
    bad("setMessageReaction", "two reactions", "REACTIONS_TOO_MANY", ONE, {"reaction": [THUMB, HEART]}),
    bad(
        "setMessageReaction",
        "an emoji that is none of the documented ones",
        "REACTION_INVALID",
        "Reaction emoji. Currently, it can be one of",
        {"reaction": [{"type": "emoji", "emoji": "🥔"}]},
    ),
    bad(
        "setMessageReaction",
        "a paid reaction",
        "REACTION_INVALID",
        "Paid reactions can't be used by bots.",
        {"reaction": [{"type": "paid"}]},
    ),
    bad(
        "setMessageReaction",
        "a service message",
        "REACTION_INVALID",
        given={"chat_id": "$group", "message_id": "$service_message"},
    ),
)
