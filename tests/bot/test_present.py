"""Pages in Telegram: within its limits, safe from markup, and with keyboards that are recognised again."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.page import LABEL_LENGTH, Choice, Page, Paragraph, compose, shortened
from bot.present import KEYBOARD_TAPS, TEXT_LIMIT, Presenter, html, keyboard_labels, standing_keyboard
from conversations.core import UNKNOWN_TIME, Button, Line, Screen, Share, Tap, say
from conversations.registry import versions
from locales.catalogues import Speech
from locales.languages import OFFERED
from locales.text import Code, Content, Text, _
from simulator import entities
from tests.town import ZONE

PRESENTER = Presenter("quartierbot_demo_bot", versions())
STYLES = ("plain", "title", "note", "indented", "prose")
ISOLATES = ("\u2066", "\u2069")


def page_of(*texts: str, style: str = "plain", pictogram: str = "") -> Page:
    """Make a page of these lines."""
    return Page("en", tuple(Paragraph(text, pictogram, style) for text in texts))


def parsed(page: Page) -> str:
    """Read the HTML of a page as Telegram does."""
    return str(entities.read(html(page), "HTML", None).text)


@pytest.mark.parametrize("style", STYLES)
def test_markup_in_a_text_is_shown_and_never_followed(style: str) -> None:
    text = "<b>1 < 2 & 3 > 2</b> &amp; <a href='x'>"

    assert text in parsed(page_of(text, style=style))


def test_a_title_is_bold_and_a_note_in_italics() -> None:
    page = Page("en", (Paragraph("Hello", "👋", "title"), Paragraph("quiet", "", "note")))

    assert "👋 <b>Hello</b>\n<i>quiet</i>" == html(page)


def test_prose_is_set_apart_by_an_empty_line() -> None:
    page = Page("en", (Paragraph("Free of charge", "💶"), Paragraph("We start slowly.", "", "prose")))

    assert "💶 Free of charge\n\nWe start slowly." == html(page)


@given(st.lists(st.text(st.sampled_from("a<&🙂é ع"), max_size=3000), min_size=1, max_size=8), st.sampled_from(STYLES))
def test_whatever_is_said_fits_into_a_message(texts: list[str], style: str) -> None:
    shown = parsed(page_of(*texts, style=style, pictogram="📅"))

    assert entities.units(shown) <= TEXT_LIMIT


def test_what_fits_is_not_cut() -> None:
    text = "x" * (TEXT_LIMIT - 20)

    assert text in parsed(page_of(text))


def test_the_longest_line_is_cut_and_the_others_stay() -> None:
    shown = parsed(page_of("first", "🙂" * TEXT_LIMIT, "last"))

    assert shown.startswith("first\n")
    assert shown.endswith("…\nlast")


@given(st.text(max_size=200))
def test_a_label_is_never_longer_than_a_phone_shows(text: str) -> None:
    assert len(shortened(text, LABEL_LENGTH)) <= LABEL_LENGTH


def test_a_long_label_is_cut_at_a_word() -> None:
    assert "3D-Druck verstehen: vom Modell…" == shortened("3D-Druck verstehen: vom Modell zum Schlüsselanhänger", 34)


def test_a_tap_becomes_callback_data_with_the_dialogs_version() -> None:
    keyboard = PRESENTER.keyboard(Page("en", (), ((Choice("Register", Tap("register", "start", (26,)), "success"),),)))

    assert keyboard is not None
    button = keyboard.inline_keyboard[0][0]
    assert ("register.1.start.26", "success") == (button.callback_data, button.style)


def test_passing_on_opens_telegrams_own_sheet_with_a_link_to_the_offering() -> None:
    choice = Choice("Tell others", Share("o_26", Content("Digital-Check", "de")), text="Digital-Check & mehr")
    keyboard = PRESENTER.keyboard(Page("en", (), ((choice,),)))

    assert keyboard is not None
    query = parse_qs(urlsplit(str(keyboard.inline_keyboard[0][0].url)).query)
    assert {"url": ["https://t.me/quartierbot_demo_bot?start=o_26"], "text": ["Digital-Check & mehr"]} == query


@pytest.mark.parametrize("code", OFFERED)
def test_every_label_of_the_standing_keyboard_is_recognised(code: str) -> None:
    rows = standing_keyboard(Speech(code, ZONE), asks_location=False).keyboard
    known = keyboard_labels()

    assert [tap for _pictogram, _text, tap in KEYBOARD_TAPS] == [known[button.text] for row in rows for button in row]


@pytest.mark.parametrize("code", OFFERED)
def test_no_label_means_two_things(code: str) -> None:
    speech = Speech(code, ZONE)
    labels = [f"{pictogram} {speech.say(text, UNKNOWN_TIME)}" for pictogram, text, _tap in KEYBOARD_TAPS]

    assert len(labels) == len(set(labels))


def test_the_button_for_the_location_asks_telegram_for_it() -> None:
    rows = standing_keyboard(Speech("de", ZONE), asks_location=True).keyboard

    assert [True, None, None] == [button.request_location for row in rows for button in row]


@pytest.mark.parametrize("code", OFFERED)
def test_a_code_stands_apart_from_a_text_that_runs_from_the_right(code: str) -> None:
    speech = Speech(code, ZONE)
    page = compose(Screen((say(_("Your code: {code}", code=Code("F7R")), "🎟️"),)), speech, UNKNOWN_TIME)

    wrapped = "F7R".join(ISOLATES) in html(page)
    assert speech.rtl == wrapped


def test_a_text_in_another_language_is_said_to_be_so() -> None:
    speech = Speech("ar", ZONE)
    page = compose(Screen((say(Content("Werkschau", "de")),)), speech, UNKNOWN_TIME)

    assert 2 == len(page.paragraphs)
    assert "note" == page.paragraphs[-1].style


@pytest.mark.parametrize("written", ["de@easy", "mul", "de"])
def test_easy_german_and_what_is_everybodys_count_as_ones_own_language(written: str) -> None:
    page = compose(Screen((say(Content("Werkschau", written)),)), Speech("de", ZONE), UNKNOWN_TIME)

    assert 1 == len(page.paragraphs)


def test_how_much_waits_behind_a_button_stands_in_brackets() -> None:
    button = Button(Text("Find offers"), Tap("find", "start"), "🔎", count=3)
    page = compose(Screen((), ((button,),)), Speech("en", ZONE), UNKNOWN_TIME)

    assert "🔎 Find offers (3)" == page.rows[0][0].label


@pytest.mark.parametrize("code", OFFERED)
def test_a_link_is_written_out_whole_in_every_language(code: str) -> None:
    screen = Screen((Line(Content("i_abc-DEF_123", "mul"), "", "link"),))

    page = PRESENTER.linked(compose(screen, Speech(code, ZONE), UNKNOWN_TIME))

    assert ["https://t.me/quartierbot_demo_bot?start=i_abc-DEF_123"] == [one.text for one in page.paragraphs]
