"""Files on the server: uploads become documents, photos, videos and so on, which can be loaded and sent again."""

import hashlib
import struct

from simulator.refusals import RefusedError, bad_request
from simulator.world import Body, Json, StoredFile, Upload, World

MOST_BYTES = 50 * 1024 * 1024
MOST_PHOTO_BYTES = 10 * 1024 * 1024
MOST_THUMBNAIL_BYTES = 200 * 1024
PREFIXES = {
    "document": "BQACAgIAAxkB",
    "photo": "AgACAgIAAxkB",
    "voice": "AwACAgIAAxkB",
    "video": "BAACAgIAAxkB",
    "audio": "CQACAgIAAxkB",
    "animation": "CgACAgIAAxkB",
    "sticker": "CAACAgIAAxkB",
    "live_photo": "DQACAgIAAxkB",
}
FOLDERS = {
    "document": "documents",
    "photo": "photos",
    "voice": "voice",
    "video": "videos",
    "audio": "music",
    "animation": "animations",
    "sticker": "stickers",
    "live_photo": "videos",
}
JPEG_FRAMES = frozenset((0xC0, 0xC1, 0xC2))
# 'static .WEBP, animated .TGS, or video .WEBM stickers', by how such files begin
STICKERS = {b"RIFF": "webp", b"\x1f\x8b": "tgs", b"\x1a\x45\xdf\xa3": "webm"}


def keep(world: World, kind: str, given: Upload | str, details: Body | None = None) -> StoredFile:
    """Store an upload as a file of a kind, described with `details`, or find one by file_id, whatever they are."""
    found = _upload(world, given, kind)
    if isinstance(found, StoredFile):
        return found
    match kind:
        case "photo":
            return _keep_photo(world, found)
        case "sticker":
            return _keep_sticker(world, found, details or {})
        case "document" | "animation" | "audio" | "video":
            named = {"file_name": found.name, "mime_type": found.mime_type}
            return store(world, kind, found, {**named, **(details or {})})
        case _:
            return store(world, kind, found, {"mime_type": found.mime_type, **(details or {})})


def thumbnail(world: World, given: Json) -> Body:
    """Return a file's thumbnail if it is 'in JPEG format and less than 200 kB in size' and no side is above 320.

    'Thumbnails can't be reused and can be only uploaded as a new file'; one that is no good is passed over.
    """
    if not isinstance(given, Upload) or len(given.content) >= MOST_THUMBNAIL_BYTES:
        return {}
    size = _jpeg_size(given.content) if given.content.startswith(b"\xff\xd8") else None
    if size is None or max(size) > 320:
        return {}
    return {"thumbnail": store(world, "photo", given, {"width": size[0], "height": size[1]}).described}


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


def _keep_photo(world: World, upload: Upload) -> StoredFile:
    """'The photo must be at most 10 MB in size. The photo's width and height must not exceed 10000 in total'."""
    if len(upload.content) > MOST_PHOTO_BYTES:
        raise bad_request("file is too big")
    size = picture_size(upload.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    stored = store(world, "photo", upload, {"width": size[0], "height": size[1]})
    stored.described["sizes"] = [dict(stored.described)]
    return stored


def _keep_sticker(world: World, upload: Upload, details: Body) -> StoredFile:
    form = next((form for begin, form in STICKERS.items() if upload.content.startswith(begin)), None)
    if form is None:
        # Telegram's words for it are not known.
        raise bad_request("sticker must be a .WEBP, .TGS or .WEBM file")
    looks = {"type": "regular", "width": 512, "height": 512, "is_animated": form == "tgs", "is_video": form == "webm"}
    return store(world, "sticker", upload, {**looks, **details})


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
        raise bad_request(f"can't use file of another type as {kind.title().replace('_', '')}")
    return stored
