"""What a person has with us, as records: registrations, waiting-list entries, expressions of interest.

Read in bulk: the statements do not grow with what somebody has. Another person's claims are as good as not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from storage import places, sessions, texts, venues
from storage.engine import Transaction
from storage.outbox import UNSENT
from storage.places import Counts
from storage.records.catalogue import Kind, Registering, Session
from storage.records.registrations import Interest, Mine, Registration, WaitingEntry
from storage.tables import attendance, attendees, interests, offerings, outbox, quarters, registrations, topics
from storage.tables import waiting_list as waiting_rows
from storage.tables.base import AnyRow
from storage.texts import Texts
from storage.topics import first_topic
from storage.waiting import place_in_line

LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Context:
    """What the records of claims are made from, besides the claims themselves."""

    dates: Mapping[int, Sequence[AnyRow]] = field(default_factory=dict)
    counted: Mapping[tuple[int, int], Counts] = field(default_factory=dict)
    texts: Texts = field(default_factory=lambda: Texts({}))
    due: Mapping[int, tuple[datetime, ...]] = field(default_factory=dict)
    answers: Mapping[int, Mapping[int, bool]] = field(default_factory=dict)

    def sessions_of(self, claim: AnyRow, *, linked: bool = False) -> tuple[Session, ...]:
        """Make the sessions that a claim covers."""
        rows = self.dates.get(claim.offering_id, ())
        covered = [row for row in rows if claim.session_key in (places.WHOLE, row.id)]
        return sessions.records(covered, self.counted, self.texts, linked=linked)


async def mine(tx: Transaction, languages: Sequence[str], participant_id: int) -> Mine:
    """Read everything active and not over, the next session first."""
    active = await rows_of(tx, ACTIVE, participant_id)
    queued = await rows_of(tx, OPEN_ENTRIES, participant_id)
    wishes = await rows_of(tx, WISHES, participant_id)
    context = await gather(tx, languages, active, queued, wishes)
    held = [registration_record(row, context) for row in active]
    still = [some for some in held if ahead(some.sessions, tx.now)]
    return Mine(
        registrations=tuple(sorted(still, key=lambda some: soonest(some, tx.now))),
        waiting=tuple(entry_record(row, context) for row in queued if ahead(context.sessions_of(row), tx.now)),
        interests=tuple(interest_record(row, context) for row in wishes),
    )


def ahead(covered: Collection[Session], now: datetime) -> bool:
    """Say whether a claim is not over: a session is still to end, or there is none to go by."""
    return not covered or any(some.end > now for some in covered)


def soonest(registration: Registration, now: datetime) -> tuple[datetime, int]:
    """Tell what registrations are sorted by."""
    upcoming = registration.next_session(now)
    return (LAST if upcoming is None else upcoming.start, registration.id)


async def registration(
    tx: Transaction, languages: Sequence[str], participant_id: int, registration_id: int
) -> Registration | None:
    """Read one registration of a person, a cancelled one too."""
    found = await records(tx, languages, await rows_of(tx, ONE, participant_id, registration=registration_id))
    return found[0] if found else None


async def registered(
    tx: Transaction, languages: Sequence[str], participant_id: int, offering_id: int
) -> tuple[Registration, ...]:
    """Read a person's active registrations for an offering, the next session first."""
    found = await records(tx, languages, await rows_of(tx, FOR_OFFERING, participant_id, offering=offering_id))
    return tuple(sorted(found, key=lambda some: soonest(some, tx.now)))


async def records(tx: Transaction, languages: Sequence[str], rows: Sequence[AnyRow]) -> list[Registration]:
    """Make the records of registrations."""
    if not rows:
        return []
    context = await gather(tx, languages, rows, (), ())
    return [registration_record(row, context) for row in rows]


async def waiting_entry(
    tx: Transaction, languages: Sequence[str], participant_id: int, entry_id: int
) -> WaitingEntry | None:
    """Read one waiting-list entry of a person, a closed one too."""
    rows = await rows_of(tx, ONE_ENTRY, participant_id, entry=entry_id)
    if not rows:
        return None
    return entry_record(rows[0], await gather(tx, languages, (), rows, ()))


def person_registrations() -> Select[*tuple[Any, ...]]:
    """Select a person's registrations with their offering, its venue, and the attendee's name, which is unsealed here."""
    source = registrations.join(offerings, offerings.c.id == registrations.c.offering_id).outerjoin(
        attendees, attendees.c.id == registrations.c.attendee_id
    )
    own = (registrations.c.tenant_id == bindparam("tenant"), registrations.c.participant_id == bindparam("person"))
    return (
        select(registrations, offerings.c.kind, offerings.c.source_id, attendees.c.name, attendees.c.child)
        .add_columns(offerings.c.registering, first_topic(), *venues.COLUMNS)
        .select_from(venues.joined(source, offerings.c.venue_id))
        .where(*own)
        .order_by(registrations.c.id)
    )


def person_entries() -> Select[*tuple[Any, ...]]:
    """Select a person's waiting-list entries with the attendee's name and how many wait up to and with them."""
    own = (waiting_rows.c.tenant_id == bindparam("tenant"), waiting_rows.c.participant_id == bindparam("person"))
    return (
        select(
            waiting_rows, offerings.c.source_id, attendees.c.name, attendees.c.child, place_in_line().label("position")
        )
        .add_columns(first_topic())
        .join(offerings, offerings.c.id == waiting_rows.c.offering_id)
        .join(attendees, attendees.c.id == waiting_rows.c.attendee_id)
        .where(*own)
        .order_by(waiting_rows.c.id)
    )


def person_wishes() -> Select[*tuple[Any, ...]]:
    """Select a person's wishes that were not withdrawn."""
    source = (
        interests.outerjoin(offerings, offerings.c.id == interests.c.offering_id)
        .outerjoin(topics, topics.c.id == interests.c.topic_id)
        .outerjoin(quarters, quarters.c.id == interests.c.quarter_id)
    )
    slugs = (offerings.c.source_id, topics.c.slug.label("topic"), quarters.c.slug.label("quarter"))
    own = (interests.c.tenant_id == bindparam("tenant"), interests.c.participant_id == bindparam("person"))
    statement = select(interests, *slugs).select_from(source).where(*own, interests.c.ended_at.is_(None))
    return statement.order_by(interests.c.id)


OF_PERSON = person_registrations()
ACTIVE = OF_PERSON.where(registrations.c.status == "active")
FOR_OFFERING = ACTIVE.where(registrations.c.offering_id == bindparam("offering"))
ONE = OF_PERSON.where(registrations.c.id == bindparam("registration"))
ENTRIES = person_entries()
OPEN_ENTRIES = ENTRIES.where(waiting_rows.c.status.in_(places.OPEN))
ONE_ENTRY = ENTRIES.where(waiting_rows.c.id == bindparam("entry"))
WISHES = person_wishes()


async def rows_of(
    tx: Transaction, statement: Select[*tuple[Any, ...]], participant_id: int, **which: int
) -> Sequence[AnyRow]:
    """Read what a statement selects of a person."""
    bounds = {"tenant": tx.tenant_id, "person": participant_id, **which}
    return (await tx.connection.execute(statement, bounds)).all()


async def gather(
    tx: Transaction,
    languages: Sequence[str],
    active: Sequence[AnyRow],
    queued: Sequence[AnyRow],
    wishes: Sequence[AnyRow],
) -> Context:
    """Read what the records of some claims need, each kind of thing at once."""
    claimed = {row.offering_id for row in (*active, *queued)}
    if not claimed and not wishes:
        return Context()
    dates = await sessions.read(tx, claimed) if claimed else []
    wished = {
        "offering": claimed | {row.offering_id for row in wishes if row.offering_id},
        "topic": {row.topic_id for row in wishes if row.topic_id},
        "quarter": {row.quarter_id for row in wishes if row.quarter_id},
    }
    found = await texts.read(tx, languages, texts.merge(wished, venues.subjects(active), sessions.subjects(dates)))
    held = [row.id for row in active]
    return Context(
        dates=by_offering(dates),
        counted=await places.count(tx, claimed) if claimed else {},
        texts=found,
        due=await due_times(tx, held) if held else {},
        answers=await answers(tx, held) if held else {},
    )


def by_offering(dates: Iterable[AnyRow]) -> dict[int, list[AnyRow]]:
    """Group session rows, keeping their order."""
    grouped: dict[int, list[AnyRow]] = {}
    for row in dates:
        grouped.setdefault(row.offering_id, []).append(row)
    return grouped


async def due_times(tx: Transaction, registration_ids: Collection[int]) -> dict[int, tuple[datetime, ...]]:
    """Read when the reminders still to come are due."""
    statement = (
        select(outbox.c.registration_id, outbox.c.due_at)
        .where(
            outbox.c.registration_id.in_(registration_ids),
            outbox.c.kind == "reminder",
            outbox.c.status.in_(UNSENT),
        )
        .order_by(outbox.c.due_at)
    )
    due: dict[int, tuple[datetime, ...]] = {}
    for registration_id, at in await tx.connection.execute(statement):
        due[registration_id] = (*due.get(registration_id, ()), at)
    return due


async def answers(tx: Transaction, registration_ids: Collection[int]) -> dict[int, dict[int, bool]]:
    """Read who said of which session whether they come."""
    statement = (
        select(attendance.c.registration_id, attendance.c.session_id, attendance.c.coming)
        .where(attendance.c.registration_id.in_(registration_ids), attendance.c.coming.is_not(None))
        .order_by(attendance.c.session_id)
    )
    given: dict[int, dict[int, bool]] = {}
    for registration_id, session_id, coming in await tx.connection.execute(statement):
        given.setdefault(registration_id, {})[session_id] = coming
    return given


def sees_links(row: AnyRow) -> bool:
    """Say whether a registration opens video meetings: it holds a place, or nobody needs one."""
    return row.status == "active" and not (row.reminder_only and row.registering == Registering.REQUIRED)


def registration_record(row: AnyRow, context: Context) -> Registration:
    """Make a registration's record; a single session's place is where that session is."""
    covered = context.sessions_of(row, linked=sees_links(row))
    given = context.answers.get(row.id, {})
    course_venue = venues.venue(row, context.texts)
    return Registration(
        id=row.id,
        offering_id=row.offering_id,
        session_id=row.session_id,
        kind=Kind(row.kind),
        title=context.texts.name("offering", row.offering_id, "title", row.source_id),
        venue=covered[0].venue if row.session_id and covered else course_venue,
        attendee=row.name or "",
        child=bool(row.child),
        code=row.code,
        active=row.status == "active",
        reminder_only=row.reminder_only,
        sessions=covered,
        bring=context.texts.get("offering", row.offering_id, "bring"),
        reminders=context.due.get(row.id, ()),
        coming=tuple(session_id for session_id, coming in given.items() if coming),
        absent=tuple(session_id for session_id, coming in given.items() if not coming),
        short_title=context.texts.short_title(row.offering_id),
        topic=row.topic or "",
    )


def entry_record(row: AnyRow, context: Context) -> WaitingEntry:
    """Make a waiting-list entry's record."""
    covered = context.sessions_of(row)
    return WaitingEntry(
        id=row.id,
        offering_id=row.offering_id,
        session=covered[0] if row.session_id and covered else None,
        title=context.texts.name("offering", row.offering_id, "title", row.source_id),
        attendee=row.name,
        child=row.child,
        position=row.position,
        offered=row.status == "offered",
        deadline=row.deadline,
        active=row.status in places.OPEN,
        short_title=context.texts.short_title(row.offering_id),
        topic=row.topic or "",
    )


def interest_record(row: AnyRow, context: Context) -> Interest:
    """Make a wish's record."""
    found = context.texts
    return Interest(
        id=row.id,
        offering_id=row.offering_id,
        title=found.name("offering", row.offering_id, "title", row.source_id) if row.offering_id else None,
        topic=found.name("topic", row.topic_id, "name", row.topic) if row.topic_id else None,
        quarter=found.name("quarter", row.quarter_id, "name", row.quarter) if row.quarter_id else None,
        language=row.language,
        part_of_day=row.part_of_day,
        short_title=found.short_title(row.offering_id),
        met=row.met_at is not None,
    )
