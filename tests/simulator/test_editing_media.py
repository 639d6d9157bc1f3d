"""editMessageMedia: other media, and media in place of a text."""

import pytest
import telegram
from telegram import InputMediaAnimation, InputMediaDocument, InputMediaPhoto

from simulator import Person, Simulator
from tests.simulator.conftest import RawCall
from tests.simulator.test_files import PIXEL


async def test_a_photo_becomes_a_document(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_photo(person.id, PIXEL, caption="old", has_spoiler=True)
    await bot.edit_message_media(InputMediaDocument(b"x", filename="a.txt", caption="new"), person.id, sent.message_id)

    body = person.received[0].body
    assert ("a.txt", "new", False, False) == (
        body["document"]["file_name"],
        body["caption"],
        "photo" in body,
        "has_media_spoiler" in body,
    )


async def test_a_text_becomes_an_animation(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, "Hallo")
    await bot.edit_message_media(InputMediaAnimation(b"GIF89a"), person.id, sent.message_id)

    assert (True, False) == ("animation" in person.received[0].body, "text" in person.received[0].body)


async def test_a_new_picture_is_shown_on_the_phone(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_photo(person.id, PIXEL)
    edited = await bot.edit_message_media(InputMediaPhoto(PIXEL), person.id, sent.message_id)

    assert isinstance(edited, telegram.Message)
    assert edited.photo[0].file_id == person.received[0].file_id


async def test_the_same_media_again_is_not_modified(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_photo(person.id, PIXEL)
    with pytest.raises(telegram.error.BadRequest, match="Message is not modified"):
        await bot.edit_message_media(InputMediaPhoto(sent.photo[0].file_id), person.id, sent.message_id)


async def test_a_place_has_no_media_to_edit(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_location(person.id, 50, 6)
    with pytest.raises(telegram.error.BadRequest, match="There is no media in the message to edit"):
        await bot.edit_message_media(InputMediaPhoto(PIXEL), person.id, sent.message_id)


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        (None, 'parameter "media" is required'),
        ({"type": "photo", "media": "attach://gone"}, "can't parse InputMedia: media not found"),
        ({"type": "sticker", "media": "x"}, 'can\'t parse InputMedia: type "sticker" is unsupported'),
        ({"type": "photo", "media": "x", "caption": "x" * 1025}, "message caption is too long"),
        ([], "inputMedia must be an Object"),
    ],
    ids=["none", "a file that did not come", "a sticker", "a long caption", "no object"],
)
async def test_media_are_refused_with(
    media: object, reason: str, bot: telegram.Bot, person: Person, call: RawCall
) -> None:
    sent = await bot.send_photo(person.id, PIXEL)
    media = {**media, "media": sent.photo[0].file_id} if isinstance(media, dict) and "caption" in media else media
    answer = await call("editMessageMedia", chat_id=person.id, message_id=sent.message_id, media=media)

    assert (400, f"Bad Request: {reason}") == answer.refusal


async def test_a_caption_can_be_put_above(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_photo(person.id, PIXEL, caption="a")
    await bot.edit_message_caption(person.id, sent.message_id, caption="a", show_caption_above_media=True)

    assert person.received[0].body["show_caption_above_media"]


async def test_a_new_file_cannot_be_uploaded_for_an_inline_message(
    simulator: Simulator, bot: telegram.Bot, person: Person
) -> None:
    await bot.send_photo(person.id, PIXEL)
    simulator.world.inline_messages["inline"] = person.account.chat, person.received[0]
    with pytest.raises(telegram.error.BadRequest, match="A new file can't be uploaded for an inline message"):
        await bot.edit_message_media(InputMediaPhoto(PIXEL), inline_message_id="inline")


async def test_an_inline_message_takes_a_file_that_was_sent_before(
    simulator: Simulator, bot: telegram.Bot, person: Person
) -> None:
    _first, second = [(await bot.send_photo(person.id, PIXEL)).photo[0].file_id for _ in range(2)]
    simulator.world.inline_messages["inline"] = person.account.chat, person.received[0]
    edited = await bot.edit_message_media(InputMediaPhoto(second), inline_message_id="inline")

    assert (True, second) == (edited, person.received[0].file_id)
