"""What is refused of formatted text, in a text, a caption, a quote, an album or an inline result."""

from __future__ import annotations

from typing import Any

from simulator.checks import API
from simulator.sentences.plain import ARTICLE, PHOTO
from simulator.sentences.refusal import Differs, Given, Refusal, bad, taking

Json = Any  # whatever JSON can say

FORMATTED = taking("parse_mode")
QUOTING = tuple(name for name in taking("reply_parameters") if name not in FORMATTED and name != "sendMediaGroup")
IN_OBJECTS = ("sendMediaGroup", "editMessageMedia", "answerInlineQuery")
EVERYWHERE = (*FORMATTED, *QUOTING, *IN_OBJECTS)
TEXTS = (*taking("text", "parse_mode"), "answerInlineQuery")
IN_MEDIA = ("sendMediaGroup", "editMessageMedia")
CAPTIONS = (*taking("caption", "parse_mode"), *IN_MEDIA)
TEXT_LENGTH = (
    "1-4096 characters after entities parsing | 1-4096 characters after entity parsing"
    " | Text of the message to be sent, 1-4096 characters"
)
CAPTION_LENGTH = "0-1024 characters after entities parsing"
OPTIONS = "See formatting options for more details."
OFFSET = "Offset in UTF-16 code units to the start of the entity"
LENGTH = "Length of the entity in UTF-16 code units"
UNMATCHED = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)
HARD_TEXT = "😀" * 2049
HARD_CAPTION = "😀" * 513


def carried(source: str, **said: Json) -> Differs:
    """Return a text with what is said of it (parse_mode, entities) where a method takes such a text."""

    def carry(method: str) -> Given:
        match method:
            case "answerInlineQuery":
                content = {"message_text": source, **said}
                return {"results": [ARTICLE | {"input_message_content": content}]}
            case "sendMediaGroup" | "editMessageMedia":
                photo = PHOTO | {"caption": source, **_prefixed(said, "caption_")}
                return {"media": [photo, PHOTO] if method == "sendMediaGroup" else photo}
            case _ if "text" in API["methods"][method]:
                return {"text": source, **said}
            case _ if "caption" in API["methods"][method]:
                return {"caption": source, **_prefixed(said, "caption_")}
            case _:
                return _quoting({"quote": source, **_prefixed(said, "quote_", "quote_")})

    return carry


def _prefixed(said: dict[str, Json], entities: str, mode: str = "") -> dict[str, Json]:
    prefixes = {"entities": entities, "parse_mode": mode}
    return {prefixes[name] + name: value for name, value in said.items()}


def _quoting(quote: dict[str, Json]) -> Given:
    return {"reply_parameters": {"message_id": "$text", **quote}}


def markup(mode: str, when: str, source: str, reason: str) -> Refusal:
    """Make the refusal of a text in a markup; the general part of the documentation has no sentence on errors."""
    return bad(
        EVERYWHERE, f"{mode}: {when}", f"can't parse entities: {reason}", OPTIONS, carried(source, parse_mode=mode)
    )


def entity(when: str, reason: str, sentence: str, **given: Json) -> Refusal:
    """Make the refusal of an entity given with a text of five units."""
    whole = {"type": "bold", "offset": 0, "length": 5, **given}
    return bad(EVERYWHERE, f"an entity {when}", reason, sentence, carried("Hello", entities=[whole]))


def html(when: str, source: str, reason: str) -> Refusal:
    """Make the refusal of HTML."""
    return markup("HTML", when, source, reason)


def v2(when: str, source: str, reason: str) -> Refusal:
    """Make the refusal of MarkdownV2."""
    return markup("MarkdownV2", when, source, reason)


def emoji(when: str, url: str, reason: str) -> Refusal:
    """Make the refusal of a custom emoji or a time in MarkdownV2."""
    return v2(when, f"![A]({url})", reason)


REFUSALS = (
    bad(
        EVERYWHERE,
        "parse_mode is none of the documented ones",
        "unsupported parse_mode",
        OPTIONS,
        carried("Hello", parse_mode="BBCode"),
    ),
    html("a tag that is not closed", "<b>Hello", 'Can\'t find end tag corresponding to start tag "b"'),
    html("a tag without its end", "é<b", "Unclosed start tag at byte offset 2"),
    html("a tag Telegram does not know", "<h1>Hello</h1>", 'Unsupported start tag "h1" at byte offset 0'),
    html("a span that is no spoiler", "<span>Hello</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    html("an attribute without a name", '<a ="x">Hello</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    html("an attribute without its end", "<a href", "Unclosed start tag at byte offset 0"),
    html("an attribute without its value", "<a href=", 'Unclosed start tag "a" at byte offset 0'),
    html("an unquoted value that breaks off", "<a href=a:b>Hello</a>", "Unexpected end of name token at byte offset 8"),
    html("an end without a beginning", "Hello</b>", "Unexpected end tag at byte offset 5"),
    html("an end tag without its end", "<b>Hello</b", "Unclosed end tag at byte offset 8"),
    html(
        "tags that cross", "<b><i>Hello</b></i>", 'Unmatched end tag at byte offset 11, expected "</i>", found "</b>"'
    ),
    html("half of a character", "Hello &#xD800;", UNMATCHED),
    html(
        "an emoji's number that is none",
        '<tg-emoji emoji-id="x">A</tg-emoji>',
        "Invalid custom emoji identifier specified",
    ),
    html(
        "a time that is none", "<tg-time unix='x'>Hello</tg-time>", 'Tag "tg-time" must have a valid attribute "unix"'
    ),
    html(
        "a time's format that is none",
        "<tg-time unix='1' format='x'>A</tg-time>",
        'Tag "tg-time" must have a valid attribute "format"',
    ),
    v2(
        "a character that must be escaped",
        "Hello!",
        "Character '!' is reserved and must be escaped with the preceding '\\'",
    ),
    v2("an entity that does not end", "é*Hello", "Can't find end of Bold entity at byte offset 2"),
    v2("an entity that does not end in its quote", ">*Hello\nAmal", "Can't find end of Bold entity at byte offset 1"),
    v2("a link that does not end", "[Hello](http", "Can't find end of a URL at byte offset 8"),
    v2("an emoji without its address", "![A]", "Custom emoji entity must contain a tg://emoji URL"),
    emoji("an emoji elsewhere than at tg", "http://emoji", "Custom emoji URL must have scheme tg"),
    emoji("an emoji without its number", "tg://emoji", "Custom emoji URL must have an emoji identifier"),
    emoji("neither an emoji nor a time", "tg://user", 'Custom emoji URL must have host "emoji"'),
    markup(
        "Markdown", "an entity that does not end", "é_Hello", "Can't find end of the entity starting at byte offset 2"
    ),
    entity(
        "that begins after the text", "entity begins after the end of the text at UTF-16 offset 6", OFFSET, offset=6
    ),
    entity(
        "that ends after the text",
        "entity beginning at UTF-16 offset 3 ends after the end of the text at UTF-16 offset 8",
        LENGTH,
        offset=3,
    ),
    entity("that begins before the text", "receive an entity with incorrect offset -1", OFFSET, offset=-1),
    entity("of a negative length", "receive an entity with incorrect length -1", LENGTH, length=-1),
    entity(
        "with a link that is none",
        "entity URL 'nowhere' is invalid: Wrong HTTP URL",
        "URL that will be opened after user taps on the text",
        type="text_link",
        url="nowhere",
    ),
    entity(
        "without what it needs",
        "can't parse MessageEntity: Can't find field \"url\"",
        "URL that will be opened after user taps on the text",
        type="text_link",
    ),
    bad(
        TEXTS,
        "nothing is left of the text after parsing",
        "text must be non-empty",
        TEXT_LENGTH,
        carried("<b> </b>", parse_mode="HTML"),
    ),
    bad(
        TEXTS,
        "more than 4096 UTF-16 units of text after parsing",
        "message is too long",
        TEXT_LENGTH,
        carried(f"<b>{HARD_TEXT}</b>", parse_mode="HTML"),
    ),
    bad(
        CAPTIONS,
        "more than 1024 UTF-16 units of caption after parsing",
        "message caption is too long",
        CAPTION_LENGTH,
        carried(f"<b>{HARD_CAPTION}</b>", parse_mode="HTML"),
    ),
    bad(
        (*TEXTS, *CAPTIONS),
        "a mention, among given entities, of somebody the bot never met",
        "user not found",
        given=carried(
            "Hello",
            entities=[
                {
                    "type": "text_mention",
                    "offset": 0,
                    "length": 5,
                    "user": {"id": 4711, "is_bot": False, "first_name": "A"},
                }
            ],
        ),
    ),
    bad(
        taking("reply_parameters"),
        "the quote is not in the message",
        "QUOTE_TEXT_INVALID",
        "The message will fail to send if the quote isn't found in the original message.",
        _quoting({"quote": "Good bye"}),
    ),
    bad(
        taking("reply_parameters"),
        "more than 1024 UTF-16 units of quote",
        "message quote is too long",
        CAPTION_LENGTH,
        _quoting({"quote": HARD_CAPTION}),
    ),
    bad(
        "answerInlineQuery",
        "more than 1024 UTF-16 units of caption after parsing",
        "message caption is too long",
        CAPTION_LENGTH,
        {"results": [{"type": "photo", "id": "1", "photo_file_id": "$photo_id", "caption": HARD_CAPTION}]},
    ),
)
