"""What a change of the catalogue means for people: which session moved, was cancelled, takes place again, has a new link."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from storage.exchange.comparing import Plan, Stored
from storage.exchange.parsed import SessionRow
from storage.records.catalogue import SessionStatus

MOVED, CANCELLED, LINKED = "session_moved", "session_cancelled", "session_link"


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told about a session as it is now; `old_start` and `old_venue` only where they changed.

    A cancelled session that takes place again counts as moved, even to where and when it was. Whoever hears of that sees the
    link too, so a link is news by itself only where nothing else is.
    """

    kind: str
    session: SessionRow
    old_start: datetime | None = None
    old_venue: str | None = None


def find(plan: Plan, before: Stored, now: datetime, among: Collection[str] | None = None) -> Iterator[News]:
    """Find what is to be told about coming sessions of running offerings, of all or `among` some."""
    changed = {pair.after.source_id: pair.after for pair in plan.changed_sessions}
    venues = {pair.after.source_id: pair.after.venue for pair in plan.changed_offerings}
    for was in before.sessions.values():
        if among is not None and was.offering not in among:
            continue
        if was.offering in before.live and was.offering not in plan.ended:
            there = before.offerings[was.offering].venue
            here = venues.get(was.offering, there)
            yield from _news(was, changed.get(was.source_id, was), there, here, now)


def coming(plan: Plan, before: Stored, offerings: Iterable[str], now: datetime) -> tuple[SessionRow, ...]:
    """List the sessions of offerings that are still to come, as the plan will have them, the next first."""
    chosen = frozenset(offerings)
    after = dict(before.sessions) | {pair.after.source_id: pair.after for pair in plan.changed_sessions}
    takes_place = (
        row for row in after.values() if row.offering in chosen and row.status is not SessionStatus.CANCELLED
    )
    return tuple(sorted((row for row in takes_place if row.start > now), key=lambda row: (row.start, row.source_id)))


def _news(was: SessionRow, now_is: SessionRow, there: str | None, here: str | None, now: datetime) -> Iterator[News]:
    """Compare a session with what it becomes; its offering was `there` and will be `here`."""
    old_start = was.start if was.start != now_is.start else None
    elsewhere = (was.venue or there) != (now_is.venue or here)
    old_venue = (was.venue or there) if elsewhere else None
    moved = elsewhere or old_start is not None
    match was.status is not SessionStatus.CANCELLED, now_is.status is not SessionStatus.CANCELLED:
        case True, False if was.start > now:
            yield News(CANCELLED, now_is)
        case False, True if now_is.start > now:
            yield News(MOVED, now_is, old_start, old_venue)
        case True, True if max(was.start, now_is.start) > now and moved:
            yield News(MOVED, now_is, old_start, old_venue)
        case True, True if now_is.end > now and now_is.link not in (None, was.link):
            yield News(LINKED, now_is)
