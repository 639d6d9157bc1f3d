"""`quartierbot import catalogue`: taking courses in from the files that providers have, always with a look at it first."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.clock import SystemClock
from bot.console import opened, run_to_end, settings_for
from bot.failures import FailedError, MisconfiguredError
from bot.settings import Settings
from storage import intake
from storage.engine import COMMAND
from storage.exchange.catalogue_csv import parse_files
from storage.exchange.comparing import Change, Item, Plan
from storage.exchange.pages import Pages
from storage.exchange.parsed import Problem, TextKey
from storage.exchange.received import Missing, receive
from storage.exchange.recognising import Format, read
from storage.exchange.vocabulary import SLUG
from storage.intake import Preview
from storage.office import imports, undoing
from storage.office.undoing import NotUndoneError, OvertakenError
from storage.records.affected import Affected, AffectedGroup
from storage.records.intake import Import, UndoRefusal

SOURCE_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
SOURCE_NAME = re.compile(r"[a-z0-9-]{1,24}")


@dataclass(frozen=True, slots=True)
class Order:
    """What to take in, and how."""

    files: tuple[Path, ...]
    folder: tuple[Path, Path, Path, Path | None] | None
    """offers, sessions, venues and texts, when our own four files come"""
    form: Format | None
    missing: Missing
    dry_run: bool
    yes: bool
    as_json: bool


@click.command("catalogue")
@click.argument("files", nargs=-1, type=SOURCE_FILE, metavar="[FILE]...")
@click.option("--format", "form", type=click.Choice([form.value for form in Format]), help="Where it cannot be told.")
@click.option("--provider", default="", help="Whose it is, where the file does not say it.")
@click.option("--source", default="", help="What the feed is called in ids; keep it. Made of the provider's name.")
@click.option("--quarter", default="elsewhere", show_default=True, help="Of what has none in the file.")
@click.option("--keep-missing", is_flag=True, help="End nothing that the file no longer has.")
@click.option("--yes", is_flag=True, help="Take it in without asking.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--offers", type=SOURCE_FILE, help="Our own files: what there is to take part in,")
@click.option("--sessions", type=SOURCE_FILE, help="when it meets,")
@click.option("--venues", type=SOURCE_FILE, help="where,")
@click.option("--texts", type=SOURCE_FILE, help="and titles and descriptions in further languages.")
@click.option("--dry-run", is_flag=True, help="Print what would change and change nothing.")
def import_catalogue(
    files: tuple[Path, ...],
    form: str | None,
    provider: str,
    source: str,
    quarter: str,
    offers: Path | None,
    sessions: Path | None,
    venues: Path | None,
    texts: Path | None,
    *,
    keep_missing: bool,
    yes: bool,
    as_json: bool,
    dry_run: bool,
) -> None:
    """Take a catalogue in.

    FILE is our template (XLSX, CSV), OpenVHS 1.2, Integreat's events (a file for each language), iCalendar or a page with
    schema.org's JSON-LD. It prints what would change and asks before it changes anything. What is wrong with one offering
    leaves the others good. Our own four files are all or nothing: one bad row and nothing is changed.
    """
    if source and not SOURCE_NAME.fullmatch(source):
        raise click.BadParameter("a-z, 0-9 and '-', at most 24", param_hint="--source")
    if not SLUG.fullmatch(quarter):
        raise click.BadParameter("a-z, 0-9, '_' and '-', at most 32", param_hint="--quarter")
    missing = Missing(" ".join(provider.split())[:120], source, quarter, complete=not keep_missing)
    folder = _folder(files, offers, sessions, venues, texts)
    order = Order(files, folder, Format(form) if form else None, missing, dry_run, yes or folder is not None, as_json)
    rejected = run_to_end(take_in(settings_for(), order))
    if rejected:
        counted = "1 problem" if rejected == 1 else f"{rejected} problems"
        raise FailedError(f"{counted}; what they concern was left out")


def _folder(
    files: Sequence[Path], offers: Path | None, sessions: Path | None, venues: Path | None, texts: Path | None
) -> tuple[Path, Path, Path, Path | None] | None:
    """Read which way it comes: as one file, or as our four."""
    ours = {"--offers": offers, "--sessions": sessions, "--venues": venues}
    given = [path for path in (offers, sessions, venues, texts) if path]
    if bool(files) == bool(given):
        message = "give either a FILE, or --offers, --sessions and --venues"
        raise click.UsageError(message)
    if files:
        return None
    if offers and sessions and venues:
        return offers, sessions, venues, texts
    lacking = ", ".join(name for name, path in ours.items() if path is None)
    message = f"our own files come together; missing: {lacking}"
    raise click.UsageError(message)


async def take_in(settings: Settings, order: Order) -> int:
    """Show what would change, ask, and change it; tells how many problems left something out."""
    catalogue = await asyncio.to_thread(_read, settings, order)
    async with opened(settings) as database:
        prepared = await intake.prepare(database, catalogue, SystemClock().now(), COMMAND)
        preview, applied = prepared.preview, False
        if not order.as_json:
            _show(preview, settings.timezone)
        if not order.dry_run and _agreed(order):
            name = order.files[0].name if order.files else order_name(order)
            totals = await intake.apply(database, prepared, SystemClock().now(), COMMAND, name=name)
            preview, applied = replace(preview, totals=totals), True  # somebody may have registered meanwhile
    _end(preview, order, applied=applied)
    return len(preview.rejected)


def order_name(order: Order) -> str:
    """Name our own files by the folder's first."""
    return order.folder[0].name if order.folder else ""


def _read(settings: Settings, order: Order) -> Pages:
    """Read the files; CatalogueError when they cannot be used."""
    if order.folder is not None:
        return Pages.of(parse_files(*order.folder, timezone=settings.timezone.key))
    received = [receive(path) for path in order.files]
    return read(received, order.missing, settings.timezone, SystemClock().now(), order.form)


def _agreed(order: Order) -> bool:
    """Ask; nobody there to ask is told how to say it beforehand."""
    if order.yes:
        return True
    if order.as_json or not somebody_is_there():
        message = "Nothing was changed: nobody is there to ask. Say --yes to take it in, or --dry-run to look at it."
        raise MisconfiguredError(message)
    return click.confirm("Take this in?", default=False)


def somebody_is_there() -> bool:
    """Say whether there is anybody to ask."""
    return sys.stdin.isatty()


def _show(preview: Preview, zone: ZoneInfo) -> None:
    """Print what would change."""
    for line in describe(preview, zone):
        click.echo(line)


def describe(preview: Preview, zone: ZoneInfo) -> Iterator[str]:
    """Write a preview line by line."""
    for difference, plan in preview.parts():
        yield from (f"new      {item.subject} {item.source_id}{_named(item, plan)}" for item in difference.new)
    for one in _changes(preview):
        yield f"changed  {one.subject} {one.source_id}, {one.field}: {one.before or '-'} -> {one.after or '-'}"
    yield from (f"gone     {item.subject} {item.source_id}" for item in _gone(preview))
    for twin in preview.duplicates:
        when = f", {twin.start.astimezone(zone):%Y-%m-%d %H:%M}" if twin.start else ""
        yield f"twice?   offering {twin.new} is like {twin.other} of another provider ({twin.title}{when})"
    yield from people_lines(preview.affected, zone)
    yield from (f"unknown  offering {one.offering}: {', '.join(one.fields)}" for one in preview.unknown())
    yield from (f"rejected {problem}" for problem in preview.rejected)


def _new(preview: Preview) -> Iterator[Item]:
    """Tell what is new."""
    return (item for difference, _ in preview.parts() for item in difference.new)


def _changes(preview: Preview) -> Iterator[Change]:
    """Tell what changes."""
    return (change for difference, _ in preview.parts() for change in difference.changed)


def _gone(preview: Preview) -> Iterator[Item]:
    """Tell what is gone."""
    return (item for difference, _ in preview.parts() for item in difference.gone)


def people_lines(affected: Affected, zone: ZoneInfo) -> list[str]:
    """Write down whom a change reaches."""
    lines = [f"people   {line}" for group in affected.groups for line in affected_lines(group, zone)]
    if affected.waiting:
        lines.append(f"people   {affected.waiting} wait for a place that there will not be")
    return lines


def affected_lines(group: AffectedGroup, zone: ZoneInfo) -> Iterator[str]:
    """Say what happens to whom; the names are those of the list at the door."""
    when = f", {group.start.astimezone(zone):%Y-%m-%d %H:%M}" if group.start else ""
    new = f" -> {group.new_start.astimezone(zone):%Y-%m-%d %H:%M}" if group.new_start else ""
    place = f" -> {group.place.text}" if group.place else ""
    untold = f", {group.untold} of them not in Telegram" if group.untold else ""
    yield f"{group.consequence}: {group.offering.text}{when}{new}{place}: {group.people} people{untold}"
    if group.some:
        yield f"         {', '.join(f'{one.name} ({one.code})' for one in group.some)}"


def _named(item: Item, plan: Plan) -> str:
    """Say what a new offering is called; a feed's id tells nobody anything."""
    title = plan.texts.get(TextKey("offering", item.source_id, "title", "de"), "") if item.subject == "offering" else ""
    return f" ({title})" if title else ""


def _end(preview: Preview, order: Order, *, applied: bool) -> None:
    """Print what it adds up to."""
    if order.as_json:
        for piece in as_json(preview, applied=applied):
            click.echo(piece, nl=False)
        click.echo()
        return
    totals = preview.totals
    counts = f"{totals.new} new, {totals.changed} changed, {totals.gone} gone"
    if not order.folder:
        counts += f", {len(preview.rejected)} rejected"
    done = "Done" if applied else "Nothing was changed (dry run)" if order.dry_run else "Nothing was changed"
    click.echo(f"{done}: {counts}; notices to people: {totals.told}.")


def as_json(preview: Preview, *, applied: bool) -> Iterator[str]:
    """Write a preview for machines, piece by piece; these keys stay."""
    yield f'{{"applied": {json.dumps(applied)}'
    for name, found in _lists(preview).items():
        yield f', "{name}": ['
        for place, one in enumerate(found):
            yield (", " if place else "") + json.dumps(one, ensure_ascii=False)
        yield "]"
    yield f', "notices": {preview.totals.told}}}'


def _lists(preview: Preview) -> dict[str, Iterator[dict[str, object]]]:
    """Write the items of a preview, each kind by its name."""
    return {
        "new": ({"subject": item.subject, "id": item.source_id} for item in _new(preview)),
        "changed": (
            {"subject": one.subject, "id": one.source_id, "field": one.field, "before": one.before, "after": one.after}
            for one in _changes(preview)
        ),
        "gone": ({"subject": item.subject, "id": item.source_id} for item in _gone(preview)),
        "rejected": (_rejected(one) for one in preview.rejected),
        "duplicates": (
            {"id": one.new, "other": one.other, "title": one.title, "start": one.start and one.start.isoformat()}
            for one in preview.duplicates
        ),
        "unknown": ({"id": one.offering, "fields": list(one.fields)} for one in preview.unknown()),
        "affected": (_affected(group) for group in preview.affected.groups),
    }


def _rejected(one: Problem) -> dict[str, object]:
    """Write what was left out."""
    where: dict[str, object] = {"file": one.file, one.unit: one.row, "column": one.column}
    return {**where, "value": one.value[:100], "reason": str(one.reason)}


def _affected(one: AffectedGroup) -> dict[str, object]:
    """Write whom something happens to."""
    return {
        "what": one.consequence.value,
        "offering": one.offering.text,
        "start": one.start and one.start.isoformat(),
        "new_start": one.new_start and one.new_start.isoformat(),
        "people": one.people,
        "untold": one.untold,
        "some": [{"name": person.name, "code": person.code} for person in one.some],
    }


NOT_UNDONE = {
    UndoRefusal.LATER: "something later was built on it",
    UndoRefusal.GONE: "there is nothing to take back",
    UndoRefusal.STRANDED: "people are registered for what would change its form",
}


@click.command("undo")
@click.option("--yes", is_flag=True, help="Take it back without asking.")
def undo_import(*, yes: bool) -> None:
    """Take the last import back.

    What it changed gets its former values, what it ended is there again, and what it brought ends, or vanishes where nobody
    ever registered. People are told. It is refused when a later import, or an edit, changed the same offerings.
    """
    click.echo(run_to_end(take_back(settings_for(), yes=yes)))


async def take_back(settings: Settings, *, yes: bool) -> str:
    """Take the last import back; tells what changed. FailedError when it cannot be."""
    async with opened(settings) as database:
        async with database.reading(SystemClock().now(), COMMAND) as tx:
            number = await imports.last_undoable(tx)
            found = None if number is None else await imports.find(tx, None, number)
        if found is None:
            raise FailedError(NOT_UNDONE[UndoRefusal.GONE])
        try:
            weighed = await undoing.weigh(database, found.id, SystemClock().now(), COMMAND)
            for line in people_lines(weighed.affected, settings.timezone):
                click.echo(line)
            if not yes and not _wants_back(found):
                return "Nothing was changed."
            done = await undoing.undo(database, found.id, SystemClock().now(), COMMAND, weighed.digest)
        except OvertakenError as error:
            raise FailedError("somebody registered meanwhile, nothing was changed; look again") from error
        except NotUndoneError as error:
            raise FailedError(f"{': '.join((NOT_UNDONE[error.why], ', '.join(error.titles))).rstrip(': ')}") from error
    return f"Took back {found.name or 'the last import'}; notices to people: {done.told}."


def _wants_back(found: Import) -> bool:
    """Ask whether to take an import back; nobody there to ask is told how to say it beforehand."""
    if not somebody_is_there():
        message = "Nothing was changed: nobody is there to ask. Say --yes to take it back."
        raise MisconfiguredError(message)
    return click.confirm(f"Take back {found.name or 'the last import'} of {found.ended_at:%Y-%m-%d}?")
