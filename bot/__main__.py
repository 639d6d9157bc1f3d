"""The command line: `quartierbot run`, `demo`, `migrate`, `import`, `export`, `announce`, `invite`, `keys`, `play`.

Exit codes: 0 done; 1 the data was refused or something failed; 2 a setting or argument is missing or wrong.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import logging
import signal
import tempfile
from collections.abc import Coroutine
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from cryptography.fernet import Fernet
from telegram import Bot

from bot.announce_commands import announce, announcements
from bot.app import App, Plan, Webhook, make_bot
from bot.clock import SystemClock
from bot.collector import spare_what_stays
from bot.console import open_database, opened, run_to_end, settings_for
from bot.export_commands import export
from bot.failures import FailedError, reason_of
from bot.import_commands import import_catalogue, undo_import
from bot.logs import configure_logs
from bot.pacing import Pacer, scaled_pacer
from bot.settings import TELEGRAM, Settings
from bot.source_commands import sources
from conversations import school_holidays
from conversations.deep_links import to_invitation
from locales.languages import DEFAULT, OFFERED
from storage import access, inbox, outbox, sealing
from storage.engine import COMMAND, Database, migrate
from storage.sole import Lost, alone

log = logging.getLogger("bot")


def version() -> str:
    """Tell the installed version; run from a checkout there is none."""
    try:
        return metadata.version("quartierbot")
    except metadata.PackageNotFoundError:
        return "from a checkout"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version(), message="%(prog)s %(version)s")
def main() -> None:
    """Guide residents to courses, open labs and counselling, in their own language.

    To look at it, run `quartierbot demo`. For the real thing, set QUARTIERBOT_TOKEN and QUARTIERBOT_SECRET_KEY in the
    environment or in a file .env, then `quartierbot migrate`, `quartierbot import catalogue` and `quartierbot run`.
    """


@main.command()
def run() -> None:
    """Run the bot until SIGTERM or Ctrl-C.

    It polls, or serves a webhook when QUARTIERBOT_WEBHOOK_URL and QUARTIERBOT_WEBHOOK_SECRET are set.
    """
    run_to_end(serve(settings_for(token=True)))


async def serve(settings: Settings) -> None:
    """Serve until told to stop, the only one on this database, then finish what runs."""
    stopped = catch_signals()
    database = await open_database(settings)
    try:
        async with alone(settings.database) as lost:
            await serve_alone(settings, database, stopped, lost)
    finally:
        await database.close()


async def serve_alone(settings: Settings, database: Database, stopped: asyncio.Event, lost: Lost) -> None:
    """Serve until told to stop, or until another bot has the database."""
    school_holidays.learn(settings.read_school_holidays())
    webhook, pacer = webhook_of(settings), partial(pacer_of, settings)
    plan = Plan(settings.require_token(), settings.api_url, settings.timezone, webhook, pacer)
    app = App(plan, database, SystemClock())
    try:
        await unless(stopped, app.start())
        spare_what_stays()
        if not stopped.is_set():
            log.info("running as @%s, %s", app.bot.username, "polling" if plan.webhook is None else "as a webhook")
        await unless(stopped, app.breaks(), lost())
        log.info("stopping")
    finally:
        await app.stop()


def pacer_of(settings: Settings) -> Pacer:
    """Make the pacer: Telegram's own limits, or more where another server was told to take more."""
    if settings.api_url == TELEGRAM or settings.paid_broadcasts:
        return Pacer()
    return scaled_pacer(settings.announcements_per_second)


def catch_signals() -> asyncio.Event:
    """Set an event at SIGTERM or Ctrl-C, from now on."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped


async def unless(stopped: asyncio.Event, *works: Coroutine[Any, Any, None]) -> None:
    """Do something that a stop breaks off; of several things the first to end breaks off the others."""
    tasks, stop = [asyncio.create_task(work) for work in works], asyncio.create_task(stopped.wait())
    await asyncio.wait((*tasks, stop), return_when=asyncio.FIRST_COMPLETED)
    for task in (*tasks, stop):
        task.cancel()
    for task in tasks:
        with contextlib.suppress(asyncio.CancelledError):
            await task


def webhook_of(settings: Settings) -> Webhook | None:
    """Read the webhook's settings."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    host, port = settings.listen
    path = urlsplit(settings.webhook_url).path or "/"
    return Webhook(settings.webhook_url, path, host, port, settings.webhook_secret.get_secret_value())


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), help="Default: 8765 or the next free one; 0 takes any.")
def demo(port: int | None) -> None:
    """Show the bot on phones in the browser.

    Needs neither token nor internet, and keeps nothing.
    """
    configure_logs("WARNING", "text")
    with tempfile.TemporaryDirectory(prefix="quartierbot-demo-") as folder:
        try:
            asyncio.run(show_phones(Path(folder), port))
        except OSError as error:
            if port is None or error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            message = f"Port {port} cannot be used ({reason_of(error)}); try: quartierbot demo --port 0"
            raise FailedError(message) from None


async def show_phones(folder: Path, port: int | None) -> None:
    """Run the demo until told to stop."""
    from bot import demo  # the simulator is loaded for the demo alone

    stopped = catch_signals()
    await demo.serve(folder, demo.free_port() if port is None else port, tell_address, stopped)


def tell_address(address: str) -> None:
    """Print the one address."""
    click.echo(f"{address}\nOpen it in a browser. Ctrl-C stops the demo.")


@main.command("migrate")
def migrate_command() -> None:
    """Create the database or bring it up to date."""
    settings = settings_for()
    changed = run_to_end(migrate(settings.database, settings.require_keys(), timezone=settings.timezone.key))
    click.echo("The database was brought up to date." if changed else "The database is up to date.")


@main.group("import")
def import_group() -> None:
    """Take data in."""


import_group.add_command(import_catalogue)
import_group.add_command(undo_import)


@main.command()
@click.option("--role", required=True, type=click.Choice([role.value for role in access.Role]))
@click.option("--hours", default=72, show_default=True, type=click.IntRange(1, 720), help="How long the link is good.")
@click.option("--provider", metavar="NAME", help="Limit a coordinator to the offerings of one provider.")
def invite(role: str, hours: int, provider: str | None) -> None:
    """Print a link that gives one person a role.

    Whoever opens it first becomes staff, coordinator or administrator.
    """
    if provider is not None and role != access.Role.COORDINATOR:
        message = "only coordinators can be limited: leave it out, or say --role coordinator"
        raise click.BadOptionUsage("provider", f"--provider: {message}")
    settings = settings_for(token=True)
    click.echo(run_to_end(make_invitation(settings, role, hours, provider)))
    only = f" for {provider}" if provider is not None else ""
    click.echo(f"Makes one person {role}{only}; good for {hours} hours.", err=True)


async def make_invitation(settings: Settings, role: str, hours: int, provider: str | None = None) -> str:
    """Make an invitation and write its deep link. FailedError when there is no such provider."""
    bot: Bot = make_bot(Plan(settings.require_token(), settings.api_url, settings.timezone))
    async with opened(settings) as database:
        async with bot:
            username = bot.username
        async with database.transaction(SystemClock().now(), COMMAND) as tx:
            try:
                token = await access.invite(tx, role, hours, provider)
            except access.NoProviderError as error:
                raise FailedError(f"{str(error)[:1].upper()}{str(error)[1:]}") from None
    return f"https://t.me/{username}?start={to_invitation(token)}"


main.add_command(announce)
main.add_command(announcements)
main.add_command(export)
main.add_command(sources)


@main.group()
def keys() -> None:
    """Keys that seal personal data."""


@keys.command("new")
def new_key() -> None:
    """Print a new key.

    Put it first in QUARTIERBOT_SECRET_KEY, keep the old ones behind it, and run `quartierbot keys rotate`.
    """
    click.echo(Fernet.generate_key().decode())


@keys.command("rotate")
def rotate_keys() -> None:
    """Seal everything again with the first key.

    First put the new key before the old ones and restart the bot, so that it can open both; then run this beside it.
    Afterwards the keys behind the first can be thrown away. It can be repeated.
    """
    settings = settings_for()
    count = run_to_end(reseal(settings))
    click.echo(f"Sealed again with the first key: {count} rows. The keys behind it are no longer needed.")


async def reseal(settings: Settings) -> int:
    """Seal everything again; tells how many rows."""
    async with opened(settings) as database:
        return await sealing.rotate(database, SystemClock().now())


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def status(*, as_json: bool) -> None:
    """Tell how many updates and notices wait, went out, or are unknown."""
    counted = run_to_end(count(settings_for()))
    if as_json:
        click.echo(json.dumps(counted))
        return
    for box, statuses in counted.items():
        click.echo(f"{box}: " + ", ".join(f"{number} {name}" for name, number in statuses.items()))


async def count(settings: Settings) -> dict[str, dict[str, int]]:
    """Count inbox and outbox by status."""
    async with opened(settings) as database, database.reading(SystemClock().now(), COMMAND) as tx:
        return {"inbox": await inbox.counts(tx), "outbox": await outbox.counts(tx)}


@main.command()
@click.option(
    "--language", type=click.Choice(OFFERED), default=DEFAULT, show_default=True, help="What the phone speaks."
)
def play(language: str) -> None:
    """Play the dialogs in the terminal.

    It runs over the sample catalogue and keeps nothing.
    """
    from bot.play import play as play_in_terminal  # loaded for this alone

    configure_logs("WARNING", "text")
    asyncio.run(play_in_terminal(language))


if __name__ == "__main__":
    main(prog_name="quartierbot")
