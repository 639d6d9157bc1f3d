"""How fast a run really goes: by the rows settled in the last minute right before those whose turn is next.

Rows go nearly in their order, so a few hundred behind the first that waits tell it, however long the ledger is.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import bindparam, func, select

from storage.engine import Transaction
from storage.ledger.rows import FREE
from storage.tables import deliveries

MINUTE = timedelta(minutes=1)
FEWEST = 20
"""so many have to be settled before they tell anything"""
SHORTEST_S = 2.0

MINE = deliveries.c.announcement_id == bindparam("announcement")
FIRST = (
    select(deliveries.c.id)
    .where(MINE, FREE, deliveries.c.due_at <= bindparam("now"))
    .order_by(deliveries.c.due_at, deliveries.c.id)
    .limit(1)
)
BEFORE = (
    select(deliveries.c.ended_at)
    .where(MINE, deliveries.c.id < bindparam("first"))
    .order_by(deliveries.c.id.desc())
    .limit(bindparam("most"))
    .subquery()
)
SETTLED = select(func.count(), func.min(BEFORE.c.ended_at)).where(BEFORE.c.ended_at > bindparam("since"))


async def reached(tx: Transaction, announcement_id: int) -> float:
    """Tell how many a second a run got through in the last minute; the set rate when too few tell."""
    most = max(FEWEST, round(tx.rules.per_second * MINUTE.total_seconds()))
    about = {"announcement": announcement_id, "now": tx.now}
    first = await tx.connection.scalar(FIRST, about)
    if first is None:
        return tx.rules.per_second
    bounds = {"announcement": announcement_id, "first": first, "most": most, "since": tx.now - MINUTE}
    number, since = (await tx.connection.execute(SETTLED, bounds)).one()
    span = (tx.now - since).total_seconds() if since is not None else 0.0
    return number / span if number >= FEWEST and span >= SHORTEST_S else tx.rules.per_second
