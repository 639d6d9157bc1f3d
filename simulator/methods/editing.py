"""Methods that change or remove messages."""

from collections.abc import Sequence

from simulator import pins
from simulator.checks import Parameters
from simulator.methods.captions import caption_of, text_of
from simulator.methods.media import CAPTIONED, show_input_media
from simulator.methods.reach import inner_chat, joined_chat, may_delete, may_edit, message_of
from simulator.methods.registry import method
from simulator.refusals import bad_request
from simulator.world import Body, Chat, Message, Upload, World

DELETABLE_S = 48 * 3600
MOST_DELETIONS = 100
CREATIONS = frozenset(("supergroup_chat_created", "channel_chat_created", "forum_topic_created"))
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
ABOVE = "show_caption_above_media"
CONTENT = ("text", "entities", "caption", "caption_entities", "reply_markup", "link_preview_options", ABOVE)
# 'Supported only for animation, photo and video messages.'
SHOWING = ("animation", "photo", "video")
MEDIA = ("has_media_spoiler", *CAPTIONED)
# 'animation, audio, document, live photo, photo, or video messages, or to replace a text ... with a media'
REPLACEABLE = {"text", *CAPTIONED} - {"voice"}
# 'only to an audio for audio albums, only to a document for document albums and to a photo, a live photo, or a video'
ALBUMS = ({"audio"}, {"document"}, {"photo", "live_photo", "video"})


@method("editMessageText")
def edit_message_text(world: World, given: Parameters) -> Body | bool:
    """Use this method to edit text ... messages."""
    chat, message = _editable(world, given)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    content = text_of(world, {"text": "", **given})
    if preview := given.get("link_preview_options"):
        content["link_preview_options"] = preview
    return change(world, chat, message, content, given)


@method("editMessageCaption")
def edit_message_caption(world: World, given: Parameters) -> Body | bool:
    """Use this method to edit captions of messages."""
    chat, message = _editable(world, given)
    if message.body.keys().isdisjoint(CAPTIONED):
        raise bad_request("there is no caption in the message to edit")
    above = {ABOVE: True} if given.get(ABOVE) and not message.body.keys().isdisjoint(SHOWING) else {}
    return change(world, chat, message, caption_of(world, given) | above, given)


@method("editMessageMedia")
def edit_message_media(world: World, given: Parameters) -> Body | bool:
    """'Use this method to edit animation, audio, document, live photo, photo, or video messages, or to replace a text'."""
    chat, message = _editable(world, given)
    if message.body.keys().isdisjoint(REPLACEABLE):
        raise bad_request("there is no media in the message to edit")
    item = given["media"]
    if "media_group_id" in message.body:
        _check_album(message, item["type"])
    if "inline_message_id" in given and any(isinstance(value, Upload) for value in item.values()):
        # "When an inline message is edited, a new file can't be uploaded"; Telegram's words for it are not known.
        raise bad_request("a new file can't be uploaded for an inline message")
    content, stored = show_input_media(world, item)
    message.file_id = stored.file_id
    return change(world, chat, message, content, given, parts=(*CONTENT, *MEDIA))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, given: Parameters) -> Body | bool:
    """Use this method to edit only the reply markup of messages."""
    chat, message = _editable(world, given)
    content = {key: message.body[key] for key in CONTENT if key in message.body and key != "reply_markup"}
    return change(world, chat, message, content, given)


@method("deleteMessage")
def delete_message(world: World, given: Parameters) -> bool:
    """A message can only be deleted if it was sent less than 48 hours ago."""
    chat = joined_chat(world, given)
    message = message_of(chat, given, "delete")
    _check_deletable(world, chat, message)
    remove(world, chat, message)
    return True


@method("deleteMessages")
def delete_messages(world: World, given: Parameters) -> bool:
    """If some of the specified messages can't be found, they are skipped."""
    chat = joined_chat(world, given)
    if not 1 <= len(given["message_ids"]) <= MOST_DELETIONS:
        few = not given["message_ids"]
        raise bad_request("message identifiers are not specified" if few else "too many message identifiers specified")
    found = [chat.messages[number] for number in given["message_ids"] if number in chat.messages]
    present = [message for message in found if not message.deleted]
    for message in present:
        _check_deletable(world, chat, message)
    for message in present:
        remove(world, chat, message)
    return True


def change(
    world: World,
    chat: Chat,
    message: Message,
    content: Body,
    given: Parameters,
    *,
    parts: Sequence[str] = CONTENT,
) -> Body | bool:
    """Replace the `parts` of a message by new content and keyboard; refuses when nothing would change."""
    markup = given.get("reply_markup")
    if markup and markup.get("inline_keyboard"):
        content = {**content, "reply_markup": markup}
    if content == {key: message.body[key] for key in parts if key in message.body}:
        raise bad_request(NOT_MODIFIED)
    kept = {key: value for key, value in message.body.items() if key not in parts}
    message.body = {**kept, "edit_date": world.now(), **content}
    message.edits += 1
    world.tell_message("edited", chat, message)
    world.arrive(chat, "edited", message.body)
    # "if the edited message is not an inline message, the edited Message is returned, otherwise True is returned"
    return True if "inline_message_id" in given else message.body


def remove(world: World, chat: Chat, message: Message) -> None:
    """Take a message off the phones; it stays in the record, marked."""
    message.deleted = True
    pins.unpin(world, chat, [message.message_id])
    if world.listen:
        world.tell("deleted", chat.id, message_id=message.message_id)
    world.arrive(chat, "deleted", message.body)


def _editable(world: World, given: Parameters) -> tuple[Chat, Message]:
    if "inline_message_id" in given:
        return _inline(world, given)
    for name, reason in (("chat_id", "chat_id is empty"), ("message_id", "message identifier is not specified")):
        if not given.get(name):
            raise bad_request(reason)
    chat = inner_chat(world, given)
    message = message_of(chat, given, "edit")
    if not may_edit(chat, message):
        raise bad_request("message can't be edited")
    return chat, message


def _check_album(message: Message, kind: str) -> None:
    """An album stays of the kind it is."""
    allowed = next((kinds for kinds in ALBUMS if not kinds.isdisjoint(message.body)), {kind})
    if kind in allowed:
        return
    is_no_part = not any(kind in kinds for kinds in ALBUMS)
    reason = "message content type can't be used in an album" if is_no_part else "can't change media type in the album"
    raise bad_request(reason)


def _inline(world: World, given: Parameters) -> tuple[Chat, Message]:
    """Return a message that was sent via the bot, wherever it is."""
    chat, message = world.inline_messages.get(given["inline_message_id"], (None, None))
    if chat is None or message is None or message.deleted:
        raise bad_request("MESSAGE_ID_INVALID")
    return chat, message


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    """'Service messages about a supergroup, channel, or forum topic creation can't be deleted'."""
    if not may_delete(chat, message) or not CREATIONS.isdisjoint(message.body):
        raise bad_request("message can't be deleted")
    if world.now() - int(message.body["date"]) >= DELETABLE_S:
        raise bad_request("message can't be deleted for everyone")
