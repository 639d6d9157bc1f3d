"""What Telegram shows of the bot before anybody talks to it: commands and descriptions, in every language it has a code for."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from telegram import Bot, BotCommand

from conversations.core import UNKNOWN_TIME
from locales.catalogues import Speech
from locales.languages import OFFERED, language
from locales.text import Text, _

COMMANDS: tuple[tuple[str, Text], ...] = (
    ("start", _("Start")),
    ("help", _("Help")),
    ("language", _("Choose language")),
    ("settings", _("Settings")),
    ("privacy", _("Privacy")),
)
DESCRIPTION = _(
    "Courses, open labs and advice in Aachen-Nord and Aachen-Ost/Rothe Erde. Free of charge, in your language. Tap Start."
)
SHORT_DESCRIPTION = _("Courses and meetings in Aachen-Nord and Aachen-Ost/Rothe Erde")
FALLBACK = "de"


async def announce(bot: Bot, zone: ZoneInfo) -> None:
    """Set commands and descriptions: German for everybody, then each language by its two-letter code."""
    await announce_in(bot, Speech(FALLBACK, zone), None)
    for code in OFFERED:
        for command_code in language(code).command_codes:
            await announce_in(bot, Speech(code, zone), command_code)


async def announce_in(bot: Bot, speech: Speech, code: str | None) -> None:
    """Set them in one language; `code` None is for everybody whose language has none."""
    commands = [BotCommand(name, speech.say(text, UNKNOWN_TIME)) for name, text in COMMANDS]
    await bot.set_my_commands(commands, language_code=code)
    await bot.set_my_description(speech.say(DESCRIPTION, UNKNOWN_TIME), language_code=code)
    await bot.set_my_short_description(speech.say(SHORT_DESCRIPTION, UNKNOWN_TIME), language_code=code)
