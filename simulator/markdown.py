"""parse_mode MarkdownV2 and the old Markdown, as the documentation's 'Formatting options' have them.

Error positions count bytes of UTF-8, as Telegram's do.
"""

import re
from typing import NamedTuple

from simulator.formatting import Entity, Formatted, custom_emoji, date_time, link, units, wrong

# 'In all other places characters ... must be escaped with the preceding character'; a line break ends a quote.
PLAIN = re.compile(r"[^\\_*\[\]()~`>#+\-=|{}.!\n]+")
PLAIN_CODE = re.compile(r"[^\\`]+")
PLAIN_LEGACY = re.compile(r"[^\\_*`\[]+")
# 'Any character with code between 1 and 126 inclusively can be escaped anywhere'.
ESCAPED = re.compile(r"\\([\x01-\x7e])")
TARGET = re.compile(r"\(((?:\\[\x01-\x7e]|[^)])*+)\)")
LANGUAGE = re.compile(r"[^ \t\r\n\0\v`]++(?=[^`])")
LINE_BREAK = re.compile(r"\n\r|\r\n|\n|\r")
QUOTE_END = re.compile(r"\|\|\r*(?:\n(?!>)|\Z)")
TG_LINK = re.compile(r"(?:(tg):(?://)?)?([a-z]*)(?:/?\?([^#]*))?.*", re.IGNORECASE | re.DOTALL)
CODE = frozenset(("Code", "Pre", "PreCode"))
QUOTES = frozenset(("BlockQuote", "ExpandableBlockQuote"))
# What begins and ends an entity, longest first: '__' is always greedily treated as underline.
MARKS = {"__": "Underline", "||": "Spoiler", "_": "Italic", "*": "Bold", "~": "Strikethrough", "`": "Code"}
ENDS = {kind: mark for mark, kind in MARKS.items()} | {"Pre": "```", "PreCode": "```", "Link": "]", "CustomEmoji": "]"}
TYPES = {
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
}
NAMES = {"Link": "TextUrl"}  # Telegram's name for it in errors


class _Open(NamedTuple):
    kind: str
    at: int
    offset: int
    begin: int
    language: str = ""


class _Writer:
    """A text in the making: `at` is the position in the source, `offset` the one in the result."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.parts: list[str] = []
        self.offset = 0
        self.length = 0
        self.entities: list[Entity] = []

    def append(self, text: str) -> None:
        self.parts.append(text)
        self.offset += units(text)
        self.length += len(text)

    def bytes_before(self, at: int) -> int:
        return len(self.source[:at].encode())

    def starts(self, mark: str) -> bool:
        return self.source.startswith(mark, self.at)

    def enter_pre(self) -> str:
        """Pass over the beginning of a `pre` and return its language."""
        self.at += 3
        language = LANGUAGE.match(self.source, self.at)
        if language:
            self.at = language.end()
        if line_break := LINE_BREAK.match(self.source, self.at):
            self.at = line_break.end()
        return language[0] if language else ""

    def since(self, begin: int) -> str:
        return "".join(self.parts)[begin:]

    def add(self, entity: Entity | None, offset: int) -> None:
        if entity and self.offset > offset:
            self.entities.append({**entity, "offset": offset, "length": self.offset - offset})


def parse_v2(source: str) -> Formatted:
    """Read the documentation's 'MarkdownV2 style'; raises "can't parse entities: ..." with the byte offset."""
    return _MarkdownV2(source).parse()


class _MarkdownV2(_Writer):
    """`open` holds the entities not yet ended; at the start of a line, while `fresh`, a quote may begin."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.open: list[_Open] = []
        self.quoted = False
        self.fresh = True

    def parse(self) -> Formatted:
        while self.at < len(self.source):
            if not self._plain():
                self._markup()
        if self.open and self.open[-1].kind in QUOTES:
            self._close()
        if self.open:
            raise self._unended()
        return Formatted("".join(self.parts), self.entities)

    def _plain(self) -> bool:
        """Pass over what is no markup; return whether there was any."""
        if escaped := ESCAPED.match(self.source, self.at):
            return self._take(escaped[1], escaped.end())
        pattern = PLAIN_CODE if self.open and self.open[-1].kind in CODE else PLAIN
        if plain := pattern.match(self.source, self.at):
            return self._take(plain[0], plain.end())
        return self.starts("\\") and self._take("\\", self.at + 1)

    def _take(self, text: str, end: int) -> bool:
        self.append(text)
        self.at = end
        self.fresh = self.fresh and not text.strip("\r")
        return True

    def _markup(self) -> None:
        kind = self.open[-1].kind if self.open else ""
        if self.quoted and self.starts("\n") and not self.starts("\n>"):
            self._end_quote()
        elif kind == "BlockQuote" and QUOTE_END.match(self.source, self.at):
            self.open[-1] = self.open[-1]._replace(kind="ExpandableBlockQuote")
            self.at += 2
        elif self._is_end(kind):
            self._end(kind)
        else:
            self._begin()

    def _is_end(self, kind: str) -> bool:
        return kind in ENDS and self.starts(ENDS[kind]) and not (kind == "Italic" and self.starts("__"))

    def _begin(self) -> None:
        mark = next((mark for mark in MARKS if self.starts(mark)), self.source[self.at])
        match mark:
            case "\n":
                self._take("\n", self.at + (2 if self.quoted else 1))
                self.fresh = not self.quoted
            case ">" if self.fresh and not self.quoted:
                self.quoted = True
                self._open("BlockQuote", 1)
            case "[":
                self._open("Link", 1)
            case "!" if self.starts("!["):
                self._open("CustomEmoji", 2)
            case "`" if self.starts("```"):
                at = self.at
                language = self.enter_pre()
                self.open.append(_Open("PreCode" if language else "Pre", at, self.offset, self.length, language))
            case _ if mark in MARKS:
                self._open(MARKS[mark], len(mark))
            case _:
                raise wrong(f"Character '{mark}' is reserved and must be escaped with the preceding '\\'")

    def _open(self, kind: str, width: int) -> None:
        self.open.append(_Open(kind, self.at, self.offset, self.length))
        self.at += width

    def _end(self, kind: str) -> None:
        self.at += len(ENDS[kind])
        match kind:
            case "Link":
                self._end_link()
            case "CustomEmoji":
                self._end_special()
            case _:
                self._close()

    def _close(self) -> None:
        opened = self.open.pop()
        entity: Entity = {"type": TYPES[opened.kind]}
        self.add(entity | ({"language": opened.language} if opened.language else {}), opened.offset)

    def _end_quote(self) -> None:
        if self.open[-1].kind not in QUOTES:
            raise self._unended()
        self._take("\n", self.at + 1)
        self._close()
        self.quoted, self.fresh = False, True

    def _end_link(self) -> None:
        url = self._target("a URL") if self.starts("(") else self.since(self.open[-1].begin)
        self.add(link(url), self.open.pop().offset)

    def _end_special(self) -> None:
        if not self.starts("("):
            raise wrong("Custom emoji entity must contain a tg://emoji URL")
        self.add(_special(self._target("a custom emoji URL")), self.open.pop().offset)

    def _target(self, what: str) -> str:
        r"""'Inside the (...) part of the inline link and custom emoji definition, all ) and \ must be escaped'."""
        target = TARGET.match(self.source, self.at)
        if target is None:
            raise wrong(f"Can't find end of {what} at byte offset {self.bytes_before(self.at + 1)}")
        self.at = target.end()
        return ESCAPED.sub(r"\1", target[1])

    def _unended(self) -> Exception:
        opened = self.open[-1]
        kind = NAMES.get(opened.kind, opened.kind)
        return wrong(f"Can't find end of {kind} entity at byte offset {self.bytes_before(opened.at)}")


def _special(url: str) -> Entity:
    """Return the custom emoji or the date that `![...](tg://...)` shows."""
    found = TG_LINK.fullmatch(url)
    if found is None or not found[1]:
        raise wrong("Custom emoji URL must have scheme tg")
    query = dict(part.partition("=")[::2] for part in (found[3] or "").split("&"))
    match found[2].lower():
        case "emoji" if "id" in query:
            return custom_emoji(query["id"])
        case "emoji":
            raise wrong("Custom emoji URL must have an emoji identifier")
        case "time":
            return date_time(query.get("unix", ""), query.get("format", ""), "Date-time URL")
        case _:
            raise wrong('Custom emoji URL must have host "emoji"')


def parse_legacy(source: str) -> Formatted:
    """Read the documentation's 'Markdown style (legacy)': 'Entities must not be nested'."""
    return _Markdown(source).parse()


class _Markdown(_Writer):
    """One pass over a text in the old style."""

    def parse(self) -> Formatted:
        while self.at < len(self.source):
            if plain := PLAIN_LEGACY.match(self.source, self.at):
                self.append(plain[0])
                self.at = plain.end()
            elif self.starts("\\"):
                self._escape()
            else:
                self._entity()
        return Formatted("".join(self.parts), self.entities)

    def _escape(self) -> None:
        r"""'To escape characters _, *, `, [ outside of an entity, prepend the character \ before them'."""
        following = self.source[self.at + 1 : self.at + 2]
        escapes = following != "" and following in "_*`["
        self.append(following if escapes else "\\")
        self.at += 2 if escapes else 1

    def _entity(self) -> None:
        begin, offset, char = self.at, self.offset, self.source[self.at]
        is_pre = self.starts("```")
        language = self.enter_pre() if is_pre else ""
        self.at += 0 if is_pre else 1
        mark = "```" if is_pre else "]" if char == "[" else char
        end = self.source.find(mark, self.at)
        if end < 0:
            raise wrong(f"Can't find end of the entity starting at byte offset {self.bytes_before(begin)}")
        inner = self.source[self.at : end]
        self.append(inner)
        self.at = end + len(mark)
        self.add(self._kind(mark, inner, language), offset)

    def _kind(self, mark: str, inner: str, language: str) -> Entity | None:
        match mark:
            case "]":
                return link(self._target(inner))
            case "```":
                return {"type": "pre", "language": language} if language else {"type": "pre"}
            case _:
                return {"type": TYPES[MARKS[mark]]}

    def _target(self, inner: str) -> str:
        if not self.starts("("):
            return inner
        end = self.source.find(")", self.at)
        end = len(self.source) if end < 0 else end
        url = self.source[self.at + 1 : end]
        self.at = end + 1
        return url
