"""Which words Telegram has for which mistake, and the rules that span several fields of one object.

Where Telegram's own words are not known, the check names the field and what the documentation says of it.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from simulator.refusals import RefusedError, bad_request

CAPTIONED_RESULTS = (
    "Audio", "CachedAudio", "CachedDocument", "CachedGif", "CachedMpeg4Gif", "CachedPhoto", "CachedVideo", "CachedVoice",
    "Document", "Gif", "Mpeg4Gif", "Photo", "Video", "Voice",
)  # fmt: skip
RESULTS = (*CAPTIONED_RESULTS, "Article", "CachedSticker", "Contact", "Game", "Location", "Venue")
# The documentation counts these "after entities parsing", so the methods do.
AFTER_PARSING = frozenset(
    f"{method}.{name}"
    for method, name in (
        ("sendMessage", "text"),
        ("editMessageText", "text"),
        ("editMessageCaption", "caption"),
        ("sendDocument", "caption"),
        ("sendPhoto", "caption"),
        ("sendVoice", "caption"),
        ("sendVideo", "caption"),
        ("sendAudio", "caption"),
        ("sendAnimation", "caption"),
        ("copyMessage", "caption"),
        ("InputMediaAnimation", "caption"),
        ("InputMediaAudio", "caption"),
        ("InputMediaDocument", "caption"),
        ("InputMediaLivePhoto", "caption"),
        ("InputMediaPhoto", "caption"),
        ("InputMediaVideo", "caption"),
        ("ReplyParameters", "quote"),
        ("InputTextMessageContent", "message_text"),
        *((f"InlineQueryResult{kind}", "caption") for kind in CAPTIONED_RESULTS),
    )
)
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
    "voice": "there is no voice in the request",
    "video": "there is no video in the request",
    "audio": "there is no audio in the request",
    "animation": "there is no animation in the request",
    "sticker": "there is no sticker in the request",
    "action": "wrong parameter action in request",
    "file_id": "file_id is not specified",
    "user_id": "invalid user_id specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "inline_query_id": "query is too old and response timeout expired or query ID is invalid",
}
WRONG = {
    "message_id": "message identifier is not specified",
    "action": "wrong parameter action in request",
    "user_id": "invalid user_id specified",
}
LENGTHS = {
    "InlineKeyboardButton.callback_data": "BUTTON_DATA_INVALID",
    "CopyTextButton.text": "BUTTON_COPY_TEXT_INVALID",
    "BotCommand.command": "BOT_COMMAND_INVALID",
    "BotCommand.description": "BOT_COMMAND_DESCRIPTION_INVALID",
    "answerCallbackQuery.text": "MESSAGE_TOO_LONG",
    "setMyName.name": "BOT_TITLE_INVALID",
    "setMyDescription.description": "BOT_DESCRIPTION_INVALID",
    "setMyShortDescription.short_description": "BOT_ABOUT_INVALID",
    "setWebhook.secret_token": "secret token is too long",
    "InlineQueryResultsButton.start_parameter": "START_PARAM_INVALID",
    **dict.fromkeys((f"InlineQueryResult{kind}.id" for kind in RESULTS), "RESULT_ID_INVALID"),
}
MEDIA_TYPES = ("Animation", "Audio", "Document", "LivePhoto", "Photo", "Video")
LABELS = {
    "InlineKeyboardButton": "can't parse inline keyboard button: ",
    "KeyboardButton": "can't parse keyboard button: ",
    "InlineKeyboardMarkup": "",
    "ReplyKeyboardMarkup": "",
    "ReplyKeyboardRemove": "",
    "ForceReply": "",
    **dict.fromkeys((f"InputMedia{kind}" for kind in MEDIA_TYPES), "can't parse InputMedia: "),
}
# An empty one of these is as good as none: the button then does nothing, and that is the mistake to name.
NOTHING_WHEN_EMPTY = frozenset(("url", "callback_data"))
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
)
ALL_MEDIA = ("animation", "audio", "document", "live_photo", "photo", "video")
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LINK = re.compile(
    r"(?:https?://)?[^\s/?#.]+(?:\.[^\s/?#.]+)+(?::\d+)?(?:[/?#]\S*)?|https?://localhost\S*", re.IGNORECASE
)
MOST_BUTTONS = 100
MOST_IN_A_ROW = 8


def missing(method: str, name: str) -> RefusedError:
    """Return the error for a required parameter that is absent or empty."""
    del method
    return bad_request(MISSING.get(name, f'parameter "{name}" is required'))


def wrong(method: str, name: str, reason: str) -> RefusedError:
    """Return the error for a parameter whose value does not fit, lower-cased as Telegram does."""
    del method
    return bad_request(WRONG.get(name) or reason[:1].lower() + reason[1:])


def unknown_choice(path: str) -> RefusedError | None:
    """Return Telegram's own error for a value outside the documented ones, or None when its words are not known."""
    if path == "MessageEntity.type":
        return bad_request("can't parse MessageEntity: Unsupported type specified")
    return bad_request(MISSING["action"]) if path.endswith(".action") else None


def unknown_type(kind: str, given: object, path: str) -> str:
    """Return the error for an object whose type is none of the documented ones, or none that the method takes."""
    if kind != "InputMedia":
        return f"can't parse {kind}: Unsupported type specified"
    if given is None:
        return "can't parse InputMedia: Can't find field \"type\""
    if path and given in ALL_MEDIA:
        return f"can't parse InputMedia: type \"{given}\" can't be used in {path.partition('.')[0]}"
    return f'can\'t parse InputMedia: type "{given}" is unsupported'


def wrong_length(path: str) -> RefusedError | None:
    """Return Telegram's own error for a value too short or too long, or None when its words are not known."""
    return bad_request(LENGTHS[path]) if path in LENGTHS else None


def rows_expected(name: str) -> str:
    """Return the error for a keyboard whose rows are no lists."""
    whose = " of the InlineKeyboardMarkup" if name == "inline_keyboard" else ""
    return f'Field "{name}"{whose} must be an Array of Arrays'


def object_expected(kind: str) -> str:
    """Return the error for something that should be an object of a type."""
    return "KeyboardButton must be a String or an Object" if kind == "KeyboardButton" else f"{kind} must be an Object"


def label(kind: str) -> str:
    """Return what stands before an error within an object of the type `kind`."""
    return LABELS.get(kind, f"can't parse {kind}: ")


def _inline_button(button: dict[str, Any]) -> None:
    """'Exactly one of the fields other than text, icon_custom_emoji_id, and style must be used'."""
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    used = [name for name in ACTIONS if name in button]
    if not used:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(used) > 1:
        raise bad_request(f"can't parse inline keyboard button: exactly one of {', '.join(used)} must be used")
    if url := button.get("url"):
        _button_url(url)


def _button_url(url: str) -> None:
    if urlsplit(url).scheme in {"tg", "ton", "tonsite"} or LINK.fullmatch(url):
        return
    raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _keyboard_button(button: dict[str, Any]) -> None:
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")


def _inline_keyboard(markup: dict[str, Any]) -> None:
    rows = markup["inline_keyboard"]
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")


def _command(command: dict[str, Any]) -> None:
    """'Can contain only lowercase English letters, digits and underscores'."""
    if not COMMAND.fullmatch(command["command"].removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")


RULES: dict[str, Callable[[dict[str, Any]], None]] = {
    "InlineKeyboardButton": _inline_button,
    "KeyboardButton": _keyboard_button,
    "InlineKeyboardMarkup": _inline_keyboard,
    "BotCommand": _command,
}
