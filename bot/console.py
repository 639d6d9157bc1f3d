"""What every command needs: settings with logs and data folder, an open database, and failures said in a sentence."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar

import click

from bot.failures import MisconfiguredError, check_database_url, explained, reason_of
from bot.logs import configure_logs
from bot.settings import Settings, list_warnings, load_settings
from storage.engine import Database

T = TypeVar("T")


def settings_for(*, token: bool = False) -> Settings:
    """Load the settings, set up logs and make the data folder. FailedError when something is missing or wrong."""
    with explained():
        settings = load_settings(need_token=token, need_keys=True)
    configure_logs(settings.log_level, settings.log_format, settings.secrets())
    for warning in list_warnings(settings):
        click.echo(warning, err=True)
    check_database_url(settings.database)
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"QUARTIERBOT_DATA_DIR cannot be used ({reason_of(error)}): name a folder this user may write to"
        raise MisconfiguredError(message) from None
    return settings


def run_to_end(work: Coroutine[Any, Any, T]) -> T:
    """Run, and say in a sentence what an operator can put right."""
    with explained():
        return asyncio.run(work)


async def open_database(settings: Settings) -> Database:
    """Open the database the settings name."""
    zone, rules = settings.timezone.key, settings.rules
    return await Database.open(settings.database, settings.require_keys(), timezone=zone, rules=rules)


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """Open the database, and close it afterwards."""
    database = await open_database(settings)
    try:
        yield database
    finally:
        await database.close()
