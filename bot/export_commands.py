"""`quartierbot export`: lists, sheets, posters and calendars as files, for offices and for scripts.

A file is made for whoever runs the command: nobody else on the machine can read it, and nothing is overwritten unasked.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.clock import SystemClock
from bot.console import opened, run_to_end, settings_for
from bot.failures import FailedError, MisconfiguredError, reason_of
from bot.settings import Settings
from locales.languages import DEFAULT, OFFERED
from storage.engine import COMMAND
from storage.exchange.wordings import known_language
from storage.records.figures import Months

if TYPE_CHECKING:
    from bot.exporting import Made, Maker

OWNER_ONLY = 0o600
MOST_LANGUAGES = 3
USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
LISTS = ("xlsx", "csv", "csv-plain", "json")
TABLES = ("json", "csv", "csv-plain", "xlsx", "pdf")
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
F = TypeVar("F", bound=Callable[..., Any])


def _common(*formats: str) -> Callable[[F], F]:
    """Give a command what every export takes."""

    def add(command: F) -> F:
        options = (
            click.option("--offering", required=True, metavar="ID", help="As column offer_id has it, such as DC-01."),
            click.option("--format", "form", type=click.Choice(formats), default=formats[0], show_default=True),
            click.option("--output", required=True, type=click.Path(path_type=Path), help="The file to write."),
            click.option("--overwrite", is_flag=True, help="Replace the file if there is one."),
        )
        for option in reversed(options):
            command = option(command)
        return command

    return add


def _languages(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, ...]:
    """Read languages with commas between them; each once."""
    words = [word.strip() for word in value.split(",") if word.strip()]
    codes = tuple(dict.fromkeys(_known(word) for word in words))
    if not 0 < len(codes) <= MOST_LANGUAGES:
        message = f"name one to {MOST_LANGUAGES} languages with commas between them, such as {','.join(OFFERED[:2])}"
        raise click.BadParameter(message)
    return codes


def _known(word: str) -> str:
    """Know a language that has a catalogue."""
    code = known_language(word)
    if code is None:
        message = f"{word!r}: the bot does not speak it; one of {', '.join(OFFERED)}"
        raise click.BadParameter(message)
    return code


def _month(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Read a month."""
    if not MONTH.fullmatch(value):
        message = "write a month as 2026-01"
        raise click.BadParameter(message)
    return value


def _username(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Read a bot's name, with or without its @."""
    name = None if value is None else value.removeprefix("@")
    if name is not None and not USERNAME.fullmatch(name):
        message = "write it as Telegram has it, such as quartierbot"
        raise click.BadParameter(message)
    return name


@click.group()
def export() -> None:
    """Give data out as files that only you can read. Who exported what is noted in the audit."""


@export.command()
@_common(*LISTS)
def registrations(offering: str, form: str, output: Path, *, overwrite: bool) -> None:
    """List who is registered and who waits.

    csv is for German Excel; csv-plain and json are for machines. The file holds names: delete it when it has served.
    """
    from bot import exporting  # brings all that writes files, which no other command needs

    _check(output, overwrite=overwrite)
    _give_out(settings_for(), exporting.registrations(offering, form), "registrations", form, output, overwrite)


@export.command()
@_common("pdf")
@click.option("--language", type=click.Choice(OFFERED), default=DEFAULT, show_default=True, help="Of the headings.")
@click.option("--past", is_flag=True, help="Also for sessions that are over.")
def attendance(offering: str, form: str, output: Path, language: str, *, past: bool, overwrite: bool) -> None:
    """Make sheets to sign, one for each session to come.

    With empty rows for people who just come, and room for logos. The file holds names: delete it when it was printed.
    """
    from bot import exporting  # as above

    _check(output, overwrite=overwrite)
    maker = exporting.attendance(offering, language, past=past)
    _give_out(settings_for(), maker, "attendance", form, output, overwrite)


@export.command()
@_common("pdf", "png")
@click.option(
    "--languages", default=DEFAULT, show_default=True, callback=_languages, help="Up to three, the largest first."
)
@click.option(
    "--bot", "username", metavar="NAME", callback=_username, help="The bot's @name; without it Telegram is asked."
)
def poster(
    offering: str, form: str, output: Path, languages: tuple[str, ...], username: str | None, *, overwrite: bool
) -> None:
    """Make a poster with a code to scan that opens the offering in the bot."""
    from bot import exporting  # as above

    _check(output, overwrite=overwrite)
    settings = settings_for(token=username is None)
    name = username or run_to_end(_ask_name(settings))
    maker = exporting.poster(offering, languages, name, form)
    _give_out(settings, maker, "poster", form, output, overwrite)


async def _ask_name(settings: Settings) -> str:
    """Ask Telegram under which name the bot is known."""
    from bot.app import Plan, make_bot  # brings Telegram

    async with make_bot(Plan(settings.require_token(), settings.api_url, settings.timezone)) as bot:
        return str(bot.username)


@export.command()
@_common("ics")
@click.option("--language", type=click.Choice(OFFERED), default=DEFAULT, show_default=True, help="Of the title.")
def calendar(offering: str, form: str, output: Path, language: str, *, overwrite: bool) -> None:
    """Write the sessions as a calendar (iCalendar)."""
    from bot import exporting  # as above

    _check(output, overwrite=overwrite)
    _give_out(settings_for(), exporting.calendar(offering, language), "calendar", form, output, overwrite)


@export.command()
@click.option("--from", "first", required=True, metavar="MONTH", callback=_month, help="The first month, as 2026-01.")
@click.option("--to", "last", required=True, metavar="MONTH", callback=_month, help="The last month.")
@click.option("--provider", metavar="NAME", help="Of this provider alone.")
@click.option("--format", "form", type=click.Choice(TABLES), default=TABLES[0], show_default=True)
@click.option("--language", type=click.Choice(OFFERED), default=DEFAULT, show_default=True, help="Of the PDF.")
@click.option("--output", required=True, type=click.Path(path_type=Path), help="The file to write.")
@click.option("--overwrite", is_flag=True, help="Replace the file if there is one.")
def statistics(
    first: str, last: str, provider: str | None, form: str, language: str, output: Path, *, overwrite: bool
) -> None:
    """Count offerings, sessions, hours and people of whole months; numbers of people are rounded, none is below five.

    csv is for German Excel; csv-plain and json are for machines.
    """
    from bot import exporting  # as above

    if first > last:
        message = "--from is later than --to: name the earlier month first"
        raise MisconfiguredError(message)
    _check(output, overwrite=overwrite)
    maker = exporting.statistics(Months(first, last), provider, language, form)
    _give_out(settings_for(), maker, "statistics", form, output, overwrite)


@export.command()
@click.option("--output", required=True, type=click.Path(path_type=Path), help="The file to write.")
@click.option("--overwrite", is_flag=True, help="Replace the file if there is one.")
def template(output: Path, *, overwrite: bool) -> None:
    """Write our template for catalogues (XLSX), with an example row and drop-downs; `import catalogue` takes it in."""
    from storage.exchange import template_xlsx  # brings what writes workbooks

    _check(output, overwrite=overwrite)
    _put(output, template_xlsx.write(), overwrite=overwrite)
    click.echo(f"Wrote {output}.")


def _check(output: Path, *, overwrite: bool) -> None:
    """Refuse a place where no file can be written, before anything is read."""
    if output.is_dir():
        message = f"{output} is a folder: name a file in it"
        raise MisconfiguredError(message)
    if not output.absolute().parent.is_dir():
        message = f"There is no folder {output.parent}: make it, or name another"
        raise MisconfiguredError(message)
    if output.exists() and not overwrite:
        raise _there_already(output)


def _there_already(output: Path) -> MisconfiguredError:
    return MisconfiguredError(f"{output} exists already: name another file, or add --overwrite")


def _give_out(settings: Settings, make: Maker, kind: str, form: str, output: Path, overwrite: bool) -> None:
    """Make an export, write it, and say what is in it."""
    made = run_to_end(_made(settings, make, kind, form))
    _put(output, made.content, overwrite=overwrite)
    click.echo(f"Wrote {output}: {made.summary}. Only you can read it.")


def _put(output: Path, content: bytes, *, overwrite: bool) -> None:
    """Write a file, and say in a sentence why it cannot be."""
    try:
        _write(output, content, overwrite=overwrite)
    except FileExistsError:
        raise _there_already(output) from None
    except OSError as error:
        raise FailedError(
            f"{output} cannot be written ({reason_of(error)}): name a place with room you may write to"
        ) from None


async def _made(settings: Settings, make: Maker, kind: str, form: str) -> Made:
    """Make an export, and say in a sentence why it cannot be."""
    from bot import exporting  # as above
    from storage.exchange.fonts import FontMissingError

    try:
        async with opened(settings) as database:
            return await exporting.export(database, make, SystemClock().now(), COMMAND, kind=kind, form=form)
    except exporting.NothingToExportError as error:
        raise FailedError(str(error)) from None
    except FontMissingError as error:
        raise MisconfiguredError(f"{str(error)[:1].upper()}{str(error)[1:]} (apt install {error.package})") from None


def _write(output: Path, content: bytes, *, overwrite: bool) -> None:
    """Write a file that only its owner can read, all of it or nothing."""
    number, name = tempfile.mkstemp(dir=output.absolute().parent, prefix=f".{output.name}.")
    part = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        part.chmod(OWNER_ONLY)
        if not overwrite:
            output.touch(OWNER_ONLY, exist_ok=False)
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
