"""A simulator, a bot that talks to it through PTB, and raw calls that no library tidies up first."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import telegram

from simulator import Person, Simulator


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said to a raw call."""

    status: int
    body: Any

    @property
    def result(self) -> Any:  # noqa: ANN401 - whatever the method returns
        """The result of a call that was done; fails the test when it was refused."""
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> tuple[int, str]:
        """Code and description of a call that was refused; fails the test when it was done."""
        assert not self.body["ok"], self.body
        assert self.body["error_code"] == self.status
        return self.status, self.body["description"]


RawCall = Callable[..., Awaitable[Answer]]


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    simulator = Simulator()
    await simulator.start()
    yield simulator
    await simulator.stop()


@pytest.fixture
async def bot(simulator: Simulator) -> AsyncIterator[telegram.Bot]:
    base_url, base_file_url = f"{simulator.address}/bot", f"{simulator.address}/file/bot"
    async with telegram.Bot(simulator.token, base_url=base_url, base_file_url=base_file_url) as bot:
        yield bot


@pytest.fixture
def person(simulator: Simulator) -> Person:
    return simulator.add_person("Amal", "ar", started=True)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def call(simulator: Simulator, session: aiohttp.ClientSession) -> RawCall:
    async def call(method: str, *, token: str = simulator.token, **parameters: object) -> Answer:
        async with session.post(f"{simulator.address}/bot{token}/{method}", json=parameters) as response:
            return Answer(response.status, await response.json())

    return call


@pytest.fixture
def control(simulator: Simulator, session: aiohttp.ClientSession) -> RawCall:
    async def control(method: str, path: str, **given: object) -> Answer:
        async with session.request(method, f"{simulator.address}/control/{path}", json=given or None) as response:
            return Answer(response.status, await response.json())

    return control


@pytest.fixture(autouse=True)
def _no_floods() -> None:
    """Let these tests flood: the limits themselves are tested here, and there is no bot that should keep to them."""
