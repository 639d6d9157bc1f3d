"""Cuts the machine-readable Bot API down to what the simulator offers: `python -m simulator.trim bot-api.json`.

The result, `simulator/api.json`, is the source of every generated check. Run it again for a new Bot API version or
after adding a method.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

METHODS = (
    "getMe", "logOut", "close", "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo",
    "sendMessage", "sendDocument", "sendPhoto", "sendVoice", "sendVideo", "sendAudio", "sendAnimation", "sendSticker",
    "sendVenue", "sendLocation", "sendContact", "sendMediaGroup", "sendChatAction",
    "copyMessage", "copyMessages", "forwardMessage", "forwardMessages",
    "editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup",
    "deleteMessage", "deleteMessages", "pinChatMessage", "unpinChatMessage", "unpinAllChatMessages", "setMessageReaction",
    "answerCallbackQuery", "answerInlineQuery", "getFile",
    "getChat", "getChatMember", "getChatAdministrators", "getChatMemberCount", "leaveChat",
    "createForumTopic", "editForumTopic", "closeForumTopic", "reopenForumTopic", "deleteForumTopic",
    "unpinAllForumTopicMessages", "editGeneralForumTopic", "closeGeneralForumTopic", "reopenGeneralForumTopic",
    "hideGeneralForumTopic", "unhideGeneralForumTopic", "unpinAllGeneralForumTopicMessages", "getForumTopicIconStickers",
    "setMyCommands", "getMyCommands", "deleteMyCommands",
    "setMyName", "getMyName", "setMyDescription", "getMyDescription",
    "setMyShortDescription", "getMyShortDescription", "setChatMenuButton", "getChatMenuButton",
    "setMyDefaultAdministratorRights", "getMyDefaultAdministratorRights", "setMyProfilePhoto", "removeMyProfilePhoto",
    "getMyStarBalance", "getUserProfilePhotos",
)  # fmt: skip

# Parameters that belong to parts of Telegram which the simulator does not play; Telegram ignores what it does not know.
LEFT_OUT = {
    "business_connection_id",
    "direct_messages_topic_id",
    "suggested_post_parameters",
    "rich_message",
    "callback_game",
    "certificate",
}
LENGTH = re.compile(r"(\d+)-(\d+) (bytes|characters)", re.IGNORECASE)
CHOICE = re.compile(r"(?:[Mm]ust be|[Cc]an be) (?:one of )?(\".+)")
CONSTANT = re.compile(r"(?:must be|always) \"?([a-z0-9_]+)\"?$")
ACTION = re.compile(r"\b(?:typing|[a-z]+_[a-z_]+)\b")


def trim(whole: dict[str, Any]) -> dict[str, Any]:
    """Return the part of the Bot API that METHODS need, with lengths and choices read from the descriptions."""
    methods = {name: _fields(whole["methods"][name]) for name in METHODS}
    wanted: dict[str, Any] = {}
    for fields in methods.values():
        _collect(fields, whole["types"], wanted)
    sentences = {name: whole["methods"][name]["description"] for name in METHODS}
    return {"version": whole["version"], "says": sentences, "methods": methods, "types": dict(sorted(wanted.items()))}


def _fields(described: dict[str, Any]) -> dict[str, Any]:
    return {field["name"]: _field(field) for field in described.get("fields", ()) if field["name"] not in LEFT_OUT}


def _field(field: dict[str, Any]) -> dict[str, Any]:
    text = field["description"]
    short: dict[str, Any] = {"types": field["types"], "says": text.removeprefix("Optional. ")}
    if field["required"]:
        short["required"] = True
    if length := LENGTH.search(text):
        short["length"] = [int(length[1]), int(length[2]), length[3].lower()]
    if choices := _choices(field["name"], text):
        short["choices"] = choices
    return short


def _choices(name: str, text: str) -> list[str]:
    if name == "action":
        return ACTION.findall(text)
    if constant := CONSTANT.search(text):
        return [constant[1]]
    named = CHOICE.search(text)
    return re.findall(r'"([a-z_]+)"', named[1]) if named else []


def _collect(fields: dict[str, Any], types: dict[str, Any], wanted: dict[str, Any]) -> None:
    for field in fields.values():
        for name in field["types"]:
            _collect_type(name.replace("Array of ", ""), types, wanted)


def _collect_type(name: str, types: dict[str, Any], wanted: dict[str, Any]) -> None:
    if name in wanted or name not in types or name == "InputFile":
        return
    own = _fields(types[name])
    subtypes = types[name].get("subtypes", [])
    said = {"says": types[name]["description"]}
    wanted[name] = said | ({"any_of": subtypes} if subtypes else {"fields": own})
    _collect(own, types, wanted)
    for subtype in subtypes:
        _collect_type(subtype, types, wanted)


def main() -> None:
    """Write `api.json` beside this module from the file named on the command line."""
    whole = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    target = Path(__file__).with_name("api.json")
    target.write_text(json.dumps(trim(whole), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
