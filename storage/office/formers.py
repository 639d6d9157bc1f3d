"""What was before an import, part by part: kept with the import, so that it can be taken back."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from storage.exchange.comparing import Plan, Stored, StoredText
from storage.exchange.pages import LENGTH
from storage.exchange.parsed import OfferingRow, SessionRow, TextKey, VenueRow
from storage.office import footprints

MARK = b"parts:"
"""what it takes to take an import back begins with it where it comes in parts"""


@dataclass(frozen=True, slots=True)
class FormerText:
    """A text as it was."""

    key: TextKey
    text: str
    origin: str
    source_hash: str | None


@dataclass(frozen=True, slots=True)
class Former:
    """What was before an import, as far as it changed it; all by the files' ids."""

    new_offerings: tuple[str, ...]
    new_sessions: tuple[str, ...]
    venues: tuple[VenueRow, ...]
    offerings: tuple[OfferingRow, ...]
    sessions: tuple[SessionRow, ...]
    ended: tuple[str, ...]
    returned: tuple[str, ...]
    texts: tuple[FormerText, ...]
    new_texts: tuple[TextKey, ...]
    unknown: dict[str, tuple[str, ...]]
    left: dict[str, str]
    """digests of the offerings and venues as the import left them"""


def pack(before: Stored, plan: Plan) -> bytes:
    """Keep what is needed to take a part of an import back, compressed. Blocks: call it in a thread."""
    former = Former(
        new_offerings=tuple(row.source_id for row in plan.new_offerings),
        new_sessions=tuple(row.source_id for row in plan.new_sessions),
        venues=tuple(pair.before for pair in plan.changed_venues),
        offerings=tuple(pair.before for pair in plan.changed_offerings),
        sessions=tuple(pair.before for pair in plan.changed_sessions),
        ended=tuple(sorted(plan.ended)),
        returned=tuple(sorted(plan.returned)),
        texts=tuple(_former(key, before.texts[key]) for key in footprints.touched_texts(plan) if key in before.texts),
        new_texts=tuple(key for key in plan.texts if key not in before.texts),
        unknown={name: tuple(sorted(before.unknown.get(name, ()))) for name in plan.unknown},
        left=footprints.digests(footprints.after(before, plan), footprints.touched(before, plan)),
    )
    return zlib.compress(msgspec.msgpack.encode(former), 6)


def join(parts: Iterable[bytes]) -> bytes:
    """Put the parts of an import together."""
    framed = (piece for part in parts for piece in (len(part).to_bytes(LENGTH, "big"), part))
    return b"".join((MARK, *framed))


def unpack(packed: bytes) -> Iterator[Former]:
    """Read what was before, part by part. Blocks: call it in a thread. What an earlier version kept is a single part."""
    if not packed.startswith(MARK):
        yield msgspec.json.decode(zlib.decompress(packed), type=Former)
        return
    at = len(MARK)
    while at < len(packed):
        length = int.from_bytes(packed[at : at + LENGTH], "big")
        at += LENGTH
        yield msgspec.msgpack.decode(zlib.decompress(packed[at : at + length]), type=Former)
        at += length


def _former(key: TextKey, text: StoredText) -> FormerText:
    """Keep a text as it was."""
    return FormerText(key, text.text, text.origin, text.source_hash)
