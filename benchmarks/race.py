"""The race: every contestant meets the same crowd over the same network, one after the other, each beside a new simulator."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.contestants import Contestant, Setup
from benchmarks.telegram import Telegram

DELAYS_MS = (0, 50)
ABREAST = (1, 16, 32, 64, 256)
PER_S = 50.0
PTB_PATIENCE_S = 1.0
"""What PTB has not answered by then is left: one update at a time would take a quarter of a minute."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many people act, for how many seconds each thing is measured, and over which networks the open loop is."""

    people: int
    rush_s: float
    stroll_s: float
    strolls_ms: tuple[int, ...]


FULL = Pace(people=256, rush_s=8.0, stroll_s=20.0, strolls_ms=DELAYS_MS)
QUICK = Pace(people=128, rush_s=0.8, stroll_s=2.0, strolls_ms=(50,))


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


@dataclass(frozen=True, slots=True)
class Entry:
    """A contestant, and what people do with it, by the name under which it is reported."""

    module: str
    kinds: dict[str, str]
    welcome: bool = False


FLOOR = Entry("benchmarks.bare_floor", {"floor": "text"})
PTB = Entry("benchmarks.bare_ptb", {"ptb": "text"})
AIOGRAM = Entry("benchmarks.bare_aiogram", {"aiogram": "text"})
OWN = Entry("benchmarks.own", {"quartierbot_texts": "text", "quartierbot_taps": "tap"}, welcome=True)
"""Texts come first: they leave people at home, where the journey of taps begins."""


@contextmanager
def opened(
    entry: Entry, people: int, *, abreast: int = 1, watched: bool = False
) -> Iterator[tuple[Telegram, Contestant]]:
    """Start a simulator, a contestant, and let people come; stop both afterwards."""
    telegram = Telegram()
    telegram.start()
    with tempfile.TemporaryDirectory(prefix="replies-") as folder:
        contestant = Contestant(Setup(entry.module, telegram.address, telegram.token, folder, abreast, watched))
        try:
            contestant.start()
            telegram.ask("gather", people=people, welcome=entry.welcome)
            yield telegram, contestant
        finally:
            contestant.stop()
            telegram.stop()


def rush(telegram: Telegram, contestant: Contestant, kind: str, delay_ms: int, **how: float) -> Score:
    """Measure how many answers a second a contestant gives when everybody acts again at once."""
    telegram.ask("network", delay_s=delay_ms / 1000)
    before = contestant.spent()
    told = telegram.ask("rush", kind=kind, **how)
    cpu_s = contestant.spent()["cpu_s"] - before["cpu_s"]
    answers = max(told["answers"], 1)
    return Score(delay_ms, told["per_s"], 1000 * cpu_s / answers, 1000 * told["simulator_cpu_s"] / answers)


def split(before: dict[str, Any], after: dict[str, Any], answers: int) -> dict[str, float]:
    """Tell the milliseconds an answer spends at each stage of a watched contestant."""
    spent = {name: after["stages"][name] - before["stages"].get(name, 0.0) for name in after["stages"]}
    others = {
        "loop: the rest": after["loop_s"] - before["loop_s"] - sum(spent.values()),
        "other threads (SQLite)": after["cpu_s"] - before["cpu_s"] - after["loop_s"] + before["loop_s"],
    }
    return {name: 1000 * seconds / answers for name, seconds in (spent | others).items()}


def stroll(telegram: Telegram, kind: str, score: Score, pace: Pace) -> Score:
    """Add how long answers take when so many people a second act at random moments."""
    if score.delay_ms not in pace.strolls_ms:
        return score
    telegram.ask("network", delay_s=score.delay_ms / 1000)
    told = telegram.ask("stroll", kind=kind, seconds=pace.stroll_s, per_s=PER_S)
    waited = sorted(1000 * seconds for seconds in told["latencies"])
    return replace(score, p50_ms=quantile(waited, 0.5), p99_ms=quantile(waited, 0.99), unanswered=told["unanswered"])


def quantile(values: Sequence[float], share: float) -> float | None:
    """Tell the value that this share of the sorted values does not exceed; None when there are none."""
    return values[min(int(share * len(values)), len(values) - 1)] if values else None


def measure(entry: Entry, pace: Pace) -> dict[str, list[Score]]:
    """Measure a contestant over every network, with everything people do with it."""
    with opened(entry, pace.people) as (telegram, contestant):
        return {
            name: [
                stroll(telegram, kind, rush(telegram, contestant, kind, delay, seconds=pace.rush_s), pace)
                for delay in DELAYS_MS
            ]
            for name, kind in entry.kinds.items()
        }


def measure_ptb(pace: Pace) -> list[Score]:
    """Measure PTB with so many updates at a time; over each network its best counts, and takes the open loop."""
    tried: list[Score] = []
    for abreast in ABREAST:
        with opened(PTB, pace.people, abreast=abreast) as (telegram, contestant):
            scores = [
                rush(telegram, contestant, "text", delay, seconds=pace.rush_s, patience_s=PTB_PATIENCE_S)
                for delay in DELAYS_MS
            ]
        tried += [replace(score, abreast=abreast) for score in scores]
    best = [max((one for one in tried if one.delay_ms == delay), key=lambda one: one.per_s) for delay in DELAYS_MS]
    return [_stroll_ptb(score, pace) for score in best] + [score for score in tried if score not in best]


def _stroll_ptb(score: Score, pace: Pace) -> Score:
    if score.delay_ms not in pace.strolls_ms:
        return score
    with opened(PTB, pace.people, abreast=score.abreast or 1) as (telegram, _contestant):
        return stroll(telegram, "text", score, pace)


def watch(pace: Pace) -> dict[str, float]:
    """Tell where our bot's time goes when people tap at full speed, in milliseconds an answer."""
    with opened(OWN, pace.people, watched=True) as (telegram, contestant):
        before = contestant.spent()
        told = telegram.ask("rush", kind="tap", seconds=pace.rush_s)
        return split(before, contestant.spent(), told["answers"])
