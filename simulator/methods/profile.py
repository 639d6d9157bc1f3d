"""What the bot says about itself: name, descriptions, commands, menu button."""

import re

import msgspec

from simulator.checks import Parameters
from simulator.files import keep, store
from simulator.methods.reach import chat_of
from simulator.methods.registry import method
from simulator.refusals import bad_request
from simulator.world import NANOSTARS, Body, Upload, World, show_bot

LANGUAGE = re.compile(r"[a-z]{2}")
MOST_COMMANDS = 100
MOST_PHOTOS = 100
DEFAULT_SCOPE: Body = {"type": "default"}


@method("getMe")
def get_me(world: World, given: Parameters) -> Body:
    """Returns basic information about the bot in form of a User object."""
    del given
    return world.bot.user | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.bot.privacy,
        "supports_inline_queries": world.bot.supports_inline_queries,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("logOut")
@method("close")
def leave(world: World, given: Parameters) -> bool:
    """Both end a server's connection; this one has none to end."""
    del world, given
    return True


@method("setMyCommands")
def set_my_commands(world: World, given: Parameters) -> bool:
    """Use this method to change the list of the bot's commands."""
    if len(given["commands"]) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [{**each, "command": each["command"].removeprefix("/")} for each in given["commands"]]
    world.bot.commands[_scope(world, given), language_of(given)] = commands
    return _told(world)


@method("getMyCommands")
def get_my_commands(world: World, given: Parameters) -> list[Body]:
    """Returns an Array of BotCommand objects. If commands aren't set, an empty list is returned."""
    return world.bot.commands.get((_scope(world, given), language_of(given)), [])


@method("deleteMyCommands")
def delete_my_commands(world: World, given: Parameters) -> bool:
    """Use this method to delete the list of the bot's commands for the given scope and user language."""
    world.bot.commands.pop((_scope(world, given), language_of(given)), None)
    return _told(world)


@method("setMyName")
def set_my_name(world: World, given: Parameters) -> bool:
    """Pass an empty string to remove the dedicated name for the given language."""
    language = language_of(given)
    if not language and not given.get("name"):
        raise bad_request("BOT_TITLE_INVALID")
    return _set(world, world.bot.names, language, given.get("name", ""))


@method("getMyName")
def get_my_name(world: World, given: Parameters) -> Body:
    """Use this method to get the current bot name for the given user language."""
    return {"name": _get(world.bot.names, given)}


@method("setMyDescription")
def set_my_description(world: World, given: Parameters) -> bool:
    """... which is shown in the chat with the bot if the chat is empty."""
    return _set(world, world.bot.descriptions, language_of(given), given.get("description", ""))


@method("getMyDescription")
def get_my_description(world: World, given: Parameters) -> Body:
    """Use this method to get the current bot description for the given user language."""
    return {"description": _get(world.bot.descriptions, given)}


@method("setMyShortDescription")
def set_my_short_description(world: World, given: Parameters) -> bool:
    """'... which is shown on the bot's profile page and is sent together with the link'."""
    return _set(world, world.bot.short_descriptions, language_of(given), given.get("short_description", ""))


@method("getMyShortDescription")
def get_my_short_description(world: World, given: Parameters) -> Body:
    """Use this method to get the current bot short description for the given user language."""
    return {"short_description": _get(world.bot.short_descriptions, given)}


@method("setChatMenuButton")
def set_chat_menu_button(world: World, given: Parameters) -> bool:
    """Use this method to change the bot's menu button in a private chat, or the default menu button."""
    chat_id = chat_of(world, given).id if "chat_id" in given else 0
    world.bot.menu_buttons[chat_id] = given.get("menu_button") or {"type": "default"}
    return True


@method("getChatMenuButton")
def get_chat_menu_button(world: World, given: Parameters) -> Body:
    """'Use this method to get the current value of the bot's menu button in a private chat, or the default'."""
    chat_id = chat_of(world, given).id if "chat_id" in given else 0
    buttons = world.bot.menu_buttons
    return buttons.get(chat_id) or buttons.get(0) or {"type": "commands"}


@method("setMyProfilePhoto")
def set_my_profile_photo(world: World, given: Parameters) -> bool:
    """'Profile photos can't be reused and can only be uploaded as a new file'."""
    photo = given["photo"]
    kind = {"static": "photo", "animated": "animation"}[photo["type"]]
    if not isinstance(photo[kind], Upload):
        raise bad_request("can't parse InputProfilePhoto: photo not found")
    world.bot.photos.insert(0, _profile_sizes(world, kind, photo[kind]))
    return True


@method("removeMyProfilePhoto")
def remove_my_profile_photo(world: World, given: Parameters) -> bool:
    """Removes the profile photo of the bot. Telegram then shows the one before it, if there was one."""
    del given
    del world.bot.photos[:1]
    return True


@method("getUserProfilePhotos")
def get_user_profile_photos(world: World, given: Parameters) -> Body:
    """'Values between 1-100 are accepted.' Only the bot has pictures here; people have none."""
    user_id = given["user_id"]
    if user_id != world.bot.id and user_id not in world.accounts:
        raise bad_request("user not found")
    photos = world.bot.photos if user_id == world.bot.id else []
    offset, limit = max(given.get("offset", 0), 0), given.get("limit", MOST_PHOTOS)
    limit = limit if 1 <= limit <= MOST_PHOTOS else MOST_PHOTOS
    return {"total_count": len(photos), "photos": photos[offset : offset + limit]}


def _profile_sizes(world: World, kind: str, upload: Upload) -> list[Body]:
    """Return a picture in the sizes Telegram offers; of a film, its sides are not known here."""
    if kind == "photo":
        sizes: list[Body] = keep(world, kind, upload).described["sizes"]
        return sizes
    return [store(world, "photo", upload, {"width": 640, "height": 640}).described]


@method("getMyStarBalance")
def get_my_star_balance(world: World, given: Parameters) -> Body:
    """A method to get the current Telegram Stars balance of the bot."""
    del given
    amount, shares = divmod(world.bot.nanostars, NANOSTARS)
    return {"amount": amount, "nanostar_amount": shares} if shares else {"amount": amount}


def language_of(given: Parameters) -> str:
    """Return language_code, 'A two-letter ISO 639-1 language code', or "" when there is none."""
    code: str = given.get("language_code", "")
    if code and not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _scope(world: World, given: Parameters) -> str:
    scope = given.get("scope") or DEFAULT_SCOPE
    if "chat_id" in scope:
        chat_of(world, scope)
    return msgspec.json.encode(scope).decode()


def _set(world: World, texts: dict[str, str], language: str, text: str) -> bool:
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    return _told(world)


def _get(texts: dict[str, str], given: Parameters) -> str:
    return texts.get(language_of(given)) or texts.get("", "")


def _told(world: World) -> bool:
    if world.listen:
        world.tell("bot", None, bot=show_bot(world.bot))
    return True
