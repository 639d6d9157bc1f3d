"""Groups, and the updates about the bot's own membership."""

import telegram

from simulator import Group, Person, Simulator
from tests.simulator.conftest import RawCall


async def entered(simulator: Simulator, person: Person, call: RawCall) -> Group:
    group = simulator.add_group("Street party", [person])
    await group.sets_bot(person, "member")
    (*_, last) = (await call("getUpdates")).result
    await call("getUpdates", offset=last["update_id"] + 1)
    return group


async def test_being_added_is_told(simulator: Simulator, bot: telegram.Bot, person: Person) -> None:
    group = simulator.add_group("Street party", [person])
    await group.sets_bot(person, "member")
    told, service = await bot.get_updates()

    assert told.my_chat_member is not None
    assert service.message is not None
    assert ("left", "member", bot.id) == (
        told.my_chat_member.old_chat_member.status,
        told.my_chat_member.new_chat_member.status,
        service.message.new_chat_members[0].id,
    )


async def test_blocking_and_unblocking_are_told(bot: telegram.Bot, person: Person) -> None:
    await person.blocks()
    await person.unblocks()
    changes = [update.my_chat_member for update in await bot.get_updates()]

    assert ["kicked", "member"] == [change.new_chat_member.status for change in changes if change]


async def test_starting_again_unblocks(bot: telegram.Bot, person: Person) -> None:
    await person.blocks()
    await person.starts()
    kinds = [("message" if update.message else "my_chat_member") for update in await bot.get_updates()]

    assert ["my_chat_member", "my_chat_member", "message"] == kinds


async def test_privacy_mode_keeps_talk_from_the_bot(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = await entered(simulator, person, call)

    assert 0 == await person.says("just talking", group)


async def test_a_command_in_a_group_reaches_the_bot(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = await entered(simulator, person, call)

    assert await person.says("/start", group)


async def test_a_command_for_another_bot_does_not(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = await entered(simulator, person, call)

    assert 0 == await person.says("/start@another_bot", group)


async def test_a_mention_reaches_the_bot(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = await entered(simulator, person, call)

    assert await person.says(f"hello @{simulator.world.bot.username}", group)


async def test_a_reply_to_the_bot_reaches_it(
    simulator: Simulator, bot: telegram.Bot, person: Person, call: RawCall
) -> None:
    group = await entered(simulator, person, call)
    sent = await bot.send_message(group.id, "Hallo")

    assert await person.says("thanks", group, reply_to=sent.message_id)


async def test_without_privacy_mode_the_bot_hears_everything(person: Person) -> None:
    simulator = Simulator(privacy=False)
    person = simulator.add_person()
    group = simulator.add_group(members=[person])
    await group.sets_bot(person, "member")

    assert await person.says("just talking", group)


async def test_a_bot_that_was_removed_is_forbidden(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = await entered(simulator, person, call)
    await group.sets_bot(person, "kicked")
    answer = await call("sendMessage", chat_id=group.id, text="Hallo")

    assert (403, "Forbidden: bot was kicked from the supergroup chat") == answer.refusal


async def test_a_bot_that_left_is_no_member(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = simulator.add_group(members=[person], kind="group")
    await group.sets_bot(person, "member")
    await group.sets_bot(person, "left")
    answer = await call("sendMessage", chat_id=group.id, text="Hallo")

    assert (403, "Forbidden: bot is not a member of the group chat") == answer.refusal


async def test_a_group_the_bot_never_entered_is_not_found(simulator: Simulator, call: RawCall) -> None:
    answer = await call("sendMessage", chat_id=simulator.add_group().id, text="Hallo")

    assert (400, "Bad Request: chat not found") == answer.refusal


async def test_a_persons_message_in_a_group_is_not_the_bots_to_delete(
    simulator: Simulator, person: Person, call: RawCall
) -> None:
    group = await entered(simulator, person, call)
    await person.says("/start", group)
    answer = await call("deleteMessage", chat_id=group.id, message_id=group.messages[-1].message_id)

    assert (400, "Bad Request: message can't be deleted") == answer.refusal
