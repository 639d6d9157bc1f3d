"""Pictograms are drawn in colour on every system, and each means one thing."""

from __future__ import annotations

import re

import pytest

from conversations import pictograms as pic

COLOUR = "\ufe0f"
DRAWN_AS_TEXT = re.compile(
    "[\u203c\u2049\u2122\u2139\u2194-\u21aa\u2328\u23cf\u23ed-\u23ef\u23f1\u23f2\u23f8-\u23fa\u24c2\u25aa-\u25fc"
    "\u2600-\u2604\u260e\u2611\u2618\u261d\u2620-\u2642\u265f-\u267e\u2692\u2694-\u269c\u26a0\u26a7\u26b0\u26b1\u26c8"
    "\u26cf-\u26d3\u26e9\u26f0\u26f1\u26f4\u26f7-\u26f9\u2702\u2708\u2709\u270c\u270d\u270f\u2712-\u2721\u2733\u2734"
    "\u2744\u2747\u2763\u2764\u27a1\u2934\u2935\u2b05-\u2b07\u3030\u303d\U0001f170-\U0001f17f\U0001f321-\U0001f32c"
    "\U0001f336\U0001f37d\U0001f396-\U0001f39f\U0001f3cb-\U0001f3ce\U0001f3d4-\U0001f3df\U0001f3f3\U0001f3f5\U0001f3f7"
    "\U0001f43f\U0001f441\U0001f4fd\U0001f549\U0001f54a\U0001f56f\U0001f570\U0001f573-\U0001f579\U0001f587-\U0001f590"
    "\U0001f5a5-\U0001f5fa\U0001f6cb\U0001f6cd-\U0001f6cf\U0001f6e0-\U0001f6e9\U0001f6f0\U0001f6f3]"
)
"""What Unicode draws in black and white unless it is told otherwise."""

NAMED = {name: value for name, value in vars(pic).items() if name.isupper() and isinstance(value, str)}
ALL = sorted({*NAMED.values(), *pic.TOPIC.values()})


@pytest.mark.parametrize("pictogram", ALL)
def test_what_could_be_drawn_in_black_asks_for_colour(pictogram: str) -> None:
    assert not any(pictogram[match.end() :][:1] != COLOUR for match in DRAWN_AS_TEXT.finditer(pictogram))


def test_every_topic_has_a_pictogram_of_its_own() -> None:
    assert len(pic.TOPIC) == len({*pic.TOPIC.values()} - {pic.OTHER_TOPIC})
