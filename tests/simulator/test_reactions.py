"""Reactions of people and of the bot."""

from typing import Any

import pytest
import telegram

from simulator import Person, Simulator
from simulator.acts import ImpossibleError
from tests.simulator.conftest import RawCall
from tests.simulator.rooms import enter, tune_in, want

THUMB: dict[str, str] = {"type": "emoji", "emoji": "👍"}


async def test_a_bot_reacts_and_takes_it_back(bot: telegram.Bot, person: Person) -> None:
    await person.says("Hallo")
    message = person.messages[-1]
    await bot.set_message_reaction(person.id, message.message_id, "👍")
    reacted = dict(message.reactions)
    await bot.set_message_reaction(person.id, message.message_id)

    assert ({bot.id: ["👍"]}, {}) == (reacted, message.reactions)


async def test_a_reaction_is_told_when_it_is_asked_for(
    simulator: Simulator, bot: telegram.Bot, person: Person, call: RawCall
) -> None:
    want(simulator, "message_reaction")
    sent = await bot.send_message(person.id, "Hallo")
    await person.reacts(sent.message_id, "👍")
    await person.reacts(sent.message_id, None)
    given, taken = [update["message_reaction"] for update in (await call("getUpdates")).result]

    assert ([], [THUMB], person.id) == (given["old_reaction"], given["new_reaction"], given["user"]["id"])
    assert ([THUMB], []) == (taken["old_reaction"], taken["new_reaction"])


async def test_a_reaction_is_not_told_by_default(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "Hallo")

    assert 0 == await person.reacts(sent.message_id, "👍")


async def test_in_groups_only_administrators_hear_of_reactions(
    simulator: Simulator, bot: telegram.Bot, person: Person
) -> None:
    want(simulator, "message_reaction")
    group = await enter(simulator, person, "member")
    sent = await bot.send_message(group.id, "Hallo")
    as_member = await person.reacts(sent.message_id, "👍", group)
    await group.sets_bot(person, "administrator")
    as_administrator = await person.reacts(sent.message_id, "👎", group)

    assert (0, True) == (as_member, as_administrator > 0)


async def test_in_channels_reactions_are_counted(
    simulator: Simulator, bot: telegram.Bot, person: Person, call: RawCall
) -> None:
    want(simulator, "message_reaction_count")
    channel = await tune_in(simulator, person)
    sent = await bot.send_message(channel.id, "News")
    await person.reacts(sent.message_id, "👍", channel)
    (update,) = (await call("getUpdates")).result

    assert [{"type": THUMB, "total_count": 1}] == update["message_reaction_count"]["reactions"]


async def test_an_anonymous_administrator_reacts_as_the_group(
    simulator: Simulator, bot: telegram.Bot, person: Person, call: RawCall
) -> None:
    want(simulator, "message_reaction")
    group = await enter(simulator, person)
    group.add(person, "administrator", ["is_anonymous"])
    sent = await bot.send_message(group.id, "Hallo")
    await person.reacts(sent.message_id, "👍", group)
    (update,) = (await call("getUpdates")).result

    reaction = update["message_reaction"]
    assert (group.id, False) == (reaction["actor_chat"]["id"], "user" in reaction)


async def test_the_bot_does_not_hear_of_its_own_reaction(
    simulator: Simulator, bot: telegram.Bot, person: Person, call: RawCall
) -> None:
    want(simulator, "message_reaction")
    sent = await bot.send_message(person.id, "Hallo")
    await bot.set_message_reaction(person.id, sent.message_id, "👍")

    assert [] == (await call("getUpdates")).result


async def test_a_reaction_to_an_album_goes_to_its_first_message(bot: telegram.Bot, person: Person) -> None:
    await person.sends("album")
    first, second = person.messages
    await bot.set_message_reaction(person.id, second.message_id, "👍")

    assert ({bot.id: ["👍"]}, {}) == (first.reactions, second.reactions)


@pytest.mark.parametrize(
    ("reaction", "reason"),
    [
        ([THUMB, {"type": "emoji", "emoji": "🔥"}], "REACTIONS_TOO_MANY"),
        ([{"type": "emoji", "emoji": "🥐"}], "REACTION_INVALID"),
        ([{"type": "custom_emoji", "custom_emoji_id": "5"}], "REACTION_INVALID"),
        ([{"type": "paid"}], "REACTION_INVALID"),
        ([{"type": "wave"}], "can't parse ReactionType: Unsupported type specified"),
    ],
)
async def test_what_a_bot_cannot_react_with_is_refused(
    person: Person, call: RawCall, reaction: list[Any], reason: str
) -> None:
    await person.says("Hallo")
    message_id = person.messages[-1].message_id
    answer = await call("setMessageReaction", chat_id=person.id, message_id=message_id, reaction=reaction)

    assert (400, f"Bad Request: {reason}") == answer.refusal


async def test_a_message_that_is_not_there_cannot_be_reacted_to(person: Person, call: RawCall) -> None:
    answer = await call("setMessageReaction", chat_id=person.id, message_id=99, reaction=[THUMB])

    assert (400, "Bad Request: message to react not found") == answer.refusal


async def test_a_service_message_cannot_be_reacted_to(bot: telegram.Bot, person: Person, call: RawCall) -> None:
    await bot.pin_chat_message(person.id, (await bot.send_message(person.id, "x")).message_id)
    message_id = person.messages[-1].message_id
    answer = await call("setMessageReaction", chat_id=person.id, message_id=message_id, reaction=[THUMB])

    assert (400, "Bad Request: REACTION_INVALID") == answer.refusal


async def test_a_person_has_the_reactions_that_telegram_has(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "Hallo")

    with pytest.raises(ImpossibleError, match="no reaction that Telegram has"):
        await person.reacts(sent.message_id, "🥐")
