"""When announcements go slowly for long, somebody hears of it, once for a run; a short trouble is nobody's business."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sending import Verdict
from bot.weather import LONG_S, STORM, Slowness, Weather


@dataclass
class Seconds:
    """Running seconds that a test sets."""

    now: float = 0.0

    def __call__(self) -> float:
        """Tell them."""
        return self.now


def test_it_is_a_storm_until_something_gets_through() -> None:
    weather = Weather(Seconds())
    for _ in range(STORM):
        weather.note(Verdict.NOT_SENT)
    stormy = weather.storms
    weather.note(Verdict.DONE)

    assert (True, False) == (stormy, weather.storms)


def test_what_goes_slowly_is_told_after_a_long_time_and_once_for_a_run() -> None:
    clock = Seconds()
    slowness = Slowness(clock)
    at_first = slowness.untold([1], slow=True)
    clock.now = LONG_S
    after_long = slowness.untold([1], slow=True)
    slowness.told(after_long)

    assert (set(), {1}, {2}) == (at_first, after_long, slowness.untold([1, 2], slow=True))


def test_a_break_begins_anew() -> None:
    clock = Seconds()
    slowness = Slowness(clock)
    slowness.untold([1], slow=True)
    clock.now = LONG_S - 1
    slowness.untold([1], slow=False)
    clock.now = LONG_S + 1

    assert set() == slowness.untold([1], slow=True)
