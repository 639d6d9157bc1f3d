"""What several tests of the shell start from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from storage.engine import COMMAND, Database, Transaction, migrate

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@pytest.fixture
async def tx(tmp_path: Path) -> AsyncIterator[Transaction]:
    """Open a transaction on an empty database of its own."""
    url, keys = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}", [Fernet.generate_key().decode()]
    await migrate(url, keys)
    database = await Database.open(url, keys)
    try:
        async with database.transaction(NOW, COMMAND) as tx:
            yield tx
    finally:
        await database.close()
