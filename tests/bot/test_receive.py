"""Receiving: into the inbox first, acknowledged only then, by polling and as a webhook."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot import receive
from bot.app import Plan, make_bot
from bot.inbound import Incoming, Kind
from bot.lean import LeanBot
from bot.receive import ALLOWED, SECRET_HEADER, Hook, Poller
from simulator.faults import Faults
from simulator.server import Simulator
from tests.town import ZONE

SECRET = "a_secret-word_1"


@dataclass
class Taker:
    """Takes updates in, or fails as a database may."""

    taken: list[Incoming] = field(default_factory=list)
    failures: int = 0
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def accept(self, updates: Sequence[Incoming]) -> None:
        """Take updates in."""
        self.came.set()
        if self.failures:
            self.failures -= 1
            message = "the database is locked"
            raise OSError(message)
        self.taken += updates

    async def has(self, count: int) -> list[str]:
        """Wait until so many were taken; tells what they say."""
        async with asyncio.timeout(10):
            while len(self.taken) < count:
                self.came.clear()
                await self.came.wait()
        return [update.data for update in self.taken]


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    server = Simulator()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def bot(simulator: Simulator) -> AsyncIterator[LeanBot]:
    async with make_bot(Plan(simulator.token, simulator.address, ZONE)) as opened:
        yield opened


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pause briefly, for nobody learns more from a long pause."""
    monkeypatch.setattr(receive, "PAUSES_S", (0.01,))


@asynccontextmanager
async def polling(bot: LeanBot, taker: Taker) -> AsyncIterator[Poller]:
    """Poll for a while."""
    poller = Poller(bot, taker.accept)
    task = asyncio.create_task(poller.run())
    try:
        yield poller
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def hooked(bot: LeanBot, taker: Taker) -> AsyncIterator[str]:
    """Serve the webhook for a while; tells its address."""
    hook = Hook(bot, taker.accept, SECRET)
    await hook.start("127.0.0.1", 0, "/updates")
    assert hook._runner is not None
    try:
        yield f"http://127.0.0.1:{hook._runner.addresses[0][1]}/updates"
    finally:
        await hook.stop()


async def post(address: str, body: bytes, secret: str | None = SECRET) -> int:
    """Post something to a webhook; tells the status of the answer."""
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with aiohttp.ClientSession() as session, session.post(address, data=body, headers=headers) as answer:
        return answer.status


def update_saying(text: str, number: int = 1) -> bytes:
    """Write an update with a text as Telegram does."""
    user = {"id": 6100000001, "is_bot": False, "first_name": "Amal", "language_code": "ar"}
    message = {"message_id": 1, "date": 1, "from": user, "chat": {"id": user["id"], "type": "private"}, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


async def test_what_was_taken_in_is_acknowledged(simulator: Simulator, bot: LeanBot) -> None:
    taker, person = Taker(), simulator.add_person()
    async with polling(bot, taker):
        await person.says("one")
        await person.says("two")

        assert ["one", "two"] == await taker.has(2)
        await simulator.await_bot()

    assert not simulator.world.updates.waiting


async def test_what_could_not_be_taken_in_comes_again(simulator: Simulator, bot: LeanBot) -> None:
    taker, person = Taker(failures=2), simulator.add_person()
    async with polling(bot, taker):
        await person.says("one")

        assert ["one"] == await taker.has(1)


async def test_what_was_not_taken_in_is_not_acknowledged(simulator: Simulator, bot: LeanBot) -> None:
    taker, person = Taker(failures=10**6), simulator.add_person()
    async with polling(bot, taker):
        await person.says("one")
        await taker.came.wait()

    assert 1 == len(simulator.world.updates.waiting)


async def test_polling_survives_whatever_telegram_answers(simulator: Simulator, bot: LeanBot) -> None:
    taker, person = Taker(), simulator.add_person()
    simulator.set_network(faults=Faults(error_5xx=400, drop_before=300, reset=200), seed=1)
    async with polling(bot, taker):
        for number in range(5):
            await person.says(str(number))
            await taker.has(number + 1)

    assert ["0", "1", "2", "3", "4"] == [update.data for update in taker.taken]


async def test_polling_survives_a_refused_token(
    simulator: Simulator, bot: LeanBot, caplog: pytest.LogCaptureFixture
) -> None:
    taker, person = Taker(), simulator.add_person()
    simulator.api.token = "1:another"
    async with polling(bot, taker):
        async with asyncio.timeout(5):
            while simulator.counts["getUpdates:401"] < 3:
                simulator.api.activity.clear()
                await simulator.api.activity.wait()
        simulator.api.token = None
        await person.says("one")

        assert ["one"] == await taker.has(1)

    assert "QUARTIERBOT_TOKEN" in caplog.text
    assert simulator.token not in caplog.text


async def test_another_program_that_polls_is_named(
    simulator: Simulator, bot: LeanBot, caplog: pytest.LogCaptureFixture
) -> None:
    taker = Taker()
    async with polling(bot, taker):
        await simulator.await_bot()
        await bot.get_updates(timeout=0)
        await simulator.await_bot()

    assert "another program receives this bot's updates" in caplog.text


async def test_every_kind_of_update_we_answer_is_asked_for(simulator: Simulator, bot: LeanBot) -> None:
    async with polling(bot, Taker()):
        await simulator.await_bot()

    assert list(ALLOWED) == simulator.world.updates.allowed


async def test_silence_is_counted_from_the_last_answer(bot: LeanBot, simulator: Simulator) -> None:
    async with polling(bot, Taker()) as poller:
        await simulator.await_bot()

        assert 0 <= poller.silence_s < 5


async def test_acknowledging_before_the_end_leaves_nothing_to_deliver_again(simulator: Simulator, bot: LeanBot) -> None:
    taker, person = Taker(), simulator.add_person()
    async with polling(bot, taker) as poller:
        await person.says("one")
        await taker.has(1)

    await poller.acknowledge()

    assert not simulator.world.updates.waiting


async def test_a_webhook_takes_an_update_in_and_answers_200(bot: LeanBot) -> None:
    taker = Taker()
    async with hooked(bot, taker) as address:
        assert 200 == await post(address, update_saying("one"))

    assert ["one"] == [update.data for update in taker.taken]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", "schön"])
async def test_who_does_not_know_the_secret_gets_403_and_nothing_is_taken_in(bot: LeanBot, secret: str | None) -> None:
    taker = Taker()
    async with hooked(bot, taker) as address:
        assert 403 == await post(address, update_saying("one"), secret)

    assert [] == taker.taken


async def test_the_secret_is_compared_in_constant_time(bot: LeanBot, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []
    usual = hmac.compare_digest

    def compare(given: bytes, wanted: bytes) -> bool:
        compared.append((given, wanted))
        return usual(given, wanted)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    async with hooked(bot, Taker()) as address:
        await post(address, update_saying("one"), "wrong")

    assert [(b"wrong", SECRET.encode())] == compared


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b"1", b'"x"', b'{"message": {}}', b"\xff\xfe", b"{}"])
async def test_what_is_no_update_gets_400(bot: LeanBot, body: bytes) -> None:
    taker = Taker()
    async with hooked(bot, taker) as address:
        assert 400 == await post(address, body)

    assert [] == taker.taken


async def test_a_webhook_that_could_not_take_an_update_in_asks_for_it_again(bot: LeanBot) -> None:
    taker = Taker(failures=1)
    async with hooked(bot, taker) as address:
        assert 500 == await post(address, update_saying("one"))
        assert 200 == await post(address, update_saying("one"))

    assert ["one"] == [update.data for update in taker.taken]


async def test_a_webhook_serves_what_telegram_sends(simulator: Simulator, bot: LeanBot) -> None:
    taker, person = Taker(failures=1), simulator.add_person()
    async with hooked(bot, taker) as address:
        await bot.set_webhook(address, secret_token=SECRET, allowed_updates=ALLOWED)
        await person.says("one")

        assert ["one"] == await taker.has(1)

    assert Kind.TEXT == taker.taken[0].kind


async def test_a_secret_that_is_no_text_is_a_strangers(bot: LeanBot) -> None:
    async with hooked(bot, Taker()) as address:
        port = int(address.split(":")[2].partition("/")[0])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST /updates HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n{SECRET_HEADER}: "
        writer.write(head.encode() + b"\xff\xfe\r\n\r\n")

        assert b"HTTP/1.1 403 " == (await reader.read())[:13]
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize(
    "body", [b"null", b"[]", b"1", b'{"message": {}}', b'{"update_id": "1"}', b"[" * 900_000, b"\xff"]
)
async def test_what_is_no_update_is_refused_and_not_asked_for_again(bot: LeanBot, body: bytes) -> None:
    async with hooked(bot, Taker()) as address:
        assert 400 == await post(address, body)


@pytest.mark.parametrize("body", [b'{"update_id": 1, "message": {}}', b'{"update_id": 1, "poll": 7}'])
async def test_an_update_that_cannot_be_read_is_acknowledged_so_that_the_next_may_come(
    bot: LeanBot, body: bytes
) -> None:
    taker = Taker()
    async with hooked(bot, taker) as address:
        assert [200, 200] == [await post(address, body), await post(address, update_saying("next", 2))]

        assert ["next"] == await taker.has(1)


async def test_more_than_an_update_can_be_is_refused(bot: LeanBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receive, "MOST_BYTES", 1000)
    async with hooked(bot, Taker()) as address:
        assert 413 == await post(address, b" " * 1001)


async def test_after_silence_updates_are_asked_for_from_the_first_there_is(simulator: Simulator, bot: LeanBot) -> None:
    taker, person = Taker(), simulator.add_person()
    async with polling(bot, taker):
        await person.says("before")
        await taker.has(1)
        await simulator.await_bot()
        simulator.world.updates.wake()
        await simulator.await_bot()
        simulator.world.updates.last_id = 16
        await person.says("after a week")

        assert ["before", "after a week"] == await taker.has(2)
