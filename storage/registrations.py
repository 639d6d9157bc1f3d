"""Registrations: claim a place, give it back, say whether one comes.

A refusal is a result, never an exception, and asking twice is asking once. Reminders of offerings one just comes to are
registrations too, but hold no place and have no attendee (`reminder_only`).
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, exists, select, update

from storage import audit, outbox, people, places, reminders, waiting
from storage.engine import Transaction
from storage.places import Target
from storage.records.catalogue import Registering, SessionStatus
from storage.records.registrations import Place, Refusal, Refused, Registered, Waiting
from storage.tables import attendance, attendees, registrations, waiting_list
from storage.tables.base import AnyRow

GROWN_UP = 18
CONSENT = "consent"
"""what a guardian confirms for a child"""
NOTICES = ("reminder", "session_moved", "session_cancelled", "session_link", "offering_ended")


async def register(
    tx: Transaction,
    participant_id: int,
    offering_id: int,
    session_id: int | None,
    *,
    name: str,
    child: bool,
    confirmed: Collection[str],
    may_wait: bool,
) -> Place:
    """Claim a place for an attendee in a whole course (`session_id` None) or one session.

    Registered, or Waiting when it is full, keeps a waiting list and `may_wait`; else Refused and why. `confirmed` names
    the conditions that were asked and answered with yes: an offering may have got another one since.
    """
    target = await places.aim(tx, offering_id, session_id)
    if isinstance(target, Refused):
        return target
    if (objection := object_to(target.offering, child=child, confirmed=confirmed)) is not None:
        return Refused(objection)
    attendee_id = await people.attendee(tx, participant_id, name, child, consent=child and CONSENT in confirmed)
    if (claim := await claim_of(tx, target, participant_id, attendee_id)) is not None:
        return claim
    return await enter(tx, target, participant_id, attendee_id, may_wait=may_wait)


def object_to(offering: AnyRow, *, child: bool, confirmed: Collection[str]) -> Refusal | None:
    """Say what stands against this attendee: nobody registers here, or a condition is not met."""
    if offering.registering == Registering.NONE:
        return Refusal.NO_REGISTRATION
    for_adults = offering.age_min is not None and offering.age_min >= GROWN_UP
    if (for_minors(offering) and not child) or (for_adults and child):
        return Refusal.CONDITIONS
    limited = offering.age_min is not None or offering.age_max is not None
    asked = {"women": offering.women_only, "age": limited, CONSENT: child}
    unconfirmed = any(needed and condition not in confirmed for condition, needed in asked.items())
    return Refusal.CONDITIONS if unconfirmed else None


def for_minors(offering: AnyRow) -> bool:
    """Say whether only children may come."""
    return offering.age_max is not None and offering.age_max < GROWN_UP


async def claim_of(tx: Transaction, target: Target, participant_id: int, attendee_id: int) -> Place | None:
    """Find what the attendee has already; somebody to whom a place was offered takes it by registering again."""
    held = await places.held_by(tx, target, attendee_id)
    if held is not None:
        return Registered(held, again=True)
    entry = await waiting.entry_of(tx, target, attendee_id)
    if entry is None:
        return None
    if entry.status == "offered":
        return await waiting.take(tx, participant_id, entry.id)
    return Waiting(entry.id, await waiting.position(tx, entry.id), again=True)


async def enter(tx: Transaction, target: Target, participant_id: int, attendee_id: int, *, may_wait: bool) -> Place:
    """Hold a place for an attendee who has no claim yet, or put them on the waiting list."""
    if await has_room(tx, target):
        return Registered(await places.hold(tx, target, participant_id, attendee_id))
    if may_wait and target.offering.waiting_list:
        return await waiting.join(tx, target, participant_id, attendee_id)
    await forget_unused(tx, attendee_id)
    return Refused(Refusal.FULL)


async def has_room(tx: Transaction, target: Target) -> bool:
    """Say whether a place is free for somebody new; those who wait come first."""
    counts = await places.count_target(tx, target)
    if places.left(target, counts) == 0:
        return False
    if counts.waiting and await waiting.pass_on(tx, target.offering.id, target.session_id):
        counts = await places.count_target(tx, target)
    return places.left(target, counts) != 0


async def forget_unused(tx: Transaction, attendee_id: int) -> None:
    """Forget an attendee for whom nothing came of it: a name is kept only with a claim."""
    claimed = exists().where(registrations.c.attendee_id == attendee_id)
    queued = exists().where(waiting_list.c.attendee_id == attendee_id)
    await tx.connection.execute(delete(attendees).where(attendees.c.id == attendee_id, ~claimed, ~queued))


async def remind_me(
    tx: Transaction, participant_id: int, offering_id: int, session_id: int | None
) -> Registered | Refused:
    """Remind somebody of a session, or of all (`session_id` None), of an offering that one may just come to."""
    offering = await places.lock(tx, offering_id)
    if offering is None or not offering.live or offering.registering == Registering.REQUIRED:
        return Refused(Refusal.GONE)
    dates = await places.dates(tx, offering_id)
    if (objection := nothing_ahead(tx, dates, session_id)) is not None:
        return Refused(objection)
    existing = await reminder_of(tx, participant_id, offering_id, (places.WHOLE, session_id or places.WHOLE))
    if existing is not None:
        return Registered(existing, again=True)
    return Registered(await remember(tx, participant_id, offering_id, session_id))


def nothing_ahead(tx: Transaction, dates: list[AnyRow], session_id: int | None) -> Refusal | None:
    """Say why there is no session to remind of."""
    if not dates:
        return Refusal.NO_DATE
    chosen = [row for row in dates if session_id in (None, row.id)]
    held = [row for row in chosen if row.status != SessionStatus.CANCELLED]
    if not chosen:
        return Refusal.GONE
    if not held:
        return Refusal.CANCELLED
    return None if held[-1].start > tx.now else Refusal.STARTED


async def reminder_of(tx: Transaction, participant_id: int, offering_id: int, keys: tuple[int, ...]) -> int | None:
    """Find an active reminder of somebody for an offering by its session keys."""
    statement = select(registrations.c.id).where(
        registrations.c.participant_id == participant_id,
        registrations.c.offering_id == offering_id,
        registrations.c.session_key.in_(keys),
        registrations.c.status == "active",
        registrations.c.reminder_only,
    )
    found: int | None = await tx.connection.scalar(statement.order_by(registrations.c.id).limit(1))
    return found


async def remember(tx: Transaction, participant_id: int, offering_id: int, session_id: int | None) -> int:
    """Write a reminder; one for all sessions takes the place of those for single ones."""
    while session_id is None and (single := await single_reminder(tx, participant_id, offering_id)) is not None:
        await close(tx, single)
    registration_id = await places.add(tx, offering_id, session_id, participant_id, None, "")
    await reminders.plan(tx, registration_id)
    await audit.record(tx, "remind_me", "registration", registration_id, offering=offering_id)
    return registration_id


async def single_reminder(tx: Transaction, participant_id: int, offering_id: int) -> int | None:
    """Find an active reminder of somebody for one session of an offering."""
    keys = tuple(row.id for row in await places.dates(tx, offering_id))
    return await reminder_of(tx, participant_id, offering_id, keys)


async def own(tx: Transaction, participant_id: int, registration_id: int) -> AnyRow | None:
    """Read an active registration if it is this person's."""
    statement = select(registrations).where(
        registrations.c.tenant_id == tx.tenant_id,
        registrations.c.id == registration_id,
        registrations.c.participant_id == participant_id,
        registrations.c.status == "active",
    )
    return (await tx.connection.execute(statement)).one_or_none()


async def cancel(tx: Transaction, participant_id: int, registration_id: int) -> bool:
    """Give a place back: its reminders never go out, the next person waiting is offered it.

    False when there was none, or it is over: then it stays as it was.
    """
    registration = await own(tx, participant_id, registration_id)
    if registration is None:
        return False
    await places.lock(tx, registration.offering_id)
    if await is_over(tx, registration) or not await close(tx, registration_id):
        return False
    await audit.record(tx, "cancel", "registration", registration_id, offering=registration.offering_id)
    if not registration.reminder_only:
        await waiting.pass_on(tx, registration.offering_id, registration.session_id)
    return True


async def is_over(tx: Transaction, registration: AnyRow) -> bool:
    """Say whether every session of a registration has ended, cancelled ones too."""
    dates = await places.dates(tx, registration.offering_id)
    ends = [row.end for row in dates if registration.session_key in (places.WHOLE, row.id)]
    return bool(ends) and max(ends) <= tx.now


async def close(tx: Transaction, registration_id: int) -> bool:
    """End an active registration and drop its unsent notices."""
    active = (registrations.c.id == registration_id, registrations.c.status == "active")
    closing = update(registrations).where(*active).values(status="cancelled", ended_at=tx.now)
    if (await tx.connection.execute(closing)).rowcount == 0:
        return False
    await outbox.drop_for_registration(tx, registration_id, NOTICES)
    return True


async def answer_reminder(
    tx: Transaction, participant_id: int, registration_id: int, session_id: int, coming: bool
) -> bool:
    """Note whether somebody comes to a session; False when there is nothing to answer.

    Who cannot come to the only session they registered for gives the place back; in a longer course only this session
    is missed, and its reminders stop.
    """
    registration = await own(tx, participant_id, registration_id)
    if registration is None:
        return False
    covered = await covered_sessions(tx, registration)
    if not any(row.id == session_id and row.end > tx.now for row in covered):
        return False
    if not coming and len(covered) == 1:
        return await cancel(tx, participant_id, registration_id)
    await note_answer(tx, registration_id, session_id, coming=coming)
    await reminders.replan(tx, registration_id)
    return True


async def covered_sessions(tx: Transaction, registration: AnyRow) -> list[AnyRow]:
    """Read the sessions a registration covers, without cancelled ones."""
    return [
        row
        for row in await places.dates(tx, registration.offering_id)
        if row.status != SessionStatus.CANCELLED and registration.session_key in (places.WHOLE, row.id)
    ]


async def note_answer(tx: Transaction, registration_id: int, session_id: int, *, coming: bool) -> None:
    """Write down an answer; the newest counts."""
    answer = {"coming": coming, "answered_at": tx.now}
    same = (attendance.c.registration_id == registration_id, attendance.c.session_id == session_id)
    if (await tx.connection.execute(update(attendance).where(*same).values(answer))).rowcount == 0:
        row = {"registration_id": registration_id, "session_id": session_id, **answer}
        await tx.connection.execute(attendance.insert().values(row))
    await audit.record(tx, "answer_reminder", "registration", registration_id, session=session_id, coming=coming)
