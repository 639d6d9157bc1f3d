"""What the bot may ask about chats and files, and how it leaves a chat."""

from simulator.checks import Parameters
from simulator.methods.reach import chat_of, inner_chat, readable_chat
from simulator.methods.registry import method
from simulator.records import Body, Chat, Member
from simulator.refusals import bad_request
from simulator.rights import PERMISSIONS, describe_member
from simulator.telling import happen, tell_own_membership
from simulator.world import World

ACCEPTED_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
MOST_REACTIONS = 11
COLORS = 7


@method("getChat")
def get_chat(world: World, given: Parameters) -> Body:
    """Returns a ChatFullInfo object on success."""
    chat = readable_chat(world, given)
    gifts = dict.fromkeys(ACCEPTED_GIFTS, False)
    info = {**chat.public, "accent_color_id": abs(chat.id) % COLORS, "max_reaction_count": MOST_REACTIONS}
    return {**info, "accepted_gift_types": gifts, **_details(chat)}


@method("getChatMember")
def get_chat_member(world: World, given: Parameters) -> Body:
    """Use this method to get information about a member of a chat."""
    chat = readable_chat(world, given)
    if given["user_id"] == world.bot.id:
        return describe_member(world.bot.user, chat.bot, chat.kind)
    account = world.accounts.get(given["user_id"])
    if account is None:
        raise bad_request("PARTICIPANT_ID_INVALID" if chat.kind in {"supergroup", "channel"} else "user not found")
    _check_list(chat)
    return describe_member(account.user, chat.member(account.id), chat.kind)


@method("getChatAdministrators")
def get_chat_administrators(world: World, given: Parameters) -> list[Body]:
    """'By default, bots other than the current bot are omitted'; there is no other bot here to add."""
    chat = readable_chat(world, given)
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    _check_list(chat)
    people = [(number, member) for number, member in chat.members.items() if member.is_administrator]
    found = [describe_member(world.accounts[number].user, member, chat.kind) for number, member in people]
    own = [describe_member(world.bot.user, chat.bot, chat.kind)] if chat.bot.is_administrator else []
    return found + own


@method("getChatMemberCount")
def get_chat_member_count(world: World, given: Parameters) -> int:
    """Use this method to get the number of members in a chat."""
    chat = readable_chat(world, given)
    people = 1 if chat.kind == "private" else sum(member.is_in for member in chat.members.values())
    return people + chat.bot.is_in


@method("leaveChat")
def leave_chat(world: World, given: Parameters) -> bool:
    """Use this method for your bot to leave a group, supergroup or channel."""
    chat = chat_of(world, given)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    inner_chat(world, given)
    if chat.kind != "channel":
        happen(world, chat, None, {"left_chat_member": world.bot.user})
    was, chat.bot = chat.bot, Member("left")
    tell_own_membership(world, chat, world.bot.user, was, chat.bot)
    world.tell_chat(chat)
    return True


@method("getFile")
def get_file(world: World, given: Parameters) -> Body:
    """'The file can then be downloaded via the link https://api.telegram.org/file/bot<token>/<file_path>'."""
    stored = world.files.get(given["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > 20 * 1024 * 1024:
        raise bad_request("file is too big")
    size = len(stored.content)
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": size,
        "file_path": stored.path,
    }


def _details(chat: Chat) -> Body:
    """Return what is told of some kinds of chat only."""
    details: Body = {}
    if "username" in chat.public:
        details["active_usernames"] = [chat.public["username"]]
    if chat.pinned and (pinned := chat.messages.get(chat.pinned[-1])) is not None:
        details["pinned_message"] = pinned.body
    if chat.kind in {"group", "supergroup"}:
        details["permissions"] = dict.fromkeys(PERMISSIONS, True)
    if chat.kind == "channel":
        details["can_send_paid_media"] = True
    if chat.kind == "supergroup" and chat.bot.is_administrator:
        details["has_visible_history"] = True
    return details


def _check_list(chat: Chat) -> None:
    """Who is in a channel is shown to its administrators only."""
    if chat.kind == "channel" and not chat.bot.is_administrator:
        raise bad_request("member list is inaccessible")
