"""Texts are said in the reader's language; what is missing comes from the next, and is counted or refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from locales import catalogues
from locales.catalogues import MissingTextError, Speech, every_rendering, gaps, refuse
from locales.languages import OFFERED
from locales.text import Code, Content, Day, Text, Value, _, ngettext
from tests.locales.conftest import NOW, ZONE, Say, local

ISOLATED_CODE = "\u20664F7\u2069"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Catalogues of our own making, in place of the real ones."""
    monkeypatch.setattr("locales.catalogues.catalogue_path", lambda code, suffix: tmp_path / f"{code}.{suffix}")
    catalogues.catalogue.cache_clear()
    yield tmp_path
    catalogues.catalogue.cache_clear()


def write(folder: Path, code: str, **wordings: str) -> None:
    entries = "".join(f'msgid "{msgid}"\nmsgstr "{wording}"\n\n' for msgid, wording in wordings.items())
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (folder / f"{code}.po").write_text(header + entries, encoding="utf-8")


def test_easy_german_falls_back_to_german(folder: Path) -> None:
    write(folder, "de@easy", Back="Zurück gehen")
    write(folder, "de", Back="Zurück", Home="Start")

    assert "Start" == Speech("de@easy", ZONE).say(Text("Home"), NOW)


def test_a_text_of_its_own_comes_before_the_fallback(folder: Path) -> None:
    write(folder, "de@easy", Back="Zurück gehen")
    write(folder, "de", Back="Zurück", Home="Start")

    assert "Zurück gehen" == Speech("de@easy", ZONE).say(Text("Back"), NOW)


def test_other_languages_fall_back_to_the_source(folder: Path) -> None:
    write(folder, "de", Home="Start")

    assert "Home" == Speech("ar", ZONE).say(Text("Home"), NOW)


def test_a_fallback_is_counted(folder: Path) -> None:
    write(folder, "de", Home="Start")
    before = gaps["de@easy", "translation", "Home"]
    Speech("de@easy", ZONE).say(Text("Home"), NOW)

    assert before + 1 == gaps["de@easy", "translation", "Home"]


def test_a_missing_translation_can_be_refused_even_when_it_was_met_before(folder: Path) -> None:
    Speech("ar", ZONE).say(Text("Home"), NOW)

    with pytest.raises(MissingTextError, match="ar: no translation for 'Home'"):
        Speech("ar", ZONE, refuse).say(Text("Home"), NOW)


def test_a_text_of_placeholders_alone_needs_no_translation(folder: Path) -> None:
    assert "\u20664F7\u2069" == Speech("ar", ZONE, refuse).say(_("{code}", code=Code("4F7")), NOW).lstrip("\u200f")


def test_a_compiled_catalogue_older_than_its_source_is_not_used(folder: Path) -> None:
    (folder / "de.mo").write_bytes(b"")
    write(folder, "de", Home="Start")

    assert "Start" == Speech("de", ZONE).say(Text("Home"), NOW)


def test_english_needs_no_catalogue(say: Say) -> None:
    assert "Anything at all" == say("en", Text("Anything at all"))


def test_a_value_that_is_not_supplied_is_refused(say: Say) -> None:
    with pytest.raises(MissingTextError, match="value 'code'"):
        say("en", _("Your code: {code}"))


def test_a_value_that_is_not_supplied_shows_as_an_ellipsis() -> None:
    assert "Your code: …" == Speech("en", ZONE).say(_("Your code: {code}"), NOW)


def test_a_value_that_no_placeholder_asks_for_is_refused(say: Say) -> None:
    with pytest.raises(MissingTextError, match="placeholder 'name'"):
        say("en", _("Hello", name=Code("Anna")))


def test_braces_in_a_value_are_left_alone(say: Say) -> None:
    assert "Your code: {code}" == say("en", _("Your code: {code}", code=Code("{code}")))


def test_a_wording_depends_on_the_count(say: Say) -> None:
    said = [say("en", ngettext("{count} place left", "{count} places left", count)) for count in (0, 1, 2)]

    assert ["0 places left", "1 place left", "2 places left"] == said


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "لا يوجد نشاط مناسب."),
        (1, "يوجد نشاط واحد مناسب."),
        (2, "يوجد نشاطان مناسبان."),
        (3, "توجد 3 أنشطة مناسبة."),
        (11, "يوجد 11 نشاطًا مناسبًا."),
        (99, "يوجد 99 نشاطًا مناسبًا."),
        (100, "يوجد 100 نشاط مناسب."),
        (103, "توجد 103 أنشطة مناسبة."),
        (1000, "يوجد 1,000 نشاط مناسب."),
        (1005, "توجد 1,005 أنشطة مناسبة."),
    ],
)
def test_arabic_uses_all_its_six_forms(say: Say, count: int, expected: str) -> None:
    assert expected == say("ar", ngettext("{count} offer fits.", "{count} offers fit.", count))


def test_a_text_within_a_text_is_said_in_the_same_language(say: Say) -> None:
    assert "Am Start" == say("de", _("On {weekday}", weekday=_("Home")))


def test_a_line_that_begins_with_a_word_of_ours_begins_with_a_capital(say: Say) -> None:
    assert "Today" == say("en", _("{when}", when=_("today")))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Code("4F7"), ISOLATED_CODE),
        (Code("Talstraße 2"), "\u2066Talstraße 2\u2069"),
        (Content("Fahrrad", "de"), "\u2066Fahrrad\u2069"),
        (Content("دورة", "ar"), "دورة"),
        (Content("PC دورة", "ar"), "\u2066PC دورة\u2069"),
        (Day(local(2027, 1, 19).date()), "الثلاثاء، 19\u00a0يناير"),
    ],
)
def test_what_runs_the_other_way_is_set_apart_in_arabic(say: Say, value: Value, expected: str) -> None:
    assert expected == say("ar", _("{value}", value=value)).lstrip("\u200f")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Code("4F7"), "4F7"), (Code("ليلى"), "\u2067ليلى\u2069"), (Content("دورة", "ar"), "\u2067دورة\u2069")],
)
def test_only_right_to_left_letters_are_set_apart_in_german(say: Say, value: Value, expected: str) -> None:
    assert expected == say("de", _("{value}", value=value))


def test_an_arabic_line_of_foreign_values_still_begins_at_the_right(say: Say) -> None:
    assert "\u200f" + ISOLATED_CODE == say("ar", _("{code}", code=Code("4F7")))


def test_a_content_of_its_own_is_left_as_it_is(say: Say) -> None:
    assert "Nähen für alle" == say("ar", Content("Nähen für alle", "de"))


@pytest.mark.parametrize("code", OFFERED)
def test_a_keyboard_label_is_recognised_in_every_language(code: str) -> None:
    label = Speech(code, ZONE).label(Text("Home"))

    assert label in every_rendering("Home")


def test_a_keyboard_label_tells_its_language() -> None:
    assert "ar" == every_rendering("Home")["البداية"]
