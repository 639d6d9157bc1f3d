"""One `quartierbot run` a database: a second one says so and ends, and a killed one is in nobody's way."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from simulator.server import Simulator
from tests.acceptance.shell import TOKEN, Shell, configured, says, stopped

pytestmark = pytest.mark.slow


@pytest.fixture
async def shell(tmp_path: Path) -> AsyncIterator[Shell]:
    """Open a shell with a database and a Bot API server."""
    simulator = Simulator(token=TOKEN, limits=True)
    await simulator.start()
    shell = configured(tmp_path, API_URL=simulator.address)
    await shell.run("migrate")
    yield shell
    await simulator.stop()


async def test_a_second_bot_on_a_database_says_so_and_ends(shell: Shell) -> None:
    async with shell.start("run") as first:
        await says(first.stderr, "running as @")

        second = await shell.run("run")

        assert (1, True) == (
            second.code,
            second.err.startswith("Another `quartierbot run` uses this database: stop it"),
        )
        assert first.returncode is None


async def test_other_commands_run_beside_a_bot(shell: Shell) -> None:
    async with shell.start("run") as bot:
        await says(bot.stderr, "running as @")

        assert 0 == (await shell.run("status")).code


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_the_next_bot_starts_at_once_however_the_last_one_ended(shell: Shell, number: signal.Signals) -> None:
    async with shell.start("run") as first:
        await says(first.stderr, "running as @")
        await stopped(first, number)

    async with shell.start("run") as second:
        assert await says(second.stderr, "running as @")
