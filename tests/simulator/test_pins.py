"""Pinned messages in private chats, groups and channels."""

import pytest
import telegram

from simulator import Person, Simulator
from tests.simulator.conftest import RawCall
from tests.simulator.rooms import enter, tune_in

NOT_ENOUGH = "Bad Request: not enough rights to manage pinned messages in the chat"


async def test_a_pin_is_told_in_the_chat(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "Opening hours")
    await bot.pin_chat_message(person.id, sent.message_id)

    assert "Opening hours" == person.messages[-1].body["pinned_message"]["text"]
    assert [sent.message_id] == person.account.chat.pinned


async def test_pinning_again_changes_nothing(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "Opening hours")
    await bot.pin_chat_message(person.id, sent.message_id)
    before = len(person.messages)
    await bot.pin_chat_message(person.id, sent.message_id)

    assert before == len(person.messages)


async def test_a_pin_of_a_person_is_told_to_the_bot(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = await enter(simulator, person, "member")
    await person.says("Meet at nine", group)
    await group.pins(person, group.messages[-1].message_id)
    (update,) = (await call("getUpdates")).result

    assert "Meet at nine" == update["message"]["pinned_message"]["text"]


async def test_without_a_number_the_newest_message_is_unpinned(bot: telegram.Bot, person: Person) -> None:
    older, newer = [await bot.send_message(person.id, text) for text in ("older", "newer")]
    for message in (newer, older):
        await bot.pin_chat_message(person.id, message.message_id)
    await bot.unpin_chat_message(person.id)

    assert [older.message_id] == person.account.chat.pinned


async def test_a_chat_names_the_newest_of_its_pinned_messages(bot: telegram.Bot, person: Person) -> None:
    older, newer = [await bot.send_message(person.id, text) for text in ("older", "newer")]
    for message in (newer, older):
        await bot.pin_chat_message(person.id, message.message_id)
    pinned = (await bot.get_chat(person.id)).pinned_message

    assert pinned is not None
    assert newer.message_id == pinned.message_id


async def test_all_are_unpinned(bot: telegram.Bot, person: Person) -> None:
    for text in ("one", "two"):
        await bot.pin_chat_message(person.id, (await bot.send_message(person.id, text)).message_id)
    await bot.unpin_all_chat_messages(person.id)

    assert [] == person.account.chat.pinned


async def test_a_deleted_message_is_no_longer_pinned(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "Opening hours")
    await bot.pin_chat_message(person.id, sent.message_id)
    await sent.delete()

    assert [] == person.account.chat.pinned


async def test_a_service_message_cannot_be_pinned(bot: telegram.Bot, person: Person, call: RawCall) -> None:
    await bot.pin_chat_message(person.id, (await bot.send_message(person.id, "x")).message_id)
    answer = await call("pinChatMessage", chat_id=person.id, message_id=person.messages[-1].message_id)

    assert (400, "Bad Request: a service message can't be pinned") == answer.refusal


@pytest.mark.parametrize(
    ("method", "reason"),
    [("pinChatMessage", "message to pin not found"), ("unpinChatMessage", "message to unpin not found")],
)
async def test_a_message_that_is_not_there_is_not_found(
    person: Person, call: RawCall, method: str, reason: str
) -> None:
    answer = await call(method, chat_id=person.id, message_id=999)

    assert (400, f"Bad Request: {reason}") == answer.refusal


async def test_where_nothing_is_pinned_nothing_is_unpinned(person: Person, call: RawCall) -> None:
    answer = await call("unpinChatMessage", chat_id=person.id)

    assert (400, "Bad Request: message to unpin not found") == answer.refusal


@pytest.mark.parametrize("method", ["pinChatMessage", "unpinChatMessage", "unpinAllChatMessages"])
async def test_pinning_in_a_group_needs_the_right(
    simulator: Simulator, person: Person, call: RawCall, method: str
) -> None:
    group = await enter(simulator, person, rights=["can_delete_messages"])
    await person.says("Hallo", group)
    answer = await call(method, chat_id=group.id, message_id=group.messages[-1].message_id)

    assert (400, NOT_ENOUGH) == answer.refusal


async def test_pinning_in_a_channel_needs_the_right_to_edit(
    simulator: Simulator, person: Person, call: RawCall
) -> None:
    channel = await tune_in(simulator, person, ["can_post_messages"])
    await channel.posts(person, "News")
    post = channel.messages[-1].message_id
    refused = await call("pinChatMessage", chat_id=channel.id, message_id=post)
    await channel.sets_bot(person, "administrator", ["can_edit_messages"])
    pinned = await call("pinChatMessage", chat_id=channel.id, message_id=post)

    assert ((400, NOT_ENOUGH), True) == (refused.refusal, pinned.result)
