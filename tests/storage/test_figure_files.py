"""Figures as files: numbers as numbers, a few as '<5', charts with the right numbers in every script."""

from __future__ import annotations

import csv
import io
import json

import pypdfium2
import pytest
from openpyxl import load_workbook
from PIL import Image

from locales.text import Content
from storage.exchange import charts, figures_pdf, figures_text, figures_xlsx
from storage.exchange.charts import Bar, Chart
from storage.exchange.figures_pdf import Report, Table
from storage.exchange.fonts import Faces
from storage.exchange.paper import Paper
from storage.office.discretion import shown
from storage.records.figures import Facts, Figures, Months, Reach, Row, Tongues
from tests.storage.lists_out import MADE

FACTS = Facts(frozenset({1}), 2, 1, 5.5, registrations=shown(12), present=shown(21), absent=shown(3), spent=56.0)
FIGURES = Figures(
    Months("2026-01", "2026-12"),
    "Digital Camp",
    FACTS,
    (Row("2026-11", Content("2026-11", "mul"), FACTS),),
    (Row("4", Content("Digital Camp", "mul"), FACTS),),
    (Row("1", Content("Aachen-Nord", "de"), FACTS),),
    (Row("1", Content("=HYPERLINK(1)", "de"), FACTS),),
    Tongues((2026,), (("de", shown(8)),), 1),
    Reach(shown(4), 3, None, shown(0)),
    "2026-12",
)
ARABIC = Chart(
    "التسجيلات", (Bar("الألمانية", shown(120)), Bar("العربية", shown(41)), Bar("التركية", shown(3))), "مقرّبة", rtl=True
)


def rows(content: bytes, separator: str) -> list[list[str]]:
    """Read CSV."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=separator))


def test_json_has_numbers_as_numbers_a_few_as_text_and_what_is_not_told_as_null() -> None:
    data = json.loads(figures_text.write_json(FIGURES))

    assert (12 // 5 * 5, "<5", 5.5) == (data["total"]["registrations"], data["total"]["absent"], data["total"]["hours"])
    assert {"newcomers": "<5", "reachable": None, "agreed": 0, "announcements": 3} == data["reach"]
    assert {"years": [2026], "withheld": 1, "registrations": {"de": 5}} == data["languages"]


def test_csv_has_a_row_for_everything_and_runs_nothing() -> None:
    table = rows(figures_text.write_plain(FIGURES), ",")

    assert ["total", "month", "provider", "quarter", "offering", "language", *["reach"] * 4] == [
        row[0] for row in table[1:]
    ]
    assert "'=HYPERLINK(1)" == table[5][1]


def test_german_csv_has_decimal_commas_and_says_how_numbers_are_meant() -> None:
    table = rows(figures_text.write_german(FIGURES), ";")

    assert "5,5" == dict(zip(table[0], table[1], strict=True))["Stunden"]
    assert "Sprache" in [row[0] for row in table]
    assert any("gerundet" in row[0] for row in table)


def test_a_workbook_has_a_sheet_for_each_table_with_typed_cells() -> None:
    book = load_workbook(io.BytesIO(figures_xlsx.write(FIGURES)))
    month = dict(zip(*([cell.value for cell in row] for row in book["Monat"].iter_rows()), strict=True))

    assert ["Gesamt", "Monat", "Träger", "Stadtteil", "Angebot", "Sprache", "Reichweite"] == book.sheetnames
    assert (2, 10, "<5") == (month["Termine"], month["Anmeldungen"], month["Gefehlt"])
    assert "s" == book["Angebot"]["A2"].data_type


def words_of(document: bytes) -> list[str]:
    """Read the words of a page."""
    pages = pypdfium2.PdfDocument(document)
    try:
        return str(pages[0].get_textpage().get_text_range()).split()
    finally:
        pages.close()


def test_numbers_beside_arabic_names_are_the_right_ones() -> None:
    faces = Faces()
    said = charts.printable(ARABIC, faces)
    paper = Paper("x", MADE, faces)
    paper.add_page()
    charts.draw(paper, said, 20)

    assert {"120", "40"} <= set(words_of(paper.content()))


def test_a_few_are_hatched_and_many_are_filled() -> None:
    def ink(number: int) -> float:
        picture = Image.open(io.BytesIO(charts.write_png(Chart("x", (Bar("a", shown(number)),), "y"), MADE))).convert(
            "L"
        )
        dark = sum(picture.histogram()[:128])
        return dark / (picture.width * picture.height)

    assert ink(0) < ink(3) < ink(5)


@pytest.mark.parametrize("rtl", [False, True])
def test_a_long_report_goes_on_over_pages(rtl: bool) -> None:
    table = Table(("Angebot", "Stunden"), tuple((f"Kurs {number}", "2,5") for number in range(90)))
    report = Report("Statistik", ("2026",), (("Termine", "4"),), (ARABIC,), table, ("Gerundet",), rtl)

    pages = pypdfium2.PdfDocument(figures_pdf.write(report, MADE))
    assert 3 == len(pages)
    pages.close()
