"""parse_mode HTML and given entities: what a text becomes, and the words and byte offsets of every error."""

from typing import Any

import pytest

from simulator import entities
from simulator.refusals import RefusedError

Entity = dict[str, Any]

GOOD: list[tuple[str, str, list[Entity]]] = [
    ("<b>bold</b>", "bold", [{"type": "bold", "offset": 0, "length": 4}]),
    ("<STRONG>bold</strong>", "bold", [{"type": "bold", "offset": 0, "length": 4}]),
    ("a <i>b</i>", "a b", [{"type": "italic", "offset": 2, "length": 1}]),
    ("<u>a</u><ins>b</ins>", "ab", [{"type": "underline", "offset": 0, "length": 2}]),
    ("<s>a</s>", "a", [{"type": "strikethrough", "offset": 0, "length": 1}]),
    ("<tg-spoiler>a</tg-spoiler>", "a", [{"type": "spoiler", "offset": 0, "length": 1}]),
    ('<span class="tg-spoiler">a</span>', "a", [{"type": "spoiler", "offset": 0, "length": 1}]),
    ("😀<b>ä</b>", "😀ä", [{"type": "bold", "offset": 2, "length": 1}]),
    ("<b>a <i>b</i></b>", "a b", [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "bold", "offset": 2, "length": 1},
        {"type": "italic", "offset": 2, "length": 1},
    ]),
    ('<code class="language-py"><pre>x</pre></code>', "x", [
        {"type": "pre", "language": "py", "offset": 0, "length": 1}
    ]),
    ('<pre> <code class="language-py">x</code></pre>y', "xy", [{"type": "pre", "offset": 0, "length": 1}]),
    ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", [
        {"type": "custom_emoji", "custom_emoji_id": "5", "offset": 0, "length": 2}
    ]),
    ('<a href="https://Example.org">x</a>', "x", [
        {"type": "text_link", "url": "https://Example.org/", "offset": 0, "length": 1}
    ]),
    ("a\r\n\tb", "a\n b", []),
    (
        '<a href="https://example.org/?a=1&amp;b=2">x</a>',
        "x",
        [{"type": "text_link", "url": "https://example.org/?a=1&b=2", "offset": 0, "length": 1}],
    ),
    ("<a href='example.org'>x</a>", "x", [{"type": "text_link", "url": "http://example.org/", "offset": 0, "length": 1}]),
    ("<a href='tg://user?id=5'>x</a>", "x", [{"type": "text_mention", "user": {"id": 5}, "offset": 0, "length": 1}]),
    ("<a>no link</a>", "no link", []),
    (
        '<pre><code class="language-python">x</code></pre>',
        "x",
        [{"type": "pre", "language": "python", "offset": 0, "length": 1}],
    ),
    ("<code>/start</code>", "/start", [{"type": "code", "offset": 0, "length": 6}]),
    ("<blockquote expandable>a</blockquote>", "a", [{"type": "expandable_blockquote", "offset": 0, "length": 1}]),
    ('<tg-time unix="5" format="wDT">a</tg-time>', "a", [
        {"type": "date_time", "unix_time": 5, "date_time_format": "wDT", "offset": 0, "length": 1}
    ]),
    ("&lt;b&gt; &amp; &quot; &#228; &#xE4;", '<b> & " ä ä', []),
    ("&nbsp;&laquo;&#12345678;", "&nbsp;&laquo;&#12345678;", []),
    ("a > b", "a > b", []),
    ("<b></b>x", "x", []),
    (" <b> a</b> ", "a", [{"type": "bold", "offset": 0, "length": 1}]),
    ("/start and /help@some_bot", "/start and /help@some_bot", [
        {"type": "bot_command", "offset": 0, "length": 6}, {"type": "bot_command", "offset": 11, "length": 14}
    ]),
    ("see https://example.org/a.", "see https://example.org/a.", [{"type": "url", "offset": 4, "length": 21}]),
    ("ask a@example.org or @helper", "ask a@example.org or @helper", [
        {"type": "email", "offset": 4, "length": 13}, {"type": "mention", "offset": 21, "length": 7}
    ]),
    ("see t.me/some_bot?start=a, or aachen.de.", "see t.me/some_bot?start=a, or aachen.de.", [
        {"type": "url", "offset": 4, "length": 21}, {"type": "url", "offset": 30, "length": 9}
    ]),
    ("#Aachen", "#Aachen", [{"type": "hashtag", "offset": 0, "length": 7}]),
    ("3/4 and/or", "3/4 and/or", []),
]  # fmt: skip
BAD = [
    ("<b>", 'Can\'t find end tag corresponding to start tag "b"'),
    ("ä<abac>", 'Unsupported start tag "abac" at byte offset 2'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("😀<b", "Unclosed start tag at byte offset 4"),
    ("<i a = ", 'Unclosed start tag "i" at byte offset 0'),
    ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
    ("<i =a>", 'Empty attribute name in the tag "i" at byte offset 0'),
    ("<i a=1,>", "Unexpected end of name token at byte offset 5"),
    ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("</b>", "Unexpected end tag at byte offset 0"),
    ("<b>a</b", "Unclosed end tag at byte offset 4"),
    ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("line<br>", 'Unsupported start tag "br" at byte offset 4'),
    (
        "&#xDFDF;",
        "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units",
    ),
    ('<tg-emoji emoji-id="05">a</tg-emoji>', "Invalid custom emoji identifier specified"),
    ('<tg-time unix="1" format="x">a</tg-time>', 'Tag "tg-time" must have a valid attribute "format"'),
    ("<tg-time>a</tg-time>", 'Tag "tg-time" must have a valid attribute "unix"'),
]


@pytest.mark.parametrize(("html", "text", "found"), GOOD, ids=[row[0] for row in GOOD])
def test_html_becomes(html: str, text: str, found: list[Entity]) -> None:
    assert (text, found) == entities.read(html, "HTML", None)


@pytest.mark.parametrize(("html", "reason"), BAD, ids=[row[0] for row in BAD])
def test_html_is_refused_with(html: str, reason: str) -> None:
    with pytest.raises(RefusedError) as refused:
        entities.read(html, "HTML", None)

    assert f"Bad Request: can't parse entities: {reason}" == refused.value.description


def test_without_a_parse_mode_markup_is_text() -> None:
    assert ("<b>a</b>", []) == entities.read("<b>a</b>", None, None)


def test_given_entities_are_kept() -> None:
    bold = {"type": "bold", "offset": 0, "length": 1}

    assert ("ab", [bold]) == entities.read("ab", None, [bold])


def test_what_telegram_finds_itself_need_not_be_given() -> None:
    given = [{"type": "bot_command", "offset": 0, "length": 1}]

    assert [{"type": "bot_command", "offset": 0, "length": 6}] == entities.read("/start", None, given).entities


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"offset": 3}, "entity begins after the end of the text at UTF-16 offset 3"),
        ({"length": 3}, "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 3"),
        ({"offset": -1}, "receive an entity with incorrect offset -1"),
        ({"length": -1}, "receive an entity with incorrect length -1"),
        ({"type": "text_link"}, "can't parse MessageEntity: Can't find field \"url\""),
        ({"type": "text_link", "url": "localhost"}, "entity URL 'localhost' is invalid: Wrong HTTP URL"),
        ({"type": "text_mention"}, "can't parse MessageEntity: Can't find field \"user\""),
        ({"type": "custom_emoji"}, "can't parse MessageEntity: Can't find field \"custom_emoji_id\""),
        (
            {"type": "custom_emoji", "custom_emoji_id": "0"},
            "can't parse entities: Invalid custom emoji identifier specified",
        ),
        ({"type": "date_time"}, "can't parse MessageEntity: Can't find field \"unix_time\""),
    ],
)
def test_a_given_entity_is_refused_with(given: Entity, reason: str) -> None:
    entity = {"type": "bold", "offset": 0, "length": 1, **given}
    with pytest.raises(RefusedError) as refused:
        entities.read("ab", None, [entity])

    assert f"Bad Request: {reason}" == refused.value.description


Place = tuple[str, int, int]
NESTED: list[tuple[str, str, list[Place], list[Place]]] = [
    ("touching ones become one", "abc", [("italic", 1, 1), ("italic", 0, 1)], [("italic", 0, 2)]),
    ("overlapping ones become one", "abc", [("italic", 0, 2), ("italic", 1, 2)], [("italic", 0, 3)]),
    (
        "crossing ones are cut",
        "abc",
        [("italic", 0, 2), ("bold", 1, 2)],
        [("italic", 0, 1), ("bold", 1, 2), ("italic", 1, 1)],
    ),
    (
        "one is cut where another begins",
        "ab",
        [("underline", 0, 2), ("strikethrough", 1, 1)],
        [("underline", 0, 1), ("underline", 1, 1), ("strikethrough", 1, 1)],
    ),
    (
        "one that begins with another stays whole",
        "ab",
        [("underline", 0, 2), ("spoiler", 0, 1)],
        [("underline", 0, 2), ("spoiler", 0, 1)],
    ),
    ("code holds nothing", "abc", [("pre", 0, 3), ("strikethrough", 1, 1)], [("pre", 0, 3)]),
    (
        "code is part of nothing",
        "abc",
        [("code", 1, 1), ("strikethrough", 0, 3)],
        [("strikethrough", 0, 1), ("code", 1, 1), ("strikethrough", 2, 1)],
    ),
    ("but of a quote", "abc", [("blockquote", 0, 3), ("pre", 1, 1)], [("blockquote", 0, 3), ("pre", 1, 1)]),
    ("code does not hold a quote", "abc", [("pre", 0, 3), ("blockquote", 1, 1)], [("blockquote", 1, 1)]),
    ("quotes hold no quotes", "abc", [("blockquote", 0, 3), ("expandable_blockquote", 1, 1)], [("blockquote", 0, 3)]),
    ("a link in code is none", "example.com", [("pre", 0, 3)], [("pre", 0, 3)]),
    ("a link torn by a quote is none", "example.com", [("blockquote", 0, 3)], [("blockquote", 0, 3)]),
    ("a link within a quote is one", "a.com", [("blockquote", 0, 5)], [("blockquote", 0, 5), ("url", 0, 5)]),
    (
        "a link cuts what is around it",
        "a.com a",
        [("italic", 0, 7)],
        [("url", 0, 5), ("italic", 0, 5), ("italic", 5, 2)],
    ),
]


@pytest.mark.parametrize(("text", "given", "kept"), [row[1:] for row in NESTED], ids=[row[0] for row in NESTED])
def test_entities_are_nested_as_documented(text: str, given: list[Place], kept: list[Place]) -> None:
    said = [{"type": kind, "offset": offset, "length": length} for kind, offset, length in given]
    found = entities.read(text, None, said).entities

    assert kept == [(entity["type"], entity["offset"], entity["length"]) for entity in found]
