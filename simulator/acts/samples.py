"""What a phone can send without a person at hand: small files that are what they say they are."""

import struct
import zlib

from simulator.files import store
from simulator.records import Account, Body, StoredFile, Upload
from simulator.world import World

# The smallest picture of its kind: one pixel.
DOT = bytes.fromhex("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700")
PHONE_NUMBER = "+4915100000000"


def sample(world: World, account: Account, kind: str) -> tuple[Body, StoredFile | None]:
    """Return the content of a message of a kind, and its file if it has one."""
    match kind:
        case "photo":
            return _photo(world)
        case "voice":
            upload = Upload("voice.wav", "audio/wav", _sound())
            stored = store(world, "voice", upload, {"duration": 1, "mime_type": upload.mime_type})
            return {"voice": stored.described}, stored
        case "document":
            upload = Upload("note.txt", "text/plain", b"A note.\n")
            stored = store(world, "document", upload, {"file_name": upload.name, "mime_type": upload.mime_type})
            return {"document": stored.described}, stored
        case "contact":
            first_name = account.user["first_name"]
            return {"contact": {"phone_number": PHONE_NUMBER, "first_name": first_name, "user_id": account.id}}, None
        case _:
            return {"sticker": _sticker(world)}, None


def _photo(world: World) -> tuple[Body, StoredFile]:
    upload = Upload("photo.png", "image/png", _picture(90, 60))
    stored = store(world, "photo", upload, {"width": 90, "height": 60})
    size = dict(stored.described)
    stored.described["sizes"] = [size]
    return {"photo": [size]}, stored


def _sticker(world: World) -> Body:
    looks = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "\U0001f44d"}
    return store(world, "sticker", Upload("sticker.webp", "image/webp", DOT), {"type": "regular", **looks}).described


def _picture(width: int, height: int) -> bytes:
    """Make a PNG with a soft gradient, small and real."""
    rows = b"".join(b"\0" + b"".join(bytes((90 + x, 140, 120 + y)) for x in range(width)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def _sound() -> bytes:
    """Make a second of silence that any browser plays."""
    rate = 8000
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + rate, b"WAVE", b"fmt ", 16, 1, 1, rate, rate, 1, 8, b"data", rate
    )
    return header + b"\x80" * rate
