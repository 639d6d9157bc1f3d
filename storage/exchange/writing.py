"""Writes what an import found to be new or changed, in bulk: a handful of statements whatever the size of the files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from enum import Enum
from typing import Any, TypeAlias

from sqlalchemy import Table, bindparam, delete, func, insert, select, text, update

from storage import bulk
from storage.engine import Transaction
from storage.exchange.comparing import AnyPair, Plan, Stored, fingerprint
from storage.exchange.parsed import OfferingRow, SessionRow, TextKey, VenueRow
from storage.exchange.stored import KEYS
from storage.tables import (
    offering_audiences,
    offering_languages,
    offering_topics,
    offerings,
    sessions,
    texts,
    venues,
)
from storage.texts import fold

Ids: TypeAlias = Mapping[tuple[str, str], int]
Values: TypeAlias = dict[str, Any]
OF = "of"
"""the parameter that says which row is changed"""
SUBJECTS: Mapping[type, str] = {VenueRow: "venue", OfferingRow: "offering", SessionRow: "session"}
REFERENCES = frozenset({"provider", "quarter", "venue", "offering"})
"""fields that name another row"""
SEVERAL = frozenset({"topics", "audiences", "languages", "interpretation"})
"""fields that are kept in tables of their own"""
COLUMNS = {
    subject: tuple(one.name for one in fields(kind) if one.name not in SEVERAL) for kind, subject in SUBJECTS.items()
}


async def write(tx: Transaction, plan: Plan, stored: Stored) -> dict[tuple[str, str], int]:
    """Write a plan; tells all row ids by subject and source id, slug or name."""
    ids = dict(stored.ids)
    for subject in ("provider", "quarter", "topic"):
        column = KEYS[subject][1]
        names = [item.source_id for item in plan.names if item.subject == subject]
        ids |= await _add(tx, subject, ({"tenant_id": tx.tenant_id, column: name} for name in names))
    ids |= await _add(tx, "venue", (_venue(tx, row, ids) for row in plan.new_venues))
    await _change(tx, venues, (_differing(pair, ids) for pair in plan.changed_venues))
    ids |= await _add(tx, "offering", (_new_offering(tx, row, ids, plan) for row in plan.new_offerings))
    await _change(tx, offerings, _changed_offerings(tx, plan, ids))
    await _note_unknown(tx, plan, stored)
    await _link(tx, plan, ids)
    ids |= await _add(tx, "session", (_session(tx, row, ids) for row in plan.new_sessions))
    await _change(tx, sessions, (_differing(pair, ids) for pair in plan.changed_sessions))
    await _write_texts(tx, plan, stored, ids)
    return ids


async def _add(tx: Transaction, subject: str, rows: Iterable[Values]) -> dict[tuple[str, str], int]:
    """Insert rows and tell their ids."""
    added: dict[tuple[str, str], int] = {}
    for chunk in bulk.chunks(rows):
        added |= await (_add_returned if tx.is_postgres else _add_numbered)(tx, subject, chunk)
    return added


async def _add_returned(tx: Transaction, subject: str, rows: Sequence[Values]) -> dict[tuple[str, str], int]:
    """Insert rows and let the database say which ids it gave."""
    table, column = KEYS[subject]
    added = await tx.connection.execute(insert(table).returning(table.c[column], table.c.id), list(rows))
    return {(subject, name): row_id for name, row_id in added}


async def _add_numbered(tx: Transaction, subject: str, rows: Sequence[Values]) -> dict[tuple[str, str], int]:
    """Insert rows with ids of our own: SQLite has one writer, who may count, and asking back for ids takes twice as long."""
    table, column = KEYS[subject]
    last = await _last_number(tx, table)
    for number, row in enumerate(rows, start=last + 1):
        row["id"] = number
    await bulk.insert_rows(tx, table, rows)
    return {(subject, row[column]): row["id"] for row in rows}


async def _last_number(tx: Transaction, table: Table) -> int:
    """Tell the last id that SQLite gave, so that none is given again: old buttons and notices name what is gone by it."""
    counted = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    given = await tx.connection.scalar(counted, {"name": table.name}) or 0
    return max(int(given), int(await tx.connection.scalar(select(func.max(table.c.id))) or 0))


async def _change(tx: Transaction, table: Table, rows: Iterable[Values]) -> None:
    """Write columns over those of the rows with the same id; rows with the same columns go together.

    A column that stays is not written: an index on it would be written anew, too.
    """
    alike: defaultdict[tuple[str, ...], list[Values]] = defaultdict(list)
    for row in rows:
        alike[tuple(row)].append(row)
    for names, changed in alike.items():
        values: Values = {name: bindparam(name) for name in names if name != OF}
        await bulk.run(tx, update(table).where(table.c.id == bindparam(OF)).values(values), changed)


def _differing(pair: AnyPair, ids: Ids) -> Values:
    """Make the columns that differ, and say of which row; what a row has several of is no column."""
    before, after, subject = pair.before, pair.after, SUBJECTS[type(pair.after)]
    changed: Values = {OF: ids[subject, after.source_id]}
    for name in COLUMNS[subject]:
        value = getattr(after, name)
        if value == getattr(before, name):
            continue
        if name in REFERENCES:
            changed[f"{name}_id"] = None if value is None else ids[name, value]
        else:
            changed[name] = value.value if isinstance(value, Enum) else value
    return changed


def _venue(tx: Transaction, row: VenueRow, ids: Ids) -> Values:
    """Make a venue's columns."""
    return {
        "tenant_id": tx.tenant_id,
        "source_id": row.source_id,
        "quarter_id": ids["quarter", row.quarter],
        "street": row.street,
        "postal_code": row.postal_code,
        "city": row.city,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "position_exact": row.position_exact,
        "step_free": row.step_free.value,
    }


def _offering(tx: Transaction, row: OfferingRow, ids: Ids) -> Values:
    """Make an offering's columns that its row tells."""
    return {
        "tenant_id": tx.tenant_id,
        "source_id": row.source_id,
        "provider_id": ids["provider", row.provider],
        "quarter_id": ids["quarter", row.quarter],
        "venue_id": None if row.venue is None else ids["venue", row.venue],
        "kind": row.kind.value,
        "level": row.level.value,
        "plain_language": row.plain_language,
        "whole_course": row.whole_course,
        "capacity": row.capacity,
        "waiting_list": row.waiting_list,
        "price_cents": row.price_cents,
        "registering": row.registering.value,
        "age_min": row.age_min,
        "age_max": row.age_max,
        "women_only": row.women_only,
        "childcare": row.childcare.value,
        "step_free": row.step_free.value,
        "hours": row.hours,
    }


def _standing(tx: Transaction, source_id: str, plan: Plan) -> Values:
    """Make the columns that say whether an offering is there."""
    draft = source_id in plan.drafts
    return {"live": source_id not in plan.ended and not draft, "draft": draft, "changed_at": tx.now}


def _new_offering(tx: Transaction, row: OfferingRow, ids: Ids, plan: Plan) -> Values:
    """Make a new offering's columns."""
    unknown = ",".join(sorted(plan.unknown.get(row.source_id, ())))
    return _offering(tx, row, ids) | _standing(tx, row.source_id, plan) | {"unknown": unknown}


async def _note_unknown(tx: Transaction, plan: Plan, stored: Stored) -> None:
    """Note what was found out of offerings that were there."""
    rows = [
        {"of": stored.ids["offering", source_id], "unknown": ",".join(sorted(fields))}
        for source_id, fields in plan.unknown.items()
        if source_id in stored.offerings
    ]
    if rows:
        found = update(offerings).where(offerings.c.id == bindparam("of")).values(unknown=bindparam("unknown"))
        await bulk.run(tx, found, rows)


def _changed_offerings(tx: Transaction, plan: Plan, ids: Ids) -> Iterator[Values]:
    """Make the columns that change of offerings that are another now, came back or ended."""
    pairs = {pair.after.source_id: pair for pair in plan.changed_offerings}
    for name in sorted(pairs.keys() | plan.returned | plan.ended):
        changed = _differing(pairs[name], ids) if name in pairs else {OF: ids["offering", name]}
        yield changed | _standing(tx, name, plan)


def _session(tx: Transaction, row: SessionRow, ids: Ids) -> Values:
    """Make a session's columns."""
    return {
        "tenant_id": tx.tenant_id,
        "source_id": row.source_id,
        "offering_id": ids["offering", row.offering],
        "number": row.number,
        "start": row.start,
        "end": row.end,
        "venue_id": None if row.venue is None else ids["venue", row.venue],
        "capacity": row.capacity,
        "status": row.status.value,
        "link": row.link,
    }


async def _link(tx: Transaction, plan: Plan, ids: Ids) -> None:
    """Write anew what changed offerings have several of: topics, audiences, languages."""
    pairs = [pair for pair in plan.changed_offerings if _links(pair.before) != _links(pair.after)]
    rows = [*plan.new_offerings, *(pair.after for pair in pairs)]
    changed = [{"of": ids["offering", pair.after.source_id]} for pair in pairs]
    linked = (
        (offering_topics, _each(rows, ids, lambda row: _topics(row, ids))),
        (offering_audiences, _each(rows, ids, lambda row: ({"audience": word} for word in row.audiences))),
        (offering_languages, _each(rows, ids, _languages)),
    )
    for table, values in linked:
        if changed:
            await tx.connection.execute(delete(table).where(table.c.offering_id == bindparam("of")), changed)
        await bulk.insert_rows(tx, table, values)


def _links(row: OfferingRow) -> tuple[object, ...]:
    """Tell all that an offering has several of."""
    return row.topics, row.audiences, row.languages, row.interpretation


def _each(rows: Iterable[OfferingRow], ids: Ids, words: Callable[[OfferingRow], Iterable[Values]]) -> Iterator[Values]:
    """Make the columns of what offerings have several of, and say which offering it belongs to."""
    for row in rows:
        offering_id = ids["offering", row.source_id]
        for values in words(row):
            values["offering_id"] = offering_id
            yield values


def _topics(row: OfferingRow, ids: Ids) -> Iterable[Values]:
    """Make the columns of an offering's topics, in order."""
    yield from ({"topic_id": ids["topic", slug], "position": place} for place, slug in enumerate(row.topics))


def _languages(row: OfferingRow) -> Iterable[Values]:
    """Make the columns of an offering's languages."""
    yield from ({"language": code, "interpretation": False} for code in row.languages)
    yield from ({"language": code, "interpretation": True} for code in row.interpretation)


async def _write_texts(tx: Transaction, plan: Plan, stored: Stored, ids: Ids) -> None:
    """Add, change and remove texts."""
    known = stored.texts
    new = (_text(tx, plan, key, text, ids) for key, text in plan.texts.items() if not known or key not in known)
    await bulk.insert_rows(tx, texts, new)
    changed = (
        _wording(plan, key, text) | {"of": known[key].id} for key, text in plan.texts.items() if known and key in known
    )
    columns: Values = {name: bindparam(name) for name in ("text", "folded", "origin", "source_hash")}
    await bulk.run(tx, update(texts).where(texts.c.id == bindparam("of")).values(columns), changed)
    lost = [{"of": stored.texts[key].id} for key in plan.lost_texts]
    if lost:
        await tx.connection.execute(delete(texts).where(texts.c.id == bindparam("of")), lost)


def _text(tx: Transaction, plan: Plan, key: TextKey, text: str, ids: Ids) -> Values:
    """Make the columns of a new text."""
    return _wording(plan, key, text) | {
        "tenant_id": tx.tenant_id,
        "subject": key.subject,
        "subject_id": ids[key.subject, key.source_id],
        "field": key.field,
        "language": key.language,
    }


def _wording(plan: Plan, key: TextKey, text: str) -> Values:
    """Make the columns that change with a text's wording."""
    source = plan.sources.get(key) if plan.sources else None
    return {
        "text": text,
        "folded": plan.folded.get(text) or fold(text),
        "origin": plan.origin,
        "source_hash": None if source is None else fingerprint(source),
    }
