"""Do together what many ask for at the same time: one transaction for all of them instead of one each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
    """Hands what is asked for to `work`, as much at a time as came in while it was busy with the last.

    `work` tells a result for each, in order. What fails together is done alone, so that one spoils it for no other.
    """

    def __init__(self, work: Callable[[Sequence[T]], Awaitable[Sequence[R]]]) -> None:
        self.work = work
        self._asked: list[tuple[T, asyncio.Future[R]]] = []
        self._task: asyncio.Task[None] | None = None

    async def ask(self, what: T) -> R:
        """Have something done; raises what `work` raises."""
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._asked.append((what, future))
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return await asyncio.shield(future)

    async def _run(self) -> None:
        """Work until nothing is asked for any more."""
        while self._asked:
            asked, self._asked = self._asked, []
            await self._do(asked)
        self._task = None

    async def _do(self, asked: Sequence[tuple[T, asyncio.Future[R]]]) -> None:
        """Do it for all at once, or, when that fails, for each alone."""
        try:
            results = await self.work([what for what, _ in asked])
        except Exception as error:  # noqa: BLE001 - raised again where it was asked for
            if len(asked) > 1:
                for one in asked:
                    await self._do([one])
                return
            if not asked[0][1].done():
                asked[0][1].set_exception(error)
            return
        for (_, future), result in zip(asked, results, strict=True):
            if not future.done():
                future.set_result(result)
