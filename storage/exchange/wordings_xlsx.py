"""Texts of an announcement as a table (XLSX): one to fill in, and what somebody filled in.

A file comes from outside: it is small, unpacks to little, holds no entities, and formulas are only text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font

from locales.languages import OFFERED, language
from storage.exchange.wordings import LARGEST_BYTES, cleaned, known_language, units
from storage.records.announcements import MOST_TEXT, MOST_TITLE, Wording
from storage.records.audiences import LanguageCount
from storage.records.wording_tables import TableFlaw, TableProblem, WordingsRead, WordingsRefused

LARGEST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS, MOST_COLUMNS = 200, 20
MOST_CHARACTERS = 2 * MOST_TEXT
"""what is read of a cell: enough to see that it is too long; a thousand cells may share one text of megabytes"""
SHOWN_CHARACTERS = 40
CODE, NAME, PEOPLE, TITLE, TEXT = "Code", "Sprache", "Personen", "Titel", "Text"
COLUMNS = ((CODE, 12), (NAME, 24), (PEOPLE, 10), (TITLE, 40), (TEXT, 80))
"""the headings and how wide they are, in characters"""
ALSO = {"language": CODE, "title": TITLE, "text": TEXT, "titel": TITLE, "code": CODE}
"""how else people head the columns that are read, in lower case"""
NEEDED = (CODE, TITLE, TEXT)


def write(counts: Sequence[LanguageCount], wordings: Sequence[Wording]) -> bytes:
    """Make the table to fill in: a row for each language, those with most people first, with what is written already."""
    book = Workbook()
    sheet = book.create_sheet("Texte", 0)
    book.remove(book.worksheets[1])
    people = {count.language: count.total for count in counts}
    written = {wording.language: wording for wording in wordings}
    sheet.append([heading for heading, _width in COLUMNS])
    for code in sorted(OFFERED, key=lambda code: (-people.get(code, 0), OFFERED.index(code))):
        wording = written.get(code, Wording(code, "", ""))
        sheet.append([code, language(code).autonym, people.get(code, 0), wording.title, wording.text])
    for number, (_heading, width) in enumerate(COLUMNS):
        sheet.column_dimensions["ABCDE"[number]].width = width
    for row in sheet.iter_rows():
        for cell in row:
            _dress(cell)
    sheet.freeze_panes = "D2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _dress(cell: Any) -> None:  # noqa: ANN401 - a merged cell is none of ours, but openpyxl may give one
    """Let long texts wrap, and let nothing become a formula."""
    if isinstance(cell, Cell):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=cell.row == 1)
        if isinstance(cell.value, str):
            cell.data_type = "s"


def read(content: bytes) -> WordingsRead | WordingsRefused:
    """Read a table that was filled in; rows without title and text are left out. Blocks: call it in a thread."""
    try:
        rows = _rows(content)
    except _UnusableError as error:
        return WordingsRefused((TableProblem(error.flaw),))
    except Exception:  # noqa: BLE001 - a broken file makes openpyxl raise almost anything
        return WordingsRefused((TableProblem(TableFlaw.NO_TABLE),))
    return _wordings(rows)


class _UnusableError(ValueError):
    """The file as a whole is not used."""

    def __init__(self, flaw: TableFlaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


def _rows(content: bytes) -> list[list[str]]:
    """Unpack the first sheet as texts."""
    _check(content)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        sheet = book.worksheets[0]
        found = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
        rows = [["" if value is None else cleaned(str(value)[:MOST_CHARACTERS]) for value in row] for row in found]
    finally:
        book.close()
    if len(rows) > MOST_ROWS:
        raise _UnusableError(TableFlaw.TOO_LARGE)
    return rows


def _check(content: bytes) -> None:
    """Refuse what would unpack to much, before anything is unpacked; then what is no plain XML."""
    if len(content) > LARGEST_BYTES:
        raise _UnusableError(TableFlaw.TOO_LARGE)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise _UnusableError(TableFlaw.TOO_LARGE)
        if any(b"<!DOCTYPE" in packed.read(part).replace(b"\0", b"") for part in parts):  # UTF-16 is XML, too
            raise _UnusableError(TableFlaw.NO_TABLE)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row below the headings, by the columns that are read."""

    number: int
    cells: dict[str, str]

    def problem(self, flaw: TableFlaw, column: str) -> TableProblem:
        """Say what is wrong with a cell."""
        return TableProblem(flaw, self.number, column, self.cells[column][:SHOWN_CHARACTERS])


def _wordings(rows: list[list[str]]) -> WordingsRead | WordingsRefused:
    """Find the columns and read every row."""
    headings = [_heading(cell) for cell in rows[0]] if rows else []
    missing = tuple(
        TableProblem(TableFlaw.COLUMN_MISSING, 1, value=column) for column in NEEDED if column not in headings
    )
    if missing:
        return WordingsRefused(missing)
    filled = [
        _Row(number, {column: row[headings.index(column)] for column in NEEDED})
        for number, row in enumerate(rows[1:], start=2)
    ]
    filled = [row for row in filled if row.cells[TITLE] or row.cells[TEXT]]
    problems = tuple(_problems(filled)) or (() if filled else (TableProblem(TableFlaw.NOTHING),))
    if problems:
        return WordingsRefused(problems)
    return WordingsRead(tuple(_wording(row) for row in filled))


def _heading(cell: str) -> str:
    """Know a column by its heading."""
    name = " ".join(cell.split())
    return ALSO.get(name.casefold(), name)


def _problems(rows: Sequence[_Row]) -> Iterator[TableProblem]:
    """Check every row: a language of ours, once, with a text that fits."""
    seen: set[str] = set()
    for row in rows:
        code = known_language(row.cells[CODE])
        if code is None:
            yield row.problem(TableFlaw.UNKNOWN_LANGUAGE, CODE)
        elif code in seen:
            yield row.problem(TableFlaw.TWICE, CODE)
        seen.add(code or "")
        if not row.cells[TEXT]:
            yield row.problem(TableFlaw.NO_TEXT, TEXT)
        for column, most in ((TITLE, MOST_TITLE), (TEXT, MOST_TEXT)):
            if units(row.cells[column]) > most:
                yield row.problem(TableFlaw.TOO_LONG, column)


def _wording(row: _Row) -> Wording:
    """Make a wording of a row that was checked."""
    return Wording(
        known_language(row.cells[CODE]) or "", " ".join(row.cells[TITLE].split()), row.cells[TEXT], "imported"
    )
