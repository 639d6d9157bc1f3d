"""parse_mode HTML, as the documentation's 'HTML style' has it.

Error positions count bytes of UTF-8, as Telegram's do.
"""

import re
from typing import NamedTuple

from simulator.formatting import Entity, Formatted, custom_emoji, date_time, link, units, wrong

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
NAMED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
REFERENCE = re.compile(r"&(?:(?:lt|gt|amp|quot);?|#(\d+);?|#[xX]([0-9a-fA-F]+);?)")
PIECE = re.compile(r"[<&]")
UNMATCHED = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)
SPACE = " \t\r\n\0\v"


class _Open(NamedTuple):
    tag: str
    arguments: dict[str, str]
    offset: int
    begin: int


def parse(source: str) -> Formatted:
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
            raise wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return Formatted("".join(self.parts), _joined(self.entities))

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
            raise wrong(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if tag not in TAGS:
            raise wrong(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        arguments = self._attributes(tag, begin)
        self.at += 1
        if tag == "span" and arguments.get("class") != "tg-spoiler":
            raise wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self.open.append(_Open(tag, arguments, self.offset, self.length))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._skip()
            if self._peek() == ">":
                return found
            name = self._until(SPACE + "=>").lower()
            if not name and self._peek():
                raise wrong(f'Empty attribute name in the tag "{tag}" at byte offset {self._bytes(begin)}')
            value = self._value(tag, begin)
            if not self._peek():
                raise wrong(f"Unclosed start tag at byte offset {self._bytes(begin)}")
            if (tag, name) in ARGUMENTS:
                found[name] = value

    def _value(self, tag: str, begin: int) -> str:
        self._skip()
        if self._peek() != "=":
            return ""
        self.at += 1
        self._skip()
        if not self._peek():
            raise wrong(f'Unclosed start tag "{tag}" at byte offset {self._bytes(begin)}')
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
            raise wrong(f"Unexpected end of name token at byte offset {self._bytes(begin)}")
        return self.source[begin : self.at].lower()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise wrong(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        self.at += 2
        name = self._until(SPACE + ">")
        self._skip()
        if self._peek() != ">":
            raise wrong(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        self.at += 1
        opened = self.open.pop()
        if name and name.lower() != opened.tag:
            place = f'{self._bytes(begin)}, expected "</{opened.tag}>", found "</{name}>"'
            raise wrong(f"Unmatched end tag at byte offset {place}")
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self.offset - opened.offset
        if not length:
            return
        inner = "".join(self.parts)[opened.begin :] if opened.tag == "a" else ""
        if entity := _entity(opened, inner):
            self.entities.append({**entity, "offset": opened.offset, "length": length})

    def _until(self, stops: str) -> str:
        begin = self.at
        while (char := self._peek()) and char not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def _skip(self) -> None:
        while (char := self._peek()) and char in SPACE:
            self.at += 1


def _entity(opened: _Open, inner: str) -> Entity | None:
    arguments = opened.arguments
    match opened.tag:
        case "a":
            return link(arguments.get("href") or inner)
        case "tg-emoji":
            return custom_emoji(arguments.get("emoji-id", ""))
        case "tg-time":
            return date_time(arguments.get("unix", ""), arguments.get("format", ""), 'Tag "tg-time"')
        case "blockquote" if "expandable" in arguments:
            return {"type": "expandable_blockquote"}
        case "code" if (language := arguments.get("class", "").removeprefix("language-")) != arguments.get("class", ""):
            return {"type": "code", "language": language}
        case tag:
            return {"type": TAGS[tag]}


def _joined(entities: list[Entity]) -> list[Entity]:
    """'Use nested pre and code tags, to define programming language for pre entity', whichever is within the other."""
    languages = {_place(entity): entity.pop("language") for entity in entities if "language" in entity}
    if not any(languages.values()):
        return entities
    joined = [entity for entity in entities if entity["type"] == "pre" and languages.get(_place(entity))]
    for pre in joined:
        pre["language"] = languages[_place(pre)]
    places = [_place(pre) for pre in joined]
    return [entity for entity in entities if entity["type"] != "code" or _place(entity) not in places]


def _place(entity: Entity) -> tuple[int, int]:
    return entity["offset"], entity["length"]


def _decode(reference: re.Match[str]) -> str | None:
    number = int(reference[1]) if reference[1] else int(reference[2], 16) if reference[2] else None
    if number is None:
        return NAMED[reference[0].rstrip(";") + ";"]
    if 0xD800 <= number <= 0xDFFF:
        raise wrong(UNMATCHED)
    return chr(number) if 0 < number < 0x10FFFF else None
