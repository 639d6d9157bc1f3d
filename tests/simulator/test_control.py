"""The control API: phones, events, calls, clock and network over HTTP."""

import asyncio
import json
import os
import signal
import sys
from typing import Any

import aiohttp
import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from yarl import URL

from simulator import Person, Simulator
from tests.simulator.conftest import RawCall

PHONE_FIELDS = {"id", "label", "role", "first_name", "language", "blocked", "pinned", "keyboard", "action", "messages"}


async def events(simulator: Simulator, session: aiohttp.ClientSession, *wanted: str) -> asyncio.Task[list[Any]]:
    """Listen, and return what comes of the kinds that are wanted, in their number, once it is there."""
    response = await session.get(f"{simulator.address}/control/events")
    await response.content.readuntil(b"\n\n")

    async def collect() -> list[Any]:
        found: list[Any] = []
        async with asyncio.timeout(5):
            while len(found) < len(wanted):
                line = await response.content.readline()
                if line.startswith(b"data:") and (event := json.loads(line[5:]))["type"] in wanted:
                    found.append(event)
        response.close()
        return found

    return asyncio.create_task(collect())


async def test_a_phone_can_be_added(control: RawCall) -> None:
    phone = (await control("POST", "phones", label="Resident", first_name="Amal", language="ar")).body

    assert (PHONE_FIELDS, "Resident", "ar", []) == (
        set(phone),
        phone["label"],
        phone["language"],
        phone["messages"],
    )


async def test_a_phone_keeps_its_role(control: RawCall) -> None:
    phone = (await control("POST", "phones", label="Desk", role="staff")).body

    assert "staff" == (await control("GET", f"phones/{phone['id']}")).body["role"]


async def test_the_state_names_bot_and_phones(person: Person, control: RawCall) -> None:
    state = (await control("GET", "state")).body

    expected = ("quartierbot_demo_bot", [person.id], None)
    assert expected == (state["bot"]["username"], [phone["id"] for phone in state["phones"]], state["clock"])


async def test_the_state_lists_commands_by_language(bot: telegram.Bot, control: RawCall) -> None:
    await bot.set_my_commands([("start", "Anfangen")], language_code="de")

    expected = {"de": [{"command": "start", "description": "Anfangen"}]}
    assert expected == (await control("GET", "state")).body["bot"]["commands"]


async def test_a_phone_can_be_removed(simulator: Simulator, person: Person, control: RawCall) -> None:
    await control("DELETE", f"phones/{person.id}")

    assert [] == simulator.people


async def test_a_text_is_sent(bot: telegram.Bot, person: Person, control: RawCall) -> None:
    await control("POST", f"phones/{person.id}/text", text="Hallo")

    assert ["Hallo"] == [update.message.text for update in await bot.get_updates() if update.message]


async def test_a_deep_link_is_opened(person: Person, control: RawCall) -> None:
    await control("POST", f"phones/{person.id}/start", payload="poster_7")

    assert "/start poster_7" == person.messages[-1].text


async def test_a_button_is_tapped_by_its_place(bot: telegram.Bot, person: Person, control: RawCall) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
    sent = await bot.send_message(person.id, "?", reply_markup=markup)
    await control("POST", f"phones/{person.id}/tap", message_id=sent.message_id, row=0, column=0)

    assert "a" == person.messages[-1].tapped


async def test_a_tap_on_what_was_seen_is_handed_on_though_the_message_has_changed(
    bot: telegram.Bot, person: Person, control: RawCall
) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
    sent = await bot.send_message(person.id, "?", reply_markup=markup)
    await sent.edit_text("!")
    await control("POST", f"phones/{person.id}/tap", message_id=sent.message_id, data="a", seen=True)

    assert ["a"] == [update.callback_query.data for update in await bot.get_updates() if update.callback_query]


async def test_a_tap_on_what_was_deleted_a_moment_ago_does_nothing(
    bot: telegram.Bot, person: Person, control: RawCall
) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
    sent = await bot.send_message(person.id, "?", reply_markup=markup)
    await sent.delete()
    answer = await control("POST", f"phones/{person.id}/tap", message_id=sent.message_id, data="a", seen=True)

    assert (0, 0) == (answer.body["update_id"], len(await bot.get_updates()))


async def test_a_location_is_shared(person: Person, control: RawCall) -> None:
    await control("POST", f"phones/{person.id}/location", latitude=50.7, longitude=6.1)

    assert {"latitude": 50.7, "longitude": 6.1} == person.messages[-1].body["location"]


async def test_a_text_is_edited(person: Person, control: RawCall) -> None:
    await person.says("before")
    await control("POST", f"phones/{person.id}/edit", message_id=person.messages[-1].message_id, text="after")

    assert "after" == person.messages[-1].text


async def test_a_sent_file_has_an_address(
    simulator: Simulator, session: aiohttp.ClientSession, person: Person, control: RawCall
) -> None:
    await control("POST", f"phones/{person.id}/send", kind="photo")
    message = (await control("GET", f"phones/{person.id}")).body["messages"][-1]
    async with session.get(simulator.address + message["file_url"]) as response:
        assert (200, "image/png") == (response.status, response.content_type)


async def test_a_message_says_whose_it_is(bot: telegram.Bot, person: Person, control: RawCall) -> None:
    await person.says("mine")
    await bot.send_message(person.id, "yours")
    messages = (await control("GET", f"phones/{person.id}")).body["messages"]

    assert [("mine", True), ("yours", False)] == [(each["text"], each["outgoing"]) for each in messages]


async def test_a_deleted_message_stays_marked(bot: telegram.Bot, person: Person, control: RawCall) -> None:
    sent = await bot.send_message(person.id, "Hallo")
    await sent.delete()
    messages = (await control("GET", f"phones/{person.id}")).body["messages"]

    assert [True] == [each["deleted"] for each in messages]


async def test_a_phone_can_block_and_unblock(person: Person, control: RawCall) -> None:
    await control("POST", f"phones/{person.id}/block")
    blocked = (await control("GET", f"phones/{person.id}")).body["blocked"]
    await control("POST", f"phones/{person.id}/unblock")

    assert (True, False) == (blocked, (await control("GET", f"phones/{person.id}")).body["blocked"])


@pytest.mark.parametrize(
    ("action", "given", "error"),
    [
        ("text", {}, "text is missing"),
        ("text", {"text": " "}, "there is nothing to send"),
        ("tap", {"message_id": 99, "data": "x"}, "there is no message 99 in this chat"),
        ("tap", {"message_id": "x", "data": "x"}, "invalid literal for int() with base 10: 'x'"),
        ("location", {"latitude": 99, "longitude": 0}, "there is no such place on Earth"),
        ("send", {"kind": "money"}, "a phone sends photo, voice, sticker, document, contact, album, not 'money'"),
    ],
)
async def test_wrong_input_is_refused(
    action: str, given: dict[str, Any], error: str, person: Person, control: RawCall
) -> None:
    answer = await control("POST", f"phones/{person.id}/{action}", **given)

    assert (400, {"ok": False, "error": error}) == (answer.status, answer.body)


@pytest.mark.parametrize("path", ["phones/5", "nonsense", "clock"])
async def test_what_is_not_there_is_not_found(path: str, control: RawCall) -> None:
    assert 404 == (await control("GET", path)).status


async def test_events_tell_messages_both_ways(
    simulator: Simulator, session: aiohttp.ClientSession, bot: telegram.Bot, person: Person
) -> None:
    told = await events(simulator, session, "message", "message")
    await person.says("ping")
    await bot.send_message(person.id, "pong")

    assert [(person.id, "ping"), (person.id, "pong")] == [
        (event["chat"], event["message"]["text"]) for event in await told
    ]


async def test_events_tell_edits_deletions_actions_and_keyboards(
    simulator: Simulator, session: aiohttp.ClientSession, bot: telegram.Bot, person: Person
) -> None:
    wanted = ("action", "action", "keyboard", "edited", "deleted")
    told = await events(simulator, session, *wanted)
    await bot.send_chat_action(person.id, "typing")
    sent = await bot.send_message(person.id, "?", reply_markup=telegram.ReplyKeyboardMarkup([["A"]]))
    await sent.edit_text("!")
    await sent.delete()

    assert list(wanted) == [event["type"] for event in await told]


async def test_events_tell_the_answer_to_a_tap(
    simulator: Simulator, session: aiohttp.ClientSession, bot: telegram.Bot, person: Person
) -> None:
    told = await events(simulator, session, "answered")
    simulator.forge_tap(person, 1, "x")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    await update.callback_query.answer("Saved")

    (event,) = await told

    expected = ("answered", person.id, "Saved", False, None)
    assert expected == tuple(event[name] for name in ("type", "chat", "text", "show_alert", "url"))


async def test_events_tell_refused_calls_and_why(
    simulator: Simulator, session: aiohttp.ClientSession, person: Person, call: RawCall
) -> None:
    told = await events(simulator, session, "call")
    await call("sendMessage", chat_id=person.id, text="")
    (event,) = await told

    expected = ("sendMessage", False, 400, "Bad Request: message text is empty", person.id)
    assert expected == tuple(event[name] for name in ("method", "ok", "error_code", "description", "chat_id"))


async def test_nothing_is_told_when_nobody_listens(
    simulator: Simulator, session: aiohttp.ClientSession, person: Person
) -> None:
    told = await events(simulator, session, "message")
    await person.says("Hallo")
    await told
    async with asyncio.timeout(5):
        while simulator.world.listen:
            await person.says("still there?")
            await asyncio.sleep(0.01)

    assert simulator.world.listen is None


async def test_calls_are_listed_newest_first_with_parameters(person: Person, call: RawCall, control: RawCall) -> None:
    await call("getMe")
    await call("sendMessage", chat_id=person.id, text="Hallo")
    newest, _older = (await control("GET", "calls?limit=2")).body

    assert ("sendMessage", "Hallo") == (newest["method"], newest["parameters"]["text"])


async def test_the_network_can_be_changed(simulator: Simulator, control: RawCall) -> None:
    changed = (await control("POST", "network", delay_ms=20, limits=True, faults={"slow": 5}, seed=3)).body

    expected = (20, True, 5, 3)
    assert expected == (changed["delay_ms"], changed["limits"], changed["faults"]["slow"], changed["seed"])


async def test_an_unknown_fault_is_refused(control: RawCall) -> None:
    answer = await control("POST", "network", faults={"rain": 5})

    assert (400, "there is no fault rain") == (answer.status, answer.body["error"].partition(";")[0])


async def test_it_runs_alone_and_stops_on_request() -> None:
    command = (sys.executable, "-m", "simulator", "--port", "0")
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().strip()
    async with aiohttp.ClientSession() as session, session.get(f"{address}/bot1:any/getMe") as response:
        answer = await response.json()
    os.kill(process.pid, signal.SIGTERM)

    assert (True, 0) == (answer["ok"], await process.wait())


async def test_another_sites_page_may_not_act(simulator: Simulator, session: aiohttp.ClientSession) -> None:
    headers = {"Origin": "https://example.org"}
    async with session.post(f"{simulator.address}/control/phones", json={"label": "x"}, headers=headers) as response:
        assert 403 == response.status


async def test_the_page_is_served(simulator: Simulator, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{simulator.address}/") as response:
        assert (200, "text/html") == (response.status, response.content_type)


@pytest.mark.parametrize("path", ["static/../server.py", "static/%2e%2e/server.py", "static/nothing.js", "nothing"])
async def test_nothing_else_is_served(path: str, simulator: Simulator, session: aiohttp.ClientSession) -> None:
    async with session.get(URL(f"{simulator.address}/{path}", encoded=True)) as response:
        assert 404 == response.status
