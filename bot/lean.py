"""Leave out of Telegram's answers what this bot never reads, before PTB makes objects of it.

A tap carries the whole message it was on, keyboard and all, and so does the answer to every edit. Making objects of that is
half of what PTB costs; and what is not read need not be held either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import msgspec
from telegram import Bot

from bot.transport import AiohttpRequest

UNREAD = ("reply_markup", "entities", "link_preview_options")
"""Of a message that the bot itself wrote, and knows."""

ANSWER_S = 10.0
"""How long Telegram may take to answer a poll once its time is over."""

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


class LeanBot(Bot):
    """PTB's client that also hands over updates as they came."""

    __slots__ = ()

    async def get_raw_updates(
        self, offset: int, limit: int, timeout_s: int, allowed: Sequence[str]
    ) -> Sequence[dict[str, Any]]:
        """Poll as `get_updates` does. One update that PTB cannot read would keep it from handing over any, and be logged."""
        given = {"offset": offset, "limit": limit, "timeout": timeout_s, "allowed_updates": allowed}
        found = await self._post("getUpdates", given, read_timeout=timeout_s + ANSWER_S)
        return cast("Sequence[dict[str, Any]]", found)


def lighten(message: object) -> None:
    """Drop the unread parts of a message by a bot; whatever else this is stays as it is."""
    if not isinstance(message, dict) or not message.get("from", {}).get("is_bot"):
        return
    for name in UNREAD:
        message.pop(name, None)
