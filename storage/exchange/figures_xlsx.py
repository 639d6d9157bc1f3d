"""Figures as a workbook (XLSX): a sheet a table, numbers as numbers, '<5' as text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from storage.exchange.figure_rows import COLUMNS, REACHED, TABLES, Value, language, reached, remarks, tables, written
from storage.exchange.harmless import is_risky, plain
from storage.records.figures import Facts, Figures

NAME_WIDTH, WIDTH = 34, 14
FROZEN = "B2"


def write(figures: Figures) -> bytes:
    """Write the total and how its numbers are meant, then a sheet for each table."""
    book = Workbook()
    first = book.worksheets[0]
    first.title = TABLES["total"]
    _total(first, figures)
    headings = [column.heading for column in COLUMNS]
    for table, rows in tables(figures):
        sheet = book.create_sheet(TABLES[table])
        _fill(sheet, [TABLES[table], *headings], ([row.name.text, *_values(row.facts)] for row in rows))
    spoken = ([language(code), written(figure)] for code, figure in figures.tongues.rows)
    _fill(book.create_sheet(TABLES["language"]), [TABLES["language"], "Anmeldungen"], spoken)
    people = ([REACHED[key], written(value)] for key, value in reached(figures).items())
    _fill(book.create_sheet(TABLES["reach"]), [TABLES["reach"], "Zahl"], people)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _total(sheet: Worksheet, figures: Figures) -> None:
    """Write what it is about, the total a line each, and the remarks."""
    about: list[list[Value]] = [
        ["Zeitraum", f"{figures.months.first} bis {figures.months.last}"],
        ["Träger", figures.provider or "alle"],
    ]
    values = zip(COLUMNS, _values(figures.total), strict=True)
    _fill(sheet, ["Statistik", ""], [*about, *([column.heading, value] for column, value in values)])
    sheet.auto_filter.ref = None
    for remark in remarks(figures):
        sheet.append([remark])
        note = sheet.cell(sheet.max_row, 1)
        note.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=5)
        sheet.row_dimensions[sheet.max_row].height = 45


def _values(facts: Facts) -> list[Value]:
    return [written(column.value(facts)) for column in COLUMNS]


def _fill(sheet: Worksheet, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write headings and rows, and make them easy to read."""
    sheet.append(list(headings))
    for heading in sheet[1]:
        heading.font = Font(bold=True)
        heading.alignment = Alignment(wrap_text=True, vertical="top")
    for line, row in enumerate(rows, start=2):
        for number, value in enumerate(row, start=1):
            _write(sheet.cell(line, number), value)
    for number in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = NAME_WIDTH if number == 1 else WIDTH
    sheet.freeze_panes = FROZEN
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"


def _write(cell: object, value: Value) -> None:
    """Write a value with its type; a text stays one, also after somebody edited the cell."""
    if not isinstance(cell, Cell):
        return
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = plain(value) or None
    if cell.value is not None:
        cell.data_type = "s"
        cell.alignment = Alignment(horizontal="right") if value.startswith("<") else Alignment()
    cell.quotePrefix = is_risky(value)
