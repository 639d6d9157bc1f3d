"""Counting: how far a run is. Old rows are kept as counts only; both are added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import bindparam, func, select, union_all

from storage import quiet
from storage.engine import Transaction
from storage.ledger import pace
from storage.ledger.rows import SHOWN, WEEKLY_LETTER
from storage.records.announcements import State
from storage.records.deliveries import Fate, FateCount, Progress
from storage.tables import announcement_counts, announcements, deliveries
from storage.tables.base import AnyRow

HELD = (Fate.WAITING, WEEKLY_LETTER)
FATE = (deliveries.c.language, deliveries.c.status, deliveries.c.reason)
KEPT = announcement_counts.c
COUNTING = union_all(
    select(*FATE, func.count().label("number"))
    .where(deliveries.c.announcement_id == bindparam("announcement"))
    .group_by(deliveries.c.status, deliveries.c.language, deliveries.c.reason),
    select(KEPT.language, KEPT.status, KEPT.reason, KEPT.number).where(
        KEPT.announcement_id == bindparam("announcement")
    ),
)
ROW = select(announcements).where(
    announcements.c.tenant_id == bindparam("tenant"), announcements.c.id == bindparam("announcement")
)
OUT = (
    select(func.count()).select_from(deliveries).where(deliveries.c.announcement_id == bindparam("announcement"), SHOWN)
)
TO_CORRECT = OUT.where(deliveries.c.shown_revision < bindparam("revision"))
TO_DELETE = OUT.where(deliveries.c.shown_revision >= 0)


async def progress(tx: Transaction, announcement_id: int) -> Progress | None:
    """Tell how far a run is; None when there is no such announcement."""
    bounds = {"tenant": tx.tenant_id, "announcement": announcement_id}
    row = (await tx.connection.execute(ROW, bounds)).one_or_none()
    if row is None:
        return None
    counted = await count(tx, row)
    about = {"announcement": announcement_id}
    deleting = row.deleting_since is not None
    held = sum(number for (_, fate, reason), number in counted.items() if (fate, reason) == HELD)
    return Progress(
        announcement_id=announcement_id,
        state=State(row.state),
        resolved=row.resolved,
        counts=tuple(FateCount(*key, number) for key, number in sorted(counted.items())),
        seconds_left=await seconds_left(tx, row, counted, held),
        correcting=0
        if deleting
        else await tx.connection.scalar(TO_CORRECT, about | {"revision": row.live_revision}) or 0,
        deleting=await tx.connection.scalar(TO_DELETE, about) or 0 if deleting else 0,
        held=held,
    )


async def count(tx: Transaction, row: AnyRow) -> Counter[tuple[str, Fate, str]]:
    """Count recipients by language, fate and reason; of a stopped run what still waits is as good as stopped."""
    counted: Counter[tuple[str, Fate, str]] = Counter()
    for language, status, reason, number in await tx.connection.execute(COUNTING, {"announcement": row.id}):
        fate = Fate(status)
        if row.state == State.STOPPED and fate in {Fate.WAITING, Fate.CLAIMED}:
            fate, reason = Fate.STOPPED, ""
        counted[language, fate, reason] += number
    return counted


async def seconds_left(
    tx: Transaction, row: AnyRow, counted: Mapping[tuple[str, Fate, str], int], held: int
) -> int | None:
    """Tell how long the rest takes at the rate of the last minute; None while it rests, or before all are found."""
    if row.state != State.RUNNING or not row.resolved or quiet.quiet(tx.now, tx.zone):
        return None
    to_go = (Fate.WAITING, Fate.CLAIMED, Fate.SENDING)
    left = sum(number for (_language, fate, _reason), number in counted.items() if fate in to_go) - held
    return round(left / await pace.reached(tx, row.id)) if left else 0


async def sums(tx: Transaction, announcement_id: int) -> tuple[int, int]:
    """Count how many got an announcement, and how many it is for."""
    rows = (await tx.connection.execute(COUNTING, {"announcement": announcement_id})).all()
    return sum(row.number for row in rows if row.status == Fate.SENT), sum(row.number for row in rows)
