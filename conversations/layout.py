"""How things stand on a screen: lists a page at a time, buttons two a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from conversations.core import Button, Pager, Rows, Tap

T = TypeVar("T")


def paged(items: Sequence[T], page: int, size: int, turn: Tap) -> tuple[Sequence[T], Pager]:
    """Cut a page out of a list; one past the end is the last. `turn` opens a page, its number is appended."""
    pages = max(1, -(-len(items) // size))
    page = min(page, pages - 1)
    return items[page * size : (page + 1) * size], Pager(page, pages, turn)


def pairs(buttons: Sequence[Button]) -> Rows:
    """Lay buttons out two a row."""
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
