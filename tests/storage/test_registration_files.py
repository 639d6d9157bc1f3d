"""Registrations as files: typed cells, every script, and nothing that a spreadsheet program would run."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from storage.exchange import registrations_text, registrations_xlsx
from storage.exchange.harmless import guarded
from storage.exchange.registration_rows import COLUMNS
from storage.records.rosters import Roster, Standing
from tests.storage.lists_out import FIRST, NAMES, a_roster, a_roster_of_dates, an_entry

BERLIN = ZoneInfo("Europe/Berlin")
RISKY = ('=HYPERLINK("http://x.example")', "+49 1", "-1+1", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1+1")


def workbook(roster: Roster) -> Workbook:
    """Write a roster as XLSX and read it back."""
    return load_workbook(io.BytesIO(registrations_xlsx.write(roster, BERLIN)))


def lines(content: bytes, separator: str) -> list[list[str]]:
    """Read CSV back."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


def test_cells_have_types() -> None:
    answered = an_entry(session_id=FIRST.id, coming=((FIRST.id, True),), present=((FIRST.id, False),))
    book = workbook(a_roster_of_dates(answered))

    assert [
        "4F7",
        "Jörg Müßig",
        False,
        "Deutsch",
        "angemeldet",
        None,
        datetime(2026, 12, 8, 9, 30),  # noqa: DTZ001 - a cell holds wall time
        datetime(2026, 11, 29, 18, 30),  # noqa: DTZ001
        True,
        False,
    ] == [cell.value for cell in book["Alle"][2]]


def test_names_keep_their_script() -> None:
    book = workbook(a_roster(*(an_entry(name) for name in NAMES)))

    assert [*NAMES] == [row[1] for row in book["Alle"].iter_rows(min_row=2, values_only=True)]


def test_every_session_has_a_sheet_with_those_it_concerns() -> None:
    second = an_entry("Zoë", session_id=2, standing=Standing.WAITING, code="", position=1)
    book = workbook(a_roster_of_dates(an_entry(session_id=1), second))

    assert ["Alle", "1 – 08.12.2026", "2 – 10.12.2026", "3 – 15.12.2026", "4 – 17.12.2026"] == book.sheetnames
    assert [2, 1, 1, 0, 0] == [sheet.max_row - 1 for sheet in book.worksheets]
    assert ("wartet", 1) == (book.worksheets[2]["E2"].value, book.worksheets[2]["F2"].value)


def test_headings_stay_and_can_be_filtered_and_columns_are_wide_enough() -> None:
    for sheet in workbook(a_roster(an_entry())).worksheets:
        assert ("A2", "A1:J2") == (sheet.freeze_panes, sheet.auto_filter.ref)
        assert 28 == sheet.column_dimensions["B"].width


@pytest.mark.parametrize("name", RISKY)
def test_what_looks_like_a_formula_is_text_in_a_workbook(name: str) -> None:
    cell = workbook(a_roster(an_entry(name)))["Alle"]["B2"]

    assert ("s", True) == (cell.data_type, cell.quotePrefix)


@pytest.mark.parametrize("name", RISKY)
def test_what_looks_like_a_formula_is_marked_as_text_in_csv(name: str) -> None:
    roster = a_roster(an_entry(name))

    for content, separator in (
        (registrations_text.write_german(roster, BERLIN), ";"),
        (registrations_text.write_plain(roster), ","),
    ):
        assert "'" == lines(content, separator)[1][1][0]


def test_control_characters_are_left_out() -> None:
    assert "AB C" == guarded("A\x00\x1bB\nC\uffff")
    assert "AB" == workbook(a_roster(an_entry("A\x07B")))["Alle"]["B2"].value


def test_csv_for_an_office_opens_in_german_excel() -> None:
    content = registrations_text.write_german(a_roster(an_entry("محمد")), BERLIN)

    assert content.startswith(b"\xef\xbb\xbf")
    headings, row = lines(content, ";")
    assert [column.heading for column in COLUMNS] == headings
    assert ["4F7", "محمد", "nein", "Deutsch", "angemeldet", "", "", "29.11.2026 18:30", "", ""] == row


def test_csv_for_machines_has_no_mark_and_tells_utc() -> None:
    content = registrations_text.write_plain(a_roster(an_entry(child=True)))

    assert content.startswith(b"code,name,child,")
    expected = ["4F7", "Jörg Müßig", "true", "de", "registered", "", "", "2026-11-29T17:30:00+00:00", "", ""]
    assert expected == lines(content, ",")[1]


def test_json_tells_what_was_answered_for_which_session() -> None:
    entry = an_entry("=1+1", coming=((FIRST.id, True),))
    data = json.loads(registrations_text.write_json(a_roster(entry)))

    assert ("DC-01", "First steps", 4) == (data["offering"], data["title"], len(data["sessions"]))
    (told,) = data["registrations"]
    assert ("=1+1", "registered", None) == (told["name"], told["status"], told["session"])
    assert [{"session": "2026-12-08T08:30:00+00:00", "coming": True, "present": None}] == told["attendance"]
