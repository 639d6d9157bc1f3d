"""The waiting list: who is next, and whose a free place is until they answer.

A place that becomes free is offered to the next person who can be reached. It stays held for them (`offered`) until
they take it, leave, cannot be reached, or let the deadline pass; then it goes on to the next. Whoever waits without Telegram
is offered one alike, but by a call that a coordinator makes, so their deadline starts at once. When it passes and nobody
phoned, that is no fault of theirs: they keep their place in line, and are passed over until somebody did.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from sqlalchemy import ScalarSelect, func, insert, or_, select, update

from storage import audit, calls, outbox, places, quiet, wishes
from storage.engine import Transaction
from storage.places import Target
from storage.records.catalogue import SessionStatus
from storage.records.registrations import Refusal, Refused, Registered, Waiting
from storage.tables import participants, registrations, sessions, waiting_list
from storage.tables.base import AnyRow

KIND = "place_free"
TIME_TO_ANSWER = timedelta(hours=24)
LEAST_TIME = timedelta(minutes=30)
"""an offer that leaves less time than this is not made"""
BEFORE_START = timedelta(hours=1)

OVER = "waiting_over"
ENDED, CANCELLED, LATE = "ended", "cancelled", "late"
"""why somebody waits in vain"""
CLOSING = timedelta(minutes=10)
"""how long before a place can no longer be offered the list closes, so that it is told before the night begins"""


def answer_until(delivered_at: datetime, start: datetime, tx: Transaction) -> datetime:
    """Tell the deadline of an offered place: 24 hours that nights do not count in, but an hour before the start."""
    return min(quiet.after_waking(delivered_at, TIME_TO_ANSWER, tx.zone), start - BEFORE_START)


async def join(tx: Transaction, target: Target, participant_id: int | None, attendee_id: int) -> Waiting:
    """Put an attendee at the end of a target's waiting list."""
    statement = insert(waiting_list).values(
        tenant_id=tx.tenant_id,
        participant_id=participant_id,
        attendee_id=attendee_id,
        offering_id=target.offering.id,
        session_id=target.session_id,
        session_key=target.key,
        status="waiting",
        created_at=tx.now,
    )
    entry_id = int((await tx.connection.execute(statement.returning(waiting_list.c.id))).scalar_one())
    await audit.record(tx, "join_waiting_list", "waiting_list", entry_id, offering=target.offering.id)
    return Waiting(entry_id, await position(tx, entry_id))


async def position(tx: Transaction, entry_id: int) -> int:
    """Tell a waiting entry's place in line, from 1; 0 once a place is offered, for nobody is ahead any more."""
    return int(await tx.connection.scalar(select(place_in_line()).where(waiting_list.c.id == entry_id)) or 0)


def place_in_line() -> ScalarSelect[int]:
    """Count who waits up to and with an entry, for statements that select from the waiting list."""
    ahead = waiting_list.alias("ahead")
    return (
        select(func.count())
        .select_from(ahead)
        .where(
            ahead.c.offering_id == waiting_list.c.offering_id,
            ahead.c.session_key == waiting_list.c.session_key,
            ahead.c.status == "waiting",
            waiting_list.c.status == "waiting",
            ahead.c.id <= waiting_list.c.id,
        )
        .correlate(waiting_list)
        .scalar_subquery()
    )


async def entry_of(tx: Transaction, target: Target, attendee_id: int) -> AnyRow | None:
    """Find the open entry of an attendee for a target."""
    statement = select(waiting_list).where(
        waiting_list.c.attendee_id == attendee_id,
        waiting_list.c.offering_id == target.offering.id,
        waiting_list.c.session_key == target.key,
        waiting_list.c.status.in_(places.OPEN),
    )
    return (await tx.connection.execute(statement)).one_or_none()


async def own(tx: Transaction, participant_id: int, entry_id: int) -> AnyRow | None:
    """Read an entry if it is this person's."""
    entry = await read(tx, entry_id)
    return entry if entry is not None and entry.participant_id == participant_id else None


async def read(tx: Transaction, entry_id: int) -> AnyRow | None:
    """Read an entry of this tenant."""
    statement = select(waiting_list).where(waiting_list.c.tenant_id == tx.tenant_id, waiting_list.c.id == entry_id)
    return (await tx.connection.execute(statement)).one_or_none()


async def leave(tx: Transaction, participant_id: int, entry_id: int) -> bool:
    """Give up an entry; an offered place goes on to the next. False when there was nothing to give up."""
    entry = await own(tx, participant_id, entry_id)
    if entry is None:
        return False
    await places.lock(tx, entry.offering_id)
    if not await end(tx, entry_id, "left"):
        return False
    await audit.record(tx, "leave_waiting_list", "waiting_list", entry_id, offering=entry.offering_id)
    await pass_on(tx, entry.offering_id, entry.session_id)
    return True


async def take(tx: Transaction, participant_id: int, entry_id: int) -> Registered | Refused:
    """Accept an offered place. TOO_LATE once it went on; a second time tells the registration again."""
    entry = await own(tx, participant_id, entry_id)
    if entry is None:
        return Refused(Refusal.GONE)
    target = await places.aim(tx, entry.offering_id, entry.session_id)
    if isinstance(target, Refused):
        return target
    held = await places.held_by(tx, target, entry.attendee_id)
    if held is not None:
        return Registered(held, again=True)
    return await take_held(tx, target, entry_id)


async def take_held(tx: Transaction, target: Target, entry_id: int) -> Registered | Refused:
    """Turn an offered entry into a registration, under the offering's lock."""
    entry = await read(tx, entry_id)
    if entry is None or entry.status != "offered" or (entry.deadline is not None and entry.deadline <= tx.now):
        return Refused(Refusal.TOO_LATE)
    await end(tx, entry_id, "taken")
    registration_id = await places.hold(tx, target, entry.participant_id, entry.attendee_id)
    if entry.note:
        noted = update(registrations).where(registrations.c.id == registration_id)
        await tx.connection.execute(noted.values(note=entry.note))
    return Registered(registration_id)


async def end(tx: Transaction, entry_id: int, status: str, *, only: tuple[str, ...] = places.OPEN) -> bool:
    """Close an open entry and drop the offer that was not sent yet. False when it was closed before."""
    closing = (
        update(waiting_list)
        .where(waiting_list.c.id == entry_id, waiting_list.c.status.in_(only))
        .values(status=status, ended_at=tx.now)
    )
    if (await tx.connection.execute(closing)).rowcount == 0:
        return False
    await outbox.drop_key(tx, notice_key(entry_id), status)
    return True


def notice_key(entry_id: int) -> str:
    """Name the notice of an offered place."""
    return f"{KIND}:{entry_id}"


async def pass_on(tx: Transaction, offering_id: int, session_id: int | None, *, told: int | None = None) -> int:
    """Offer what places are free to the next people waiting; tells how many were offered.

    Nothing happens once it began, was cancelled, or starts so soon that nobody could answer in time: then a place stays
    free for whoever comes first. `told` is the entry of somebody who was phoned just now, and is not to be phoned again.
    """
    target = await places.aim(tx, offering_id, session_id)
    if isinstance(target, Refused) or not answerable(tx, target):
        return 0
    counts = await places.count_target(tx, target)
    free = places.left(target, counts)
    if free == 1 and not counts.waiting:
        await wishes.tell_of_place(tx, offering_id, target.start)
    if free == 0 or not counts.waiting:
        return 0
    entries = await next_in_line(tx, target, free)
    await offer(tx, target, entries, told)
    return len(entries)


async def come_back(tx: Transaction, participant_id: int) -> None:
    """Offer somebody who can be reached again what stayed free where they wait."""
    mine = (waiting_list.c.tenant_id == tx.tenant_id, waiting_list.c.participant_id == participant_id)
    waits = select(waiting_list.c.offering_id, waiting_list.c.session_id).where(
        *mine, waiting_list.c.status == "waiting"
    )
    ordered = waits.distinct().order_by(waiting_list.c.offering_id, waiting_list.c.session_id)
    for entry in (await tx.connection.execute(ordered)).all():
        await places.lock(tx, entry.offering_id)
        await pass_on(tx, entry.offering_id, entry.session_id)


def answerable(tx: Transaction, target: Target) -> bool:
    """Say whether somebody told now, or in the morning when it is night, could still answer in time."""
    return quiet.next_waking(tx.now, tx.zone) + LEAST_TIME <= target.start - BEFORE_START


async def next_in_line(tx: Transaction, target: Target, limit: int | None) -> Sequence[AnyRow]:
    """Read the next entries waiting; people who cannot be reached just now are passed over and keep their place."""
    reachable = participants.c.id.is_not(None) & participants.c.unreachable_since.is_(None)
    can_be_phoned = waiting_list.c.participant_id.is_(None) & ~calls.unphoned()
    statement = (
        select(waiting_list)
        .outerjoin(participants, participants.c.id == waiting_list.c.participant_id)
        .where(
            waiting_list.c.offering_id == target.offering.id,
            waiting_list.c.session_key == target.key,
            waiting_list.c.status == "waiting",
            or_(reachable, can_be_phoned),
        )
    )
    return (await tx.connection.execute(statement.order_by(waiting_list.c.id).limit(limit))).all()


async def offer(tx: Transaction, target: Target, entries: Sequence[AnyRow], told: int | None = None) -> None:
    """Hold a place for each entry and tell the people, but who was `told`; the statements do not grow with their number."""
    if not entries:
        return
    written = [entry for entry in entries if entry.participant_id is not None]
    phoned = [entry for entry in entries if entry.participant_id is None]
    waking = quiet.next_waking(tx.now, tx.zone)
    await hold_for(tx, written, None)
    await hold_for(tx, phoned, answer_until(waking, target.start, tx))
    await outbox.add(tx, [notice_of(entry, waking) for entry in written])
    await calls.note_free(tx, [entry for entry in phoned if entry.id != told])
    ids = [entry.id for entry in entries]
    await audit.record_each(tx, "offer_place", "waiting_list", ids, offering=target.offering.id)


async def hold_for(tx: Transaction, entries: Sequence[AnyRow], deadline: datetime | None) -> None:
    """Hold a place for each entry; without a deadline it starts on delivery."""
    if entries:
        held = update(waiting_list).where(waiting_list.c.id.in_([entry.id for entry in entries]))
        await tx.connection.execute(held.values(status="offered", offered_at=tx.now, deadline=deadline))


def notice_of(entry: AnyRow, due_at: datetime) -> outbox.NewRow:
    """Make the notice of an offered place."""
    return outbox.NewRow(
        participant_id=entry.participant_id,
        kind=KIND,
        args={"entry_id": entry.id},
        unique_key=notice_key(entry.id),
        due_at=due_at,
        session_id=entry.session_id,
    )


async def offered_delivered(tx: Transaction, entry_id: int, delivered_at: datetime) -> None:
    """Start the deadline of an offered place, now that the person has read of it. A second delivery changes nothing."""
    entry = await read(tx, entry_id)
    if entry is None or entry.status != "offered" or entry.deadline is not None:
        return
    target = await places.aim(tx, entry.offering_id, entry.session_id)
    deadline = tx.now if isinstance(target, Refused) else answer_until(delivered_at, target.start, tx)
    still = (waiting_list.c.id == entry_id, waiting_list.c.status == "offered", waiting_list.c.deadline.is_(None))
    await tx.connection.execute(update(waiting_list).where(*still).values(deadline=deadline))


async def offered_failed(tx: Transaction, entry_id: int) -> int:
    """Pass on a place whose offer could not be delivered, or may not have been; tells how many were offered then.

    Who read of it before keeps it until their deadline: what failed then is only the word that its time changed.
    """
    entry = await read(tx, entry_id)
    if entry is None or entry.deadline is not None:
        return 0
    await places.lock(tx, entry.offering_id)
    if not await end(tx, entry_id, "missed", only=("offered",)):
        return 0
    await audit.record(tx, "miss_place", "waiting_list", entry_id, offering=entry.offering_id)
    return await pass_on(tx, entry.offering_id, entry.session_id)


async def expire(tx: Transaction) -> int:
    """Pass on every place whose deadline is over and close the lists of what begins soon; tells how many entries ended."""
    statement = select(waiting_list).where(
        waiting_list.c.tenant_id == tx.tenant_id,
        waiting_list.c.status == "offered",
        waiting_list.c.deadline <= tx.now,
    )
    # Sorted here: SQLite would go through all entries in this order rather than take the few by their deadline.
    overdue = sorted((await tx.connection.execute(statement)).all(), key=attrgetter("offering_id", "session_key", "id"))
    ended = 0
    for (offering_id, session_id), entries in groupby(overdue, key=attrgetter("offering_id", "session_id")):
        await places.lock(tx, offering_id)
        ended += sum([await lapse(tx, entry) for entry in entries])
        await pass_on(tx, offering_id, session_id)
    return ended + len(await close(tx, tx.now, places.OPEN)) + await close_late(tx)


async def lapse(tx: Transaction, entry: AnyRow) -> bool:
    """End an offer that nobody took in time; who was not even phoned waits on. False when the entry did not end."""
    if entry.participant_id is None:
        unasked = (waiting_list.c.id == entry.id, waiting_list.c.status == "offered", calls.unphoned())
        kept = update(waiting_list).where(*unasked).values(status="waiting", deadline=None)
        if (await tx.connection.execute(kept)).rowcount:
            await audit.record(tx, "miss_call", "waiting_list", entry.id, offering=entry.offering_id)
            return False
    return await end(tx, entry.id, "expired", only=("offered",))


async def close_late(tx: Transaction) -> int:
    """Close the lists of what begins so soon that no place can be offered any more, and tell those who waited in vain.

    That is more use to them before it begins than after.
    """
    soon = quiet.next_waking(tx.now + CLOSING, tx.zone) + LEAST_TIME + BEFORE_START
    closed = await close(tx, soon, ("waiting",))
    vain = [(entry, tell_over(tx, entry, LATE, LATE)) for entry in closed]
    await outbox.add(tx, [notice for entry, notice in vain if entry.participant_id is not None])
    await calls.note(tx, [notice for entry, notice in vain if entry.participant_id is None])
    return len(closed)


async def close(tx: Transaction, until: datetime, statuses: Sequence[str]) -> Sequence[AnyRow]:
    """Close the entries of sessions and courses that begin until then."""
    begun = select(sessions.c.id).where(sessions.c.start <= until)
    courses = select(sessions.c.offering_id).where(
        sessions.c.start <= until, sessions.c.status != SessionStatus.CANCELLED
    )
    over = or_(
        waiting_list.c.session_id.in_(begun),
        waiting_list.c.session_id.is_(None) & waiting_list.c.offering_id.in_(courses),
    )
    waits = (waiting_list.c.tenant_id == tx.tenant_id, waiting_list.c.status.in_(statuses), over)
    closing = update(waiting_list).where(*waits).values(status="over", ended_at=tx.now)
    closed = closing.returning(waiting_list.c.id, waiting_list.c.participant_id, waiting_list.c.session_id)
    return (await tx.connection.execute(closed)).all()


def tell_over(tx: Transaction, entry: AnyRow, why: str, occasion: str) -> outbox.NewRow:
    """Make the notice that somebody waits in vain; it goes out once an occasion, at night without a sound."""
    return outbox.NewRow(
        participant_id=entry.participant_id,
        kind=OVER,
        args={"entry_id": entry.id, "why": why},
        unique_key=f"{OVER}:{entry.id}:{occasion}",
        due_at=tx.now,
        silent=quiet.quiet(tx.now, tx.zone),
        session_id=entry.session_id,
    )
