"""Digests of offerings and venues as a change leaves them: whether something later was built on it shows by comparing them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from storage.exchange.comparing import Plan, Stored, StoredText
from storage.exchange.parsed import OfferingRow, SessionRow, TextKey, VenueRow

OFFERING = "offering/"


def touched_texts(plan: Plan) -> Iterable[TextKey]:
    """Name the texts that a plan writes or takes away."""
    return (*plan.texts, *plan.lost_texts)


def touched(before: Stored, plan: Plan) -> set[str]:
    """Name the offerings and venues that a plan changes anything of, with their subject: 'offering/EG-01'."""
    names = {row.source_id for row in plan.new_offerings} | plan.ended | plan.returned | plan.unknown.keys()
    names |= {pair.after.source_id for pair in plan.changed_offerings}
    names |= {row.offering for row in plan.new_sessions} | {pair.after.offering for pair in plan.changed_sessions}
    owners = {row.source_id: row.offering for row in (*before.sessions.values(), *plan.new_sessions)}
    for key in touched_texts(plan):
        names |= {key.source_id} if key.subject == "offering" else set()
        names |= {owners[key.source_id]} if key.subject == "session" else set()
    venues = {f"venue/{pair.after.source_id}" for pair in plan.changed_venues}
    return venues | {f"offering/{name}" for name in names}


def offerings_touched(before: Stored, plan: Plan) -> Iterator[str]:
    """Name the offerings among them, by the files' ids."""
    return (name.removeprefix(OFFERING) for name in touched(before, plan) if name.startswith(OFFERING))


def after(before: Stored, plan: Plan) -> Stored:
    """Tell what is stored once a plan is carried out."""
    kept = {key: text for key, text in before.texts.items() if key not in plan.lost_texts}
    written = {key: StoredText(0, text, imported=True) for key, text in plan.texts.items()}
    new = {row.source_id for row in plan.new_offerings}
    return replace(
        before,
        venues={**before.venues, **{pair.after.source_id: pair.after for pair in plan.changed_venues}},
        offerings={
            **before.offerings,
            **{row.source_id: row for row in plan.new_offerings},
            **{pair.after.source_id: pair.after for pair in plan.changed_offerings},
        },
        sessions={
            **before.sessions,
            **{row.source_id: row for row in plan.new_sessions},
            **{pair.after.source_id: pair.after for pair in plan.changed_sessions},
        },
        live=(before.live | plan.returned | new) - plan.ended - plan.drafts,
        texts={**kept, **written},
    )


def digests(state: Stored, named: Iterable[str]) -> dict[str, str]:
    """Make a digest of each offering with its sessions and texts, and of each venue."""
    parts: defaultdict[str, list[str]] = defaultdict(list)
    wanted = frozenset(named)
    for name, offering in state.offerings.items():
        if (key := f"offering/{name}") in wanted:
            parts[key].append(f"{_plain(offering)}{name in state.live}")
    for one in state.sessions.values():
        if (key := f"offering/{one.offering}") in wanted:
            parts[key].append(_plain(one))
    for venue in state.venues.values():
        if (key := f"venue/{venue.source_id}") in wanted:
            parts[key].append(_plain(venue))
    for name, wording in _wordings(state):
        if (key := f"offering/{name}") in wanted:
            parts[key].append(wording)
    return {key: hashlib.sha256("\x1e".join(sorted(found)).encode()).hexdigest()[:16] for key, found in parts.items()}


def _wordings(state: Stored) -> Iterator[tuple[str, str]]:
    """Write down the texts of offerings and their sessions, with the offering each belongs to."""
    for key, text in state.texts.items():
        if key.subject in {"offering", "session"}:
            owner = state.sessions[key.source_id].offering if key.subject == "session" else key.source_id
            yield owner, "\x1f".join((key.subject, key.source_id, key.field, key.language, text.text))


def _plain(row: VenueRow | OfferingRow | SessionRow) -> str:
    """Write a row so that equal ones are written the same, whatever zone their times are in."""
    return "\x1f".join(str(_even(getattr(row, one.name))) for one in fields(row))


def _even(value: Any) -> object:  # noqa: ANN401 - any field
    """Write a value the same way however it is kept."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case frozenset():
            return sorted(map(str, value))
        case float() if value.is_integer():
            return int(value)
        case _:
            return value
