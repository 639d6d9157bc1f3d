"""Writes our template as a workbook (XLSX): German headings, an example row, and drop-downs for the words it knows.

The drop-downs take their words from a hidden sheet. Cells that may hold several words only suggest them.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from storage.exchange.harmless import guarded
from storage.exchange.table import MOST_ROWS
from storage.exchange.template_words import AUDIENCES, HEADINGS, NEEDED, WORDS, languages, slugs

NAME = "vorlage-angebote.xlsx"
SHEET, WORD_SHEET = "Angebote", "Listen"
ROWS = 2000
"""how far down the drop-downs reach"""
WIDE, NARROW = 28, 14
WIDE_COLUMNS = frozenset(
    {"title_de", "description_de", "provider_label", "topics", "target_groups", "venue_name", "street"}
)
SEVERAL = frozenset({"topics", "target_groups", "instruction_languages", "interpretation_on_request"})
"""where several words may stand, with a comma between"""
OPEN = SEVERAL | {"provider_label", "quarter", "cost_eur"}
"""where another word may stand, too"""
EXAMPLE: Mapping[str, object] = MappingProxyType(
    {
        "offer_id": "BEISPIEL-1",
        "title_de": "Beispiel: Smartphone verstehen",
        "description_de": "Diese Zeile ist ein Beispiel. Bitte löschen oder überschreiben.",
        "provider_label": "Beispiel-Anbieter",
        "offer_type": "Kurs",
        "topics": "Handy und Smartphone",
        "target_groups": "Anwohner",
        "level": "keine",
        "instruction_languages": "Deutsch",
        "quarter": "Aachen-Nord",
        "venue_name": "Beispielhaus",
        "street": "Beispielstraße 1",
        "postal_code": "52068",
        "city": "Aachen",
        "date": "14.01.2025",
        "start_time": "10:00",
        "end_time": "12:00",
        "status": "findet statt",
        "participants_attend_all_sessions": "nein",
        "capacity": 10,
        "waiting_list": "ja",
        "registration": "nötig",
        "cost_eur": "kostenlos",
        "women_only": "nein",
        "childcare": "nein",
        "wheelchair_accessible": "ja",
    }
)
"""a row as it may look; its date is over, so that nobody would see it if it stayed"""


def write(providers: Sequence[str] = ()) -> bytes:
    """Write the template; `providers` are suggested. Blocks for some milliseconds."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    _fill(sheet)
    words = book.create_sheet(WORD_SHEET)
    words.sheet_state = "hidden"
    for number, (column, offered) in enumerate(_choices(providers).items(), start=1):
        _write_words(words, number, offered)
        _offer(sheet, column, number, len(offered))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Worksheet) -> None:
    """Write headings and the example; what is needed is marked."""
    sheet.append([f"{name}*" if column in NEEDED else name for column, name in HEADINGS.items()])
    sheet.append([EXAMPLE.get(column) for column in HEADINGS])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6F0")
    for number, column in enumerate(HEADINGS, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = WIDE if column in WIDE_COLUMNS else NARROW
        if column in {"date", "start_time", "end_time", "postal_code", "offer_id"}:
            _as_text(sheet, letter)
    sheet.freeze_panes = "C2"


def _as_text(sheet: Worksheet, letter: str) -> None:
    """Keep what is typed as it is: no program is to make another day of it, or to drop a leading zero."""
    sheet.column_dimensions[letter].number_format = "@"
    sheet[f"{letter}2"].number_format = "@"


def _choices(providers: Sequence[str]) -> dict[str, Sequence[str]]:
    """Name the words each column offers, as they are written in it."""
    offered: dict[str, Sequence[str]] = {
        column: [word for word in words if word not in {"x", "frei", "kostenfrei"}] for column, words in WORDS.items()
    }
    offered |= {
        "topics": [_titled(word) for word in slugs("topic")],
        "quarter": [_titled(word) for word in slugs("quarter")],
        "target_groups": [_titled(word) for word in AUDIENCES],
        "instruction_languages": [_titled(word) for word in languages()],
        "interpretation_on_request": ["nein", *(_titled(word) for word in languages())],
        "provider_label": [guarded(name) for name in providers],
    }
    offered["offer_type"] = [_titled(word) for word in offered["offer_type"]]
    return {column: words for column, words in offered.items() if words and column in HEADINGS}


def _titled(word: str) -> str:
    """Write a word with a capital, as a German noun."""
    return word[:1].upper() + word[1:]


def _write_words(sheet: Worksheet, number: int, words: Sequence[str]) -> None:
    """Write a column of words."""
    for line, word in enumerate(words, start=1):
        cell = sheet.cell(line, number)
        cell.value = word
        cell.data_type = "s"


def _offer(sheet: Worksheet, column: str, number: int, count: int) -> None:
    """Let a column offer the words of a column of the hidden sheet."""
    letter = get_column_letter(number)
    rule = DataValidation(
        type="list",
        formula1=f"'{WORD_SHEET}'!${letter}$1:${letter}${count}",
        allow_blank=True,
        showErrorMessage=column not in OPEN,
        errorTitle="Unbekanntes Wort",
        error="Bitte wählen Sie ein Wort aus der Liste.",
    )
    here = get_column_letter(list(HEADINGS).index(column) + 1)
    rule.add(f"{here}2:{here}{min(ROWS, MOST_ROWS)}")
    sheet.add_data_validation(rule)
