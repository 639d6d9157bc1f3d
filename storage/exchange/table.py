"""A table as coordinators have them, from a spreadsheet or as CSV: a header and rows of texts, within bounds."""

from __future__ import annotations

import csv
import io
import itertools
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import IO

from openpyxl import load_workbook

from storage.exchange.parsed import CatalogueError
from storage.exchange.received import Received, reading
from storage.records.reasons import Why

MOST_ROWS, MOST_COLUMNS = 100_000, 100
MOST_SEPARATORS = 20_000
"""in a line; a spreadsheet may write its empty columns, too, but millions are none"""
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 500
MOST_CHARACTERS, MOST_IN_ALL = 4_000, 50_000_000
"""of a cell, enough to see that it is too long, and of all cells: thousands may share one text of megabytes"""
CHUNK = 1024 * 1024
DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
FORMULA = "="

Line = tuple[int, list[str]]
"""a row's number as the spreadsheet counts, and its cells"""


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it that are not empty, to be gone through once; all cells are trimmed."""

    header: list[str]
    rows: Iterator[Line]


def read_csv(file: Received) -> Table:
    """Read CSV, separated by semicolon, comma or tab."""
    with reading(file, newline="\n") as text:
        header = text.readline()
        delimiter = max(";,\t", key=header.count)
        if any(line.count(delimiter) > MOST_SEPARATORS for line in itertools.chain([header], text)):
            file.refuse(Why.TOO_MANY_COLUMNS(most=MOST_COLUMNS))
    reader = csv.reader(reading(file), delimiter=delimiter, strict=True)
    return _table(file, _csv_lines(file, reader))


def _csv_lines(file: Received, reader: Iterable[list[str]]) -> Iterator[Line]:
    """Number the rows."""
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        file.refuse(Why.NOT_SPLIT(error=str(error)), number + 1)


def read_xlsx(file: Received) -> Table:
    """Read the first visible sheet of a workbook. Formulas come as they are written, so that they can be refused."""
    _check_package(file)
    return _table(file, _sheet(file))


def _sheet(file: Received) -> Iterator[Line]:
    """Open the workbook while its rows are read."""
    try:
        book = load_workbook(io.BytesIO(file.content), read_only=True, data_only=False, keep_links=False)
    except Exception:  # noqa: BLE001 - a broken file makes openpyxl raise almost anything
        file.refuse(Why.WORKBOOK_UNREADABLE())
    try:
        sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
        if sheet is None:
            file.refuse(Why.NO_SHEET())
        found = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1, values_only=True)
        yield from _xlsx_lines(file, found)
    finally:
        book.close()


def _xlsx_lines(file: Received, rows: Iterable[tuple[object, ...]]) -> Iterator[Line]:
    """Write every cell as text."""
    found = iter(rows)
    for number in range(1, MOST_ROWS + 2):
        try:
            cells = next(found, None)
        except Exception:  # noqa: BLE001 - a broken file makes openpyxl raise almost anything
            file.refuse(Why.SHEET_BREAKS(), number)
        if cells is None:
            return
        yield number, [written(cell)[:MOST_CHARACTERS] for cell in cells]


def written(value: object) -> str:
    """Write a typed cell as our files do."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="minutes")
        case timedelta():
            return f"{value.seconds // 3600:02}:{value.seconds // 60 % 60:02}"
        case _:
            return str(value)


def _table(file: Received, lines: Iterator[Line]) -> Table:
    """Find the header in the first row, and the rows that say something."""
    header = [cell.strip() for cell in next(lines, (1, [""]))[1]]
    while header and not header[-1]:
        header.pop()
    if not header:
        file.refuse(Why.NO_HEADER())
    if len(header) > MOST_COLUMNS:
        file.refuse(Why.TOO_MANY_COLUMNS(most=MOST_COLUMNS))
    return Table(header, _filled(file, lines))


def _filled(file: Received, lines: Iterable[Line]) -> Iterator[Line]:
    """Trim the rows and give those that say something; CatalogueError when there are too many, or too much in them."""
    rows = characters = 0
    for number, cells in lines:
        trimmed = [cell.strip() for cell in cells]
        characters += sum(map(len, trimmed))
        if characters > MOST_IN_ALL:
            file.refuse(Why.TOO_MUCH_TEXT(), number)
        if not any(trimmed):
            continue
        if rows == MOST_ROWS:
            file.refuse(Why.TOO_MANY_ROWS(most=MOST_ROWS))
        rows += 1
        yield number, trimmed


def _check_package(file: Received) -> None:
    """Refuse what would unpack to much, and XML that declares entities, before a parser sees it."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                file.refuse(Why.WORKBOOK_SWOLLEN())
            for part in parts:
                with package.open(part) as stream:
                    if _declares(stream):
                        file.refuse(Why.WORKBOOK_DECLARES())
    except CatalogueError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
        file.refuse(Why.WORKBOOK_LOCKED())


def _declares(stream: IO[bytes]) -> bool:
    """Look for a document type, chunk by chunk."""
    tail = b""
    while chunk := stream.read(CHUNK):
        if any(mark in tail + chunk for mark in DOCTYPES):
            return True
        tail = chunk[-20:]
    return False
