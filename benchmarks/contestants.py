"""Who is measured: bots, each in a process of its own, and what each is told when it starts."""

from __future__ import annotations

import asyncio
import importlib
import multiprocessing
import resource
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

READY = "ready"
START_S = 60.0

Tell: TypeAlias = Callable[[], dict[str, Any]]
Serve: TypeAlias = Callable[["Setup", Callable[[Tell], None]], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Setup:
    """One bot to measure: the module that runs it, and how.

    `abreast` is how many updates PTB handles at a time; `folder` is where a bot may leave files; a `watched` one
    tells where its time goes, and is a little slower for it.
    """

    module: str
    api_url: str
    token: str
    folder: str
    abreast: int = 1
    watched: bool = False
    per_second: float = 0.0
    """how many announcements a second it is to send, where that is what is measured"""


class Contestant:
    """A bot's process, seen from outside."""

    def __init__(self, setup: Setup) -> None:
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=run, args=(setup, there), name=setup.module, daemon=True)

    @property
    def memory_mb(self) -> float:
        """Tell how much memory it has in use just now."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 2**20

    def start(self) -> None:
        """Start, and return when the bot can take updates. Raises RuntimeError when it cannot."""
        self._process.start()
        if not self._here.poll(START_S) or self._here.recv() != READY:
            message = f"{self._process.name} did not start"
            raise RuntimeError(message)

    def spent(self) -> dict[str, Any]:
        """Tell what was spent since the process began: `cpu_s`, and for a watched bot `loop_s` and the `stages`."""
        self._here.send("spent")
        told: dict[str, Any] = self._here.recv()
        return told

    def stop(self) -> None:
        """End the process; it holds nothing worth keeping."""
        self._process.kill()
        self._process.join()


def run(setup: Setup, line: Connection) -> None:
    """Run a bot until its process is killed: the target of the process."""
    serve: Serve = importlib.import_module(setup.module).serve

    def ready(tell: Tell) -> None:
        line.send(READY)
        threading.Thread(target=answer, args=(line, tell), daemon=True).start()

    asyncio.run(serve(setup, ready))


async def wait_to_be_stopped() -> None:
    """Wait until the process is killed."""
    await asyncio.Event().wait()


def answer(line: Connection, tell: Tell) -> None:
    """Answer what the other end asks, from a thread that otherwise sleeps."""
    while True:
        line.recv()
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        line.send({"cpu_s": time.process_time(), "peak_mb": peak_mb, **tell()})


def nothing() -> dict[str, Any]:
    """Tell nothing beside CPU time and memory."""
    return {}
