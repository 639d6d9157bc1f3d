"""Leases: how long a worker may hold what it took, by the database's clock, which no worker and no demo can move."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, type_coerce

from storage.engine import Transaction
from storage.tables.base import UtcDateTime


def lease_end(tx: Transaction, seconds: float) -> ColumnElement[datetime]:
    """Tell when a lease taken now ends."""
    if tx.is_postgres:
        return type_coerce(func.clock_timestamp() + func.make_interval(0, 0, 0, 0, 0, 0, seconds), UtcDateTime)
    written = func.strftime("%Y-%m-%d %H:%M:%f000", "now", f"{seconds:+f} seconds")
    return type_coerce(written, UtcDateTime)


def lease_now(tx: Transaction) -> ColumnElement[datetime]:
    """Tell the database's time, to compare leases with."""
    return lease_end(tx, 0)
