"""Formatted text: parse_mode HTML or given entities become text with MessageEntity objects, as strictly as Telegram.

Offsets and lengths count UTF-16 code units, error positions count bytes of UTF-8, both as the documentation has it.
"""

import re
from typing import Any, NamedTuple

from simulator.refusals import bad_request

Entity = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
# Which attribute of which tag means something; every other one is ignored.
ARGUMENTS = {
    ("a", "href"),
    ("code", "class"),
    ("span", "class"),
    ("tg-emoji", "emoji-id"),
    ("tg-time", "unix"),
    ("tg-time", "format"),
    ("blockquote", "expandable"),
}
# Telegram's own order of entities that start and end together.
PRIORITY = {
    name: rank
    for rank, name in enumerate(
        ("blockquote", "expandable_blockquote", "pre", "code", "text_link", "text_mention", "date_time", "bold",
         "italic", "underline", "strikethrough", "spoiler", "custom_emoji")
    )
}  # fmt: skip
NAMED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
REFERENCE = re.compile(r"&(?:(?:lt|gt|amp|quot);?|#(\d+);?|#[xX]([0-9a-fA-F]+);?)")
PIECE = re.compile(r"[<&]")
SPACE = " \t\r\n\0\v"
FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?)])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w.@/-])(?P<domain>(?:[\w-]+\.)+(?:com|de|eu|info|me|net|org)\b(?:/[^\s<>\"]*[^\s<>\".,;:!?)])?)"
    r"|(?<![\w/@])(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})\b"
    r"|(?<![\w/#@])(?P<hashtag>#\w*[^\W\d]\w*)"
    r"|(?<![\w/@<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
)
WORTH_LOOKING = re.compile(r"[/@#]|\w\.[a-z]")
MOST_ENTITIES = 100


class Formatted(NamedTuple):
    """A text as it is shown, and what is special in it."""

    text: str
    entities: list[Entity]


class _Open(NamedTuple):
    tag: str
    arguments: dict[str, str]
    offset: int
    begin: int


def units(text: str) -> int:
    """Return the length of `text` in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def read(text: str, parse_mode: str | None, given: list[Entity] | None) -> Formatted:
    """Return text and entities of an outgoing text; raises the error Telegram would answer."""
    match (parse_mode or "").lower():
        case "html":
            formatted = parse_html(text)
        case "" | "none":
            formatted = Formatted(text, _checked(given or [], units(text)))
        case "markdown" | "markdownv2":
            raise bad_request("can't parse entities: this server reads parse_mode HTML or entities only")
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
        for match in FOUND.finditer(text)
    ]


def parse_html(source: str) -> Formatted:
    """Read the HTML of the documentation's 'HTML style'; raises "can't parse entities: ..." with the byte offset."""
    return _Html(source).parse()


class _Html:
    """One pass over a text; `at` is the position in it, `open` the tags not yet closed."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.parts: list[str] = []
        self.offset = 0
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> Formatted:
        while piece := PIECE.search(self.source, self.at):
            self._append(self.source[self.at : piece.start()])
            self.at = piece.start()
            if piece[0] == "&":
                self._append(self._reference())
            elif self._peek(1) == "/":
                self._end_tag()
            else:
                self._start_tag()
        self._append(self.source[self.at :])
        if self.open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return Formatted("".join(self.parts), self.entities)

    def _append(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.offset += units(text)
            self.length += len(text)

    def _peek(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.source[at] if at < len(self.source) else ""

    def _bytes(self, at: int) -> int:
        return len(self.source[:at].encode())

    def _reference(self) -> str:
        reference = REFERENCE.match(self.source, self.at)
        decoded = _decode(reference) if reference else None
        if reference is None or decoded is None:
            self.at += 1
            return "&"
        self.at = reference.end()
        return decoded

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._until(SPACE + ">").lower()
        if not self._peek():
            raise _wrong(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if tag not in TAGS:
            raise _wrong(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        arguments = self._attributes(tag, begin)
        self.at += 1
        if tag == "span" and arguments.get("class") != "tg-spoiler":
            raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self.open.append(_Open(tag, arguments, self.offset, self.length))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._skip()
            if self._peek() == ">":
                return found
            name = self._until(SPACE + "=>").lower()
            if not name and self._peek():
                raise _wrong(f'Empty attribute name in the tag "{tag}" at byte offset {self._bytes(begin)}')
            value = self._value(begin)
            if not self._peek():
                raise _wrong(f"Unclosed start tag at byte offset {self._bytes(begin)}")
            if (tag, name) in ARGUMENTS:
                found[name] = value

    def _value(self, begin: int) -> str:
        self._skip()
        if self._peek() != "=":
            return ""
        self.at += 1
        self._skip()
        if not self._peek():
            raise _wrong(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        return self._quoted() if self._peek() in "'\"" else self._token()

    def _quoted(self) -> str:
        quote = self._peek()
        self.at += 1
        end = self.source.find(quote, self.at)
        end = len(self.source) if end < 0 else end
        value = REFERENCE.sub(lambda found: _decode(found) or found[0], self.source[self.at : end])
        self.at = end + 1
        return value

    def _token(self) -> str:
        begin = self.at
        while (char := self._peek()) and char.isascii() and (char.isalnum() or char in ".-"):
            self.at += 1
        if self._peek() and self._peek() not in SPACE + ">":
            raise _wrong(f"Unexpected end of name token at byte offset {self._bytes(begin)}")
        return self.source[begin : self.at].lower()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _wrong(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        self.at += 2
        name = self._until(SPACE + ">")
        self._skip()
        if self._peek() != ">":
            raise _wrong(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        self.at += 1
        opened = self.open.pop()
        if name and name.lower() != opened.tag:
            place = f'{self._bytes(begin)}, expected "</{opened.tag}>", found "</{name}>"'
            raise _wrong(f"Unmatched end tag at byte offset {place}")
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self.offset - opened.offset
        if not length:
            return
        inner = "".join(self.parts)[opened.begin :] if opened.tag == "a" else ""
        if entity := _entity(opened, inner, self.entities):
            self.entities.append({**entity, "offset": opened.offset, "length": length})

    def _until(self, stops: str) -> str:
        begin = self.at
        while (char := self._peek()) and char not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def _skip(self) -> None:
        while (char := self._peek()) and char in SPACE:
            self.at += 1


def _entity(opened: _Open, inner: str, before: list[Entity]) -> Entity | None:
    arguments = opened.arguments
    match opened.tag:
        case "a":
            return _link(arguments.get("href") or inner)
        case "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": arguments.get("emoji-id", "")}
        case "tg-time":
            return _time(arguments)
        case "blockquote" if "expandable" in arguments:
            return {"type": "expandable_blockquote"}
        case "code" if arguments.get("class", "").startswith("language-"):
            return {"type": "code", "language": arguments["class"].removeprefix("language-")}
        case "pre":
            return _pre(opened, before)
        case tag:
            return {"type": TAGS[tag]}


def _link(url: str) -> Entity | None:
    if user := re.fullmatch(r"tg://user\?id=(\d+)", url):
        return {"type": "text_mention", "user": {"id": int(user[1])}}
    if re.match(r"(?:https?|tg|ton)://", url):
        return {"type": "text_link", "url": url if url.count("/") > 2 else f"{url}/"}
    return {"type": "text_link", "url": f"http://{url.rstrip('/')}/"} if re.match(r"[\w-]+\.\w", url) else None


def _time(arguments: dict[str, str]) -> Entity:
    if not arguments.get("unix", "").isdigit():
        raise _wrong('Tag "tg-time" must have a valid attribute "unix"')
    entity: Entity = {"type": "date_time", "unix_time": int(arguments["unix"])}
    return entity | ({"date_time_format": arguments["format"]} if arguments.get("format") else {})


def _pre(opened: _Open, before: list[Entity]) -> Entity:
    """`<pre><code class="language-x">` is one entity with a language."""
    if before and before[-1]["type"] == "code" and before[-1]["offset"] == opened.offset:
        code = before.pop()
        return {"type": "pre", "language": code["language"]} if "language" in code else {"type": "pre"}
    return {"type": "pre"}


def _decode(reference: re.Match[str]) -> str | None:
    number = int(reference[1]) if reference[1] else int(reference[2], 16) if reference[2] else None
    if number is None:
        return NAMED[reference[0].rstrip(";") + ";"]
    return chr(number) if 0 < number < 0x10FFFF and not 0xD800 <= number <= 0xDFFF else None


def _checked(given: list[Entity], length: int) -> list[Entity]:
    for entity in given:
        if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > length:
            place = f"offset {entity['offset']} and length {entity['length']}"
            raise bad_request(f"entity with {place} lies outside of the text")
    return list(given)


def _finish(formatted: Formatted) -> Formatted:
    """Trim as Telegram does, add what it finds by itself, put the entities in its order."""
    text = formatted.text.rstrip()
    stripped = text.lstrip()
    entities = formatted.entities
    if len(stripped) != len(formatted.text):
        entities = _moved(entities, len(text) - len(stripped), units(stripped))
    entities = entities + [found for found in find(stripped) if not _covered(found, entities)]
    entities.sort(key=lambda each: (each["offset"], -each["length"], PRIORITY.get(each["type"], 99)))
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return Formatted(stripped, entities[:MOST_ENTITIES])


def _moved(entities: list[Entity], cut: int, length: int) -> list[Entity]:
    moved = []
    for entity in entities:
        begin = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, length)
        if end > begin:
            moved.append({**entity, "offset": begin, "length": end - begin})
    return moved


def _covered(found: Entity, entities: list[Entity]) -> bool:
    opaque = [each for each in entities if each["type"] in {"code", "pre", "text_link", "text_mention"}]
    begin, end = found["offset"], found["offset"] + found["length"]
    return any(each["offset"] < end and begin < each["offset"] + each["length"] for each in opaque)


def _wrong(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
