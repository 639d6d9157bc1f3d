"""Who did what: a row a change, in the transaction that makes it, with internal ids only."""

from __future__ import annotations

import json

from sqlalchemy import insert

from storage.engine import Transaction
from storage.tables import audit


async def record(
    tx: Transaction, action: str, subject: str, subject_id: int | None, **detail: int | str | bool | None
) -> None:
    """Note that the transaction's actor did something. `detail` holds ids and codes, never a name or a text."""
    row = {
        "tenant_id": tx.tenant_id,
        "at": tx.now,
        "actor": tx.by.kind,
        "actor_id": tx.by.id,
        "action": action,
        "subject": subject,
        "subject_id": subject_id,
        "detail": json.dumps(detail, sort_keys=True, separators=(",", ":")),
    }
    await tx.connection.execute(insert(audit), row)
