"""Whatever random people do over real HTTP, the promises hold: places, reminders, answers, nobody told twice."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from tests.acceptance.random_people import Script, play, scripts
from tests.storage.conftest import Postgres, run_apart
from tests.town import open_town, sqlite_url

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)


async def play_on(url: str, script: Script) -> None:
    """Play a script in a town of its own."""
    async with open_town(url) as town:
        await play(town, script)


@pytest.mark.timeout(600)
@settings(max_examples=45, deadline=None, suppress_health_check=SLOW)
@given(script=scripts())
def test_whatever_people_do_the_promises_hold_on_sqlite(script: Script) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(play_on(sqlite_url(Path(folder)), script))


@pytest.mark.timeout(600)
@settings(max_examples=8, deadline=None, suppress_health_check=SLOW)
@given(script=scripts())
def test_whatever_people_do_the_promises_hold_on_postgresql(postgres: Postgres, script: Script) -> None:
    asyncio.run(play_on(run_apart(postgres.create()), script))
