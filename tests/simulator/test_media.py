"""Videos, audio files, animations, stickers, contacts, and what is said of a reply."""

import io

import aiohttp
import pytest
import telegram

from simulator import Person, Simulator
from tests.simulator.conftest import Answer, RawCall
from tests.simulator.test_files import PIXEL

JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x02\x00\x03\x03" + b"\0" * 20
KINDS = ("animation", "audio", "document", "photo", "sticker", "video", "voice")


@pytest.fixture
def upload(simulator: Simulator, session: aiohttp.ClientSession) -> RawCall:
    async def upload(method: str, files: dict[str, bytes], **parameters: object) -> Answer:
        form = aiohttp.FormData({name: str(value) for name, value in parameters.items()})
        for name, content in files.items():
            form.add_field(name, io.BytesIO(content), filename=f"{name}.bin")
        async with session.post(f"{simulator.address}/bot{simulator.token}/{method}", data=form) as response:
            return Answer(response.status, await response.json())

    return upload


async def test_a_video_is_described_as_its_sender_says(person: Person, upload: RawCall) -> None:
    said = {"duration": 7, "width": 640, "height": 480, "start_timestamp": 2}
    files = {"video": b"film", "cover": PIXEL}
    answer = await upload("sendVideo", files, chat_id=person.id, has_spoiler=True, **said)

    video = answer.result["video"]
    assert (said, 1, True) == (
        {name: video[name] for name in said},
        len(video["cover"]),
        answer.result["has_media_spoiler"],
    )


async def test_a_thumbnail_is_kept_when_it_is_a_small_jpeg(person: Person, upload: RawCall) -> None:
    answer = await upload("sendVideo", {"video": b"film", "small": JPEG}, chat_id=person.id, thumbnail="attach://small")

    assert (3, 2) == (answer.result["video"]["thumbnail"]["width"], answer.result["video"]["thumbnail"]["height"])


async def test_a_thumbnail_that_is_no_jpeg_is_passed_over(person: Person, upload: RawCall) -> None:
    answer = await upload("sendVideo", {"video": b"film", "thumbnail": PIXEL}, chat_id=person.id)

    assert "thumbnail" not in answer.result["video"]


async def test_an_audio_file_has_performer_and_title(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_audio(
        person.id, b"song", performer="Choir", title="Carol", caption="<i>x</i>", parse_mode="HTML"
    )

    assert sent.audio is not None
    assert ("Choir", "Carol", "x") == (sent.audio.performer, sent.audio.title, sent.caption)


async def test_an_animation_is_a_document_too(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_animation(person.id, b"GIF89a", caption="x", show_caption_above_media=True)

    assert sent.animation is not None and sent.document is not None
    assert (sent.animation.file_id, True) == (sent.document.file_id, sent.show_caption_above_media)


@pytest.mark.parametrize(
    ("content", "animated", "video"),
    [(b"RIFF\0\0\0\0WEBP", False, False), (b"\x1f\x8b\0", True, False), (b"\x1a\x45\xdf\xa3", False, True)],
    ids=["webp", "tgs", "webm"],
)
async def test_a_sticker_is_still_animated_or_a_video(
    content: bytes, animated: bool, video: bool, bot: telegram.Bot, person: Person
) -> None:
    sent = await bot.send_sticker(person.id, content, emoji="👍")

    assert sent.sticker is not None
    assert (animated, video, "👍") == (sent.sticker.is_animated, sent.sticker.is_video, sent.sticker.emoji)


async def test_a_persons_sticker_can_be_sent_back(bot: telegram.Bot, person: Person) -> None:
    await person.sends("sticker")
    theirs = person.messages[-1].body["sticker"]["file_id"]
    sent = await bot.send_sticker(person.id, theirs)

    assert theirs == (sent.sticker and sent.sticker.file_id)


async def test_a_picture_is_no_sticker(person: Person, upload: RawCall) -> None:
    answer = await upload("sendSticker", {"sticker": PIXEL}, chat_id=person.id)

    assert (400, "Bad Request: sticker must be a .WEBP, .TGS or .WEBM file") == answer.refusal


async def test_a_contact_arrives(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_contact(person.id, "+49241000", "Desk", last_name="One", vcard="BEGIN:VCARD")

    assert sent.contact is not None
    assert ("+49241000", "Desk", "One", "BEGIN:VCARD") == (
        sent.contact.phone_number,
        sent.contact.first_name,
        sent.contact.last_name,
        sent.contact.vcard,
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"first_name": "A"}, 'parameter "phone_number" is required'),
        ({"phone_number": "1"}, 'parameter "first_name" is required'),
        ({"phone_number": "1", "first_name": "A", "vcard": "x" * 2049}, 'field "vcard" must be 0-2048 bytes long'),
    ],
)
async def test_a_contact_is_refused_with(given: dict[str, str], reason: str, person: Person, call: RawCall) -> None:
    assert (400, f"Bad Request: {reason}") == (await call("sendContact", chat_id=person.id, **given)).refusal


@pytest.mark.parametrize("kind", KINDS)
async def test_a_file_is_required_to_send_a(kind: str, person: Person, call: RawCall) -> None:
    answer = await call(f"send{kind.title()}", chat_id=person.id)

    assert (400, f"Bad Request: there is no {kind} in the request") == answer.refusal


@pytest.mark.parametrize("kind", KINDS)
async def test_an_identifier_of_nothing_is_refused_for_a(kind: str, person: Person, call: RawCall) -> None:
    answer = await call(f"send{kind.title()}", **{"chat_id": person.id, kind: "nothing"})

    assert answer.refusal[1].startswith("Bad Request: wrong remote file identifier specified")


@pytest.mark.parametrize("kind", sorted({*KINDS} - {"sticker"}))
async def test_a_caption_of_1025_is_refused_for_a(kind: str, person: Person, upload: RawCall) -> None:
    answer = await upload(f"send{kind.title()}", {kind: PIXEL}, chat_id=person.id, caption="x" * 1025)

    assert (400, "Bad Request: message caption is too long") == answer.refusal


async def test_a_video_cannot_be_sent_as_an_audio_file(person: Person, upload: RawCall, call: RawCall) -> None:
    sent = await upload("sendVideo", {"video": b"film"}, chat_id=person.id)
    answer = await call("sendAudio", chat_id=person.id, audio=sent.result["video"]["file_id"])

    assert (400, "Bad Request: can't use file of another type as Audio") == answer.refusal


async def test_an_effect_is_told_in_private(bot: telegram.Bot, person: Person) -> None:
    assert (
        "5104841245755180586"
        == (await bot.send_message(person.id, "Hallo", message_effect_id="5104841245755180586")).effect_id
    )


async def test_a_mention_holds_the_whole_person(bot: telegram.Bot, person: Person) -> None:
    sent = await bot.send_message(person.id, f"[you](tg://user?id={person.id})", "MarkdownV2")

    assert ["Amal"] == [entity.user.first_name for entity in sent.entities if entity.user]


async def test_a_mention_of_a_stranger_is_text(bot: telegram.Bot, person: Person) -> None:
    assert () == (await bot.send_message(person.id, '<a href="tg://user?id=5">x</a>', "HTML")).entities


async def test_a_given_mention_of_a_stranger_is_refused(person: Person, call: RawCall) -> None:
    user = {"id": 5, "is_bot": False, "first_name": "X"}
    entity = {"type": "text_mention", "offset": 0, "length": 1, "user": user}
    answer = await call("sendMessage", chat_id=person.id, text="x", entities=[entity])

    assert (400, "Bad Request: user not found") == answer.refusal


async def test_a_reply_may_quote(person: Person, call: RawCall) -> None:
    first = await call("sendMessage", chat_id=person.id, text="😀 Kurs am Montag")
    asked = {"message_id": first.result["message_id"], "quote": "<b>Montag</b>", "quote_parse_mode": "HTML"}
    answer = await call("sendMessage", chat_id=person.id, text="ja", reply_parameters=asked)

    bold = {"type": "bold", "offset": 0, "length": 6}
    assert {"text": "Montag", "position": 11, "is_manual": True, "entities": [bold]} == answer.result["quote"]


@pytest.mark.parametrize(
    ("quote", "reason"), [("Dienstag", "QUOTE_TEXT_INVALID"), ("x" * 1025, "message quote is too long")]
)
async def test_a_quote_is_refused_with(quote: str, reason: str, person: Person, call: RawCall) -> None:
    first = await call("sendMessage", chat_id=person.id, text="Montag")
    asked = {"message_id": first.result["message_id"], "quote": quote}
    answer = await call("sendMessage", chat_id=person.id, text="ja", reply_parameters=asked)

    assert (400, f"Bad Request: {reason}") == answer.refusal


async def test_a_reply_may_answer_a_message_of_another_chat(
    simulator: Simulator, person: Person, call: RawCall
) -> None:
    other = simulator.add_person(started=True)
    first = await call("sendMessage", chat_id=person.id, text="Montag")
    asked = {"message_id": first.result["message_id"], "chat_id": person.id}
    answer = await call("sendMessage", chat_id=other.id, text="ja", reply_parameters=asked)

    assert ("user", False) == (answer.result["external_reply"]["origin"]["type"], "reply_to_message" in answer.result)


async def test_a_reply_into_another_chat_needs_its_message(simulator: Simulator, person: Person, call: RawCall) -> None:
    other = simulator.add_person(started=True)
    asked = {"message_id": 99, "chat_id": person.id, "allow_sending_without_reply": True}
    answer = await call("sendMessage", chat_id=other.id, text="ja", reply_parameters=asked)

    assert (400, "Bad Request: message to be replied not found") == answer.refusal
