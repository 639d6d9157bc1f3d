"""What a phone does at the request of the page or a script."""

import base64
import binascii

from simulator import acts
from simulator.control.wrong import UnknownError, caused, optional
from simulator.host import Host
from simulator.records import Account, Body, Chat, Upload
from simulator.world import World

BYTES = "application/octet-stream"


async def add(world: World, given: Body, host: Host | None) -> Body:
    """Make a phone; one with a role opens the link that the host has for it."""
    first_name = str(given.get("first_name") or given["label"])
    language, label = str(given.get("language") or "de"), str(given.get("label") or first_name)
    role, started = str(given.get("role") or ""), bool(given.get("started"))
    account = world.add_account(first_name, language, label, role=role, started=started)
    world.tell_chat(account.chat)
    if role and host is not None and (payload := await host.link(role)):
        acts.start(world, account, payload)
    return world.show_phone(account)


def find(world: World, number: str) -> Account:
    """Return the phone with a number."""
    account = world.accounts.get(int(number)) if number.isdigit() else None
    if account is None:
        raise UnknownError(f"there is no phone {number}")
    return account


def answer(world: World, verb: str, account: Account, action: str, given: Body) -> object:
    """Show, remove or use a phone."""
    match verb, action:
        case "GET", "":
            return world.show_phone(account)
        case "DELETE", "":
            world.remove_account(account)
            world.tell("phone", account.id, phone={"id": account.id, "removed": True})
            return {"ok": True}
        case "POST", _:
            return {"ok": True, **_act(world, account, action, given)}
        case _:
            raise UnknownError(f"a phone has no {verb} {action}")


def chat_for(world: World, account: Account, given: Body) -> Chat:
    """Return the chat an act is in: the group that `chat` names, else the private one."""
    number = optional(given, "chat")
    if number is None or number == account.id:
        return account.chat
    chat = world.chats.get(number)
    if chat is None or chat.kind == "private":
        raise UnknownError(f"there is no chat {number}")
    return chat


def _act(world: World, account: Account, action: str, given: Body) -> Body:
    chat = chat_for(world, account, given)
    thread, reply_to = optional(given, "thread"), optional(given, "reply_to")
    match action:
        case "text":
            return caused(acts.say(world, account, str(given["text"]), chat, reply_to, thread))
        case "start":
            return caused(acts.start(world, account, str(given.get("payload", ""))))
        case "location":
            position = float(given["latitude"]), float(given["longitude"])
            return caused(acts.share_location(world, account, *position, chat, thread))
        case "send":
            kind, caption = str(given["kind"]), str(given.get("caption", ""))
            return caused(acts.send(world, account, kind, caption, chat, reply_to, thread))
        case "file":
            upload = Upload(str(given["name"]), str(given.get("mime_type") or BYTES), _bytes(given["content"]))
            return caused(acts.send_file(world, account, upload, str(given.get("caption", "")), chat, reply_to, thread))
        case "block":
            return caused(acts.block(world, account))
        case "unblock":
            return caused(acts.unblock(world, account))
        case _:
            return _act_on(world, account, action, given)


def _act_on(world: World, account: Account, action: str, given: Body) -> Body:
    """Do what is done to something that is there."""
    chat = chat_for(world, account, given)
    match action:
        case "tap":
            return _tap(world, account, given, chat)
        case "edit":
            return caused(acts.edit(world, account, int(given["message_id"]), str(given["text"]), chat))
        case "react":
            emoji = str(given["emoji"]) if given.get("emoji") else None
            return caused(acts.set_reaction(world, account, int(given["message_id"]), emoji, chat))
        case "inline":
            query, update_id = acts.ask_inline(
                world, account, str(given.get("query", "")), str(given.get("offset") or ""), chat
            )
            return caused(update_id) | {"query_id": query.id}
        case "choose":
            result = str(given["inline_query_id"]), str(given["result_id"])
            return caused(acts.choose_inline(world, account, *result, thread=optional(given, "thread")))
        case _:
            raise UnknownError(f"a phone cannot {action}")


def _tap(world: World, account: Account, given: Body, chat: Chat) -> Body:
    message_id = int(given["message_id"])
    if given.get("seen"):
        return caused(acts.tap_seen(world, account, message_id, str(given["data"]), chat))
    if "data" in given:
        return caused(acts.tap(world, account, message_id, str(given["data"]), chat))
    button = acts.find_button(chat, message_id, int(given["row"]), int(given["column"]))
    if "callback_data" in button:
        return caused(acts.tap(world, account, message_id, button["callback_data"], chat))
    return {"button": button}


def _bytes(given: object) -> bytes:
    """Read what is written in base64."""
    try:
        return base64.b64decode(str(given), validate=True)
    except binascii.Error:
        raise ValueError("content is not base64") from None
