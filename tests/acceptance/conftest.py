"""A town for each journey: simulator, bot and sample catalogue over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.storage.conftest import postgres
from tests.town import Town, open_town, sqlite_url

pytest.register_assert_rewrite("tests.acceptance.invariants")

__all__ = ["postgres", "town"]


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """Open a town of its own on SQLite."""
    async with open_town(sqlite_url(tmp_path)) as opened:
        yield opened
