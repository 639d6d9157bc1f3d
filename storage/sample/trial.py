"""A database for trying things out: new, filled with the sample, its dates moved to the days ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography.fernet import Fernet

from storage import changes, sample
from storage.engine import COMMAND, Database, migrate


async def open_trial(url: str, now: datetime, keys: Sequence[str] = ()) -> Database:
    """Make and open a database with the sample catalogue; without keys it is sealed with one that nobody keeps."""
    keys = keys or [Fernet.generate_key().decode()]
    await migrate(url, keys)
    database = await Database.open(url, keys)
    async with database.transaction(now, COMMAND) as tx:
        await changes.apply(tx, sample.load(now.astimezone(sample.ZONE).date()))
    return database
