"""The second pair of eyes: above so many recipients a colleague agrees first, to just what they saw."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from storage import announcements
from storage.engine import SYSTEM, Database, Transaction
from storage.records.announcements import Audience, Objection, Outcome, Ready, Refusal, Rules, State
from storage.tables import outbox
from tests.storage.announcing import add_staff, add_subscriber, draft, revision, submit


async def gather_many(tx: Transaction, number: int = 3) -> None:
    """Make so many who agreed to news that a second staff member has to agree, by the rules of `strict`."""
    for _ in range(number):
        await add_subscriber(tx)


@pytest.fixture
async def strict(database_url: str, keys: tuple[str, ...]) -> AsyncIterator[Database]:
    """Open a database where more than two recipients need a second pair of eyes."""
    opened = await Database.open(database_url, keys, rules=Rules(approval_above=2))
    yield opened
    await opened.close()


async def test_few_recipients_need_no_second_pair_of_eyes(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        await gather_many(tx, 2)
        announcement = await draft(tx)

        assert Ready(announcement, State.RUNNING) == await submit(tx, announcement)


async def test_many_recipients_wait_for_a_colleague_and_all_of_them_are_asked(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        await gather_many(tx)
        me, second, third = await add_staff(tx), await add_staff(tx), await add_staff(tx, "administrator")
        await add_staff(tx, "coordinator")
        announcement = await draft(tx, by=me)
        done = await submit(tx, announcement, by=me)
        asked = select(outbox.c.participant_id).where(outbox.c.kind == "approval_wanted")
        told = sorted((await tx.connection.scalars(asked)).all())

        assert Ready(announcement, State.AWAITING) == done
        assert [second, third] == told


async def test_nobody_agrees_to_what_they_wrote_or_sent_themselves(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        await gather_many(tx)
        author, sender, other = [await add_staff(tx) for _ in range(3)]
        announcement = await draft(tx, by=author)
        await submit(tx, announcement, by=sender)
        seen = await revision(tx, announcement)
        done = [await announcements.approve(tx, announcement, seen, by=one) for one in (author, sender, other)]
        found = await announcements.read(tx, ("de",), announcement)

        assert [Refusal(Objection.OWN), Refusal(Objection.OWN), Ready(announcement, State.RUNNING)] == done
        assert found is not None
        assert found.approved


async def test_what_changed_while_it_waited_needs_agreement_anew(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        await gather_many(tx)
        me, other = await add_staff(tx), await add_staff(tx)
        announcement = await draft(tx, by=me)
        await announcements.set_time(tx, announcement, now + timedelta(hours=5), by=me)
        await submit(tx, announcement, by=me)
        approved = await announcements.approve(tx, announcement, await revision(tx, announcement), by=other)
        changed = await announcements.set_audience(tx, announcement, Audience(), by=me)
        found = await announcements.read(tx, ("de",), announcement)

        assert [State.SCHEDULED, State.DRAFT] == [state_of(approved), state_of(changed)]
        assert found is not None
        assert not found.approved
        assert Ready(announcement, State.AWAITING) == await submit(tx, announcement, by=me)


def state_of(outcome: Outcome) -> State:
    """Tell where it stands after what was done."""
    assert isinstance(outcome, Ready)
    return outcome.state
