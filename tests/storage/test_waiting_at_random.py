"""Whatever happens in whatever order, a place is one person's, goes to the next in line, and does not stay empty."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from storage import calls, erasure, people, places, registrations, waiting
from storage.engine import SYSTEM, Database, Transaction
from storage.office import placing
from storage.records.registrations import Registered
from storage.records.signups import CallReason, Changed
from storage.tables import calls as call_rows
from storage.tables import offerings, outbox, waiting_list
from storage.tables import registrations as registration_rows
from storage.tables.base import AnyRow
from tests.storage import builders
from tests.storage.builders import register
from tests.storage.office.running import coordinator

START = timedelta(days=6)
STEPS = (
    "come",
    "phone_in",
    "give_back",
    "leave",
    "take",
    "promote",
    "queue",
    "remove",
    "tick_off",
    "deliver",
    "fail",
    "block",
    "erase",
    "widen",
    "narrow",
    "wait_hours",
    "wait_days",
)
LINE = [(step, number) for number, step in enumerate(("come", "come", "phone_in", "come", "phone_in", "come"))]
"""how it begins: both places are taken, and people with and without Telegram wait"""
STEP = st.tuples(st.sampled_from(STEPS), st.integers(0, 7))


class Undo(Exception):  # noqa: N818 - nothing went wrong
    """Ends an example, so that the next one finds an empty town."""


@dataclass
class Story:
    """What happened to a course of two places so far; people with Telegram and without want it."""

    tx: Transaction
    me: int
    course: int
    overbooked: bool = False
    blocked: set[int] = field(default_factory=set)
    queued: set[int] = field(default_factory=set)
    """who a coordinator put on the list although a place was free"""
    offered: set[int] = field(default_factory=set)

    async def held(self) -> list[AnyRow]:
        """Read who has a place."""
        asked = select(registration_rows).where(registration_rows.c.status == "active")
        return list((await self.tx.connection.execute(asked.order_by(registration_rows.c.id))).all())

    async def line(self, *statuses: str) -> list[AnyRow]:
        """Read who waits, or was offered a place."""
        asked = select(waiting_list).where(waiting_list.c.status.in_(statuses or places.OPEN))
        return list((await self.tx.connection.execute(asked.order_by(waiting_list.c.id))).all())

    async def unasked(self) -> set[int]:
        """Read who is still to be phoned about a place."""
        open_ = (call_rows.c.done_at.is_(None), call_rows.c.reason == CallReason.PLACE_FREE.value)
        return set((await self.tx.connection.scalars(select(call_rows.c.entry_id).where(*open_))).all())

    async def eligible(self) -> list[int]:
        """List who is to be offered the next place, in order."""
        unasked = await self.unasked()
        return [
            entry.id
            for entry in await self.line("waiting")
            if (entry.participant_id is None and entry.id not in unasked)
            or (entry.participant_id is not None and entry.participant_id not in self.blocked)
        ]

    async def come(self, _who: int) -> None:
        """Let somebody register; they get a place only when there is nobody before them."""
        place = await register(self.tx, await builders.add_person(self.tx), self.course)
        assert not isinstance(place, Registered) or not await self.answerable() or [] == await self.eligible()

    async def phone_in(self, who: int) -> None:
        """Add somebody who phoned."""
        await placing.add(self.tx, self.me, self.course, None, f"Nour {'abcdefgh'[who]}", wait=await self.full())

    async def act(self, step: str, who: int) -> None:
        """Let something happen to somebody who has a place, or waits."""
        held, line = await self.held(), await self.line()
        holder, entry = pick(held, who), pick(line, who)
        match step:
            case "give_back" if holder is not None and holder.participant_id is not None:
                await registrations.cancel(self.tx, holder.participant_id, holder.id)
            case "give_back" if holder is not None:
                await placing.cancel(self.tx, self.me, holder.id)
            case "queue" if holder is not None:
                await self.queue(holder)
            case "leave" if entry is not None and entry.participant_id is not None:
                await waiting.leave(self.tx, entry.participant_id, entry.id)
            case "take" if entry is not None and entry.participant_id is not None:
                await self.take(entry)
            case "promote" if entry is not None:
                await placing.promote(self.tx, self.me, entry.id)
            case "remove" if entry is not None:
                await placing.remove(self.tx, self.me, entry.id)
            case "deliver" if entry is not None and entry.participant_id is not None:
                await waiting.offered_delivered(self.tx, entry.id, self.tx.now)
            case "fail" if entry is not None and entry.participant_id is not None:
                await waiting.offered_failed(self.tx, entry.id)
            case "block" if entry is not None and entry.participant_id is not None:
                await people.mark_unreachable(self.tx, entry.participant_id)
                self.blocked.add(entry.participant_id)
            case "erase" if entry is not None and entry.participant_id is not None:
                await erasure.erase(self.tx, entry.participant_id)

    async def queue(self, holder: AnyRow) -> None:
        """Put somebody at the end of the line."""
        outcome = await placing.queue(self.tx, self.me, holder.id)
        self.queued |= {outcome.id} if isinstance(outcome, Changed) else set()

    async def take(self, entry: AnyRow) -> None:
        """Let somebody take what was offered to them, and nothing else."""
        taken = await waiting.take(self.tx, entry.participant_id, entry.id)
        assert not isinstance(taken, Registered) or entry.status == "offered"

    async def tick_off(self, who: int) -> None:
        """Note that somebody was phoned."""
        rows = (await self.tx.connection.scalars(select(call_rows.c.id).where(calls.is_open()))).all()
        if rows:
            await placing.tick_off(self.tx, self.me, rows[who % len(rows)])

    async def resize(self, capacity: int) -> None:
        """Let there be more or fewer places."""
        await self.tx.connection.execute(update(offerings).values(capacity=capacity))
        self.overbooked = (await self.taken()) > capacity
        await waiting.pass_on(self.tx, self.course, None)

    async def taken(self) -> int:
        """Count who has a place, or is offered one."""
        return len(await self.held()) + len(await self.line("offered"))

    async def full(self) -> bool:
        """Say whether no place is free."""
        return await self.taken() >= await self.capacity()

    async def capacity(self) -> int:
        """Tell how many places there are."""
        return int(await self.tx.connection.scalar(select(offerings.c.capacity)) or 0)

    async def answerable(self) -> bool:
        """Say whether a place can still be offered."""
        target = await places.aim(self.tx, self.course, None)
        return isinstance(target, places.Target) and waiting.answerable(self.tx, target)

    async def go(self, step: str, who: int) -> None:
        """Let something happen, and look whether all is in order."""
        match step:
            case "come" | "phone_in" | "tick_off":
                await getattr(self, step)(who)
            case "widen" | "narrow":
                await self.resize(max(1, await self.capacity() + (1 if step == "widen" else -1)))
            case "wait_hours" | "wait_days":
                hours = who + 1 if step == "wait_hours" else 24 * (1 + who % 3)
                self.tx = replace(self.tx, now=self.tx.now + timedelta(hours=hours))
                await waiting.expire(self.tx)
            case _:
                await self.act(step, who)
        await self.check()

    async def check(self) -> None:
        """See that nobody has two places, none is given twice, and none is free while somebody could have it."""
        held, offered = await self.held(), await self.line("offered")
        taken, capacity = len(held) + len(offered), await self.capacity()
        self.overbooked = self.overbooked and taken > capacity
        assert self.overbooked or taken <= capacity
        claimed = [row.attendee_id for row in (*held, *await self.line())]
        assert len(claimed) == len(set(claimed))
        if await self.answerable() and taken < capacity:
            assert set(await self.eligible()) <= self.queued
        await self.check_offers(offered)
        await self.check_order({entry.id for entry in offered})

    async def check_offers(self, offered: Collection[AnyRow]) -> None:
        """See that each offer was told, or is to be told by phone, and that who was never phoned did not lose theirs."""
        said = set(await self.tx.connection.scalars(select(outbox.c.unique_key).where(outbox.c.kind == waiting.KIND)))
        phoned = set((await self.tx.connection.scalars(select(call_rows.c.entry_id))).all())
        for entry in offered:
            told = entry.id in phoned if entry.participant_id is None else waiting.notice_key(entry.id) in said
            assert told
            assert entry.participant_id is not None or entry.deadline is not None
        lost = {entry.id for entry in await self.line("expired") if entry.participant_id is None}
        assert not lost & await self.unasked()

    async def check_order(self, offered: set[int]) -> None:
        """See that nobody who could have had it was passed over in what was offered since the last look."""
        new, self.offered = offered - self.offered, offered
        assert not new or not [entry for entry in await self.eligible() if entry < max(new)]


def pick(rows: Sequence[AnyRow], who: int) -> AnyRow | None:
    """Choose somebody; nobody when there is nobody."""
    return rows[who % len(rows)] if rows else None


@given(steps=st.lists(STEP, max_size=30))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_place_is_never_given_twice_nor_kept_from_who_is_next(
    database: Database, now: datetime, steps: Sequence[tuple[str, int]]
) -> None:
    with pytest.raises(Undo):
        async with database.transaction(now, SYSTEM) as tx:
            course = await builders.add_offering(tx, [now + START], whole_course=True, capacity=2)
            story = Story(tx, (await coordinator(tx)).id, course)
            for step, who in (*LINE, *steps):
                await story.go(step, who)
            raise Undo
