"""Forum topics: opened, changed and closed by bots and people, and what may be written where."""

from typing import Any

import pytest

from simulator import Group, Person, Simulator
from simulator.acts import ImpossibleError
from tests.simulator.conftest import RawCall
from tests.simulator.rooms import enter

NO_RIGHTS: list[str] = ["can_invite_users"]


@pytest.fixture
async def forum(simulator: Simulator, person: Person) -> Group:
    return await enter(simulator, person, forum=True)


async def test_a_topic_is_numbered_by_the_message_that_opens_it(forum: Group, call: RawCall) -> None:
    topic = (await call("createForumTopic", chat_id=forum.id, name="Cycling", icon_color=16766590)).result

    opening = forum.messages[-1]
    expected = {"message_thread_id": opening.message_id, "name": "Cycling", "icon_color": 16766590}
    assert expected == topic
    assert {"name": "Cycling", "icon_color": 16766590} == opening.body["forum_topic_created"]


async def test_a_message_in_a_topic_says_so(forum: Group, person: Person, call: RawCall) -> None:
    topic = await forum.opens_topic(person, "Cycling")
    sent = (await call("sendMessage", chat_id=forum.id, message_thread_id=topic.thread, text="Hallo")).result

    assert (topic.thread, True) == (sent["message_thread_id"], sent["is_topic_message"])


async def test_a_message_in_the_general_topic_names_none(forum: Group, call: RawCall) -> None:
    sent = (await call("sendMessage", chat_id=forum.id, text="Hallo")).result

    assert not {"message_thread_id", "is_topic_message"} & sent.keys()


async def test_an_answer_goes_into_the_topic_of_what_it_answers(forum: Group, person: Person, call: RawCall) -> None:
    topic = await forum.opens_topic(person, "Cycling")
    await person.says("Who comes?", forum, thread=topic.thread)
    reply = {"message_id": forum.messages[-1].message_id}
    sent = (await call("sendMessage", chat_id=forum.id, text="I", reply_parameters=reply)).result

    assert topic.thread == sent["message_thread_id"]


async def test_a_person_opens_a_topic_and_the_bot_hears_of_it(forum: Group, person: Person, call: RawCall) -> None:
    topic = await forum.opens_topic(person, "Cycling")
    (update,) = (await call("getUpdates")).result

    message = update["message"]
    expected = ("Cycling", topic.thread, topic.thread)
    found = (message["forum_topic_created"]["name"], message["message_id"], message["message_thread_id"])
    assert expected == found


async def test_what_a_person_writes_in_a_topic_carries_its_number(forum: Group, person: Person, call: RawCall) -> None:
    topic = await forum.opens_topic(person, "Cycling")
    await person.says("Hallo", forum, thread=topic.thread)
    *_, update = (await call("getUpdates")).result

    assert (topic.thread, True) == (update["message"]["message_thread_id"], update["message"]["is_topic_message"])


@pytest.mark.parametrize("thread", [1, 77])
async def test_a_topic_that_is_not_there_is_not_found(forum: Group, call: RawCall, thread: int) -> None:
    answer = await call("sendMessage", chat_id=forum.id, message_thread_id=thread, text="Hallo")

    assert (400, "Bad Request: message thread not found") == answer.refusal


async def test_a_private_chat_has_no_topics(person: Person, call: RawCall) -> None:
    answer = await call("sendMessage", chat_id=person.id, message_thread_id=5, text="Hallo")

    assert (400, "Bad Request: message thread not found") == answer.refusal


async def test_into_a_closed_topic_only_administrators_write(
    simulator: Simulator, forum: Group, person: Person, call: RawCall
) -> None:
    topic = await forum.opens_topic(person, "Cycling")
    topic.closed = True
    await forum.sets_bot(person, "administrator", NO_RIGHTS)
    refused = await call("sendMessage", chat_id=forum.id, message_thread_id=topic.thread, text="Hallo")
    await forum.sets_bot(person, "administrator", ["can_manage_topics"])
    sent = await call("sendMessage", chat_id=forum.id, message_thread_id=topic.thread, text="Hallo")

    assert (400, "Bad Request: TOPIC_CLOSED") == refused.refusal
    assert sent.body["ok"]


async def test_a_person_cannot_write_into_a_closed_topic(simulator: Simulator, forum: Group, person: Person) -> None:
    topic = await forum.opens_topic(person, "Cycling")
    topic.closed = True
    guest = simulator.add_person("Robin")
    forum.add(guest)

    with pytest.raises(ImpossibleError, match="the topic Cycling is closed"):
        await guest.says("Hallo", forum, thread=topic.thread)


async def test_a_name_and_an_icon_can_be_changed(forum: Group, call: RawCall) -> None:
    icon = (await call("getForumTopicIconStickers")).result[0]["custom_emoji_id"]
    topic = (await call("createForumTopic", chat_id=forum.id, name="Cycling")).result["message_thread_id"]
    changed = {"name": "Cycling and skating", "icon_custom_emoji_id": icon}
    await call("editForumTopic", chat_id=forum.id, message_thread_id=topic, **changed)

    assert changed == forum.messages[-1].body["forum_topic_edited"]
    assert "Cycling and skating" == forum.topic("Cycling and skating").name


async def test_editing_nothing_is_done_in_silence(forum: Group, call: RawCall) -> None:
    topic = (await call("createForumTopic", chat_id=forum.id, name="Cycling")).result["message_thread_id"]
    before = len(forum.messages)
    answer = await call("editForumTopic", chat_id=forum.id, message_thread_id=topic, name="")

    assert (True, before) == (answer.result, len(forum.messages))


@pytest.mark.parametrize(
    ("method", "told"), [("closeForumTopic", "forum_topic_closed"), ("reopenForumTopic", "forum_topic_reopened")]
)
async def test_closing_and_reopening_is_told_once(forum: Group, call: RawCall, method: str, told: str) -> None:
    topic = (await call("createForumTopic", chat_id=forum.id, name="Cycling")).result["message_thread_id"]
    forum.topic("Cycling").closed = method == "reopenForumTopic"
    first = await call(method, chat_id=forum.id, message_thread_id=topic)
    again = await call(method, chat_id=forum.id, message_thread_id=topic)

    assert first.result
    assert {} == forum.messages[-1].body[told]
    assert (400, "Bad Request: TOPIC_NOT_MODIFIED") == again.refusal


async def test_a_deleted_topic_takes_its_messages_along(forum: Group, person: Person, call: RawCall) -> None:
    topic = await forum.opens_topic(person, "Cycling")
    await person.says("Hallo", forum, thread=topic.thread)
    await person.says("Elsewhere", forum)
    await call("deleteForumTopic", chat_id=forum.id, message_thread_id=topic.thread)

    assert ["Elsewhere"] == [message.text for message in forum.messages if message.text]
    assert ["General"] == [each.name for each in forum.chat.topics.values()]


async def test_the_general_topic_can_be_renamed(forum: Group, call: RawCall) -> None:
    await call("editGeneralForumTopic", chat_id=forum.id, name="Everything")

    assert {"name": "Everything"} == forum.messages[-1].body["forum_topic_edited"]


async def test_hiding_the_general_topic_closes_it(forum: Group, call: RawCall) -> None:
    await call("hideGeneralForumTopic", chat_id=forum.id)

    general = forum.topic("General")
    assert (True, True) == (general.hidden, general.closed)
    assert {} == forum.messages[-1].body["general_forum_topic_hidden"]


async def test_reopening_the_general_topic_shows_it(forum: Group, call: RawCall) -> None:
    await call("hideGeneralForumTopic", chat_id=forum.id)
    await call("reopenGeneralForumTopic", chat_id=forum.id)

    general = forum.topic("General")
    assert (False, False) == (general.hidden, general.closed)


async def test_showing_the_general_topic_leaves_it_closed(forum: Group, call: RawCall) -> None:
    await call("hideGeneralForumTopic", chat_id=forum.id)
    await call("unhideGeneralForumTopic", chat_id=forum.id)

    general = forum.topic("General")
    assert (False, True) == (general.hidden, general.closed)


async def test_unpinning_all_of_a_topic_leaves_the_others(forum: Group, person: Person, call: RawCall) -> None:
    topic = await forum.opens_topic(person, "Cycling")
    inside = (await call("sendMessage", chat_id=forum.id, message_thread_id=topic.thread, text="in")).result
    outside = (await call("sendMessage", chat_id=forum.id, text="out")).result
    for message in (inside, outside):
        await call("pinChatMessage", chat_id=forum.id, message_id=message["message_id"])
    await call("unpinAllForumTopicMessages", chat_id=forum.id, message_thread_id=topic.thread)
    left = [message.text for message in forum.pinned]
    await call("unpinAllGeneralForumTopicMessages", chat_id=forum.id)

    assert (["out"], []) == (left, forum.pinned)


RIGHTLESS = [
    ("createForumTopic", {"name": "x"}, "create a topic"),
    ("editForumTopic", {"name": "x"}, "edit the topic"),
    ("closeForumTopic", {}, "close or open the topic"),
    ("reopenForumTopic", {}, "close or open the topic"),
    ("deleteForumTopic", {}, "delete the topic"),
    ("unpinAllForumTopicMessages", {}, "manage pinned messages in the chat"),
    ("editGeneralForumTopic", {"name": "x"}, "edit the topic"),
    ("closeGeneralForumTopic", {}, "close or open the topic"),
    ("reopenGeneralForumTopic", {}, "close or open the topic"),
    ("hideGeneralForumTopic", {}, "edit the topic"),
    ("unhideGeneralForumTopic", {}, "edit the topic"),
    ("unpinAllGeneralForumTopicMessages", {}, "manage pinned messages in the chat"),
]


@pytest.mark.parametrize(("method", "given", "purpose"), RIGHTLESS)
async def test_each_change_needs_its_right(
    simulator: Simulator, person: Person, call: RawCall, method: str, given: dict[str, Any], purpose: str
) -> None:
    forum = await enter(simulator, person, rights=NO_RIGHTS, forum=True)
    topic = await forum.opens_topic(person, "Cycling")
    answer = await call(method, chat_id=forum.id, message_thread_id=topic.thread, **given)

    assert (400, f"Bad Request: not enough rights to {purpose}") == answer.refusal


async def test_who_opened_a_topic_may_change_it_without_the_right(
    simulator: Simulator, forum: Group, person: Person, call: RawCall
) -> None:
    topic = (await call("createForumTopic", chat_id=forum.id, name="Cycling")).result["message_thread_id"]
    await forum.sets_bot(person, "administrator", NO_RIGHTS)
    answer = await call("editForumTopic", chat_id=forum.id, message_thread_id=topic, name="Skating")

    assert answer.result


@pytest.mark.parametrize(("method", "given", "_purpose"), RIGHTLESS)
async def test_only_forums_have_topics(
    simulator: Simulator, person: Person, call: RawCall, method: str, given: dict[str, Any], _purpose: str
) -> None:
    group = await enter(simulator, person)
    answer = await call(method, chat_id=group.id, message_thread_id=5, **given)

    assert (400, "Bad Request: the chat is not a forum") == answer.refusal


@pytest.mark.parametrize("method", ["editForumTopic", "closeForumTopic", "reopenForumTopic", "deleteForumTopic"])
@pytest.mark.parametrize("thread", [1, 77])
async def test_an_unknown_topic_is_invalid(forum: Group, call: RawCall, method: str, thread: int) -> None:
    answer = await call(method, chat_id=forum.id, message_thread_id=thread)

    assert (400, "Bad Request: TOPIC_ID_INVALID") == answer.refusal


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"name": " "}, "title must be non-empty"),
        ({"name": "x" * 129}, 'field "name" must be 1-128 characters long'),
        ({"name": "x", "icon_color": 5}, "invalid icon color specified"),
        ({"name": "x", "icon_custom_emoji_id": "5"}, "DOCUMENT_INVALID"),
    ],
)
async def test_a_topic_that_cannot_be_is_refused(
    forum: Group, call: RawCall, given: dict[str, Any], reason: str
) -> None:
    answer = await call("createForumTopic", chat_id=forum.id, **given)

    assert (400, f"Bad Request: {reason}") == answer.refusal


async def test_renaming_to_the_same_name_is_no_change(forum: Group, call: RawCall) -> None:
    answer = await call("editGeneralForumTopic", chat_id=forum.id, name="General")

    assert (400, "Bad Request: TOPIC_NOT_MODIFIED") == answer.refusal


async def test_what_tells_of_a_topic_cannot_be_deleted(forum: Group, call: RawCall) -> None:
    topic = (await call("createForumTopic", chat_id=forum.id, name="Cycling")).result["message_thread_id"]
    answer = await call("deleteMessage", chat_id=forum.id, message_id=topic)

    assert (400, "Bad Request: message can't be deleted") == answer.refusal
