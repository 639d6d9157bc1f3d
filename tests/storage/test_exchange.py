"""Reading the catalogue's files: everything in them is checked, and everything that is wrong is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.exchange import vocabulary
from storage.exchange.parsed import CatalogueError, Problem, TextKey
from storage.records.catalogue import Kind
from storage.records.reasons import Why
from tests.storage.files import Files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


BAD_CELLS = [
    ("offers", 2, "offer_id", "", "an id is needed"),
    ("offers", 2, "title_de", "", "must not be empty"),
    ("offers", 2, "title_de", "Zwei\nZeilen", "must be one line"),
    ("offers", 2, "title_de", "x" * 121, "longer than 120 characters"),
    ("offers", 2, "description_de", "Glocke \x07", "cannot be shown"),
    ("offers", 2, "offer_type", "kurs", "must be one of: course, workshop"),
    ("offers", 2, "level", "hard", "must be one of: none, beginner, open"),
    ("offers", 2, "topics", "PC Basics", "is no short name"),
    ("offers", 2, "topics", "", "must name at least one"),
    ("offers", 2, "topics", "2027", "not only digits"),
    ("offers", 2, "target_groups", "residents|everybody", "'everybody' is not one of: apprentices"),
    ("offers", 2, "instruction_languages", "de|klingon", "'klingon' is not a known language"),
    ("offers", 2, "interpretation_on_request", "no|tr", "'no' is not a known language"),
    ("offers", 2, "plain_language", "ja", "must be yes or no"),
    ("offers", 2, "quarter", "Nord!", "is no short name"),
    ("offers", 2, "venue_id", "V99", "there is no such id in venues.csv"),
    ("offers", 2, "capacity", "zehn", "must be a whole number from 1"),
    ("offers", 2, "capacity", "0", "must be a whole number from 1"),
    ("offers", 2, "capacity", "-3", "must be a whole number from 1"),
    ("offers", 2, "capacity", "²", "must be a whole number from 1"),
    ("offers", 2, "cost_eur", "fünf", "must be an amount in euros"),
    ("offers", 2, "cost_eur", "-5.00", "must be an amount in euros"),
    ("offers", 2, "registration", "maybe", "must be one of: required, recommended, none"),
    ("offers", 2, "age_min", "130", "must be a whole number from 0 to 120"),
    ("offers", 2, "age_max", "15", "must not be below age_min (18)"),
    ("offers", 2, "childcare", "sometimes", "must be one of: yes, on_request, no"),
    ("offers", 2, "wheelchair_accessible", "ja", "must be one of: yes, no, unknown"),
    ("offers", 2, "hours_total", "17,5", "with a decimal point"),
    ("offers", 2, "provider_label", "", "must not be empty"),
    ("offers", 3, "offer_id", "DC-01", "row 2 has the same offer_id"),
    ("sessions", 2, "session_id", "DC 03", "an id is needed"),
    ("sessions", 3, "session_id", "DC-03-01", "row 2 has the same session_id"),
    ("sessions", 2, "offer_id", "DC-99", "there is no such id in offers.csv"),
    ("sessions", 2, "session_no", "", "must not be empty"),
    ("sessions", 7, "session_no", "1", "row 2 has the same offer_id and session_no"),
    ("sessions", 2, "date", "02.12.2026", "must be a day that exists, written as 2027-01-12"),
    ("sessions", 2, "date", "2027-02-30", "must be a day that exists"),
    ("sessions", 2, "start_time", "25:00", "must be a time of day"),
    ("sessions", 2, "start_time", "2 pm", "must be a time of day"),
    ("sessions", 2, "timezone", "America/New_York", "must be Europe/Berlin"),
    ("sessions", 2, "weekday_de", "Do", "2026-12-02 is a Mi"),
    ("sessions", 2, "start_iso", "2026-12-02T14:00:00+02:00", "does not agree with date and time"),
    ("sessions", 2, "start_iso", "2026-12-02T14:00:00", "does not agree with date and time"),
    ("sessions", 2, "end_iso", "soon", "does not agree with date and time"),
    ("sessions", 2, "venue_id", "V99", "there is no such id in venues.csv"),
    ("sessions", 2, "capacity", "16.5", "must be a whole number"),
    ("sessions", 2, "status", "postponed", "must be one of: scheduled, moved, cancelled"),
    ("sessions", 2, "online_link", "http://video.example/kurs", "must be an address that begins with https://"),
    ("sessions", 2, "online_link", "https://anna:geheim@video.example/", "must be an address"),
    ("sessions", 2, "online_link", "https://video.example/zwei teile", "without spaces"),
    ("sessions", 2, "online_link", "https://video", "must be an address"),
    ("sessions", 2, "online_link", "folgt", "must be an address"),
    ("sessions", 2, "online_link", "https://video.example/" + "x" * 500, "longer than 500 characters"),
    ("venues", 3, "venue_id", "V01", "row 2 has the same venue_id"),
    ("venues", 2, "name", "", "must not be empty"),
    ("venues", 2, "lat", "95", "must be a number from -90 to 90"),
    ("venues", 2, "lon", "nan", "must be a number from -180 to 180"),
    ("venues", 2, "lon", "", "a position needs both numbers"),
    ("venues", 2, "position_basis", "guessed", "must be documented or approximate"),
    ("venues", 2, "position_basis", "", "goes together with a position"),
    ("venues", 2, "wheelchair", "ja", "must be one of: yes, no, unknown, not_applicable"),
    ("texts", 2, "subject", "course", "'course' is not one of: offering, quarter"),
    ("texts", 2, "field", "name", "'name' is not one of: access_note"),
    ("texts", 2, "language", "xx", "'xx' is not a known language"),
    ("texts", 2, "language", "de", "German texts stand in the file of offers, sessions or venues"),
    ("texts", 2, "text", "", "must not be empty"),
    ("texts", 2, "source_id", "DC-99", "there is no German title of this offering"),
    ("texts", 3, "language", "de@easy", "title of DC-01 in de@easy is there twice"),
]


@pytest.mark.parametrize(("name", "row", "column", "value", "reason"), BAD_CELLS)
def test_a_bad_cell_is_named_with_its_file_row_column_and_reason(
    files: Files, name: str, row: int, column: str, value: str, reason: str
) -> None:
    files.put(name, row, column, value)

    found = files.problems()

    blamed = {"texts": "source_id"}.get(name, column) if "twice" in reason else column
    assert [(f"{name}.csv", row, blamed)] == [
        (problem.file, problem.row, problem.column) for problem in found if reason in str(problem.reason)
    ]


def test_all_problems_are_collected_in_the_order_of_the_files(files: Files) -> None:
    files.put("offers", 2, "capacity", "zehn")
    files.put("offers", 5, "level", "hard")
    files.put("sessions", 9, "date", "morgen")
    files.put("venues", 2, "lat", "north")

    found = [(problem.file, problem.row, problem.column) for problem in files.problems()]

    expected = [("offers.csv", 2, "capacity"), ("offers.csv", 5, "level"), ("sessions.csv", 9, "date")]
    assert [*expected, ("venues.csv", 2, "lat")] == found


def test_a_problem_reads_as_a_sentence_with_the_value_shortened() -> None:
    problem = Problem("offers.csv", 7, "capacity", "x" * 60, Why.YES_OR_NO())

    assert f"offers.csv, row 7, column capacity, '{'x' * 39}…': must be yes or no" == str(problem)


@pytest.mark.parametrize(("name", "column"), [("offers", "title_de"), ("sessions", "date"), ("venues", "lat")])
def test_a_missing_column_is_named_once_and_not_row_by_row(files: Files, name: str, column: str) -> None:
    rows = files.rows(name)
    position = rows[0].index(column)
    files.write(name, [row[:position] + row[position + 1 :] for row in rows])

    expected = (Problem(f"{name}.csv", 1, column, "", Why.COLUMN_MISSING()),)
    assert expected == files.problems()


def test_an_unknown_column_is_named(files: Files) -> None:
    files.write("venues", [[*row, "colour" if not number else ""] for number, row in enumerate(files.rows("venues"))])

    expected = (Problem("venues.csv", 1, "colour", "", Why.COLUMN_MISSPELT()),)
    assert expected == files.problems()


def test_a_column_that_is_there_twice_is_named(files: Files) -> None:
    files.write("venues", [[*row, row[1]] for row in files.rows("venues")])

    assert [Why.COLUMN_TWICE()] == [problem.reason for problem in files.problems()]


def test_a_row_with_a_missing_cell_is_named(files: Files) -> None:
    rows = files.rows("sessions")
    files.write("sessions", [*rows[:4], rows[4][:-1], *rows[5:]])

    assert [("sessions.csv", 5)] == [(problem.file, problem.row) for problem in files.problems()]


def test_rows_count_as_in_a_spreadsheet_over_empty_rows_and_line_ends_in_cells(files: Files) -> None:
    rows = files.rows("offers")
    rows[1][rows[0].index("description_de")] = "Zwei\nZeilen"
    rows[4][rows[0].index("level")] = "hard"
    files.write("offers", [*rows[:2], [], *rows[2:]])

    assert [6] == [problem.row for problem in files.problems()]


def test_a_quotation_mark_that_is_never_closed_is_named(files: Files) -> None:
    files.path("venues").write_text(files.path("venues").read_text(encoding="utf-8") + '"V13', encoding="utf-8")

    assert ["is a quotation mark missing?"] == [str(problem.reason)[-28:] for problem in files.problems()]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_is_refused_with_the_remedy(files: Files, encoding: str) -> None:
    files.write("sessions", [[*row[:3], "Dienstag: für Ältere", *row[4:]] for row in files.rows("sessions")])
    text = files.path("sessions").read_text(encoding="utf-8")
    files.path("sessions").write_bytes(text.encode(encoding))

    problem = files.problems()[0]

    assert ("sessions.csv", True) == (problem.file, "choose 'Save as', 'CSV UTF-8'" in str(problem.reason))


def test_a_byte_order_mark_does_not_matter(files: Files) -> None:
    plain = files.parse()
    files.write("offers", files.rows("offers"), encoding="utf-8-sig")

    assert plain == files.parse()


def test_a_german_spreadsheet_may_separate_by_semicolons(files: Files) -> None:
    plain = files.parse()
    files.write("offers", files.rows("offers"), delimiter=";")

    assert plain == files.parse()


@pytest.mark.parametrize("name", ["offers", "venues"])
def test_a_file_without_rows_would_end_everything_and_is_refused(files: Files, name: str) -> None:
    files.write(name, files.rows(name)[:1])

    assert (f"{name}.csv", Why.NO_ROW()) in [(problem.file, problem.reason) for problem in files.problems()]


def test_an_empty_file_is_named(files: Files) -> None:
    files.path("offers").write_bytes(b"")

    assert (Problem("offers.csv", 0, "", "", Why.FILE_EMPTY()),) == files.problems()


def test_a_file_that_is_not_there_is_named(files: Files) -> None:
    files.path("sessions").unlink()

    assert [("sessions.csv", "cannot be opened (no such file or directory)")] == [
        (problem.file, str(problem.reason)) for problem in files.problems()
    ]


def test_a_session_must_end_after_it_starts(files: Files) -> None:
    files.put("sessions", 2, "end_time", "13:30")
    files.put("sessions", 2, "end_iso", "")

    assert [Why.END_FIRST()] == [problem.reason for problem in files.problems()]


def test_a_time_that_summer_time_leaves_out_is_refused(files: Files) -> None:
    row = files.row_of("sessions", "SR-03-01")
    for column, value in {"date": "2027-03-28", "weekday_de": "", "start_iso": "", "end_iso": ""}.items():
        files.put("sessions", row, column, value)
    files.put("sessions", row, "start_time", "02:30")

    assert ["this time does not exist on 2027-03-28: the clocks go forward"] == [
        str(problem.reason) for problem in files.problems()
    ]


def test_a_session_after_the_change_to_summer_time_keeps_its_wall_time(files: Files) -> None:
    assert datetime(2027, 3, 30, 11, 0, tzinfo=UTC) == files.session("SR-03-01").start.astimezone(UTC)


def test_language_codes_become_ours(files: Files) -> None:
    files.put("offers", 2, "instruction_languages", "de-simple|prs|hr|es-419")

    assert {"de@easy", "fa", "sr_Latn", "es"} == files.offering("DC-01").languages


def test_a_language_that_teaches_needs_no_interpretation(files: Files) -> None:
    files.put("offers", 2, "interpretation_on_request", "de|tr")

    assert {"tr"} == files.offering("DC-01").interpretation


def test_interpretation_no_means_none(files: Files) -> None:
    assert frozenset() == files.offering("DC-03").interpretation


@pytest.mark.parametrize(
    ("written", "cents"), [("5.00", 500), ("5,5", 550), ("0.05", 5), ("12", 1200), ("0.00", 0), ("", None)]
)
def test_prices_become_cents(files: Files, written: str, cents: int | None) -> None:
    files.put("offers", 2, "cost_eur", written)

    assert cents == files.offering("DC-01").price_cents


def test_a_note_that_only_repeats_that_it_is_free_is_no_text(files: Files) -> None:
    notes = {key.source_id for key in files.parse().texts if key.field == "price_note"}

    assert {"3D-01"} == notes


def test_a_documented_position_is_exact(files: Files) -> None:
    assert (50.77956, True) == (files.venue("V04").latitude, files.venue("V04").position_exact)


def test_an_approximate_position_is_not_exact(files: Files) -> None:
    assert (50.782, False) == (files.venue("V01").latitude, files.venue("V01").position_exact)


def test_a_venue_without_a_position_has_none(files: Files) -> None:
    assert (None, None) == (files.venue("V07").latitude, files.venue("V07").longitude)


def test_a_session_without_a_capacity_has_its_offerings(files: Files) -> None:
    files.put("sessions", 2, "capacity", "")
    files.put("offers", files.row_of("offers", "DC-03"), "capacity", "17")

    assert 17 == files.session("DC-03-01").capacity


def test_an_offering_without_a_session_is_fine(files: Files) -> None:
    sessions = [row for row in files.parse().sessions if row.offering == "VM-01"]

    assert (Kind.PLACEMENT, []) == (files.offering("VM-01").kind, sessions)


def test_a_topic_nobody_named_is_called_by_its_slug(files: Files) -> None:
    files.put("offers", 2, "topics", "home_repair")

    assert "Home repair" == files.parse().names[TextKey("topic", "home_repair", "name", "de")]


def test_a_file_of_texts_may_name_topics_in_german_too(files: Files) -> None:
    files.write("texts", [*files.rows("texts"), ["topic", "pc_basics", "name", "de", "Rechner"]])

    assert "Rechner" == files.parse().texts[TextKey("topic", "pc_basics", "name", "de")]


def test_the_file_of_texts_may_be_left_out(files: Files) -> None:
    found = files.parse(texts=False)

    assert (False, {"de"}) == (found.translated, {key.language for key in found.texts})


def change(files: Files, position: int, mutate: Callable[[str], str]) -> None:
    """Change one cell of the offers, whichever it is."""
    rows = files.rows("offers")
    row, column = 1 + position % (len(rows) - 1), position % len(rows[0])
    rows[row][column] = mutate(rows[row][column])
    files.write("offers", rows)


@given(text=st.text(max_size=30), position=st.integers(0, 2000))
def test_whatever_stands_in_a_cell_is_read_or_named(
    tmp_path_factory: pytest.TempPathFactory, text: str, position: int
) -> None:
    files = Files(tmp_path_factory.mktemp("cells"))
    change(files, position, lambda _before: text.encode("utf-8", "replace").decode())
    try:
        read = len(files.parse().offerings)
    except CatalogueError as error:
        read = 0

        assert all(problem.file.endswith(".csv") and problem.reason for problem in error.problems)

    assert read in {0, 33, 34}


@pytest.mark.parametrize("language", vocabulary.LANGUAGES)
def test_every_language_of_ours_knows_itself(language: str) -> None:
    assert language == vocabulary.language(language)


@pytest.mark.parametrize(
    "link", ["https://video.example/j/81?pwd=a%20b#chat", "https://meet.video.example:8443/kurs", ""]
)
def test_a_session_has_the_link_that_its_row_gives(files: Files, link: str) -> None:
    files.put("sessions", files.row_of("sessions", "ON-01-01"), "online_link", link)

    assert (link or None) == files.session("ON-01-01").link


def test_a_file_without_a_column_of_links_has_none(files: Files) -> None:
    rows = files.rows("sessions")
    at = rows[0].index("online_link")
    files.write("sessions", [row[:at] + row[at + 1 :] for row in rows])

    assert {None} == {row.link for row in files.parse().sessions}
