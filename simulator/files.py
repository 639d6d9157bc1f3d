"""Files on the server: uploads become documents, photos and voice messages that can be loaded."""

import hashlib
import struct

from simulator.refusals import RefusedError, bad_request
from simulator.world import Body, Json, StoredFile, Upload, World

MOST_BYTES = 50 * 1024 * 1024
MOST_PHOTO_BYTES = 10 * 1024 * 1024
PREFIXES = {"document": "BQACAgIAAxkB", "photo": "AgACAgIAAxkB", "voice": "AwACAgIAAxkB"}
FOLDERS = {"document": "documents", "photo": "photos", "voice": "voice"}
JPEG_FRAMES = frozenset((0xC0, 0xC1, 0xC2))


def keep_document(world: World, given: Upload | str) -> StoredFile:
    """Store an upload as a document, or find one by file_id."""
    upload = _upload(world, given, "document")
    if isinstance(upload, StoredFile):
        return upload
    return store(world, "document", upload, {"file_name": upload.name, "mime_type": upload.mime_type})


def keep_voice(world: World, given: Upload | str, duration: int) -> StoredFile:
    """Store an upload as a voice message, or find one by file_id."""
    upload = _upload(world, given, "voice")
    if isinstance(upload, StoredFile):
        return upload
    return store(world, "voice", upload, {"duration": duration, "mime_type": upload.mime_type})


def keep_photo(world: World, given: Upload | str) -> StoredFile:
    """Store an upload as a photo, or find one by file_id; what is no picture is refused as Telegram does."""
    upload = _upload(world, given, "photo")
    if isinstance(upload, StoredFile):
        return upload
    if len(upload.content) > MOST_PHOTO_BYTES:
        raise bad_request("file is too big")
    size = picture_size(upload.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    stored = store(world, "photo", upload, {"width": size[0], "height": size[1]})
    sized = {key: value for key, value in stored.described.items() if key != "sizes"}
    stored.described["sizes"] = [sized]
    return stored


def store(world: World, kind: str, upload: Upload, details: Body) -> StoredFile:
    """Give a file its identifiers and keep it; `described` is Telegram's object for it."""
    if len(upload.content) > MOST_BYTES:
        raise RefusedError(413, "Request Entity Too Large")
    number = world.number()
    digest = hashlib.sha256(f"{kind}{number}".encode()).hexdigest()
    extension = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
    path = f"{FOLDERS[kind]}/file_{number}.{extension}"
    file_id, unique_id = PREFIXES[kind] + digest[:40], digest[:15]
    described = {**details, "file_id": file_id, "file_unique_id": unique_id, "file_size": len(upload.content)}
    stored = StoredFile(file_id, unique_id, path, upload.name, upload.mime_type, upload.content, described)
    world.files[file_id] = world.paths[path] = stored
    return stored


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, GIF or JPEG, None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in {b"GIF87a", b"GIF89a"} and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        length = int(struct.unpack(">H", content[at + 2 : at + 4])[0])
        if content[at + 1] in JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def _upload(world: World, given: Json, kind: str) -> Upload | StoredFile:
    if isinstance(given, Upload):
        if not given.content:
            raise bad_request("file must be non-empty")
        return given
    if given in world.files:
        return _same_kind(world.files[given], kind)
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")


def _same_kind(stored: StoredFile, kind: str) -> StoredFile:
    if not stored.file_id.startswith(PREFIXES[kind]):
        raise bad_request(f"can't use file of another type as {kind.capitalize()}")
    return stored
