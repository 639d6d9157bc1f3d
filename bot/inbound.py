"""What came in, reduced to what answering needs, and as an event of the dialogs.

Nothing else of an update is kept: no last name, no user name, no picture. An update waits in the inbox in this form, sealed,
until it was answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec
from telegram import ChatMemberUpdated, Message, Update
from telegram.constants import ChatType

from conversations.core import Command, Event, Located, Started, Tap, Typed, Unreadable
from conversations.wire import UnreadableTapError, decode

TEXT_LIMIT = 1000
"""More than anything a dialog asks for; the rest of a longer text is not kept."""


class Kind(StrEnum):
    """What an update is to us."""

    TAP = "tap"
    TEXT = "text"
    LOCATION = "location"
    COMMAND = "command"
    OTHER = "other"
    GROUP = "group"
    LEFT = "left"
    RETURNED = "returned"


class Incoming(msgspec.Struct, frozen=True, omit_defaults=True):
    """One update. `data` is the callback data, the text, the command with its argument, or what kind of other thing it is."""

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


def read(update: Update, username: str) -> Incoming | None:
    """Reduce an update; None for what nobody waits an answer to."""
    if update.callback_query is not None:
        return _read_tap(update)
    if update.my_chat_member is not None:
        return _read_membership(update, update.my_chat_member)
    message = update.edited_message or update.message
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
        data=query.data or "",
        message_id=query.message.message_id,
        query_id=query.id,
        first_name=query.from_user.first_name,
        language_code=query.from_user.language_code or "",
    )


def _read_membership(update: Update, change: ChatMemberUpdated) -> Incoming | None:
    """Reduce a block or an unblock of the bot."""
    if change.chat.type != ChatType.PRIVATE:
        return None
    gone = change.new_chat_member.status in {"kicked", "left"}
    kind = Kind.LEFT if gone else Kind.RETURNED
    code = change.from_user.language_code or ""
    return Incoming(update.update_id, change.chat.id, kind, language_code=code)


def _read_message(update: Update, message: Message) -> Incoming:
    """Reduce a private message."""
    if message.location is not None and message.venue is None:
        place = message.location
        reduced = _incoming(update, message, Kind.LOCATION)
        return msgspec.structs.replace(reduced, latitude=round(place.latitude, 3), longitude=round(place.longitude, 3))
    if not message.text:
        return _incoming(update, message, Kind.OTHER, "message")
    if message.text.startswith("/"):
        return _incoming(update, message, Kind.COMMAND, message.text[1:TEXT_LIMIT])
    return _incoming(update, message, Kind.TEXT, message.text[:TEXT_LIMIT])


def _incoming(update: Update, message: Message, kind: Kind, data: str = "") -> Incoming:
    """Take from a message what every kind needs."""
    sender = message.from_user
    return Incoming(
        update_id=update.update_id,
        chat=message.chat.id,
        kind=kind,
        data=data,
        message_id=message.message_id,
        first_name=sender.first_name if sender else "",
        language_code=(sender.language_code or "") if sender else "",
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
