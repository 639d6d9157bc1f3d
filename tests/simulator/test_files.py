"""Files: uploads of every kind, identifiers, downloads."""

import io

import aiohttp
import pytest
import telegram

from simulator import Person, Simulator
from simulator.acts import KINDS
from tests.simulator.conftest import RawCall

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6360000002000154a24f5d"
    "0000000049454e44ae426082"
)


async def test_a_document_can_be_downloaded_again(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_document(person.id, b"BEGIN:VCALENDAR", filename="course.ics")
    assert sent.document is not None
    file = await sent.document.get_file()

    assert b"BEGIN:VCALENDAR" == bytes(await file.download_as_bytearray())


async def test_a_document_keeps_its_name_and_type(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_document(person.id, b"a;b", filename="list.csv")

    assert sent.document is not None
    assert ("list.csv", "text/csv", 3) == (sent.document.file_name, sent.document.mime_type, sent.document.file_size)


async def test_a_document_keeps_a_name_in_any_script(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_document(person.id, b"x", filename="دورة.ics")

    assert sent.document is not None
    assert "دورة.ics" == sent.document.file_name


async def test_a_document_can_be_sent_again_by_its_identifier(bot: telegram.Bot, person: Person) -> None:
    first = await bot.send_document(person.id, b"x", filename="a.txt")
    assert first.document is not None
    second = await bot.send_document(person.id, first.document.file_id)

    assert first.document == second.document


async def test_a_caption_is_parsed(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_document(person.id, b"x", filename="a.txt", caption="<b>a</b>", parse_mode="HTML")

    assert ("a", ["bold"]) == (sent.caption, [entity.type for entity in sent.caption_entities])


async def test_an_upload_may_be_attached_under_another_name(
    simulator: Simulator, session: aiohttp.ClientSession, person: Person
) -> None:
    form = aiohttp.FormData({"chat_id": str(person.id), "document": "attach://thing"})
    form.add_field("thing", io.BytesIO(b"content"), filename="thing.txt", content_type="text/plain")
    async with session.post(f"{simulator.address}/bot{simulator.token}/sendDocument", data=form) as response:
        answer = await response.json()

    assert "thing.txt" == answer["result"]["document"]["file_name"]


async def test_a_photo_has_the_size_of_the_picture(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_photo(person.id, PIXEL)

    assert [(1, 1)] == [(size.width, size.height) for size in sent.photo]


async def test_a_photo_that_is_no_picture_is_refused(bot: telegram.Bot, person: Person) -> None:
    with pytest.raises(telegram.error.BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(person.id, b"no picture")


async def test_an_empty_file_is_refused(bot: telegram.Bot, person: Person) -> None:
    with pytest.raises(telegram.error.BadRequest, match="File must be non-empty"):
        await bot.send_document(person.id, b"", filename="a.txt")


async def test_a_caption_of_1025_is_refused(bot: telegram.Bot, person: Person) -> None:
    with pytest.raises(telegram.error.BadRequest, match="Message caption is too long"):
        await bot.send_document(person.id, b"x", filename="a.txt", caption="x" * 1025)


async def test_a_document_is_required(person: Person, call: RawCall) -> None:
    answer = await call("sendDocument", chat_id=person.id)

    assert (400, "Bad Request: there is no document in the request") == answer.refusal


async def test_an_unknown_identifier_is_refused(person: Person, call: RawCall) -> None:
    answer = await call("sendDocument", chat_id=person.id, document="nonsense")

    assert answer.refusal[1].startswith("Bad Request: wrong remote file identifier specified")


async def test_a_photo_cannot_be_sent_as_a_document_by_its_identifier(
    bot: telegram.Bot, person: Person, call: RawCall
) -> None:
    sent = await bot.send_photo(person.id, PIXEL)
    answer = await call("sendDocument", chat_id=person.id, document=sent.photo[0].file_id)

    assert (400, "Bad Request: can't use file of another type as Document") == answer.refusal


async def test_an_unknown_file_cannot_be_got(call: RawCall) -> None:
    assert (400, "Bad Request: invalid file_id") == (await call("getFile", file_id="nonsense")).refusal


async def test_a_file_is_not_given_to_another_bot(session: aiohttp.ClientSession) -> None:
    simulator = Simulator(token="1:right")
    await simulator.start()
    async with session.get(f"{simulator.address}/file/bot1:wrong/documents/file_1.txt") as response:
        status = response.status
    await simulator.stop()

    assert 401 == status


async def test_a_file_that_does_not_exist_is_not_found(simulator: Simulator, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{simulator.address}/file/bot{simulator.token}/documents/x") as response:
        assert 404 == response.status


@pytest.mark.parametrize("kind", KINDS)
async def test_a_person_can_send(kind: str, bot: telegram.Bot, person: Person) -> None:
    await person.sends(kind)
    message = (await bot.get_updates())[-1].message

    assert message is not None
    assert message.effective_attachment


async def test_a_persons_photo_can_be_downloaded(bot: telegram.Bot, person: Person) -> None:
    await person.sends("photo")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    file = await message.photo[-1].get_file()

    assert bytes(await file.download_as_bytearray()).startswith(b"\x89PNG")
