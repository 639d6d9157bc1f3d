"""Drafts: a name is what somebody would call themselves, and a mark tells one draft from another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conversations.drafts import NAME_LENGTH, clean_name, clean_text, mark_of


def test_a_name_keeps_what_its_spelling_needs() -> None:
    assert "علی\u200cرضا" == clean_name(" علی\u200cرضا ")


def test_a_name_loses_marks_that_turn_the_text_around() -> None:
    assert "Amal" == clean_name("\u202eAmal\u202c")


def test_a_line_break_is_a_space() -> None:
    assert "Maria Luise" == clean_name("Maria\n\tLuise")


def test_an_apostrophe_a_hyphen_and_markup_stay_as_they_are() -> None:
    assert "Anna-Lena <b>O'Neil</b>" == clean_name("Anna-Lena <b>O'Neil</b>")


@given(st.text())
def test_whatever_is_typed_becomes_a_name_with_a_letter_or_nothing(text: str) -> None:
    name = clean_name(text)

    assert "" == name or (
        any(mark.isalpha() for mark in name) and NAME_LENGTH >= len(name) and name == clean_name(name)
    )


def test_a_text_turns_nobody_elses_around_and_is_no_pile_of_empty_lines() -> None:
    assert "Bitte\n\nläuten" == clean_text("\u202e Bitte \r\n\n \n\n\x00läuten\u2069\n")


def test_a_text_keeps_what_its_spelling_needs() -> None:
    assert "علی\u200cرضا" == clean_text(" علی\u200cرضا ")


def test_a_mark_tells_drafts_apart_and_stays_for_the_same() -> None:
    assert mark_of("Zoë", False) == mark_of("Zoë", False)
    assert mark_of("Zoë", False) != mark_of("Zoë", True)
    assert mark_of("ab", "c") != mark_of("a", "bc")
