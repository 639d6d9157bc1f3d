"""Albums: sendMediaGroup, its rules, and editing what is part of one."""

from typing import Any

import pytest
import telegram
from telegram import InputMediaDocument, InputMediaLivePhoto, InputMediaPhoto, InputMediaVideo

from simulator import Person, Simulator
from tests.simulator.conftest import RawCall
from tests.simulator.test_files import PIXEL

Media = list[dict[str, Any]]


@pytest.fixture
async def files(bot: telegram.Bot, person: Person) -> dict[str, str]:
    """Identifiers of a file of each kind."""
    sent = {
        "photo": (await bot.send_photo(person.id, PIXEL)).photo[0],
        "video": (await bot.send_video(person.id, b"film")).video,
        "document": (await bot.send_document(person.id, b"text", filename="a.txt")).document,
        "audio": (await bot.send_audio(person.id, b"song")).audio,
    }
    return {kind: file.file_id for kind, file in sent.items() if file}


def items(files: dict[str, str], *kinds: str) -> Media:
    return [{"type": kind, "media": files[kind]} for kind in kinds]


async def test_an_album_arrives_under_one_number(bot: telegram.Bot, person: Person) -> None:
    photo, video = InputMediaPhoto(PIXEL, "<b>one</b>", parse_mode="HTML"), InputMediaVideo(b"film", caption="two")
    sent = await bot.send_media_group(person.id, [photo, video])

    assert (1, ["one", "two"]) == (
        len({message.media_group_id for message in sent}),
        [each.text for each in person.received],
    )


async def test_every_album_has_its_own_number(bot: telegram.Bot, person: Person) -> None:
    media = [InputMediaDocument(b"a", filename="a.txt"), InputMediaDocument(b"b", filename="b.txt")]
    groups = {(await bot.send_media_group(person.id, media))[0].media_group_id for _ in range(2)}

    assert 2 == len(groups)


async def test_files_that_came_along_are_known_parameters(
    simulator: Simulator, bot: telegram.Bot, person: Person
) -> None:
    await bot.send_media_group(person.id, [InputMediaPhoto(PIXEL), InputMediaPhoto(PIXEL)])

    assert () == simulator.calls[-1].ignored


async def test_photos_and_videos_may_be_mixed(person: Person, files: dict[str, str], call: RawCall) -> None:
    answer = await call("sendMediaGroup", chat_id=person.id, media=items(files, "photo", "video"))

    assert 2 == len(answer.result)


async def test_a_live_photo_is_a_photo_too(bot: telegram.Bot, person: Person, files: dict[str, str]) -> None:
    await bot.send_media_group(person.id, [InputMediaLivePhoto(b"film", files["photo"]), InputMediaPhoto(PIXEL)])

    assert {"live_photo", "photo"} <= person.received[-2].body.keys()


@pytest.mark.parametrize(
    ("kinds", "reason"),
    [
        ((), "there are no messages to send"),
        (("photo",), 'field "media" must include 2-10 items'),
        (("photo",) * 11, "too many messages to send as an album"),
        (("photo", "document"), "document can't be mixed with other media types"),
        (("audio", "video"), "audio can't be mixed with other media types"),
    ],
    ids=["none", "one", "eleven", "a document with a photo", "an audio file with a video"],
)
async def test_an_album_is_refused_with(
    kinds: tuple[str, ...], reason: str, person: Person, files: dict[str, str], call: RawCall
) -> None:
    answer = await call("sendMediaGroup", chat_id=person.id, media=items(files, *kinds))

    assert (400, f"Bad Request: {reason}") == answer.refusal


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"type": "photo", "media": "attach://gone"}, "can't parse InputMedia: media not found"),
        ({"type": "photo"}, "can't parse InputMedia: Can't find field \"media\""),
        ({"media": "x"}, "can't parse InputMedia: Can't find field \"type\""),
        ({"type": "sticker", "media": "x"}, 'can\'t parse InputMedia: type "sticker" is unsupported'),
        (
            {"type": "animation", "media": "x"},
            "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
        ),
        ("photo", "InputMedia must be an Object"),
    ],
    ids=["a file that did not come", "no file", "no type", "another type", "an animation", "no object"],
)
async def test_a_part_of_an_album_is_refused_with(
    item: object, reason: str, person: Person, files: dict[str, str], call: RawCall
) -> None:
    answer = await call("sendMediaGroup", chat_id=person.id, media=[*items(files, "photo"), item])

    refusal = answer.refusal
    assert (400, f"Bad Request: {reason}".lower()) == (refusal[0], refusal[1].lower())


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ("{}", "expected an Array of InputMedia"),
        ("[", "can't parse media JSON object"),
        (None, 'parameter "media" is required'),
    ],
)
async def test_media_that_are_no_list_are_refused_with(
    media: str | None, reason: str, person: Person, call: RawCall
) -> None:
    assert (400, f"Bad Request: {reason}") == (await call("sendMediaGroup", chat_id=person.id, media=media)).refusal


async def test_captions_stand_all_above_or_all_below(person: Person, files: dict[str, str], call: RawCall) -> None:
    above, below = items(files, "photo", "photo")
    answer = await call("sendMediaGroup", chat_id=person.id, media=[{**above, "show_caption_above_media": True}, below])

    assert (400, "Bad Request: parameter show_caption_above_media must be the same for all messages") == answer.refusal


async def test_a_refused_file_is_named_by_its_place(bot: telegram.Bot, person: Person) -> None:
    with pytest.raises(telegram.error.BadRequest) as refused:
        await bot.send_media_group(person.id, [InputMediaPhoto(PIXEL), InputMediaPhoto(b"no picture")])

    assert 'failed to send message #2 with the error message "image_process_failed"' == refused.value.message.lower()


async def test_a_refused_album_does_not_arrive_in_part(bot: telegram.Bot, person: Person) -> None:
    with pytest.raises(telegram.error.BadRequest):
        await bot.send_media_group(person.id, [InputMediaPhoto(PIXEL), InputMediaPhoto(b"no picture")])

    assert [] == person.received


@pytest.mark.parametrize(
    ("kinds", "new", "reason"),
    [
        (("photo", "photo"), "video", None),
        (("photo", "photo"), "document", "can't change media type in the album"),
        (("document", "document"), "photo", "can't change media type in the album"),
        (("audio", "audio"), "audio", "message is not modified"),
    ],
    ids=["a photo to a video", "a photo to a document", "a document to a photo", "the same audio file"],
)
async def test_a_part_of_an_album_can_be_edited_to_its_kind_only(
    kinds: tuple[str, ...], new: str, reason: str | None, person: Person, files: dict[str, str], call: RawCall
) -> None:
    album = await call("sendMediaGroup", chat_id=person.id, media=items(files, *kinds))
    number = album.result[0]["message_id"]
    answer = await call("editMessageMedia", chat_id=person.id, message_id=number, media=items(files, new)[0])

    assert (reason is None, reason or "") == (
        answer.body["ok"],
        answer.body.get("description", "")[13:][: len(reason or "")],
    )
