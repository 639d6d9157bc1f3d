"""A CSV file as a sheet: decoded, split into rows, its columns checked; what the cells mean is for others to say."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.exchange.parsed import Problem
from storage.records.reasons import Why

LARGEST_BYTES = 20 * 1024 * 1024
MOST_COLUMNS = 200
MOST_PROBLEMS = 100
"""So many rows of another shape say that it is another file; nobody reads more of them."""


class UnusableFileError(ValueError):
    """A file as a whole cannot be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a file must have, and which it may have besides."""

    needed: frozenset[str]
    allowed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header. `number` counts as a spreadsheet does; `cells` are trimmed, by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's rows, and what is wrong with its columns and the shape of its rows."""

    name: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read(path: Path, columns: Columns) -> Sheet:
    """Read a CSV file; UnusableFileError when there is nothing to read cells from."""
    lines = _lines(path.name, _text(path))
    header = [cell.strip() for cell in next(lines, (1, [""]))[1]]
    problems = list(_header_problems(path.name, header, columns))
    if problems:
        return Sheet(path.name, (), tuple(problems))
    rows: list[Row] = []
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            reason = Why.CELL_COUNT(cells=len(cells), columns=len(header))
            problems.append(Problem(path.name, number, "", "", reason))
            if len(problems) == MOST_PROBLEMS:
                break
            continue
        rows.append(Row(number, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}))
    return Sheet(path.name, tuple(rows), tuple(problems))


def _text(path: Path) -> str:
    """Decode a file; only UTF-8 is sure to keep every language's letters."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UnusableFileError(Problem(path.name, 0, "", "", Why.FILE_TOO_LARGE()))
        raw = path.read_bytes()
    except OSError as error:
        reason = Why.NOT_OPENED(error=(error.strerror or "unknown reason").lower())
        raise UnusableFileError(Problem(path.name, 0, "", "", reason)) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        raise UnusableFileError(Problem(path.name, row, "", "", Why.NOT_UTF8())) from None


def _lines(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Split into numbered rows; a German spreadsheet separates by semicolons."""
    header = text.split("\n", 1)[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            yield number, cells
    except csv.Error as error:
        reason = Why.NOT_SPLIT(error=str(error))
        raise UnusableFileError(Problem(name, number + 1, "", "", reason)) from None


def _header_problems(name: str, header: list[str], columns: Columns) -> Iterator[Problem]:
    """Name columns that are missing, unknown or there twice."""
    if not any(header):
        yield Problem(name, 0, "", "", Why.FILE_EMPTY())
        return
    if len(header) > MOST_COLUMNS:
        yield Problem(name, 1, "", "", Why.COLUMN_COUNT(count=len(header)))
        return
    for column in sorted(columns.needed - set(header)):
        yield Problem(name, 1, column, "", Why.COLUMN_MISSING())
    for position, column in enumerate(header):
        if column in header[:position]:
            yield Problem(name, 1, column, "", Why.COLUMN_TWICE())
        elif column not in columns.needed | columns.allowed:
            yield Problem(name, 1, column, "", Why.COLUMN_MISSPELT())
