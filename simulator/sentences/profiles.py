"""What is refused of what the bot says about itself, and asks about others."""

from __future__ import annotations

from simulator.sentences.refusal import bad, taking

SCOPED = taking("scope")
LANGUAGE = "A two-letter ISO 639-1 language code"
COMMAND = "Can contain only lowercase English letters, digits and underscores."

REFUSALS = (
    bad(
        taking("language_code"),
        "a language of more than two letters",
        "invalid language code specified",
        LANGUAGE,
        {"language_code": "deu"},
    ),
    bad(
        SCOPED, "the commands' chat is not there", "chat not found", given={"scope": {"type": "chat", "chat_id": 4711}}
    ),
    bad(
        "setMyCommands",
        "a command with capital letters",
        "BOT_COMMAND_INVALID",
        COMMAND,
        {"commands": [{"command": "Help", "description": "Help"}]},
    ),
    bad(
        "setMyCommands",
        "more than 100 commands",
        "BOT_COMMANDS_TOO_MUCH",
        "At most 100 commands can be specified.",
        {"commands": [{"command": f"c{number}", "description": "Help"} for number in range(101)]},
    ),
    bad(
        "setMyName",
        "an empty name for everybody",
        "BOT_TITLE_INVALID",
        "Pass an empty string to remove the dedicated name for the given language.",
        {"name": ""},
    ),
    bad(
        "getChatMember",
        "nobody has the number, in a private chat",
        "user not found",
        "Unique identifier of the target user",
        {"user_id": 4711},
    ),
    bad(
        "getChatMember",
        "nobody has the number, in a supergroup",
        "PARTICIPANT_ID_INVALID",
        "Unique identifier of the target user",
        {"chat_id": "$group", "user_id": 4711},
    ),
    bad(
        "getChatMember",
        "the bot is no administrator of the channel",
        "member list is inaccessible",
        given={"chat_id": "$public_channel"},
    ),
    bad(
        "getChatAdministrators",
        "the bot is no administrator of the channel",
        "member list is inaccessible",
        given={"chat_id": "$public_channel"},
    ),
    bad(
        "getChatAdministrators",
        "a private chat",
        "there are no administrators in the private chat",
        given={"chat_id": "$person"},
    ),
    bad(
        "leaveChat",
        "a private chat",
        "chat member status can't be changed in private chats",
        "Use this method for your bot to leave a group, supergroup or channel.",
        {"chat_id": "$person"},
    ),
    bad(
        "getUserProfilePhotos",
        "nobody has the number",
        "user not found",
        "Unique identifier of the target user",
        {"user_id": 4711},
    ),
)
