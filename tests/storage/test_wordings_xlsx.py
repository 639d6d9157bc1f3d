"""A table of texts comes back as it was filled in; a hostile or a broken one is refused before it costs anything."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Mapping, Sequence

import pytest
from openpyxl import Workbook, load_workbook

from storage.exchange.wordings_xlsx import LARGEST_UNPACKED, MOST_ROWS, read, write
from storage.records.announcements import MOST_TITLE, Wording
from storage.records.audiences import LanguageCount
from storage.records.wording_tables import TableFlaw, TableProblem, WordingsRead, WordingsRefused

COUNTS = (LanguageCount("ar", 40), LanguageCount("de", 900))
HEADER = ("Code", "Sprache", "Personen", "Titel", "Text")


def table(*rows: Sequence[object]) -> bytes:
    """Make a table of these rows."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def problems(content: bytes) -> tuple[TableProblem, ...]:
    """Tell what is wrong with a table."""
    found = read(content)
    assert isinstance(found, WordingsRefused)
    return found.problems


def test_the_table_has_a_row_for_each_language_with_how_many_read_it() -> None:
    sheet = load_workbook(io.BytesIO(write(COUNTS, (Wording("ar", "عنوان", "نص"),)))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))

    assert HEADER == rows[0]
    assert [("de", "Deutsch", 900, None, None), ("ar", "العربية", 40, "عنوان", "نص")] == rows[1:3]
    assert {"de", "de@easy", "ar", "en"} == {str(row[0]) for row in rows[1:]}


def test_what_is_in_the_table_comes_back_as_it_was() -> None:
    wordings = (
        Wording("de", "Fest", "Kommen Sie!\nEs gibt Kaffee.", "imported"),
        Wording("ar", "عنوان", "نص", "imported"),
    )

    assert WordingsRead(wordings) == read(write(COUNTS, wordings))


def test_a_formula_is_only_text() -> None:
    formula = '=HYPERLINK("https://example.org")'

    assert WordingsRead((Wording("de", formula, formula, "imported"),)) == read(
        write((), (Wording("de", formula, formula),))
    )
    assert WordingsRead((Wording("de", formula, "x", "imported"),)) == read(table(HEADER, ("de", "", "", formula, "x")))


def test_columns_are_known_by_their_headings_wherever_they_stand() -> None:
    found = read(table(("TEXT", "note", "language", "Title"), ("Hallo", 1, "de", "Fest")))

    assert WordingsRead((Wording("de", "Fest", "Hallo", "imported"),)) == found


def test_rows_without_a_text_are_left_out() -> None:
    assert problems(write(COUNTS, ())) == (TableProblem(TableFlaw.NOTHING),)


def test_everything_that_is_wrong_is_named_by_row_and_column() -> None:
    content = table(
        HEADER,
        ("de", "", "", "Fest", "Hallo"),
        ("xx", "", "", "Fest", "Hallo"),
        ("DE", "", "", "Fest", "Hallo"),
        ("en", "", "", "Fest", None),
        ("ar", "", "", "x" * (MOST_TITLE + 1), "Hallo"),
    )

    assert (
        TableProblem(TableFlaw.UNKNOWN_LANGUAGE, 3, "Code", "xx"),
        TableProblem(TableFlaw.TWICE, 4, "Code", "DE"),
        TableProblem(TableFlaw.NO_TEXT, 5, "Text", ""),
        TableProblem(TableFlaw.TOO_LONG, 6, "Titel", "x" * 40),
    ) == problems(content)


def test_missing_columns_are_named() -> None:
    assert (
        TableProblem(TableFlaw.COLUMN_MISSING, 1, value="Titel"),
        TableProblem(TableFlaw.COLUMN_MISSING, 1, value="Text"),
    ) == problems(table(("Code", "Sprache"), ("de", "Deutsch")))


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 broken"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    assert (TableProblem(TableFlaw.NO_TABLE),) == problems(content)


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    assert (TableProblem(TableFlaw.TOO_LARGE),) == problems(b"x" * 1_100_000)


def test_too_many_rows_are_refused() -> None:
    assert (TableProblem(TableFlaw.TOO_LARGE),) == problems(
        table(HEADER, *[("de", "", "", "a", "b")] * (MOST_ROWS + 5))
    )


def packed(name: str, content: bytes) -> bytes:
    """Put another part into a table."""
    file = io.BytesIO(table(HEADER))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return file.getvalue()


def test_what_would_unpack_to_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = packed("xl/bomb.xml", b"0" * (LARGEST_UNPACKED + 1))

    assert len(bomb) < 100_000
    assert (TableProblem(TableFlaw.TOO_LARGE),) == problems(bomb)


def test_entities_are_refused() -> None:
    doctype = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'

    assert (TableProblem(TableFlaw.NO_TABLE),) == problems(packed("xl/extra.xml", doctype))


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Put other parts into a table."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return file.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def test_entities_are_refused_in_every_encoding_of_xml(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "boom">]>{SHEET.format("")}'
    content = repacked(table(HEADER), {"xl/worksheets/sheet1.xml": sheet.encode("utf-16")})
    opened: list[object] = []
    monkeypatch.setattr("storage.exchange.wordings_xlsx.load_workbook", opened.append)

    assert (TableProblem(TableFlaw.NO_TABLE),) == problems(content)
    assert [] == opened


def test_one_text_in_a_thousand_cells_costs_little() -> None:
    megabytes = 4 * 2**20
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{column}{row}" t="s"><v>0</v></c>' for column in "ABCDE") + "</row>"
        for row in range(1, 101)
    )
    text = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"a" * megabytes}</t></si></sst>'
    content = repacked(
        table(HEADER), {"xl/worksheets/sheet1.xml": SHEET.format(rows).encode(), "xl/sharedStrings.xml": text.encode()}
    )
    tracemalloc.start()
    read(content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert 20 * megabytes > most
