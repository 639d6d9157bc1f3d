"""Changing an offering in the bot: one change becomes a plan of one offering, carried out as an import's is.

So people are told, reminded, offered places and their wishes met in the same way. What came from a file and was changed here is
locked: the file no longer decides about it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import Field, astuple, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from storage import audit, changes
from storage.engine import Transaction
from storage.exchange import stored
from storage.exchange.comparing import Plan, Stored, StoredText
from storage.exchange.parsed import CatalogueError, OfferingRow, SessionRow, TextKey, is_own
from storage.office import edits, locks, scope
from storage.office.edit_places import ONLINE
from storage.office.edit_site import Site
from storage.office.sparing import LIVE
from storage.records.edits import (
    AGE,
    Change,
    Edited,
    NewPlace,
    Objection,
    Outcome,
    Publish,
    Release,
    SetOnline,
    SetPlace,
    Unedited,
    Withdraw,
)
from storage.tables import offerings, quarters, venues


async def edit(tx: Transaction, by: int | None, offering_id: int, seen: int, change: Change) -> Outcome:
    """Change an offering that somebody runs, and tell people what concerns them.

    `seen` is the mark it had on the screen: what changed since is shown again first. 0 asks for no such care.
    """
    if not await scope.runs(tx, by, offering_id):
        return Unedited(Objection.GONE)
    await changes.lock(tx, offering_id)
    site = await survey(tx, offering_id, change)
    if seen and seen != mark_of(site.before):
        return Unedited(Objection.CHANGED)
    made = edits.make(site, change)
    if isinstance(made, Objection):
        return Unedited(made)
    return await carry_out(tx, offering_id, site, change, made)


async def carry_out(tx: Transaction, offering_id: int, site: Site, change: Change, made: Plan) -> Outcome:
    """Write a plan; one that would take from people what they registered for is refused."""
    plan = noting(site, change, made)
    try:
        difference = await changes.carry_out(tx, site.before, plan, edited=True)
    except CatalogueError:
        return Unedited(Objection.REGISTERED)
    await keep(tx, offering_id, site, change, plan)
    after = await stored.read_one(tx, offering_id)
    return Edited(offering_id, mark_of(after), difference.told)


async def survey(tx: Transaction, offering_id: int, change: Change | None = None) -> Site:
    """Read what a change is made of."""
    match change:
        case SetPlace(int(venue_id)):
            return await site_at(tx, offering_id, venue_id)
        case SetOnline():
            return await site_at(tx, offering_id, await online(tx))
        case NewPlace(quarter=quarter):
            site = await site_at(tx, offering_id, None)
            return replace(site, towns=await towns(tx, quarter))
        case _:
            return await site_at(tx, offering_id, None)


async def site_at(tx: Transaction, offering_id: int, venue_id: int | None) -> Site:
    """Read an offering and a place."""
    before = await stored.read_one(tx, offering_id, () if venue_id is None else (venue_id,))
    named = (name for name in before.venues if before.ids["venue", name] == venue_id)
    return Site(before, tx.now, tx.zone, next(named, None))


async def online(tx: Transaction) -> int | None:
    """Find the place that is no place: video meetings."""
    asked = select(func.min(venues.c.id)).join(quarters, quarters.c.id == venues.c.quarter_id)
    found: int | None = await tx.connection.scalar(
        asked.where(venues.c.tenant_id == tx.tenant_id, quarters.c.slug == ONLINE)
    )
    return found


async def towns(tx: Transaction, quarter: str) -> Mapping[str, str]:
    """Find the town of most places of a quarter."""
    asked = (
        select(venues.c.city)
        .join(quarters, quarters.c.id == venues.c.quarter_id)
        .where(venues.c.tenant_id == tx.tenant_id, quarters.c.slug == quarter, venues.c.city != "")
        .group_by(venues.c.city)
        .order_by(func.count().desc(), venues.c.city)
    )
    city = await tx.connection.scalar(asked.limit(1))
    return {quarter: city} if city else {}


def noting(site: Site, change: Change, plan: Plan) -> Plan:
    """Add to a plan that what an editor said is not unknown any more."""
    said = edits.answered(change) | {
        one.name for pair in plan.changed_offerings for one in differing(pair.before, pair.after)
    }
    left = site.unknown - said
    return plan if left == site.unknown else replace(plan, unknown={site.row.source_id: left})


def differing(before: OfferingRow | SessionRow, after: OfferingRow | SessionRow) -> Iterator[Field[Any]]:
    """List the fields in which two rows differ."""
    yield from (one for one in fields(before) if getattr(before, one.name) != getattr(after, one.name))


async def keep(tx: Transaction, offering_id: int, site: Site, change: Change, plan: Plan) -> None:
    """Lock what was changed of something that a file brought, or let files decide again."""
    if isinstance(change, Release):
        await release(tx, offering_id, site, change.field)
    elif not is_own(site.row.source_id):
        await locks.lock(tx, "offering", offering_id, locked_of(site, change, plan))
    for pair in plan.changed_sessions:
        if not is_own(pair.before.source_id):
            names = [one.name for one in differing(pair.before, pair.after)]
            await locks.lock(tx, "session", site.number(pair.before), names)
    for key in (*plan.texts, *plan.lost_texts):
        if key.subject == "session" and not is_own(key.source_id):
            text = locks.text_field(key.field, key.language)
            await locks.lock(tx, "session", site.before.ids["session", key.source_id], [text])


def locked_of(site: Site, change: Change, plan: Plan) -> Iterator[str]:
    """Name what files no longer decide about the offering itself."""
    yield from edits.answered(change)
    yield from (one.name for pair in plan.changed_offerings for one in differing(pair.before, pair.after))
    for key in (*plan.texts, *plan.lost_texts):
        if key.subject == "offering":
            yield locks.text_field(key.field, key.language)
    if isinstance(change, Publish | Withdraw):
        yield LIVE


async def release(tx: Transaction, offering_id: int, site: Site, name: str) -> None:
    """Let files decide again about a field, or about the whole offering and its sessions: whether it is shown, too."""
    names = (["age_min", "age_max"] if name == AGE else [name]) if name else None
    await locks.release(tx, "offering", offering_id, names)
    for _subject, number in await locks.held(
        tx, "session", [site.number(row) for row in site.before.sessions.values()]
    ):
        await locks.release(tx, "session", number, names)
    if not name and site.row.source_id in site.before.drafts and not is_own(site.row.source_id):
        await tx.connection.execute(update(offerings).where(offerings.c.id == offering_id).values(draft=False))
    await audit.record(tx, "release_locks", "offering", offering_id)


def mark_of(before: Stored) -> int:
    """Number what an offering says, so that a screen knows whether it still shows it; never 0."""
    parts = [
        *rows_of(before.offerings.values()),
        *rows_of(before.sessions.values()),
        *sorted(before.live | before.drafts),
        *sorted(f"{key.subject} {key.source_id} {key.field} {key.language} {text.text}" for key, text in own(before)),
        *(f"{name}: {sorted(said)}" for name, said in before.unknown.items()),
    ]
    return zlib.crc32("\x1f".join(parts).encode()) % 99_999_999 + 1


def own(before: Stored) -> Iterator[tuple[TextKey, StoredText]]:
    """List the texts of the offering and its sessions, not those of the places they are at."""
    yield from ((key, text) for key, text in before.texts.items() if key.subject in {"offering", "session"})


def rows_of(rows: Iterable[OfferingRow | SessionRow]) -> Iterator[str]:
    """Write rows down, words in order of the alphabet."""
    for row in sorted(rows, key=lambda row: row.source_id):
        yield " ".join(written(value) for value in astuple(row))


def written(value: object) -> str:
    """Write a value down."""
    match value:
        case frozenset():
            return ",".join(sorted(map(str, value)))
        case datetime():
            return value.isoformat()
        case _:
            return repr(value)
