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
from telegram import Bot, ChatMemberUpdated, Location, Message, Update
from telegram.constants import ChatType

from conversations.core import Command, Event, Located, Started, Tap, Typed, Unreadable
from conversations.wire import UnreadableTapError, decode

log = logging.getLogger(__name__)

TEXT_LIMIT = 1000
"""More than anything a dialog asks for; the rest of a longer text is not kept."""
LARGEST = 2**63 - 1
"""the largest number a database takes"""


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
    numbers: tuple[object, ...] = (incoming.update_id, incoming.chat, incoming.message_id)
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
    """Reduce a block or an unblock of the bot."""
    if change.chat.type != ChatType.PRIVATE:
        return None
    gone = change.new_chat_member.status in {"kicked", "left"}
    kind = Kind.LEFT if gone else Kind.RETURNED
    code = _plain(change.from_user.language_code)
    return Incoming(update.update_id, change.chat.id, kind, language_code=code)


def _read_message(update: Update, message: Message) -> Incoming:
    """Reduce a private message."""
    place = message.location if message.venue is None else None
    if place is not None and _is_on_earth(place):
        reduced = _incoming(update, message, Kind.LOCATION)
        return msgspec.structs.replace(reduced, latitude=round(place.latitude, 3), longitude=round(place.longitude, 3))
    if not message.text:
        return _incoming(update, message, Kind.OTHER, "message")
    if message.text.startswith("/"):
        return _incoming(update, message, Kind.COMMAND, message.text[1:TEXT_LIMIT])
    return _incoming(update, message, Kind.TEXT, message.text[:TEXT_LIMIT])


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
