"""Measure replies: how many a second our full turn gives, and how soon, beside bare echo bots in the same run.

    python -m benchmarks.replies [--quick] [--json]

What is measured, and how, stands in README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys

from benchmarks import race
from benchmarks.report import table, written


def main() -> None:
    """Run the whole race and print what came of it."""
    options = read_options()
    logging.disable(logging.WARNING)
    pace = race.QUICK if options.quick else race.FULL
    scores = {"ptb": race.measure_ptb(pace)}
    for entry in (race.FLOOR, race.AIOGRAM, race.OWN):
        scores |= race.measure(entry, pace)
    report = written(pace, scores, race.watch(pace))
    sys.stdout.write(json.dumps(report, indent=2) + "\n" if options.json else table(report))


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.replies", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="less than a minute, less exact")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser.parse_args()


if __name__ == "__main__":
    main()
