"""Who is in a group with which rights, and what the bot is told and may ask about it."""

import pytest
import telegram

from simulator import Person, Simulator
from simulator.acts import ImpossibleError
from simulator.records import ChatKind
from tests.simulator.conftest import RawCall
from tests.simulator.rooms import enter, tune_in, want


async def test_who_comes_and_goes_is_announced(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = await enter(simulator, person, "member")
    guest = simulator.add_person("Robin")
    group.add(guest)
    group.remove(guest)
    came, went = [update["message"] for update in (await call("getUpdates")).result]

    assert (guest.id, guest.id) == (came["new_chat_members"][0]["id"], went["left_chat_member"]["id"])


async def test_an_administrator_who_asks_is_told_of_members(
    simulator: Simulator, person: Person, call: RawCall
) -> None:
    want(simulator, "chat_member")
    group = await enter(simulator, person)
    guest = simulator.add_person("Robin")
    group.add(guest)
    group.remove(guest, "kicked", by=person)
    came, went = [update["chat_member"] for update in (await call("getUpdates")).result]

    assert ("left", "member") == (came["old_chat_member"]["status"], came["new_chat_member"]["status"])
    assert ("kicked", person.id) == (went["new_chat_member"]["status"], went["from"]["id"])


async def test_a_mere_member_is_not_told_of_members(simulator: Simulator, person: Person) -> None:
    want(simulator, "chat_member")
    group = await enter(simulator, person, "member")

    assert 0 == group.add(simulator.add_person("Robin"))


async def test_the_bot_learns_its_rights(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = simulator.add_group("Street party", [person])
    await group.sets_bot(person, "administrator", ["can_pin_messages"])
    told = (await call("getUpdates")).result[0]["my_chat_member"]["new_chat_member"]

    assert (True, True, False) == (told["can_pin_messages"], told["can_manage_chat"], told["can_delete_messages"])


@pytest.mark.parametrize(
    ("kind", "has", "has_not"),
    [
        ("group", "can_pin_messages", "can_post_messages"),
        ("supergroup", "can_manage_topics", "can_edit_messages"),
        ("channel", "can_post_messages", "can_pin_messages"),
    ],
)
async def test_each_kind_of_chat_has_its_own_rights(
    simulator: Simulator, person: Person, call: RawCall, kind: ChatKind, has: str, has_not: str
) -> None:
    group = simulator.add_group("Street party", [person], kind)
    await group.sets_bot(person, "administrator")
    member = (await call("getChatMember", chat_id=group.id, user_id=simulator.world.bot.id)).result

    assert (True, False) == (member[has], has_not in member)


async def test_a_right_the_chat_does_not_have_is_refused(simulator: Simulator, person: Person) -> None:
    group = simulator.add_group("Street party", [person])

    with pytest.raises(ValueError, match="an administrator of a supergroup has no right can_post_messages"):
        await group.sets_bot(person, "administrator", ["can_post_messages"])


async def test_administrators_are_listed_with_the_bot(simulator: Simulator, bot: telegram.Bot, person: Person) -> None:
    group = await enter(simulator, person)
    group.add(simulator.add_person("Robin"))
    found = await bot.get_chat_administrators(group.id)

    assert [(person.id, "creator"), (bot.id, "administrator")] == [(each.user.id, each.status) for each in found]


async def test_a_private_chat_has_no_administrators(person: Person, call: RawCall) -> None:
    answer = await call("getChatAdministrators", chat_id=person.id)

    assert (400, "Bad Request: there are no administrators in the private chat") == answer.refusal


async def test_members_are_counted_with_the_bot(simulator: Simulator, bot: telegram.Bot, person: Person) -> None:
    group = await enter(simulator, person)
    guest, gone = simulator.add_person("Robin"), simulator.add_person("Kim")
    group.add(guest)
    group.add(gone)
    group.remove(gone, "kicked")

    assert (3, 2) == (await bot.get_chat_member_count(group.id), await bot.get_chat_member_count(person.id))


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("group", {"permissions"}),
        ("supergroup", {"permissions", "has_visible_history"}),
        ("channel", {"can_send_paid_media"}),
    ],
)
async def test_a_chat_is_described_by_its_kind(
    simulator: Simulator, person: Person, call: RawCall, kind: ChatKind, told: set[str]
) -> None:
    group = simulator.add_group("Street party", [person], kind)
    await group.sets_bot(person, "administrator")
    info = (await call("getChat", chat_id=group.id)).result

    always = {"id", "type", "title", "accent_color_id", "max_reaction_count", "accepted_gift_types"}
    assert always | told == set(info)


async def test_a_group_the_bot_left_is_closed_to_it(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = await enter(simulator, person)
    await group.sets_bot(person, "left")
    answer = await call("getChat", chat_id=group.id)

    assert (403, "Forbidden: bot is not a member of the supergroup chat") == answer.refusal


async def test_a_public_group_can_be_looked_at_from_outside(
    simulator: Simulator, bot: telegram.Bot, person: Person
) -> None:
    simulator.add_group("Street party", [person], username="street_party")

    assert ("street_party",) == (await bot.get_chat("@street_party")).active_usernames


async def test_a_channels_readers_are_its_administrators_business(
    simulator: Simulator, person: Person, call: RawCall
) -> None:
    channel = simulator.add_channel("News", [person], username="news")
    answer = await call("getChatMember", chat_id=channel.id, user_id=person.id)

    assert (400, "Bad Request: member list is inaccessible") == answer.refusal


async def test_the_bot_leaves_a_group(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = await enter(simulator, person, "member")
    left = await call("leaveChat", chat_id=group.id)
    (update,) = (await call("getUpdates")).result
    again = await call("leaveChat", chat_id=group.id)

    assert left.result
    assert simulator.world.bot.id == group.messages[-1].body["left_chat_member"]["id"]
    assert "left" == update["my_chat_member"]["new_chat_member"]["status"]
    assert (403, "Forbidden: bot is not a member of the supergroup chat") == again.refusal


async def test_of_a_small_group_the_bot_sees_itself_removed(
    simulator: Simulator, person: Person, call: RawCall
) -> None:
    group = await enter(simulator, person, "member", kind="group")
    await group.sets_bot(person, "kicked")
    first, second = (await call("getUpdates")).result

    assert (simulator.world.bot.id, "kicked") == (
        first["message"]["left_chat_member"]["id"],
        second["my_chat_member"]["new_chat_member"]["status"],
    )


async def test_a_button_in_a_group_is_tapped_there(simulator: Simulator, bot: telegram.Bot, person: Person) -> None:
    group = await enter(simulator, person)
    button = telegram.InlineKeyboardButton("Join", callback_data="join")
    await bot.send_message(group.id, "Who comes?", reply_markup=telegram.InlineKeyboardMarkup([[button]]))
    await person.taps("Join", group=group)
    query = (await bot.get_updates())[-1].callback_query

    assert query is not None
    assert query.message is not None
    assert ("join", group.id) == (query.data, query.message.chat.id)


async def test_the_bot_cannot_leave_a_person(person: Person, call: RawCall) -> None:
    answer = await call("leaveChat", chat_id=person.id)

    assert (400, "Bad Request: chat member status can't be changed in private chats") == answer.refusal


async def test_a_restricted_bot_may_not_write(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = await enter(simulator, person, "restricted")
    answer = await call("sendMessage", chat_id=group.id, text="Hallo")

    assert (400, "Bad Request: not enough rights to send text messages to the chat") == answer.refusal


@pytest.mark.parametrize(("right", "done"), [("can_delete_messages", True), ("can_pin_messages", False)])
async def test_deleting_what_people_wrote_needs_the_right_in_a_supergroup(
    simulator: Simulator, person: Person, call: RawCall, right: str, done: bool
) -> None:
    group = await enter(simulator, person, rights=[right])
    await person.says("Hallo", group)
    answer = await call("deleteMessage", chat_id=group.id, message_id=group.messages[-1].message_id)

    expected = {"result": True} if done else {"error_code": 400, "description": "Bad Request: message can't be deleted"}
    assert {"ok": done, **expected} == answer.body


async def test_any_administrator_deletes_in_a_small_group(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = await enter(simulator, person, rights=["can_pin_messages"], kind="group")
    await person.says("Hallo", group)
    answer = await call("deleteMessage", chat_id=group.id, message_id=group.messages[-1].message_id)

    assert answer.result


async def test_an_anonymous_administrator_writes_as_the_group(
    simulator: Simulator, person: Person, call: RawCall
) -> None:
    group = await enter(simulator, person)
    group.add(person, "administrator", ["is_anonymous"])
    await person.says("Hallo", group)
    (update,) = (await call("getUpdates")).result

    message = update["message"]
    assert ("GroupAnonymousBot", group.id) == (message["from"]["username"], message["sender_chat"]["id"])


async def test_who_left_cannot_write(simulator: Simulator, person: Person) -> None:
    group = await enter(simulator, person)
    group.remove(person)

    with pytest.raises(ImpossibleError, match="this person is not in the group"):
        await person.says("Hallo", group)


async def test_privacy_mode_keeps_pictures_from_the_bot(simulator: Simulator, person: Person) -> None:
    group = await enter(simulator, person, "member")
    unseen = await person.sends("photo", group=group)
    meant = await person.sends("photo", "/show", group=group)

    assert (0, True) == (unseen, meant > 0)


async def test_an_upgraded_group_tells_its_new_number(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = await enter(simulator, person, "member", kind="group")
    after = await group.upgrades(person)
    answer = await call("sendMessage", chat_id=group.id, text="Hallo")

    assert (400, "Bad Request: group chat was upgraded to a supergroup chat") == answer.refusal
    assert {"migrate_to_chat_id": after.id} == answer.body["parameters"]


@pytest.mark.parametrize("method", ["getChat", "getChatMemberCount", "leaveChat", "unpinAllChatMessages"])
async def test_every_call_about_an_upgraded_group_is_refused(
    simulator: Simulator, person: Person, call: RawCall, method: str
) -> None:
    group = await enter(simulator, person, "member", kind="group")
    await group.upgrades(person)
    answer = await call(method, chat_id=group.id)

    assert (400, "Bad Request: group chat was upgraded to a supergroup chat") == answer.refusal


async def test_an_upgrade_is_told_in_both_chats(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = await enter(simulator, person, "member", kind="group")
    after = await group.upgrades(person)
    old, new = [update["message"] for update in (await call("getUpdates")).result]

    assert (group.id, after.id) == (old["chat"]["id"], old["migrate_to_chat_id"])
    assert (after.id, group.id) == (new["chat"]["id"], new["migrate_from_chat_id"])


async def test_people_and_bot_move_along(simulator: Simulator, bot: telegram.Bot, person: Person) -> None:
    group = await enter(simulator, person, "member", kind="group")
    after = await group.upgrades(person)
    await bot.send_message(after.id, "Hallo")
    await person.says("/start", after)

    assert ["Hallo", "/start"] == [message.text for message in after.messages if message.text]


async def test_a_supergroup_is_not_upgraded_again(simulator: Simulator, person: Person) -> None:
    group = await enter(simulator, person)

    with pytest.raises(ImpossibleError, match="only a group can become a supergroup"):
        await group.upgrades(person)


async def test_the_rights_to_ask_for_hold_in_channels_too(simulator: Simulator, person: Person) -> None:
    channel = await tune_in(simulator, person)

    assert channel.chat.bot.may("can_post_messages")
