"""Catalogues follow the source, and nothing wrong in them goes unseen."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from locales.compile import compile_catalogues
from locales.update import check, extract, merge, text_of, unsteady_texts, update

TWO = ("{count} place left", "{count} places left")


def template(*msgids: str | tuple[str, str]) -> Catalog:
    catalogue = Catalog()
    for msgid in msgids:
        catalogue.add(msgid, None, [("conversations/dialogs/find.py", 1)])
    return catalogue


def written(folder: Path, code: str, messages: dict[str | tuple[str, str], str | tuple[str, ...]]) -> Path:
    path = folder / code / "LC_MESSAGES" / "quartierbot.po"
    catalogue = merge(template(*messages), path)
    for msgid, wording in messages.items():
        catalogue[msgid].string = wording
    path.write_text(text_of(catalogue, code), encoding="utf-8")
    return path


def test_a_complete_catalogue_has_no_faults(tmp_path: Path) -> None:
    written(tmp_path, "de", {"Home": "Start", TWO: ("{count} Platz frei", "{count} Plätze frei")})

    assert [] == check(template("Home", TWO), tmp_path)


def test_a_text_in_the_script_of_another_language_is_reported(tmp_path: Path) -> None:
    written(tmp_path, "ar", {"Home": "Start", "JSON": "JSON"})

    assert ["ar: in another script than arabic: 'Home'"] == check(template("Home", "JSON"), tmp_path)


def test_a_new_text_is_reported_missing(tmp_path: Path) -> None:
    written(tmp_path, "de", {"Home": "Start"})

    assert "de: missing 'Back'" in check(template("Home", "Back"), tmp_path)


def test_a_text_that_is_gone_is_reported_obsolete(tmp_path: Path) -> None:
    written(tmp_path, "de", {"Home": "Start", "Back": "Zurück"})

    assert "de: obsolete 'Back'" in check(template("Home"), tmp_path)


def test_a_text_that_moved_to_another_file_is_no_fault(tmp_path: Path) -> None:
    written(tmp_path, "de", {"Home": "Start"})
    moved = Catalog()
    moved.add("Home", None, [("conversations/dialogs/home.py", 1)])

    assert [] == check(moved, tmp_path)


def test_a_new_text_is_never_guessed_from_a_similar_one(tmp_path: Path) -> None:
    written(tmp_path, "de", {"Your registration": "Ihre Anmeldung"})

    assert "de: missing 'Your registrations'" in check(template("Your registrations"), tmp_path)


@pytest.mark.parametrize("wording", ["Ihr Code", "Ihr Code: {kode}", "Ihr Code: {code} {code2}"])
def test_other_placeholders_are_reported(tmp_path: Path, wording: str) -> None:
    written(tmp_path, "de", {"Your code: {code}": wording})

    assert any("placeholders differ" in fault for fault in check(template("Your code: {code}"), tmp_path))


def test_a_form_for_one_number_may_say_it_in_words(tmp_path: Path) -> None:
    written(tmp_path, "de", {TWO: ("Noch ein Platz frei", "{count} Plätze frei")})

    assert [] == check(template(TWO), tmp_path)


def test_a_form_for_several_numbers_must_name_the_count(tmp_path: Path) -> None:
    written(tmp_path, "uk", {TWO: ("одне місце", "{count} місця", "{count} місць", "")})

    assert ["uk: placeholders differ in form 0 (1, 21, 31 ...) of '{count} places left': none"] == check(
        template(TWO), tmp_path
    )


def test_a_missing_plural_form_is_reported_with_the_numbers_it_is_for(tmp_path: Path) -> None:
    written(tmp_path, "ar", {TWO: ("لا", "مكان", "", "{count}", "{count}", "{count}")})

    assert ["ar: missing form 2 (2) of '{count} places left'"] == check(template(TWO), tmp_path)


def test_another_plural_rule_is_reported(tmp_path: Path) -> None:
    path = written(tmp_path, "ar", {"Home": "البداية"})
    path.write_text(path.read_text(encoding="utf-8").replace("nplurals=6", "nplurals=2"), encoding="utf-8")

    assert any("Plural-Forms must be nplurals=6" in fault for fault in check(template("Home"), tmp_path))


def test_merging_twice_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, "ar", {"Home": "البداية"})
    update(template("Home", "Back", TWO), tmp_path)
    once = path.read_bytes()
    update(template("Home", "Back", TWO), tmp_path)

    assert once == path.read_bytes()


def test_a_catalogue_holds_no_dates_and_no_line_numbers(tmp_path: Path) -> None:
    text = written(tmp_path, "de", {"Home": "Start"}).read_text(encoding="utf-8")

    assert "Date" not in text and "#: conversations/dialogs/find.py\n" in text


def test_a_note_for_translators_travel_with_the_text(tmp_path: Path) -> None:
    room = tmp_path / "conversations"
    room.mkdir()
    (room / "find.py").write_text("# Translators: a button\nx = _('Home')\n", encoding="utf-8")

    assert ["a button"] == extract(tmp_path)["Home"].auto_comments


def test_a_text_within_an_f_string_is_found(tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "page.py").write_text("line = f'{say(_(\"Home\"))}!'\n", encoding="utf-8")

    assert "Home" in extract(tmp_path)


def test_only_what_changed_is_compiled(tmp_path: Path) -> None:
    path = written(tmp_path, "de", {"Home": "Start"})

    assert [[path.with_suffix(".mo")], []] == [compile_catalogues(tmp_path), compile_catalogues(tmp_path)]


@pytest.mark.parametrize("call", ["_(name)", "_(f'{name}')", "_('a' + name)", "ngettext('a', name, 2)"])
def test_a_text_that_is_no_literal_is_reported(tmp_path: Path, call: str) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "page.py").write_text(f"name = ''\n{call}\n", encoding="utf-8")

    assert ["bot/page.py:2: not a literal"] == unsteady_texts(tmp_path)


def test_the_catalogues_are_complete_and_in_step_with_the_source() -> None:
    assert [] == check(extract())
