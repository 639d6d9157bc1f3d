"""What all tables share: the metadata, personal-data categories, and times that are aware on both engines."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Integer, MetaData, Row
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row of whatever columns, for functions that take one apart."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Personal(StrEnum):
    """What a column says about a person: the ground for access, erasure and retention."""

    NONE = "none"
    """says nothing about anybody"""
    LINK = "link"
    """ties a row to a person by an internal id"""
    IDENTITY = "identity"
    """names or addresses a person: sealed, or a keyed hash of what is sealed"""
    PREFERENCE = "preference"
    """what a person chose: language, reminders, wishes"""
    PARTICIPATION = "participation"
    """what a person takes part in, and when"""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time; naive ones are refused. SQLite keeps it as text in UTC, PostgreSQL as timestamptz."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into UTC, without its zone where the engine keeps none."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a stored time must be aware"
            raise ValueError(message)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


ROW_ID = BigInteger().with_variant(Integer(), "sqlite")


def row_id() -> Column[int]:
    """Make the primary key every root row has."""
    return Column("id", ROW_ID, primary_key=True, autoincrement=True, info={"personal": Personal.NONE})


def column(
    name: str,
    kind: TypeEngine[Any] | type[TypeEngine[Any]],
    personal: Personal,
    *rest: Any,  # noqa: ANN401 - passed on to Column
    **options: Any,  # noqa: ANN401 - passed on to Column
) -> Column[Any]:
    """Make a column that says what it tells about a person; not null unless asked."""
    options.setdefault("nullable", False)
    return Column(name, kind, *rest, info={"personal": personal}, **options)


def reference(
    name: str,
    target: str,
    personal: Personal = Personal.NONE,
    *,
    ondelete: str = "RESTRICT",
    **options: Any,  # noqa: ANN401 - passed on to Column
) -> Column[Any]:
    """Make a foreign key column, indexed unless asked otherwise."""
    options.setdefault("nullable", False)
    options.setdefault("index", True)
    return Column(name, ROW_ID, ForeignKey(target, ondelete=ondelete), info={"personal": personal}, **options)
