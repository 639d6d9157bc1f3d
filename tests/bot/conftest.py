"""What several tests of the shell start from."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.engine import COMMAND, Database, Transaction
from tests.bot.commanding import Console
from tests.storage.conftest import keys, sqlite_template, sqlite_url

__all__ = ["keys", "sqlite_template", "tx"]

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@pytest.fixture
async def tx(tmp_path: Path, keys: tuple[str, ...], sqlite_template: Path) -> AsyncIterator[Transaction]:
    """Open a transaction on an empty database of its own."""
    path = tmp_path / "bot.db"
    shutil.copy(sqlite_template, path)
    database = await Database.open(sqlite_url(path), keys)
    try:
        async with database.transaction(NOW, COMMAND) as tx:
            yield tx
    finally:
        await database.close()


@pytest.fixture
def console(tmp_path: Path, keys: tuple[str, ...], sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Console:
    """Open a command line on an empty database; the logs of the test session stay as they are."""
    shutil.copy(sqlite_template, tmp_path / "bot.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.console.configure_logs", lambda *_settings: None)
    return Console(tmp_path, keys[0])
