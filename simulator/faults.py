"""What goes wrong between a bot and Telegram, so many times per thousand calls, the same again for the same seed."""

import random
from dataclasses import asdict, dataclass
from typing import Literal

Fault = Literal["error_5xx", "drop_before", "drop_after", "slow", "reset"]
KINDS: tuple[Fault, ...] = ("error_5xx", "drop_before", "drop_after", "slow", "reset")


@dataclass(frozen=True, slots=True)
class Faults:
    """How many of a thousand calls meet which fault.

    `error_5xx` answers 502 without doing anything; `drop_before` closes the connection without doing it, `drop_after`
    after doing it, `slow` does it and answers `slow_s` late, `reset` resets the connection without doing it.
    """

    error_5xx: int = 0
    drop_before: int = 0
    drop_after: int = 0
    slow: int = 0
    reset: int = 0
    slow_s: float = 2.0

    def counts(self) -> dict[str, int]:
        """Return the faults per thousand by name."""
        return {name: count for name, count in asdict(self).items() if name != "slow_s"}


class Dice:
    """Draws the fault of each call."""

    def __init__(self, faults: Faults, seed: int) -> None:
        self.faults = faults
        self.seed = seed
        self._random = random.Random(seed)  # noqa: S311 - repeatable on purpose, nothing is kept secret with it
        self._bounds = self._add_up()

    def draw(self) -> Fault | None:
        """Return what goes wrong with the next call, if anything."""
        if not self._bounds:
            return None
        thrown = self._random.random() * 1000
        return next((kind for bound, kind in self._bounds if thrown < bound), None)

    def _add_up(self) -> list[tuple[int, Fault]]:
        bounds: list[tuple[int, Fault]] = []
        total = 0
        for kind in KINDS:
            if share := getattr(self.faults, kind):
                total += share
                bounds.append((total, kind))
        return bounds
