"""What a change of the catalogue opens: offerings that one can come to, or wish for, and could not before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.exchange.comparing import Plan, Stored
from storage.exchange.parsed import OfferingRow, SessionRow
from storage.records.catalogue import SessionStatus

Dates = Mapping[str, list[SessionRow]]


@dataclass(frozen=True, slots=True)
class Opening:
    """An offering and its coming sessions, the next first; none yet, and one can still say that one is interested.

    `anew`: it is news to everybody who looks for something like it. Else only to who wished for just this one.
    """

    offering: OfferingRow
    starts: tuple[datetime, ...]
    anew: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What one can do about an offering: come to it, or at least wish for it."""

    starts: tuple[datetime, ...] = ()
    undated: bool = False


def find(plan: Plan, before: Stored, now: datetime) -> Iterator[Opening]:
    """Find what opens: new, there again, its first date, or more places than before."""
    was, will_be = by_offering(before.sessions.values()), by_offering(sessions_after(plan, before))
    rows = dict(before.offerings) | {row.source_id: row for row in plan.new_offerings}
    rows |= {pair.after.source_id: pair.after for pair in plan.changed_offerings}
    live = (before.live | plan.returned | {row.source_id for row in plan.new_offerings}) - plan.ended - plan.drafts
    roomier = more_places(plan)
    for source_id in sorted(live):
        row = rows[source_id]
        here = standing(row, will_be[source_id], now)
        there = standing(before.offerings[source_id], was[source_id], now) if source_id in before.live else Standing()
        dated = bool(here.starts) and not there.starts
        if dated or (here.undated and not there.undated and not there.starts):
            yield Opening(row, here.starts, anew=True)
        elif here.starts and source_id in roomier:
            yield Opening(row, here.starts, anew=False)


def sessions_after(plan: Plan, before: Stored) -> Iterable[SessionRow]:
    """List all sessions as the plan will have them."""
    after = dict(before.sessions) | {row.source_id: row for row in plan.new_sessions}
    return (after | {pair.after.source_id: pair.after for pair in plan.changed_sessions}).values()


def by_offering(rows: Iterable[SessionRow]) -> Dates:
    """Group sessions by their offering, in order."""
    grouped: defaultdict[str, list[SessionRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.start, row.source_id)):
        grouped[row.offering].append(row)
    return grouped


def standing(offering: OfferingRow, dates: list[SessionRow], now: datetime) -> Standing:
    """Find what one can do about an offering that is there; nobody joins a course that has begun."""
    held = [row.start for row in dates if row.status is not SessionStatus.CANCELLED]
    if offering.whole_course and held and held[0] <= now:
        return Standing()
    return Standing(tuple(start for start in held if start > now), undated=not dates)


def more_places(plan: Plan) -> frozenset[str]:
    """Name the offerings that have more places now, as a whole or at a date."""
    grown = [(pair.before.capacity, pair.after.capacity, pair.after.source_id) for pair in plan.changed_offerings]
    grown += [(pair.before.capacity, pair.after.capacity, pair.after.offering) for pair in plan.changed_sessions]
    return frozenset(source_id for few, many, source_id in grown if few is not None and (many is None or many > few))
