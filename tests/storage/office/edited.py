"""Small helpers for tests that change offerings as a coordinator does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from storage.engine import Transaction
from storage.office import drafting, editing, editing_reader
from storage.reader import StorageReader
from storage.records.catalogue import Criteria
from storage.records.editing import Editable
from storage.records.edits import AddSessions, Beginning, Change, Edited, SetFact, SetPlace, Toggle
from storage.tables import providers
from tests.storage import builders
from tests.storage.imports import ZONE, id_of

DEMO = "Demo-Anbieter „Digital Camp“"


def wall(at: datetime) -> datetime:
    """Tell what the clock on the wall shows."""
    return at.astimezone(ZONE).replace(tzinfo=None)


async def edit(tx: Transaction, name: str, change: Change, seen: int = 0) -> Edited:
    """Change an offering by its source id; it must work."""
    outcome = await editing.edit(tx, None, await id_of(tx, name), seen, change)
    assert isinstance(outcome, Edited), outcome
    return outcome


async def look(tx: Transaction, name: str | int) -> Editable:
    """Read an offering to change it."""
    found = await editing_reader.read(tx, ("de",), await id_of(tx, name) if isinstance(name, str) else name)
    assert found is not None
    return found


async def begun(tx: Transaction, **values: Any) -> int:  # noqa: ANN401 - any field
    """Begin a draft of the sample's first provider."""
    provider_id = await tx.connection.scalar(select(providers.c.id).where(providers.c.name == DEMO))
    beginning = Beginning("Nähen für alle", "workshop", provider_id)
    outcome = await drafting.begin(tx, None, replace(beginning, **values))
    assert isinstance(outcome, Edited), outcome
    return outcome.offering_id


async def ready(tx: Transaction, now: datetime) -> int:
    """Begin a draft and say all that is needed, with one date next week."""
    offering_id = await begun(tx)
    start = wall(now + timedelta(days=7))
    for change in (
        Toggle("topics", "creative", on=True),
        Toggle("languages", "de", on=True),
        SetPlace(await id_of(tx, "V01")),
        SetFact("capacity", 4),
        AddSessions(((start, start + timedelta(hours=2)),)),
    ):
        assert isinstance(await editing.edit(tx, None, offering_id, 0, change), Edited)
    return offering_id


async def seen_by_residents(tx: Transaction) -> set[int]:
    """Tell which offerings residents find."""
    reader = StorageReader(tx, await builders.add_person(tx))
    return {line.id for line in (await reader.offerings(Criteria(), 0, 1000)).lines}
