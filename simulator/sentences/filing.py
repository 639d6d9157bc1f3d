"""What is refused of files."""

from __future__ import annotations

from typing import Any

from simulator.sentences.plain import PHOTO
from simulator.sentences.refusal import Given, Refusal, bad

Json = Any  # whatever JSON can say

SENT = ("document", "photo", "voice", "video", "audio", "animation", "sticker")
METHODS = tuple(f"send{kind.capitalize()}" for kind in SENT)
OTHERS = tuple(name for name in METHODS if name != "sendPhoto")
IN_OBJECTS = ("sendMediaGroup", "editMessageMedia")
PICTURED = ("sendPhoto", "editMessageMedia", "setMyProfilePhoto")
ANY = (*METHODS, *IN_OBJECTS)
FILE_ID = (
    "Pass a file_id as String to send | Pass a file_id to send a file that exists on the Telegram servers (recommended)"
)
SIZE = "The photo must be at most 10 MB in size."
RATIO = "Width and height ratio must be at most 20."
TOO_LARGE = "Request Entity Too Large"
COVER = {"cover": "attach://attached"}
FILM = {"photo": {"type": "animated", "animation": "attach://picture"}}
ATTACHED = "attach://attached"


def sending(what: str, kind: str = "photo") -> Any:  # noqa: ANN401 - a function of a method
    """Return, for a method, its call with another file: a thing, or the words that stand for it."""

    def differs(method: str) -> Given:
        is_thing = what.startswith("$") and not what.endswith("_id")
        item = {**PHOTO, "type": kind, "media": ATTACHED if is_thing else what}
        match method:
            case "sendMediaGroup":
                return {
                    "media": [{"type": kind, "media": f"${kind}_id"}, item],
                    **({"attached": what} if is_thing else {}),
                }
            case "editMessageMedia":
                return {"media": item, **({"attached": what} if is_thing else {})}
            case "setMyProfilePhoto":
                return {"picture": what}
            case _:
                return {method.removeprefix("send").lower(): what}

    return differs


def of_another_kind(name: str, other: str) -> Refusal:
    """Make the refusal of another kind's file_id."""
    reason = f"can't use file of another type as {name.removeprefix('send')}"
    return bad(name, "a file_id of a file of another kind", reason, FILE_ID, sending(other))


REFUSALS = (
    bad(ANY, "an empty file", "file must be non-empty", given=sending("$empty_file")),
    bad("setMyProfilePhoto", "an empty file", "file must be non-empty", given=sending("$empty_file")),
    bad(
        ANY,
        "a file_id of no file",
        "wrong remote file identifier specified: can't unserialize it. Wrong last symbol",
        FILE_ID,
        sending("nothing"),
    ),
    bad(
        ANY,
        "a link: the simulator fetches nothing",
        "failed to get HTTP URL content",
        given=sending("https://example.org/file"),
    ),
    *(of_another_kind(name, "$document_id" if name != "sendDocument" else "$photo_id") for name in METHODS),
    bad(
        IN_OBJECTS,
        "a file_id of a file of another kind",
        "can't use file of another type as Photo",
        FILE_ID,
        sending("$document_id"),
    ),
    bad(PICTURED, "a file that is no picture", "IMAGE_PROCESS_FAILED", given=sending("$file")),
    bad("sendPhoto", "a picture over 10 MB", "file is too big", SIZE, sending("$big_png")),
    bad((*PICTURED[1:], "sendMediaGroup"), "a picture over 10 MB", "file is too big", given=sending("$big_png")),
    bad("sendPhoto", "a picture 21 times as wide as high", "PHOTO_INVALID_DIMENSIONS", RATIO, sending("$long_png")),
    bad(PICTURED[1:], "a picture 21 times as wide as high", "PHOTO_INVALID_DIMENSIONS", given=sending("$long_png")),
    bad(
        "sendMediaGroup",
        "a picture 21 times as wide as high",
        'failed to send message #2 with the error message "PHOTO_INVALID_DIMENSIONS"',
        given=sending("$long_png"),
    ),
    bad(
        "sendSticker",
        "a file that is no sticker",
        "sticker must be a .WEBP, .TGS or .WEBM file",
        "Use this method to send static .WEBP, animated .TGS, or video .WEBM stickers.",
        sending("$file"),
    ),
    Refusal(OTHERS[:-1], "a file over 50 MB", 413, TOO_LARGE, "of up to 50 MB in size", sending("$huge_file")),
    Refusal(("sendSticker",), "a file over 50 MB", 413, TOO_LARGE, "", sending("$huge_webp")),
    Refusal(IN_OBJECTS, "a file over 50 MB", 413, TOO_LARGE, "", sending("$huge_file", "document")),
    Refusal(("setMyProfilePhoto",), "a film over 50 MB", 413, TOO_LARGE, "", FILM | {"picture": "$huge_file"}),
    bad("sendVideo", "a cover that is no picture", "IMAGE_PROCESS_FAILED", given=COVER | {"attached": "$file"}),
    bad("sendVideo", "a cover over 10 MB", "file is too big", given=COVER | {"attached": "$big_png"}),
    bad(
        "sendVideo",
        "a cover 21 times as wide as high",
        "PHOTO_INVALID_DIMENSIONS",
        given=COVER | {"attached": "$long_png"},
    ),
    bad(
        "setMyProfilePhoto",
        "a photo that did not come along",
        "can't parse InputProfilePhoto: photo not found",
        "Profile photos can't be reused and can only be uploaded as a new file",
        {"picture": None},
    ),
    bad(
        "getFile",
        "a file_id of no file",
        "invalid file_id",
        "File identifier to get information about",
        {"file_id": "nothing"},
    ),
    bad(
        "getFile",
        "a file over 20 MB",
        "file is too big",
        "For the moment, bots can download files of up to 20MB in size.",
        {"file_id": "$big_document_id"},
    ),
)
