"""Methods that send: what arrives, and every reason to refuse."""

import json
from typing import Any

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from simulator import Person, Simulator
from tests.simulator.conftest import RawCall

Parameters = dict[str, Any]


def inline(*buttons: Parameters) -> Parameters:
    return {"inline_keyboard": [list(buttons)]}


def button(**fields: object) -> Parameters:
    return inline({"text": "A", **fields})


async def test_a_message_arrives_on_the_phone(bot: telegram.Bot, person: Person) -> None:
    await bot.send_message(person.id, "Hallo")

    assert ["Hallo"] == [message.text for message in person.received]


async def test_the_sent_message_is_returned_with_sender_and_chat(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "Hallo")

    assert (bot.id, person.id) == (sent.from_user and sent.from_user.id, sent.chat.id)


async def test_message_numbers_of_private_chats_grow_over_all_of_them(simulator: Simulator, bot: telegram.Bot) -> None:
    people = [simulator.add_person(started=True) for _ in range(3)]
    numbers = [(await bot.send_message(person.id, "Hallo")).message_id for person in people]

    assert [numbers[0], numbers[0] + 1, numbers[0] + 2] == numbers


async def test_each_supergroup_numbers_its_own_messages(simulator: Simulator, bot: telegram.Bot) -> None:
    owner = simulator.add_person()
    groups = [simulator.add_group(members=[owner]) for _ in range(2)]
    for group in groups:
        await group.sets_bot(owner, "member")
    numbers = [(await bot.send_message(group.id, "Hallo")).message_id for group in groups]

    assert [2, 2] == numbers


async def test_surrounding_space_is_trimmed(bot: telegram.Bot, person: Person) -> None:
    assert "Hallo" == (await bot.send_message(person.id, "\n Hallo \n")).text


async def test_an_inline_keyboard_is_part_of_the_message(bot: telegram.Bot, person: Person) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y", style="success")]])

    assert keyboard == (await bot.send_message(person.id, "?", reply_markup=keyboard)).reply_markup


async def test_a_reply_keyboard_shows_on_the_phone_and_not_in_the_message(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "?", reply_markup=ReplyKeyboardMarkup([["Home"]], is_persistent=True))

    assert (None, "Home") == (sent.reply_markup, (person.keyboard or {})["keyboard"][0][0]["text"])


async def test_a_reply_keyboard_can_be_removed(bot: telegram.Bot, person: Person) -> None:
    await bot.send_message(person.id, "?", reply_markup=ReplyKeyboardMarkup([["Home"]]))
    await bot.send_message(person.id, "!", reply_markup=ReplyKeyboardRemove())

    assert person.keyboard is None


async def test_a_venue_carries_its_place(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_venue(person.id, 50.77, 6.09, "Library", "Main street 1")

    assert sent.venue is not None
    assert ("Library", 6.09) == (sent.venue.title, sent.venue.location.longitude)


async def test_a_location_arrives(bot: telegram.Bot, person: Person) -> None:
    await bot.send_location(person.id, 50.77, 6.09)

    assert {"latitude": 50.77, "longitude": 6.09} == person.received[-1].body["location"]


async def test_a_chat_action_shows_until_the_next_message(bot: telegram.Bot, person: Person) -> None:
    await bot.send_chat_action(person.id, "typing")
    shown = person.account.chat.current_action()
    await bot.send_message(person.id, "Hallo")

    assert ("typing", None) == (shown, person.account.chat.current_action())


async def test_a_reply_carries_the_message_it_answers(bot: telegram.Bot, person: Person) -> None:
    first = await bot.send_message(person.id, "question")
    reply = await bot.send_message(person.id, "answer", reply_to_message_id=first.message_id)

    assert reply.reply_to_message
    assert "question" == reply.reply_to_message.text


TEXTS: list[tuple[str, Parameters, str]] = [
    ("no chat", {"chat_id": None}, "chat_id is empty"),
    ("an unknown chat", {"chat_id": 1}, "chat not found"),
    ("a chat that is no number", {"chat_id": "@nobody"}, "chat not found"),
    ("no text", {"text": None}, "message text is empty"),
    ("an empty text", {"text": ""}, "message text is empty"),
    ("only space", {"text": " \n "}, "text must be non-empty"),
    ("only tags", {"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ("a text of 4097", {"text": "x" * 4097}, "message is too long"),
    ("a text of 4097 UTF-16 units", {"text": "😀" * 2048 + "x"}, "message is too long"),
    ("an unknown parse mode", {"parse_mode": "BBCode"}, "unsupported parse_mode"),
    ("a text that is an object", {"text": {"a": 1}}, 'field "text" must be of type String'),
    ("a flag that is no flag", {"protect_content": "maybe"}, 'field "protect_content" must be of type Boolean'),
    ("an answer to nothing", {"reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ("entities that are no JSON", {"entities": "["}, "can't parse entities JSON object"),
    (
        "an entity outside of the text",
        {"entities": [{"type": "bold", "offset": 0, "length": 99}]},
        "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 99",
    ),
    (
        "an unknown entity",
        {"entities": [{"type": "loud", "offset": 0, "length": 1}]},
        "can't parse MessageEntity: Unsupported type specified",
    ),
]
KEYBOARDS: list[tuple[str, object, str]] = [
    ("no JSON", "{", "can't parse reply keyboard markup JSON object"),
    ("no object", "[]", "object expected as reply markup"),
    ("callback data of 65 bytes", button(callback_data="x" * 65), "BUTTON_DATA_INVALID"),
    ("callback data of 65 bytes in 33 letters", button(callback_data="é" * 32 + "x"), "BUTTON_DATA_INVALID"),
    (
        "empty callback data",
        button(callback_data=""),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "a button that does nothing",
        button(),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "a button without a label",
        inline({"callback_data": "x"}),
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        "a label that is no text",
        inline({"text": [], "callback_data": "x"}),
        'can\'t parse inline keyboard button: Field "text" must be of type String',
    ),
    ("an empty label", inline({"text": " ", "callback_data": "x"}), "inline keyboard button text must be non-empty"),
    (
        "a button that does two things",
        button(callback_data="x", url="https://example.org"),
        "can't parse inline keyboard button: exactly one of url, callback_data must be used",
    ),
    (
        "an unknown style",
        button(callback_data="x", style="pink"),
        'can\'t parse inline keyboard button: Unsupported value of the field "style" specified',
    ),
    (
        "a link that is none",
        button(url="nowhere"),
        "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
    ),
    ("a text to copy of 257", button(copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
    ("101 buttons", {"inline_keyboard": [[{"text": "A", "callback_data": "x"}]] * 101}, "reply markup is too long"),
    ("9 buttons in a row", inline(*[{"text": "A", "callback_data": "x"}] * 9), "reply markup is too long"),
    ("no rows", {"inline_keyboard": {}}, 'field "inline_keyboard" must be of type Array'),
    (
        "rows that are no lists",
        {"inline_keyboard": [{}]},
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    ("keys that are no lists", {"keyboard": ["A"]}, 'field "keyboard" must be an Array of Arrays'),
    (
        "a key that is a number",
        {"keyboard": [[1]]},
        "can't parse keyboard button: KeyboardButton must be a String or an Object",
    ),
    ("an empty key", {"keyboard": [[{"text": ""}]]}, "keyboard button text must be non-empty"),
    (
        "a placeholder of 65",
        {"keyboard": [["A"]], "input_field_placeholder": "x" * 65},
        'field "input_field_placeholder" must be 1-64 characters long',
    ),
]


@pytest.mark.parametrize(("changed", "reason"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
async def test_a_message_is_refused_with(changed: Parameters, reason: str, person: Person, call: RawCall) -> None:
    answer = await call("sendMessage", **{"chat_id": person.id, "text": "Hallo", **changed})

    assert (400, f"Bad Request: {reason}") == answer.refusal


@pytest.mark.parametrize(("markup", "reason"), [row[1:] for row in KEYBOARDS], ids=[row[0] for row in KEYBOARDS])
async def test_a_keyboard_is_refused_with(markup: object, reason: str, person: Person, call: RawCall) -> None:
    written = markup if isinstance(markup, str) else json.dumps(markup)
    answer = await call("sendMessage", chat_id=person.id, text="Hallo", reply_markup=written)

    assert (400, f"Bad Request: {reason}") == answer.refusal


async def test_a_refused_message_does_not_arrive(person: Person, call: RawCall) -> None:
    await call("sendMessage", chat_id=person.id, text="Hallo", reply_markup=button())

    assert [] == person.received


async def test_a_text_of_4096_after_parsing_is_taken(person: Person, call: RawCall) -> None:
    answer = await call("sendMessage", chat_id=person.id, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")

    assert 4096 == len(answer.result["text"])


async def test_a_bot_cannot_write_first(simulator: Simulator, call: RawCall) -> None:
    stranger = simulator.add_person()

    assert (400, "Bad Request: chat not found") == (await call("sendMessage", chat_id=stranger.id, text="Hi")).refusal


async def test_a_bot_that_was_blocked_is_forbidden(person: Person, call: RawCall) -> None:
    await person.blocks()
    answer = await call("sendMessage", chat_id=person.id, text="Hallo")

    assert (403, "Forbidden: bot was blocked by the user") == answer.refusal


async def test_an_account_that_was_deleted_is_forbidden(person: Person, call: RawCall) -> None:
    person.deactivates()
    answer = await call("sendMessage", chat_id=person.id, text="Hallo")

    assert (403, "Forbidden: user is deactivated") == answer.refusal


async def test_an_unknown_chat_action_is_refused(person: Person, call: RawCall) -> None:
    answer = await call("sendChatAction", chat_id=person.id, action="dancing")

    assert (400, "Bad Request: wrong parameter action in request") == answer.refusal


async def test_a_place_beyond_the_pole_is_refused(person: Person, call: RawCall) -> None:
    answer = await call("sendLocation", chat_id=person.id, latitude=91, longitude=0)

    assert (400, "Bad Request: wrong location specified") == answer.refusal


async def test_a_location_may_move(person: Person, call: RawCall) -> None:
    live = {"live_period": 60, "heading": 360, "proximity_alert_radius": 1}
    answer = await call("sendLocation", chat_id=person.id, latitude=50, longitude=6, horizontal_accuracy=9999, **live)

    expected = {"latitude": 50.0, "longitude": 6.0, "horizontal_accuracy": 1500, **live}
    assert expected == answer.result["location"]


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        ({"live_period": 59}, "wrong live location period specified"),
        ({"live_period": 86_401}, "wrong live location period specified"),
        ({"live_period": 60, "heading": 361}, "wrong live location heading specified"),
        (
            {"live_period": 60, "proximity_alert_radius": 100_001},
            "wrong live location proximity alert radius specified",
        ),
    ],
)
async def test_a_location_that_moves_is_refused_with(
    live: Parameters, reason: str, person: Person, call: RawCall
) -> None:
    answer = await call("sendLocation", chat_id=person.id, latitude=50, longitude=6, **live)

    assert (400, f"Bad Request: {reason}") == answer.refusal


async def test_a_venue_without_a_title_is_refused(person: Person, call: RawCall) -> None:
    answer = await call("sendVenue", chat_id=person.id, latitude=50, longitude=6, address="Main street 1")

    assert (400, 'Bad Request: parameter "title" is required') == answer.refusal


async def test_a_parameter_nobody_knows_is_noted_and_passed_over(
    simulator: Simulator, person: Person, call: RawCall
) -> None:
    answer = await call("sendMessage", chat_id=person.id, text="Hallo", colour="red")

    assert (True, ("colour",)) == (answer.body["ok"], simulator.calls[-1].ignored)
