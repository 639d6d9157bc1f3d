"""An operator's shell: the command as a real process, in a folder of its own, with nothing else in its environment."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.fernet import Fernet

from tests.acceptance.processes import ROOT, Forked, bare_environment, fork_with_pipes

__all__ = [
    "PATIENCE_S",
    "PROGRAM",
    "ROOT",
    "SAMPLE",
    "TOKEN",
    "Outcome",
    "Process",
    "Shell",
    "configured",
    "says",
    "stopped",
]

SAMPLE = ROOT / "storage" / "sample"
TOKEN = "7000000001:AAF-token_of_nobody_for_these_tests_12"
PATIENCE_S = 60.0
PROGRAM = (sys.executable, "-m", "bot")
"""a whole new interpreter"""
Process = asyncio.subprocess.Process | Forked


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass
class Shell:
    """Runs commands in a folder. `settings` are the QUARTIERBOT_ variables, without the prefix.

    Without a `command` it is `python -m bot`, forked where its modules are loaded already.
    """

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = ()

    def environment(self) -> dict[str, str]:
        """Make the environment: what Python needs to start, and the settings."""
        found = {"PYTHONPATH": str(ROOT)} if self.command == PROGRAM else {}
        return bare_environment() | found | {f"QUARTIERBOT_{name}": value for name, value in self.settings.items()}

    def with_settings(self, **changes: str) -> Shell:
        """Make a shell with other settings in the same folder."""
        return replace(self, settings=self.settings | changes)

    async def run(self, *arguments: str, typed: str = "") -> Outcome:
        """Run a command to its end. Whatever goes wrong, it shows no traceback and no secret."""
        async with self.start(*arguments) as process:
            async with asyncio.timeout(PATIENCE_S):
                out, err = await process.communicate(typed.encode())
        outcome = Outcome(process.returncode or 0, out.decode(), err.decode())
        assert "Traceback" not in outcome.err
        assert not [name for name, value in self.secrets().items() if value in outcome.out + outcome.err]
        return outcome

    def secrets(self) -> Mapping[str, str]:
        """Tell what no output may hold."""
        return {name: value for name, value in self.settings.items() if name in ("TOKEN", "SECRET_KEY")}

    @asynccontextmanager
    async def start(self, *arguments: str) -> AsyncIterator[Process]:
        """Start a command that runs on; it is killed at the end, should it still run."""
        process = await self._begin(arguments)
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()

    async def _begin(self, arguments: tuple[str, ...]) -> Process:
        """Start a process."""
        if not self.command:
            return await fork_with_pipes(arguments, self.folder, self.environment())
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            *self.command, *arguments, stdin=pipe, stdout=pipe, stderr=pipe, cwd=self.folder, env=self.environment()
        )


async def says(stream: asyncio.StreamReader | None, part: str) -> str:
    """Wait until a line with this part is said, and return it."""
    assert stream is not None
    async with asyncio.timeout(PATIENCE_S):
        while line := (await stream.readline()).decode():
            if part in line:
                return line.strip()
    message = f"nothing said with {part!r} in it"
    raise AssertionError(message)


async def stopped(process: Process, number: signal.Signals) -> tuple[int, str]:
    """Send a signal, wait at most ten seconds for the end, and tell exit code and what was said on standard error."""
    process.send_signal(number)
    async with asyncio.timeout(10):
        _out, err = await process.communicate()
    return process.returncode or 0, err.decode()


def configured(folder: Path, **settings: str) -> Shell:
    """Make a shell with a token and a key."""
    return Shell(folder, {"TOKEN": TOKEN, "SECRET_KEY": Fernet.generate_key().decode()} | settings)
