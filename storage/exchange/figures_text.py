"""Figures as text: CSV that German Excel opens by a double click, and CSV and JSON for machines.

The keys of the last two are documented in docs/operations.md and stay. '<5' is one to four.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from storage.exchange.figure_rows import COLUMNS, REACHED, TABLES, TOTAL, language, reached, remarks, tables, written
from storage.exchange.harmless import guarded
from storage.exchange.registrations_text import BYTE_ORDER_MARK
from storage.records.figures import Facts, Figures


def write_german(figures: Figures) -> bytes:
    """Write CSV for an office: semicolons, German headings, decimal commas, and the mark by which Excel knows UTF-8."""
    headings = ["Tabelle", "Name", *(column.heading for column in COLUMNS)]
    rows = [[TABLES.get(row[0], row[0]), *row[1:]] for row in _rows(figures, german=True)]
    told = [[remark] for remark in remarks(figures)]
    return (BYTE_ORDER_MARK + _csv(headings, [*rows, *told], ";")).encode()


def write_plain(figures: Figures) -> bytes:
    """Write CSV for machines: commas, UTF-8 without a mark, the keys as headings."""
    return _csv(["table", "name", *(column.key for column in COLUMNS)], _rows(figures), ",").encode()


def _rows(figures: Figures, *, german: bool = False) -> Iterator[list[str]]:
    """Make the rows of all tables; languages and reach have their number in the column of registrations."""
    yield [TOTAL, "", *_cells(figures.total, german=german)]
    for table, rows in tables(figures):
        for row in rows:
            yield [table, guarded(row.name.text), *_cells(row.facts, german=german)]
    for code, figure in figures.tongues.rows:
        yield ["language", language(code) if german else code, *_alone(str(figure))]
    for key, value in reached(figures).items():
        yield ["reach", REACHED[key] if german else key, *_alone(str(written(value)))]


def _cells(facts: Facts, *, german: bool) -> list[str]:
    cells = [str(written(column.value(facts))) for column in COLUMNS]
    return [cell.replace(".", ",") for cell in cells] if german else cells


def _alone(value: str) -> list[str]:
    return [value if column.key == "registrations" else "" for column in COLUMNS]


def _csv(headings: list[str], rows: Iterable[list[str]], separator: str) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator)
    writer.writerow(headings)
    writer.writerows(rows)
    return file.getvalue()


def write_json(figures: Figures) -> bytes:
    """Write JSON: the period, the total, each table, languages and reach; what is not told is null."""
    data = {
        "from": figures.months.first,
        "to": figures.months.last,
        "provider": figures.provider or None,
        "total": _facts(figures.total),
        **{
            f"by_{table}": [{"key": row.key, "name": row.name.text, **_facts(row.facts)} for row in rows]
            for table, rows in tables(figures)
        },
        "languages": {
            "years": list(figures.tongues.years),
            "withheld": figures.tongues.withheld,
            "registrations": {code: written(figure) for code, figure in figures.tongues.rows},
        },
        "reach": {key: None if value is None else written(value) for key, value in reached(figures).items()},
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _facts(facts: Facts) -> dict[str, Any]:
    return {column.key: written(column.value(facts)) for column in COLUMNS}
