"""`quartierbot sources`: the addresses that catalogues are fetched from, and a look at them at once."""

from __future__ import annotations

import json

import click

from bot.clock import SystemClock
from bot.console import opened, run_to_end, settings_for
from bot.failures import FailedError
from bot.fetching import Fetcher
from bot.intake_work import Bench
from bot.settings import Settings
from bot.source_work import SourceWork
from storage.engine import COMMAND
from storage.office import sources as known
from storage.records.intake import Source, SourceOutcome, SourceRefusal

REFUSED = {
    SourceRefusal.NOT_HTTPS: "an address must begin with https://, without a name, a password or a port of its own",
    SourceRefusal.KNOWN: "this address is known already",
    SourceRefusal.NOT_ALLOWED: "you may not do this",
    SourceRefusal.TOO_MANY: f"at most {known.MOST_SOURCES} addresses",
}
OUTCOMES = {
    SourceOutcome.NEVER: "not looked at yet",
    SourceOutcome.UNCHANGED: "nothing new",
    SourceOutcome.WAITING: "something new waits for a coordinator",
    SourceOutcome.UNREACHABLE: "cannot be reached",
    SourceOutcome.PRIVATE: "leads to a machine that is not in the public internet",
    SourceOutcome.NOT_HTTPS: "leads to an address without https",
    SourceOutcome.REDIRECTS: "redirects too often",
    SourceOutcome.PORT: "leads to another port than 443",
    SourceOutcome.TOO_LARGE: "larger than 20 MB",
    SourceOutcome.TOO_SLOW: "takes longer than 30 seconds",
    SourceOutcome.ANSWER: "its server refused",
    SourceOutcome.NO_FILE: "what is there is no catalogue",
}


@click.group()
def sources() -> None:
    """Fetch catalogues from https addresses on a schedule; a coordinator looks at what is new before it counts."""


@sources.command("add")
@click.argument("address")
@click.option("--provider", default="", help="Whose it is, where the file does not say it.")
@click.option(
    "--hours", type=click.IntRange(1, known.MOST_HOURS), default=known.USUAL_HOURS, show_default=True, help="How often."
)
@click.option("--at", "at_hour", type=click.IntRange(0, 23), help="At which hour, where --hours are whole days.")
def add(address: str, provider: str, hours: int, at_hour: int | None) -> None:
    """Fetch from an address from now on."""
    number = run_to_end(_add(settings_for(), address, provider, hours, at_hour))
    click.echo(f"Added as {number}.")


@sources.command("list")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def list_sources(*, as_json: bool) -> None:
    """List the addresses, and what came of each."""
    found = run_to_end(_list(settings_for()))
    if as_json:
        click.echo(json.dumps([as_dict(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        state = OUTCOMES[one.outcome] if one.live else "switched off"
        at = "" if one.at_hour is None else f" at {one.at_hour}:00"
        click.echo(f"{one.id}  {one.address}  every {one.hours} h{at}  {state}")


@sources.command("remove")
@click.argument("number", type=int)
def remove(number: int) -> None:
    """Fetch from an address no longer; the offerings from there stay."""
    run_to_end(_remove(settings_for(), number))
    click.echo("Removed.")


@sources.command("check")
@click.argument("number", type=int)
def check(number: int) -> None:
    """Look at an address now. Who runs everybody's offerings is told when there is something new."""
    outcome = run_to_end(_check(settings_for(), number))
    if outcome not in {SourceOutcome.UNCHANGED, SourceOutcome.WAITING}:
        raise FailedError(f"{OUTCOMES[outcome]}")
    click.echo(OUTCOMES[outcome][:1].upper() + OUTCOMES[outcome][1:] + ".")


async def _add(settings: Settings, address: str, provider: str, hours: int, at_hour: int | None) -> int:
    """Note an address."""
    async with opened(settings) as database, database.transaction(SystemClock().now(), COMMAND) as tx:
        added = await known.add(tx, None, address, provider, hours, at_hour)
    if isinstance(added, SourceRefusal):
        raise FailedError(REFUSED[added])
    return added


async def _list(settings: Settings) -> tuple[Source, ...]:
    """Read the addresses."""
    async with opened(settings) as database, database.reading(SystemClock().now(), COMMAND) as tx:
        return await known.listed(tx)


async def _remove(settings: Settings, number: int) -> None:
    """Forget an address."""
    async with opened(settings) as database, database.transaction(SystemClock().now(), COMMAND) as tx:
        done = await known.remove(tx, None, number)
    if not done:
        raise FailedError(f"there is no address {number}")


async def _check(settings: Settings, number: int) -> SourceOutcome:
    """Look at one address."""
    clock = SystemClock()
    async with opened(settings) as database:
        async with database.reading(clock.now(), COMMAND) as tx:
            visit = await known.visit(tx, number)
        if visit is None:
            raise FailedError(f"there is no address {number}")
        return await SourceWork(Bench(database, clock.now, settings.timezone, _no_chat), Fetcher()).visit(visit)


async def _no_chat(file_id: str, *, most: int = 0) -> bytes:
    """Stand for fetching from a chat, which nobody does here."""
    message = f"{file_id}, {most}: there is no chat here"
    raise LookupError(message)


def as_dict(one: Source) -> dict[str, object]:
    """Write an address for machines; these keys stay."""
    return {
        "id": one.id,
        "address": one.address,
        "provider": one.provider,
        "hours": one.hours,
        "at_hour": one.at_hour,
        "live": one.live,
        "checked_at": one.checked_at and one.checked_at.isoformat(),
        "next_at": one.next_at.isoformat(),
        "outcome": one.outcome.value,
        "failures": one.failures,
        "waiting_import": one.waiting_import,
    }
