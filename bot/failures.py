"""What an operator can put right, said in one sentence with its remedy: no traceback, and no secret in it."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Final

import click
from alembic.util import CommandError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.settings import SettingsError
from storage.engine import SchemaError
from storage.exchange.parsed import CatalogueError
from storage.sealed import WrongKeyError
from storage.sole import NotAloneError

LISTENING: Final = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES)
DRIVER_CLASS: Final = re.compile(r"^<class '[^']*'>: ")
EXPLAINED: Final = (
    ArgumentError,
    CatalogueError,
    CommandError,
    DBAPIError,
    NotAloneError,
    OSError,
    SchemaError,
    SettingsError,
    TelegramError,
    WrongKeyError,
    sqlite3.Error,
)


class FailedError(click.ClickException):
    """Ends a command with exit code 1: data was refused, or something failed."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))

    def show(self, file: IO[Any] | None = None) -> None:
        """Say what is wrong, without click's 'Error:' before it."""
        click.echo(self.message, file=file, err=file is None)


class MisconfiguredError(FailedError):
    """Ends a command with exit code 2: a setting or an argument is missing or wrong."""

    exit_code = 2


@contextmanager
def explained() -> Iterator[None]:
    """Turn what an operator can put right into a sentence; anything else is a mistake of ours and keeps its traceback."""
    try:
        yield
    except EXPLAINED as error:
        raise explain(error) from None


def explain(error: Exception) -> FailedError:
    """Say in a sentence what went wrong."""
    match error:
        case SettingsError(lines=lines):
            return MisconfiguredError(*lines)
        case SchemaError() | WrongKeyError():
            return MisconfiguredError(str(error)[:1].upper() + str(error)[1:])
        case NotAloneError():
            return FailedError(str(error)[:1].upper() + str(error)[1:])
        case CatalogueError(problems=problems):
            counted = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
            return FailedError(*map(str, problems), f"{counted}; nothing was changed")
        case TelegramError():
            return explain_telegram(error)
        case _:
            return explain_database(error)


def explain_telegram(error: TelegramError) -> FailedError:
    """Say what is wrong between Telegram and us. What PTB says of a refused token quotes the token."""
    match error:
        case InvalidToken():
            return MisconfiguredError(
                "QUARTIERBOT_TOKEN is refused by the Bot API: copy it from @BotFather again, and see that "
                "QUARTIERBOT_API_URL names the right server"
            )
        case NetworkError():
            return FailedError(
                f"The Bot API cannot be reached ({error.message}): look at the network and at QUARTIERBOT_API_URL"
            )
        case _:
            return FailedError(f"The Bot API refuses ({error.message}): try again later")


def explain_database(error: Exception) -> FailedError:
    """Say what is wrong with the database, or with what else needs the operating system."""
    match error:
        case CommandError():
            return MisconfiguredError("The database was made by a newer version of Quartierbot: install that one")
        case OSError(errno=number) if number in LISTENING:
            return FailedError(
                f"QUARTIERBOT_WEBHOOK_LISTEN cannot be used ({reason_of(error)}): choose another host:port"
            )
        case _:
            return FailedError(
                f"The database cannot be used ({reason_of(error)}): see that it runs, and that QUARTIERBOT_DATABASE_URL "
                "or QUARTIERBOT_DATA_DIR leads to it"
            )


def check_database_url(url: str) -> None:
    """Raise MisconfiguredError for an address that cannot be one of a database; it is not quoted, it may hold a password."""
    form = (
        "write it like sqlite+aiosqlite:////var/lib/quartierbot/bot.db or postgresql+asyncpg://user:password@host/name"
    )
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise MisconfiguredError(f"QUARTIERBOT_DATABASE_URL cannot be read: {form}") from None
    if address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:"):
        raise MisconfiguredError(f"QUARTIERBOT_DATABASE_URL names no file: {form}")


def reason_of(error: BaseException) -> str:
    """Tell the reason as the system or the database words it, on one line and without the driver's class."""
    match error:
        case OSError(errno=int(number)) if number in errno.errorcode:
            return os.strerror(number)
        case OSError(strerror=str(words)) if words:
            return words
        case TimeoutError():
            return "no answer in time"
        case _:
            cause = getattr(error, "orig", None) or error
            return DRIVER_CLASS.sub("", str(cause).partition("\n")[0]) or type(cause).__name__
