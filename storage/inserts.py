"""Inserting what may be there already, which both engines can but spell in modules of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Transaction

Insert: TypeAlias = postgresql.Insert | sqlite.Insert


DIALECTS: Mapping[bool, Callable[[Table], Insert]] = {True: postgresql.insert, False: sqlite.insert}
"""How to begin an insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`, by `Transaction.is_postgres`."""


def insert_missing(tx: Transaction, table: Table) -> Insert:
    """Begin an insert that leaves out every row that some unique index has already."""
    return DIALECTS[tx.is_postgres](table).on_conflict_do_nothing()
