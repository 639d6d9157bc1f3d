"""Writes a prepared import down as the report that coordinators page through: by title, bounded, without anybody's name."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from storage.exchange.comparing import Change, Difference
from storage.exchange.parsed import Problem, SessionRow, TextKey
from storage.exchange.template_words import HEADINGS
from storage.intake import Prepared, count
from storage.office.undoing import Weighed
from storage.records.affected import Affected, AffectedGroup, Somebody
from storage.records.intake import SHOWN, FieldChange, Flaw, ImportCounts, NewOffering, Report, Twin, UndoLook, Unsaid

VALUE_ROOM = 200
NEW_DATE = "new_date"


def make(prepared: Prepared, look: int, *, stale: bool = False) -> Report:
    """Write a report. Blocks when it is large: call it in a thread."""
    preview = prepared.preview
    titles = _Titles(prepared)
    changed = sorted(_changes(prepared, titles), key=lambda one: (one.title.casefold(), one.field))
    return Report(
        look=look,
        digest=digest(preview.difference),
        counts=count(prepared),
        new=tuple(_new(prepared, titles))[:SHOWN],
        changed=tuple(changed)[:SHOWN],
        gone=tuple(titles.of("offering", item.source_id) for item in preview.difference.gone)[:SHOWN],
        flaws=flaws(preview.rejected),
        twins=tuple(
            Twin(one.title, titles.of("offering", one.other), one.start and one.start.astimezone(UTC))
            for one in preview.duplicates[:SHOWN]
        ),
        unknown=tuple(Unsaid(titles.of("offering", one.offering), one.fields) for one in preview.unknown[:SHOWN]),
        affected=unnamed(preview.affected),
        stale=stale,
        providers=tuple(item.source_id for item in prepared.plan.names if item.subject == "provider")[:SHOWN],
    )


def refused(problems: Sequence[Problem]) -> Report:
    """Write down why a file cannot be used."""
    return Report(counts=ImportCounts(rejected=len(problems)), flaws=flaws(problems))


def flaws(problems: Sequence[Problem]) -> tuple[Flaw, ...]:
    """Write down what was left out, the first of it; columns by the names that the template gives them."""
    return tuple(_flaw(one, HEADINGS.get(one.column, one.column)) for one in problems[:SHOWN])


def _flaw(one: Problem, column: str) -> Flaw:
    """Write down one."""
    return Flaw(one.unit, one.row, column[:VALUE_ROOM], one.value[:VALUE_ROOM], one.reason.bounded(VALUE_ROOM))


def digest(difference: Difference) -> str:
    """Tell by a short text whether two previews say the same; how many people hear of it may change meanwhile."""
    told = (difference.new, difference.changed, difference.gone)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def undo_look(weighed: Weighed, *, stale: bool = False) -> UndoLook:
    """Write down whom taking an import back would reach."""
    return UndoLook(weighed.digest, weighed.told, unnamed(weighed.affected), stale)


def unnamed(affected: Affected) -> Affected:
    """Keep of the people affected their registrations alone: names are read again for whoever looks."""
    return replace(affected, groups=tuple(map(_unnamed, affected.groups[:SHOWN])))


def _unnamed(group: AffectedGroup) -> AffectedGroup:
    """Forget the names of a group."""
    return replace(group, some=tuple(Somebody("", "", one.registration_id) for one in group.some))


class _Titles:
    """What offerings and venues are called: as the file brings it, or as it is stored."""

    def __init__(self, prepared: Prepared) -> None:
        self.plan = prepared.plan
        self.before = prepared.before
        self.given = prepared.preview.titles

    def of(self, subject: str, source_id: str) -> str:
        """Name something by its German title; by its id where it has none."""
        key = TextKey(subject, source_id, "title" if subject == "offering" else "name", "de")
        if subject == "offering" and source_id in self.given:
            return self.given[source_id]
        if key in self.plan.texts:
            return self.plan.texts[key]
        return self.before.texts[key].text if key in self.before.texts else source_id

    def owner(self, change: Change) -> str:
        """Name the offering, or else the thing, that a change is of."""
        if change.subject == "session":
            return self.of("offering", self.before.sessions[change.source_id].offering)
        return self.of(change.subject, change.source_id)


def _new(prepared: Prepared, titles: _Titles) -> Iterator[NewOffering]:
    """List new offerings, the first date first."""
    dates = _by_offering(prepared.plan.new_sessions)
    rows = [(dates.get(row.source_id, []), row.source_id) for row in prepared.plan.new_offerings]
    for starts, source_id in sorted(rows, key=lambda one: (not one[0], min(one[0], default=None) or FAR)):
        yield NewOffering(titles.of("offering", source_id), len(starts), min(starts, default=None))


FAR = datetime.max.replace(tzinfo=UTC)


def _by_offering(rows: Sequence[SessionRow]) -> Mapping[str, list[datetime]]:
    """Group the starts of sessions."""
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for row in rows:
        found[row.offering].append(row.start.astimezone(UTC))
    return found


def _changes(prepared: Prepared, titles: _Titles) -> Iterator[FieldChange]:
    """List what changes, field by field; a new date of a known offering, too."""
    before = prepared.before
    for one in prepared.preview.difference.changed:
        start = before.sessions[one.source_id].start.astimezone(UTC) if one.subject == "session" else None
        yield FieldChange(titles.owner(one), one.field, one.before[:VALUE_ROOM], one.after[:VALUE_ROOM], start)
    for row in prepared.plan.new_sessions:
        if row.offering in before.offerings:
            start = row.start.astimezone(UTC)
            yield FieldChange(titles.of("offering", row.offering), NEW_DATE, "", "", start)
