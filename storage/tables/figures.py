"""Figures of months that are over: how many, never who. They outlive the rows they were counted from.

`offering_key` is the offering's id, or 0 for what belongs to none; `language` is '' where it is not told apart.
"""

from __future__ import annotations

from sqlalchemy import Integer, String, Table

from storage.tables.base import ROW_ID, Personal, column, metadata, reference

NONE = Personal.NONE

figures = Table(
    "figures",
    metadata,
    reference("tenant_id", "tenants.id", primary_key=True, index=False),
    column("month", String, NONE, primary_key=True),
    column("offering_key", ROW_ID, NONE, primary_key=True),
    column("measure", String, NONE, primary_key=True),
    column("language", String, NONE, primary_key=True),
    column("number", Integer, NONE),
)
