"""What a row of sessions.csv says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from storage.exchange.cells import Cells, Known
from storage.exchange.parsed import SessionRow, TextKey
from storage.exchange.sheet import Columns
from storage.records.catalogue import SessionStatus
from storage.records.reasons import Why

COLUMNS = Columns(
    needed=frozenset({"session_id", "offer_id", "session_no", "date", "start_time", "end_time", "venue_id"})
    | frozenset({"capacity", "status", "status_note_de"}),
    allowed=frozenset({"weekday_de", "timezone", "start_iso", "end_iso", "calendar_hint_de", "is_demo", "dates_note"})
    | frozenset({"online_link"}),
)
WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


def session(
    cells: Cells, offers: Known, venues: Known, capacities: Mapping[str, int | None], zone: ZoneInfo
) -> SessionRow | None:
    """Read a session, None when it has no readable time. Without a capacity of its own it has its offering's."""
    start, end = _times(cells, zone)
    number = cells.whole("session_no", 1, 10_000)
    if number is None and not cells.raw("session_no"):
        cells.refuse("session_no", Why.MISSING())
    row = SessionRow(
        source_id=cells.source_id("session_id"),
        offering=cells.reference("offer_id", offers, needed=True) or "",
        number=number or 0,
        start=start or datetime.min.replace(tzinfo=UTC),
        end=end or datetime.min.replace(tzinfo=UTC),
        venue=cells.reference("venue_id", venues),
        capacity=cells.whole("capacity", 1, 100_000) or capacities.get(cells.raw("offer_id")),
        status=cells.choice("status", SessionStatus),
        link=cells.web_address("online_link", 500),
    )
    return row if start and end else None


def german(cells: Cells) -> dict[TextKey, str]:
    """Read a session's German texts."""
    note = cells.text("status_note_de", 300)
    return {TextKey("session", cells.raw("session_id"), "note", "de"): note} if note else {}


def _times(cells: Cells, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """Read start and end, and check them against everything else the row says about them."""
    day = cells.day("date")
    if cells.raw("timezone") not in {"", zone.key}:
        cells.refuse("timezone", Why.ZONE_OTHER(zone=zone.key))
    if day and cells.raw("weekday_de") not in {"", WEEKDAYS[day.weekday()]}:
        cells.refuse("weekday_de", Why.WEEKDAY_OTHER(day=day.isoformat(), weekday=WEEKDAYS[day.weekday()]))
    start = _moment(cells, "start_time", "start_iso", day, zone)
    end = _moment(cells, "end_time", "end_iso", day, zone)
    if start and end and start >= end:
        cells.refuse("end_time", Why.END_FIRST())
    return start, end


def _moment(cells: Cells, column: str, iso_column: str, day: date | None, zone: ZoneInfo) -> datetime | None:
    """Read a wall time of a day; the ISO column, where filled, must name the same moment."""
    clock = cells.clock(column)
    if day is None or clock is None:
        return None
    moment = _on_the_wall(day, clock, zone)
    if moment is None:
        cells.refuse(column, Why.HOUR_LEFT_OUT(day=day.isoformat()))
    elif cells.raw(iso_column):
        _check_iso(cells, iso_column, moment)
    return moment


def _on_the_wall(day: date, clock: time, zone: ZoneInfo) -> datetime | None:
    """Make a moment of day and time; None in the hour that summer time leaves out."""
    moment = datetime.combine(day, clock, zone)
    there_and_back = moment.astimezone(UTC).astimezone(zone)
    return moment if there_and_back.replace(tzinfo=None) == moment.replace(tzinfo=None) else None


def _check_iso(cells: Cells, column: str, moment: datetime) -> None:
    """Check that the ISO column names the moment that day and time name."""
    try:
        written = datetime.fromisoformat(cells.raw(column))
    except ValueError:
        written = None
    if written is None or written.tzinfo is None or written.astimezone(UTC) != moment.astimezone(UTC):
        cells.refuse(column, Why.ISO_OTHER(moment=moment.isoformat()))
