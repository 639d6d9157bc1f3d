"""Access and portability: everything that is stored about a person, readable by them and by machines.

It is read by the columns' personal-data categories, so that a column added later cannot be forgotten. Keyed hashes and our
own book-keeping are left out: they say nothing that the values beside them do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, RowMapping, Select, Table, and_, or_, select

from storage import tables
from storage.engine import Transaction
from storage.sealed import Sealed
from storage.tables.base import Personal

TITLE_LANGUAGE = "de"
EXPLAINING = {"kind", "reason", "role", "status", "action", "subject"}
"""Columns that say nothing about a person by themselves, but what the ones beside them mean."""


async def personal_data(tx: Transaction, participant_id: int) -> dict[str, Any]:
    """Tell everything stored about a person, unsealed, by table; ready for JSON. Offerings come with their titles."""
    data: dict[str, Any] = {"created_at": tx.now.isoformat()}
    for table, condition in owned(participant_id):
        rows = (await tx.connection.execute(disclosed(table).where(condition))).mappings()
        data[table.name] = [plain(row) for row in rows]
    await explain(tx, [entry for entries in data.values() if isinstance(entries, list) for entry in entries])
    return data


def owned(participant_id: int) -> Iterable[tuple[Table, ColumnElement[bool]]]:
    """List the tables that may hold something about a person, and which rows are theirs."""
    yield tables.participants, tables.participants.c.id == participant_id
    for table in tables.metadata.sorted_tables:
        if "participant_id" in table.c:
            yield table, table.c.participant_id == participant_id
    made = tables.announcements.c
    names = (made.author_id, made.submitted_by, made.approved_by, made.correction_by)
    yield tables.announcements, participant_id_in(participant_id, *names)
    yield tables.imports, tables.imports.c.by_id == participant_id
    yield tables.announcement_texts, tables.announcement_texts.c.written_by == participant_id
    registered = select(tables.registrations.c.id).where(tables.registrations.c.participant_id == participant_id)
    yield tables.attendance, tables.attendance.c.registration_id.in_(registered)
    waits = select(tables.waiting_list.c.id).where(tables.waiting_list.c.participant_id == participant_id)
    yield tables.calls, or_(tables.calls.c.registration_id.in_(registered), tables.calls.c.entry_id.in_(waits))
    talked = select(tables.conversations.c.key_index).where(tables.conversations.c.participant_id == participant_id)
    yield tables.inbox, tables.inbox.c.conversation_index.in_(talked)
    yield tables.audit, traces(participant_id)


def participant_id_in(participant_id: int, *columns: ColumnElement[int]) -> ColumnElement[bool]:
    """Say that one of these columns names a person."""
    return or_(*(column == participant_id for column in columns))


def traces(participant_id: int) -> ColumnElement[bool]:
    """Find what a person did, and what was done about them."""
    did = and_(tables.audit.c.actor == "person", tables.audit.c.actor_id == participant_id)
    about = and_(tables.audit.c.subject == "participant", tables.audit.c.subject_id == participant_id)
    return or_(did, about)


def disclosed(table: Table) -> Select[*tuple[Any, ...]]:
    """Select the columns of a table that a person gets to see."""
    ordered = table.c.id if "id" in table.c else next(iter(table.primary_key))
    return select(*(column for column in table.c if is_disclosed(column))).order_by(ordered)


def is_disclosed(column: Column[Any]) -> bool:
    """Say whether a column is personal or explains one that is; a keyed hash is neither."""
    hashed = column.info["personal"] is Personal.IDENTITY and not isinstance(column.type, Sealed)
    personal = column.info["personal"] is not Personal.NONE and not hashed
    return personal or column.name == "id" or column.name in EXPLAINING


def plain(row: RowMapping) -> dict[str, Any]:
    """Make a row ready for JSON."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


async def explain(tx: Transaction, entries: Sequence[dict[str, Any]]) -> None:
    """Add the titles of offerings and announcements and the times of sessions to whatever names their ids."""
    offering_ids = {entry["offering_id"] for entry in entries if entry.get("offering_id")}
    session_ids = {entry["session_id"] for entry in entries if entry.get("session_id")}
    titles = await titles_of(tx, offering_ids)
    starts = await starts_of(tx, session_ids)
    announced = await announced_as(tx, {entry["announcement_id"] for entry in entries if "announcement_id" in entry})
    for entry in entries:
        if entry.get("announcement_id") in announced:
            entry["announcement"] = announced[entry["announcement_id"]]
        if entry.get("offering_id") in titles:
            entry["offering"] = titles[entry["offering_id"]]
        if entry.get("session_id") in starts:
            entry["session"] = starts[entry["session_id"]]


async def titles_of(tx: Transaction, offering_ids: Iterable[int]) -> Mapping[int, str]:
    """Read the titles of offerings."""
    texts = tables.texts.c
    named = (texts.tenant_id == tx.tenant_id, texts.subject == "offering", texts.field == "title")
    found = select(texts.subject_id, texts.text).where(
        *named, texts.language == TITLE_LANGUAGE, texts.subject_id.in_(offering_ids)
    )
    return {row.subject_id: row.text for row in await tx.connection.execute(found)}


async def starts_of(tx: Transaction, session_ids: Iterable[int]) -> Mapping[int, str]:
    """Read when sessions start."""
    found = select(tables.sessions.c.id, tables.sessions.c.start).where(tables.sessions.c.id.in_(session_ids))
    return {row.id: row.start.isoformat() for row in await tx.connection.execute(found)}


async def announced_as(tx: Transaction, announcement_ids: Iterable[int]) -> Mapping[int, str]:
    """Read by which title announcements went out, of their own or of their offering."""
    made, texts = tables.announcements.c, tables.announcement_texts.c
    asked = select(made.id, made.offering_id).where(made.tenant_id == tx.tenant_id, made.id.in_(announcement_ids))
    found = (await tx.connection.execute(asked)).all()
    titles = await titles_of(tx, {row.offering_id for row in found if row.offering_id is not None})
    named = {row.id: titles[row.offering_id] for row in found if row.offering_id in titles}
    own = select(texts.announcement_id, texts.title).where(
        texts.announcement_id.in_([row.id for row in found]), texts.title != "", ~texts.pending
    )
    # German last, so that it is the one that stays, as with offerings.
    ordered = own.order_by(texts.language == TITLE_LANGUAGE, texts.language)
    return named | {row.announcement_id: row.title for row in await tx.connection.execute(ordered)}
