"""parse_mode MarkdownV2 and the old Markdown: what a text becomes, and the words and byte offsets of every error."""

from typing import Any

import pytest

from simulator import entities
from simulator.markdown import parse_v2
from simulator.refusals import RefusedError

Entity = dict[str, Any]


def entity(kind: str, offset: int, length: int, **special: object) -> Entity:
    return {"type": kind, "offset": offset, "length": length, **special}


def place(found: Entity) -> tuple[int, int, str]:
    return found["offset"], -found["length"], found["type"]


def in_order(found: list[Entity]) -> list[Entity]:
    return sorted(found, key=place)


DOCUMENTED = """\
*bold _italic bold ~italic bold strikethrough ||italic bold strikethrough spoiler||~ __underline italic bold___ bold*
>Block quotation started
>The last line of the block quotation
**>The expandable block quotation started right after the previous block quotation
>The last line of the expandable block quotation with the expandability mark||"""

V2: list[tuple[str, str, list[Entity]]] = [
    (r"*bold \*text*", "bold *text", [entity("bold", 0, 10)]),
    (r"_italic \*text_", "italic *text", [entity("italic", 0, 12)]),
    ("__under__", "under", [entity("underline", 0, 5)]),
    ("~struck~", "struck", [entity("strikethrough", 0, 6)]),
    ("||hidden||", "hidden", [entity("spoiler", 0, 6)]),
    ("[Kurse](http://www.example.com/)", "Kurse", [entity("text_link", 0, 5, url="http://www.example.com/")]),
    ("[Kurse](example.com?a=1)", "Kurse", [entity("text_link", 0, 5, url="http://example.com/?a=1")]),
    (r"[x](http://example.com/\(a\))", "x", [entity("text_link", 0, 1, url="http://example.com/(a)")]),
    (r"[example\.com]", "example.com", [entity("text_link", 0, 11, url="http://example.com/")]),
    ("[nowhere](nowhere)", "nowhere", []),
    ("[x](tg://user?id=7)", "x", [entity("text_mention", 0, 1, user={"id": 7})]),
    ("![👍](tg://emoji?id=5368324170671202286)", "👍", [
        entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")
    ]),
    ("![22:45](tg://time?unix=1647531900&format=wDT)", "22:45", [
        entity("date_time", 0, 5, unix_time=1647531900, date_time_format="wDT")
    ]),
    ("![22:45](tg://time?unix=1647531900)", "22:45", [entity("date_time", 0, 5, unix_time=1647531900)]),
    ("`a\\`b*`", "a`b*", [entity("code", 0, 4)]),
    ("```\ncode. *\n```", "code. *\n", [entity("pre", 0, 8)]),
    ("```python\ncode```", "code", [entity("pre", 0, 4, language="python")]),
    ("```python```", "python", [entity("pre", 0, 6)]),
    ("___both_**__", "both", [entity("underline", 0, 4), entity("italic", 0, 4)]),
    ("*bold*\\_`code`", "bold_code", [entity("bold", 0, 4), entity("code", 5, 4)]),
    ("😀*ä*😀_ö_", "😀ä😀ö", [entity("bold", 2, 1), entity("italic", 5, 1)]),
    ("a\n>b\n>c\nd", "a\nb\nc\nd", [entity("blockquote", 2, 4)]),
    (">a||", "a", [entity("expandable_blockquote", 0, 1)]),
    (">||a||", "a", [entity("blockquote", 0, 1), entity("spoiler", 0, 1)]),
    (">||a||||", "a", [entity("expandable_blockquote", 0, 1), entity("spoiler", 0, 1)]),
    (">a\n**>b||", "a\nb", [entity("blockquote", 0, 2), entity("expandable_blockquote", 2, 1)]),
    ("*a\n>b\nc*", "a\nb\nc", [entity("bold", 0, 5), entity("blockquote", 2, 2)]),
    ("`>a\nb`", ">a\nb", [entity("code", 0, 4)]),
    ("\\_\\*\\[\\]\\(\\)\\~\\`\\>\\#\\+\\-\\=\\|\\{\\}\\.\\!\\\\", "_*[]()~`>#+-=|{}.!\\", []),
    ("\\ä \\", "\\ä \\", []),
    ("**____``||||", "", []),
]  # fmt: skip
RESERVED = [
    (char, f"Character '{char}' is reserved and must be escaped with the preceding '\\'") for char in "])(#+-=|{}.!"
]
BAD_V2 = [
    *RESERVED,
    ("a>", "Character '>' is reserved and must be escaped with the preceding '\\'"),
    (">a\n>>b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
    ("3 - 4", "Character '-' is reserved and must be escaped with the preceding '\\'"),
    ("Kurs*", "Can't find end of Bold entity at byte offset 4"),
    ("ä_a", "Can't find end of Italic entity at byte offset 2"),
    ("😀__a_", "Can't find end of Italic entity at byte offset 7"),
    ("__a", "Can't find end of Underline entity at byte offset 0"),
    ("a ~b", "Can't find end of Strikethrough entity at byte offset 2"),
    ("||a|\\|", "Character '|' is reserved and must be escaped with the preceding '\\'"),
    ("||a", "Can't find end of Spoiler entity at byte offset 0"),
    ("`a", "Can't find end of Code entity at byte offset 0"),
    ("```a", "Can't find end of Pre entity at byte offset 0"),
    ("```py\na", "Can't find end of PreCode entity at byte offset 0"),
    ("*_a*_", "Can't find end of Italic entity at byte offset 4"),
    ("[a", "Can't find end of TextUrl entity at byte offset 0"),
    ("[a](b", "Can't find end of a URL at byte offset 4"),
    ("[a](b\\)", "Can't find end of a URL at byte offset 4"),
    (">*a\nb*", "Can't find end of Bold entity at byte offset 1"),
    ("![a", "Can't find end of CustomEmoji entity at byte offset 0"),
    ("![a]", "Custom emoji entity must contain a tg://emoji URL"),
    ("![a](tg://emoji?id=1", "Can't find end of a custom emoji URL at byte offset 5"),
    ("![a](http://emoji?id=1)", "Custom emoji URL must have scheme tg"),
    ("![a](tg://smiley?id=1)", 'Custom emoji URL must have host "emoji"'),
    ("![a](tg://emoji)", "Custom emoji URL must have an emoji identifier"),
    ("![a](tg://emoji?id=01)", "Invalid custom emoji identifier specified"),
    ("![a](tg://time?format=t)", 'Date-time URL must have a valid attribute "unix"'),
    ("![a](tg://time?unix=1&format=tr)", 'Date-time URL must have a valid attribute "format"'),
]
LEGACY: list[tuple[str, str, list[Entity]]] = [
    ("*bold* and _italic_", "bold and italic", [entity("bold", 0, 4), entity("italic", 9, 6)]),
    ("[Kurse](http://www.example.com/)", "Kurse", [entity("text_link", 0, 5, url="http://www.example.com/")]),
    ("[x](tg://user?id=7)", "x", [entity("text_mention", 0, 1, user={"id": 7})]),
    ("`code *`", "code *", [entity("code", 0, 6)]),
    ("```\ncode```", "code", [entity("pre", 0, 4)]),
    ("```python\ncode```", "code", [entity("pre", 0, 4, language="python")]),
    ("_snake_\\__case_", "snake_case", [entity("italic", 0, 5), entity("italic", 6, 4)]),
    ("*2*\\**2=4*", "2*2=4", [entity("bold", 0, 1), entity("bold", 2, 3)]),
    ("1. a-b! (c) \\d", "1. a-b! (c) \\d", []),
]
BAD_LEGACY = [
    ("ä *a", "Can't find end of the entity starting at byte offset 3"),
    ("snake_case", "Can't find end of the entity starting at byte offset 5"),
    ("[a", "Can't find end of the entity starting at byte offset 0"),
    ("```a``", "Can't find end of the entity starting at byte offset 0"),
]


@pytest.mark.parametrize(("markdown", "text", "found"), V2, ids=[row[0] for row in V2])
def test_markdown_v2_becomes(markdown: str, text: str, found: list[Entity]) -> None:
    parsed = parse_v2(markdown)

    assert (text, in_order(found)) == (parsed.text, in_order(parsed.entities))


@pytest.mark.parametrize(("markdown", "reason"), BAD_V2, ids=[row[0] for row in BAD_V2])
def test_markdown_v2_is_refused_with(markdown: str, reason: str) -> None:
    with pytest.raises(RefusedError) as refused:
        entities.read(markdown, "MarkdownV2", None)

    assert f"Bad Request: can't parse entities: {reason}" == refused.value.description


def test_the_documentations_example_is_read_as_it_says() -> None:
    parsed = parse_v2(DOCUMENTED)

    assert [
        (0, -103, "bold"),
        (5, -93, "italic"),
        (17, -59, "strikethrough"),
        (43, -33, "spoiler"),
        (77, -21, "underline"),
        (104, -61, "blockquote"),
        (165, -155, "expandable_blockquote"),
    ] == sorted(map(place, parsed.entities))


@pytest.mark.parametrize(("markdown", "text", "found"), LEGACY, ids=[row[0] for row in LEGACY])
def test_old_markdown_becomes(markdown: str, text: str, found: list[Entity]) -> None:
    parsed = entities.read(markdown, "Markdown", None)

    assert (text, found) == (parsed.text, parsed.entities)


@pytest.mark.parametrize(("markdown", "reason"), BAD_LEGACY, ids=[row[0] for row in BAD_LEGACY])
def test_old_markdown_is_refused_with(markdown: str, reason: str) -> None:
    with pytest.raises(RefusedError) as refused:
        entities.read(markdown, "Markdown", None)

    assert f"Bad Request: can't parse entities: {reason}" == refused.value.description


@pytest.mark.parametrize("mode", ["markdownv2", "MARKDOWNV2", "MarkdownV2"])
def test_the_case_of_a_parse_mode_does_not_matter(mode: str) -> None:
    assert "a" == entities.read("*a*", mode, None).text
