"""Reading the files beside this one, and others made up on the spot."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from storage.exchange import recognising
from storage.exchange.parsed import Catalogue, CatalogueError, OfferingRow, TextKey
from storage.exchange.received import Missing, Received, receive

FILES = Path(__file__).parent / "files"
ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 1, 1, tzinfo=UTC)
PROVIDER = Missing(provider="Haus Beispiel")


def read(*names: str, missing: Missing = PROVIDER) -> Catalogue:
    """Read files of the folder."""
    return recognising.read([receive(FILES / name) for name in names], missing, ZONE, NOW).whole()


def read_bytes(content: bytes, missing: Missing = PROVIDER) -> Catalogue:
    """Read what stands in a file of no telling name."""
    return recognising.read([Received("file", content)], missing, ZONE, NOW).whole()


def refusal(content: bytes) -> str:
    """Tell the first reason why a file is refused."""
    with pytest.raises(CatalogueError) as caught:
        read_bytes(content)
    return str(caught.value.problems[0])


def workbook(*rows: Sequence[object]) -> bytes:
    """Make a workbook of rows."""
    book, file = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    book.save(file)
    return file.getvalue()


def offering(catalogue: Catalogue, ending: str) -> OfferingRow:
    """Find an offering by the end of its id."""
    return next(row for row in catalogue.offerings if row.source_id.endswith(ending))


def text(catalogue: Catalogue, row: OfferingRow, field: str, language: str = "de") -> str | None:
    """Find a text of an offering."""
    return catalogue.texts.get(TextKey("offering", row.source_id, field, language))


def times(catalogue: Catalogue, row: OfferingRow) -> list[str]:
    """List when an offering meets, on the clock on the wall."""
    return [
        f"{session.start.astimezone(ZONE):%Y-%m-%d %H:%M}-{session.end.astimezone(ZONE):%H:%M} {session.status}"
        for session in catalogue.sessions
        if session.offering == row.source_id
    ]


def rejected(catalogue: Catalogue) -> list[tuple[int, str]]:
    """List what was left out, by place and column."""
    return [(problem.row, problem.column) for problem in catalogue.coverage.rejected]
