"""Keep SQLite from plans that read a whole table for a handful of rows.

Without statistics it takes a tenant or a channel for ten rows, though it is all there are, and prefers their index to a better
one. Statistics would help there and hurt elsewhere: they make other statements slower, and are out of date after an import.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, literal_column


def unindexed(column: ColumnElement[int]) -> ColumnElement[int]:
    """Name a column in a condition so that no index on it is used; what a database finds is the same."""
    return column + literal_column("0")
