"""Telegram's side of a measurement: the simulator and its crowd, in a process of their own."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.crowd import Crowd
from simulator.__main__ import COLLECT_EVERY
from simulator.server import Simulator

KEPT_CALLS = 100
KEPT_MESSAGES = 20


class Telegram:
    """The simulator's process, seen from outside. `crowd` are the people in it, `how` is what the simulator is told."""

    def __init__(self, crowd: type[Crowd] = Crowd, **how: Any) -> None:  # noqa: ANN401 - the simulator's own options
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=run, args=(there, crowd, how), name="simulator", daemon=True)
        self.address = ""
        self.token = ""

    def start(self) -> None:
        """Start, and return when it listens."""
        self._process.start()
        self.address, self.token = self._here.recv()

    def ask(self, what: str, **how: object) -> Any:  # noqa: ANN401 - whatever the crowd tells
        """Let the crowd do something, and wait for what it tells. Raises RuntimeError with what went wrong there."""
        self._here.send((what, how))
        told = self._here.recv()
        if isinstance(told, Exception):
            raise RuntimeError(str(told)) from told
        return told

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


def run(line: Connection, people: type[Crowd], how: dict[str, Any]) -> None:
    """Serve until killed: the target of the process."""
    asyncio.run(serve(line, people, how))


async def serve(line: Connection, people: type[Crowd], how: dict[str, Any]) -> None:
    """Start the simulator, then do as the other end says."""
    gc.set_threshold(*COLLECT_EVERY)  # else a collection among 28,000 people's messages counts as a late answer
    simulator = Simulator(keep_calls=KEPT_CALLS, keep_messages=KEPT_MESSAGES, **how)
    await simulator.start()
    crowd = people(simulator)
    line.send((simulator.address, simulator.token))
    while True:
        what, how = await asyncio.to_thread(line.recv)
        try:
            told = await getattr(crowd, what)(**how)
        except Exception as error:  # noqa: BLE001 - raised again at the other end
            told = error
        line.send(told)
