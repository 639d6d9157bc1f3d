"""Finds the people whom a change of the catalogue would reach, before it is made.

It asks the same questions as `storage.changes` does when it tells people, so that a preview promises what will happen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from locales.text import Content
from storage import changes, places
from storage.engine import Transaction
from storage.exchange import news
from storage.exchange.comparing import Plan, Stored
from storage.exchange.news import News
from storage.exchange.parsed import TextKey
from storage.records.affected import Affected, AffectedGroup, Consequence, Somebody
from storage.records.catalogue import SessionStatus
from storage.tables import attendees, registrations, waiting_list
from storage.tables.base import AnyRow

NAMED = 20
"""how many people of a group are named"""
GERMAN = ("de",)


@dataclass(frozen=True, slots=True)
class _Fate:
    """What happens, and to what; the session is None when it is the whole offering."""

    consequence: Consequence
    offering: str
    session: str | None
    """by the files' ids"""
    news: News | None = field(default=None, compare=False)


async def affected(
    tx: Transaction, before: Stored, plan: Plan, *, languages: Sequence[str] = GERMAN, named: bool = True
) -> Affected:
    """Find who would be reached by a plan, and by what; in a handful of statements.

    Titles and places come in the first of the languages that there is a text in. Names only where they are asked for: they
    are for whoever runs these offerings.
    """
    ids = {before.ids["offering", source_id]: source_id for source_id in changes.touched(plan) | plan.ended}
    claims = await _held(tx, sorted(ids))
    entries = await changes.claims_on(tx, waiting_list, places.OPEN, sorted(ids))
    found = [*news.find(plan, before, tx.now, {ids[claim.offering_id] for claim in (*claims, *entries)})]
    reached: defaultdict[_Fate, list[AnyRow]] = defaultdict(list)
    for claim, fate in _fates(tx, claims, found, plan, before):
        reached[fate].append(claim)
    names = await _names(tx, reached.values()) if named else {}
    words = _Words(plan, before, languages)
    groups = (_group(fate, people, names, words) for fate, people in reached.items())
    waiting = (entry for entry in entries if entry.participant_id is not None)
    lost = sum(changes.lost(tx, entry, found, plan, before) is not None for entry in waiting)
    return Affected(tuple(sorted(groups, key=_order)), lost)


def together(found: Iterable[Affected]) -> Affected:
    """Put together who is reached by the parts of a plan, each of other offerings."""
    parts = tuple(found)
    groups = sorted((group for part in parts for group in part.groups), key=_order)
    return Affected(tuple(groups), sum(part.waiting for part in parts))


async def _held(tx: Transaction, offering_ids: Sequence[int]) -> Sequence[AnyRow]:
    """Read who holds a place or a reminder, those without Telegram too."""
    if not offering_ids:
        return []
    held = registrations.c
    statement = (
        select(
            held.id,
            held.participant_id,
            held.attendee_id,
            held.offering_id,
            held.session_id,
            held.session_key,
            held.code,
        )
        .where(held.tenant_id == tx.tenant_id, held.offering_id.in_(offering_ids), held.status == "active")
        .order_by(held.id)
    )
    return (await tx.connection.execute(statement)).all()


def _fates(
    tx: Transaction, claims: Iterable[AnyRow], found: Iterable[News], plan: Plan, before: Stored
) -> Iterator[tuple[AnyRow, _Fate]]:
    """Tell of each claim what happens to it."""
    about: defaultdict[int, list[News]] = defaultdict(list)
    for one in found:
        about[before.ids["offering", one.session.offering]].append(one)
    for claim in claims:
        mine = [one for one in about[claim.offering_id] if changes.covers(claim, one, before)]
        for one in changes.without_more_links(mine):
            yield claim, _Fate(_consequence(one, before), one.session.offering, one.session.source_id, one)
        if again := changes.next_of(tx, claim, plan, before, plan.returned):
            yield claim, _Fate(Consequence.BACK, again.session.offering, None)
        if gone := changes.next_of(tx, claim, plan, before, plan.ended):
            yield claim, _Fate(Consequence.ENDED, gone.session.offering, None)


def _consequence(one: News, before: Stored) -> Consequence:
    """Name what happens to a session."""
    match one.kind:
        case news.CANCELLED:
            return Consequence.CANCELLED
        case news.LINKED:
            return Consequence.LINKED
        case _ if before.sessions[one.session.source_id].status is SessionStatus.CANCELLED:
            return Consequence.BACK
        case _:
            return Consequence.ELSEWHERE if one.old_start is None else Consequence.MOVED


async def _names(tx: Transaction, groups: Collection[Sequence[AnyRow]]) -> Mapping[int, str]:
    """Read the names of the first people of each group."""
    wanted = {claim.attendee_id for people in groups for claim in people[:NAMED] if claim.attendee_id is not None}
    if not wanted:
        return {}
    rows = await tx.connection.execute(select(attendees.c.id, attendees.c.name).where(attendees.c.id.in_(wanted)))
    return {row.id: row.name for row in rows}


class _Words:
    """Titles and names of places, as they were before or as the plan brings them."""

    def __init__(self, plan: Plan, before: Stored, languages: Sequence[str]) -> None:
        self.plan = plan
        self.before = before
        self.languages = languages

    def find(self, subject: str, source_id: str, field_name: str) -> Content:
        """Find a text in the first language that has one; the file's id where there is none at all."""
        for language in dict.fromkeys((*self.languages, "de")):
            key = TextKey(subject, source_id, field_name, language)
            if key in self.before.texts:
                return Content(self.before.texts[key].text, language)
            if key in self.plan.texts:
                return Content(self.plan.texts[key], language)
        return Content(source_id, "de")

    def place(self, one: News) -> Content | None:
        """Name where a session is to be, when that is somewhere else."""
        if one.old_venue is None:
            return None
        venues = {pair.after.source_id: pair.after.venue for pair in self.plan.changed_offerings}
        offering = one.session.offering
        there = one.session.venue or venues.get(offering, self.before.offerings[offering].venue)
        return None if there is None else self.find("venue", there, "name")


def _group(fate: _Fate, people: Sequence[AnyRow], names: Mapping[int, str], words: _Words) -> AffectedGroup:
    """Sum up whom one thing happens to."""
    before, one = words.before, fate.news
    start = None if fate.session is None else before.sessions[fate.session].start
    new_start = one.session.start if one is not None and one.session.start != start else None
    return AffectedGroup(
        consequence=fate.consequence,
        offering_id=before.ids["offering", fate.offering],
        offering=words.find("offering", fate.offering, "title"),
        session_id=None if fate.session is None else before.ids["session", fate.session],
        start=start,
        new_start=new_start,
        place=None if one is None else words.place(one),
        people=len(people),
        untold=sum(claim.participant_id is None for claim in people),
        some=tuple(
            Somebody(names[claim.attendee_id], claim.code, claim.id)
            for claim in people[:NAMED]
            if claim.attendee_id in names
        ),
    )


def _order(group: AffectedGroup) -> tuple[str, str, str]:
    """Put a whole offering before its sessions."""
    when = "" if group.start is None else group.start.isoformat()
    return group.offering.text.casefold(), when, group.consequence
