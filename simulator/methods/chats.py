"""What the bot may ask about chats and files."""

from simulator.checks import Parameters
from simulator.methods.reach import chat_of
from simulator.methods.registry import method
from simulator.refusals import bad_request
from simulator.world import Body, Chat, World

ACCEPTED_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@method("getChat")
def get_chat(world: World, given: Parameters) -> Body:
    """Returns a ChatFullInfo object on success."""
    chat = chat_of(world, given)
    gifts = dict.fromkeys(ACCEPTED_GIFTS, False)
    return {**chat.public, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


@method("getChatMember")
def get_chat_member(world: World, given: Parameters) -> Body:
    """Use this method to get information about a member of a chat."""
    chat = chat_of(world, given)
    if given["user_id"] == world.bot.id:
        return member(world.bot.user, chat.bot_status)
    account = world.accounts.get(given["user_id"])
    if account is None:
        raise bad_request("PARTICIPANT_ID_INVALID" if chat.kind == "supergroup" else "user not found")
    return member(account.user, _status(chat, account.id))


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


def member(user: Body, status: str) -> Body:
    """Return a ChatMember of a status."""
    match status:
        case "kicked":
            return {"user": user, "status": "kicked", "until_date": 0}
        case "administrator":
            rights = dict.fromkeys(ADMINISTRATOR_RIGHTS, True)
            return {"user": user, "status": "administrator", "can_be_edited": False, "is_anonymous": False, **rights}
        case _:
            return {"user": user, "status": status}


def _status(chat: Chat, user_id: int) -> str:
    return "member" if chat.id == user_id else chat.members.get(user_id, "left")


ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
