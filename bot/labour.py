"""Long work: what rows of the outbox ask for and takes a while, each in a task of its own, so that all else goes on.

A row stays claimed by who works on it: its lease is prolonged for as long as the work takes, so that nobody else begins it,
and runs out when the process dies, so that somebody does.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, TypeVar

from storage import dispatch
from storage.engine import SYSTEM, Database, is_outage

log = logging.getLogger(__name__)

R = TypeVar("R")

LEASE_S = 120.0
BEAT_S = 30.0
"""How often a lease is prolonged; several times before it runs out."""


class LostError(Exception):
    """A row is somebody else's by now, or this process ends; its work is not ours any more."""


class Labour:
    """Keeps the tasks of long work, and at every bench one piece of work at a time."""

    def __init__(self, database: Database, now: Callable[[], datetime], worker: str, beat_s: float = BEAT_S) -> None:
        self.database = database
        self.now = now
        self.worker = worker
        self.beat_s = beat_s
        self._benches: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something run by itself until it ends."""
        task = asyncio.create_task(work, name="long work")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def hold(self, row_id: int, bench: str, work: Callable[[], Coroutine[Any, Any, R]]) -> R:
        """Work on a claimed row when it is its turn at the bench, and hold it meanwhile; LostError when it is not ours."""
        doing = asyncio.create_task(self._in_turn(bench, work))
        holding = asyncio.create_task(self._prolong_until_lost(row_id))
        try:
            await asyncio.wait({doing, holding}, return_when=asyncio.FIRST_COMPLETED)
            if not doing.done():
                raise LostError
            if not await self._prolong(row_id):
                raise LostError
            return doing.result()
        finally:
            doing.cancel()
            holding.cancel()
            await asyncio.gather(doing, holding, return_exceptions=True)

    async def _in_turn(self, bench: str, work: Callable[[], Coroutine[Any, Any, R]]) -> R:
        """Work when nobody else does at this bench, unless it is closing time by then."""
        async with self._benches[bench]:
            if self._closing:
                raise LostError
            return await work()

    async def _prolong_until_lost(self, row_id: int) -> None:
        """Prolong the lease again and again; ends when the row is not ours any more."""
        while await self._prolong(row_id):  # noqa: ASYNC110 - a beat, not a wait for something
            await asyncio.sleep(self.beat_s)

    async def _prolong(self, row_id: int) -> bool:
        """Prolong a lease once; whether it is still ours is looked at again when the database is back."""
        try:
            async with self.database.transaction(self.now(), SYSTEM) as tx:
                return await dispatch.prolong(tx, row_id, self.worker, LEASE_S)
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("the lease of row %d of the outbox waits for the database", row_id)
            return True

    async def settle(self) -> None:
        """Wait for what runs, and for what it begins."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def close(self) -> None:
        """Begin nothing more; what waits for its turn stays in the database."""
        self._closing = True

    async def abandon(self) -> None:
        """Break off what still runs: nothing of it is half done, and it is begun again at the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
