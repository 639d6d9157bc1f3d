"""Changes of the catalogue: what an import would change, and changing it, with all that follows for people.

A session that was moved, cancelled or has a new link is told at once to everybody registered for it, at night without a
sound. Its reminders are planned anew, and places that became free are offered to those waiting. Who waits in vain is told,
and so is who wished for what there is now. An offering that its file no longer has ends; it is never deleted, for
registrations refer to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from sqlalchemy import Table, func, select, update

from storage import audit, calls, deadlines, outbox, places, quiet, reminders, waiting, wishes
from storage.engine import Transaction
from storage.exchange import comparing, fitting, news, stored, writing
from storage.exchange.comparing import Difference, Plan, Stored, Totals
from storage.exchange.news import News
from storage.exchange.parsed import Catalogue, CatalogueError, Problem
from storage.involved import Involved
from storage.outbox import NewRow
from storage.records.reasons import Why
from storage.tables import attendance, offerings, registrations, tenants, waiting_list
from storage.tables import audit as audit_table
from storage.tables.base import AnyRow
from storage.wishes import Met, Opened, Wanted

__all__ = ["Difference", "apply", "difference"]

ENDED = "offering_ended"
MOST_AT_ONCE = 1_000
"""so many are asked for with one statement"""
WAITING = "waiting"
IMPORTED, EDITED = "import_catalogue", "edit_offering"


async def difference(tx: Transaction, catalogue: Catalogue) -> Difference:
    """Tell what `apply` would change now; CatalogueError when it would refuse."""
    before = await stored.read(tx)
    plan = comparing.compare(before, fitting.fit(before, catalogue, tx.now), tx.now)
    await refuse_stranding(tx, turned(plan, before))
    notices, met = await consequences(tx, before, plan)
    return comparing.describe(plan, before, len(notices) + len(met), tx.zone)


async def apply(tx: Transaction, catalogue: Catalogue) -> Difference:
    """Make the stored catalogue what the files say, tell people what concerns them, and tell what changed.

    CatalogueError, before anything is written, when a change would tear registrations from what they are for.
    """
    await lock(tx)
    before = await stored.read(tx)
    return await carry_out(tx, before, comparing.compare(before, fitting.fit(before, catalogue, tx.now), tx.now))


async def carry_out(tx: Transaction, before: Stored, plan: Plan, *, edited: bool = False) -> Difference:
    """Write a plan that was made of the catalogue as it is now, and tell people what concerns them. Lock first.

    `edited` says that somebody changed one offering, so that the audit tells it from an import.
    """
    await refuse_stranding(tx, turned(plan, before))
    described = comparing.describe(plan, before, 0, tx.zone)
    carrying = Carrying(tx)
    ids = await carrying.write(plan, before) if described else before.ids
    found = replace(described, told=await carrying.tell())
    if found:
        subject = "offering" if edited else "catalogue"
        await note(tx, found.totals, offering_of(plan, before, ids) if edited else None, subject)
    return found


class Carrying:
    """Carries out a plan in parts, each of some offerings; then people are told of all of it together."""

    def __init__(self, tx: Transaction, common: Stored | None = None) -> None:
        """Begin. `common` is what the parts have in common, where these come without it."""
        self._tx = tx
        self._alone = common is None
        self._common = {} if common is None else dict(common.ids)
        self._told = 0
        self._met: list[Met] = []
        self._ids: dict[tuple[str, str], int] = {}
        self._awaited: set[tuple[int, int | None]] = set()
        self._people: Involved | None = None

    async def write(self, plan: Plan, before: Stored, opened: Opened | None = None) -> Mapping[tuple[str, str], int]:
        """Write a part; tells all row ids by subject and source id, slug or name.

        What it opens need not be found again under the lock.
        """
        tx = self._tx
        before = replace(before, ids={**before.ids, **self._common})
        plan = replace(plan, names=tuple(one for one in plan.names if (one.subject, one.source_id) not in before.ids))
        people = self._people = self._people or await Involved.of(tx, before if self._alone else None)
        claims = await claims_of(tx, plan, before, people.engaged)
        notices = make_notices(tx, plan, before, claims)
        unsaid = make_notices(tx, plan, before, claims, phone=True)
        met = await wishes.meet(tx, plan, before, opened, people.wanted)
        ids = await writing.write(tx, plan, before)
        if plan.names or plan.new_venues:
            self._common |= {of: number for of, number in ids.items() if of[0] in stored.COMMON}
        await forget_answers(tx, moved(plan, ids, people.registered))
        await deadlines.follow(tx, moved(plan, ids, people.engaged))
        await remind_anew(tx, plan, before, ids, people.registered)
        await outbox.add(tx, notices)
        await calls.note(tx, unsaid)
        self._told += len(notices) + len(met)
        self._met += met
        self._ids |= {("offering", one.offering): ids["offering", one.offering] for one in met}
        self._awaited |= awaited(plan, claims, ids)
        return ids

    async def tell(self) -> int:
        """Tell whose wishes are met and offer the places that there are now; tells how many notices there are in all."""
        await wishes.tell(self._tx, sorted(self._met, key=wishes.soonest), self._ids)
        for offering_id, session_id in sorted(self._awaited, key=lambda one: (one[0], one[1] or 0)):
            await waiting.pass_on(self._tx, offering_id, session_id)
        return self._told


async def note(tx: Transaction, totals: Totals, offering_id: int | None = None, subject: str = "catalogue") -> None:
    """Note in the audit what was changed."""
    action = IMPORTED if subject == "catalogue" else EDITED
    counts = {"new": totals.new, "changed": totals.changed, "gone": totals.gone, "told": totals.told}
    await audit.record(tx, action, subject, offering_id, **counts)


def offering_of(plan: Plan, before: Stored, ids: Mapping[tuple[str, str], int]) -> int | None:
    """Find the one offering that an edit is about: the new one, or the one that was there."""
    names = [*(row.source_id for row in plan.new_offerings), *before.offerings]
    return ids["offering", names[0]] if names else None


async def last_import(tx: Transaction) -> int:
    """Tell the audit's number of the last import or edit: another one means that the catalogue is another since."""
    asked = select(func.max(audit_table.c.id)).where(
        audit_table.c.tenant_id == tx.tenant_id, audit_table.c.action.in_((IMPORTED, EDITED))
    )
    return int(await tx.connection.scalar(asked) or 0)


async def lock(tx: Transaction, offering_id: int | None = None) -> None:
    """Let nobody else import or register meanwhile: who registers now must see the old session or hear the news.

    With an offering, registering for all others goes on.
    """
    if not tx.is_postgres:
        return
    tenant = select(tenants.c.id).where(tenants.c.id == tx.tenant_id)
    await tx.connection.execute(tenant.with_for_update(key_share=True))
    mine = select(offerings.c.id).where(offerings.c.tenant_id == tx.tenant_id).order_by(offerings.c.id)
    if offering_id is not None:
        mine = mine.where(offerings.c.id == offering_id)
    await tx.connection.execute(mine.with_for_update())


async def consequences(
    tx: Transaction, before: Stored, plan: Plan, opened: Opened | None = None, wanted: Wanted | None = None
) -> tuple[list[NewRow], list[Met]]:
    """Find what a plan has to say to people."""
    notices = make_notices(tx, plan, before, await claims_of(tx, plan, before))
    return notices, await wishes.meet(tx, plan, before, opened, wanted)


def turned(plan: Plan, before: Stored) -> dict[int, str]:
    """Find the courses that become single sessions, or back: their ids in the files, by number."""
    return {
        before.ids["offering", pair.after.source_id]: pair.after.source_id
        for pair in plan.changed_offerings
        if pair.before.whole_course != pair.after.whole_course
    }


async def refuse_stranding(tx: Transaction, courses: Mapping[int, str]) -> None:
    """Refuse to turn a course into single sessions, or back, while somebody has or awaits a place in it."""
    problems = [
        Problem("offers", 0, "participants_attend_all_sessions", courses[offering_id], Why.STRANDED())
        for offering_id in sorted(await claimed(tx, sorted(courses)))
    ]
    if problems:
        raise CatalogueError(tuple(problems))


async def claimed(tx: Transaction, offering_ids: Sequence[int]) -> set[int]:
    """Find the offerings that somebody has or awaits a place in."""
    found: set[int] = set()
    for at in range(0, len(offering_ids), MOST_AT_ONCE):
        found |= await _claimed(tx, offering_ids[at : at + MOST_AT_ONCE])
    return found


async def _claimed(tx: Transaction, offering_ids: Sequence[int]) -> set[int]:
    """Find them among some."""
    held = select(registrations.c.offering_id).where(
        registrations.c.offering_id.in_(offering_ids), registrations.c.status == "active"
    )
    awaited = select(waiting_list.c.offering_id).where(
        waiting_list.c.offering_id.in_(offering_ids), waiting_list.c.status.in_(places.OPEN)
    )
    return set((await tx.connection.scalars(held.union(awaited))).all())


@dataclass(frozen=True, slots=True)
class Claims:
    """Who has or awaits a place in offerings that a plan touches, those without Telegram too."""

    registered: Sequence[AnyRow] = ()
    waiting: Sequence[AnyRow] = ()


async def claims_of(tx: Transaction, plan: Plan, before: Stored, engaged: Collection[int] | None = None) -> Claims:
    """Read them. `engaged` are the offerings in which anybody has or awaits a place, where that is known."""
    names = touched(plan) | plan.ended
    ids = {before.ids["offering", source_id] for source_id in names}
    mine = sorted(ids if engaged is None else ids & frozenset(engaged))
    return Claims(
        await claims_on(tx, registrations, ("active",), mine), await claims_on(tx, waiting_list, places.OPEN, mine)
    )


def touched(plan: Plan) -> frozenset[str]:
    """Name the offerings that stay and of which something changes."""
    changed = {pair.after.source_id for pair in plan.changed_offerings}
    return plan.returned | changed | {pair.after.offering for pair in plan.changed_sessions}


def make_notices(tx: Transaction, plan: Plan, before: Stored, claims: Claims, *, phone: bool = False) -> list[NewRow]:
    """Make the notices for everybody registered: what happened to their sessions, or that the whole offering ended.

    Who waits for a place hears when there is none to wait for. `phone` makes those that people without Telegram would get.
    """
    names = {before.ids["offering", source_id]: source_id for source_id in touched(plan) | plan.ended}
    concerned = {names[claim.offering_id] for claim in (*claims.registered, *claims.waiting)}
    if not concerned:
        return []
    found = [*news.find(plan, before, tx.now, concerned)]
    notices: list[NewRow] = [
        waiting.tell_over(tx, entry, why, tx.now.isoformat())
        for entry in claims.waiting
        if (entry.participant_id is None) == phone and (why := lost(tx, entry, found, plan, before)) is not None
    ]
    about: defaultdict[int, list[News]] = defaultdict(list)
    for one in found:
        about[before.ids["offering", one.session.offering]].append(one)
    for claim in (claim for claim in claims.registered if (claim.participant_id is None) == phone):
        mine = [one for one in about[claim.offering_id] if covers(claim, one, before)]
        notices += [tell(tx, claim, one, before) for one in without_more_links(mine)]
        notices += turn(tx, claim, plan, before)
    return notices


def without_more_links(found: Sequence[News]) -> Iterator[News]:
    """Keep the first new link of a registration: it shows where the others are, and ten messages would show no more."""
    links = sorted((one for one in found if one.kind == news.LINKED), key=lambda one: one.session.start)
    yield from (one for one in found if one.kind != news.LINKED)
    yield from links[:1]


async def claims_on(
    tx: Transaction, claims: Table, statuses: Sequence[str], offering_ids: Sequence[int]
) -> Sequence[AnyRow]:
    """Read the registrations, those that only remind too, or the waiting-list entries of offerings."""
    columns = ("id", "participant_id", "offering_id", "session_id", "session_key", "status")
    mine = (claims.c.tenant_id == tx.tenant_id, claims.c.status.in_(statuses))
    found: list[AnyRow] = []
    for at in range(0, len(offering_ids), MOST_AT_ONCE):
        some = claims.c.offering_id.in_(offering_ids[at : at + MOST_AT_ONCE])
        found += (await tx.connection.execute(select(*(claims.c[name] for name in columns)).where(*mine, some))).all()
    return sorted(found, key=lambda claim: int(claim.id))


def lost(tx: Transaction, entry: AnyRow, found: Sequence[News], plan: Plan, before: Stored) -> str | None:
    """Say why somebody waits in vain: what they wait for ended or was cancelled; None when it still takes place."""
    if next_of(tx, entry, plan, before, plan.ended):
        return waiting.ENDED
    cancelled = {one.session.offering for one in found if one.kind == news.CANCELLED and covers(entry, one, before)}
    if cancelled and not next_of(tx, entry, plan, before, frozenset(cancelled)):
        return waiting.CANCELLED
    return None


def covers(claim: AnyRow, one: News, before: Stored) -> bool:
    """Say whether a registration covers the session that something happened to."""
    offering_id = before.ids["offering", one.session.offering]
    session_keys = {places.WHOLE, before.ids["session", one.session.source_id]}
    return claim.offering_id == offering_id and claim.session_key in session_keys


def turn(tx: Transaction, claim: AnyRow, plan: Plan, before: Stored) -> Iterator[NewRow]:
    """Tell somebody that their offering ended, or which of their sessions is next when it is there again."""
    if again := next_of(tx, claim, plan, before, plan.returned):
        yield tell(tx, claim, again, before)
    if next_of(tx, claim, plan, before, plan.ended):
        yield NewRow(
            participant_id=claim.participant_id,
            kind=ENDED,
            args={"registration_id": claim.id},
            unique_key=f"{ENDED}:{claim.id}:{tx.now.isoformat()}",
            due_at=tx.now,
            silent=quiet.quiet(tx.now, tx.zone),
            registration_id=claim.id,
        )


def next_of(tx: Transaction, claim: AnyRow, plan: Plan, before: Stored, chosen: frozenset[str]) -> News | None:
    """Find the next session that a registration covers, of chosen offerings."""
    coming = (News(news.MOVED, row) for row in news.coming(plan, before, chosen, tx.now))
    return next((one for one in coming if covers(claim, one, before)), None)


def tell(tx: Transaction, claim: AnyRow, one: News, before: Stored) -> NewRow:
    """Make the notice of a session's news. Its key names the moment, so that moving there and back is told twice."""
    session_id = before.ids["session", one.session.source_id]
    args: dict[str, outbox.Arg] = {"registration_id": claim.id, "session_id": session_id}
    if one.kind == news.MOVED:
        args["old_start"] = one.old_start.astimezone(UTC).isoformat() if one.old_start else None
        args["old_venue_id"] = before.ids["venue", one.old_venue] if one.old_venue else None
    return NewRow(
        participant_id=claim.participant_id,
        kind=one.kind,
        args=args,
        unique_key=f"{one.kind}:{claim.id}:{session_id}:{tx.now.isoformat()}",
        due_at=tx.now,
        silent=quiet.quiet(tx.now, tx.zone),
        registration_id=claim.id,
        session_id=session_id,
    )


def moved(plan: Plan, ids: Mapping[tuple[str, str], int], among: Collection[int]) -> list[int]:
    """List the sessions of some offerings that are at another time now."""
    return [
        ids["session", pair.after.source_id]
        for pair in plan.changed_sessions
        if pair.before.start != pair.after.start and ids["offering", pair.after.offering] in among
    ]


async def forget_answers(tx: Transaction, session_ids: Sequence[int]) -> None:
    """Forget who said they come to sessions that are at another time now."""
    for at in range(0, len(session_ids), MOST_AT_ONCE):
        answers = update(attendance).where(attendance.c.session_id.in_(session_ids[at : at + MOST_AT_ONCE]))
        await tx.connection.execute(answers.values(coming=None, answered_at=None))


async def remind_anew(
    tx: Transaction,
    plan: Plan,
    before: Stored,
    ids: Mapping[tuple[str, str], int],
    registered: Collection[int],
) -> None:
    """Plan reminders anew where sessions moved, were cancelled or added, or their offering ended or came back."""
    if not registered:
        return
    changed = {
        pair.after.source_id
        for pair in plan.changed_sessions
        if (pair.before.start, pair.before.status) != (pair.after.start, pair.after.status)
    }
    added = {row.source_id for row in plan.new_sessions if row.offering in before.offerings}
    turned = plan.returned | plan.ended
    again = {row.source_id for row in before.sessions.values() if row.offering in turned}
    offering_of = {row.source_id: row.offering for row in (*before.sessions.values(), *plan.new_sessions)}
    for source_id in sorted(changed | added | again):
        if ids["offering", offering_of[source_id]] in registered:
            await reminders.replan_session(tx, ids["session", source_id])


def awaited(plan: Plan, claims: Claims, ids: Mapping[tuple[str, str], int]) -> set[tuple[int, int | None]]:
    """Find the offerings and sessions that a plan touches and people wait for: there may be places now."""
    mine = {ids["offering", source_id] for source_id in touched(plan)}
    return {
        (entry.offering_id, entry.session_id)
        for entry in claims.waiting
        if entry.status == WAITING and entry.offering_id in mine
    }
