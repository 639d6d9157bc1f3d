"""What holds for every test: only this machine is reached, nobody's own settings are read, the bot keeps to the limits."""

from __future__ import annotations

import functools
import gc
import os
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from bot.collector import spare_what_stays
from bot.settings import PREFIX
from simulator.server import Simulator

gc.disable()  # until every test is found
settings.register_profile("steady", deadline=None, suppress_health_check=(HealthCheck.too_slow,))
settings.load_profile("steady")  # a busy machine is slow, and that is no fault of what is tested

HERE = Path(__file__).parent
LONGEST = (
    "acceptance/test_random_people.py",
    "crawl/test_crawl.py",
    "acceptance/test_kill.py",
    "acceptance/test_announcement_forging.py",
    "acceptance/test_news_journeys.py",
    "browser/test_staff_journey.py",
    "browser/test_coordinators_day.py",
    "storage/office/test_editing.py",
    "storage/office/test_undoing.py",
    "acceptance/test_journeys.py",
    "acceptance/test_announcement_hostile.py",
    "bot/test_announcing.py",
    "acceptance/test_wheel.py",
)
"""The files that take longest. They come first, so that at the end no worker waits for another."""

for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
    del os.environ[name]


def is_here(address: object) -> bool:
    """Say whether an address is this machine's: a Unix socket, or the loopback."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


SHARED = ("acceptance", "browser")
"""Where browsers and whole bots share the machine. What fails there is tried a second time, and listed as RERUN even when
it passes then; what is wrong fails twice. Elsewhere a test has one try."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; what is left keeps its order. What shares the machine gets a second try."""
    for item in items:
        if item.path.relative_to(HERE).parts[0] in SHARED:
            item.add_marker(pytest.mark.flaky(reruns=1))

    def turn(item: pytest.Item) -> int:
        name = item.path.relative_to(HERE).as_posix()
        return LONGEST.index(name) if name in LONGEST else len(LONGEST)

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """Collect garbage from now on, but spare what was imported and collected: to go through it costs a fifth of the time."""
    gc.enable()
    spare_what_stays()


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """Refuse every connection to another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - whatever a family takes
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_here(address):
            message = f"a test reaches for {address}: tests stay on this machine"
            raise RuntimeError(message)
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True)
def _no_floods(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which the bot was told 429, unless it is marked `floods`: the bot keeps to the limits by itself."""
    made: list[Simulator] = []
    init = Simulator.__init__

    @functools.wraps(init)
    def noted(self: Simulator, **given: Any) -> None:  # noqa: ANN401 - whatever a simulator takes
        init(self, **given)
        made.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Simulator, "__init__", noted)
        yield
    counts = [(name, count) for each in made for name, count in each.counts.items() if name.endswith(":429")]
    assert request.node.get_closest_marker("floods") or not counts, f"too much for Telegram's limits: {counts}"
