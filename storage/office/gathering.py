"""Files that come one a language, sent one after another: they are put together before anybody looks at a preview."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.engine import Actor, Database, Transaction
from storage.exchange import integreat
from storage.exchange.integreat import Outline
from storage.exchange.received import LARGEST_BYTES, Received
from storage.office import imports
from storage.office.imports import READ, UNDECIDED, Kept
from storage.records.intake import ImportState, Report
from storage.records.reasons import Why
from storage.tables import imports as table
from storage.tables.base import AnyRow

SHOWN = (ImportState.ASKING.value, ImportState.WAITING.value)
"""states of files that somebody does not wait for more of"""


async def go_on(tx: Transaction, participant_id: int, import_id: int) -> bool:
    """Have what came so far read, without waiting for files in more languages."""
    if not await imports.move(tx, participant_id, import_id, ImportState.COLLECTING, ImportState.READING):
        return False
    await imports.order(tx, participant_id, READ, import_id, imports.instant(tx))
    return True


async def gather(database: Database, now: datetime, by: Actor, import_id: int, kept: Kept) -> Kept | None:
    """Put a file together with those that wait; None when there are more languages to wait for.

    A language that comes again takes the place of what came of it before, also when a preview is there: then there is a new
    one at once, for nobody is asked twice whether more will come. The later import takes the place of the earlier one, so
    that doing it twice comes to the same. CatalogueError when it grows too large.
    """
    outline = await asyncio.to_thread(outline_of, kept)
    if outline is None:
        return kept
    form = f"integreat:{outline.region}"
    async with database.reading(now, by) as tx:
        found = await _waiting(tx, by, form, import_id)
    earlier = None if found is None else await asyncio.to_thread(_earlier, found, import_id)
    if earlier is not None:
        kept = await asyncio.to_thread(together, earlier.kept, kept)
        outline = await asyncio.to_thread(outline_of, kept) or outline
    enough = outline.others == () or (earlier is not None and earlier.enough)
    packed = await asyncio.to_thread(imports.pack, kept)
    async with database.transaction(now, by) as tx:
        await imports.end_work(tx, import_id, form=form, content=packed)
        if earlier is not None and earlier.id != import_id:
            await imports.supersede(tx, earlier.id)
        if not enough:
            report = imports.encode(Report(languages=outline.languages, others=outline.others or ()))
            await imports.end_work(tx, import_id, counts=report, status=ImportState.COLLECTING.value)
    return kept if enough else None


@dataclass(frozen=True, slots=True)
class _Earlier:
    """Files that came before. `enough`: nobody waits for more languages any more."""

    id: int
    kept: Kept
    enough: bool


async def _waiting(tx: Transaction, by: Actor, form: str, import_id: int) -> AnyRow | None:
    """Find the files that a new one may join: its own when it was put together already, else the last that wait."""
    there = (table.c.tenant_id == tx.tenant_id, table.c.content.is_not(None), table.c.form == form)
    theirs = (table.c.by_id == by.id, table.c.source_id.is_(None))
    mine = (table.c.id == import_id) | table.c.status.in_(UNDECIDED)
    asked = select(table.c.id, table.c.status, table.c.content).where(*there, *theirs, mine)
    return (await tx.connection.execute(asked.order_by(table.c.id.desc()).limit(1))).one_or_none()


def _earlier(row: AnyRow, import_id: int) -> _Earlier:
    """Unpack the files that a new one joins. Blocks: call it in a thread.

    Those of the import itself were put together before the process died, and there were enough of them, else it would wait.
    """
    return _Earlier(row.id, imports.unpack(row.content), row.id == import_id or row.status in SHOWN)


def together(earlier: Kept, later: Kept) -> Kept:
    """Put files together; of a language that comes again the later one counts. Blocks: call it in a thread.

    What somebody said of the earlier ones holds: whose they are, and that nothing ends that is missing in them.
    """
    new = outline_of(later)
    languages = set(new.languages if new is not None else ())
    files = [file for file in earlier.files if languages.isdisjoint(_languages(file))]
    if sum(len(content) for _name, content in (*files, *later.files)) > LARGEST_BYTES:
        Received(later.files[0][0], b"").refuse(Why.FILE_TOO_LARGE())
    return Kept((*files, *later.files), later.provider or earlier.provider, later.complete and earlier.complete)


def outline_of(kept: Kept) -> Outline | None:
    """Tell which languages files hold; None when they are of a format that knows none. Blocks: call it in a thread."""
    return integreat.outline([Received(name, content) for name, content in kept.files])


def _languages(file: tuple[str, bytes]) -> tuple[str, ...]:
    """Tell the languages of one file."""
    found = integreat.outline([Received(*file)])
    return () if found is None else found.languages
