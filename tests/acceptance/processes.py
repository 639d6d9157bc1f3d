"""Processes of the bot, quickly: forked from one that has loaded its modules (see `nest`)."""

from __future__ import annotations

import asyncio
import atexit
import functools
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")
A_NUMBER = 20
"""bytes, at most"""


def bare_environment() -> dict[str, str]:
    """Make the environment of a process: what Python needs to start, and nothing of ours."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {"PYTHONUTF8": "1"}


@functools.cache
def nest() -> socket.socket:
    """Start the process from which the others are forked, once; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    handle, null = theirs.fileno(), subprocess.DEVNULL
    command = (sys.executable, "-m", "tests.acceptance.nest", str(handle))
    process = subprocess.Popen(  # noqa: S603 - our own words
        command, stdin=null, stdout=null, pass_fds=[handle], cwd=ROOT, env=bare_environment()
    )
    theirs.close()

    def leave() -> None:
        ours.close()
        process.wait(10)

    atexit.register(leave)
    return ours


class Forked:
    """A process as asyncio's subprocesses are, as far as tests use them."""

    def __init__(self, number: int, line: socket.socket) -> None:
        self.pid = number
        self.stdin: asyncio.StreamWriter | None = None
        self.stdout: asyncio.StreamReader | None = None
        self.stderr: asyncio.StreamReader | None = None
        self.returncode: int | None = None
        self._line = line
        self._watch = asyncio.create_task(self._learn())

    async def wait(self) -> int:
        """Wait for the end; gives the exit code, negative for the signal that ended it."""
        return await asyncio.shield(self._watch)

    async def communicate(self, typed: bytes = b"") -> tuple[bytes, bytes]:
        """Type something, read all that is said, and wait for the end."""
        _, out, err = await asyncio.gather(self._type(typed), said_by(self.stdout), said_by(self.stderr))
        await self.wait()
        return out, err

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal; one that has ended does not hear it."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as a power cut does."""
        self.send_signal(signal.SIGKILL)

    async def _type(self, typed: bytes) -> None:
        """Type something and end what is typed; one that does not listen any more is no failure."""
        if self.stdin is None or self.stdin.is_closing():
            return
        with suppress(BrokenPipeError, ConnectionResetError):
            self.stdin.write(typed)
            await self.stdin.drain()
            self.stdin.close()
            await self.stdin.wait_closed()

    async def _learn(self) -> int:
        """Learn of the end."""
        with self._line:
            self.returncode = int(await asyncio.get_running_loop().sock_recv(self._line, A_NUMBER))
        return self.returncode


async def said_by(stream: asyncio.StreamReader | None) -> bytes:
    """Read all that is said."""
    return b"" if stream is None else await stream.read()


async def fork(words: Sequence[str], folder: Path, environment: Mapping[str, str], streams: Sequence[int]) -> Forked:
    """Start `python -m bot` with these words, and handles as its input, output and error output."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setblocking(False)
    asked = json.dumps({"words": list(words), "folder": str(folder), "environment": dict(environment)})
    with theirs:
        socket.send_fds(nest(), [asked.encode()], [*streams, theirs.fileno()])
    number = await asyncio.get_running_loop().sock_recv(ours, A_NUMBER)
    assert number, "no process was forked: see above why `python -m tests.acceptance.nest` ended"
    return Forked(int(number), ours)


async def fork_with_pipes(words: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Forked:
    """Start `python -m bot` with these words; what it reads and says goes through pipes."""
    typed, stdin = socket.socketpair()
    (out, stdout), (err, stderr) = os.pipe(), os.pipe()
    try:
        process = await fork(words, folder, environment, [stdin.fileno(), stdout, stderr])
    finally:
        stdin.close()
        os.close(stdout)
        os.close(stderr)
    _, process.stdin = await asyncio.open_connection(sock=typed)
    process.stdout, process.stderr = await reader(out), await reader(err)
    return process


async def reader(handle: int) -> asyncio.StreamReader:
    """Read from a pipe."""
    stream = asyncio.StreamReader()
    pipe = open(handle, "rb", buffering=0)  # noqa: SIM115, ASYNC230 - a handle, which the loop closes
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stream), pipe)
    return stream
