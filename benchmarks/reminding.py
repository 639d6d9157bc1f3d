"""Reminders of one session, due in the same minute for everybody, beside an announcement: who comes first, and is told once."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import insert, select

from benchmarks.announcing import DELAY_S, OWN
from benchmarks.contestants import Contestant, Setup
from benchmarks.readers import Readers
from benchmarks.residents import PORTION, announce, open_filled
from benchmarks.telegram import Telegram
from storage import outbox
from storage.engine import COMMAND, Database, Transaction
from storage.outbox import Arg, NewRow
from storage.records.deliveries import Fate
from storage.tables import participants, registrations, sessions

LOOK_S = 0.1
PATIENCE_S = 30.0
AHEAD = timedelta(hours=12)
FATES = "SELECT status, count(*) FROM outbox WHERE kind = 'reminder' GROUP BY status"


@dataclass(slots=True)
class Reminded:
    """What became of the reminders; `announced_meanwhile` came in what they left over."""

    people: int
    sent: int = 0
    arrived: int = 0
    doubled: int = 0
    lost: int = 0
    per_second: float = 0.0
    announced_meanwhile: int = 0
    announced: int = 0
    floods: int = 0


def remind(people: int, per_second: float, scale: float) -> Reminded:
    """Let reminders be due for everybody, and an announcement begin at the same moment."""
    telegram = Telegram(Readers, limits=True, limit_scale=scale, delay_s=DELAY_S)
    telegram.start()
    with tempfile.TemporaryDirectory(prefix="reminders-") as folder:
        setup = Setup(OWN, telegram.address, telegram.token, folder, per_second=per_second)
        contestant = Contestant(setup)
        try:
            asyncio.run(prepare(folder, telegram.ask("settle_in", people=people)))
            contestant.start()
            return counted(telegram, folder, people)
        finally:
            contestant.stop()
            telegram.stop()


async def prepare(folder: str, chats: list[int]) -> None:
    """Fill the database; everybody wants to be reminded of the same session, now."""
    database = await open_filled(folder, Fernet.generate_key().decode(), chats)
    await announce(database)
    await plan(database)
    await database.close()


async def plan(database: Database) -> None:
    """Plan the reminders."""
    now = datetime.now(UTC)
    async with database.reading(now, COMMAND) as tx:
        far = select(sessions.c.id, sessions.c.offering_id, sessions.c.start).where(sessions.c.start > now + AHEAD)
        session = (await tx.connection.execute(far.order_by(sessions.c.start).limit(1))).one()
        people = list(await tx.connection.scalars(select(participants.c.id).order_by(participants.c.id)))
    for begin in range(0, len(people), PORTION):
        async with database.transaction(now, COMMAND) as tx:
            await plan_some(tx, people[begin : begin + PORTION], session.id, session.offering_id, session.start)


async def plan_some(tx: Transaction, people: list[int], session_id: int, offering_id: int, start: datetime) -> None:
    """Plan some of them; a registration has the number of its person."""
    wish = {
        "tenant_id": tx.tenant_id,
        "offering_id": offering_id,
        "session_id": session_id,
        "session_key": session_id,
        "status": "active",
        "reminder_only": True,
        "created_at": tx.now,
    }
    made = [wish | {"id": each, "participant_id": each, "code": str(each)} for each in people]
    await tx.connection.execute(insert(registrations), made)
    args: dict[str, Arg] = {"session_id": session_id, "start": start.isoformat(), "which": "day"}
    rows = [
        NewRow(
            each, "reminder", args | {"registration_id": each}, f"reminder:{each}", tx.now,
            registration_id=each, session_id=session_id,
        )
        for each in people
    ]  # fmt: skip
    await outbox.add(tx, rows)


def counted(telegram: Telegram, folder: str, people: int) -> Reminded:
    """Wait until everybody was told both, and count."""
    until, last = time.monotonic() + PATIENCE_S, -1
    while (seen := sum_of(telegram)) < 2 * people and time.monotonic() < until:
        if seen > last:
            until, last = time.monotonic() + PATIENCE_S, seen
        time.sleep(LOOK_S)
    told, announced = telegram.ask("reminders"), telegram.ask("tell")
    with closing(sqlite3.connect(Path(folder) / "town.db", timeout=10)) as database:
        fates: dict[str, int] = dict(database.execute(FATES))
    return Reminded(
        people=people,
        sent=fates.get(Fate.SENT, 0),
        arrived=told["arrived"],
        doubled=told["doubled"],
        lost=people - told["arrived"] - fates.get(Fate.UNKNOWN, 0),
        per_second=told["arrived"] / told["span_s"] if told["span_s"] else 0.0,
        announced_meanwhile=told["announced_meanwhile"],
        announced=announced["arrived"],
        floods=announced["floods"],
    )


def sum_of(telegram: Telegram) -> int:
    """Count all that arrived."""
    return int(telegram.ask("reminders")["arrived"]) + int(telegram.ask("tell")["arrived"])
