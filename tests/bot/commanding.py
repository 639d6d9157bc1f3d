"""An operator's command line within the process of the test: the real commands on a real database, without a process each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from click.testing import CliRunner, Result

from bot.__main__ import main
from storage.engine import COMMAND, Database, Transaction
from tests.storage.conftest import sqlite_url

T = TypeVar("T")

NOW = datetime(2097, 11, 30, 9, 0, tzinfo=UTC)
"""a moment at which nothing of these files is over"""
HEAD = "Kennung;Titel;Anbieter;Art;Themen;Sprachen;Alle Termine zusammen;Datum;Beginn;Ende"


def line(name: str, start: str = "10:00", *, whole: str = "nein") -> str:
    """Write a row of our template."""
    return f"{name};Nähen {name};Haus;Workshop;creative;de;{whole};14.12.2098;{start};18:00"


@dataclass(frozen=True)
class Console:
    """Runs commands in a folder with a migrated database."""

    folder: Path
    key: str

    def run(self, *words: str, typed: str = "") -> Result:
        """Run a command; a mistake of ours is raised."""
        settings = {"QUARTIERBOT_SECRET_KEY": self.key, "QUARTIERBOT_DATABASE_URL": sqlite_url(self.folder / "bot.db")}
        return CliRunner().invoke(main, words, input=typed, env=settings, catch_exceptions=False)

    def write(self, *lines: str, name: str = "kurse.csv") -> str:
        """Write a file of our template; tells its path."""
        path = self.folder / name
        path.write_text("\n".join((HEAD, *lines)), encoding="utf-8")
        return str(path)

    def take_in(self, *lines: str) -> None:
        """Import rows."""
        taken = self.run("import", "catalogue", self.write(*lines), "--yes")
        assert 0 == taken.exit_code, taken.output

    def ask(self, question: Callable[[Transaction], Awaitable[T]]) -> T:
        """Ask the database, or change something in it."""
        return asyncio.run(self._ask(question))

    async def _ask(self, question: Callable[[Transaction], Awaitable[T]]) -> T:
        database = await Database.open(sqlite_url(self.folder / "bot.db"), [self.key])
        try:
            async with database.transaction(NOW, COMMAND) as tx:
                return await question(tx)
        finally:
            await database.close()
