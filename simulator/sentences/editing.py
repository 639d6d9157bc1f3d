"""What is refused of editing and deleting."""

from __future__ import annotations

from simulator.sentences.refusal import bad, taking

EDITING = tuple(name for name in taking("message_id") if name.startswith("edit"))
DELETING = ("deleteMessage", "deleteMessages")
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
ID_REQUIRED = "Required if inline_message_id is not specified."

MEDIA = "Use this method to edit animation, audio, document, live photo, photo, or video messages, or to replace a text"
ALBUM = "it can be edited only to an audio for audio albums, only to a document for document albums"
DOCUMENT = {"type": "document", "media": "$document_id"}
ANIMATION = {"type": "animation", "media": "$animation_id"}
NEW_FILE = {
    "chat_id": None,
    "message_id": None,
    "inline_message_id": "$inline_message",
    "media": {"type": "photo", "media": "attach://picture"},
    "picture": "$png",
}

REFUSALS = (
    bad(EDITING, "no chat is named", "chat_id is empty", ID_REQUIRED, {"chat_id": None}),
    bad(EDITING, "no message is named", "message identifier is not specified", ID_REQUIRED, {"message_id": None}),
    bad(
        EDITING,
        "the message is not there",
        "message to edit not found",
        "Identifier of the message to edit",
        {"message_id": 4711},
    ),
    bad(
        EDITING,
        "the message was deleted",
        "message to edit not found",
        "Identifier of the message to edit",
        {"message_id": "$deleted_text"},
    ),
    bad(EDITING, "the message is somebody else's", "message can't be edited", given={"message_id": "$persons_text"}),
    bad("editMessageText", "nothing would change", NOT_MODIFIED, given={"text": "Hello"}),
    bad("editMessageReplyMarkup", "nothing would change", NOT_MODIFIED, given={"reply_markup": None}),
    bad("editMessageCaption", "nothing would change", NOT_MODIFIED, given={"caption": None}),
    bad(
        "editMessageText",
        "the message is no text",
        "there is no text in the message to edit",
        "Use this method to edit text, rich and game messages.",
        {"message_id": "$photo"},
    ),
    bad(
        "editMessageText",
        "there is no new text",
        "message text is empty",
        "New text of the message, 1-4096 characters after entity parsing; required if rich_message isn't specified",
        {"text": None},
    ),
    bad(
        "editMessageCaption",
        "the message can have no caption",
        "there is no caption in the message to edit",
        "Use this method to edit captions of messages.",
        {"message_id": "$text"},
    ),
    bad(
        "deleteMessage",
        "the message is not there",
        "message to delete not found",
        "Identifier of the message to delete",
        {"message_id": 4711},
    ),
    bad(
        "deleteMessage",
        "the message is 48 hours old",
        "message can't be deleted for everyone",
        "A message can only be deleted if it was sent less than 48 hours ago.",
        {"message_id": "$old_text"},
    ),
    bad(
        "deleteMessages",
        "a message is 48 hours old",
        "message can't be deleted for everyone",
        given={"message_ids": ["$old_text"]},
    ),
    bad(
        "deleteMessages",
        "no message is named",
        "message identifiers are not specified",
        "A JSON-serialized list of 1-100 identifiers of messages to delete.",
        {"message_ids": []},
    ),
    bad(
        "deleteMessages",
        "more than 100 messages are named",
        "too many message identifiers specified",
        "A JSON-serialized list of 1-100 identifiers of messages to delete.",
        {"message_ids": list(range(1, 102))},
    ),
    bad(
        "deleteMessage",
        "a person's message in a group where the bot is no administrator",
        "message can't be deleted",
        "If the bot is an administrator of a group, it can delete any message there.",
        {"chat_id": "$plain_group", "message_id": "$persons_text_in_plain_group"},
    ),
    bad(
        "deleteMessages",
        "a person's message in a group where the bot is no administrator",
        "message can't be deleted",
        given={"chat_id": "$plain_group", "message_ids": ["$persons_text_in_plain_group"]},
    ),
    bad(
        EDITING,
        "no such message was sent inline",
        "MESSAGE_ID_INVALID",
        "Identifier of the inline message",
        {"inline_message_id": "4711"},
    ),
    bad(
        EDITING,
        "a service message",
        "message can't be edited",
        given={"chat_id": "$group", "message_id": "$service_message"},
    ),
    bad("editMessageMedia", "nothing would change", NOT_MODIFIED, given={"message_id": "$sent_photo"}),
    bad(
        "editMessageMedia",
        "the message has no media and is no text",
        "there is no media in the message to edit",
        MEDIA,
        {"message_id": "$location"},
    ),
    bad(
        "editMessageMedia",
        "a document into an album of photos",
        "can't change media type in the album",
        ALBUM,
        {"message_id": "$album", "media": DOCUMENT},
    ),
    bad(
        "editMessageMedia",
        "an animation into an album",
        "message content type can't be used in an album",
        ALBUM,
        {"message_id": "$album", "media": ANIMATION},
    ),
    bad(
        "editMessageMedia",
        "a new file for a message sent inline",
        "a new file can't be uploaded for an inline message",
        "When an inline message is edited, a new file can't be uploaded",
        NEW_FILE,
    ),
)
