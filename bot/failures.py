"""What an operator can put right, said in one sentence with its remedy: no traceback, and no secret in it."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from typing import IO, Any, Final

import click
from alembic.util import CommandError
from sqlalchemy.exc import ArgumentError, DBAPIError
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.settings import SettingsError
from storage.engine import SchemaError
from storage.exchange.parsed import CatalogueError
from storage.sealed import WrongKeyError

FAILED: Final = 1
"""The exit code when data was refused or something failed."""
MISCONFIGURED: Final = 2
"""The exit code when a setting or an argument is missing or wrong."""
LISTENING: Final = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES)
DRIVER_CLASS: Final = re.compile(r"^<class '[^']*'>: ")


class Failure(click.ClickException):
    """Ends a command: says the lines on standard error and leaves with the exit code."""

    def __init__(self, exit_code: int, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.exit_code = exit_code

    def show(self, file: IO[Any] | None = None) -> None:
        """Say what is wrong, without click's 'Error:' before it."""
        click.echo(self.message, file=file, err=file is None)


def explain(error: Exception) -> Failure | None:
    """Say in a sentence what went wrong; None when it is a mistake of ours, whose traceback somebody has to see."""
    match error:
        case SettingsError(lines=lines):
            return Failure(MISCONFIGURED, *lines)
        case SchemaError() | WrongKeyError():
            return Failure(MISCONFIGURED, sentence(str(error)))
        case CatalogueError(problems=problems):
            counted = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
            return Failure(FAILED, *map(str, problems), f"{counted}; nothing was changed")
        case TelegramError():
            return explain_telegram(error)
        case _:
            return explain_database(error)


def explain_telegram(error: TelegramError) -> Failure:
    """Say what is wrong between Telegram and us. What PTB says of a refused token quotes the token."""
    match error:
        case InvalidToken():
            return Failure(
                MISCONFIGURED,
                "QUARTIERBOT_TOKEN is refused by the Bot API: copy it from @BotFather again, and see that "
                "QUARTIERBOT_API_URL names the right server",
            )
        case NetworkError(message=message):
            return Failure(
                FAILED, f"The Bot API cannot be reached ({message}): look at the network and at QUARTIERBOT_API_URL"
            )
        case _:
            return Failure(FAILED, f"The Bot API refuses ({error.message}): try again later")


def explain_database(error: Exception) -> Failure | None:
    """Say what is wrong with the database, or with the network on the way to it."""
    match error:
        case ArgumentError():
            return Failure(MISCONFIGURED, "QUARTIERBOT_DATABASE_URL does not read: write it like sqlite+aiosqlite:///f.db")
        case CommandError():
            return Failure(MISCONFIGURED, "The database was made by a newer version: install that one")
        case DBAPIError() | sqlite3.Error():
            return unusable_database(reason_of(error))
        case OSError(errno=number) if number in LISTENING:
            return Failure(
                FAILED, f"QUARTIERBOT_WEBHOOK_LISTEN cannot be used ({reason_of(error)}): choose another host:port"
            )
        case OSError():
            return unusable_database(reason_of(error))
        case _:
            return None


def unusable_database(reason: str) -> Failure:
    """Say that the database cannot be used."""
    return Failure(
        FAILED,
        f"The database cannot be used ({reason}): see that it runs, and that QUARTIERBOT_DATABASE_URL or "
        "QUARTIERBOT_DATA_DIR leads to it",
    )


def reason_of(error: BaseException) -> str:
    """Tell the reason as the system or the database words it, on one line and without the driver's class."""
    if isinstance(error, OSError) and error.errno in errno.errorcode:
        return os.strerror(error.errno)
    cause = getattr(error, "orig", None) or error
    first_line = str(cause).partition("\n")[0]
    return DRIVER_CLASS.sub("", first_line) or type(cause).__name__


def sentence(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]
