"""What came of a race: JSON with stable keys, and a table to read."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from benchmarks.race import PER_S, Pace, Score

Report = dict[str, Any]
COLUMNS = ("answers/s", "beside PTB", "p50 ms", "p99 ms", "over floor", "bot CPU ms", "simulator CPU ms")
OURS = ("quartierbot_taps", "quartierbot_texts")
AIM_P99_MS = 25.0


def written(pace: Pace, scores: Mapping[str, Sequence[Score]], stages_ms: Mapping[str, float]) -> Report:
    """Write everything down. `results` is by network delay and contestant; PTB's is its best, all it tried beside it."""
    delays = sorted({score.delay_ms for some in scores.values() for score in some})
    return {
        "versions": {name: version(name) for name in ("python-telegram-bot", "aiogram", "aiohttp", "sqlalchemy")}
        | {"python": platform.python_version()},
        "pace": asdict(pace) | {"open_loop_per_s": PER_S},
        "results": {str(delay): _results(scores, delay) for delay in delays},
        "ptb_tried": [asdict(score) for score in scores["ptb"]],
        "stages_ms": dict(sorted(stages_ms.items(), key=lambda stage: -stage[1])),
        "aims": {f"{name}_50ms": _aims(scores, name) for name in OURS},
    }


def _results(scores: Mapping[str, Sequence[Score]], delay: int) -> dict[str, Any]:
    best = {name: next(score for score in some if score.delay_ms == delay) for name, some in scores.items()}
    ptb, floor = best["ptb"], best["floor"]
    return {
        name: asdict(score) | {"ratio_to_ptb": score.per_s / ptb.per_s, "p99_over_floor_ms": _over(score, floor)}
        for name, score in best.items()
    }


def _over(score: Score, floor: Score) -> float | None:
    return None if score.p99_ms is None or floor.p99_ms is None else score.p99_ms - floor.p99_ms


def _aims(scores: Mapping[str, Sequence[Score]], name: str) -> dict[str, bool]:
    """Say whether the aims were met at 50 ms of network."""
    found = _results(scores, 50)[name]
    over = found["p99_over_floor_ms"]
    return {"as_many_as_ptb": found["ratio_to_ptb"] >= 1.0, "p99_in_time": over is not None and over <= AIM_P99_MS}


def table(report: Report) -> str:
    """Lay the report out for reading."""
    lines: list[str] = []
    for delay, results in report["results"].items():
        lines += ["", f"network {delay} ms", f"{'':22}" + "".join(f"{name:>18}" for name in COLUMNS)]
        lines += [_row(name, result) for name, result in results.items()]
    lines += ["", "where our bot's CPU time goes, taps at full speed, ms an answer"]
    lines += [f"  {name:26}{spent:8.3f}" for name, spent in report["stages_ms"].items()]
    lines += ["", "aims at 50 ms"]
    lines += [
        f"  {name:26}" + ", ".join(f"{aim}: {met}" for aim, met in aims.items())
        for name, aims in report["aims"].items()
    ]
    return "\n".join(lines) + "\n"


def _row(name: str, result: Mapping[str, Any]) -> str:
    shown = f"{name} ({result['abreast']} abreast)" if result["abreast"] else name
    cells = [
        f"{result['per_s']:.0f}",
        f"{result['ratio_to_ptb']:.2f}",
        _number(result["p50_ms"]),
        _number(result["p99_ms"]),
        _number(result["p99_over_floor_ms"]),
        f"{result['bot_cpu_ms']:.2f}",
        f"{result['simulator_cpu_ms']:.2f}",
    ]
    return f"{shown:22}" + "".join(f"{cell:>18}" for cell in cells)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"
