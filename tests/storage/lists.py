"""Lists as a German reader sees them, in March 2026, and what they are narrowed by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event
from sqlalchemy.engine import Connection

from storage import catalogue, choices
from storage.engine import Transaction
from storage.records.catalogue import Criteria, Listing

BERLIN = ZoneInfo("Europe/Berlin")
GERMAN = ("de",)


def at(text: str) -> datetime:
    """Read a wall time in Aachen."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


MONDAY, TUESDAY, THURSDAY = at("2026-03-09 10:00"), at("2026-03-10 14:00"), at("2026-03-12 18:00")
YESTERDAY = at("2026-03-03 10:00")


async def listing(tx: Transaction, page: int = 0, page_size: int = 5, **criteria: Any) -> Listing:  # noqa: ANN401
    """Read a page for a German reader."""
    return await catalogue.list_offerings(tx, GERMAN, Criteria(**criteria), page, page_size)


async def found(tx: Transaction, **criteria: Any) -> list[int]:  # noqa: ANN401
    """Tell which offerings fit, in order."""
    return [line.id for line in (await listing(tx, **criteria)).lines]


async def total(tx: Transaction, field: str, value: str | int) -> int:
    """Count what a choice leads to."""
    return (await catalogue.list_offerings(tx, GERMAN, replace(Criteria(), **{field: value}), 0, 5)).total  # type: ignore[arg-type]


async def counted(tx: Transaction, field: str, **criteria: Any) -> list[tuple[str, int]]:  # noqa: ANN401
    """Tell the choices of a field, with their counts."""
    some = await choices.choices(tx, GERMAN, field, Criteria(**criteria))
    return [(choice.value, choice.count) for choice in some]


@contextmanager
def statements(tx: Transaction) -> Iterator[list[str]]:
    """Write down the statements that run meanwhile."""
    seen: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    connection = tx.connection.sync_connection
    event.listen(connection, "before_cursor_execute", note)
    yield seen
    event.remove(connection, "before_cursor_execute", note)
