"""The files on the stage: small ones, wrong ones, and those that are too large."""

from __future__ import annotations

import struct

from simulator.sentences.stage import Stage, thing
from simulator.world import Upload


@thing
def _png(stage: Stage) -> Upload:
    del stage
    return Upload("a.png", "image/png", picture(2, 2))


@thing
def _long_png(stage: Stage) -> Upload:
    del stage
    return Upload("a.png", "image/png", picture(21, 1))


@thing
def _big_png(stage: Stage) -> Upload:
    del stage
    return Upload("a.png", "image/png", picture(2, 2) + bytes(10 * 1024 * 1024))


@thing
def _file(stage: Stage) -> Upload:
    del stage
    return Upload("a.txt", "text/plain", b"hello")


@thing
def _ogg(stage: Stage) -> Upload:
    del stage
    return Upload("a.ogg", "audio/ogg", b"OggS")


@thing
def _empty_file(stage: Stage) -> Upload:
    del stage
    return Upload("a.txt", "text/plain", b"")


@thing
def _huge_file(stage: Stage) -> Upload:
    del stage
    return Upload("a.bin", "application/octet-stream", bytes(50 * 1024 * 1024 + 1))


@thing
def _huge_call(stage: Stage) -> Upload:
    del stage
    return Upload("a.bin", "application/octet-stream", bytes(52 * 1024 * 1024))


@thing
def _document_id(stage: Stage) -> str:
    return str(stage.does("sendDocument", chat_id="$person", document="$file")["document"]["file_id"])


@thing
def _photo_id(stage: Stage) -> str:
    return str(stage.does("sendPhoto", chat_id="$person", photo="$png")["photo"][-1]["file_id"])


@thing
def _big_document_id(stage: Stage) -> str:
    upload = Upload("a.bin", "application/octet-stream", bytes(20 * 1024 * 1024 + 1))
    return str(stage.does("sendDocument", chat_id="$person", document=upload)["document"]["file_id"])


def picture(width: int, height: int) -> bytes:
    """Return the beginning of a PNG of a size, which is all that is looked at."""
    return b"\x89PNG\r\n\x1a\n" + bytes(8) + struct.pack(">II", width, height)


@thing
def _webp(stage: Stage) -> Upload:
    del stage
    return Upload("a.webp", "image/webp", b"RIFF")


@thing
def _animation_id(stage: Stage) -> str:
    return str(stage.does("sendAnimation", chat_id="$person", animation="$file")["animation"]["file_id"])


@thing
def _huge_webp(stage: Stage) -> Upload:
    del stage
    return Upload("a.webp", "image/webp", b"RIFF" + bytes(50 * 1024 * 1024))
