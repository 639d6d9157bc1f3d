"""What people do with their phones: each act changes the world and queues the update Telegram would send."""

import struct
import time
import zlib
from typing import Any

from simulator import entities
from simulator.files import store
from simulator.methods.chats import member
from simulator.world import Account, Body, Chat, Message, Query, Status, StoredFile, Upload, World, show, show_phone

Button = dict[str, Any]

PHONE_NUMBER = "+4915100000000"
KINDS = ("photo", "voice", "sticker", "document", "contact")


class ImpossibleError(LookupError):
    """A person cannot do this: the message, the button or the chat is not there."""


def say(world: World, account: Account, text: str, chat: Chat | None = None, reply_to: int | None = None) -> int:
    """Send a text; return the number of the update, 0 when the bot is not told."""
    text = text.strip()
    if not text:
        raise ImpossibleError("there is nothing to send")
    found = entities.find(text)
    content = {"text": text, "entities": found} if found else {"text": text}
    _use_up_keyboard(world, chat or account.chat, text)
    return _send(world, account, chat, content, reply_to=reply_to)


def start(world: World, account: Account, payload: str = "") -> int:
    """Open a deep link, or press Start; a person who had blocked the bot unblocks it with that."""
    if account.blocked:
        unblock(world, account)
    return say(world, account, f"/start {payload}".strip())


def share_location(world: World, account: Account, latitude: float, longitude: float) -> int:
    """Send a position in degrees."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ImpossibleError("there is no such place on Earth")
    return _send(world, account, None, {"location": {"latitude": latitude, "longitude": longitude}})


def send(world: World, account: Account, kind: str, caption: str = "") -> int:
    """Send a sample of a kind: photo, voice, sticker, document or contact."""
    if kind not in KINDS:
        raise ImpossibleError(f"a phone sends {', '.join(KINDS)}, not {kind!r}")
    content, stored = _sample(world, account, kind)
    if caption and kind in {"photo", "voice", "document"}:
        content["caption"] = caption
    return _send(world, account, None, content, stored)


def edit(world: World, account: Account, message_id: int, text: str) -> int:
    """Edit one's own text message."""
    message = _message(account.chat, message_id)
    if not message.outgoing or "text" not in message.body:
        raise ImpossibleError(f"message {message_id} is not a text of this person")
    kept = {key: value for key, value in message.body.items() if key not in {"text", "entities"}}
    found = entities.find(text)
    message.body = kept | {"edit_date": world.now(), "text": text} | ({"entities": found} if found else {})
    message.edits += 1
    if world.listen:
        world.tell("edited", account.id, message=show(message, world))
    return world.updates.add("edited_message", account.id, message.body)


def find_button(chat: Chat, message_id: int, row: int, column: int) -> Button:
    """Return a button by its place."""
    rows = _message(chat, message_id).buttons
    if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
        raise ImpossibleError(f"message {message_id} has no button at {row}, {column}")
    return rows[row][column]


def tap(world: World, account: Account, message_id: int, data: str, chat: Chat | None = None) -> int:
    """Tap the button that carries `data`."""
    message = _message(chat or account.chat, message_id)
    if not any(button.get("callback_data") == data for row in message.buttons for button in row):
        raise ImpossibleError(f"message {message_id} has no button that sends {data!r}")
    return forge_tap(world, account, message_id, data, chat)


def forge_tap(world: World, account: Account, message_id: int, data: str, chat: Chat | None = None) -> int:
    """Send callback data as a changed app could: whatever the message carries, or though it is gone."""
    chat = chat or account.chat
    _check_reachable(account, chat)
    message = chat.messages.get(message_id)
    query = Query(str(4_000_000_000_000_000_000 + world.number()), account, chat, message_id, time.monotonic())
    _forget_old_queries(world)
    world.queries[query.id] = query
    if message is not None:
        message.tapped = data
    shown = message.body if message and not message.deleted else _inaccessible(chat, message_id)
    body = {
        "id": query.id,
        "from": account.user,
        "message": shown,
        "chat_instance": str(-account.id * 1000 - 1),
        "data": data,
    }
    return world.updates.add("callback_query", chat.id, body)


def block(world: World, account: Account) -> int:
    """Block the bot."""
    return _set_blocked(world, account, blocked=True)


def unblock(world: World, account: Account) -> int:
    """Unblock the bot."""
    return _set_blocked(world, account, blocked=False)


def set_bot_status(world: World, chat: Chat, by: Account, status: Status) -> int:
    """Add the bot to a group, make it an administrator, or remove it."""
    was, chat.bot_status = chat.bot_status, status
    chat.known = True
    update_id = _tell_membership(world, chat, by, was, status)
    if was in {"left", "kicked"} and status in {"member", "administrator"}:
        _send(world, by, chat, {"new_chat_members": [world.bot.user]})
    return update_id


def _set_blocked(world: World, account: Account, *, blocked: bool) -> int:
    if account.blocked == blocked:
        return 0
    account.blocked = blocked
    if world.listen:
        world.tell("phone", account.id, phone=show_phone(account, world))
    if not account.chat.known:
        return 0
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    return _tell_membership(world, account.chat, account, before, after)


def _tell_membership(world: World, chat: Chat, by: Account, before: str, after: str) -> int:
    body = {
        "chat": chat.public,
        "from": by.user,
        "date": world.now(),
        "old_chat_member": member(world.bot.user, before),
        "new_chat_member": member(world.bot.user, after),
    }
    return world.updates.add("my_chat_member", chat.id, body)


def _send(
    world: World,
    account: Account,
    chat: Chat | None,
    content: Body,
    stored: StoredFile | None = None,
    *,
    reply_to: int | None = None,
) -> int:
    chat = chat or account.chat
    _check_reachable(account, chat)
    chat.known = True
    body: Body = {
        "message_id": world.next_message_id(chat),
        "from": account.user,
        "chat": chat.public,
        "date": world.now(),
        **({"reply_to_message": _message(chat, reply_to).body} if reply_to else {}),
        **content,
    }
    world.put(chat, Message(body, outgoing=True, file_id=stored.file_id if stored else None))
    return world.updates.add("message", chat.id, body) if _is_for_bot(world, chat, body) else 0


def _check_reachable(account: Account, chat: Chat) -> None:
    if account.blocked and chat is account.chat:
        raise ImpossibleError("this person has blocked the bot")
    if chat is not account.chat and chat.members.get(account.id) != "member":
        raise ImpossibleError("this person is not in the group")


def _is_for_bot(world: World, chat: Chat, body: Body) -> bool:
    """In groups, privacy mode: commands, mentions, replies to the bot and service messages only."""
    if chat.kind == "private":
        return True
    if chat.bot_status in {"left", "kicked"}:
        return False
    if not world.bot.privacy or chat.bot_status == "administrator" or "text" not in body:
        return True
    answered = body.get("reply_to_message", {}).get("from", {}).get("id") == world.bot.id
    own = f"@{world.bot.username}".lower()
    return answered or any(_addresses(entity, body["text"], own) for entity in body.get("entities", ()))


def _addresses(entity: Body, text: str, own: str) -> bool:
    written = text.encode("utf-16-le")[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2]
    word = written.decode("utf-16-le").lower()
    match entity["type"]:
        case "mention":
            return word == own
        case "bot_command":
            return "@" not in word or word.endswith(own)
        case _:
            return False


def _use_up_keyboard(world: World, chat: Chat, text: str) -> None:
    keyboard = chat.keyboard
    if not keyboard or not keyboard.get("one_time_keyboard"):
        return
    if any(button["text"] == text for row in keyboard["keyboard"] for button in row):
        chat.keyboard = None
        world.tell("keyboard", chat.id, keyboard=None)


def _message(chat: Chat, message_id: int) -> Message:
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise ImpossibleError(f"there is no message {message_id} in this chat")
    return message


def _inaccessible(chat: Chat, message_id: int) -> Body:
    return {"chat": chat.public, "message_id": message_id, "date": 0}


def _forget_old_queries(world: World) -> None:
    oldest = time.monotonic() - world.query_timeout_s
    while world.queries and (first := next(iter(world.queries.values()))).at < oldest:
        del world.queries[first.id]


def _sample(world: World, account: Account, kind: str) -> tuple[Body, StoredFile | None]:
    match kind:
        case "photo":
            stored = store(
                world, "photo", Upload("photo.png", "image/png", _picture(90, 60)), {"width": 90, "height": 60}
            )
            return {"photo": [dict(stored.described)]}, stored
        case "voice":
            upload = Upload("voice.wav", "audio/wav", _sound())
            stored = store(world, "voice", upload, {"duration": 1, "mime_type": upload.mime_type})
            return {"voice": stored.described}, stored
        case "document":
            upload = Upload("note.txt", "text/plain", b"A note.\n")
            stored = store(world, "document", upload, {"file_name": upload.name, "mime_type": upload.mime_type})
            return {"document": stored.described}, stored
        case "contact":
            first_name = account.user["first_name"]
            return {"contact": {"phone_number": PHONE_NUMBER, "first_name": first_name, "user_id": account.id}}, None
        case _:
            return {"sticker": _sticker(world)}, None


def _sticker(world: World) -> Body:
    number = world.number()
    identity = {"file_id": f"CAACAgIAAxkB{number:028}", "file_unique_id": f"AgAD{number:011}"}
    looks = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "\U0001f44d"}
    return {**identity, "type": "regular", **looks}


def _picture(width: int, height: int) -> bytes:
    """Make a PNG with a soft gradient, small and real."""
    rows = b"".join(b"\0" + b"".join(bytes((90 + x, 140, 120 + y)) for x in range(width)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def _sound() -> bytes:
    """Make a second of silence that any browser plays."""
    rate = 8000
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + rate, b"WAVE", b"fmt ", 16, 1, 1, rate, rate, 1, 8, b"data", rate
    )
    return header + b"\x80" * rate
