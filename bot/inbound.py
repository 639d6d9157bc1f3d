"""What came in, reduced to what answering needs, and as an event of the dialogs.

Nothing else of an update is kept: no last name, no user name, no picture. An update waits in the inbox in this form, sealed,
until it was answered.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from telegram import (
    Bot,
    Chat,
    ChatMemberUpdated,
    ForumTopicClosed,
    ForumTopicCreated,
    ForumTopicEdited,
    ForumTopicReopened,
    Location,
    Message,
    Update,
)
from telegram.constants import ChatType

from conversations.core import Attached, Command, Event, Located, Started, Tap, Typed, Unreadable
from conversations.wire import UnreadableTapError, decode

log = logging.getLogger(__name__)

TEXT_LIMIT = 4096
"""As long as a message gets: staff write announcements. The rest of a longer text is not kept."""
FILE_ID_LIMIT = 256
NAME_LIMIT = 120
LARGEST = 2**63 - 1
"""the largest number a database takes"""


class Kind(StrEnum):
    """What an update is to us."""

    TAP = "tap"
    TEXT = "text"
    LOCATION = "location"
    PHOTO = "photo"
    DOCUMENT = "document"
    COMMAND = "command"
    OTHER = "other"
    GROUP = "group"
    LEFT = "left"
    RETURNED = "returned"
    MEMBERSHIP = "membership"
    """the bot's standing in a group or channel changed"""
    TOPIC = "topic"
    """a topic of a group was opened, renamed, reopened or closed"""
    MIGRATED = "migrated"
    """a group has another number now"""


class Incoming(msgspec.Struct, frozen=True, omit_defaults=True):
    """One update. `data` is the callback data, the text, the command with its argument, or what kind of other thing it is.

    Of a group or channel `name` is the title or the topic's name, `data` the bot's standing or what became of the topic,
    `chat_kind` what it is, and `other_chat` the number it has moved to. Of a photo or document `data` is the caption, and
    `file_id`, `name` and `size` say which file it is; the file stays where it is.
    """

    update_id: int
    chat: int
    kind: Kind
    data: str = ""
    message_id: int = 0
    query_id: str = ""
    first_name: str = ""
    language_code: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    file_id: str = ""
    name: str = ""
    size: int = 0
    chat_kind: str = ""
    other_chat: int = 0
    thread: int = 0


def reduce(updates: Sequence[Any], bot: Bot) -> list[Incoming]:
    """Keep of each update, as JSON, what answering needs; leave out what nobody waits an answer to.

    One that cannot be read is never a reason to take the others in later: it would come first again and again.
    """
    return [found for raw in updates if (found := _reduced(raw, bot)) is not None and _is_storable(found)]


def _reduced(raw: Any, bot: Bot) -> Incoming | None:  # noqa: ANN401 - JSON
    """Reduce one update; of one that PTB cannot read only that it came."""
    try:
        update = Update.de_json(raw, bot)
        return read(update, bot.username)
    except Exception as error:  # noqa: BLE001 - whatever a foreign shape makes PTB raise
        log.error("an update could not be read (%s); its person is told so, if it has one", type(error).__name__)
        return _rescued(raw)


def _rescued(raw: Any) -> Incoming | None:  # noqa: ANN401 - JSON
    """Read no more of an unreadable message than whom to answer."""
    match raw:
        case {
            "update_id": int(number),
            "message": {"chat": {"id": int(chat), "type": "private"}, "from": dict(sender)},
        }:
            code = sender.get("language_code")
            known = code if isinstance(code, str) else ""
            return Incoming(number, chat, Kind.OTHER, "message", language_code=_plain(known))
        case _:
            return None


def _is_storable(incoming: Incoming) -> bool:
    """Say whether no number is too large for a database; Telegram sends none."""
    numbers: tuple[object, ...] = (
        incoming.update_id,
        incoming.chat,
        incoming.message_id,
        incoming.other_chat,
        incoming.thread,
    )
    fits = all(isinstance(number, int) and abs(number) <= LARGEST for number in numbers)
    if not fits:
        log.error("an update with an impossible number was left out")
    return fits


def _plain(text: str | None) -> str:
    """Replace halves of characters: JSON can hold them, UTF-8 and with it the database cannot."""
    return (text or "").encode(errors="replace").decode()


def read(update: Update, username: str) -> Incoming | None:
    """Reduce an update; None for what nobody waits an answer to."""
    if update.callback_query is not None:
        return _read_tap(update)
    if update.my_chat_member is not None:
        return _read_membership(update, update.my_chat_member)
    message = update.edited_message or update.message
    if message is not None and (news := _read_group_news(update, message)) is not None:
        return news
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    if message.chat.type != ChatType.PRIVATE:
        addressed = update.message is not None and _is_addressed(message, username)
        return _incoming(update, message, Kind.GROUP) if addressed else None
    if update.edited_message is not None:
        return _incoming(update, message, Kind.OTHER, "edited")
    return _read_message(update, message)


def _read_tap(update: Update) -> Incoming | None:
    """Reduce a tapped button; one in a group or under an inline message leads nowhere."""
    query = update.callback_query
    if query is None or query.message is None or query.message.chat.type != ChatType.PRIVATE:
        return None
    return Incoming(
        update_id=update.update_id,
        chat=query.message.chat.id,
        kind=Kind.TAP,
        data=_plain(query.data),
        message_id=query.message.message_id,
        query_id=_plain(query.id),
        first_name=_plain(query.from_user.first_name),
        language_code=_plain(query.from_user.language_code),
    )


def _read_membership(update: Update, change: ChatMemberUpdated) -> Incoming | None:
    """Reduce a block or an unblock of the bot, or its standing in a group or channel."""
    if change.chat.type != ChatType.PRIVATE:
        return _of_group(update, change.chat, Kind.MEMBERSHIP, change.new_chat_member.status, change.chat.title)
    gone = change.new_chat_member.status in {"kicked", "left"}
    kind = Kind.LEFT if gone else Kind.RETURNED
    code = _plain(change.from_user.language_code)
    return Incoming(update.update_id, change.chat.id, kind, language_code=code)


def _read_group_news(update: Update, message: Message) -> Incoming | None:
    """Reduce what happened to a group itself: a new number, or a topic."""
    chat = message.chat
    if message.migrate_to_chat_id is not None:
        found = _of_group(update, chat, Kind.MIGRATED, "", chat.title)
        return msgspec.structs.replace(found, other_chat=message.migrate_to_chat_id)
    event, name = _topic_event(message)
    if not event or message.message_thread_id is None:
        return None
    found = _of_group(update, chat, Kind.TOPIC, event, name)
    return msgspec.structs.replace(found, thread=message.message_thread_id)


def _topic_event(message: Message) -> tuple[str, str]:
    """Tell what became of a topic, and its name where it is told."""
    match message:
        case Message(forum_topic_created=ForumTopicCreated(name=name)):
            return "opened", name
        case Message(forum_topic_edited=ForumTopicEdited(name=str(name))):
            return "renamed", name
        case Message(forum_topic_closed=ForumTopicClosed()):
            return "closed", ""
        case Message(forum_topic_reopened=ForumTopicReopened()):
            return "reopened", ""
        case _:
            return "", ""


def _of_group(update: Update, chat: Chat, kind: Kind, data: str, name: str | None) -> Incoming:
    """Take from an update what is kept about a group or channel."""
    title = _plain(name)[:NAME_LIMIT]
    return Incoming(update.update_id, chat.id, kind, data, name=title, chat_kind=_plain(chat.type))


def _read_message(update: Update, message: Message) -> Incoming:
    """Reduce a private message."""
    place = message.location if message.venue is None else None
    if place is not None and _is_on_earth(place):
        reduced = _incoming(update, message, Kind.LOCATION)
        return msgspec.structs.replace(reduced, latitude=round(place.latitude, 3), longitude=round(place.longitude, 3))
    if message.photo or message.document is not None:
        return _read_file(update, message)
    if not message.text:
        return _incoming(update, message, Kind.OTHER, "message")
    if message.text.startswith("/"):
        return _incoming(update, message, Kind.COMMAND, message.text[1:TEXT_LIMIT])
    return _incoming(update, message, Kind.TEXT, message.text[:TEXT_LIMIT])


def _read_file(update: Update, message: Message) -> Incoming:
    """Reduce a photo, of its sizes the largest, or a document, to which file it is."""
    caption = (message.caption or "")[:TEXT_LIMIT]
    if message.document is not None:
        document, kind, name = message.document, Kind.DOCUMENT, message.document.file_name
        return _with_file(_incoming(update, message, kind, caption), document.file_id, name, document.file_size)
    photo = message.photo[-1]
    return _with_file(_incoming(update, message, Kind.PHOTO, caption), photo.file_id, "", photo.file_size)


def _with_file(incoming: Incoming, file_id: str, name: str | None, size: int | None) -> Incoming:
    """Add which file it is; one whose id is longer than any Telegram gives is none we could send on."""
    if len(file_id) > FILE_ID_LIMIT:
        return msgspec.structs.replace(incoming, kind=Kind.OTHER, data="message")
    named = _plain(name)[-NAME_LIMIT:]
    weight = min(max(0, size), LARGEST) if isinstance(size, int) else 0
    return msgspec.structs.replace(incoming, file_id=_plain(file_id), name=named, size=weight)


def _is_on_earth(place: Location) -> bool:
    """Say whether a location is one: JSON may hold any number, and no number."""
    return math.fabs(place.latitude) <= 90 and math.fabs(place.longitude) <= 180


def _incoming(update: Update, message: Message, kind: Kind, data: str = "") -> Incoming:
    """Take from a message what every kind needs."""
    sender = message.from_user
    return Incoming(
        update_id=update.update_id,
        chat=message.chat.id,
        kind=kind,
        data=_plain(data),
        message_id=message.message_id,
        first_name=_plain(sender.first_name) if sender else "",
        language_code=_plain(sender.language_code) if sender else "",
    )


def _is_addressed(message: Message, username: str) -> bool:
    """Say whether a message in a group speaks to the bot: by its name, or in reply to it."""
    text = message.text or message.caption or ""
    replied = message.reply_to_message
    to_us = replied is not None and replied.from_user is not None and replied.from_user.username == username
    return to_us or re.search(rf"@{re.escape(username)}\b", text, re.IGNORECASE) is not None


def event_of(incoming: Incoming, at: datetime, versions: Mapping[str, int], labels: Mapping[str, Tap]) -> Event:
    """Make the event that dialogs understand. `labels` are the persistent keyboard's, in every language."""
    name = incoming.first_name
    match incoming.kind:
        case Kind.TAP:
            return _tap(incoming, at, versions)
        case Kind.TEXT if tap := labels.get(incoming.data.strip()):
            return Tap(tap.dialog, tap.action, tap.args, at=at, first_name=name)
        case Kind.TEXT:
            return Typed(incoming.data, at=at, first_name=name)
        case Kind.LOCATION:
            return Located(incoming.latitude, incoming.longitude, at=at, first_name=name)
        case Kind.COMMAND:
            return _command(incoming, at)
        case Kind.PHOTO | Kind.DOCUMENT:
            kind, caption = incoming.kind.value, incoming.data
            return Attached(kind, incoming.file_id, incoming.name, incoming.size, caption, at=at, first_name=name)
        case _:
            return Unreadable(incoming.data, at=at, first_name=name)


def _tap(incoming: Incoming, at: datetime, versions: Mapping[str, int]) -> Event:
    """Read the callback data; what does not read leads home with a kind word."""
    try:
        tap = decode(incoming.data, versions)
    except UnreadableTapError:
        return Unreadable("button", at=at, first_name=incoming.first_name)
    return Tap(tap.dialog, tap.action, tap.args, at=at, first_name=incoming.first_name)


def _command(incoming: Incoming, at: datetime) -> Event:
    """Read a command, `/start` with its payload."""
    word, _, argument = incoming.data.partition(" ")
    name = word.partition("@")[0].lower()
    if name == "start":
        return Started(argument.strip(), at=at, first_name=incoming.first_name)
    return Command(name, at=at, first_name=incoming.first_name)
