"""The template we give: what it writes is read back, and its drop-downs offer only words that are understood."""

from __future__ import annotations

import io
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from storage.exchange import table, template, template_xlsx
from storage.exchange.parsed import Catalogue
from storage.exchange.received import Missing, Received
from storage.exchange.template_words import HEADINGS

ZONE = ZoneInfo("Europe/Berlin")


def read(content: bytes) -> Catalogue:
    """Read a workbook as our template."""
    file = Received("vorlage.xlsx", content)
    return template.read(file, table.read_xlsx(file), Missing(), ZONE).whole()


def choices(content: bytes) -> dict[str, list[str]]:
    """Read which words each column offers."""
    book = load_workbook(io.BytesIO(content))
    sheet = book[template_xlsx.SHEET]
    headings = [str(cell.value).rstrip("*") for cell in sheet[1]]
    ours = {german: column for column, german in HEADINGS.items()}
    return {
        ours[headings[next(iter(rule.cells.ranges)).min_col - 1]]: list(
            words(book[template_xlsx.WORD_SHEET], rule.formula1)
        )
        for rule in sheet.data_validations.dataValidation
    }


def words(sheet: Worksheet, formula: str) -> Iterator[str]:
    """Read the words that a drop-down names."""
    cells = formula.partition("!")[2].replace("$", "")
    yield from (str(row[0].value) for row in sheet[cells])


def test_the_template_with_its_example_is_read_back_without_a_problem() -> None:
    found = read(template_xlsx.write(["Haus der Familie"]))

    assert () == found.coverage.rejected
    assert ["BEISPIEL-1"] == [row.source_id for row in found.offerings]
    assert [10] == [row.start.astimezone(ZONE).hour for row in found.sessions]


def test_every_word_that_the_template_offers_is_understood() -> None:
    content = template_xlsx.write()
    offered = choices(content)
    book = load_workbook(io.BytesIO(content))
    sheet = book[template_xlsx.SHEET]
    columns = {column: number for number, column in enumerate(HEADINGS, start=1)}
    for line, at in enumerate(range(max(map(len, offered.values()))), start=3):
        for column, number in columns.items():
            sheet.cell(line, number).value = sheet.cell(2, number).value
            if column in offered and column != "status":
                sheet.cell(line, number).value = offered[column][at % len(offered[column])]
        sheet.cell(line, columns["offer_id"]).value = f"A-{line}"
    filled = io.BytesIO()
    book.save(filled)

    found = read(filled.getvalue())

    assert () == found.coverage.rejected
    assert {"topics", "quarter", "instruction_languages", "target_groups", "childcare"} <= offered.keys()


def test_a_provider_that_looks_like_a_formula_stays_a_word() -> None:
    assert ["'=1+1"] == choices(template_xlsx.write(["=1+1"]))["provider_label"]
