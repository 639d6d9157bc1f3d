"""Inserting what may be there already, which both engines can but spell in modules of their own."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Transaction

Insert: TypeAlias = postgresql.Insert | sqlite.Insert


def insert_into(tx: Transaction, table: Table) -> Insert:
    """Begin an insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return postgresql.insert(table) if tx.is_postgres else sqlite.insert(table)


def insert_missing(tx: Transaction, table: Table) -> Insert:
    """Begin an insert that leaves out every row that some unique index has already."""
    return insert_into(tx, table).on_conflict_do_nothing()
