"""Small helpers for tests that import a catalogue and look at what follows."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from storage import changes
from storage.changes import Difference
from storage.engine import COMMAND, Database, Transaction
from storage.exchange.parsed import Catalogue, TextKey
from storage.records.registrations import Registered
from storage.tables import metadata, offerings, outbox, sessions, venues
from tests.storage import builders

ZONE = ZoneInfo("Europe/Berlin")
SINGLE, WHOLE, DROP_IN = "EG-01", "DC-01", "DC-03"


async def bring_in(database: Database, catalogue: Catalogue, now: datetime) -> Difference:
    """Import a catalogue."""
    async with database.transaction(now, COMMAND) as tx:
        return await changes.apply(tx, catalogue)


async def preview(database: Database, catalogue: Catalogue, now: datetime) -> Difference:
    """Tell what an import would change."""
    async with database.reading(now, COMMAND) as tx:
        return await changes.difference(tx, catalogue)


def with_session(catalogue: Catalogue, source_id: str, **values: Any) -> Catalogue:  # noqa: ANN401 - any field
    """Change one session."""
    rows = (replace(row, **values) if row.source_id == source_id else row for row in catalogue.sessions)
    return replace(catalogue, sessions=tuple(rows))


def with_offering(catalogue: Catalogue, source_id: str, **values: Any) -> Catalogue:  # noqa: ANN401 - any field
    """Change one offering."""
    rows = (replace(row, **values) if row.source_id == source_id else row for row in catalogue.offerings)
    return replace(catalogue, offerings=tuple(rows))


def with_texts(catalogue: Catalogue, changed: dict[TextKey, str | None]) -> Catalogue:
    """Change texts; None takes one out."""
    found = {**catalogue.texts, **changed}
    return replace(catalogue, texts=MappingProxyType({key: text for key, text in found.items() if text is not None}))


def without(catalogue: Catalogue, offering: str) -> Catalogue:
    """Leave an offering and its sessions out."""
    return replace(
        catalogue,
        offerings=tuple(row for row in catalogue.offerings if row.source_id != offering),
        sessions=tuple(row for row in catalogue.sessions if row.offering != offering),
    )


def start_of(catalogue: Catalogue, source_id: str) -> datetime:
    """Tell when a session starts."""
    return next(row.start for row in catalogue.sessions if row.source_id == source_id)


def moved(catalogue: Catalogue, source_id: str, by: timedelta) -> Catalogue:
    """Move a session."""
    row = next(row for row in catalogue.sessions if row.source_id == source_id)
    return with_session(catalogue, source_id, start=row.start + by, end=row.end + by)


async def id_of(tx: Transaction, source_id: str) -> int:
    """Find the id of an offering, session or venue."""
    for table in (offerings, sessions, venues):
        found = await tx.connection.scalar(select(table.c.id).where(table.c.source_id == source_id))
        if found is not None:
            return int(found)
    raise LookupError(source_id)


async def told(database: Database, now: datetime, *kinds: str) -> list[tuple[int, str, dict[str, Any], bool]]:
    """List the waiting notices: to whom, kind, arguments, silent."""
    columns = (outbox.c.participant_id, outbox.c.kind, outbox.c.args, outbox.c.silent)
    wanted = select(*columns).where(outbox.c.status == "waiting", outbox.c.kind.in_(kinds)).order_by(outbox.c.id)
    async with database.reading(now, COMMAND) as tx:
        rows = (await tx.connection.execute(wanted)).all()
    return [(row.participant_id, row.kind, json.loads(row.args), row.silent) for row in rows]


async def reminders_of(database: Database, now: datetime, source_id: str) -> set[str]:
    """Tell which starts the waiting reminders of a session speak of."""
    async with database.reading(now, COMMAND) as tx:
        session_id = await id_of(tx, source_id)
    return {
        args["start"] for _, _, args, _ in await told(database, now, "reminder") if args["session_id"] == session_id
    }


async def count_everything(database: Database, now: datetime) -> dict[str, int]:
    """Count the rows of every table."""
    async with database.reading(now, COMMAND) as tx:
        statements = {name: select(func.count()).select_from(table) for name, table in metadata.tables.items()}
        return {name: await tx.connection.scalar(statement) or 0 for name, statement in statements.items()}


@asynccontextmanager
async def imported(database: Database, catalogue: Catalogue, now: datetime) -> AsyncIterator[Transaction]:
    """Import a catalogue and go on in a transaction."""
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        yield tx


async def register(tx: Transaction, source_id: str, session: str | None = None) -> tuple[int, int]:
    """Register somebody new; tells their id and the registration's."""
    person = await builders.add_person(tx)
    session_id = None if session is None else await id_of(tx, session)
    place = await builders.register(tx, person, await id_of(tx, source_id), session_id)

    assert isinstance(place, Registered)
    return person.id, place.registration_id
