"""The texts of an offering and of its sessions in every language, and which translate a German that has changed since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby

from sqlalchemy import select

from storage.engine import Transaction
from storage.exchange.comparing import fingerprint
from storage.exchange.vocabulary import SOURCES
from storage.records.editing import Written
from storage.tables import texts
from storage.tables.base import AnyRow


async def read(tx: Transaction, offering_id: int) -> tuple[Written, ...]:
    """Read them, German first."""
    asked = select(texts.c.field, texts.c.language, texts.c.text, texts.c.source_hash).where(
        texts.c.tenant_id == tx.tenant_id, texts.c.subject == "offering", texts.c.subject_id == offering_id
    )
    rows = (
        await tx.connection.execute(asked.order_by(texts.c.language != "de", texts.c.language, texts.c.field))
    ).all()
    german = {row.field: row.text for row in rows if row.language == "de"}
    return tuple(written(rows, german))


async def read_notes(tx: Transaction, session_ids: Collection[int]) -> tuple[tuple[int, Written], ...]:
    """Read the notes on sessions with the session each is about, German first."""
    columns = (texts.c.subject_id, texts.c.field, texts.c.language, texts.c.text, texts.c.source_hash)
    asked = select(*columns).where(
        texts.c.tenant_id == tx.tenant_id,
        texts.c.subject == "session",
        texts.c.field == "note",
        texts.c.subject_id.in_(session_ids),
    )
    ordered = asked.order_by(texts.c.subject_id, texts.c.language != "de", texts.c.language)
    found: list[tuple[int, Written]] = []
    for session_id, some in groupby(await tx.connection.execute(ordered), key=lambda row: int(row.subject_id)):
        rows = list(some)
        german = {row.field: row.text for row in rows if row.language == "de"}
        found += ((session_id, one) for one in written(rows, german))
    return tuple(found)


def written(rows: Iterable[AnyRow], german: Mapping[str, str]) -> Iterable[Written]:
    """Make the records, and mark what is stale."""
    for row in rows:
        source = next((german[name] for name in SOURCES.get(row.field, (row.field,)) if name in german), None)
        known = row.language != "de" and row.source_hash is not None and source is not None
        yield Written(row.field, row.language, row.text, known and row.source_hash != fingerprint(source or ""))
