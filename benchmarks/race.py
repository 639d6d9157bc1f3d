"""The race: every contestant meets the same crowd over the same network, one after the other, each beside a new simulator."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from benchmarks.contestants import Contestant, Setup
from benchmarks.telegram import Telegram

DELAYS_MS = (0, 50)
ABREAST = (1, 16, 32, 64, 256)
PER_S = 50.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How many people act, and for how many seconds each thing is measured."""

    people: int
    rush_s: float
    stroll_s: float


FULL = Pace(people=256, rush_s=8.0, stroll_s=20.0)
QUICK = Pace(people=256, rush_s=1.0, stroll_s=2.5)


@dataclass(slots=True)
class Score:
    """What a contestant reached over one network. Latencies in milliseconds, CPU in milliseconds an answer."""

    delay_ms: int
    per_s: float
    bot_cpu_ms: float
    simulator_cpu_ms: float
    abreast: int | None = None
    p50_ms: float | None = None
    p99_ms: float | None = None
    unanswered: int | None = None
    stages_ms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A contestant and what people do with it."""

    name: str
    module: str
    kind: str = "text"
    welcome: bool = False


FLOOR = Entry("floor", "benchmarks.bare_floor")
PTB = Entry("ptb", "benchmarks.bare_ptb")
AIOGRAM = Entry("aiogram", "benchmarks.bare_aiogram")
TAPS = Entry("quartierbot_taps", "benchmarks.own", "tap", welcome=True)
TEXTS = Entry("quartierbot_texts", "benchmarks.own", "text", welcome=True)


@contextmanager
def opened(entry: Entry, *, abreast: int = 1, watched: bool = False) -> Iterator[tuple[Telegram, Contestant]]:
    """Start a simulator and a contestant; stop both afterwards."""
    telegram = Telegram()
    telegram.start()
    with tempfile.TemporaryDirectory(prefix="replies-") as folder:
        contestant = Contestant(
            Setup(entry.name, entry.module, telegram.address, telegram.token, folder, abreast, watched)
        )
        try:
            contestant.start()
            yield telegram, contestant
        finally:
            contestant.stop()
            telegram.stop()


def rush(telegram: Telegram, contestant: Contestant, entry: Entry, pace: Pace, delay_ms: int) -> Score:
    """Measure how many answers a second a contestant gives when everybody acts again at once."""
    telegram.ask("network", delay_s=0.0)
    telegram.ask("gather", people=pace.people, welcome=entry.welcome)
    telegram.ask("network", delay_s=delay_ms / 1000)
    before = contestant.spent()
    told = telegram.ask("rush", kind=entry.kind, seconds=pace.rush_s)
    after = contestant.spent()
    answers = max(told["answers"], 1)
    return Score(
        delay_ms,
        told["per_s"],
        1000 * (after["cpu_s"] - before["cpu_s"]) / answers,
        1000 * told["simulator_cpu_s"] / answers,
        stages_ms=split(before, after, answers),
    )


def split(before: dict[str, Any], after: dict[str, Any], answers: int) -> dict[str, float]:
    """Tell the milliseconds an answer spends at each stage; empty when the contestant is not watched."""
    if "stages" not in after:
        return {}
    spent = {name: after["stages"][name] - before["stages"].get(name, 0.0) for name in after["stages"]}
    others = {
        "loop: the rest": after["loop_s"] - before["loop_s"] - sum(spent.values()),
        "other threads (SQLite)": after["cpu_s"] - before["cpu_s"] - after["loop_s"] + before["loop_s"],
    }
    return {name: 1000 * seconds / answers for name, seconds in (spent | others).items()}


def stroll(telegram: Telegram, score: Score, entry: Entry, pace: Pace) -> Score:
    """Add how long answers take when so many people a second act at random moments."""
    telegram.ask("network", delay_s=0.0)
    telegram.ask("gather", people=pace.people, welcome=entry.welcome)
    telegram.ask("network", delay_s=score.delay_ms / 1000)
    told = telegram.ask("stroll", kind=entry.kind, seconds=pace.stroll_s, per_s=PER_S)
    waited = sorted(1000 * seconds for seconds in told["latencies"])
    return replace(score, p50_ms=quantile(waited, 0.5), p99_ms=quantile(waited, 0.99), unanswered=told["unanswered"])


def quantile(values: Sequence[float], share: float) -> float | None:
    """Tell the value that this share of the sorted values does not exceed; None when there are none."""
    return values[min(int(share * len(values)), len(values) - 1)] if values else None


def measure(entry: Entry, pace: Pace) -> list[Score]:
    """Measure a contestant over every network."""
    with opened(entry) as (telegram, contestant):
        return [stroll(telegram, rush(telegram, contestant, entry, pace, delay), entry, pace) for delay in DELAYS_MS]


def measure_ptb(pace: Pace) -> list[Score]:
    """Measure PTB with so many updates at a time; over each network its best counts, and takes the open loop."""
    tried: list[Score] = []
    for abreast in ABREAST:
        with opened(PTB, abreast=abreast) as (telegram, contestant):
            tried += [replace(rush(telegram, contestant, PTB, pace, delay), abreast=abreast) for delay in DELAYS_MS]
    best = [max((one for one in tried if one.delay_ms == delay), key=lambda one: one.per_s) for delay in DELAYS_MS]
    return [_stroll_ptb(score, pace) for score in best] + [score for score in tried if score not in best]


def _stroll_ptb(score: Score, pace: Pace) -> Score:
    with opened(PTB, abreast=score.abreast or 1) as (telegram, _contestant):
        return stroll(telegram, score, PTB, pace)


def watch(pace: Pace) -> dict[str, float]:
    """Tell where our bot's time goes under full load, in milliseconds an answer."""
    with opened(TAPS, watched=True) as (telegram, contestant):
        return rush(telegram, contestant, TAPS, pace, 0).stages_ms
