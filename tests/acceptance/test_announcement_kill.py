"""The bot as a real process, killed again and again while it announces: nobody gets it twice, nobody misses it unseen."""

from __future__ import annotations

import pytest

from benchmarks import kills
from benchmarks.kills import Hunt
from bot.announcing import ABREAST

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]

HUNT = Hunt(kills=6, people=600, per_second=250, scale=10)


async def test_kills_in_the_midst_of_a_run_double_nothing_and_lose_nothing_unseen() -> None:
    found = await kills.run(HUNT)

    assert (6, 0, 0) == (found.kills, found.doubled, found.lost)
    assert ABREAST >= found.most_in_flight
    assert HUNT.people == found.sent + found.unknown
    assert found.counts_agree
    assert 0 == found.floods
