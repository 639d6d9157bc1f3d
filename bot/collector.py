"""Python's garbage collector, told what stays: going through all that was imported again and again made replies wait."""

from __future__ import annotations

import gc
from typing import Final

THRESHOLDS: Final = (50_000, 20, 100)
"""how many new objects before the youngest are looked through, and how many such looks before the older ones are"""


def spare_what_stays() -> None:
    """Leave out of every later collection what exists now; to be called once, when a process that runs on has started."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
