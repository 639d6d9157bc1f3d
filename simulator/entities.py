"""Formatted text: a parse_mode or given entities become text with MessageEntity objects, as strictly as Telegram.

Offsets and lengths count UTF-16 code units, error positions count bytes of UTF-8, both as the documentation has it.
"""

import re
from bisect import bisect_left
from itertools import accumulate

from simulator import markdown, tags
from simulator.formatting import Entity, Formatted, check_link, custom_emoji, date_time, units
from simulator.nesting import FOUND, settle
from simulator.refusals import bad_request

__all__ = ["Entity", "Formatted", "find", "read", "units"]

SIGHT = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?)])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w.@/-])(?P<domain>(?:[\w-]+\.)+(?:com|de|eu|info|me|net|org)\b(?:/[^\s<>\"]*[^\s<>\".,;:!?)])?)"
    r"|(?<![\w/@])(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})\b"
    r"|(?<![\w/#@])(?P<hashtag>#\w*[^\W\d]\w*)"
    r"|(?<![\w/@<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
)
WORTH_LOOKING = re.compile(r"[/@#]|\w\.[a-z]")
MOST_ENTITIES = 100
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


def read(text: str, parse_mode: str | None, given: list[Entity] | None) -> Formatted:
    """Return text and entities of an outgoing text; raises the error Telegram would answer."""
    match (parse_mode or "").lower():
        case "html":
            formatted = tags.parse(text)
        case "markdownv2":
            formatted = markdown.parse_v2(text)
        case "markdown":
            formatted = markdown.parse_legacy(text)
        case "" | "none":
            formatted = Formatted(text, _checked(text, given) if given else [])
        case _:
            raise bad_request("unsupported parse_mode")
    return _finish(formatted)


def find(text: str) -> list[Entity]:
    """Return what Telegram finds by itself: commands, mentions, hashtags, addresses."""
    if not WORTH_LOOKING.search(text):
        return []
    return [
        {
            "type": "url" if match.lastgroup == "domain" else str(match.lastgroup),
            "offset": units(text[: match.start()]),
            "length": units(match[0]),
        }
        for match in SIGHT.finditer(text)
    ]


def _checked(text: str, given: list[Entity]) -> list[Entity]:
    """Return the entities a bot gave, without those that Telegram finds by itself."""
    length = units(text)
    for entity in given:
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        if begin > length:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {begin}")
        if end > length:
            place = f"entity beginning at UTF-16 offset {begin}"
            raise bad_request(f"{place} ends after the end of the text at UTF-16 offset {end}")
        if begin < 0:
            raise bad_request(f"receive an entity with incorrect offset {begin}")
        if entity["length"] < 0:
            raise bad_request(f"receive an entity with incorrect length {entity['length']}")
    known = [entity for entity in given if entity["length"] and entity["type"] not in {*FOUND, "phone_number"}]
    return [_essence(entity) | {"offset": entity["offset"], "length": entity["length"]} for entity in known]


def _essence(entity: Entity) -> Entity:
    """Return what an entity is apart from its place; each kind has the fields that are 'for' it 'only'."""
    match kind := entity["type"]:
        case "text_link":
            url = str(_required(entity, "url"))
            if not (address := check_link(url)):
                raise bad_request(f"entity URL '{url}' is invalid: Wrong HTTP URL")
            return {"type": kind, "url": address}
        case "text_mention":
            return {"type": kind, "user": _required(entity, "user")}
        case "custom_emoji":
            return custom_emoji(str(_required(entity, "custom_emoji_id")))
        case "date_time":
            return date_time(str(_required(entity, "unix_time")), entity.get("date_time_format", ""), "MessageEntity")
        case "pre" if entity.get("language"):
            return {"type": kind, "language": entity["language"]}
        case _:
            return {"type": kind}


def _required(entity: Entity, name: str) -> object:
    if name not in entity:
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
    return entity[name]


def _finish(formatted: Formatted) -> Formatted:
    """Clean and trim as Telegram does, add what it finds by itself, put the entities in its order."""
    formatted = _cleaned(formatted) if CONTROL.search(formatted.text) else formatted
    text = formatted.text.rstrip()
    stripped = text.lstrip()
    entities = formatted.entities
    if entities and len(stripped) != len(formatted.text):
        entities = _moved(entities, len(text) - len(stripped), units(stripped))
    return Formatted(stripped, settle(entities, find(stripped))[:MOST_ENTITIES])


def _cleaned(formatted: Formatted) -> Formatted:
    """Leave out carriage returns and make other control characters spaces."""
    sizes = accumulate((units(char) for char in formatted.text), initial=0)
    gone = [at for at, char in zip(sizes, formatted.text, strict=False) if char == "\r"]
    kept = []
    for entity in formatted.entities:
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        begin, end = begin - bisect_left(gone, begin), end - bisect_left(gone, end)
        if end > begin:
            kept.append({**entity, "offset": begin, "length": end - begin})
    return Formatted(CONTROL.sub(" ", formatted.text.replace("\r", "")), kept)


def _moved(entities: list[Entity], cut: int, length: int) -> list[Entity]:
    moved = []
    for entity in entities:
        begin = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, length)
        if end > begin:
            moved.append({**entity, "offset": begin, "length": end - begin})
    return moved
