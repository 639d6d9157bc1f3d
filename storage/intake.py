"""Taking files in: reading and comparing hold up nobody, a preview says what would happen, and applying is short.

Comparing reads the whole catalogue, which takes seconds when it is large. So it is done before the transaction that writes;
that one only makes sure that no other import came between.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from storage import changes, wishes
from storage.engine import Actor, Database, Transaction
from storage.exchange import comparing, duplicates, fitting, stored
from storage.exchange.comparing import Difference, Plan, Stored
from storage.exchange.duplicates import Duplicate
from storage.exchange.parsed import Catalogue, CatalogueError, Problem, TextKey
from storage.office import imports, locks, scope, sparing, undoing
from storage.office.affected import affected
from storage.office.locks import Locked
from storage.records.affected import Affected
from storage.records.intake import ASKED, ImportCounts
from storage.records.reasons import Why
from storage.texts import fold
from storage.wishes import Opened

SYSTEM_KINDS = frozenset({"command", "system"})
"""actors who may bring in everybody's offerings"""


@dataclass(frozen=True, slots=True)
class Unknown:
    """What a file does not say of an offering, and nobody has found out yet."""

    offering: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do."""

    difference: Difference
    rejected: tuple[Problem, ...]
    duplicates: tuple[Duplicate, ...]
    unknown: tuple[Unknown, ...]
    """of new offerings"""
    titles: Mapping[str, str]
    """of the file's offerings, in German"""
    affected: Affected = field(default_factory=Affected)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An import that was compared and not applied yet."""

    preview: Preview
    before: Stored
    plan: Plan
    opened: Opened
    last_import: int
    undo: bytes
    """what is needed to take it back"""


class StaleError(CatalogueError):
    """The catalogue changed after it was compared; compare again."""

    def __init__(self) -> None:
        super().__init__((Problem("catalogue", 0, "", "", Why.STALE()),))


async def prepare(database: Database, catalogue: Catalogue, now: datetime, by: Actor) -> Prepared:
    """Compare a catalogue with the stored one; nothing is written. CatalogueError when it would be refused.

    Of somebody who coordinates some providers only, what concerns others is rejected.
    """
    async with database.reading(now, by) as tx:
        last = await changes.last_import(tx)
        before = await stored.read(tx)
        locked = await locks.held(tx)
        providers = await scope.provider_names(tx, by.id) if by.kind not in SYSTEM_KINDS else None
    if providers is not None:
        catalogue = await asyncio.to_thread(sparing.narrow, catalogue, before, providers)
    plan = await asyncio.to_thread(_plan, before, catalogue, now, locked, providers)
    opened = await asyncio.to_thread(wishes.opened_by, plan, before, now)
    async with database.reading(now, by) as tx:
        notices, met = await changes.consequences(tx, before, plan, opened)
        reached = await affected(tx, before, plan)
    difference = await asyncio.to_thread(comparing.describe, plan, before, len(notices) + len(met), tx.zone)
    preview = Preview(
        difference=difference,
        rejected=catalogue.coverage.rejected,
        duplicates=await asyncio.to_thread(duplicates.find, plan, before, catalogue, now),
        unknown=_unknown(plan),
        titles={key.source_id: text for key, text in catalogue.texts.items() if _is_title(key)},
        affected=reached,
    )
    return Prepared(preview, before, plan, opened, last, await asyncio.to_thread(undoing.pack, before, plan))


async def apply(
    database: Database, prepared: Prepared, now: datetime, by: Actor, *, name: str = "", import_id: int | None = None
) -> Difference:
    """Write what was prepared and tell people; StaleError when the catalogue changed since it was compared.

    It is noted with what is needed to take it back: in the import that was looked at, or in a new one called `name`.
    """
    async with database.transaction(now, by) as tx:
        await changes.lock(tx)
        if await changes.last_import(tx) != prepared.last_import:
            raise StaleError
        preview = prepared.preview
        done = await changes.carry_out(tx, prepared.before, prepared.plan, preview.difference, prepared.opened)
        if done or import_id is not None:
            await _note(tx, prepared, done, name, import_id)
        return done


async def _note(tx: Transaction, prepared: Prepared, done: Difference, name: str, import_id: int | None) -> None:
    """Note an import that was carried out."""
    noted = import_id if import_id is not None else await imports.begin(tx, None, name)
    await imports.note_applied(tx, noted, replace(count(prepared), told=done.told), prepared.undo)


def count(prepared: Prepared) -> ImportCounts:
    """Count what a prepared import would do: offerings, fields, rows of the file, notices."""
    preview, before = prepared.preview, prepared.before
    new_dates = [row for row in prepared.plan.new_sessions if row.offering in before.offerings]
    return ImportCounts(
        new=len(prepared.plan.new_offerings),
        changed=len(preview.difference.changed) + len(new_dates),
        gone=len(preview.difference.gone),
        rejected=len(preview.rejected),
        told=preview.difference.told,
        twins=len(preview.duplicates),
        unknown=len(preview.unknown),
    )


def _plan(
    before: Stored, catalogue: Catalogue, now: datetime, locked: Locked, providers: frozenset[str] | None
) -> Plan:
    """Find what to write."""
    plan = comparing.compare(before, fitting.fit(before, catalogue, now), now)
    plan = sparing.spare(plan, before, locked, providers)
    return replace(plan, folded={text: fold(text) for text in plan.texts.values()})


def _is_title(key: TextKey) -> bool:
    """Say whether a text is an offering's German title."""
    return (key.subject, key.field, key.language) == ("offering", "title", "de")


def _unknown(plan: Plan) -> tuple[Unknown, ...]:
    """List what is to be found out about new offerings."""
    open_fields = (
        Unknown(row.source_id, tuple(name for name in ASKED if name in plan.unknown.get(row.source_id, ())))
        for row in plan.new_offerings
    )
    return tuple(one for one in open_fields if one.fields)
