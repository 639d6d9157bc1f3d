"""Copies and forwards: what comes along, what is left behind, what is refused."""

import pytest
import telegram
from telegram import InputMediaPhoto

from simulator import Person, Simulator
from tests.simulator.conftest import RawCall
from tests.simulator.test_files import PIXEL


@pytest.fixture
def other(simulator: Simulator) -> Person:
    return simulator.add_person("Bo", started=True)


async def test_a_copy_has_no_link_to_the_original(bot: telegram.Bot, person: Person, other: Person) -> None:
    await person.says("*Hallo*")
    await bot.copy_message(other.id, person.id, person.messages[-1].message_id)

    copied = other.received[-1].body
    assert ("*Hallo*", False, bot.id) == (copied["text"], "forward_origin" in copied, copied["from"]["id"])


async def test_a_copy_returns_its_number(bot: telegram.Bot, person: Person, other: Person) -> None:
    sent = await bot.send_message(person.id, "Hallo")
    copied = await bot.copy_message(other.id, person.id, sent.message_id)

    assert other.received[-1].body["message_id"] == copied.message_id


async def test_a_copy_leaves_the_keyboard_behind(bot: telegram.Bot, person: Person, other: Person) -> None:
    button = telegram.InlineKeyboardButton("A", callback_data="a")
    sent = await bot.send_message(person.id, "Hallo", reply_markup=telegram.InlineKeyboardMarkup([[button]]))
    await bot.copy_message(other.id, person.id, sent.message_id)

    assert "reply_markup" not in other.received[-1].body


@pytest.mark.parametrize(
    ("given", "caption", "above"),
    [
        ({}, "old", False),
        ({"caption": "<b>new</b>", "parse_mode": "HTML"}, "new", False),
        ({"caption": ""}, None, False),
        ({"caption": "new", "show_caption_above_media": True}, "new", True),
        ({"show_caption_above_media": True}, "old", False),
    ],
    ids=["is kept", "is replaced", "is taken away", "is put above", "stays where it is without a new one"],
)
async def test_the_caption_of_a_copy(
    given: dict[str, object],
    caption: str | None,
    above: bool,
    bot: telegram.Bot,
    person: Person,
    other: Person,
    call: RawCall,
) -> None:
    sent = await bot.send_photo(person.id, PIXEL, caption="old")
    await call("copyMessage", chat_id=other.id, from_chat_id=person.id, message_id=sent.message_id, **given)

    copied = other.received[-1].body
    assert (caption, above) == (copied.get("caption"), copied.get("show_caption_above_media", False))


async def test_a_copied_video_may_start_later(bot: telegram.Bot, person: Person, other: Person) -> None:
    sent = await bot.send_video(person.id, b"film")
    await bot.copy_message(other.id, person.id, sent.message_id, video_start_timestamp=5)

    assert 5 == other.received[-1].body["video"]["start_timestamp"]


async def test_a_forward_names_its_origin(bot: telegram.Bot, person: Person, other: Person) -> None:
    await person.says("Hallo")
    sent = await bot.forward_message(other.id, person.id, person.messages[-1].message_id)

    assert isinstance(sent.forward_origin, telegram.MessageOriginUser)
    assert ("Amal", "Hallo") == (sent.forward_origin.sender_user.first_name, sent.text)


async def test_a_forward_of_a_forward_keeps_the_first_origin(bot: telegram.Bot, person: Person, other: Person) -> None:
    await person.says("Hallo")
    first = await bot.forward_message(other.id, person.id, person.messages[-1].message_id)
    second = await bot.forward_message(person.id, other.id, first.message_id)

    assert first.forward_origin == second.forward_origin


@pytest.mark.parametrize("method", ["copyMessages", "forwardMessages"])
async def test_an_album_stays_one_and_what_is_gone_is_skipped_by(
    method: str, bot: telegram.Bot, person: Person, other: Person, call: RawCall
) -> None:
    album = await bot.send_media_group(person.id, [InputMediaPhoto(PIXEL), InputMediaPhoto(PIXEL)])
    numbers = [message.message_id for message in album]
    answer = await call(method, chat_id=other.id, from_chat_id=person.id, message_ids=[*numbers, numbers[-1] + 100])

    groups = {arrival.body["media_group_id"] for arrival in other.received}
    assert (2, 1, False) == (len(answer.result), len(groups), album[0].media_group_id in groups)


async def test_copies_may_go_without_their_captions(bot: telegram.Bot, person: Person, other: Person) -> None:
    sent = await bot.send_photo(person.id, PIXEL, caption="old")
    await bot.copy_messages(other.id, person.id, [sent.message_id], remove_caption=True)

    assert "caption" not in other.received[-1].body


@pytest.mark.parametrize(
    ("method", "reason"),
    [("copyMessage", "message to copy not found"), ("forwardMessage", "message to forward not found")],
)
async def test_a_message_that_is_gone_is_refused_by(method: str, reason: str, person: Person, call: RawCall) -> None:
    answer = await call(method, chat_id=person.id, from_chat_id=person.id, message_id=99)

    assert (400, f"Bad Request: {reason}") == answer.refusal


@pytest.mark.parametrize(
    ("method", "reason"),
    [("copyMessage", "the message can't be copied"), ("forwardMessage", "the message can't be forwarded")],
)
async def test_a_protected_message_is_refused_by(
    method: str, reason: str, bot: telegram.Bot, person: Person, call: RawCall
) -> None:
    sent = await bot.send_message(person.id, "Hallo", protect_content=True)
    answer = await call(method, chat_id=person.id, from_chat_id=person.id, message_id=sent.message_id)

    assert (400, f"Bad Request: {reason}") == answer.refusal


@pytest.mark.parametrize("method", ["copyMessage", "forwardMessage"])
async def test_a_service_message_is_refused_by(
    method: str, simulator: Simulator, person: Person, call: RawCall
) -> None:
    group = simulator.add_group(members=[person])
    await group.sets_bot(person, "member")
    answer = await call(method, chat_id=person.id, from_chat_id=group.id, message_id=1)

    done = {"copyMessage": "copied", "forwardMessage": "forwarded"}[method]
    assert (400, f"Bad Request: the message can't be {done}") == answer.refusal


@pytest.mark.parametrize("method", ["copyMessages", "forwardMessages"])
@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        ([], "there are no messages to forward"),
        (list(range(1, 102)), "too many messages to forward"),
        ([2, 1], "message identifiers must be in a strictly increasing order"),
        ([1, 1], "message identifiers must be in a strictly increasing order"),
    ],
    ids=["none", "101", "out of order", "twice the same"],
)
async def test_numbers_are_refused_with(
    method: str, numbers: list[int], reason: str, person: Person, call: RawCall
) -> None:
    answer = await call(method, chat_id=person.id, from_chat_id=person.id, message_ids=numbers)

    assert (400, f"Bad Request: {reason}") == answer.refusal


@pytest.mark.parametrize("method", ["copyMessage", "forwardMessage", "copyMessages", "forwardMessages"])
async def test_the_chat_they_come_from_must_be_known_to(method: str, person: Person, call: RawCall) -> None:
    answer = await call(method, chat_id=person.id, from_chat_id=5, message_id=1, message_ids=[1])

    assert (400, "Bad Request: chat not found") == answer.refusal


@pytest.mark.parametrize("method", ["copyMessage", "forwardMessage", "copyMessages", "forwardMessages"])
async def test_a_chat_to_come_from_is_required_by(method: str, person: Person, call: RawCall) -> None:
    answer = await call(method, chat_id=person.id, message_id=1, message_ids=[1])

    assert (400, 'Bad Request: parameter "from_chat_id" is required') == answer.refusal
