"""Who did what: a row a change, in the transaction that makes it, with internal ids only."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import insert

from storage.engine import Transaction
from storage.tables import audit


async def record(
    tx: Transaction, action: str, subject: str, subject_id: int | None, **detail: int | str | bool | None
) -> None:
    """Note that the transaction's actor did something. `detail` holds ids and codes, never a name or a text."""
    await record_each(tx, action, subject, [subject_id], **detail)


async def record_each(
    tx: Transaction, action: str, subject: str, subject_ids: Sequence[int | None], **detail: int | str | bool | None
) -> None:
    """Note the same of several, in one statement."""
    row = {
        "tenant_id": tx.tenant_id,
        "at": tx.now,
        "actor": tx.by.kind,
        "actor_id": tx.by.id,
        "action": action,
        "subject": subject,
        "detail": json.dumps(detail, sort_keys=True, separators=(",", ":")),
    }
    rows = [{**row, "subject_id": subject_id} for subject_id in subject_ids]
    if rows:
        await tx.connection.execute(insert(audit), rows[0] if len(rows) == 1 else rows)
