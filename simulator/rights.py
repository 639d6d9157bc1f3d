"""Which rights an administrator can have in which kind of chat, read from the Bot API's own description."""

from functools import cache

from simulator.checks import API
from simulator.records import Body, ChatKind, Member, Status

ONLY = {
    "for channels only": {"channel"},
    "for groups and supergroups only": {"group", "supergroup"},
    "for supergroups only": {"supergroup"},
}
RIGHTS: Body = API["types"]["ChatAdministratorRights"]["fields"]


@cache
def rights_in(kind: ChatKind) -> tuple[str, ...]:
    """Return the rights that an administrator of such a chat can have, as the documentation says of each."""
    return tuple(name for name, field in RIGHTS.items() if kind in _kinds(field["says"]) and name != "is_anonymous")


def as_member(kind: ChatKind, status: Status, rights: Body | list[str] | None = None) -> Member:
    """Return a member of a status; an administrator whose rights are not named has all that the chat knows.

    `rights` are names, or names with true or false as in ChatAdministratorRights; raises ValueError for others.
    """
    if status != "administrator":
        return Member(status)
    known = rights_in(kind)
    if rights is None:
        return Member(status, frozenset(known))
    names = {name for name, has in rights.items() if has} if isinstance(rights, dict) else set(rights)
    if unknown := names - set(known) - {"is_anonymous"}:
        raise ValueError(f"an administrator of a {kind} has no right {', '.join(sorted(unknown))}")
    # "Implied by any other administrator privilege."
    return Member(status, frozenset(names | {"can_manage_chat"}))


def _kinds(says: str) -> set[str]:
    return next((kinds for end, kinds in ONLY.items() if end in says), {"group", "supergroup", "channel"})


def describe_member(user: Body, member: Member, kind: ChatKind) -> Body:
    """Return a ChatMember."""
    described: Body = {"user": user, "status": member.status}
    match member.status:
        case "creator":
            return described | {"is_anonymous": "is_anonymous" in member.rights}
        case "administrator":
            rights = {name: name in member.rights for name in rights_in(kind)}
            anonymous = {"can_be_edited": False, "is_anonymous": "is_anonymous" in member.rights}
            return described | anonymous | rights
        case "restricted":
            return described | {"is_member": True, **dict.fromkeys(PERMISSIONS, False), "until_date": 0}
        case "kicked":
            return described | {"until_date": 0}
        case _:
            return described


PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
