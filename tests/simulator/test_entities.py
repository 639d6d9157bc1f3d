"""parse_mode HTML: what a text becomes, and the words and byte offsets of every error."""

from typing import Any

import pytest

from simulator import entities
from simulator.refusals import RefusedError

Entity = dict[str, Any]

GOOD: list[tuple[str, str, list[Entity]]] = [
    ("<b>bold</b>", "bold", [{"type": "bold", "offset": 0, "length": 4}]),
    ("<STRONG>bold</strong>", "bold", [{"type": "bold", "offset": 0, "length": 4}]),
    ("a <i>b</i>", "a b", [{"type": "italic", "offset": 2, "length": 1}]),
    ("<u>a</u><ins>b</ins>", "ab", [{"type": "underline", "offset": at, "length": 1} for at in (0, 1)]),
    ("<s>a</s>", "a", [{"type": "strikethrough", "offset": 0, "length": 1}]),
    ("<tg-spoiler>a</tg-spoiler>", "a", [{"type": "spoiler", "offset": 0, "length": 1}]),
    ('<span class="tg-spoiler">a</span>', "a", [{"type": "spoiler", "offset": 0, "length": 1}]),
    ("😀<b>ä</b>", "😀ä", [{"type": "bold", "offset": 2, "length": 1}]),
    ("<b>a <i>b</i></b>", "a b", [{"type": "bold", "offset": 0, "length": 3}, {"type": "italic", "offset": 2, "length": 1}]),
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
    ("<i a = ", "Unclosed start tag at byte offset 0"),
    ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
    ("<i =a>", 'Empty attribute name in the tag "i" at byte offset 0'),
    ("<i a=1,>", "Unexpected end of name token at byte offset 5"),
    ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("</b>", "Unexpected end tag at byte offset 0"),
    ("<b>a</b", "Unclosed end tag at byte offset 4"),
    ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("line<br>", 'Unsupported start tag "br" at byte offset 4'),
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


def test_markdown_is_refused_rather_than_shown_raw() -> None:
    with pytest.raises(RefusedError, match="reads parse_mode HTML or entities only"):
        entities.read("*a*", "MarkdownV2", None)
