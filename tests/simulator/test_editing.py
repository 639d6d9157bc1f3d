"""Methods that change or delete messages."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from simulator import Person, Simulator
from tests.simulator.conftest import RawCall

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def test_an_edited_message_stays_where_it_is(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "before")
    await bot.edit_message_text("after", person.id, sent.message_id)

    assert [(sent.message_id, "after")] == [(message.message_id, message.text) for message in person.received]


async def test_an_edited_message_says_when(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "before")
    edited = await bot.edit_message_text("after", person.id, sent.message_id)

    assert isinstance(edited, telegram.Message)
    assert edited.edit_date is not None


async def test_editing_the_text_without_a_keyboard_takes_the_keyboard_away(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "before", reply_markup=YES)
    await bot.edit_message_text("after", person.id, sent.message_id)

    assert [] == person.received[0].buttons


async def test_editing_the_keyboard_keeps_the_text(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "<b>Hallo</b>", parse_mode="HTML")
    edited = await bot.edit_message_reply_markup(person.id, sent.message_id, reply_markup=YES)

    assert isinstance(edited, telegram.Message)
    assert ("Hallo", YES, sent.entities) == (edited.text, edited.reply_markup, edited.entities)


async def test_a_caption_can_be_edited(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_document(person.id, b"x", filename="a.txt", caption="before")
    await bot.edit_message_caption(person.id, sent.message_id, caption="after")

    assert "after" == person.received[-1].text


async def test_the_same_again_is_not_modified(bot: telegram.Bot, person: Person, call: RawCall) -> None:
    sent = await bot.send_message(person.id, "<b>Hallo</b>", parse_mode="HTML")
    same = {"text": "<strong>Hallo</strong>", "parse_mode": "HTML"}
    answer = await call("editMessageText", chat_id=person.id, message_id=sent.message_id, **same)

    assert (400, NOT_MODIFIED) == answer.refusal


async def test_the_same_keyboard_again_is_not_modified(bot: telegram.Bot, person: Person, call: RawCall) -> None:
    sent = await bot.send_message(person.id, "Hallo", reply_markup=YES)
    same = YES.to_dict()
    answer = await call("editMessageReplyMarkup", chat_id=person.id, message_id=sent.message_id, reply_markup=same)

    assert (400, NOT_MODIFIED) == answer.refusal


async def test_a_message_that_is_not_there_cannot_be_edited(person: Person, call: RawCall) -> None:
    answer = await call("editMessageText", chat_id=person.id, message_id=99, text="x")

    assert (400, "Bad Request: message to edit not found") == answer.refusal


async def test_a_deleted_message_cannot_be_edited(bot: telegram.Bot, person: Person, call: RawCall) -> None:
    sent = await bot.send_message(person.id, "Hallo")
    await sent.delete()
    answer = await call("editMessageText", chat_id=person.id, message_id=sent.message_id, text="x")

    assert (400, "Bad Request: message to edit not found") == answer.refusal


async def test_a_persons_message_cannot_be_edited_by_the_bot(person: Person, call: RawCall) -> None:
    await person.says("mine")
    answer = await call("editMessageText", chat_id=person.id, message_id=person.messages[0].message_id, text="x")

    assert (400, "Bad Request: message can't be edited") == answer.refusal


async def test_a_document_has_no_text_to_edit(bot: telegram.Bot, person: Person, call: RawCall) -> None:
    sent = await bot.send_document(person.id, b"x", filename="a.txt")
    answer = await call("editMessageText", chat_id=person.id, message_id=sent.message_id, text="x")

    assert (400, "Bad Request: there is no text in the message to edit") == answer.refusal


async def test_a_text_has_no_caption_to_edit(bot: telegram.Bot, person: Person, call: RawCall) -> None:
    sent = await bot.send_message(person.id, "Hallo")
    answer = await call("editMessageCaption", chat_id=person.id, message_id=sent.message_id, caption="x")

    assert (400, "Bad Request: there is no caption in the message to edit") == answer.refusal


async def test_editing_needs_a_message_number(person: Person, call: RawCall) -> None:
    answer = await call("editMessageText", chat_id=person.id, text="x")

    assert (400, "Bad Request: message identifier is not specified") == answer.refusal


async def test_a_message_cannot_get_a_reply_keyboard_by_editing(
    bot: telegram.Bot, person: Person, call: RawCall
) -> None:
    sent = await bot.send_message(person.id, "Hallo")
    markup = {"keyboard": [["A"]]}
    answer = await call("editMessageText", chat_id=person.id, message_id=sent.message_id, text="x", reply_markup=markup)

    assert (400, "Bad Request: inline keyboard expected") == answer.refusal


async def test_a_blocked_bot_cannot_edit(bot: telegram.Bot, person: Person, call: RawCall) -> None:
    sent = await bot.send_message(person.id, "Hallo")
    await person.blocks()
    answer = await call("editMessageText", chat_id=person.id, message_id=sent.message_id, text="x")

    assert (403, "Forbidden: bot was blocked by the user") == answer.refusal


async def test_a_deleted_message_leaves_the_phone(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "Hallo")
    await sent.delete()

    assert [] == person.messages


async def test_a_persons_message_can_be_deleted_in_a_private_chat(bot: telegram.Bot, person: Person) -> None:
    await person.says("mine")

    assert await bot.delete_message(person.id, person.messages[0].message_id)


async def test_a_message_that_is_not_there_cannot_be_deleted(person: Person, call: RawCall) -> None:
    answer = await call("deleteMessage", chat_id=person.id, message_id=99)

    assert (400, "Bad Request: message to delete not found") == answer.refusal


async def test_several_messages_can_be_deleted_and_missing_ones_are_skipped(bot: telegram.Bot, person: Person) -> None:
    numbers = [(await bot.send_message(person.id, text)).message_id for text in ("one", "two")]
    await bot.delete_messages(person.id, [*numbers, 99])

    assert [] == person.messages


async def test_no_more_than_a_hundred_messages_can_be_deleted_at_once(person: Person, call: RawCall) -> None:
    answer = await call("deleteMessages", chat_id=person.id, message_ids=list(range(101)))

    assert (400, "Bad Request: too many message identifiers specified") == answer.refusal


class Later:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the time that was set."""
        return self.time

    async def move(self, seconds: float) -> None:
        """Set the time forward."""
        self.time += timedelta(seconds=seconds)

    async def next_due(self) -> tuple[datetime, str] | None:
        """Return what the test has due."""
        return None


@pytest.mark.parametrize(("hours", "is_deleted"), [(47, True), (48, False)])
async def test_a_message_can_be_deleted_for_48_hours(hours: int, is_deleted: bool) -> None:
    clock = Later()
    simulator = Simulator(clock=clock)
    await simulator.start()
    person = simulator.add_person(started=True)
    url = f"{simulator.address}/bot{simulator.token}"
    async with aiohttp.ClientSession() as session:
        await session.post(f"{url}/sendMessage", json={"chat_id": person.id, "text": "Hallo"})
        await clock.move(hours * 3600)
        number = person.messages[0].message_id
        await session.post(f"{url}/deleteMessage", json={"chat_id": person.id, "message_id": number})
    await simulator.stop()

    assert is_deleted == (person.messages == [])
