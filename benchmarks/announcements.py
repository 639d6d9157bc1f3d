"""Measure announcements: rate, floods, how replies fare beside them, what kills cost, and how it grows.

    python -m benchmarks.announcements [--quick] [--json] [--only PART ...]

What is measured, and how, stands in README.md beside this file.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import logging
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks import announcing, growing, kills, reminding
from benchmarks.announcing import Pace, Score, worst
from benchmarks.kills import Hunt

SCALE = 10.0
PER_S = 250.0
Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything is measured."""

    own: Pace
    limiter: Pace
    loop: Pace
    hunt: Hunt
    reminders: tuple[int, float, float]
    """people, announcements a second, scale"""
    growth: tuple[int, ...]
    watched_s: float


FULL = Plan(
    own=Pace(28_245, PER_S, SCALE, 120, ((2, 45.0), (10, 45.0))),
    limiter=Pace(28_245, PER_S / 2, SCALE / 2, 400, ((10, 20.0),), at_most_s=420.0),
    loop=Pace(1_000, PER_S, SCALE, 120, ((2, 10.0), (10, 10.0))),
    hunt=Hunt(kills=200, people=15_000, per_second=PER_S, scale=SCALE),
    reminders=(100_000, PER_S, SCALE),
    growth=(10_000, 100_000, 1_000_000),
    watched_s=10.0,
)
QUICK = Plan(
    own=Pace(1_500, PER_S, SCALE, 30, ((2, 2.0), (10, 2.5))),
    limiter=Pace(400, PER_S / 2, SCALE / 2, 40, ((10, 2.0),), at_most_s=24.0),
    loop=Pace(40, PER_S, SCALE, 20, ((10, 1.0),)),
    hunt=Hunt(kills=2, people=240, per_second=PER_S, scale=SCALE),
    reminders=(150, 75.0, 3.0),
    growth=(2_000, 20_000),
    watched_s=0.5,
)


def measure_own(plan: Plan) -> Report:
    """Measure ours."""
    return told(announcing.measure_own(plan.own), plan.own)


def measure_limiter(plan: Plan) -> Report:
    """Measure PTB's rate limiter; it needs a library of its own, which may be missing."""
    if importlib.util.find_spec("aiolimiter") is None:
        return {"missing": "python-telegram-bot[rate-limiter] is not installed"}
    return told(announcing.measure_limiter(plan.limiter), plan.limiter)


def measure_loop(plan: Plan) -> Report:
    """Measure a plain loop."""
    return told(announcing.measure_loop(plan.loop), plan.loop)


def measure_kills(plan: Plan) -> Report:
    """Kill."""
    return asdict(asyncio.run(kills.run(plan.hunt))) | {"scale": plan.hunt.scale}


def measure_reminders(plan: Plan) -> Report:
    """Remind."""
    people, per_second, scale = plan.reminders
    return asdict(reminding.remind(people, per_second, scale)) | {"scale": scale}


def measure_growth(plan: Plan) -> Report:
    """Grow."""
    return {str(people): asdict(growing.grow(people, plan.watched_s)) for people in plan.growth}


PARTS: dict[str, Callable[[Plan], Report]] = {
    "own": measure_own,
    "limiter": measure_limiter,
    "loop": measure_loop,
    "kills": measure_kills,
    "reminders": measure_reminders,
    "growth": measure_growth,
}


def told(score: Score, pace: Pace) -> Report:
    """Write a score down."""
    return asdict(score) | {"set_per_second": pace.per_second, "scale": pace.scale}


def written(parts: Report, *, quick: bool) -> Report:
    """Write everything down, the main numbers by themselves."""
    own, hunt, limiter = parts.get("own", {}), parts.get("kills", {}), parts.get("limiter", {})
    idle, reply = worst(own.get("idle_ms", {})), worst(own.get("reply_ms", {}))
    return {
        "quick": quick,
        "said": f"Telegram's limits and the set rate are {SCALE:g} times theirs, together, "
        f"{SCALE / 2:g} times for the rate limiter; the network takes 50 ms",
        "rate_share": own.get("rate_share"),
        "floods": own.get("floods"),
        "idle_p99_ms": idle,
        "reply_p99_ms": reply,
        "reply_over_idle": reply / idle if reply and idle else None,
        "limiter_reply_p99_ms": worst(limiter.get("reply_ms", {})),
        "lost": hunt.get("lost"),
        "unknown": hunt.get("unknown"),
        "doubled": hunt.get("doubled"),
        "kills": hunt.get("kills"),
        "peak_mb": own.get("peak_mb"),
        "cpu_share": own.get("cpu_share"),
        "parts": parts,
        "python": platform.python_version(),
    }


def table(report: Report) -> str:
    """Lay the report out for reading."""
    lines = [report["said"], ""]
    lines += [f"{name:24}{number(value)}" for name, value in report.items() if name not in {"said", "parts"}]
    for name, part in report["parts"].items():
        lines += ["", name]
        lines += [f"  {key:22}{number(value)}" for key, value in part.items()]
    return "\n".join(lines) + "\n"


def number(value: object) -> str:
    """Write a value short."""
    match value:
        case float():
            return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
        case dict():
            return ", ".join(f"{key}: {number(inner)}" for key, inner in value.items())
        case list():
            return ", ".join(map(number, value))
        case _:
            return str(value)


def main() -> None:
    """Measure and print what came of it."""
    options = read_options()
    logging.disable(logging.WARNING)
    plan = QUICK if options.quick else FULL
    parts = {name: PARTS[name](plan) for name in PARTS if name in (options.only or PARTS)}
    report = written(parts, quick=options.quick)
    sys.stdout.write(json.dumps(report, indent=2) + "\n" if options.json else table(report))


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.announcements", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="less than a minute, fewer people, less exact")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--only", nargs="+", choices=list(PARTS), help="measure these parts alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
