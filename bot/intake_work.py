"""The long work on a catalogue's file: read it, compare it, apply it, take it back; each off the loop, each done once.

A row of the outbox stands for each of these, so that a crash takes it up again: what is done already is only told again. What
came of it stands in the file's own row, where the notice and the dialog read it.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from telegram.error import TelegramError

from bot.work import Fetch, TooLargeError
from storage import intake
from storage.dispatch import Due
from storage.engine import SYSTEM, Actor, Database, is_outage
from storage.exchange import recognising
from storage.exchange.pages import Pages
from storage.exchange.parsed import CatalogueError, Problem
from storage.exchange.received import LARGEST_BYTES, Missing, Received
from storage.intake import Prepared, StaleError
from storage.office import gathering, imports, reports, scope, undoing
from storage.office.imports import APPLY, READ, TOLD, UNDO, WEIGH, Kept
from storage.office.undoing import NotUndoneError, OvertakenError
from storage.records.intake import Import, ImportState, Report, UndoRefusal
from storage.records.reasons import Why

log = logging.getLogger(__name__)

KINDS = frozenset({READ, APPLY, WEIGH, UNDO})
TRIES = 3
"""how often applying looks again when the catalogue changes meanwhile"""
NO_DISK = (OSError, sqlite3.Error)
"""what is raised where a temporary file, or a temporary database, cannot be written: exporting again would not help"""
NAMING = ("provider", "provider_label")
"""the columns of problems that say that nobody is named whose offerings they are"""


@dataclass(frozen=True, slots=True)
class Bench:
    """What the work needs."""

    database: Database
    now: Callable[[], datetime]
    zone: ZoneInfo
    fetch: Fetch


async def work(bench: Bench, due: Due) -> Due:
    """Do what a row asks for, and tell what is left to be said about it."""
    found = await _find(bench, due)
    if found is None:
        async with bench.database.transaction(bench.now(), SYSTEM) as tx:
            await imports.let_be(tx, int(due.args["import_id"]))
    else:
        try:
            await _do(bench, due, found)
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("the work on import %d failed", found.id)
            await _give_up(bench, found, error)
    return replace(due, kind=TOLD, args={"import_id": due.args["import_id"]})


async def _do(bench: Bench, due: Due, found: Import) -> None:
    """Do what a row asks for, unless it is done already."""
    match due.kind, found.state:
        case "read_import", ImportState.READING:
            await read(bench, due, found)
        case "apply_import", ImportState.APPLYING:
            await apply(bench, Actor("person", due.participant_id), found)
        case "weigh_undo", ImportState.WEIGHING:
            await weigh(bench, Actor("person", due.participant_id), found)
        case "undo_import", ImportState.UNDOING:
            await take_back(bench, Actor("person", due.participant_id), found)
        case _:
            log.info("import %d is %s already", found.id, found.state)


async def _give_up(bench: Bench, found: Import, error: Exception) -> None:
    """Tell that something failed for a reason nobody thought of, rather than leave it in the middle for ever."""
    if found.state in {ImportState.WEIGHING, ImportState.UNDOING}:
        async with bench.database.transaction(bench.now(), SYSTEM) as tx:
            await imports.note_not_undone(tx, found.id, UndoRefusal.GONE.value, ())
        return
    reason = Why.NO_ROOM() if isinstance(error, NO_DISK) else Why.UNREADABLE()
    await _refuse(bench, found.id, (Problem(found.name, 0, "", "", reason),))


async def _find(bench: Bench, due: Due) -> Import | None:
    """Read the file's row, as far as it is this person's."""
    async with bench.database.reading(bench.now(), SYSTEM) as tx:
        return await imports.find(tx, due.participant_id, int(due.args["import_id"]))


async def read(bench: Bench, due: Due, found: Import) -> None:
    """Read a file and keep its preview, or why it cannot be used."""
    try:
        by, came = Actor("person", due.participant_id), await _received(bench, due, found)
        kept: Kept | None = came
        if due.args.get("file_id") is not None:
            kept = await gathering.gather(bench.database, bench.now(), by, found.id, came)
        if kept is not None:
            await stage(bench, by, found.id, kept, look=found.report.look + 1)
    except CatalogueError as error:
        await _refuse(bench, found.id, error.problems)


async def _received(bench: Bench, due: Due, found: Import) -> Kept:
    """Fetch the file, or take the one that is kept since somebody was asked; CatalogueError when there is none."""
    provider = str(due.args.get("provider", "")) or await _only_provider(bench, due.participant_id)
    file_id = due.args.get("file_id")
    if file_id is None:
        kept = await _kept(bench, found.id)
        complete = kept.complete and not due.args.get("keep", False)
        return replace(kept, provider=provider or kept.provider, complete=complete)
    file = Received(found.name, b"")
    try:
        content = await bench.fetch(str(file_id), most=LARGEST_BYTES)
    except TooLargeError:
        file.refuse(Why.FILE_TOO_LARGE())
    except (TelegramError, TimeoutError) as error:
        log.info("a file could not be fetched: %s", type(error).__name__)
        file.refuse(Why.NOT_FETCHED())
    if not content.strip():
        file.refuse(Why.FILE_EMPTY())
    return Kept(((found.name, content),), provider)


async def _only_provider(bench: Bench, participant_id: int) -> str:
    """Name the provider of somebody who coordinates only one; '' otherwise."""
    async with bench.database.reading(bench.now(), SYSTEM) as tx:
        names = await scope.provider_names(tx, participant_id)
    return next(iter(names)) if names is not None and len(names) == 1 else ""


async def _kept(bench: Bench, import_id: int) -> Kept:
    """Read the file that is kept; CatalogueError when it is no more."""
    async with bench.database.reading(bench.now(), SYSTEM) as tx:
        packed = await imports.content_of(tx, import_id)
    if packed is None:
        Received("", b"").refuse(Why.NOT_KEPT())
    return await asyncio.to_thread(imports.unpack, packed)


async def stage(
    bench: Bench, by: Actor, import_id: int, kept: Kept, *, look: int = 1, stale: bool = False
) -> Report | None:
    """Read and compare files and keep the preview; None when somebody has to say whose they are first.

    CatalogueError when they cannot be used.
    """
    packed = await asyncio.to_thread(imports.pack, kept)
    try:
        prepared = await prepare(bench, by, kept)
    except CatalogueError as error:
        if kept.provider or not _lacks_provider(error.problems):
            raise
        async with bench.database.transaction(bench.now(), by) as tx:
            await imports.ask_provider(tx, import_id, packed)
        return None
    report = await asyncio.to_thread(reports.make, prepared, look, stale=stale)
    async with bench.database.transaction(bench.now(), by) as tx:
        await imports.stage(tx, import_id, packed, report)
    return report


async def prepare(bench: Bench, by: Actor, kept: Kept) -> Prepared:
    """Read and compare files; CatalogueError when they cannot be used."""
    pages = await asyncio.to_thread(_parse, kept, bench.zone, bench.now())
    return await intake.prepare(bench.database, pages, bench.now(), by)


def _parse(kept: Kept, zone: ZoneInfo, now: datetime) -> Pages:
    """Read files; whatever a parser trips over is a refusal."""
    files = [Received(name, content) for name, content in kept.files]
    try:
        return recognising.read(files, Missing(provider=kept.provider, complete=kept.complete), zone, now)
    except CatalogueError:
        raise
    except (MemoryError, RecursionError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
        log.warning("a parser gave up on a file: %s", type(error).__name__)
        files[0].refuse(Why.UNREADABLE())


def _lacks_provider(problems: tuple[Problem, ...]) -> bool:
    """Say whether all that is wrong is that nobody said whose offerings they are."""
    return any(one.column in NAMING and not one.value for one in problems) and all(
        one.column in NAMING or not one.row for one in problems
    )


async def apply(bench: Bench, by: Actor, found: Import) -> None:
    """Apply what somebody looked at; where the catalogue changed meanwhile, keep the new preview for another look."""
    try:
        kept = await _kept(bench, found.id)
        for _ in range(TRIES):
            prepared = await prepare(bench, by, kept)
            if prepared.preview.digest != found.report.digest:
                break
            try:
                await intake.apply(bench.database, prepared, bench.now(), by, import_id=found.id)
            except StaleError:
                continue
            return
        await stage(bench, by, found.id, kept, look=found.report.look + 1, stale=True)
    except CatalogueError as error:
        await _refuse(bench, found.id, error.problems)


async def weigh(bench: Bench, by: Actor, found: Import, *, stale: bool = False) -> None:
    """Keep for somebody to look at whom taking an import back would reach, or note why it cannot be."""
    try:
        weighed = await undoing.weigh(bench.database, found.id, bench.now(), by)
    except NotUndoneError as error:
        await _not_undone(bench, by, found, error)
        return
    async with bench.database.transaction(bench.now(), by) as tx:
        await imports.note_weighed(tx, found.id, reports.undo_look(weighed, stale=stale))


async def take_back(bench: Bench, by: Actor, found: Import) -> None:
    """Take an import back as somebody saw it, or note why not; where it would do something else by now, show that."""
    seen = None if found.report.undo is None else found.report.undo.digest
    try:
        await undoing.undo(bench.database, found.id, bench.now(), by, seen)
    except OvertakenError:
        await weigh(bench, by, found, stale=True)
    except NotUndoneError as error:
        await _not_undone(bench, by, found, error)


async def _not_undone(bench: Bench, by: Actor, found: Import, error: NotUndoneError) -> None:
    """Note why an import stays as it is."""
    async with bench.database.transaction(bench.now(), by) as tx:
        await imports.note_not_undone(tx, found.id, error.why.value, error.titles)


async def _refuse(bench: Bench, import_id: int, problems: tuple[Problem, ...]) -> None:
    """Note why a file cannot be used."""
    async with bench.database.transaction(bench.now(), SYSTEM) as tx:
        await imports.refuse(tx, import_id, reports.refused(problems))
