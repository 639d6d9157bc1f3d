"""Whatever Telegram or a person calls a language, it leads to one of our catalogues."""

from __future__ import annotations

import re

import pytest

from locales.languages import BY_SLUG, OFFERED, TABLE, language, match

EVERY = tuple(row.code for row in TABLE)


@pytest.mark.parametrize(
    ("incoming", "expected"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("de-simple", "de@easy"),
        ("de@easy", "de@easy"),
        ("tr", "tr"),
        ("ar", "ar"),
        ("ar-SY", "ar"),
        ("uk", "uk"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("ru", "ru"),
        ("fa", "fa"),
        ("fa-AF", "fa"),
        ("prs", "fa"),
        ("pes", "fa"),
        ("ku", "ku"),
        ("kmr", "ku"),
        ("ku-TR", "ku"),
        ("bg", "bg"),
        ("ro", "ro"),
        ("mo", "ro"),
        ("pl", "pl"),
        ("sr", "sr_Latn"),
        ("sr_Latn", "sr_Latn"),
        ("bs", "sr_Latn"),
        ("hr-HR", "sr_Latn"),
        ("sh", "sr_Latn"),
        ("cnr", "sr_Latn"),
        ("fr-BE", "fr"),
        ("ps", "ps"),
        ("el", "el"),
        ("zh-hans", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("sq", "sq"),
        ("es-419", "es"),
        ("it", "it"),
        ("xx", "de"),
        ("", "de"),
        (None, "de"),
    ],
)
def test_an_incoming_code_leads_to_a_catalogue(incoming: str | None, expected: str) -> None:
    assert expected == match(incoming, EVERY)


def test_a_language_that_is_not_offered_leads_to_german() -> None:
    assert "de" == match("tr", among=("de", "en"))


def test_what_is_offered_is_what_is_shipped_in_order() -> None:
    assert ("de", "de@easy", "ar", "en") == tuple(code for code in OFFERED if code in {"de", "de@easy", "ar", "en"})


def test_slugs_fit_into_callback_data_and_lead_back() -> None:
    assert all(re.fullmatch(r"[a-z0-9_@-]+", row.slug) and BY_SLUG[row.slug] == row.code for row in TABLE)


def test_command_codes_are_two_letters_and_belong_to_one_language() -> None:
    codes = [code for row in TABLE for code in row.command_codes]

    assert len(codes) == len(set(codes)) and all(re.fullmatch(r"[a-z]{2}", code) for code in codes)


def test_easy_german_has_no_command_code_of_its_own() -> None:
    assert () == language("de@easy").command_codes


def test_three_languages_run_from_right_to_left() -> None:
    assert {"ar", "fa", "ps"} == {row.code for row in TABLE if row.rtl}
