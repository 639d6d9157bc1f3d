"""Dispatch: how a row of the outbox gets from due to sent.

A row that is due is `claimed` by a worker for a time, then `sending`, committed before the message goes out. It ends as
`sent`, `dropped` (no longer wanted), `failed`, or `unknown`: it may have arrived, so it is reported and never sent again
by itself. An offered place that was not delivered for certain goes on to the next person waiting.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, update

from storage import letters, waiting
from storage.addressing import address_of
from storage.engine import Transaction
from storage.leases import lease_end, lease_now
from storage.outbox import UNSENT, Lane
from storage.tables import outbox, participants
from storage.tables.base import AnyRow

SENDING_LEASE_S = 300.0
"""How long a message may take to go out before it counts as unknown; longer than every time-out of the transport."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be said now. `address` is the chat's, unsealed; `attempts` counts the tries."""

    id: int
    kind: str
    participant_id: int
    address: str
    args: dict[str, Any]
    lane: Lane
    silent: bool
    attempts: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found lying about: rows that wait again, and rows of which nobody knows whether they arrived."""

    waiting: int
    unknown: int


CANDIDATES = (
    select(outbox.c.id, participants.c.unreachable_since)
    .join(participants, participants.c.id == outbox.c.participant_id)
    .where(
        outbox.c.tenant_id == bindparam("tenant"),
        outbox.c.status == "waiting",
        outbox.c.lane.in_(tuple(Lane)),
        outbox.c.due_at <= bindparam("now"),
    )
    .order_by(outbox.c.lane, outbox.c.due_at, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=outbox, skip_locked=True)
)


CLAIM = {
    is_postgres: update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(status="claimed", claimed_by=bindparam("worker"), lease_until=lease_end(is_postgres=is_postgres))
    for is_postgres in (True, False)
}


async def claim(tx: Transaction, worker: str, limit: int, lease_s: float) -> list[int]:
    """Take what is due, upper lanes first, for a time; what another worker is taking is passed over.

    What is due to somebody who cannot be reached fails instead.
    """
    bounds = {"tenant": tx.tenant_id, "now": tx.now, "most": limit}
    rows = (await tx.connection.execute(CANDIDATES, bounds)).all()
    taken = [row.id for row in rows if row.unreachable_since is None]
    await end(tx, [row.id for row in rows if row.unreachable_since is not None], "failed", "unreachable")
    if taken:
        await tx.connection.execute(CLAIM[tx.is_postgres], {"ids": taken, "worker": worker, "lease_s": lease_s})
    return taken


async def claim_these(tx: Transaction, worker: str, ids: Sequence[int], lease_s: float) -> list[int]:
    """Take these rows out of turn, as far as they still wait; tells which were taken."""
    waits = update(outbox).where(outbox.c.id.in_(ids), outbox.c.status == "waiting")
    values = {"status": "claimed", "claimed_by": worker, "lease_until": lease_end(is_postgres=tx.is_postgres)}
    claiming = waits.values(values).returning(outbox.c.id)
    taken = set((await tx.connection.execute(claiming, {"lease_s": lease_s})).scalars())
    return [row_id for row_id in ids if row_id in taken]


PROLONG = {
    is_postgres: update(outbox)
    .where(outbox.c.id == bindparam("row_id"), outbox.c.status == "claimed", outbox.c.claimed_by == bindparam("worker"))
    .values(lease_until=lease_end(is_postgres=is_postgres))
    for is_postgres in (True, False)
}


async def prolong(tx: Transaction, row_id: int, worker: str, lease_s: float) -> bool:
    """Hold a claimed row for longer; False when this worker does not hold it any more."""
    bounds = {"row_id": row_id, "worker": worker, "lease_s": lease_s}
    return bool((await tx.connection.execute(PROLONG[tx.is_postgres], bounds)).rowcount)


DUE = (
    select(
        outbox.c.id,
        outbox.c.kind,
        outbox.c.participant_id,
        address_of(outbox.c.participant_id).label("address"),
        outbox.c.args,
        outbox.c.lane,
        outbox.c.silent,
        outbox.c.attempts,
    )
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(outbox.c.lane, outbox.c.due_at, outbox.c.id)
)


async def load(tx: Transaction, ids: Sequence[int]) -> list[Due]:
    """Read rows with what is needed to say them, upper lanes first; none of those whose person has no address here."""
    if not ids:
        return []
    rows = await tx.connection.execute(DUE, {"channel": tx.channel_id, "ids": list(ids)})
    return [due_of(row) for row in rows if row.address is not None]


def due_of(row: AnyRow) -> Due:
    """Make the record of a row."""
    return Due(
        id=row.id,
        kind=row.kind,
        participant_id=row.participant_id,
        address=row.address,
        args=json.loads(row.args),
        lane=Lane(row.lane),
        silent=row.silent,
        attempts=row.attempts,
    )


START = {
    is_postgres: update(outbox)
    .where(
        outbox.c.id.in_(bindparam("ids", expanding=True)),
        outbox.c.status == "claimed",
        outbox.c.claimed_by == bindparam("worker"),
        outbox.c.lease_until > lease_now(is_postgres=is_postgres),
    )
    .values(status="sending", attempts=outbox.c.attempts + 1, lease_until=lease_end(is_postgres=is_postgres))
    .returning(outbox.c.id)
    for is_postgres in (True, False)
}


async def start_sending(
    tx: Transaction, ids: Sequence[int], worker: str, lease_s: float = SENDING_LEASE_S
) -> list[int]:
    """Mark rows as sending and tell which may go once this is committed: those this worker still holds."""
    if not ids:
        return []
    bounds = {"ids": list(ids), "worker": worker, "lease_s": lease_s}
    started = set((await tx.connection.execute(START[tx.is_postgres], bounds)).scalars())
    return [row_id for row_id in ids if row_id in started]


SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"))
    .values(status="sent", message_id=bindparam("message"), ended_at=bindparam("now"), reason=None, lease_until=None)
)


async def mark_sent(tx: Transaction, row_id: int, message_id: int | None) -> None:
    """Remember that it arrived, and as which message."""
    await tx.connection.execute(SENT, {"row_id": row_id, "message": message_id, "now": tx.now})


async def mark_dropped(tx: Transaction, row_id: int, reason: str) -> None:
    """Give up what is no longer wanted."""
    await end(tx, [row_id], "dropped", reason)


async def mark_failed(tx: Transaction, row_id: int, reason: str) -> None:
    """Give up what cannot be delivered."""
    await end(tx, [row_id], "failed", reason)


async def mark_unknown(tx: Transaction, row_id: int, reason: str) -> None:
    """Leave alone what may have arrived."""
    await end(tx, [row_id], "unknown", reason)


async def retry_later(tx: Transaction, row_id: int, due_at: datetime, reason: str, *, tried: bool = False) -> None:
    """Let it wait again, until `due_at`: it did not arrive for certain. `tried` counts that as an attempt."""
    values: dict[str, Any] = {
        "status": "waiting",
        "due_at": due_at,
        "reason": reason,
        "claimed_by": None,
        "lease_until": None,
    }
    if tried:
        values["attempts"] = outbox.c.attempts + 1
    again = update(outbox).where(outbox.c.id == row_id, outbox.c.status.in_(("claimed", "sending")))
    await tx.connection.execute(again.values(values))


async def recover(tx: Transaction) -> Counts:
    """Pick up, at start, what was held when an earlier process died; to be called while nobody else runs."""
    return await release(tx)


async def expire_leases(tx: Transaction) -> Counts:
    """Pick up what was held longer than promised: its worker died and did not come back."""
    return await release(tx, outbox.c.lease_until < lease_now(is_postgres=tx.is_postgres))


async def release(tx: Transaction, *which: ColumnElement[bool]) -> Counts:
    """Let claimed rows wait again, and mark those being sent as unknown."""
    mine = (outbox.c.tenant_id == tx.tenant_id, *which)
    claimed = update(outbox).where(outbox.c.status == "claimed", *mine)
    again = await tx.connection.execute(claimed.values(status="waiting", claimed_by=None, lease_until=None))
    sending = select(outbox.c.id).where(outbox.c.status == "sending", *mine)
    lost = list((await tx.connection.execute(sending.with_for_update())).scalars())
    await end(tx, lost, "unknown", "interrupted")
    return Counts(again.rowcount, len(lost))


async def end(tx: Transaction, ids: Sequence[int], status: str, reason: str) -> None:
    """Close rows; an offered place among those that are not known to have arrived goes on to the next.

    The news a weekly letter would have brought shares its fate.
    """
    if not ids:
        return
    values = {"status": status, "reason": reason, "ended_at": tx.now, "lease_until": None}
    still_open = (outbox.c.id.in_(ids), outbox.c.status.in_((*UNSENT, "sending")))
    closing = (
        update(outbox)
        .where(*still_open)
        .values(values)
        .returning(outbox.c.kind, outbox.c.args, outbox.c.participant_id)
    )
    ended = (await tx.connection.execute(closing)).all()
    for row in ended:
        match row.kind:
            case waiting.KIND:
                await waiting.offered_failed(tx, int(json.loads(row.args)["entry_id"]))
            case letters.KIND:
                week = str(json.loads(row.args)["week"])
                await letters.failed(tx, row.participant_id, week, letters.FATES[status], reason)
