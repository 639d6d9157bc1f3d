"""Our explicit plural headers say what CLDR says."""

from __future__ import annotations

from gettext import c2py

import pytest
from babel import Locale

from locales.languages import TABLE, language
from locales.plurals import HEADERS, SAMPLE, form_numbers

ORDER = ("zero", "one", "two", "few", "many", "other")


def test_every_language_has_a_header() -> None:
    assert {row.code for row in TABLE} == set(HEADERS)


@pytest.mark.parametrize("code", HEADERS)
def test_a_header_has_the_forms_of_cldr(code: str) -> None:
    rule = Locale.parse(language(code).babel).plural_form

    assert f"nplurals={len(rule.tags | {'other'})};" in HEADERS[code]


@pytest.mark.parametrize("code", HEADERS)
def test_a_header_chooses_the_form_that_cldr_chooses(code: str) -> None:
    rule = Locale.parse(language(code).babel).plural_form
    forms = [form for form in ORDER if form in rule.tags | {"other"}]
    choose = c2py(HEADERS[code].partition("plural=")[2].rstrip(";"))

    assert [forms.index(rule(number)) for number in SAMPLE] == [choose(number) for number in SAMPLE]


def test_the_form_for_fractions_is_never_asked_of_translators() -> None:
    assert [0, 1, 2] == sorted(form_numbers("uk"))
