"""Reads our template: one table, a row for each date, as a workbook or as CSV.

Rows with the same id are one offering: its first row says what it is, further rows may repeat that or leave it empty. A
flaw rejects its offering and leaves the others good.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from zoneinfo import ZoneInfo

from storage.exchange import offers_csv, sessions_csv
from storage.exchange.catalogue_csv import our_names
from storage.exchange.cells import Cells, Known
from storage.exchange.pages import Pages, PageWriter
from storage.exchange.parsed import CatalogueError, OfferingRow, Problem, SessionRow, TextKey, VenueRow
from storage.exchange.received import Missing, Received
from storage.exchange.regrouping import Regrouped
from storage.exchange.sharing import shared
from storage.exchange.sheet import Row
from storage.exchange.table import FORMULA, Line, Table
from storage.exchange.template_words import HEADINGS, NEEDED, OF_SESSION, OF_VENUE, heading, ours
from storage.records.catalogue import StepFree
from storage.records.reasons import Cause, Why

ONLINE = "online"
EMPTY_MEANS = MappingProxyType(
    {
        "women_only": ("no", "women_only"),
        "childcare": ("", "childcare"),
        "wheelchair_accessible": ("", "step_free"),
        "plain_language": ("no", "plain_language"),
        "level": ("open", "level"),
        "target_groups": ("residents", "audiences"),
    }
)
"""what to put where a cell is empty, and the field that is then not said: a stored answer stays"""
VENUE_UNSAID = frozenset({"latitude", "longitude", "position_exact", "step_free"})


def read(file: Received, table: Table, missing: Missing, zone: ZoneInfo) -> Pages:
    """Read the template; CatalogueError when its columns do not fit or no row is good."""
    columns = [heading(name) for name in table.header]
    found = PageWriter()
    rows, nameless = _grouped(file, table, columns, found)
    _refuse_columns(file, table.header, columns)
    for lines in rows.groups():
        _take(file, [_row(columns, line) for line in lines], missing, zone, found)
    if not found.offerings:
        none = Problem(file.name, 0, "", "", Why.NO_GOOD_ROW())
        raise CatalogueError(tuple(found.rejected) or (none,))
    return found.finish(
        providers=frozenset(found.providers),
        complete=missing.complete and not nameless,
        names=our_names(found.topics, found.quarters, []),
    )


def _refuse_columns(file: Received, header: list[str], columns: list[str]) -> None:
    """Refuse columns that do not fit; an unknown one, too, so that a slip in a name does not lose a column."""
    problems = [
        Problem(file.name, 1, name, "", _meant(name))
        for name, column in zip(header, columns, strict=True)
        if name and not column
    ]
    problems += [
        Problem(file.name, 1, name, "", Why.COLUMN_TWICE())
        for place, name in enumerate(header)
        if columns[place] and columns[place] in columns[:place]
    ]
    problems += [
        Problem(file.name, 1, f"{HEADINGS[column]} ({column})", "", Why.COLUMN_MISSING())
        for column in NEEDED
        if column not in columns
    ]
    if problems:
        raise CatalogueError(tuple(problems))


def _meant(name: str) -> Cause:
    """Guess which column was meant."""
    close = difflib.get_close_matches(name, [*HEADINGS.values(), *HEADINGS], n=1)
    return Why.COLUMN_MEANT(name=close[0]) if close else Why.COLUMN_NEEDLESS()


def _grouped(file: Received, table: Table, columns: list[str], found: PageWriter) -> tuple[Regrouped[Line], bool]:
    """Gather the rows of each offering, and say whether one was rejected that may be of any, so that none is gone."""
    rows: Regrouped[Line] = Regrouped(Line)
    nameless = False
    place = columns.index("offer_id") if "offer_id" in columns else len(columns)
    for number, cells in table.rows:
        source_id = cells[place] if place < len(cells) else ""
        if any(cells[len(columns) :]):
            nameless = True
            found.reject(Problem(file.name, number, "", "", Why.MORE_CELLS()))
        elif not source_id:
            nameless = True
            found.reject(Problem(file.name, number, "offer_id", "", Why.OFFERING_ID()))
        else:
            rows.add(source_id, (number, cells))
    return rows, nameless


def _row(columns: list[str], line: Line) -> Row:
    """Read a row by our names and in our words."""
    number, cells = line
    said = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    return Row(number, {column: ours(column, said.get(column, "")) for column in HEADINGS})


def _take(file: Received, rows: list[Row], missing: Missing, zone: ZoneInfo, found: PageWriter) -> None:
    """Read an offering with its dates, or reject it with all that is wrong with it."""
    problems: list[Problem] = []
    first = rows[0]
    _refuse_formulas(file, rows, problems)
    for row in rows[1:]:
        _refuse_other(Cells(file.name, row, problems), first)
    dated = [row for row in rows if any(row.cells[column] for column in ("date", "start_time", "end_time"))]
    filled, unsaid = _filled(first, missing, dates=len(dated))
    cells = Cells(file.name, filled, problems)
    venue = _venue(cells)
    known = Known(file.name, frozenset({venue.source_id} if venue else ()))
    offering = offers_csv.offering(cells, known)
    texts = offers_csv.german(cells)
    sessions = [*_sessions(file, dated, offering, zone, problems, texts)]
    if problems:
        for problem in problems:
            found.reject(problem, offering.source_id)
        return
    if venue is not None:
        name = {TextKey("venue", venue.source_id, "name", "de"): filled.cells["venue_name"]}
        found.venue(venue, name, VENUE_UNSAID)
    found.add(offering, sessions, texts, unsaid, timed=True)


def _refuse_formulas(file: Received, rows: list[Row], problems: list[Problem]) -> None:
    """Refuse cells with a formula: nobody here can work it out, and nobody should run it."""
    for row in rows:
        for column, value in row.cells.items():
            if value.startswith(FORMULA):
                problems.append(Problem(file.name, row.number, column, value, Why.FORMULA()))


def _refuse_other(cells: Cells, first: Row) -> None:
    """Refuse a further row of an offering that says something else than the first."""
    for column in HEADINGS:
        value = cells.raw(column)
        if column not in OF_SESSION and value and value != first.cells[column]:
            cells.refuse(column, Why.ROW_OTHER(row=first.number))


def _filled(row: Row, missing: Missing, *, dates: int) -> tuple[Row, frozenset[str]]:
    """Put in what empty cells mean."""
    cells, unsaid = dict(row.cells), set()
    for column, (meaning, name) in EMPTY_MEANS.items():
        if not cells[column]:
            cells[column] = meaning
            unsaid.add(name)
    cells["provider_label"] = cells["provider_label"] or missing.provider
    online = cells["venue_name"].casefold() == ONLINE
    if not cells["quarter"]:
        cells["quarter"] = ONLINE if online else missing.quarter
        unsaid |= set() if online else {"quarter"}
    several = "yes" if cells["offer_type"] == "course" and dates > 1 else "no"
    cells["participants_attend_all_sessions"] = cells["participants_attend_all_sessions"] or several
    limited = bool(cells["capacity"])
    cells["waiting_list"] = cells["waiting_list"] or ("yes" if limited else "no")
    cells["registration"] = cells["registration"] or ("required" if limited else "recommended")
    cells["venue_id"] = _venue_id(cells)
    return replace(row, cells=cells), shared(unsaid)


def _venue_id(cells: Mapping[str, str]) -> str:
    """Make an id of a venue's name and address: the same place in two rows is one venue."""
    if not cells["venue_name"]:
        return ""
    place = "\n".join(" ".join(cells[column].casefold().split()) for column in OF_VENUE)
    return "P" + hashlib.sha256(f"{place}\n{cells['quarter']}".encode()).hexdigest()[:12]


def _venue(cells: Cells) -> VenueRow | None:
    """Read where it takes place; an address without a name is refused."""
    if not cells.raw("venue_name"):
        for column in (column for column in OF_VENUE if cells.raw(column)):
            cells.refuse(column, Why.PLACE_NAMELESS())
        return None
    cells.line("venue_name", 120)
    online = cells.raw("quarter") == ONLINE
    return VenueRow(
        source_id=cells.raw("venue_id"),
        quarter=cells.raw("quarter"),
        street=cells.line("street", 120),
        postal_code=cells.line("postal_code", 10),
        city=cells.line("city", 60),
        latitude=None,
        longitude=None,
        position_exact=False,
        step_free=StepFree.NOT_APPLICABLE if online else StepFree.UNKNOWN,
    )


def _sessions(
    file: Received,
    rows: list[Row],
    offering: OfferingRow,
    zone: ZoneInfo,
    problems: list[Problem],
    texts: dict[TextKey, str],
) -> Iterator[SessionRow]:
    """Read the dates of an offering; they have no id, so their time stands for it."""
    offers, venues = Known(file.name, frozenset({offering.source_id})), Known(file.name, frozenset())
    capacities = {offering.source_id: offering.capacity}
    starts: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        at = f"{row.cells['date']}-{row.cells['start_time']}".translate({ord("-"): None, ord(":"): None})
        own = {"session_id": f"x{number}", "offer_id": offering.source_id, "session_no": str(number)}
        status = row.cells["status"] or "scheduled"
        said = {column: row.cells[column] for column in OF_SESSION} | own | {"status": status}
        cells = Cells(file.name, Row(row.number, said), problems)
        session = sessions_csv.session(cells, offers, venues, capacities, zone)
        if session is None:
            continue
        if starts.setdefault(at, row.number) != row.number:
            cells.refuse("date", Why.ROW_SAME(row=starts[at], columns="offering and start"))
        session = replace(session, source_id=f"{offering.source_id}@{at}")
        yield session
        note = {replace(key, source_id=session.source_id): text for key, text in sessions_csv.german(cells).items()}
        texts |= note
