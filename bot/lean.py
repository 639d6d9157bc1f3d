"""Leave out of Telegram's answers what this bot never reads, before PTB makes objects of it.

A tap carries the whole message it was on, keyboard and all, and so does the answer to every edit. Making objects of that is
half of what PTB costs; and what is not read need not be held either.
"""

from __future__ import annotations

from typing import Any

import msgspec

from bot.transport import AiohttpRequest

UNREAD = ("reply_markup", "entities", "link_preview_options")
"""Of a message that the bot itself wrote, and knows."""

_decode = msgspec.json.Decoder().decode


class LeanRequest(AiohttpRequest):
    """A transport whose answers hold no keyboards and entities of the bot's own messages."""

    __slots__ = ()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer. Raises TelegramError when it is no JSON, as PTB's own does."""
        try:
            answer: dict[str, Any] = _decode(payload)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return AiohttpRequest.parse_json_payload(payload)
        match answer.get("result"):
            case list(updates):
                for update in updates:
                    lighten(update.get("callback_query", {}).get("message") if isinstance(update, dict) else None)
            case message:
                lighten(message)
        return answer


def lighten(message: object) -> None:
    """Drop the unread parts of a message by a bot; whatever else this is stays as it is."""
    if not isinstance(message, dict) or not message.get("from", {}).get("is_bot"):
        return
    for name in UNREAD:
        message.pop(name, None)
