"""What coordinators change about people's places: confirm, move, queue, promote, cancel, add, note.

Each change locks its offering, so that of two coordinators, or of a coordinator and the person, one comes first and the
other sees what is now. What somebody does not run is as good as not there. Whoever can be told is told in the same
transaction; whoever has no Telegram is phoned by the coordinator, who is told so.
"""

from __future__ import annotations

from sqlalchemy import Table, delete, not_, select, update

from storage import audit, outbox, people, places, quiet, registrations, reminders, waiting
from storage import calls as noting
from storage.engine import Transaction
from storage.office import scope
from storage.office.plain import names_contact
from storage.outbox import NewRow
from storage.places import Target
from storage.records.catalogue import Registering, SessionStatus
from storage.records.signups import MESSAGE_LENGTH, NOTE_LENGTH, Changed, Full, Objected, Objection, Outcome
from storage.tables import attendance, waiting_list
from storage.tables import registrations as registration_rows
from storage.tables.base import AnyRow

CHANGED, TAKEN_AWAY = "place_changed", "place_cancelled"
"""the notices"""
CONFIRMED, MOVED, GIVEN, QUEUED = "confirmed", "moved", "given", "queued"
"""what changed"""
REMOVED = "removed"
"""the status of an entry that the team closed"""
NOT_ASKED = -1
GONE, OVER, ALREADY = Objected(Objection.GONE), Objected(Objection.OVER), Objected(Objection.ALREADY)


async def locked(tx: Transaction, by: int | None, claims: Table, number: int) -> AnyRow | None:
    """Lock the offering of a claim that somebody runs, and read the claim as it is then; None when it has ended."""
    mine = (claims.c.tenant_id == tx.tenant_id, claims.c.id == number)
    offering_id = await tx.connection.scalar(select(claims.c.offering_id).where(*mine))
    if offering_id is None or not await scope.runs(tx, by, offering_id):
        return None
    await places.lock(tx, offering_id)
    active = claims.c.status.in_(("active", *places.OPEN))
    held = active if claims is waiting_list else active & not_(claims.c.reminder_only)
    return (await tx.connection.execute(select(claims).where(*mine, held))).one_or_none()


async def aim(tx: Transaction, offering_id: int, session_id: int | None) -> Target | Objected:
    """Lock an offering and find what is aimed at; unlike for residents it may have begun, but must not be over."""
    offering = await places.lock(tx, offering_id)
    if offering is None or not offering.live:
        return OVER
    if offering.registering == Registering.NONE:
        return Objected(Objection.NO_REGISTRATION)
    dates = await places.dates(tx, offering_id)
    chosen = dates if offering.whole_course else [row for row in dates if row.id == session_id]
    held = [row for row in chosen if row.status != SessionStatus.CANCELLED]
    if not held or held[-1].end <= tx.now:
        return OVER
    first = held[0]
    if offering.whole_course:
        return Target(offering, None, first.start, offering.capacity)
    return Target(offering, first.id, first.start, offering.capacity if first.capacity is None else first.capacity)


async def room(tx: Transaction, target: Target, over: int, *, fair: bool) -> Full | None:
    """Tell how full it is when there is no room and nobody chose to overbook it; `fair` lets those who wait come first."""
    if fair and await registrations.has_room(tx, target):
        return None
    counts = await places.count_target(tx, target)
    if target.capacity is None or counts.taken < target.capacity or counts.taken <= over:
        return None
    return Full(counts.taken, target.capacity)


async def confirm(tx: Transaction, by: int | None, registration_id: int) -> Outcome:
    """Confirm somebody's place and tell them."""
    row = await locked(tx, by, registration_rows, registration_id)
    if row is None:
        return GONE
    if row.confirmed_at is not None:
        return ALREADY
    await change(tx, registration_rows, row.id, confirmed_at=tx.now)
    await audit.record(tx, "confirm_registration", "registration", row.id, offering=row.offering_id)
    return await told(tx, row, CHANGED, registration_id=row.id, what=CONFIRMED)


async def move(
    tx: Transaction, by: int | None, registration_id: int, source: int, destination: int, over: int = NOT_ASKED
) -> Outcome:
    """Move somebody between two sessions of an offering and tell them; the place they leave goes on."""
    row = await locked(tx, by, registration_rows, registration_id)
    if row is None or row.session_id != source:
        return GONE
    target = await aim(tx, row.offering_id, destination)
    if isinstance(target, Objected):
        return target
    if target.session_id is None or await places.held_by(tx, target, row.attendee_id) is not None:
        return ALREADY
    entry = await waiting.entry_of(tx, target, row.attendee_id)
    offered = entry is not None and entry.status == "offered"
    if not offered and (full := await room(tx, target, over, fair=True)) is not None:
        return full
    if entry is not None:
        await waiting.end(tx, entry.id, "taken")
    await transfer(tx, row, target.session_id)
    return await told(tx, row, CHANGED, registration_id=row.id, what=MOVED, session_id=source)


async def transfer(tx: Transaction, row: AnyRow, destination: int) -> None:
    """Write that a registration is for another session now, with what follows for reminders and whoever waits."""
    await change(tx, registration_rows, row.id, session_id=destination, session_key=destination)
    old = (attendance.c.registration_id == row.id, attendance.c.present.is_(None))
    await tx.connection.execute(delete(attendance).where(*old))
    await reminders.replan(tx, row.id)
    detail = {"offering": row.offering_id, "source": row.session_id, "destination": destination}
    await audit.record(tx, "move_registration", "registration", row.id, **detail)
    await waiting.pass_on(tx, row.offering_id, row.session_id)


async def queue(tx: Transaction, by: int | None, registration_id: int) -> Outcome:
    """Put somebody who has a place at the end of the waiting list and tell them; those who waited come first."""
    row = await locked(tx, by, registration_rows, registration_id)
    if row is None:
        return GONE
    target = await aim(tx, row.offering_id, row.session_id)
    if isinstance(target, Objected):
        return target
    if not may_wait(tx, target):
        return Objected(Objection.NO_LIST)
    await registrations.close(tx, row.id)
    await audit.record(tx, "queue_registration", "registration", row.id, offering=row.offering_id)
    await waiting.pass_on(tx, row.offering_id, row.session_id)
    entry = await waiting.join(tx, target, row.participant_id, row.attendee_id)
    await change(tx, waiting_list, entry.entry_id, note=row.note, code=code_of(row))
    await told(tx, row, CHANGED, entry_id=entry.entry_id, what=QUEUED)
    return Changed(entry.entry_id, registration=False, told=row.participant_id is not None)


def may_wait(tx: Transaction, target: Target) -> bool:
    """Say whether one can wait for it: there is a list, and it has not begun."""
    return bool(target.offering.waiting_list) and target.start > tx.now


def code_of(row: AnyRow) -> str:
    """Keep the code of whoever is known by nothing else."""
    return row.code if row.participant_id is None else ""


async def promote(tx: Transaction, by: int | None, entry_id: int, over: int = NOT_ASKED) -> Outcome:
    """Give somebody who waits a place and tell them; a place that was offered to them is held already."""
    row = await locked(tx, by, waiting_list, entry_id)
    if row is None:
        return GONE
    target = await aim(tx, row.offering_id, row.session_id)
    if isinstance(target, Objected):
        return target
    if await places.held_by(tx, target, row.attendee_id) is not None:
        return ALREADY
    if row.status == "waiting" and (full := await room(tx, target, over, fair=False)) is not None:
        return full
    await waiting.end(tx, row.id, "taken")
    registration_id = await places.hold(tx, target, row.participant_id, row.attendee_id, code=row.code)
    await change(tx, registration_rows, registration_id, note=row.note, origin=origin_of(row))
    await audit.record(tx, "promote_entry", "waiting_list", row.id, registration=registration_id)
    await told(tx, row, CHANGED, registration_id=registration_id, what=GIVEN)
    return Changed(registration_id, told=row.participant_id is not None)


def origin_of(row: AnyRow) -> str:
    """Tell how somebody signed up."""
    return "phone" if row.participant_id is None else "bot"


async def cancel(tx: Transaction, by: int | None, registration_id: int, message: str = "") -> Outcome:
    """Take somebody's place away and tell them; it goes on as when they give it back themselves."""
    row = await locked(tx, by, registration_rows, registration_id)
    if row is None:
        return GONE
    if await registrations.is_over(tx, row):
        return OVER
    if len(message) > MESSAGE_LENGTH:
        return Objected(Objection.UNCLEAR)
    await registrations.close(tx, row.id)
    await change(tx, registration_rows, row.id, said=written(row, message))
    await audit.record(tx, "cancel_for", "registration", row.id, offering=row.offering_id, message=bool(message))
    outcome = await told(tx, row, TAKEN_AWAY, registration_id=row.id)
    await waiting.pass_on(tx, row.offering_id, row.session_id)
    return outcome


async def remove(tx: Transaction, by: int | None, entry_id: int, message: str = "") -> Outcome:
    """Take somebody off the waiting list and tell them; a place that was offered to them goes on."""
    row = await locked(tx, by, waiting_list, entry_id)
    if row is None:
        return GONE
    if len(message) > MESSAGE_LENGTH:
        return Objected(Objection.UNCLEAR)
    await waiting.end(tx, row.id, REMOVED)
    await change(tx, waiting_list, row.id, said=written(row, message))
    await audit.record(tx, "remove_entry", "waiting_list", row.id, offering=row.offering_id, message=bool(message))
    await told(tx, row, TAKEN_AWAY, entry_id=row.id)
    await waiting.pass_on(tx, row.offering_id, row.session_id)
    return Changed(row.id, registration=False, told=row.participant_id is not None)


def written(row: AnyRow, message: str) -> str | None:
    """Keep a message for whoever can read it."""
    return message.strip() or None if row.participant_id is not None else None


async def write_note(tx: Transaction, by: int | None, text: str, *, registration: bool, number: int) -> Outcome:
    """Write a note on somebody, or take it away with ''; one that holds a way to reach them is refused."""
    claims = registration_rows if registration else waiting_list
    row = await locked(tx, by, claims, number)
    if row is None:
        return GONE
    if (objection := object_to(text)) is not None:
        return Objected(objection)
    await change(tx, claims, row.id, note=text.strip() or None)
    subject = "registration" if registration else "waiting_list"
    await audit.record(tx, "note", subject, row.id, offering=row.offering_id, empty=not text.strip())
    return Changed(row.id, registration=registration, told=False)


def object_to(text: str) -> Objection | None:
    """Say what stands against a note."""
    if len(text.strip()) > NOTE_LENGTH:
        return Objection.UNCLEAR
    return Objection.CONTACT if names_contact(text) else None


async def add(
    tx: Transaction,
    by: int | None,
    offering_id: int,
    session_id: int | None,
    name: str,
    *,
    wait: bool,
    over: int = NOT_ASKED,
) -> Outcome:
    """Give somebody without Telegram a place, or let them wait for one; all that is kept is a name and a code."""
    if not await scope.runs(tx, by, offering_id):
        return GONE
    target = await aim(tx, offering_id, session_id)
    if isinstance(target, Objected):
        return target
    if (objection := object_to_name(name)) is not None:
        return Objected(objection)
    if wait and not may_wait(tx, target):
        return Objected(Objection.NO_LIST)
    if not wait and (full := await room(tx, target, over, fair=True)) is not None:
        return full
    child = registrations.for_minors(target.offering)
    attendee_id = await people.attendee(tx, None, name, child, child)
    if wait:
        return await add_waiting(tx, target, attendee_id)
    registration_id = await places.hold(tx, target, None, attendee_id)
    await change(tx, registration_rows, registration_id, origin="phone")
    return Changed(registration_id, told=False)


def object_to_name(name: str) -> Objection | None:
    """Say what stands against a name."""
    if names_contact(name):
        return Objection.CONTACT
    return None if any(mark.isalpha() for mark in name) else Objection.UNCLEAR


async def add_waiting(tx: Transaction, target: Target, attendee_id: int) -> Changed:
    """Let somebody without Telegram wait, with the code they will have."""
    code = await places.new_code(tx, target.offering.id)
    entry = await waiting.join(tx, target, None, attendee_id)
    await change(tx, waiting_list, entry.entry_id, code=code)
    return Changed(entry.entry_id, registration=False, told=False)


async def tick_off(tx: Transaction, by: int | None, call_id: int) -> bool:
    """Note that somebody was phoned; False when they were before, or it is not theirs.

    Who was phoned too late is next in line again: a place that stayed free is theirs, and they just heard of it.
    """
    offering_id = await noting.offering_of(tx, call_id)
    if offering_id is None or not await scope.runs(tx, by, offering_id):
        return False
    await places.lock(tx, offering_id)
    if not await noting.tick_off(tx, call_id):
        return False
    entry = await noting.phoned_late(tx, call_id)
    if entry is not None:
        await waiting.pass_on(tx, entry.offering_id, entry.session_id, told=entry.id)
    return True


async def change(tx: Transaction, claims: Table, number: int, **values: object) -> None:
    """Write columns of a claim."""
    await tx.connection.execute(update(claims).where(claims.c.id == number).values(values))


async def told(tx: Transaction, row: AnyRow, kind: str, **args: outbox.Arg) -> Changed:
    """Tell somebody what became of their place, at night without a sound; nobody can write to who has no Telegram."""
    number, registration = (args.get("registration_id") or args["entry_id"]), "registration_id" in args
    if row.participant_id is not None:
        about = f"{'registration' if registration else 'entry'}:{number}"
        notice = NewRow(
            participant_id=row.participant_id,
            kind=kind,
            args=args,
            unique_key=f"{kind}:{about}:{args.get('what', '')}:{tx.now.isoformat()}",
            due_at=tx.now,
            silent=quiet.quiet(tx.now, tx.zone),
            registration_id=int(number or 0) if registration else None,
        )
        await outbox.add(tx, [notice])
    return Changed(int(number or 0), registration=registration, told=row.participant_id is not None)
