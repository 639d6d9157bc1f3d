"""Whatever happens in whatever order, a ledger neither loses nor doubles anybody, and an objection holds from then on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import announcements, audience, erasure, ledger, news, people
from storage.engine import SYSTEM, Database, Transaction
from storage.ledger import Settled
from storage.records.announcements import Frequency, State
from storage.records.deliveries import Fate
from tests.storage.announcing import LEASE_S, WORKER, add_subscriber, draft, submit

PEOPLE = 8
STEPS = (
    "find",
    "claim",
    "start",
    "sent",
    "failed",
    "again",
    "crash",
    "object",
    "erase",
    "block",
    "pause",
    "resume",
    "stop",
)
STEP = st.tuples(st.sampled_from(STEPS), st.integers(0, PEOPLE - 1))


class Undo(Exception):  # noqa: N818 - nothing went wrong
    """Ends an example, so that the next one finds an empty town."""


@dataclass
class Story:
    """What happened to an announcement so far."""

    tx: Transaction
    announcement: int
    people: list[int]
    claimed: list[int] = field(default_factory=list)
    started: list[int] = field(default_factory=list)
    went: dict[int, int] = field(default_factory=dict)
    """how often each row went out, or may have"""
    owner: dict[int, int | None] = field(default_factory=dict)
    silent: set[int] = field(default_factory=set)
    """who objected or was erased"""

    async def find(self, _who: int) -> None:
        """Find two more recipients."""
        await audience.resolve_page(self.tx, self.announcement, 2)

    async def claim(self, who: int) -> None:
        """Claim some; none of them objected."""
        found = await ledger.claim(self.tx, self.announcement, WORKER, who + 1, LEASE_S)
        assert not {one.participant_id for one in found} & self.silent
        self.owner |= {one.id: one.participant_id for one in found}
        self.claimed += [one.id for one in found]

    async def start(self, _who: int) -> None:
        """Begin with what is at hand; who objected since is not among it, and nobody gets it twice."""
        begun = await ledger.start(self.tx, self.claimed, WORKER, LEASE_S)
        assert not {self.owner[row] for row in begun} & self.silent
        for row in begun:
            self.went[row] = self.went.get(row, 0) + 1
            assert 1 == self.went[row]
        self.claimed, self.started = [], self.started + begun

    async def settle(self, fate: Fate) -> None:
        """Settle what was begun first; what did not go out for certain may go again."""
        row, *self.started = self.started or [0]
        if fate is Fate.WAITING:
            self.went.pop(row, None)
        await ledger.settle(self.tx, [Settled(row, fate, message_id=row or None, due_at=self.tx.now)])

    async def crash(self, _who: int) -> None:
        """Start anew."""
        await ledger.recover(self.tx)
        self.claimed, self.started = [], []

    async def object(self, who: int) -> None:
        """Let somebody object."""
        if self.people[who] not in self.silent:
            await news.set_news(self.tx, self.people[who], agreed=False)
            self.silent.add(self.people[who])

    async def erase(self, who: int) -> None:
        """Let somebody be erased, once."""
        if await people.participant(self.tx, self.people[who]) is not None:
            await erasure.erase(self.tx, self.people[who])
            self.silent.add(self.people[who])

    async def block(self, who: int) -> None:
        """Let somebody block the bot."""
        await people.mark_unreachable(self.tx, self.people[who])

    async def take(self, step: str, who: int) -> None:
        """Let something happen."""
        fates = {"sent": Fate.SENT, "failed": Fate.FAILED, "again": Fate.WAITING}
        rules: dict[str, Callable[..., Awaitable[object]]] = {
            "pause": announcements.pause,
            "resume": announcements.resume,
            "stop": announcements.stop,
        }
        if step in fates:
            await self.settle(fates[step])
        elif step in rules:
            await rules[step](self.tx, self.announcement, by=None)
        else:
            await getattr(self, step)(who)

    async def end(self) -> None:
        """Bring it to its end: everybody who was found met a fate, and the counts add up."""
        await announcements.resume(self.tx, self.announcement, by=None)
        await self.crash(0)
        for _ in range(PEOPLE):
            await self.find(0)
            await self.claim(PEOPLE)
            await self.start(0)
            while self.started:
                await self.settle(Fate.SENT)
        await ledger.sweep(self.tx, self.announcement)
        progress = await ledger.progress(self.tx, self.announcement)
        assert progress is not None
        assert progress.total == progress.held + progress.count(*set(Fate) - {Fate.WAITING, Fate.CLAIMED, Fate.SENDING})
        assert progress.state is State.STOPPED or await ledger.finish(self.tx, self.announcement)


async def begin(tx: Transaction) -> Story:
    """Start an announcement to a few people, one of whom wants a weekly letter."""
    known = [await add_subscriber(tx) for _ in range(PEOPLE - 1)]
    known.append(await add_subscriber(tx, frequency=Frequency.WEEKLY))
    announcement = await draft(tx)
    await submit(tx, announcement)
    return Story(tx, announcement, known)


@given(steps=st.lists(STEP, max_size=30))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_nobody_is_lost_or_gets_it_twice_whatever_happens(
    database: Database, now: datetime, steps: Sequence[tuple[str, int]]
) -> None:
    with pytest.raises(Undo):
        async with database.transaction(now, SYSTEM) as tx:
            story = await begin(tx)
            for step, who in steps:
                await story.take(step, who)
            await story.end()
            raise Undo
