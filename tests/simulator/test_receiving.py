"""getUpdates: what a poller gets, when, and how often."""

import asyncio

import aiohttp
import pytest
import telegram
from telegram.error import Conflict

from simulator import Person, Simulator
from tests.simulator.conftest import RawCall


async def poll(call: RawCall, **given: object) -> list[int]:
    return [update["update_id"] for update in (await call("getUpdates", **given)).result]


async def test_an_unconfirmed_update_is_delivered_again(person: Person, call: RawCall) -> None:
    update_id = await person.says("Hallo")
    await poll(call)

    assert [update_id] == await poll(call)


async def test_a_higher_offset_confirms(person: Person, call: RawCall) -> None:
    first, second = await person.says("one"), await person.says("two")

    assert [second] == await poll(call, offset=first + 1)


async def test_a_confirmed_update_is_gone(person: Person, call: RawCall) -> None:
    update_id = await person.says("Hallo")
    await poll(call, offset=update_id + 1)

    assert [] == await poll(call)


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(person: Person, call: RawCall) -> None:
    last = [await person.says(text) for text in ("one", "two", "three")][-1]
    await poll(call, offset=-1)

    assert [last] == await poll(call)


async def test_a_limit_bounds_the_batch(person: Person, call: RawCall) -> None:
    first, *_rest = [await person.says(text) for text in ("one", "two", "three")]

    assert [first] == await poll(call, limit=1)


async def test_a_limit_outside_the_documented_range_is_read_as_a_hundred(person: Person, call: RawCall) -> None:
    for number in range(102):
        await person.says(str(number))

    assert 100 == len(await poll(call, limit=0))


async def test_update_numbers_follow_one_another(person: Person) -> None:
    assert await person.says("one") + 1 == await person.says("two")


async def test_a_long_poll_ends_with_the_first_update(bot: telegram.Bot, person: Person) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0)
    await person.says("Hallo")

    assert ["Hallo"] == [update.message.text for update in await polling if update.message]


async def test_a_long_poll_ends_empty_after_its_time_out(call: RawCall) -> None:
    assert [] == await poll(call, timeout=1)


async def test_a_second_poller_ends_the_first_with_a_conflict(
    simulator: Simulator, bot: telegram.Bot, call: RawCall
) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await simulator.await_bot()
    await call("getUpdates")

    with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot instance"):
        await first


async def test_setting_a_webhook_ends_a_long_poll(simulator: Simulator, call: RawCall) -> None:
    polling = asyncio.ensure_future(call("getUpdates", timeout=20))
    await simulator.await_bot()
    await call("setWebhook", url="http://127.0.0.1:1/")

    assert (409, "Conflict: terminated by setWebhook request") == (await polling).refusal


async def test_polling_while_a_webhook_is_set_is_a_conflict(call: RawCall) -> None:
    await call("setWebhook", url="http://127.0.0.1:1/")
    reason = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"

    assert (409, f"Conflict: {reason}") == (await call("getUpdates")).refusal


async def test_kinds_that_are_not_allowed_never_come(person: Person, call: RawCall) -> None:
    await call("getUpdates", allowed_updates=["callback_query"])

    assert 0 == await person.says("Hallo")


async def test_allowed_kinds_stay_allowed_when_not_named_again(person: Person, call: RawCall) -> None:
    await call("getUpdates", allowed_updates=["callback_query"])
    await call("getUpdates")

    assert 0 == await person.says("Hallo")


async def test_an_empty_list_allows_the_usual_kinds_again(person: Person, call: RawCall) -> None:
    await call("getUpdates", allowed_updates=["callback_query"])
    await call("getUpdates", allowed_updates=[])

    assert await person.says("Hallo")


async def test_an_update_that_is_redelivered_has_the_same_number(
    simulator: Simulator, person: Person, call: RawCall
) -> None:
    update_id = await person.says("Hallo")
    await poll(call, offset=update_id + 1)
    simulator.redeliver(update_id)

    assert [update_id] == await poll(call, offset=update_id + 1)


async def test_an_update_is_what_it_was_when_it_happened(person: Person, call: RawCall) -> None:
    await person.says("before")
    await person.edits(person.messages[-1].message_id, "after")

    (said, edited) = (await call("getUpdates")).result
    assert ("before", "after") == (said["message"]["text"], edited["edited_message"]["text"])


async def test_updates_expire(call: RawCall) -> None:
    short_lived = Simulator(update_expiry_s=0)
    await short_lived.add_person().says("Hallo")

    assert b"[]" == await short_lived.world.updates.poll(0, 100, 0)


async def test_a_wrong_token_is_unauthorized() -> None:
    simulator = Simulator(token="1:right")
    await simulator.start()
    async with aiohttp.ClientSession() as session, session.get(f"{simulator.address}/bot1:wrong/getMe") as response:
        answer = await response.json()
    await simulator.stop()

    assert {"ok": False, "error_code": 401, "description": "Unauthorized"} == answer


async def test_a_token_of_the_wrong_shape_is_unauthorized(call: RawCall) -> None:
    assert (401, "Unauthorized") == (await call("getMe", token="nonsense")).refusal


async def test_the_bot_has_the_number_of_its_token(call: RawCall) -> None:
    assert 4711 == (await call("getMe", token="4711:anything")).result["id"]


async def test_an_unknown_method_is_not_found(call: RawCall) -> None:
    assert (404, "Not Found") == (await call("sendNonsense")).refusal


async def test_the_case_of_a_method_does_not_matter(call: RawCall) -> None:
    assert (await call("GETME")).result["is_bot"]


async def test_parameters_may_come_in_the_query_string(simulator: Simulator, session: aiohttp.ClientSession) -> None:
    person = simulator.add_person(started=True)
    url = f"{simulator.address}/bot{simulator.token}/sendMessage"
    async with session.get(url, params={"chat_id": str(person.id), "text": "a+b & c"}) as response:
        answer = await response.json()

    assert "a+b & c" == answer["result"]["text"]


async def test_parameters_may_come_as_a_form(simulator: Simulator, session: aiohttp.ClientSession) -> None:
    person = simulator.add_person(started=True)
    url = f"{simulator.address}/bot{simulator.token}/sendMessage"
    async with session.post(url, data={"chat_id": str(person.id), "text": "ä + b & c\n😀"}) as response:
        answer = await response.json()

    assert "ä + b & c\n😀" == answer["result"]["text"]


async def test_a_body_that_is_no_json_is_a_bad_request(simulator: Simulator, session: aiohttp.ClientSession) -> None:
    headers = {"Content-Type": "application/json"}
    url = f"{simulator.address}/bot{simulator.token}/getMe"
    async with session.post(url, data=b"{", headers=headers) as response:
        answer = await response.json()

    assert (400, "Bad Request: can't parse JSON object") == (answer["error_code"], answer["description"])


async def test_a_poller_that_dies_takes_nothing_with_it(
    simulator: Simulator, session: aiohttp.ClientSession, person: Person, call: RawCall
) -> None:
    url = f"{simulator.address}/bot{simulator.token}/getUpdates"
    dying = asyncio.create_task(session.post(url, json={"timeout": 50}))
    await simulator.await_bot()
    dying.cancel()
    async with asyncio.timeout(5):
        await simulator.world.updates.left.wait()
    update_id = await person.says("Hallo")

    assert [update_id] == await poll(call, offset=update_id)


async def test_stopping_ends_long_polls_at_once() -> None:
    simulator = Simulator()
    await simulator.start()
    async with aiohttp.ClientSession() as session:
        url = f"{simulator.address}/bot{simulator.token}/getUpdates"
        polling = asyncio.create_task(session.post(url, json={"timeout": 50}))
        await simulator.await_bot()
        async with asyncio.timeout(1):
            await simulator.stop()
            response = await polling

        assert 500 == response.status
