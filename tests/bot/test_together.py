"""What many ask for at the same time is done together, and one that fails spoils it for no other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.together import Together


class Counter:
    """Doubles numbers, and notes how many it was given at a time; a negative one it cannot do."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    async def work(self, numbers: Sequence[int]) -> list[int]:
        """Double them all."""
        self.batches.append(list(numbers))
        await asyncio.sleep(0)
        if any(number < 0 for number in numbers):
            raise ValueError("negative")
        return [2 * number for number in numbers]


async def test_everybody_gets_their_own_result_of_what_was_done_together() -> None:
    counter = Counter()
    together: Together[int, int] = Together(counter.work)

    assert [0, 2, 4, 6] == await asyncio.gather(*(together.ask(number) for number in range(4)))
    assert 1 == len(counter.batches)


async def test_what_comes_in_meanwhile_is_done_next_and_all_at_once() -> None:
    counter = Counter()
    together: Together[int, int] = Together(counter.work)
    first = asyncio.create_task(together.ask(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    assert (4, 6) == tuple(await asyncio.gather(together.ask(2), together.ask(3)))
    assert 2 == await first
    assert [[1], [2, 3]] == counter.batches


async def test_one_that_fails_spoils_it_for_no_other() -> None:
    together: Together[int, int] = Together(Counter().work)

    results = await asyncio.gather(*(together.ask(number) for number in (1, -1, 3)), return_exceptions=True)

    assert [2, 6] == [result for result in results if isinstance(result, int)]
    assert isinstance(results[1], ValueError)


async def test_whoever_gives_up_takes_nothing_from_the_others() -> None:
    together: Together[int, int] = Together(Counter().work)
    impatient = asyncio.create_task(together.ask(1))
    patient = asyncio.create_task(together.ask(2))
    await asyncio.sleep(0)
    impatient.cancel()

    assert 4 == await patient
    with pytest.raises(asyncio.CancelledError):
        await impatient
