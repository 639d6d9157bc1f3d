"""The plain call of each method: the least that is done without an error. Refusals change something about it."""

from __future__ import annotations

from typing import Any

from simulator.checks import API

Json = Any  # whatever JSON can say
Call = dict[str, Json]

ARTICLE: Call = {"type": "article", "id": "1", "title": "Hello", "input_message_content": {"message_text": "Hello"}}
PHOTO: Call = {"type": "photo", "media": "$photo_id"}
KEYBOARD: Call = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}

# What a parameter is in every plain call that needs it; "$name" is a thing of the stage.
USUAL: Call = {
    "chat_id": "$person",
    "from_chat_id": "$person",
    "message_id": "$text",
    "message_ids": ["$text"],
    "message_thread_id": "$topic",
    "user_id": "$person",
    "text": "Hello again",
    "document": "$file",
    "photo": "$png",
    "voice": "$ogg",
    "video": "$file",
    "audio": "$file",
    "animation": "$file",
    "sticker": "$webp",
    "media": [PHOTO, PHOTO],
    "latitude": 50.77,
    "longitude": 6.08,
    "title": "Town hall",
    "address": "Market 1",
    "phone_number": "+49241000000",
    "first_name": "Amal",
    "action": "typing",
    "callback_query_id": "$query",
    "inline_query_id": "$inline_query",
    "results": [ARTICLE],
    "file_id": "$document_id",
    "url": "http://127.0.0.1:9/hook",
    "commands": [{"command": "help", "description": "Help"}],
    "name": "Name",
}
FORUM: Call = {"chat_id": "$forum"}
# What is otherwise in some methods, or needed beside what is required of them.
OTHERWISE: dict[str, Call] = {
    **{name: FORUM for name in API["methods"] if "ForumTopic" in name and "Icon" not in name},
    "reopenForumTopic": FORUM | {"message_thread_id": "$closed_topic"},
    "reopenGeneralForumTopic": {"chat_id": "$forum_with_general_closed"},
    "unhideGeneralForumTopic": {"chat_id": "$forum_with_general_hidden"},
    "editForumTopic": FORUM | {"name": "Another name"},
    "getChatAdministrators": {"chat_id": "$group"},
    "leaveChat": {"chat_id": "$group"},
    "unpinChatMessage": {"message_id": "$pinned_text"},
    "copyMessage": {"message_id": "$photo"},
    "editMessageText": {"chat_id": "$person", "message_id": "$text", "text": "Hello again"},
    "editMessageCaption": {"chat_id": "$person", "message_id": "$photo", "caption": "Look"},
    "editMessageMedia": {"chat_id": "$person", "message_id": "$photo", "media": PHOTO},
    "editMessageReplyMarkup": {"chat_id": "$person", "message_id": "$text", "reply_markup": KEYBOARD},
    "setMessageReaction": {"reaction": [{"type": "emoji", "emoji": "👍"}]},
    "setMyName": {"name": "Name"},
    "setMyProfilePhoto": {"photo": {"type": "static", "photo": "attach://picture"}, "picture": "$png"},
}


def plain(method: str) -> Call:
    """Return the plain call of a method, things of the stage by name."""
    otherwise = OTHERWISE.get(method, {})
    required = (name for name, field in API["methods"][method].items() if field.get("required"))
    return {name: USUAL[name] for name in required if name not in otherwise} | otherwise
