"""Channels: posts as updates, and what the bot may do there."""

import pytest
import telegram

from simulator import Person, Simulator
from simulator.acts import ImpossibleError
from tests.simulator.conftest import RawCall
from tests.simulator.rooms import tune_in


async def test_a_post_is_a_channel_post_from_the_channel(simulator: Simulator, person: Person, call: RawCall) -> None:
    channel = await tune_in(simulator, person)
    await channel.posts(person, "News")
    (update,) = (await call("getUpdates")).result

    post = update["channel_post"]
    assert ("News", channel.id, False) == (post["text"], post["sender_chat"]["id"], "from" in post)


async def test_an_edited_post_is_an_edited_channel_post(simulator: Simulator, person: Person, call: RawCall) -> None:
    channel = await tune_in(simulator, person)
    await channel.posts(person, "News")
    await person.edits(channel.messages[-1].message_id, "Old news", channel)
    *_, update = (await call("getUpdates")).result

    assert "Old news" == update["edited_channel_post"]["text"]


async def test_the_bots_post_is_the_channels(simulator: Simulator, bot: telegram.Bot, person: Person) -> None:
    channel = await tune_in(simulator, person)
    sent = await bot.send_message(channel.id, "News")

    assert sent.sender_chat is not None
    assert (channel.id, None) == (sent.sender_chat.id, sent.from_user)


async def test_a_public_channel_is_found_by_its_name(simulator: Simulator, bot: telegram.Bot, person: Person) -> None:
    channel = simulator.add_channel("News", [person], username="QuarterNews")
    await channel.sets_bot(person, "administrator")
    await bot.send_message("@quarternews", "Hallo")

    assert "Hallo" == channel.messages[-1].text


async def test_the_bot_needs_the_right_to_post(simulator: Simulator, person: Person, call: RawCall) -> None:
    channel = await tune_in(simulator, person, ["can_edit_messages"])
    answer = await call("sendMessage", chat_id=channel.id, text="News")

    assert (400, "Bad Request: not enough rights to send text messages to the chat") == answer.refusal


async def test_a_bot_that_was_removed_is_no_member(simulator: Simulator, person: Person, call: RawCall) -> None:
    channel = await tune_in(simulator, person)
    await channel.sets_bot(person, "left")
    answer = await call("sendMessage", chat_id=channel.id, text="News")

    assert (403, "Forbidden: bot is not a member of the channel chat") == answer.refusal


async def test_a_bot_cannot_just_read_a_channel(simulator: Simulator, person: Person) -> None:
    channel = simulator.add_channel("News", [person])

    with pytest.raises(ImpossibleError, match="a bot can only be an administrator of a channel"):
        await channel.sets_bot(person, "member")


async def test_a_reader_cannot_post(simulator: Simulator, person: Person) -> None:
    channel = await tune_in(simulator, person)
    reader = simulator.add_person("Robin")
    channel.add(reader)

    with pytest.raises(ImpossibleError, match="only administrators write in a channel"):
        await channel.posts(reader, "News")


@pytest.mark.parametrize(("right", "done"), [("can_edit_messages", True), ("can_post_messages", False)])
async def test_editing_others_posts_needs_the_right(
    simulator: Simulator, person: Person, call: RawCall, right: str, done: bool
) -> None:
    channel = await tune_in(simulator, person, [right])
    await channel.posts(person, "News")
    message_id = channel.messages[-1].message_id
    answer = await call("editMessageText", chat_id=channel.id, message_id=message_id, text="Old news")

    expected = {} if done else {"error_code": 400, "description": "Bad Request: message can't be edited"}
    assert {"ok": done, **expected} == {name: each for name, each in answer.body.items() if name != "result"}


@pytest.mark.parametrize(("right", "done"), [("can_delete_messages", True), ("can_post_messages", False)])
async def test_deleting_others_posts_needs_the_right(
    simulator: Simulator, person: Person, call: RawCall, right: str, done: bool
) -> None:
    channel = await tune_in(simulator, person, [right])
    await channel.posts(person, "News")
    answer = await call("deleteMessage", chat_id=channel.id, message_id=channel.messages[-1].message_id)

    expected = {"result": True} if done else {"error_code": 400, "description": "Bad Request: message can't be deleted"}
    assert {"ok": done, **expected} == answer.body


async def test_joining_a_channel_is_not_announced(simulator: Simulator, person: Person) -> None:
    channel = await tune_in(simulator, person)
    channel.add(simulator.add_person("Robin"))

    assert [] == channel.messages


async def test_a_channel_numbers_its_posts_for_itself(simulator: Simulator, person: Person) -> None:
    channel = await tune_in(simulator, person)
    await person.says("elsewhere")
    await channel.posts(person, "News")

    assert 1 == channel.messages[-1].message_id
