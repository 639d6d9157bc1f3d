"""Taps on inline keyboards and the bot's answers to them."""

import aiohttp
import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from simulator import Person, Simulator
from simulator.acts import ImpossibleError
from tests.simulator.conftest import RawCall

YES_NO = InlineKeyboardMarkup(
    [[InlineKeyboardButton("✅ Yes", callback_data="y")], [InlineKeyboardButton("No", callback_data="n")]]
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def tapped(bot: telegram.Bot, person: Person) -> telegram.CallbackQuery:
    await bot.send_message(person.id, "?", reply_markup=YES_NO)
    await person.taps("Yes")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    return query


async def test_a_tap_sends_the_data_of_the_button(bot: telegram.Bot, person: Person) -> None:
    assert "y" == (await tapped(bot, person)).data


async def test_a_tap_carries_the_message(bot: telegram.Bot, person: Person) -> None:
    query = await tapped(bot, person)

    assert isinstance(query.message, telegram.Message)
    assert ("?", YES_NO) == (query.message.text, query.message.reply_markup)


async def test_a_tap_on_a_deleted_message_carries_an_inaccessible_one(
    simulator: Simulator, bot: telegram.Bot, person: Person, call: RawCall
) -> None:
    sent = await bot.send_message(person.id, "?", reply_markup=YES_NO)
    await sent.delete()
    simulator.forge_tap(person, sent.message_id, "y")
    (update,) = (await call("getUpdates")).result

    expected = {"chat": person.account.chat.public, "message_id": sent.message_id, "date": 0}
    assert expected == update["callback_query"]["message"]


async def test_an_answer_reaches_the_phone(bot: telegram.Bot, person: Person) -> None:
    query = await tapped(bot, person)
    await query.answer("Saved", show_alert=True)

    assert ("answered", "Saved", True) == (
        person.arrivals[-1].kind,
        person.arrivals[-1].text,
        person.arrivals[-1].body["show_alert"],
    )


async def test_a_query_can_be_answered_once(bot: telegram.Bot, person: Person, call: RawCall) -> None:
    query = await tapped(bot, person)
    await query.answer()

    assert (400, TOO_OLD) == (await call("answerCallbackQuery", callback_query_id=query.id)).refusal


async def test_a_query_nobody_asked_is_too_old(call: RawCall) -> None:
    assert (400, TOO_OLD) == (await call("answerCallbackQuery", callback_query_id="1")).refusal


async def test_a_query_must_be_answered_in_time() -> None:
    simulator = Simulator(query_timeout_s=0)
    await simulator.start()
    person = simulator.add_person(started=True)
    simulator.forge_tap(person, 1, "y")
    (query,) = simulator.world.queries
    async with aiohttp.ClientSession() as session:
        url = f"{simulator.address}/bot{simulator.token}/answerCallbackQuery"
        async with session.post(url, json={"callback_query_id": query}) as response:
            answer = await response.json()
    await simulator.stop()

    assert TOO_OLD == answer["description"]


async def test_an_answer_of_more_than_200_characters_is_refused(
    bot: telegram.Bot, person: Person, call: RawCall
) -> None:
    query = await tapped(bot, person)
    answer = await call("answerCallbackQuery", callback_query_id=query.id, text="x" * 201)

    assert (400, "Bad Request: MESSAGE_TOO_LONG") == answer.refusal


async def test_an_answer_opens_no_foreign_address(bot: telegram.Bot, person: Person, call: RawCall) -> None:
    query = await tapped(bot, person)
    answer = await call("answerCallbackQuery", callback_query_id=query.id, url="https://example.org")

    assert (400, "Bad Request: URL_INVALID") == answer.refusal


async def test_an_answer_may_open_the_bots_own_deep_link(bot: telegram.Bot, person: Person) -> None:
    query = await tapped(bot, person)

    assert await query.answer(url=f"https://t.me/{bot.username}?start=abc")


async def test_a_person_cannot_tap_what_is_not_there(bot: telegram.Bot, person: Person) -> None:
    await bot.send_message(person.id, "?", reply_markup=YES_NO)

    with pytest.raises(ImpossibleError, match=r"no button with 'Maybe'; there are \['✅ Yes', 'No'\]"):
        await person.taps("Maybe")


async def test_a_person_cannot_send_data_the_message_does_not_carry(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "?", reply_markup=YES_NO)

    with pytest.raises(ImpossibleError):
        await person.taps_data(sent.message_id, "forged")


async def test_a_forged_tap_goes_through(simulator: Simulator, bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "?", reply_markup=YES_NO)
    simulator.forge_tap(person, sent.message_id, "forged")
    query = (await bot.get_updates())[-1].callback_query

    assert query
    assert "forged" == query.data


async def test_a_tap_on_a_reply_keyboard_sends_its_label(bot: telegram.Bot, person: Person) -> None:
    await bot.send_message(person.id, "?", reply_markup=telegram.ReplyKeyboardMarkup([["🏠 Home"]]))
    await person.taps("Home")

    assert "🏠 Home" == person.messages[-1].text
