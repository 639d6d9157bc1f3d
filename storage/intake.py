"""Taking files in: reading and comparing hold up nobody, a preview says what would happen, and applying is short.

Comparing reads the whole catalogue, which takes seconds when it is large. So it is done before the transaction that writes;
that one only makes sure that no other import came between.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from storage import changes, wishes
from storage.engine import Actor, Database
from storage.exchange import comparing, duplicates, fitting, stored
from storage.exchange.comparing import Difference, Plan, Stored
from storage.exchange.duplicates import Duplicate
from storage.exchange.parsed import Catalogue, CatalogueError, Problem, TextKey
from storage.texts import fold
from storage.wishes import Opened

ASKED = ("women_only", "childcare", "step_free", "languages", "topics", "quarter")
"""what residents look for: an editor is asked to find it out where a file does not say it"""


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


@dataclass(frozen=True, slots=True)
class Prepared:
    """An import that was compared and not applied yet."""

    preview: Preview
    before: Stored
    plan: Plan
    opened: Opened
    last_import: int


async def prepare(database: Database, catalogue: Catalogue, now: datetime, by: Actor) -> Prepared:
    """Compare a catalogue with the stored one; nothing is written. CatalogueError when it would be refused."""
    async with database.reading(now, by) as tx:
        last = await changes.last_import(tx)
        before = await stored.read(tx)
    plan = await asyncio.to_thread(_plan, before, catalogue, now)
    opened = await asyncio.to_thread(wishes.opened_by, plan, before, now)
    async with database.reading(now, by) as tx:
        notices, met = await changes.consequences(tx, before, plan, opened)
        difference = comparing.describe(plan, before, len(notices) + len(met), tx.zone)
    preview = Preview(
        difference=difference,
        rejected=catalogue.coverage.rejected,
        duplicates=await asyncio.to_thread(duplicates.find, plan, before, catalogue, now),
        unknown=_unknown(catalogue, plan),
        titles={key.source_id: text for key, text in catalogue.texts.items() if _is_title(key)},
    )
    return Prepared(preview, before, plan, opened, last)


async def apply(database: Database, prepared: Prepared, now: datetime, by: Actor) -> Difference:
    """Write what was prepared and tell people; CatalogueError when another import came between."""
    async with database.transaction(now, by) as tx:
        await changes.lock(tx)
        if await changes.last_import(tx) != prepared.last_import:
            reason = "somebody else imported meanwhile; look at the preview again"
            raise CatalogueError((Problem("catalogue", 0, "", "", reason),))
        return await changes.carry_out(tx, prepared.before, prepared.plan, prepared.preview.difference, prepared.opened)


def _plan(before: Stored, catalogue: Catalogue, now: datetime) -> Plan:
    """Find what to write."""
    plan = comparing.compare(before, fitting.fit(before, catalogue, now), now)
    return replace(plan, folded={text: fold(text) for text in plan.texts.values()})


def _is_title(key: TextKey) -> bool:
    """Say whether a text is an offering's German title."""
    return (key.subject, key.field, key.language) == ("offering", "title", "de")


def _unknown(catalogue: Catalogue, plan: Plan) -> tuple[Unknown, ...]:
    """List what is to be found out about new offerings."""
    unsaid = catalogue.coverage.unsaid
    open_fields = (
        Unknown(row.source_id, tuple(name for name in ASKED if name in unsaid.get(row.source_id, ())))
        for row in plan.new_offerings
    )
    return tuple(one for one in open_fields if one.fields)
