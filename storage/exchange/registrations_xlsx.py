"""Registrations as a workbook (XLSX): a sheet with everybody and a sheet for each session, with typed cells."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from locales.formats import language_name
from locales.languages import DEFAULT, language
from storage.exchange.harmless import is_risky, plain
from storage.exchange.registration_rows import COLUMNS, STANDINGS, Row, all_rows, rows_of, sessions_listed
from storage.records.catalogue import Session
from storage.records.rosters import Roster

EVERYBODY = "Alle"
MOMENT = "DD.MM.YYYY HH:MM"
FROZEN = "A2"
Value = str | int | bool | datetime | None


def write(roster: Roster, zone: ZoneInfo) -> bytes:
    """Write everybody, then session by session; times are wall times of `zone`, for a cell cannot hold another."""
    book = Workbook()
    first = book.worksheets[0]
    first.title = EVERYBODY
    _fill(first, all_rows(roster), zone)
    for number, session in enumerate(sessions_listed(roster), start=1):
        _fill(book.create_sheet(_name(number, session, zone)), rows_of(roster, session), zone)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _name(number: int, session: Session, zone: ZoneInfo) -> str:
    """Name a sheet by number and day: unlike two starts, two numbers are never the same, and ':' may not stand there."""
    return f"{number} – {session.start.astimezone(zone):%d.%m.%Y}"


def _fill(sheet: Worksheet, rows: Iterable[Row], zone: ZoneInfo) -> None:
    """Write headings and rows, and make them easy to read: headings stay, columns are wide enough and can be filtered."""
    sheet.append([column.heading for column in COLUMNS])
    for heading in sheet[1]:
        heading.font = Font(bold=True)
    for line, row in enumerate(rows, start=2):
        for number, value in enumerate(_values(row, zone), start=1):
            _write(sheet.cell(line, number), value)
    for number, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = FROZEN
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"


def _values(row: Row, zone: ZoneInfo) -> tuple[Value, ...]:
    """Give the values of a row in the order of the columns."""
    return (
        row.code,
        row.name,
        row.child,
        spoken(row.language),
        STANDINGS[row.status],
        row.position,
        _wall(row.session, zone),
        _wall(row.since, zone),
        row.coming,
        row.present,
    )


def spoken(code: str) -> str:
    """Name a language in German, as an office reads it."""
    if not code:
        return ""
    name = language_name(code, DEFAULT)
    return name if isinstance(name, str) else language(code).autonym


def _wall(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if at is None else at.astimezone(zone).replace(tzinfo=None)


def _write(cell: object, value: Value) -> None:
    """Write a value with its type; a text stays one, also after somebody edited the cell."""
    if not isinstance(cell, Cell):
        return
    match value:
        case str():
            cell.value = plain(value) or None
            if cell.value is not None:
                cell.data_type = "s"
            cell.quotePrefix = is_risky(value)
        case datetime():
            cell.value = value
            cell.number_format = MOMENT
        case _:
            cell.value = value
