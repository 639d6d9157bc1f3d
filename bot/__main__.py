"""The command line: `quartierbot run`, `demo`, `migrate`, `import`, `invite`, `keys`, `play`.

Exit codes: 0 done; 1 the data was refused or something failed; 2 a setting or argument is missing or wrong.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

import click
from cryptography.fernet import Fernet
from sqlalchemy.exc import OperationalError
from telegram import Bot
from telegram.error import InvalidToken, NetworkError

from bot.app import App, Plan, Webhook, make_bot
from bot.clock import SystemClock
from bot.logs import configure_logs
from bot.settings import Settings, SettingsError, list_warnings, load_settings
from conversations.deep_links import to_invitation
from storage import access, changes
from storage.engine import Actor, Database, SchemaError, migrate
from storage.exchange.catalogue_csv import parse_files
from storage.exchange.comparing import Difference
from storage.exchange.parsed import Catalogue, CatalogueError
from storage.sealed import WrongKeyError

T = TypeVar("T")
COMMAND = Actor("command")
ROLES = ("staff", "coordinator", "administrator")


def fail(code: int, *lines: str) -> NoReturn:
    """Say on standard error what is wrong, and leave."""
    for line in lines:
        click.echo(line, err=True)
    sys.exit(code)


def settings_for(*, token: bool = False, keys: bool = True) -> Settings:
    """Load the settings and set up logs; a missing or wrong one ends with 2."""
    try:
        settings = load_settings(need_token=token, need_keys=keys)
    except SettingsError as error:
        fail(2, *error.lines)
    configure_logs(settings.log_level, settings.log_format, settings.secrets())
    for warning in list_warnings(settings):
        click.echo(warning, err=True)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return settings


def run_to_end(work: Coroutine[Any, Any, T]) -> T:
    """Run, and turn what an operator can put right into a sentence."""
    try:
        return asyncio.run(work)
    except (SchemaError, WrongKeyError) as error:
        fail(2, str(error))
    except InvalidToken:
        fail(2, "QUARTIERBOT_TOKEN: Telegram refuses this token; copy it from @BotFather again")
    except NetworkError as error:
        fail(1, f"Telegram cannot be reached ({error.message}); look at the network and QUARTIERBOT_API_URL")
    except (OperationalError, OSError) as error:
        reason = getattr(error, "orig", None) or error
        fail(1, f"the database or network failed: {reason}")


async def open_database(settings: Settings) -> Database:
    """Open the database the settings name."""
    return await Database.open(settings.database, settings.require_keys(), timezone=settings.timezone.key)


@click.group()
@click.version_option(package_name="quartierbot")
def main() -> None:
    """Guide residents to courses, open labs and counselling, in their own language."""


@main.command()
def run() -> None:
    """Run the bot: polling, or as a webhook when QUARTIERBOT_WEBHOOK_URL is set."""
    settings = settings_for(token=True)
    run_to_end(serve(settings))


async def serve(settings: Settings) -> None:
    """Serve until told to stop."""
    plan = Plan(settings.require_token(), settings.api_url, settings.timezone, webhook_of(settings))
    app = App(plan, await open_database(settings), SystemClock())
    try:
        await app.start()
        await told_to_stop()
    finally:
        await app.stop()


def webhook_of(settings: Settings) -> Webhook | None:
    """Read the webhook's settings."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    host, port = settings.listen
    path = urlsplit(settings.webhook_url).path or "/"
    return Webhook(settings.webhook_url, path, host, port, settings.webhook_secret.get_secret_value())


async def told_to_stop() -> None:
    """Wait for SIGTERM or Ctrl-C."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()


@main.command()
@click.option("--port", default=8765, show_default=True, help="Where the phones are shown; 0 takes any free port.")
def demo(port: int) -> None:
    """Show the bot on phones in the browser: no token, no internet, nothing kept."""
    from bot.demo import serve as serve_demo  # the simulator is loaded for the demo alone

    configure_logs("WARNING", "text")
    with tempfile.TemporaryDirectory(prefix="quartierbot-demo-") as folder:
        try:
            asyncio.run(serve_demo(Path(folder), port, tell_address, told_to_stop))
        except OSError as error:
            fail(1, f"port {port} cannot be used ({os.strerror(error.errno or 0)}); try: quartierbot demo --port 0")


def tell_address(address: str) -> None:
    """Print the one address."""
    click.echo(f"{address}\nOpen it in a browser. Ctrl-C stops the demo.")


@main.command("migrate")
def migrate_command() -> None:
    """Create the database, or bring it up to date."""
    settings = settings_for()
    changed = run_to_end(migrate(settings.database, settings.require_keys(), timezone=settings.timezone.key))
    click.echo("The database was brought up to date." if changed else "The database is up to date.")


@main.group("import")
def import_group() -> None:
    """Take data in."""


@import_group.command("catalogue")
@click.option("--offers", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sessions", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--venues", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--texts", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Translations.")
@click.option("--dry-run", is_flag=True, help="Print what would change and change nothing.")
def import_catalogue(offers: Path, sessions: Path, venues: Path, texts: Path | None, *, dry_run: bool) -> None:
    """Take a catalogue in from CSV files. Everything is checked first; one bad row and nothing is changed."""
    settings = settings_for()
    try:
        catalogue = parse_files(offers, sessions, venues, texts)
    except CatalogueError as error:
        fail(1, *map(str, error.problems), f"{len(error.problems)} problems; nothing was changed")
    for line in describe(run_to_end(take_in(settings, catalogue, dry_run=dry_run)), dry_run=dry_run):
        click.echo(line)


async def take_in(settings: Settings, catalogue: Catalogue, *, dry_run: bool) -> Difference:
    """Apply a catalogue, or only compare it; tells the difference."""
    database = await open_database(settings)
    try:
        async with database.transaction(SystemClock().now(), COMMAND) as tx:
            return await (changes.difference if dry_run else changes.apply)(tx, catalogue)
    finally:
        await database.close()


def describe(difference: Difference, *, dry_run: bool) -> list[str]:
    """Write a difference as lines, and what it adds up to."""
    lines = [f"new      {item.subject} {item.source_id}" for item in difference.new]
    lines += [
        f"changed  {change.subject} {change.source_id}: {change.field}: {change.before!r} -> {change.after!r}"
        for change in difference.changed
    ]
    lines += [f"gone     {item.subject} {item.source_id}" for item in difference.gone]
    counts = f"{len(difference.new)} new, {len(difference.changed)} changed, {len(difference.gone)} gone"
    done = "Nothing was changed (dry run)" if dry_run else "Done"
    return [*lines, f"{done}: {counts}; {difference.told} notices to registered people."]


@main.command()
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--hours", default=72, show_default=True, type=click.IntRange(1, 720), help="How long the link is good.")
def invite(role: str, hours: int) -> None:
    """Print a link that makes whoever opens it first staff, coordinator or administrator."""
    settings = settings_for(token=True)
    click.echo(run_to_end(make_invitation(settings, role, hours)))


async def make_invitation(settings: Settings, role: str, hours: int) -> str:
    """Make an invitation and write its deep link."""
    bot: Bot = make_bot(Plan(settings.require_token(), settings.api_url, settings.timezone))
    database = await open_database(settings)
    try:
        async with bot:
            username = bot.username
        async with database.transaction(SystemClock().now(), COMMAND) as tx:
            token = await access.invite(tx, role, hours)
    finally:
        await database.close()
    return f"https://t.me/{username}?start={to_invitation(token)}"


@main.group()
def keys() -> None:
    """Keys that seal personal data."""


@keys.command("new")
def new_key() -> None:
    """Print a new key. Put it first in QUARTIERBOT_SECRET_KEY and keep the old ones behind it."""
    click.echo(Fernet.generate_key().decode())


@main.command()
@click.option("--language", default="de", show_default=True)
def play(language: str) -> None:
    """Play the dialogs in the terminal over the sample catalogue."""
    from bot.play import play as play_in_terminal

    configure_logs("WARNING", "text")
    asyncio.run(play_in_terminal(language))


if __name__ == "__main__":
    main()
