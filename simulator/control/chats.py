"""What the page and scripts do with groups, supergroups and channels."""

from typing import get_args

from simulator import acts
from simulator.control.phones import find as find_phone
from simulator.control.wrong import UnknownError, caused
from simulator.records import Account, Body, Chat, Status
from simulator.world import World

KINDS = ("group", "supergroup", "channel")


def add(world: World, given: Body) -> Body:
    """Make a chat with members, of whom the first owns it; the bot is not yet in it."""
    kind = str(given["kind"])
    if kind not in KINDS:
        raise ValueError(f"a chat is a {', a '.join(KINDS)}, not {kind!r}")
    members = [find_phone(world, str(number)) for number in given.get("members", ())]
    username = str(given.get("username") or "").removeprefix("@")
    forum = bool(given.get("forum"))
    chat = world.add_group(str(given["title"]), kind, username=username, forum=forum, members=members)  # type: ignore[arg-type] # it is one of KINDS
    world.tell_chat(chat)
    return world.show_chat(chat)


def find(world: World, number: str) -> Chat:
    """Return the group, supergroup or channel with a number."""
    chat = world.chats.get(int(number)) if number.lstrip("-").isdigit() else None
    if chat is None or chat.kind == "private":
        raise UnknownError(f"there is no chat {number}")
    return chat


def answer(world: World, verb: str, chat: Chat, action: str, given: Body) -> object:
    """Show, remove or change a chat."""
    match verb, action:
        case "GET", "":
            return world.show_chat(chat)
        case "DELETE", "":
            world.remove_group(chat)
            world.tell("chat", chat.id, chat={"id": chat.id, "removed": True})
            return {"ok": True}
        case "POST", _:
            return {"ok": True, **_change(world, chat, action, given)}
        case _:
            raise UnknownError(f"a chat has no {verb} {action}")


def _change(world: World, chat: Chat, action: str, given: Body) -> Body:
    match action:
        case "members":
            by = _by(world, given) if "by" in given else None
            account, status = find_phone(world, str(given["phone"])), _status(given)
            return caused(acts.set_member(world, chat, account, status, given.get("rights"), by))
        case "bot":
            by, status = _by(world, given), _status(given)
            return caused(acts.set_bot_status(world, chat, by, status, given.get("rights")))
        case "upgrade":
            return {"chat": world.show_chat(acts.upgrade(world, chat, _by(world, given)))}
        case "topics":
            return {"id": acts.create_topic(world, chat, _by(world, given), str(given["name"])).thread}
        case "pin" | "unpin":
            pinned = action == "pin"
            return caused(acts.pin(world, chat, _by(world, given), int(given["message_id"]), pinned=pinned))
        case _:
            raise UnknownError(f"a chat cannot {action}")


def _by(world: World, given: Body) -> Account:
    return find_phone(world, str(given["by"]))


def _status(given: Body) -> Status:
    for status in get_args(Status):
        if status == given["status"]:
            return status  # type: ignore[no-any-return] # it is one of the literals
    raise ValueError(f"there is no status {given['status']!r}; there are {', '.join(get_args(Status))}")
