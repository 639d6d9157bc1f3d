"""Two of the team at once: what goes out was agreed to as it is, whoever comes first, on both engines."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

import pytest

from storage import announcements
from storage.engine import SYSTEM, Database, Transaction
from storage.records.announcements import Objection, Outcome, Ready, Refusal, Rules, State
from tests.storage.announcing import add_staff, add_subscriber, draft, revision, state, submit

Step: TypeAlias = Callable[[Transaction], Awaitable[object]]
NUMBER = 1


async def awaiting(database: Database, now: datetime) -> tuple[int, int, int]:
    """Let an announcement wait for a second person; tells its author, a colleague, and what they see."""
    async with database.transaction(now, SYSTEM) as tx:
        careful = replace(tx, rules=Rules(approval_above=0))
        author, colleague = await add_staff(careful), await add_staff(careful)
        await add_subscriber(careful)
        await draft(careful, by=author)
        assert Ready(NUMBER, State.AWAITING) == await submit(careful, NUMBER, author)
        return author, colleague, await revision(careful, NUMBER)


async def at_once(database: Database, now: datetime, *steps: Step) -> list[object]:
    """Take steps in transactions of their own, all at the same time."""
    together = asyncio.Barrier(len(steps)) if database.is_postgres else None

    async def take(step: Step) -> object:
        async with database.transaction(now, SYSTEM) as tx:
            if together is not None:
                await together.wait()
            return await step(replace(tx, rules=Rules(approval_above=0)))

    return list(await asyncio.gather(*map(take, steps)))


@pytest.mark.parametrize("order", [1, -1], ids=["agreed first", "changed first"])
async def test_what_is_changed_while_somebody_agrees_does_not_go_out_unseen(
    database: Database, now: datetime, order: int
) -> None:
    author, colleague, seen = await awaiting(database, now)
    steps: list[Step] = [
        lambda tx: announcements.approve(tx, NUMBER, seen, by=colleague),
        lambda tx: announcements.write(tx, NUMBER, "de", "Etwas", "ganz anderes", by=author),
    ]
    await at_once(database, now, *steps[::order])

    async with database.reading(now, SYSTEM) as tx:
        out = await announcements.announced(tx, ("de",), NUMBER)
        standing = await state(tx, NUMBER)
    assert out is None or "Text de" == (out.text and out.text.text)
    assert standing is (State.DRAFT if out is None else State.RUNNING)


@pytest.mark.parametrize("order", [1, -1], ids=["agreed first", "taken back first"])
async def test_it_is_agreed_to_or_taken_back_and_never_both(database: Database, now: datetime, order: int) -> None:
    author, colleague, seen = await awaiting(database, now)
    steps: list[Step] = [
        lambda tx: announcements.approve(tx, NUMBER, seen, by=colleague),
        lambda tx: announcements.recall(tx, NUMBER, by=author),
    ]
    ended = await at_once(database, now, *steps[::order])

    assert [Ready, Refusal] == sorted((type(one) for one in ended), key=lambda kind: kind.__name__)


async def test_two_who_agree_at_once_begin_it_once(database: Database, now: datetime) -> None:
    _author, colleague, seen = await awaiting(database, now)
    async with database.transaction(now, SYSTEM) as tx:
        other = await add_staff(tx)

    def agree(by: int) -> Step:
        async def step(tx: Transaction) -> Outcome:
            return await announcements.approve(tx, NUMBER, seen, by=by)

        return step

    ended = await at_once(database, now, agree(colleague), agree(other))

    assert [Ready(NUMBER, State.RUNNING)] == [one for one in ended if isinstance(one, Ready)]
    assert [Refusal(Objection.STARTED)] == [one for one in ended if isinstance(one, Refusal)]


async def test_what_is_thrown_away_while_somebody_agrees_is_gone_or_runs(database: Database, now: datetime) -> None:
    author, colleague, seen = await awaiting(database, now)
    agreed, thrown_away = await at_once(
        database,
        now,
        lambda tx: announcements.approve(tx, NUMBER, seen, by=colleague),
        lambda tx: announcements.discard(tx, NUMBER, by=author),
    )

    assert isinstance(agreed, Ready) is not thrown_away
