"""A copy of the sample's files, for tests that change what stands in them."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from storage.exchange.catalogue_csv import parse_files
from storage.exchange.parsed import Catalogue, CatalogueError, OfferingRow, Problem, SessionRow, VenueRow
from storage.sample import FOLDER

NAMES = ("offers", "sessions", "venues", "texts")


class Files:
    """A copy of the sample's files, to change cells in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in NAMES:
            shutil.copyfile(FOLDER / f"{name}.csv", self.path(name))

    def path(self, name: str) -> Path:
        """Tell where a file lies."""
        return self.folder / f"{name}.csv"

    def rows(self, name: str) -> list[list[str]]:
        """Read all rows, the header first."""
        with self.path(name).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def write(self, name: str, rows: list[list[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> None:
        """Write all rows."""
        with self.path(name).open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)

    def put(self, name: str, row: int, column: str, value: str) -> None:
        """Write a value into a cell; the header is row 1."""
        rows = self.rows(name)
        rows[row - 1][rows[0].index(column)] = value
        self.write(name, rows)

    def row_of(self, name: str, first_cell: str) -> int:
        """Find the row that begins with an id."""
        return 1 + next(number for number, row in enumerate(self.rows(name)) if row[0] == first_cell)

    def parse(self, *, texts: bool = True) -> Catalogue:
        """Read the files."""
        offers, sessions, venues, translations = map(self.path, NAMES)
        return parse_files(offers, sessions, venues, translations if texts else None)

    def problems(self) -> tuple[Problem, ...]:
        """Read the files and tell what is wrong with them."""
        with pytest.raises(CatalogueError) as caught:
            self.parse()
        return caught.value.problems

    def offering(self, source_id: str) -> OfferingRow:
        """Read one offering."""
        return next(row for row in self.parse().offerings if row.source_id == source_id)

    def session(self, source_id: str) -> SessionRow:
        """Read one session."""
        return next(row for row in self.parse().sessions if row.source_id == source_id)

    def venue(self, source_id: str) -> VenueRow:
        """Read one venue."""
        return next(row for row in self.parse().venues if row.source_id == source_id)
