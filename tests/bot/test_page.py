"""A screen in a language, before Telegram shows it."""

from __future__ import annotations

from unicodedata import bidirectional
from zoneinfo import ZoneInfo

import pytest

from bot.page import compose
from bot.present import paragraph_html
from conversations import pictograms as pic
from conversations.core import Button, Screen, Tap, say
from locales.catalogues import Speech
from locales.text import Content, _
from tests.bot.conftest import NOW

PICTOGRAMS = sorted({value for name, value in vars(pic).items() if name.isupper() and isinstance(value, str)})


@pytest.mark.parametrize("pictogram", PICTOGRAMS)
def test_no_pictogram_turns_an_arabic_line_or_button_around(pictogram: str) -> None:
    screen = Screen((say(_("For everybody."), pictogram),), ((Button(_("Help"), Tap("help", "show"), pictogram),),))
    page = compose(screen, Speech("ar", ZoneInfo("Europe/Berlin")), NOW)

    said = (page.paragraphs[0].pictogram + page.paragraphs[0].text, page.rows[0][0].label)

    assert {True} == {first_strong(text) in {"R", "AL"} for text in said}


@pytest.mark.parametrize("pictogram", PICTOGRAMS)
def test_a_german_title_among_arabic_ones_still_begins_at_the_right(pictogram: str) -> None:
    title = Content("Digital-Check", "de")
    screen = Screen((say(title, pictogram),), ((Button(title, Tap("help", "show"), pictogram),),))
    page = compose(screen, Speech("ar", ZoneInfo("Europe/Berlin")), NOW)

    assert ("R", "R") == (first_strong(paragraph_html(page.paragraphs[0])), first_strong(page.rows[0][0].label))


def test_the_last_sign_of_a_german_title_stays_behind_it_among_arabic() -> None:
    title = Content("Was ist los?", "de")
    screen = Screen((say(title, pic.INFO),), ((Button(title, Tap("help", "show"), pic.INFO),),))
    page = compose(screen, Speech("ar", ZoneInfo("Europe/Berlin")), NOW)

    assert "\u2066Was ist los?\u2069" == page.paragraphs[0].text
    assert page.rows[0][0].label.endswith("\u2066Was ist los?\u2069")


def test_a_title_in_the_readers_own_language_stays_as_it_is() -> None:
    screen = Screen((say(Content("Was ist los?", "de"), pic.INFO),))

    assert "Was ist los?" == compose(screen, Speech("de", ZoneInfo("Europe/Berlin")), NOW).paragraphs[0].text


def test_a_german_line_has_no_mark() -> None:
    screen = Screen((say(_("For everybody."), pic.INFO),))

    assert pic.INFO == compose(screen, Speech("de", ZoneInfo("Europe/Berlin")), NOW).paragraphs[0].pictogram


def first_strong(text: str) -> str:
    """Find what decides the direction of a line."""
    return next(kind for kind in map(bidirectional, text) if kind in {"L", "R", "AL"})


def two_buttons(language: str, count: int) -> list[int]:
    """Compose two buttons beside each other; returns how many stand in each row."""
    pair = tuple(Button(_("Languages"), Tap("help", "show"), pic.LANGUAGE, count=count) for _side in "ab")
    page = compose(Screen((), (pair,)), Speech(language, ZoneInfo("Europe/Berlin")), NOW)
    return [len(row) for row in page.rows]


def test_buttons_that_can_be_read_to_their_end_stand_beside_each_other() -> None:
    assert [[2], [2]] == [two_buttons(language, 12) for language in ("de", "ar")]


def test_buttons_that_would_be_cut_off_beside_each_other_stand_alone() -> None:
    assert [1, 1] == two_buttons("de", 10**12)
