"""The outbox: what is to be said unasked, to whom and when; never the text, which is made when it is said.

A row is `waiting`, then `claimed` by a worker, then `sending`. It ends as `sent`, `dropped` (no longer wanted), `failed`,
or `unknown`. How it gets there is told in `storage.dispatch`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, bindparam, func, literal_column, null, select, union_all, update
from sqlalchemy.sql.dml import ReturningInsert

from storage.engine import Transaction
from storage.inserts import DIALECTS, Insert
from storage.tables import outbox

UNSENT = ("waiting", "claimed")
STATUSES = ("waiting", "claimed", "sending", "sent", "dropped", "failed", "unknown")
Arg: TypeAlias = int | str | bool | None


class Lane(IntEnum):
    """Which messages go first when not all can go at once."""

    REPLY = 0
    NOTICE = 1
    ANNOUNCEMENT = 2


@dataclass(frozen=True, slots=True)
class NewRow:
    """Something to be said. `unique_key` names it once and for all: what was added before is not added again."""

    participant_id: int
    kind: str
    args: Mapping[str, Arg]
    unique_key: str
    due_at: datetime
    lane: Lane = Lane.NOTICE
    silent: bool = False
    registration_id: int | None = None
    session_id: int | None = None


def make_add(insert: Insert) -> ReturningInsert[int]:
    """Make the statement that adds a row, or wants one again."""
    return wanting_again(insert).returning(outbox.c.id)


def wanting_again(insert: Insert) -> Insert:
    """Let an insert leave what is there already, but want again what was dropped before it was sent.

    The constants are written out, for with parameters of its own it would run once a row.
    """
    return insert.on_conflict_do_update(
        index_elements=["unique_key"],
        set_={
            "status": literal_column("'waiting'"),
            "reason": null(),
            "ended_at": null(),
            "due_at": insert.excluded.due_at,
            "args": insert.excluded.args,
            "silent": insert.excluded.silent,
        },
        where=outbox.c.status == literal_column("'dropped'"),
    )


ADD = {is_postgres: make_add(insert(outbox)) for is_postgres, insert in DIALECTS.items()}


async def add(tx: Transaction, rows: Sequence[NewRow]) -> list[int]:
    """Add what is not there yet and tell the ids of that. A row that was dropped before it was sent is wanted again."""
    if not rows:
        return []
    named: dict[str, NewRow] = {}
    for row in rows:
        named.setdefault(row.unique_key, row)  # PostgreSQL refuses to meet one key twice in a statement
    added = await tx.connection.execute(ADD[tx.is_postgres], [values_of(tx, row) for row in named.values()])
    return list(added.scalars())


def values_of(tx: Transaction, row: NewRow) -> dict[str, Any]:
    """Make the columns of a new row."""
    return {
        "tenant_id": tx.tenant_id,
        "participant_id": row.participant_id,
        "lane": row.lane,
        "kind": row.kind,
        "args": json.dumps(dict(row.args), sort_keys=True, separators=(",", ":")),
        "unique_key": row.unique_key,
        "registration_id": row.registration_id,
        "session_id": row.session_id,
        "due_at": row.due_at,
        "silent": row.silent,
        "status": "waiting",
        "attempts": 0,
    }


WAITING = select(outbox.c.due_at, outbox.c.kind).where(
    outbox.c.tenant_id == bindparam("tenant"), outbox.c.status == "waiting"
)
# A lane at a time, so that the index on status, lane and due time answers it.
FIRSTS = [WAITING.where(outbox.c.lane == lane).order_by(outbox.c.due_at).limit(1).subquery() for lane in Lane]
NEXT = union_all(*(select(first) for first in FIRSTS))


async def next_due(tx: Transaction) -> tuple[datetime, str] | None:
    """Tell when the next waiting row is due and of what kind it is; None when nothing waits."""
    rows = (await tx.connection.execute(NEXT, {"tenant": tx.tenant_id})).all()
    return min(((row.due_at, row.kind) for row in rows), default=None)


async def drop_for_registration(tx: Transaction, registration_id: int, kinds: Collection[str]) -> int:
    """Give up what was not sent yet about a registration; tells how many."""
    return await drop(tx, "obsolete", outbox.c.registration_id == registration_id, outbox.c.kind.in_(kinds))


async def drop_key(tx: Transaction, unique_key: str, reason: str) -> int:
    """Give up a row by its key if it was not sent yet; tells how many that were."""
    return await drop(tx, reason, outbox.c.unique_key == unique_key)


async def drop(tx: Transaction, reason: str, *which: ColumnElement[bool]) -> int:
    """Drop unsent rows; one that is claimed will not be started."""
    unsent = update(outbox).where(outbox.c.status.in_(UNSENT), *which)
    return (await tx.connection.execute(unsent.values(status="dropped", reason=reason, ended_at=tx.now))).rowcount


async def counts(tx: Transaction) -> dict[str, int]:
    """Count the rows by status, every status named."""
    counted = select(outbox.c.status, func.count()).where(outbox.c.tenant_id == tx.tenant_id)
    rows = await tx.connection.execute(counted.group_by(outbox.c.status))
    return dict.fromkeys(STATUSES, 0) | dict(rows.all())
