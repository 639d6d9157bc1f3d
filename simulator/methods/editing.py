"""Methods that change or remove messages."""

from simulator.checks import Parameters
from simulator.methods.reach import chat_of, message_of, writable_chat
from simulator.methods.registry import method
from simulator.methods.sending import caption_of, text_of
from simulator.refusals import bad_request
from simulator.world import Body, Chat, Message, World, show

DELETABLE_S = 48 * 3600
MOST_DELETIONS = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
CONTENT = ("text", "entities", "caption", "caption_entities", "reply_markup", "link_preview_options")


@method("editMessageText")
def edit_message_text(world: World, given: Parameters) -> Body:
    """Use this method to edit text ... messages."""
    chat, message = _editable(world, given)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    content = text_of({"text": "", **given})
    if preview := given.get("link_preview_options"):
        content["link_preview_options"] = preview
    return change(world, chat, message, content, given)


@method("editMessageCaption")
def edit_message_caption(world: World, given: Parameters) -> Body:
    """Use this method to edit captions of messages."""
    chat, message = _editable(world, given)
    if not {"document", "photo", "voice"} & message.body.keys():
        raise bad_request("there is no caption in the message to edit")
    return change(world, chat, message, caption_of(given), given)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, given: Parameters) -> Body:
    """Use this method to edit only the reply markup of messages."""
    chat, message = _editable(world, given)
    content = {key: message.body[key] for key in CONTENT if key in message.body and key != "reply_markup"}
    return change(world, chat, message, content, given)


@method("deleteMessage")
def delete_message(world: World, given: Parameters) -> bool:
    """A message can only be deleted if it was sent less than 48 hours ago."""
    chat = chat_of(world, given)
    message = message_of(chat, given, "delete")
    _check_deletable(world, chat, message)
    remove(world, chat, message)
    return True


@method("deleteMessages")
def delete_messages(world: World, given: Parameters) -> bool:
    """If some of the specified messages can't be found, they are skipped."""
    chat = chat_of(world, given)
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


def change(world: World, chat: Chat, message: Message, content: Body, given: Parameters) -> Body:
    """Replace what a message says; refuses when nothing would change."""
    markup = given.get("reply_markup")
    if markup and markup.get("inline_keyboard"):
        content = {**content, "reply_markup": markup}
    if content == {key: message.body[key] for key in CONTENT if key in message.body}:
        raise bad_request(NOT_MODIFIED)
    kept = {key: value for key, value in message.body.items() if key not in CONTENT}
    message.body = {**kept, "edit_date": world.now(), **content}
    message.edits += 1
    if world.listen:
        world.tell("edited", chat.id, message=show(message, world))
    world.arrive(chat, "edited", message.body)
    return message.body


def remove(world: World, chat: Chat, message: Message) -> None:
    """Take a message off the phones; it stays in the record, marked."""
    message.deleted = True
    if world.listen:
        world.tell("deleted", chat.id, message_id=message.message_id)
    world.arrive(chat, "deleted", message.body)


def _editable(world: World, given: Parameters) -> tuple[Chat, Message]:
    if "inline_message_id" in given:
        raise bad_request("message to edit not found")
    for name, reason in (("chat_id", "chat_id is empty"), ("message_id", "message identifier is not specified")):
        if not given.get(name):
            raise bad_request(reason)
    chat = writable_chat(world, given)
    message = message_of(chat, given, "edit")
    if message.body["from"]["id"] != world.bot.id:
        raise bad_request("message can't be edited")
    return chat, message


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    is_own = message.body["from"]["id"] == world.bot.id
    if not (is_own or chat.kind == "private" or chat.bot_status == "administrator"):
        raise bad_request("message can't be deleted")
    if world.now() - int(message.body["date"]) >= DELETABLE_S:
        raise bad_request("message can't be deleted for everyone")
