"""The bot at Telegram's own pace: the real limits, the real pacer, and no 429."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.pacing import Pacer
from locales.text import _
from simulator.server import Simulator
from tests.acceptance.walkers import resident, slot
from tests.town import Town, open_town, sqlite_url


@pytest.fixture
async def real_town(tmp_path: Path) -> AsyncIterator[Town]:
    """Open a town in which everything is as fast, and as slow, as in Telegram."""
    async with open_town(sqlite_url(tmp_path), lambda: Simulator(limits=True), Pacer) as opened:
        yield opened


async def test_somebody_who_registers_in_a_hurry_is_never_too_much_for_telegram(real_town: Town) -> None:
    somebody, advice = await resident(real_town), await slot(real_town, "UN-01-01")

    await somebody.registers(advice.offering, *advice.answers)

    assert somebody.words(_("You are registered.")) in somebody.screen.text
    assert [] == [name for name in real_town.simulator.counts if name.endswith(":429")]
