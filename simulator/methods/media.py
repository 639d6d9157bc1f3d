"""Files as what messages show: each kind of media with what the call says of it."""

from simulator import files
from simulator.checks import Parameters
from simulator.methods.captions import caption_of
from simulator.methods.reach import writable_chat
from simulator.methods.registry import method
from simulator.methods.sending import post
from simulator.refusals import bad_request
from simulator.world import Body, Json, StoredFile, Upload, World

# What the sender says of a file and Telegram's object repeats; width, height and duration are always there.
DETAILS = {
    "audio": ("performer", "title"),
    "sticker": ("emoji",),
}
MEASURES = {
    "animation": ("width", "height", "duration"),
    "audio": ("duration",),
    "live_photo": ("width", "height", "duration"),
    "video": ("width", "height", "duration"),
    "voice": ("duration",),
}
CAPTIONED = ("animation", "audio", "document", "live_photo", "photo", "video", "voice")
# 'Pass True, if the caption must be shown above the message media', and what hides a picture at first
SHOWN = {"show_caption_above_media": "show_caption_above_media", "has_spoiler": "has_media_spoiler"}


@method("sendDocument")
def send_document(world: World, given: Parameters) -> Body:
    """Use this method to send general files."""
    return _send(world, given, "document")


@method("sendPhoto")
def send_photo(world: World, given: Parameters) -> Body:
    """Use this method to send photos."""
    return _send(world, given, "photo")


@method("sendVideo")
def send_video(world: World, given: Parameters) -> Body:
    """Use this method to send video files."""
    return _send(world, given, "video")


@method("sendAudio")
def send_audio(world: World, given: Parameters) -> Body:
    """'Use this method to send audio files, if you want Telegram clients to display them in the music player'."""
    return _send(world, given, "audio")


@method("sendAnimation")
def send_animation(world: World, given: Parameters) -> Body:
    """Use this method to send animation files (GIF or H.264/MPEG-4 AVC video without sound)."""
    return _send(world, given, "animation")


@method("sendVoice")
def send_voice(world: World, given: Parameters) -> Body:
    """Use this method to send audio files ... as a playable voice message."""
    return _send(world, given, "voice")


@method("sendSticker")
def send_sticker(world: World, given: Parameters) -> Body:
    """Use this method to send static .WEBP, animated .TGS, or video .WEBM stickers."""
    return _send(world, given, "sticker")


def _send(world: World, given: Parameters, kind: str) -> Body:
    chat = writable_chat(world, given)
    content, stored = show_media(world, kind, given[kind], given)
    return post(world, chat, given, content, stored)


def show_input_media(world: World, item: Parameters) -> tuple[Body, StoredFile]:
    """Return the content of an InputMedia whose attached files stand in it."""
    for name in ("media", "photo"):
        if isinstance(item.get(name), str) and item[name].startswith("attach://"):
            raise bad_request("can't parse InputMedia: media not found")
    return show_media(world, item["type"], item["media"], item)


def show_media(world: World, kind: str, given: Upload | str, said: Parameters) -> tuple[Body, StoredFile]:
    """Return what a message shows of a file: Telegram's object, the caption and how it is shown."""
    stored = files.keep(world, kind, given, _details(world, kind, said))
    content = {**_shown(world, kind, stored, said), **caption_of(world, said)}
    return content | {field: True for name, field in SHOWN.items() if said.get(name)}, stored


def _details(world: World, kind: str, said: Parameters) -> Body:
    details: Body = {name: said.get(name, 0) for name in MEASURES.get(kind, ())}
    details |= {name: said[name] for name in DETAILS.get(kind, ()) if said.get(name)}
    return details | files.thumbnail(world, said.get("thumbnail"))


def _shown(world: World, kind: str, stored: StoredFile, said: Parameters) -> Body:
    match kind:
        case "photo":
            return {"photo": stored.described["sizes"]}
        case "video":
            return {"video": stored.described | _cover(world, said)}
        case "animation":
            # "For backward compatibility, when this field is set, the document field will also be set."
            return {"animation": stored.described, "document": _as_document(stored.described)}
        case "live_photo":
            sizes = files.keep(world, "photo", said["photo"]).described["sizes"]
            return {"live_photo": stored.described | {"photo": sizes}, "photo": sizes}
        case _:
            return {kind: stored.described}


def _cover(world: World, said: Parameters) -> Body:
    cover: Json = said.get("cover")
    start: Body = {"start_timestamp": said["start_timestamp"]} if "start_timestamp" in said else {}
    return start | ({"cover": files.keep(world, "photo", cover).described["sizes"]} if cover else {})


def _as_document(described: Body) -> Body:
    return {name: value for name, value in described.items() if name not in MEASURES["animation"]}
