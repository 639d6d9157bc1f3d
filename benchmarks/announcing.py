"""What a run of announcements does: its rate, what it refuses to wait for, and how replies fare beside it."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from benchmarks.contestants import Contestant, Setup
from benchmarks.ptb_announcing import CHATS, GO, LOOP
from benchmarks.race import quantile
from benchmarks.readers import Readers
from benchmarks.residents import announce, open_again, open_filled
from benchmarks.telegram import Telegram

DELAY_S = 0.05
OWN, PTB = "benchmarks.own_announcing", "benchmarks.ptb_announcing"
BURST_S = 2.0
"""The first seconds are left out of the rate: a burst makes them faster than what was set."""
LOOK_S = 0.1
ANSWERED_S = 10.0
"""how long to wait for the last answers"""
PATIENCE_S = 300.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How many people get it, at which rate, how much the limits are multiplied, and for how long replies are measured."""

    people: int
    per_second: float
    scale: float
    visitors: int
    strolls: tuple[tuple[float, float], ...]
    """replies a second, and for how many seconds"""
    at_most_s: float | None = None
    """when a contestant is not waited for any longer; None as long as anything arrives"""


@dataclass(slots=True)
class Score:
    """What a contestant reached; latencies in milliseconds by replies a second."""

    people: int
    per_second: float = 0.0
    rate_share: float = 0.0
    arrived: int = 0
    doubled: int = 0
    floods: int = 0
    cpu_share: float = 0.0
    """of one core, while it announces"""
    cpu_ms: float = 0.0
    """for each announcement, replies included"""
    memory_mb: list[float] = field(default_factory=list)
    """at the start, at a quarter, at a half, and at the end"""
    peak_mb: float = 0.0
    idle_ms: dict[str, dict[str, float | None]] = field(default_factory=dict)
    reply_ms: dict[str, dict[str, float | None]] = field(default_factory=dict)
    unanswered: int = 0
    """who had no answer when the next were let in; how long they had waited by then counts among the latencies"""
    seconds: float = 0.0
    """from the beginning to the last announcement, or until nobody waited for more"""


@contextmanager
def opened(module: str, pace: Pace, abreast: int = 0) -> Iterator[tuple[Telegram, Contestant, str]]:
    """Start a simulator with people in it and a contestant that knows them; stop both afterwards."""
    telegram = Telegram(Readers, limits=True, limit_scale=pace.scale, delay_s=DELAY_S)
    telegram.start()
    with tempfile.TemporaryDirectory(prefix="announcements-") as folder:
        contestant = Contestant(
            Setup(module, telegram.address, telegram.token, folder, abreast, False, pace.per_second)
        )
        try:
            chats = telegram.ask("settle_in", people=pace.people)
            (Path(folder) / CHATS).write_text(json.dumps(chats))
            if module == OWN:
                asyncio.run(prepare(folder, chats))
            contestant.start()
            telegram.ask("gather", people=pace.visitors, welcome=module == OWN)
            yield telegram, contestant, folder
        finally:
            contestant.stop()
            telegram.stop()


async def prepare(folder: str, chats: list[int]) -> None:
    """Fill the database."""
    await (await open_filled(folder, Fernet.generate_key().decode(), chats)).close()


def begin(module: str, folder: str) -> None:
    """Let the announcement begin."""
    if module != OWN:
        (Path(folder) / GO).touch()
        return
    asyncio.run(begin_own(folder))


async def begin_own(folder: str) -> None:
    """Write and submit it."""
    database = await open_again(folder)
    await announce(database)
    await database.close()


def measure(module: str, pace: Pace, *, abreast: int = 0) -> Score:
    """Let a contestant announce, with replies before (idle) and meanwhile."""
    kind = "tap" if module == OWN else "text"
    with opened(module, pace, abreast) as (telegram, contestant, folder):
        score = Score(pace.people)
        for per_s, seconds in pace.strolls:
            score.idle_ms[f"{per_s:g}"] = stroll(telegram, kind, per_s, seconds, score, ANSWERED_S)
        floods = telegram.ask("tell")["floods"]
        score.memory_mb.append(round(contestant.memory_mb, 1))
        spent, began = contestant.spent()["cpu_s"], time.monotonic()
        begin(module, folder)
        watch(telegram, contestant, kind, pace, score)
        used, score.seconds = contestant.spent(), time.monotonic() - began
        score.cpu_share = (used["cpu_s"] - spent) / score.seconds
        score.peak_mb = round(used["peak_mb"], 1)
        told = telegram.ask("tell")
        score.arrived, score.doubled, score.floods = told["arrived"], told["doubled"], told["floods"] - floods
        score.cpu_ms = 1000 * (used["cpu_s"] - spent) / max(1, score.arrived)
        score.per_second = telegram.ask("rate", skip=min(round(BURST_S * pace.per_second), pace.people // 3))
        score.rate_share = score.per_second / pace.per_second
        return score


def watch(telegram: Telegram, contestant: Contestant, kind: str, pace: Pace, score: Score) -> None:
    """Let people use a bot while it announces, and wait until all have it, or no longer."""
    until = None if pace.at_most_s is None else time.monotonic() + pace.at_most_s
    for left, (per_s, seconds) in zip(range(len(pace.strolls), 0, -1), pace.strolls, strict=True):
        await_arrivals(telegram, 1, until)
        patience_s = ANSWERED_S if until is None else max(ANSWERED_S, (until - time.monotonic()) / left - seconds)
        score.reply_ms[f"{per_s:g}"] = stroll(telegram, kind, per_s, seconds, score, patience_s)
        score.memory_mb.append(round(contestant.memory_mb, 1))
    await_arrivals(telegram, pace.people, until)
    score.memory_mb.append(round(contestant.memory_mb, 1))


def stroll(
    telegram: Telegram, kind: str, per_s: float, seconds: float, score: Score, patience_s: float
) -> dict[str, float | None]:
    """Let so many people a second do something; tells how long answers take, or took so far."""
    told = telegram.ask("stroll", kind=kind, seconds=seconds, per_s=per_s, patience_s=patience_s)
    waited = sorted(1000 * one for one in (*told["latencies"], *told["waiting"]))
    score.unanswered += told["unanswered"]
    return {"p50": quantile(waited, 0.5), "p99": quantile(waited, 0.99), "answers": len(told["latencies"])}


def await_arrivals(telegram: Telegram, count: int, at_most: float | None = None) -> None:
    """Wait until so many announcements arrived, nothing came for long, or it is `at_most`."""
    until, last = time.monotonic() + PATIENCE_S, -1
    while (arrived := telegram.ask("tell")["arrived"]) < count and time.monotonic() < min(until, at_most or until):
        if arrived > last:
            until, last = time.monotonic() + 30.0, arrived
        time.sleep(LOOK_S)


def measure_own(pace: Pace) -> Score:
    """Measure ours."""
    return measure(OWN, pace)


def measure_limiter(pace: Pace) -> Score:
    """Measure PTB's rate limiter, all at once."""
    return measure(PTB, pace)


def measure_loop(pace: Pace) -> Score:
    """Measure a plain loop."""
    return measure(PTB, pace, abreast=LOOP)


def worst(latencies: dict[str, dict[str, Any]]) -> float | None:
    """Tell the worst of the p99."""
    return max((found["p99"] for found in latencies.values() if found["p99"] is not None), default=None)
