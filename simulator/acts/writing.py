"""What people write and send."""

from simulator import entities
from simulator.acts.membership import unblock
from simulator.acts.reach import ImpossibleError, check_reachable, check_writable, find_message
from simulator.acts.samples import sample
from simulator.files import store
from simulator.records import Account, Body, Chat, Message, StoredFile, Upload
from simulator.telling import author, in_topic, tell_edit, tell_message
from simulator.world import World

KINDS = ("photo", "voice", "sticker", "document", "contact", "album")
CAPTIONED = frozenset(("photo", "voice", "document"))
PICTURES_IN_AN_ALBUM = 2


def say(
    world: World,
    account: Account,
    text: str,
    chat: Chat | None = None,
    reply_to: int | None = None,
    thread: int | None = None,
) -> int:
    """Send a text; return the number of the update, 0 when the bot is not told."""
    text = text.strip()
    if not text:
        raise ImpossibleError("there is nothing to send")
    found = entities.find(text)
    content = {"text": text, "entities": found} if found else {"text": text}
    _use_up_keyboard(world, chat or account.chat, text)
    return put(world, account, chat, content, reply_to=reply_to, thread=thread)


def start(world: World, account: Account, payload: str = "") -> int:
    """Open a deep link, or press Start; a person who had blocked the bot unblocks it with that."""
    if account.blocked:
        unblock(world, account)
    return say(world, account, f"/start {payload}".strip())


def share_location(
    world: World,
    account: Account,
    latitude: float,
    longitude: float,
    chat: Chat | None = None,
    thread: int | None = None,
) -> int:
    """Send a position in degrees."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ImpossibleError("there is no such place on Earth")
    content = {"location": {"latitude": latitude, "longitude": longitude}}
    return put(world, account, chat, content, thread=thread)


def send(
    world: World,
    account: Account,
    kind: str,
    caption: str = "",
    chat: Chat | None = None,
    reply_to: int | None = None,
    thread: int | None = None,
) -> int:
    """Send a sample of a kind, or an album of two photos; return the number of the (last) update."""
    if kind not in KINDS:
        raise ImpossibleError(f"a phone sends {', '.join(KINDS)}, not {kind!r}")
    if kind != "album":
        content, stored = sample(world, account, kind)
        words = _caption(caption) if kind in CAPTIONED else {}
        return put(world, account, chat, content | words, stored, reply_to=reply_to, thread=thread)
    group = {"media_group_id": str(13_000_000_000_000_000 + world.number())}
    update_id = 0
    for place in range(PICTURES_IN_AN_ALBUM):
        content, stored = sample(world, account, "photo")
        words = group | (_caption(caption) if place == 0 else {})
        update_id = put(world, account, chat, content | words, stored, reply_to=reply_to, thread=thread)
    return update_id


def send_file(
    world: World,
    account: Account,
    upload: Upload,
    caption: str = "",
    chat: Chat | None = None,
    reply_to: int | None = None,
    thread: int | None = None,
) -> int:
    """Send a file of one's own as a document; return the number of the update."""
    stored = store(world, "document", upload, {"file_name": upload.name, "mime_type": upload.mime_type})
    content = {"document": stored.described} | _caption(caption)
    return put(world, account, chat, content, stored, reply_to=reply_to, thread=thread)


def edit(world: World, account: Account, message_id: int, text: str, chat: Chat | None = None) -> int:
    """Edit one's own text message."""
    chat = chat or account.chat
    check_reachable(account, chat)
    message = find_message(chat, message_id)
    if message.by != account.id or "text" not in message.body:
        raise ImpossibleError(f"message {message_id} is not a text of this person")
    kept = {key: value for key, value in message.body.items() if key not in {"text", "entities"}}
    found = entities.find(text)
    message.body = kept | {"edit_date": world.now(), "text": text} | ({"entities": found} if found else {})
    message.edits += 1
    world.tell_message("edited", chat, message)
    return tell_edit(world, chat, message)


def put(
    world: World,
    account: Account,
    chat: Chat | None,
    content: Body,
    stored: StoredFile | None = None,
    *,
    reply_to: int | None = None,
    thread: int | None = None,
    inline_id: str | None = None,
) -> int:
    """Put what a person sends into a chat; return the number of the update, 0 when the bot is not told."""
    chat = chat or account.chat
    answered = find_message(chat, reply_to) if reply_to else None
    if thread is None and answered is not None:
        thread = answered.thread
    check_writable(account, chat, thread)
    chat.known = chat.known or chat.kind == "private"
    body: Body = {
        "message_id": world.next_message_id(chat),
        **author(world, chat, account),
        "chat": chat.public,
        "date": world.now(),
        **in_topic(chat, thread),
        **({"reply_to_message": _quoted(answered)} if answered else {}),
        **content,
    }
    file_id = stored.file_id if stored else None
    message = Message(body, outgoing=True, file_id=file_id, by=account.id, inline_id=inline_id)
    world.put(chat, message)
    return tell_message(world, chat, message)


def _quoted(message: Message) -> Body:
    """'the Message object in this field will not contain further reply_to_message fields'."""
    return {key: value for key, value in message.body.items() if key != "reply_to_message"}


def _caption(caption: str) -> Body:
    if not caption:
        return {}
    found = entities.find(caption)
    return {"caption": caption, "caption_entities": found} if found else {"caption": caption}


def _use_up_keyboard(world: World, chat: Chat, text: str) -> None:
    keyboard = chat.keyboard
    if not keyboard or not keyboard.get("one_time_keyboard"):
        return
    if any(button["text"] == text for row in keyboard["keyboard"] for button in row):
        chat.keyboard = None
        world.tell("keyboard", chat.id, keyboard=None)
