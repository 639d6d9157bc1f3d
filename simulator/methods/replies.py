"""What a message answers: another one in the chat or elsewhere, whole or a quoted part of it."""

from simulator import entities
from simulator.checks import Parameters
from simulator.methods.reach import chat_of
from simulator.refusals import bad_request
from simulator.world import Body, Chat, Message, World

MOST_QUOTE = 1024
NOT_IN_A_REPLY = ("reply_to_message", "external_reply", "quote")
# 'including bold, italic, underline, strikethrough, spoiler, custom_emoji, and date_time entities'
QUOTED = frozenset(("bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji", "date_time"))
EXTERNAL = (
    "animation", "audio", "contact", "document", "has_media_spoiler", "link_preview_options", "live_photo",
    "location", "photo", "sticker", "venue", "video", "voice",
)  # fmt: skip


def reply_of(world: World, chat: Chat, given: Parameters) -> Body:
    """Return what reply_parameters adds to a message; raises 'message to be replied not found'."""
    asked = given.get("reply_parameters")
    if not asked:
        return {}
    source = chat_of(world, asked) if "chat_id" in asked else chat
    message = source.messages.get(asked["message_id"])
    if message is None or message.deleted:
        # "Always False for replies in another chat or forum topic."
        if asked.get("allow_sending_without_reply") and source is chat:
            return {}
        raise bad_request("message to be replied not found")
    quote = _quote(message, asked) if asked.get("quote") else {}
    if source is not chat:
        return {"external_reply": _external(source, message), **quote}
    replied = {name: value for name, value in message.body.items() if name not in NOT_IN_A_REPLY}
    return {"reply_to_message": replied, **quote}


def origin_of(chat: Chat, message: Message) -> Body:
    """Return the MessageOrigin of a message: where it came from first, if it was forwarded itself."""
    body = message.body
    if "forward_origin" in body:
        return dict(body["forward_origin"])
    if chat.kind == "channel":
        return {"type": "channel", "date": body["date"], "chat": chat.public, "message_id": body["message_id"]}
    if "sender_chat" in body:
        return {"type": "chat", "date": body["date"], "sender_chat": body["sender_chat"]}
    return {"type": "user", "date": body["date"], "sender_user": body["from"]}


def _quote(message: Message, asked: Body) -> Body:
    """'The message will fail to send if the quote isn't found in the original message'."""
    quote = entities.read(asked["quote"], asked.get("quote_parse_mode"), asked.get("quote_entities"))
    if entities.units(quote.text) > MOST_QUOTE:
        raise bad_request("message quote is too long")
    at = _find(message.text, quote.text, asked.get("quote_position", 0))
    if at < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    kept = [entity for entity in quote.entities if entity["type"] in QUOTED]
    shown = {"text": quote.text, "position": at, "is_manual": True}
    return {"quote": shown | ({"entities": kept} if kept else {})}


def _find(text: str, quote: str, near: int) -> int:
    """Return where in a text, in UTF-16 units, a quote stands: at the asked position if it can, else first."""
    places = [at for at in range(len(text)) if text.startswith(quote, at)]
    offsets = [entities.units(text[:at]) for at in places]
    return min(offsets, key=lambda offset: abs(offset - near), default=-1)


def _external(source: Chat, message: Message) -> Body:
    told: Body = {"origin": origin_of(source, message)}
    if source.kind in {"supergroup", "channel"}:
        told |= {"chat": source.public, "message_id": message.message_id}
    return told | {name: message.body[name] for name in EXTERNAL if name in message.body}
