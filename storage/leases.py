"""Leases: how long a worker may hold what it took, by the database's clock, which no worker and no demo can move."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Float, String, bindparam, cast, func, type_coerce

from storage.tables.base import UtcDateTime


def lease_end(*, is_postgres: bool) -> ColumnElement[datetime]:
    """Tell when a lease taken now ends; the statement takes its length in seconds as the parameter `lease_s`."""
    seconds = bindparam("lease_s", type_=Float)
    if is_postgres:
        return type_coerce(func.clock_timestamp() + func.make_interval(0, 0, 0, 0, 0, 0, seconds), UtcDateTime)
    written = func.strftime("%Y-%m-%d %H:%M:%f000", "now", cast(seconds, String).concat(" seconds"))
    return type_coerce(written, UtcDateTime)


def lease_now(*, is_postgres: bool) -> ColumnElement[datetime]:
    """Tell the database's time, to compare leases with."""
    now = func.clock_timestamp() if is_postgres else func.strftime("%Y-%m-%d %H:%M:%f000", "now")
    return type_coerce(now, UtcDateTime)
