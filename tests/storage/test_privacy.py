"""Access, erasure and retention: everything of a person is told, and everything of theirs goes."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, ColumnElement, Table, func, insert, select, update

from storage import (
    access,
    announcements,
    dialogs,
    disclosure,
    dispatch,
    erasure,
    inbox,
    ledger,
    news,
    outbox,
    people,
    retention,
    tables,
)
from storage.engine import SYSTEM, Actor, Database, Transaction
from storage.office import imports
from storage.outbox import NewRow
from storage.retention import AUTHORS
from storage.sealed import Sealed
from storage.tables.base import Personal
from tests.storage import announcing
from tests.storage.rows import add, add_offering, add_participant, add_registration, add_session, add_waiting

NOBODYS = {"group_chats"}
"""sealed all the same: addresses of chats, which are no person's"""
PERSONAL = [
    column
    for table in tables.metadata.sorted_tables
    for column in table.c
    if table.name not in NOBODYS
    and column.info["personal"] is not Personal.NONE
    and (column.info["personal"] is not Personal.IDENTITY or isinstance(column.type, Sealed))
]


async def live_through_everything(tx: Transaction, address: str = "4711", name: str = "Rosalinde") -> int:
    """Make somebody with a row in every table that can hold one."""
    me = await add_participant(tx, address)
    offering = await add_offering(tx, f"offering-of-{address}")
    session = await add_session(tx, offering, tx.now + timedelta(days=5))
    registration = await add_registration(tx, me, offering, session, name=name)
    entry = await add_waiting(tx, me, offering, None, name=name)
    matter = {"offering_id": offering, "session_id": session, "reason": "moved", "created_at": tx.now}
    await add(tx, tables.calls, tenant_id=tx.tenant_id, registration_id=registration, entry_id=entry, **matter)
    await add(tx, tables.attendance, registration_id=registration, session_id=session, coming=True)
    wish = {"participant_id": me, "offering_id": offering, "language": "ar", "part_of_day": "evening"}
    await add(tx, tables.interests, tenant_id=tx.tenant_id, created_at=tx.now, **wish)
    await access.redeem(tx, me, await access.invite(tx, "staff"))
    row = NewRow(me, "reminder", {}, f"key-{address}", tx.now, registration_id=registration, session_id=session)
    await outbox.add(tx, [row])
    await imports.begin(tx, me, "kurse.xlsx")
    await converse(tx, me, address)
    await live_through_an_announcement(tx, me, offering)
    return me


async def live_through_an_announcement(tx: Transaction, me: int, offering: int) -> None:
    """Let somebody choose news, write an announcement, get it, and tap a button of it."""
    await news.set_news(tx, me, agreed=True, audiences=("parents",))
    made = await announcing.draft(tx, by=me, offering_id=offering)
    values = {"submitted_by": me, "approved_by": me, "state": "running", "started_at": tx.now, "audience": "{}"}
    values |= {"correction_by": me}
    await tx.connection.execute(
        update(tables.announcements).where(tables.announcements.c.id == made).values(**values, live_revision=1)
    )
    await announcements.write(tx, made, "de", "Titel", "Anders", by=me)
    got = {"announcement_id": made, "participant_id": me, "language": "de", "status": "sent", "reason": ""}
    await add(tx, tables.deliveries, **got, attempts=1, message_id=7, ended_at=tx.now)
    assert await news.note_tap(tx, me, made, "details")


async def converse(tx: Transaction, participant_id: int, address: str) -> bytes:
    """Write an update of theirs and where their dialog stands; tells the conversation's index."""
    participant = await people.participant(tx, participant_id)
    assert participant is not None
    index = tx.sealer.index("conversation", address)
    await inbox.accept(tx, [inbox.Arrival(int(address), index, f"written by {address}")])
    conversation = await dialogs.begin(tx, index, participant)
    assert conversation is not None
    await dialogs.save(tx, [dialogs.Moved(conversation.id, 0, f"draft of {address}")])
    return index


async def count(tx: Transaction, table: Table, *which: ColumnElement[bool]) -> int:
    """Count rows of a table."""
    return int((await tx.connection.execute(select(func.count()).select_from(table).where(*which))).scalar_one())


async def test_a_person_learns_everything_that_is_stored_about_them(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await live_through_everything(tx)
    async with database.transaction(now, Actor("person", me)) as tx:
        await people.set_language(tx, me, "ar")
        data = await disclosure.personal_data(tx, me)

    assert [] == [str(column) for column in PERSONAL if not told(data, column)]


def told(data: dict[str, Any], column: Column[Any]) -> bool:
    """Say whether the answer names a column and what is in it."""
    return any(column.name in row for row in data[column.table.name])


async def test_what_is_told_is_readable_and_ready_for_json(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await live_through_everything(tx)
        data = json.loads(json.dumps(await disclosure.personal_data(tx, me)))

    assert "Rosalinde" == data["attendees"][0]["name"]
    assert "4711" == data["addresses"][0]["address"]
    assert "written by 4711" == data["inbox"][0]["payload"]
    assert "draft of 4711" == data["conversations"][0]["stack"]
    assert "Smartphone-Werkstatt" == data["registrations"][0]["offering"]
    assert "2026-03-09T11:00:00+00:00" == data["registrations"][0]["session"]


async def test_nobody_learns_about_anybody_else(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await live_through_everything(tx, "4711", "Rosalinde")
        await live_through_everything(tx, "815", "Konstantin")
        told_to_me = json.dumps(await disclosure.personal_data(tx, me))

    assert "Konstantin" not in told_to_me
    assert "815" not in told_to_me


async def test_erasing_leaves_nothing_but_numbers_of_nobody(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await live_through_everything(tx)
        await erasure.erase(tx, me)
        named = [table for table in tables.metadata.sorted_tables if "participant_id" in table.c]
        left = {table.name: await count(tx, table, table.c.participant_id.is_not(None)) for table in named}
        left |= {table.name: await count(tx, table) for table in (tables.participants, tables.attendance)}
        left |= {
            name: await count(tx, tables.announcements, tables.announcements.c[name].is_not(None)) for name in AUTHORS
        }
        payloads = (await tx.connection.execute(select(tables.inbox.c.payload))).scalars().all()

    assert left == dict.fromkeys(left, 0)
    assert [None] == payloads


async def test_erasing_one_person_leaves_the_others_everything(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await live_through_everything(tx, "4711", "Rosalinde")
        other = await live_through_everything(tx, "815", "Konstantin")
        before = await disclosure.personal_data(tx, other)
        await erasure.erase(tx, me)

        assert before == await disclosure.personal_data(tx, other)


async def test_erasing_leaves_a_trace_that_names_nobody(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_participant(tx)
    async with database.transaction(now, Actor("person", me)) as tx:
        await erasure.erase(tx, me)
        trace = (await tx.connection.execute(select(tables.audit))).one()

    assert (trace.action, trace.subject_id, trace.detail) == ("erase", me, "{}")


async def test_whoever_was_erased_and_writes_again_is_somebody_new(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_participant(tx, "4711")
        await erasure.erase(tx, me)

        assert await add_participant(tx, "4711") > me


async def test_what_was_written_after_asking_to_be_erased_still_gets_an_answer(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_participant(tx, "4711")
        index = await converse(tx, me, "4711")
        await inbox.accept(tx, [inbox.Arrival(9, index, "good morning")])
        (current,) = await inbox.oldest(tx, [index])
        await erasure.erase(tx, me)
        await inbox.mark_performed(tx, [current.id])
        (following,) = await inbox.oldest(tx, [index])

    assert ("written by 4711", "good morning") == (current.payload, following.payload)


@pytest.mark.parametrize("held", ["registered", "offered"])
async def test_the_place_of_whoever_is_erased_goes_to_the_next(database: Database, now: datetime, held: str) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        offering = await add_offering(tx, capacity=1)
        session = await add_session(tx, offering, now + timedelta(days=9), capacity=1)
        me, other = await add_participant(tx, "1"), await add_participant(tx, "2")
        if held == "registered":
            await add_registration(tx, me, offering, session)
        else:
            await add_waiting(tx, me, offering, session, status="offered")
        entry = await add_waiting(tx, other, offering, session)
        await erasure.erase(tx, me)
        statuses = (await tx.connection.execute(select(tables.waiting_list.c.status))).scalars().all()
        notices = (await tx.connection.execute(select(tables.outbox.c.unique_key))).scalars().all()

    assert (statuses, notices) == (["offered"], [f"place_free:{entry}"])


async def forget(database: Database, at: datetime) -> dict[str, int]:
    """Forget what is over at a time."""
    async with database.transaction(at, SYSTEM) as tx:
        return await retention.forget_expired(tx)


async def test_nothing_is_forgotten_before_its_time(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await live_through_everything(tx)

    forgotten = await forget(database, now + timedelta(hours=12))

    assert forgotten == dict.fromkeys(forgotten, 0)


async def test_in_the_end_nothing_personal_is_left(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_past_life(tx)
    for days in (100, 101, 500, 1000):
        await forget(database, now + timedelta(days=days))
    async with database.reading(now, SYSTEM) as tx:
        left = {table.name: await count(tx, table) for table in {column.table for column in PERSONAL}}

    assert left == dict.fromkeys(left, 0)


async def add_past_life(tx: Transaction) -> None:
    """Make somebody without a role who took part in something; their update was answered, their notice sent."""
    me = await add_participant(tx, "4711")
    offering = await add_offering(tx)
    session = await add_session(tx, offering, tx.now + timedelta(days=5))
    registration = await add_registration(tx, me, offering, session)
    await add(tx, tables.attendance, registration_id=registration, session_id=session, coming=True)
    wish = {"participant_id": me, "language": "", "part_of_day": ""}
    await add(tx, tables.interests, tenant_id=tx.tenant_id, created_at=tx.now, **wish)
    (sent,) = await outbox.add(tx, [NewRow(me, "reminder", {}, "key", tx.now)])
    await dispatch.mark_sent(tx, sent, 5)
    await converse(tx, me, "4711")
    await inbox.mark_answered(tx, (await tx.connection.execute(select(tables.inbox.c.id))).scalars().all())
    await people.set_language(tx, me, "ar")
    await get_an_announcement(tx, me)


async def get_an_announcement(tx: Transaction, me: int) -> None:
    """Let somebody agree to news, get some, and tap a button."""
    await news.set_news(tx, me, agreed=True, audiences=("parents",))
    announcement = await announcing.run(tx)
    await announcing.deliver(tx, announcement)
    await ledger.finish(tx, announcement)
    assert await news.note_tap(tx, me, announcement, "details")


@pytest.mark.parametrize(("days", "left"), [(94, 1), (97, 0)])
async def test_a_registration_is_kept_ninety_days_after_its_last_session(
    database: Database, now: datetime, days: int, left: int
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me, offering = await add_participant(tx), await add_offering(tx)
        session = await add_session(tx, offering, now + timedelta(days=5))
        await add_registration(tx, me, offering, session)
    await forget(database, now + timedelta(days=days))
    async with database.reading(now, SYSTEM) as tx:
        assert (left, left) == (await count(tx, tables.registrations), await count(tx, tables.attendees))


async def test_a_whole_course_counts_from_its_last_session_of_all(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me, offering = await add_participant(tx), await add_offering(tx)
        await add_session(tx, offering, now + timedelta(days=5))
        await add_session(tx, offering, now + timedelta(days=60))
        await add_registration(tx, me, offering, None)
    await forget(database, now + timedelta(days=120))
    async with database.reading(now, SYSTEM) as tx:
        assert 1 == await count(tx, tables.registrations)


async def test_whoever_has_a_role_is_kept_however_silent(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_participant(tx)
        await access.redeem(tx, me, await access.invite(tx, "coordinator"))
    await forget(database, now + timedelta(days=1000))
    async with database.reading(now, SYSTEM) as tx:
        who = await people.participant(tx, me)

        assert who is not None
        assert ("coordinator",) == who.roles


async def test_half_finished_dialogs_are_forgotten_after_a_month(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await converse(tx, await add_participant(tx, "4711"), "4711")
    await forget(database, now + timedelta(days=31))
    async with database.reading(now, SYSTEM) as tx:
        assert (await tx.connection.execute(select(tables.conversations.c.stack))).scalar_one() is None


async def test_one_tenant_forgets_nothing_of_another(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        other = await add(tx, tables.tenants, slug="dueren", timezone="Europe/Berlin")
        row = {"tenant_id": other, "role": "staff", "token_hash": b"1", "expires_at": now}
        await tx.connection.execute(insert(tables.invitations).values(row))
    await forget(database, now + timedelta(days=1000))
    async with database.reading(now, SYSTEM) as tx:
        assert 1 == await count(tx, tables.invitations)


def test_every_retention_period_is_named_once() -> None:
    names = [period.what for period in retention.RETENTION]

    assert len(set(names)) == len(names)
