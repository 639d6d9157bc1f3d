"""Changing the keys: everything sealed is sealed again with the newest one, so that the older ones can be thrown away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, LargeBinary, RowMapping, Table, bindparam, select, type_coerce, update

from storage import schema, tables
from storage.engine import COMMAND, Database, Transaction
from storage.sealed import Sealed

BATCH = 200


async def rotate(database: Database, now: datetime) -> int:
    """Seal every personal value and the index key again with the newest key; tells how many rows.

    The database is opened with the new key first and the old ones after it. It goes in batches beside everything else that
    runs and may be broken off and started again. Afterwards the new key alone is enough. WrongKeyError when no key opens
    a value.
    """
    async with database.transaction(now, COMMAND) as tx:
        await rewrap_index_key(tx)
    return sum([await rotate_table(database, now, table) for table in tables.metadata.sorted_tables])


async def rewrap_index_key(tx: Transaction) -> None:
    """Wrap the index key with the newest key; the key itself stays, and so does every index."""
    secrets = tables.secrets
    named = secrets.c.name == schema.INDEX_KEY
    wrapped = (await tx.connection.execute(select(secrets.c.wrapped).where(named))).scalar_one()
    again = tx.sealer.reseal(bytes(wrapped))
    await tx.connection.execute(update(secrets).where(named).values(wrapped=again))


async def rotate_table(database: Database, now: datetime, table: Table) -> int:
    """Seal a table's sealed columns again, a batch a transaction."""
    columns = [column for column in table.c if isinstance(column.type, Sealed)]
    done, last = 0, 0
    while columns:
        async with database.transaction(now, COMMAND) as tx:
            ids = await rotate_batch(tx, table, columns, last)
        if not ids:
            break
        done, last = done + len(ids), ids[-1]
    return done


async def rotate_batch(tx: Transaction, table: Table, columns: list[Column[Any]], after: int) -> list[int]:
    """Seal the next rows after an id again; tells their ids."""
    raw = [type_coerce(column, LargeBinary).label(column.name) for column in columns]
    batch = select(table.c.id, *raw).where(table.c.id > after).order_by(table.c.id).limit(BATCH).with_for_update()
    rows = (await tx.connection.execute(batch)).mappings().all()
    if rows:
        values = {column.name: type_coerce(bindparam(f"new_{column.name}"), LargeBinary) for column in columns}
        resealed = update(table).where(table.c.id == bindparam("row_id")).values(values)
        await tx.connection.execute(resealed, [resealed_row(tx, row, list(values)) for row in rows])
    return [row["id"] for row in rows]


def resealed_row(tx: Transaction, row: RowMapping, names: list[str]) -> dict[str, Any]:
    """Make the parameters that write a row's values sealed again; null stays null."""
    again = {f"new_{name}": None if row[name] is None else tx.sealer.reseal(bytes(row[name])) for name in names}
    return again | {"row_id": row["id"]}
