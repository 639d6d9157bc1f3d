"""Plans sessions: new ones, at another time, cancelled, held after all. Times come as the clock on the wall shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from zoneinfo import ZoneInfo

from storage.exchange.cells import WEB_ADDRESS
from storage.exchange.comparing import Pair
from storage.exchange.parsed import SessionRow
from storage.office.edit_site import Made, Site, in_range, new_id, nothing, on_session
from storage.records.catalogue import SessionStatus
from storage.records.edits import (
    MOST_DATES,
    MOST_LINK,
    CancelSessions,
    MoveSession,
    Objection,
    RestoreSession,
    SetLink,
    SetSeats,
)

YEARS = range(1900, 9000)
"""in which times can be reckoned with"""


def moment(wall: datetime, zone: ZoneInfo) -> datetime | None:
    """Tell the moment when the clock on the wall shows a time; None when the clocks skip it, the first of two."""
    if wall.year not in YEARS:
        return None
    utc = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return utc if utc.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None) else None


def span(site: Site, start: datetime, end: datetime) -> tuple[datetime, datetime] | Objection:
    """Tell the moments of a span on the wall, or why it cannot be."""
    begins, ends = moment(start, site.zone), moment(end, site.zone)
    if begins is None or ends is None:
        return Objection.NO_SUCH_TIME
    if begins >= ends:
        return Objection.BACKWARDS
    return (begins, ends) if begins > site.now else Objection.PAST


def add_sessions(site: Site, spans: Iterable[tuple[datetime, datetime]]) -> Made:
    """Plan new sessions."""
    found = [span(site, *one) for one in spans]
    wrong = next((one for one in found if isinstance(one, Objection)), None)
    if wrong is not None or not found:
        return wrong or Objection.WRONG
    if len(found) > MOST_DATES:
        return Objection.TOO_MANY
    taken = {row.start for row in site.before.sessions.values() if row.status is not SessionStatus.CANCELLED}
    free = dict.fromkeys(one for one in found if not isinstance(one, Objection) and one[0] not in taken)
    if not free:
        return Objection.TAKEN
    numbers = count(max((row.number for row in site.before.sessions.values()), default=0) + 1)
    rows = (new_session(site.row.source_id, next(numbers), *one) for one in sorted(free))
    return replace(nothing(site), new_sessions=tuple(rows))


def new_session(offering: str, number: int, start: datetime, end: datetime) -> SessionRow:
    """Make a session that has place and places of its offering."""
    return SessionRow(new_id(), offering, number, start, end, None, None, SessionStatus.SCHEDULED)


def change_sessions(site: Site, change: MoveSession | SetSeats | SetLink | CancelSessions | RestoreSession) -> Made:
    """Plan other sessions."""
    match change:
        case MoveSession():
            return move(site, change)
        case SetSeats(session_id, capacity):
            if capacity is not None and not in_range("capacity", capacity):
                return Objection.WRONG
            return on_session(site, session_id, lambda row: replace(row, capacity=capacity))
        case SetLink(session_id, link):
            if link and (len(link) > MOST_LINK or not WEB_ADDRESS.fullmatch(link)):
                return Objection.WRONG
            return on_session(site, session_id, lambda row: replace(row, link=link or None))
        case CancelSessions(session_id):
            return cancel(site, session_id)
        case RestoreSession(session_id):
            row = site.session(session_id)
            if row is not None and row.start <= site.now:
                return Objection.PAST
            return on_session(site, session_id, lambda row: replace(row, status=SessionStatus.SCHEDULED))


def move(site: Site, change: MoveSession) -> Made:
    """Plan a session at another time; one that people know of is 'moved' then."""
    found = span(site, change.start, change.end)
    if isinstance(found, Objection):
        return found
    others = (row for row in site.before.sessions.values() if site.number(row) != change.session_id)
    if found[0] in {row.start for row in others if row.status is not SessionStatus.CANCELLED}:
        return Objection.TAKEN
    return on_session(site, change.session_id, lambda row: moved(site, row, *found))


def moved(site: Site, row: SessionRow, start: datetime, end: datetime) -> SessionRow:
    """Move a session; what nobody has seen yet simply has another time."""
    told = site.shown and row.start != start and row.status is SessionStatus.SCHEDULED
    return replace(row, start=start, end=end, status=SessionStatus.MOVED if told else row.status)


def cancel(site: Site, session_id: int | None) -> Made:
    """Plan that sessions do not take place."""
    if session_id is not None:
        return on_session(site, session_id, lambda row: replace(row, status=SessionStatus.CANCELLED))
    coming = [row for row in site.before.sessions.values() if row.start > site.now]
    held = [row for row in coming if row.status is not SessionStatus.CANCELLED]
    pairs = tuple(Pair(row, replace(row, status=SessionStatus.CANCELLED)) for row in held)
    return replace(nothing(site), changed_sessions=pairs) if pairs else Objection.PAST
