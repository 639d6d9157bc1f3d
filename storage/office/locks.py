"""Locks: what an editor wrote of something that came from a file, and that the file leaves alone from then on.

A lock names a subject (offering, session), its row, and a field as `OfferingRow` or `SessionRow` calls it. A text's field
names its language too: 'title/de'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from sqlalchemy import delete, select

from storage.engine import Transaction
from storage.inserts import insert_missing
from storage.tables import locks

Locked: TypeAlias = Mapping[tuple[str, int], frozenset[str]]
"""The locked fields, by subject and row id; who has none is not in it."""

TEXT_MARK = "/"
"""stands between a text's field and its language"""


def text_field(field: str, language: str) -> str:
    """Name a text's field as locks do."""
    return f"{field}{TEXT_MARK}{language}"


async def lock(tx: Transaction, subject: str, subject_id: int, fields: Iterable[str]) -> None:
    """Keep fields from being changed by files; one that is locked already stays so."""
    row = {"tenant_id": tx.tenant_id, "subject": subject, "subject_id": subject_id, "locked_at": tx.now}
    rows = [row | {"field": field} for field in sorted(set(fields))]
    if rows:
        await tx.connection.execute(insert_missing(tx, locks), rows)


async def release(tx: Transaction, subject: str, subject_id: int, fields: Collection[str] | None = None) -> None:
    """Let files decide again about some fields, or about all."""
    mine = delete(locks).where(
        locks.c.tenant_id == tx.tenant_id, locks.c.subject == subject, locks.c.subject_id == subject_id
    )
    await tx.connection.execute(mine if fields is None else mine.where(locks.c.field.in_(fields)))


async def held(tx: Transaction, subject: str | None = None, subject_ids: Collection[int] | None = None) -> Locked:
    """Read what is locked: everything, of one subject, or of some of its rows."""
    asked = select(locks.c.subject, locks.c.subject_id, locks.c.field).where(locks.c.tenant_id == tx.tenant_id)
    if subject is not None:
        asked = asked.where(locks.c.subject == subject)
    if subject_ids is not None:
        asked = asked.where(locks.c.subject_id.in_(subject_ids))
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for name, subject_id, field in await tx.connection.execute(asked):
        found[name, subject_id].add(field)
    return {key: frozenset(fields) for key, fields in found.items()}
