"""What is read for one person stays small where there are many: no statement goes through a table for a handful of rows.

SQLite has no statistics here, as everywhere, so an empty database plans like a full one.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection

from storage import (
    calls,
    deadlines,
    dialogs,
    dispatch,
    inbox,
    interests,
    people,
    places,
    registrations,
    reminders,
    texts,
    venues,
    waiting,
    watching,
)
from storage.engine import SYSTEM, Database, Transaction
from storage.office import placing
from storage.reader import StorageReader
from storage.tables import metadata
from tests.storage import builders
from tests.storage.office.running import Office, open_office

LARGE = set(metadata.tables) - {"tenants", "channels", "providers", "quarters", "topics", "grants", "secrets"}
"""tables that grow with people, or with offerings"""
NAMED = re.compile(r"\b(\w+) AS (\w+)\b")
STEP = re.compile(r"(?P<how>SCAN|SEARCH) (?P<table>\w+)(?: .*?)?(?:\((?P<by>[^()]*)\))?(?: LEFT-JOIN)?$")
ROOTS = {"tenant_id=?", "channel_id=?"}
"""all rows have the same there"""

Read = Callable[[Transaction, Office], Awaitable[object]]


def wasteful(statement: str, plan: list[str]) -> list[str]:
    """List the steps of a plan that go through a large table."""
    names = {alias: table for table, alias in NAMED.findall(statement)}
    found = [(step, STEP.match(step)) for step in plan]
    return [
        step
        for step, parts in found
        if parts is not None
        and names.get(parts["table"], parts["table"]) in LARGE
        and (parts["how"] == "SCAN" or parts["by"] in ROOTS)
    ]


async def planned(tx: Transaction, read: Awaitable[object]) -> list[str]:
    """Run something and list the wasteful steps of its statements."""
    ran: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:  # noqa: ANN401 - a driver's
        ran.append((statement, parameters))

    connection = tx.connection.sync_connection
    event.listen(connection, "before_cursor_execute", note)
    await read
    event.remove(connection, "before_cursor_execute", note)
    steps: list[str] = []
    for statement, parameters in ran:
        values = parameters[0] if isinstance(parameters, list) else parameters
        rows = await tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        steps += wasteful(statement, [row.detail for row in rows])
    return steps


def as_resident(read: Callable[[StorageReader, Office], Awaitable[object]]) -> Read:
    """Read something as somebody who has a place."""

    async def reading(tx: Transaction, here: Office) -> object:
        return await read(StorageReader(tx, here.holder), here)

    return reading


def as_coordinator(read: Callable[[StorageReader, Office], Awaitable[object]]) -> Read:
    """Read something as who runs an offering."""

    async def reading(tx: Transaction, here: Office) -> object:
        return await read(StorageReader(tx, here.me), here)

    return reading


SUBJECTS = {"offering": range(1, 30), "venue": (1, 2), "quarter": (1,), "topic": (1, 2, 3), "session": range(9)}
EVERYTHING_OF: dict[str, Read] = {
    "texts of several sorts": lambda tx, _: texts.read(tx, ("ar", "en", "de"), SUBJECTS),
    "names of several sorts": lambda tx, _: texts.read(tx, ("de",), SUBJECTS, ("name", "title")),
    "somebody": lambda tx, here: people.participant(tx, here.holder.id),
    "somebody new": lambda tx, _: people.greet(tx, "6100000042", "de"),
    "a conversation": lambda tx, _: dialogs.find(tx, [b"one", b"two"]),
    "an update": lambda tx, _: inbox.oldest(tx, [b"one", b"two"]),
    "the updates that wait": lambda tx, _: inbox.waiting(tx),
    "the screens of the team": lambda tx, _: watching.of_team(tx),
    "what is due": lambda tx, _: dispatch.claim(tx, "worker", 10, 30.0),
    "offers that are over": lambda tx, _: waiting.expire(tx),
    "an offering": as_resident(lambda reader, here: reader.offering(here.workshop)),
    "my registrations": as_resident(lambda reader, _: reader.mine()),
    "my registrations of one": as_resident(lambda reader, here: reader.registered(here.workshop)),
    "one registration": as_resident(lambda reader, here: reader.registration(here.held)),
    "my entry": as_resident(lambda reader, here: reader.waiting_entry(here.entry)),
    "free places": lambda tx, here: places.count(tx, [here.workshop]),
    "giving back": lambda tx, here: registrations.cancel(tx, here.holder.id, here.held),
    "passing on": lambda tx, here: waiting.pass_on(tx, here.workshop, here.first),
    "coming back": lambda tx, here: waiting.come_back(tx, here.holder.id),
    "a moved session": lambda tx, here: deadlines.follow(tx, [here.first]),
    "reminders of one": lambda tx, here: reminders.replan(tx, here.held),
    "reminders of somebody": lambda tx, here: reminders.replan_participant(tx, here.holder.id),
    "reminders of a session": lambda tx, here: reminders.replan_session(tx, here.first),
    "a wish": lambda tx, here: interests.express(tx, here.holder.id, topic="", language="de"),
    "a pin on the map": lambda tx, here: venues.may_see(tx, here.holder.id, 1),
    "calls": as_coordinator(lambda reader, here: reader.signups.calls(here.workshop)),
    "the number of calls": lambda tx, here: calls.count(tx, [here.workshop]),
    "a call that was made": lambda tx, here: placing.tick_off(tx, here.me.id, 1),
    "the door": as_coordinator(lambda reader, here: reader.door.list_of(here.first)),
    "all doors": as_coordinator(lambda reader, here: reader.door.record(here.workshop)),
    "who signed up": as_coordinator(lambda reader, here: reader.signups.people(here.workshop, here.first, 0)),
}


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_nothing_that_is_done_for_one_person_goes_through_a_large_table(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        here = await open_office(tx)
        added = await placing.add(tx, here.me.id, here.workshop, here.first, "Nour", wait=True)
        await builders.add_person(tx)
    async with database.transaction(now + timedelta(hours=1), SYSTEM) as tx:
        found = {name: steps for name, read in EVERYTHING_OF.items() if (steps := await planned(tx, read(tx, here)))}

        assert added
        assert {} == found


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("SCAN outbox", True),
        ("SEARCH texts USING INDEX sqlite_autoindex_texts_1 (tenant_id=?)", True),
        ("SEARCH line USING COVERING INDEX ix_waiting_list_offering_id (tenant_id=?)", True),
        ("SEARCH texts USING INDEX sqlite_autoindex_texts_1 (tenant_id=? AND subject=? AND subject_id=?)", False),
        ("SEARCH outbox USING INTEGER PRIMARY KEY (rowid=?)", False),
        ("SCAN grants", False),
        ("USE TEMP B-TREE FOR ORDER BY", False),
    ],
)
def test_going_through_a_large_table_is_seen_in_a_plan(step: str, *, expected: bool) -> None:
    assert expected == bool(wasteful("SELECT 1 FROM waiting_list AS line", [step]))
