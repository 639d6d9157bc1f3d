"""Prose made short: whole sentences where they fit, else up to a pause, and never in the middle of a word."""

from __future__ import annotations

import pytest

from conversations.prose import beginning
from locales.text import Content


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One. Two. Three.", "One. Two.", id="two sentences at most"),
        pytest.param("One. " + "Word " * 20, "One.", id="only what fits"),
        pytest.param(
            "Am 5. Mai kommt z. B. Frau Ö. zu uns. Zwei. Drei.",
            "Am 5. Mai kommt z. B. Frau Ö. zu uns. Zwei.",
            id="dots that end nothing",
        ),
        pytest.param("هل تبحث عن عمل؟ نعم. لا.", "هل تبحث عن عمل؟ نعم.", id="an Arabic question"),
        pytest.param("你好。再见。谢谢。", "你好。再见。", id="Chinese"),
        pytest.param(
            "A long list of things: paper, paint, glue, wood, and whatever else you bring along.",
            "A long list of things: paper, paint, glue, wood…",
            id="a long one up to a pause",
        ),
        pytest.param("word " * 20, "word " * 13 + "word…", id="a long one at a word"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_text_begins_with_what_fits(text: str, expected: str) -> None:
    assert Content(expected, "de") == beginning(Content(text, "de"))
