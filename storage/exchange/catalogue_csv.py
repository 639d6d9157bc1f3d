"""Reads the catalogue's CSV files and checks everything in them before anything is done with them.

Three files and a fourth that may be missing: offers, sessions, venues, and texts in other languages. They are UTF-8
with a header row; several values in one cell are separated by '|'. All problems are collected, so one go mends a file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from storage.exchange import offers_csv, sessions_csv, sheet, texts_csv, venues_csv
from storage.exchange.cells import Cells, Known
from storage.exchange.parsed import Catalogue, CatalogueError, OfferingRow, Problem, SessionRow, TextKey, Texts
from storage.exchange.sheet import Columns
from storage.records.reasons import Why

NAMES = Path(__file__).with_name("names.csv")
"""Names of well-known topics and quarters, in the format of the file of texts."""


def parse_files(
    offers: Path, sessions: Path, venues: Path, texts: Path | None = None, *, timezone: str = "Europe/Berlin"
) -> Catalogue:
    """Read and check the catalogue's files; CatalogueError holds every problem found. Wall times are in `timezone`."""
    problems: list[Problem] = []
    venue_cells, venue_ids = _open(venues, venues_csv.COLUMNS, "venue_id", problems, empty=False)
    offer_cells, offer_ids = _open(offers, offers_csv.COLUMNS, "offer_id", problems, empty=False)
    session_cells, session_ids = _open(sessions, sessions_csv.COLUMNS, "session_id", problems)
    text_cells, _ = _open(texts, texts_csv.COLUMNS, "", problems) if texts else ((), None)

    offerings = tuple(offers_csv.offering(cells, venue_ids) for cells in offer_cells)
    catalogue = Catalogue(
        venues=tuple(venues_csv.venue(cells) for cells in venue_cells),
        offerings=offerings,
        sessions=_sessions(session_cells, offerings, offer_ids, venue_ids, ZoneInfo(timezone)),
        texts=_merged(venues_csv.german, venue_cells)
        | _merged(offers_csv.german, offer_cells)
        | _merged(sessions_csv.german, session_cells),
        translated=texts is not None,
    )
    translations = texts_csv.texts(text_cells)
    if all(known.ids is not None for known in (venue_ids, offer_ids, session_ids)):
        texts_csv.check_sources(text_cells, catalogue)
    names = our_names(catalogue.topics, catalogue.quarters, problems)
    if problems:
        raise CatalogueError(tuple(sorted(problems, key=lambda problem: (problem.file, problem.row))))
    return replace(catalogue, texts=MappingProxyType({**catalogue.texts, **translations}), names=names)


def _open(
    path: Path, columns: Columns, id_column: str, problems: list[Problem], *, empty: bool = True
) -> tuple[tuple[Cells, ...], Known]:
    """Read a file's rows, and the ids in them; `empty` says whether it may have no row."""
    try:
        found = sheet.read(path, columns)
    except sheet.UnusableFileError as error:
        problems.append(error.problem)
        return (), Known(path.name, None)
    problems.extend(found.problems)
    if found.problems and not found.rows:
        return (), Known(path.name, None)
    if not found.rows and not empty:
        problems.append(Problem(path.name, 0, "", "", Why.NO_ROW()))
    rows = tuple(Cells(path.name, row, problems) for row in found.rows)
    if id_column:
        _refuse_twice(rows, (id_column,), id_column)
    return rows, Known(path.name, frozenset(cells.raw(id_column) for cells in rows))


def _sessions(
    rows: Sequence[Cells], offerings: Sequence[OfferingRow], offer_ids: Known, venue_ids: Known, zone: ZoneInfo
) -> tuple[SessionRow, ...]:
    """Read the sessions; two of an offering may not have the same number."""
    capacities = {row.source_id: row.capacity for row in offerings}
    held = [sessions_csv.session(cells, offer_ids, venue_ids, capacities, zone) for cells in rows]
    _refuse_twice(rows, ("offer_id", "session_no"), "session_no")
    return tuple(row for row in held if row)


def _refuse_twice(rows: Iterable[Cells], columns: tuple[str, ...], blamed: str) -> None:
    """Refuse what a row before has already."""
    first: dict[tuple[str, ...], int] = {}
    for cells in rows:
        values = tuple(cells.raw(column) for column in columns)
        if all(values) and (row := first.setdefault(values, cells.row.number)) != cells.row.number:
            cells.refuse(blamed, Why.ROW_SAME(row=row, columns=" and ".join(columns)))


def _merged(read: Callable[[Cells], dict[TextKey, str]], rows: Sequence[Cells]) -> dict[TextKey, str]:
    """Read the texts of all rows."""
    return {key: text for cells in rows for key, text in read(cells).items()}


def our_names(topics: Collection[str], quarters: Collection[str], problems: list[Problem]) -> Texts:
    """Read our own names of the topics and quarters in a catalogue."""
    cells, _ = _open(NAMES, texts_csv.COLUMNS, "", problems)
    return MappingProxyType(texts_csv.used_names(texts_csv.texts(cells), topics, quarters))
