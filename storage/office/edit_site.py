"""What a change of one offering is planned from, and the plan that changes nothing, which every other begins with."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias
from zoneinfo import ZoneInfo

from storage.exchange.comparing import Pair, Plan, Stored
from storage.exchange.parsed import OWN, OfferingRow, SessionRow
from storage.records.edits import MOST_CENTS, MOST_HOURS, MOST_PLACES, Objection

EDITOR = "editor"
"""the origin of texts that were written in the bot"""
RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"capacity": (1, MOST_PLACES), "price_cents": (0, MOST_CENTS), "hours": (0, MOST_HOURS)}
)

Made: TypeAlias = Plan | Objection


@dataclass(frozen=True, slots=True)
class Site:
    """All that a change is made of: the offering as it is, and what is known of the place that the change names."""

    before: Stored
    now: datetime
    zone: ZoneInfo
    venue: str | None = None
    """the place a change names, by its source id"""
    towns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """the town of the places of a quarter"""

    @property
    def row(self) -> OfferingRow:
        """Tell the offering."""
        return next(iter(self.before.offerings.values()))

    @property
    def unknown(self) -> frozenset[str]:
        """Name the facts that nobody has found out yet."""
        return self.before.unknown.get(self.row.source_id, frozenset())

    @property
    def shown(self) -> bool:
        """Say whether everybody sees it."""
        return self.row.source_id in self.before.live

    def session(self, session_id: int) -> SessionRow | None:
        """Find one of its sessions by its row's number."""
        return next((row for row in self.before.sessions.values() if self.number(row) == session_id), None)

    def number(self, row: SessionRow) -> int:
        """Tell the number of a session's row."""
        return self.before.ids["session", row.source_id]


def nothing(site: Site) -> Plan:
    """Make a plan that changes nothing; what is no live offering stays out of sight."""
    hidden = () if not site.before.offerings or site.shown else (site.row.source_id,)
    return Plan(
        names=(),
        new_venues=(),
        changed_venues=(),
        new_offerings=(),
        changed_offerings=(),
        returned=frozenset(),
        ended=frozenset(),
        new_sessions=(),
        changed_sessions=(),
        texts={},
        sources={},
        lost_texts=frozenset(),
        drafts=frozenset(hidden),
        origin=EDITOR,
    )


def changed(site: Site, row: OfferingRow) -> Plan:
    """Plan another row of the offering."""
    plan = nothing(site)
    return plan if row == site.row else replace(plan, changed_offerings=(Pair(site.row, row),))


def in_range(name: str, value: float) -> bool:
    """Say whether a number may be said of a fact."""
    low, high = RANGES[name]
    return not isinstance(value, bool) and low <= value <= high


def on_session(
    site: Site, session_id: int, become: Callable[[SessionRow], SessionRow], plan: Plan | None = None
) -> Made:
    """Plan a change of a session that is still to come."""
    row = site.session(session_id)
    if row is None:
        return Objection.GONE
    if row.end <= site.now:
        return Objection.PAST
    after: SessionRow = become(row)
    return replace(plan or nothing(site), changed_sessions=(Pair(row, after),) if after != row else ())


def new_id() -> str:
    """Draw an id that no file has."""
    return f"{OWN}{secrets.token_hex(6)}"
