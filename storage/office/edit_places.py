"""Plans where an offering or one of its sessions is: at a place that is known, at a new one, or online."""

from __future__ import annotations

import re
from dataclasses import replace

from storage.exchange.comparing import Item, Pair, Plan
from storage.exchange.parsed import TextKey, VenueRow
from storage.office.edit_site import Made, Site, new_id, nothing, on_session
from storage.records.catalogue import StepFree
from storage.records.edits import MOST_NAME, MOST_STREET, NewPlace, Objection, SetOnline, SetPlace

ONLINE = "online"
TOWN = re.compile(r"(?P<street>[^,]+),\s*(?:(?P<code>\d{5})\s+)?(?P<city>\D[^,]*)")


def place(site: Site, change: SetPlace | SetOnline | NewPlace) -> Made:
    """Plan where the offering, or one of its sessions, is."""
    venue: VenueRow | None = None if site.venue is None else site.before.venues[site.venue]
    plan = nothing(site)
    match change:
        case NewPlace(name, street, quarter):
            venue, plan = new_place(site, change), with_venue(plan, name)
            if not fits(name, MOST_NAME) or len(street) > MOST_STREET:
                return Objection.TOO_LONG
            if ("quarter", quarter) not in site.before.ids or quarter == ONLINE:
                return Objection.WRONG
        case SetOnline() if venue is None:
            venue = VenueRow(new_id(), ONLINE, "", "", "", None, None, False, StepFree.NOT_APPLICABLE)
            plan = with_venue(plan, "Online")
        case SetPlace(int()) if venue is None:
            return Objection.GONE
    if plan.texts and venue is not None:
        plan = added(site, plan, venue)
    return at_place(site, plan, venue, change.session_id)


def new_place(site: Site, change: NewPlace) -> VenueRow:
    """Make a venue of what somebody typed; where just it is on the map nobody knows."""
    found = TOWN.fullmatch(change.street.strip())
    street, code, city = (found["street"], found["code"], found["city"]) if found else (change.street, "", "")
    town = (city or site.towns.get(change.quarter, "")).strip()
    return VenueRow(
        new_id(), change.quarter, street.strip(), code or "", town[:60], None, None, False, StepFree.UNKNOWN
    )


def with_venue(plan: Plan, name: str) -> Plan:
    """Note the name of a place that is to be added."""
    return replace(plan, texts={TextKey("venue", "", "name", "de"): " ".join(name.split())})


def added(site: Site, plan: Plan, venue: VenueRow) -> Plan:
    """Plan a new place with its name."""
    texts = {replace(key, source_id=venue.source_id): text for key, text in plan.texts.items()}
    names = plan.names
    if ("quarter", venue.quarter) not in site.before.ids:
        names = (*names, Item("quarter", venue.quarter))
    return replace(plan, new_venues=(venue,), texts=texts, names=names)


def at_place(site: Site, plan: Plan, venue: VenueRow | None, session_id: int | None) -> Made:
    """Plan that something is at a place; the offering is in its quarter then, and as step-free as it."""
    source_id = None if venue is None else venue.source_id
    if session_id is not None:
        return on_session(site, session_id, lambda row: replace(row, venue=source_id), plan)
    row = replace(site.row, venue=source_id)
    if venue is not None:
        row = replace(row, quarter=venue.quarter)
        unsaid = row.step_free is StepFree.UNKNOWN or "step_free" in site.unknown
        if venue.quarter == ONLINE or (unsaid and venue.step_free is not StepFree.UNKNOWN):
            row = replace(row, step_free=venue.step_free)
        elif row.step_free is StepFree.NOT_APPLICABLE:
            row = replace(row, step_free=StepFree.UNKNOWN)
    return plan if row == site.row else replace(plan, changed_offerings=(Pair(site.row, row),))


def fits(text: str, limit: int) -> bool:
    """Say whether a name is there and not too long."""
    return 0 < len(" ".join(text.split())) <= limit
