"""The control API for groups, supergroups and channels, and what phones do in them."""

import base64
from typing import Any

import aiohttp
import pytest
import telegram

from simulator import Person, Simulator
from tests.simulator.conftest import RawCall
from tests.simulator.rooms import enter
from tests.simulator.test_control import events

CHAT_FIELDS = {
    "id", "kind", "title", "username", "forum", "bot_status", "migrated_to", "members", "topics", "pinned",
    "keyboard", "action", "messages",
}  # fmt: skip


async def test_a_chat_can_be_made(person: Person, control: RawCall) -> None:
    given = {"title": "Street party", "kind": "supergroup", "forum": True, "members": [person.id]}
    chat = (await control("POST", "chats", **given)).body

    general = {"id": 1, "name": "General", "color": 7322096, "closed": False, "hidden": False}
    assert CHAT_FIELDS == set(chat)
    assert ([{"phone": person.id, "status": "creator"}], [general]) == (chat["members"], chat["topics"])
    assert [chat] == (await control("GET", "state")).body["chats"]


async def test_a_chat_can_be_removed(simulator: Simulator, person: Person, control: RawCall) -> None:
    group = await enter(simulator, person)
    await control("DELETE", f"chats/{group.id}")

    assert 404 == (await control("GET", f"chats/{group.id}")).status


async def test_members_and_the_bot_come_in(simulator: Simulator, person: Person, control: RawCall) -> None:
    group = simulator.add_group("Street party", [person])
    guest = simulator.add_person("Robin")
    await control("POST", f"chats/{group.id}/members", phone=guest.id, status="member")
    await control("POST", f"chats/{group.id}/bot", by=person.id, status="administrator", rights=["can_pin_messages"])
    chat = (await control("GET", f"chats/{group.id}")).body

    assert ([person.id, guest.id], "administrator") == (
        [each["phone"] for each in chat["members"]],
        chat["bot_status"],
    )
    assert group.chat.bot.may("can_pin_messages")
    assert not group.chat.bot.may("can_delete_messages")


async def test_rights_can_be_given_as_telegram_writes_them(
    simulator: Simulator, person: Person, control: RawCall
) -> None:
    group = simulator.add_group("Street party", [person])
    rights = {"can_pin_messages": True, "can_delete_messages": False}
    await control("POST", f"chats/{group.id}/bot", by=person.id, status="administrator", rights=rights)

    assert {"can_pin_messages", "can_manage_chat"} == group.chat.bot.rights


async def test_a_group_is_upgraded(simulator: Simulator, person: Person, control: RawCall) -> None:
    group = await enter(simulator, person, "member", kind="group")
    after = (await control("POST", f"chats/{group.id}/upgrade", by=person.id)).body["chat"]

    assert ("supergroup", after["id"]) == (after["kind"], group.chat.migrated_to)


async def test_a_topic_is_opened_and_written_in(simulator: Simulator, person: Person, control: RawCall) -> None:
    group = await enter(simulator, person, forum=True)
    topic = (await control("POST", f"chats/{group.id}/topics", by=person.id, name="Cycling")).body["id"]
    await control("POST", f"phones/{person.id}/text", chat=group.id, thread=topic, text="Hallo")

    assert (topic, "Hallo") == (group.messages[-1].thread, group.messages[-1].text)


async def test_a_phone_answers_in_a_group(
    simulator: Simulator, bot: telegram.Bot, person: Person, control: RawCall
) -> None:
    group = await enter(simulator, person)
    sent = await bot.send_message(group.id, "Who comes?")
    await control("POST", f"phones/{person.id}/text", chat=group.id, reply_to=sent.message_id, text="I")

    assert "Who comes?" == group.messages[-1].body["reply_to_message"]["text"]


async def test_a_phone_reacts_and_it_is_shown(bot: telegram.Bot, person: Person, control: RawCall) -> None:
    sent = await bot.send_message(person.id, "Hallo")
    await control("POST", f"phones/{person.id}/react", message_id=sent.message_id, emoji="👍")
    await bot.set_message_reaction(person.id, sent.message_id, "👍")
    (shown,) = (await control("GET", f"phones/{person.id}")).body["messages"]

    assert [{"emoji": "👍", "count": 2, "by_bot": True, "by": [person.id]}] == shown["reactions"]


async def test_an_album_is_two_photos_of_one_group(person: Person, control: RawCall) -> None:
    await control("POST", f"phones/{person.id}/send", kind="album", caption="Us")
    first, second = person.messages

    assert first.body["media_group_id"] == second.body["media_group_id"]
    assert ("Us", "") == (first.text, second.text)


async def test_a_file_of_ones_own_can_be_sent_and_downloaded(
    bot: telegram.Bot, person: Person, control: RawCall
) -> None:
    content = base64.b64encode(b"Kennung;Titel").decode()
    await control("POST", f"phones/{person.id}/file", name="kurse.csv", mime_type="text/csv", content=content)
    document = person.messages[-1].body["document"]
    file = await bot.get_file(document["file_id"])

    assert ("kurse.csv", "text/csv") == (document["file_name"], document["mime_type"])
    assert b"Kennung;Titel" == bytes(await file.download_as_bytearray())


async def test_a_file_that_is_not_base64_is_refused(person: Person, control: RawCall) -> None:
    refused = await control("POST", f"phones/{person.id}/file", name="kurse.csv", content="Kurse!")

    assert (400, "content is not base64") == (refused.status, refused.body["error"])


async def test_a_message_is_shown_with_what_became_of_it(bot: telegram.Bot, person: Person, control: RawCall) -> None:
    sent = await bot.send_message(person.id, "Hallo")
    await bot.pin_chat_message(person.id, sent.message_id)
    phone = (await control("GET", f"phones/{person.id}")).body

    assert (True, False, []) == tuple(phone["messages"][0][name] for name in ("pinned", "read", "reactions"))
    assert [sent.message_id] == phone["pinned"]


async def test_a_phone_asks_inline_and_sends_a_result(
    simulator: Simulator, session: aiohttp.ClientSession, person: Person, call: RawCall, control: RawCall
) -> None:
    await control("POST", "bot", inline=True)
    told = await events(simulator, session, "inline")
    query = (await control("POST", f"phones/{person.id}/inline", query="swim")).body["query_id"]
    article = {"type": "article", "id": "1", "title": "x", "input_message_content": {"message_text": "Swimming"}}
    await call("answerInlineQuery", inline_query_id=query, results=[article], next_offset="2")
    (event,) = await told
    await control("POST", f"phones/{person.id}/choose", inline_query_id=query, result_id="1")

    assert (person.id, query, [article], "2", None) == tuple(
        event[name] for name in ("phone", "query_id", "results", "next_offset", "button")
    )
    assert "Swimming" == person.messages[-1].text


async def test_events_tell_what_happens_in_a_chat(
    simulator: Simulator, session: aiohttp.ClientSession, person: Person, call: RawCall
) -> None:
    group = await enter(simulator, person, forum=True)
    wanted = ("message", "read", "reactions", "message", "pinned", "message", "topics")
    told = await events(simulator, session, *wanted)
    update_id = await person.says("Hallo", group)
    message_id = group.messages[-1].message_id
    await call("getUpdates", offset=update_id + 1)
    await person.reacts(message_id, "👍", group)
    await call("pinChatMessage", chat_id=group.id, message_id=message_id)
    await call("closeGeneralForumTopic", chat_id=group.id)
    happened = await told
    found = {event["type"]: event for event in happened}

    assert list(wanted) == [event["type"] for event in happened]
    assert [message_id] == found["read"]["message_ids"]
    assert [{"emoji": "👍", "count": 1, "by_bot": False, "by": [person.id]}] == found["reactions"]["reactions"]
    assert [message_id] == found["pinned"]["pinned"]
    assert group.id == found["pinned"]["chat"]


async def test_a_new_chat_is_told_and_a_removed_one(
    simulator: Simulator, session: aiohttp.ClientSession, control: RawCall
) -> None:
    told = await events(simulator, session, "chat", "chat")
    chat = (await control("POST", "chats", title="News", kind="channel")).body
    await control("DELETE", f"chats/{chat['id']}")

    assert [chat, {"id": chat["id"], "removed": True}] == [event["chat"] for event in await told]


@pytest.mark.parametrize(
    ("path", "given", "status", "error"),
    [
        ("chats", {"title": "x", "kind": "room"}, 400, "a chat is a group, a supergroup, a channel, not 'room'"),
        ("chats", {"title": "x", "kind": "group", "forum": True}, 400, "only a supergroup can be a forum"),
        ("chats", {"kind": "group"}, 400, "title is missing"),
        ("chats/-5/bot", {}, 404, "there is no chat -5"),
        ("chats/{group}/dance", {}, 404, "a chat cannot dance"),
        ("chats/{group}/topics", {"by": "{person}", "name": "x"}, 400, "this chat is not a forum"),
        ("chats/{group}/members", {"phone": 5, "status": "member"}, 404, "there is no phone 5"),
        ("phones/{person}/text", {"chat": -5, "text": "x"}, 404, "there is no chat -5"),
        ("phones/{person}/inline", {"query": "x"}, 400, "the bot has no inline mode"),
        ("bot", {"mood": "good"}, 400, "a bot has no setting mood; it has privacy, inline, inline_feedback"),
    ],
)
async def test_wrong_input_is_refused(
    simulator: Simulator,
    person: Person,
    control: RawCall,
    path: str,
    given: dict[str, Any],
    status: int,
    error: str,
) -> None:
    group = simulator.add_group("Street party", [person])
    places = {"group": group.id, "person": person.id}
    known = {name: value.format(**places) if isinstance(value, str) else value for name, value in given.items()}
    answer = await control("POST", path.format(**places), **known)

    assert (status, {"ok": False, "error": error}) == (answer.status, answer.body)


async def test_an_unknown_status_is_refused(simulator: Simulator, person: Person, control: RawCall) -> None:
    group = simulator.add_group("Street party", [person])
    answer = await control("POST", f"chats/{group.id}/bot", by=person.id, status="king")

    assert (400, "there is no status 'king'") == (answer.status, answer.body["error"].partition(";")[0])
