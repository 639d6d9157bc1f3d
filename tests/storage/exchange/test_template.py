"""Our template comes in as people fill it in: in German, from any spreadsheet, in any of its encodings."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from storage.exchange.parsed import CatalogueError
from storage.records.catalogue import Childcare, Kind, StepFree
from tests.storage.exchange.reading import offering, read, read_bytes, refusal, rejected, text, times, workbook

HEADER = ["Kennung", "Titel", "Anbieter", "Art", "Themen", "Sprachen", "Datum", "Beginn", "Ende"]
ROW = ["A1", "Café für alle", "Haus", "Kurs", "ai", "de", "12.01.2027", "9:00", "10:00"]


def lines(*rows: list[str], delimiter: str = ";") -> str:
    return "\n".join(delimiter.join(row) for row in ([HEADER, *rows]))


def changed(column: str, value: str) -> list[str]:
    return [value if name == column else cell for name, cell in zip(HEADER, ROW, strict=True)]


def test_rows_with_one_id_are_one_offering_with_all_its_dates() -> None:
    catalogue = read("template.csv")

    expected = ["2027-01-12 09:30-11:30 scheduled", "2027-01-19 09:30-11:30 scheduled"]
    assert [*expected, "2027-01-26 09:30-11:30 cancelled"] == times(catalogue, offering(catalogue, "SP-01"))


def test_german_words_prices_and_numbers_are_understood() -> None:
    row = offering(read("template.csv"), "SP-01")

    assert (Kind.COURSE, "nord", 1250, 6.0, True) == (
        row.kind,
        row.quarter,
        row.price_cents,
        row.hours,
        row.whole_course,
    )
    assert (frozenset({"de", "tr"}), Childcare.ON_REQUEST, StepFree.YES) == (
        row.languages,
        row.childcare,
        row.step_free,
    )


def test_an_empty_cell_is_unknown_and_a_written_no_is_a_no() -> None:
    unsaid = read("template.csv").coverage.unsaid

    assert "women_only" in unsaid["SP-01"]
    assert "women_only" not in unsaid["BE-01"]
    assert {"women_only", "childcare", "step_free"} <= unsaid["ON-01"]


def test_the_name_of_a_topic_is_as_good_as_its_short_name() -> None:
    assert ("ai",) == offering(read("template.csv"), "ON-01").topics


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_encoding_and_separator_of_german_offices_reads_the_same(encoding: str, delimiter: str) -> None:
    catalogue = read_bytes(lines(ROW, delimiter=delimiter).encode(encoding))

    assert "Café für alle" == text(catalogue, offering(catalogue, "A1"), "title")


@pytest.mark.parametrize("day", ["12.01.2027", "12.1.27", "2027-01-12", "Di, 12.01.2027"])
@pytest.mark.parametrize(("start", "end"), [("9:00", "10:00"), ("09.00", "10 Uhr"), ("9", "10:00:00")])
def test_days_and_times_are_read_as_germans_write_them(day: str, start: str, end: str) -> None:
    row = [*ROW[:6], day, start, end]
    catalogue = read_bytes(lines(row).encode())

    assert ["2027-01-12 09:00-10:00 scheduled"] == times(catalogue, offering(catalogue, "A1"))


def test_a_workbook_with_typed_cells_reads_like_the_csv() -> None:
    typed = [*ROW[:6], datetime(2027, 1, 12), time(9), time(10)]  # noqa: DTZ001 - a spreadsheet's cells know no zone
    catalogue = read_bytes(workbook(HEADER, typed))

    assert ["2027-01-12 09:00-10:00 scheduled"] == times(catalogue, offering(catalogue, "A1"))


BAD = [
    ("Art", "Kursus", "offer_type"),
    ("Datum", "31.02.2027", "date"),
    ("Ende", "8:00", "end_time"),
    ("Sprachen", "klingonisch", "instruction_languages"),
    ("Titel", "=1+1", "title_de"),
]


@pytest.mark.parametrize(("heading", "value", "column"), BAD)
def test_a_flaw_rejects_its_offering_by_row_and_leaves_the_others_good(heading: str, value: str, column: str) -> None:
    good = ["B2", *ROW[1:]]
    catalogue = read_bytes(lines(changed(heading, value), good).encode())

    assert [(2, column)] == rejected(catalogue)
    assert ["B2"] == [row.source_id for row in catalogue.offerings]
    assert {"A1"} == catalogue.coverage.kept


def test_a_further_row_that_contradicts_the_first_is_rejected() -> None:
    other = ["A1", "Etwas anderes", *ROW[2:6], "13.01.2027", "9:00", "10:00"]
    catalogue = read_bytes(lines(ROW, other, ["B2", *ROW[1:]]).encode())

    assert [(3, "title_de")] == rejected(catalogue)


def test_a_row_without_id_lets_nothing_be_gone() -> None:
    catalogue = read_bytes(lines(ROW, ["", *ROW[1:]]).encode())

    assert not catalogue.coverage.complete


def test_an_unknown_column_is_named_with_the_one_that_was_meant() -> None:
    with pytest.raises(CatalogueError) as caught:
        read_bytes(lines(ROW).replace("Titel", "Tittel").encode())

    assert "column Tittel: this column is unknown; did you mean Titel?" in str(caught.value.problems[0])


def test_a_formula_in_a_workbook_is_refused_and_never_worked_out() -> None:
    assert "a formula" in refusal(workbook(HEADER, changed("Titel", '=HYPERLINK("https://example.org";"x")')))


def test_the_file_speaks_for_its_own_providers_only() -> None:
    assert {"Nachbarschaftshaus Beispiel"} == read("template.csv").coverage.providers
