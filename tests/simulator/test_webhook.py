"""Delivery to a webhook: a small server stands in for the bot."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from simulator import Person, Simulator
from tests.simulator.conftest import RawCall


class Receiver:
    """A bot behind a webhook; `answers` are the statuses it gives, 200 when they are used up."""

    def __init__(self) -> None:
        self.url = ""
        self.taken: asyncio.Queue[tuple[dict[str, Any], dict[str, str]]] = asyncio.Queue()
        self.answers: list[web.Response] = []

    async def take(self, request: web.Request) -> web.Response:
        """Note the update and answer as planned."""
        self.taken.put_nowait((await request.json(), dict(request.headers)))
        return self.answers.pop(0) if self.answers else web.Response()

    async def next(self) -> dict[str, Any]:
        """Wait for the next update."""
        async with asyncio.timeout(5):
            return (await self.taken.get())[0]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_an_update_is_delivered(receiver: Receiver, person: Person, call: RawCall) -> None:
    await call("setWebhook", url=receiver.url)
    update_id = await person.says("Hallo")

    assert update_id == (await receiver.next())["update_id"]


async def test_the_secret_stands_in_the_documented_header(receiver: Receiver, person: Person, call: RawCall) -> None:
    await call("setWebhook", url=receiver.url, secret_token="s3cret")
    await person.says("Hallo")
    _update, headers = await receiver.taken.get()

    assert "s3cret" == headers["X-Telegram-Bot-Api-Secret-Token"]


async def test_what_waited_is_delivered_when_the_webhook_is_set(
    receiver: Receiver, person: Person, call: RawCall
) -> None:
    update_id = await person.says("Hallo")
    await call("setWebhook", url=receiver.url)

    assert update_id == (await receiver.next())["update_id"]


async def test_what_waited_can_be_dropped(receiver: Receiver, person: Person, call: RawCall) -> None:
    await person.says("before")
    await call("setWebhook", url=receiver.url, drop_pending_updates=True)
    await person.says("after")

    assert "after" == (await receiver.next())["message"]["text"]


async def test_what_is_being_tried_again_can_be_dropped(
    simulator: Simulator, receiver: Receiver, person: Person, call: RawCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.webhook.FIRST_PAUSE_S", 0.01)
    receiver.answers = [web.Response(status=500) for _ in range(2)]
    await call("setWebhook", url=receiver.url)
    before = await person.says("before")
    await receiver.next()
    await call("setWebhook", url=receiver.url, drop_pending_updates=True)
    after = await person.says("after")
    while (taken := (await receiver.next())["update_id"]) == before:
        continue
    await simulator.settles()

    assert (after, 0) == (taken, (await call("getWebhookInfo")).result["pending_update_count"])


async def test_an_update_that_is_too_old_is_not_delivered(
    receiver: Receiver, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.webhook.FIRST_PAUSE_S", 0.1)
    receiver.answers = [web.Response(status=500)]
    simulator = Simulator(update_expiry_s=0.05)
    await simulator.start()
    async with session.post(f"{simulator.address}/bot{simulator.token}/setWebhook", json={"url": receiver.url}):
        first = await simulator.add_person().says("old")
        taken = [(await receiver.next())["update_id"]]
        await simulator.settles(timeout=2)
    second = await simulator.add_person().says("new")
    taken.append((await receiver.next())["update_id"])
    await simulator.stop()

    assert [first, second] == taken


async def test_updates_that_waited_too_long_are_not_pending(session: aiohttp.ClientSession) -> None:
    simulator = Simulator(update_expiry_s=0.0)
    await simulator.start()
    await simulator.add_person().says("old")
    async with session.post(f"{simulator.address}/bot{simulator.token}/getWebhookInfo") as response:
        info = (await response.json())["result"]
    await simulator.stop()

    assert 0 == info["pending_update_count"]


async def test_a_fixed_address_is_used_instead_of_a_name(receiver: Receiver, person: Person, call: RawCall) -> None:
    port = receiver.url.partition("127.0.0.1:")[2]
    await call("setWebhook", url=f"http://localhost:{port}", ip_address="127.0.0.1")
    update_id = await person.says("Hallo")

    info = (await call("getWebhookInfo")).result
    assert (update_id, "127.0.0.1") == ((await receiver.next())["update_id"], info["ip_address"])


async def test_an_update_that_was_not_taken_comes_again(
    receiver: Receiver, person: Person, call: RawCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.webhook.FIRST_PAUSE_S", 0.01)
    receiver.answers = [web.Response(status=500)]
    await call("setWebhook", url=receiver.url)
    update_id = await person.says("Hallo")

    assert [update_id, update_id] == [(await receiver.next())["update_id"] for _ in range(2)]


async def test_a_chats_updates_keep_their_order_through_failures(
    receiver: Receiver, person: Person, call: RawCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.webhook.FIRST_PAUSE_S", 0.01)
    receiver.answers = [web.Response(status=500)]
    await call("setWebhook", url=receiver.url)
    first, second = await person.says("one"), await person.says("two")

    assert [first, first, second] == [(await receiver.next())["update_id"] for _ in range(3)]


async def test_a_failing_chat_does_not_hold_up_another(
    simulator: Simulator, receiver: Receiver, person: Person, call: RawCall
) -> None:
    receiver.answers = [web.Response(status=500)]
    await call("setWebhook", url=receiver.url)
    first = await person.says("Hallo")
    second = await simulator.add_person().says("Hallo")

    assert {first, second} == {(await receiver.next())["update_id"] for _ in range(2)}


async def test_the_last_error_is_told(
    receiver: Receiver, person: Person, call: RawCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.webhook.FIRST_PAUSE_S", 0.01)
    receiver.answers = [web.Response(status=500)]
    await call("setWebhook", url=receiver.url)
    await person.says("Hallo")
    for _ in range(2):
        await receiver.next()
    info = (await call("getWebhookInfo")).result

    assert "Wrong response from the webhook: 500 Internal Server Error" == info["last_error_message"]


async def test_what_could_not_be_delivered_is_pending(person: Person, call: RawCall) -> None:
    await call("setWebhook", url="http://127.0.0.1:1/")
    await person.says("Hallo")

    assert 1 == (await call("getWebhookInfo")).result["pending_update_count"]


async def test_the_answer_may_be_a_call(receiver: Receiver, person: Person, call: RawCall) -> None:
    said = {"method": "sendMessage", "chat_id": person.id, "text": "at once"}
    receiver.answers = [web.json_response(said)]
    await call("setWebhook", url=receiver.url)
    await person.says("Hallo")

    assert ["at once"] == [arrival.text for arrival in await person.receives()]


async def test_a_tap_is_delivered_in_order_with_messages(receiver: Receiver, person: Person, call: RawCall) -> None:
    button = {"text": "A", "callback_data": "a"}
    await call("sendMessage", chat_id=person.id, text="?", reply_markup={"inline_keyboard": [[button]]})
    await call("setWebhook", url=receiver.url)
    await person.says("Hallo")
    await person.taps("A")

    assert ["message", "callback_query"] == [list(await receiver.next())[1] for _ in range(2)]


async def test_undelivered_updates_can_be_polled_once_the_webhook_is_gone(person: Person, call: RawCall) -> None:
    await call("setWebhook", url="http://127.0.0.1:1/")
    update_id = await person.says("Hallo")
    await call("deleteWebhook")

    assert [update_id] == [update["update_id"] for update in (await call("getUpdates")).result]


async def test_setting_and_deleting_say_what_they_did(call: RawCall) -> None:
    url = "http://127.0.0.1:1/"
    answers = [await call("setWebhook", url=url), await call("setWebhook", url=url)]
    answers += [await call("setWebhook", url=""), await call("deleteWebhook")]

    expected = ["Webhook was set", "Webhook is already set", "Webhook was deleted", "Webhook is already deleted"]
    assert expected == [answer.body["description"] for answer in answers]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"url": "http://example.org/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://example.org:8000/"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "https://example.org/", "ip_address": "300.1.1.1"}, "bad webhook: invalid IP address specified"),
        ({"url": "https://example.org/", "secret_token": "ä"}, "secret token contains unallowed characters"),
        ({"url": "https://example.org/", "secret_token": "x" * 257}, "secret token is too long"),
    ],
    ids=["no https", "another port", "no address", "a secret with other letters", "a long secret"],
)
async def test_a_webhook_is_refused_with(given: dict[str, str], reason: str, call: RawCall) -> None:
    assert (400, f"Bad Request: {reason}") == (await call("setWebhook", **given)).refusal
