"""How the control API describes what there is: messages, phones, chats and the bot, as JSON for pages and scripts."""

from collections.abc import Mapping

from simulator.records import Account, Body, Bot, Chat, Message, StoredFile

PRIVATE_SCOPES = ('{"type":"default"}', '{"type":"all_private_chats"}')

Files = Mapping[str, StoredFile]


def show(message: Message, chat: Chat, files: Files, bot_id: int) -> Body:
    """Return a message: Telegram's body with what a phone knows of it besides."""
    shown = {
        **message.body,
        "outgoing": message.outgoing,
        "deleted": message.deleted,
        "tapped": message.tapped,
        "read": message.read,
        "reactions": show_reactions(message, bot_id),
        "pinned": message.message_id in chat.pinned,
    }
    if message.file_id is not None and message.file_id in files:
        shown["file_url"] = f"/file/view/{files[message.file_id].path}"
    return shown


def show_reactions(message: Message, bot_id: int) -> list[Body]:
    """Return the reactions on a message, the one that is there longest first; `by` lists the phones that have it."""
    if not message.reactions:
        return []
    by: dict[str, list[int]] = {}
    for who, chosen in message.reactions.items():
        for emoji in chosen:
            by.setdefault(emoji, []).append(who)
    return [
        {
            "emoji": emoji,
            "count": len(who),
            "by_bot": bot_id in who,
            "by": [number for number in who if number != bot_id],
        }
        for emoji, who in by.items()
    ]


def show_phone(account: Account, files: Files, bot_id: int) -> Body:
    """Return a phone with its private chat."""
    return {
        "id": account.id,
        "label": account.label,
        "role": account.role,
        "first_name": account.user["first_name"],
        "language": account.user["language_code"],
        "blocked": account.blocked,
        **_contents(account.chat, files, bot_id),
    }


def show_chat(chat: Chat, files: Files, bot_id: int) -> Body:
    """Return a group, supergroup or channel."""
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.public["title"],
        "username": chat.public.get("username"),
        "forum": chat.forum,
        "bot_status": chat.bot_status,
        "migrated_to": chat.migrated_to,
        "members": [{"phone": number, "status": member.status} for number, member in chat.members.items()],
        "topics": show_topics(chat),
        **_contents(chat, files, bot_id),
    }


def show_topics(chat: Chat) -> list[Body]:
    """Return the topics of a forum, the general one first."""
    return [
        {
            "id": topic.thread,
            "name": topic.name,
            "color": topic.color,
            "closed": topic.closed,
            "hidden": topic.hidden,
        }
        for topic in chat.topics.values()
    ]


def show_bot(bot: Bot) -> Body:
    """Return the bot; "" stands for the language of everybody else."""
    commands = {language: found for (scope, language), found in bot.commands.items() if scope in PRIVATE_SCOPES}
    return {
        "id": bot.id,
        "username": bot.username,
        "first_name": bot.names[""],
        "description": bot.descriptions.get("", ""),
        "short_description": bot.short_descriptions.get("", ""),
        "descriptions": bot.descriptions,
        "commands": commands,
        "privacy": bot.privacy,
        "inline": bot.supports_inline_queries,
    }


def _contents(chat: Chat, files: Files, bot_id: int) -> Body:
    return {
        "pinned": chat.pinned,
        "keyboard": chat.keyboard,
        "action": chat.current_action(),
        "messages": [show(message, chat, files, bot_id) for message in chat.messages.values()],
    }
