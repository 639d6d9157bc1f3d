"""What a notice takes to be made: nothing is read twice of the person it is for."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import event, select

from bot.parcels import Parcels
from bot.present import Presenter
from bot.sending import Message
from conversations.registry import notices, versions
from storage import reminders
from storage.dispatch import Due
from storage.engine import SYSTEM, Database
from storage.outbox import Lane
from storage.tables import outbox
from tests.bot.conftest import NOW
from tests.storage import builders
from tests.storage.conftest import sqlite_url

ZONE = ZoneInfo("Europe/Berlin")


async def reminder(database: Database) -> Due:
    """Register somebody for what begins in two days, and take their reminder out of the outbox."""
    async with database.transaction(NOW, SYSTEM) as tx:
        offering = await builders.add_offering(tx, [NOW + timedelta(days=2)], whole_course=True)
        person = await builders.add_person(tx)
        await builders.register(tx, person, offering)
        rows = await tx.connection.execute(select(outbox.c.id, outbox.c.args).where(outbox.c.kind == reminders.KIND))
        row = rows.all()[0]
    return Due(row.id, reminders.KIND, person.id, "1", json.loads(row.args), Lane.NOTICE, False, 1)


async def test_the_person_is_read_once_for_a_reminder(
    tmp_path: Path, keys: tuple[str, ...], sqlite_template: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "bot.db")
    database = await Database.open(sqlite_url(tmp_path / "bot.db"), keys)
    due, seen = await reminder(database), list[str]()
    parcels = Parcels(database, notices(), Presenter("aachen_bot", versions()), lambda: NOW, ZONE)

    @event.listens_for(database._readers.sync_engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    (made,) = await parcels.make_all([due])
    await database.close()

    assert isinstance(made, Message)
    assert 1 == sum("FROM participants" in " ".join(statement.split()) for statement in seen)
