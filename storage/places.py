"""Places: what somebody aims at, how many are left, and holding one.

Whatever counts places locks its offering row first, in id order when there are several: without the lock two people
would see the same last place. An offered waiting-list entry holds a place until it is answered or its deadline passes.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, bindparam, func, insert, literal, not_, select, union_all

from storage import audit, fulfilment, reminders
from storage.engine import Transaction
from storage.records.catalogue import SessionStatus
from storage.records.registrations import Refusal, Refused
from storage.tables import offerings, registrations, sessions, waiting_list
from storage.tables.base import AnyRow

CODE_LETTERS = "34679CDFGHJKMNPRTVWXY"
"""no letter or digit that looks like another, no vowel that would make a word"""
CODE_LENGTH = 3

WHOLE = 0
"""the session key of a whole course"""

OPEN = ("waiting", "offered")
"""the statuses of a waiting-list entry that is not over"""

LOCK = (
    select(
        offerings.c.id,
        offerings.c.whole_course,
        offerings.c.capacity,
        offerings.c.waiting_list,
        offerings.c.registering,
        offerings.c.age_min,
        offerings.c.age_max,
        offerings.c.women_only,
        offerings.c.live,
    )
    .where(offerings.c.tenant_id == bindparam("tenant"), offerings.c.id == bindparam("offering"))
    .with_for_update()
)

DATES = (
    select(sessions.c.id, sessions.c.start, sessions.c.end, sessions.c.status, sessions.c.capacity)
    .where(sessions.c.tenant_id == bindparam("tenant"), sessions.c.offering_id == bindparam("offering"))
    .order_by(sessions.c.start, sessions.c.id)
)


@dataclass(frozen=True, slots=True)
class Target:
    """What is claimed: a whole course (`session_id` None) or one session, not begun yet; its offering row is locked."""

    offering: AnyRow
    session_id: int | None
    start: datetime
    capacity: int | None

    @property
    def key(self) -> int:
        """Tell the session key by which claims on it are found."""
        return self.session_id or WHOLE


@dataclass(frozen=True, slots=True)
class Counts:
    """How many places are taken (held ones too), and how many people wait."""

    taken: int = 0
    waiting: int = 0


async def lock(tx: Transaction, offering_id: int) -> AnyRow | None:
    """Lock an offering's row until the transaction ends; None when there is no such offering."""
    return (await tx.connection.execute(LOCK, {"tenant": tx.tenant_id, "offering": offering_id})).one_or_none()


async def dates(tx: Transaction, offering_id: int) -> list[AnyRow]:
    """Read when the sessions of an offering are, in order."""
    return list((await tx.connection.execute(DATES, {"tenant": tx.tenant_id, "offering": offering_id})).all())


async def aim(tx: Transaction, offering_id: int, session_id: int | None) -> Target | Refused:
    """Lock an offering and find what is claimed of it, or why it cannot be claimed any more."""
    offering = await lock(tx, offering_id)
    if offering is None or not offering.live:
        return Refused(Refusal.GONE)
    found = await dates(tx, offering_id)
    if not found:
        return Refused(Refusal.NO_DATE)
    chosen = found if offering.whole_course else [row for row in found if row.id == session_id]
    return aim_at(tx, offering, chosen)


def aim_at(tx: Transaction, offering: AnyRow, chosen: list[AnyRow]) -> Target | Refused:
    """Decide about the sessions that are claimed together."""
    if not chosen:
        return Refused(Refusal.GONE)
    held = [row for row in chosen if row.status != SessionStatus.CANCELLED]
    if not held:
        return Refused(Refusal.CANCELLED)
    first = held[0]
    if first.start <= tx.now:
        return Refused(Refusal.STARTED)
    if offering.whole_course:
        return Target(offering, None, first.start, offering.capacity)
    return Target(offering, first.id, first.start, offering.capacity if first.capacity is None else first.capacity)


def counting() -> CompoundSelect[*tuple[Any, ...]]:
    """Count claims on some offerings by offering, session key and what they are."""
    asked: BindParameter[Sequence[int]] = bindparam("offerings", expanding=True)
    held = (registrations.c.offering_id, registrations.c.session_key)
    holding = select(*held, literal("held").label("status"), func.count()).where(
        registrations.c.tenant_id == bindparam("tenant"),
        registrations.c.offering_id.in_(asked),
        registrations.c.status == "active",
        not_(registrations.c.reminder_only),
    )
    queued = (waiting_list.c.offering_id, waiting_list.c.session_key, waiting_list.c.status)
    queuing = select(*queued, func.count()).where(
        waiting_list.c.tenant_id == bindparam("tenant"),
        waiting_list.c.offering_id.in_(asked),
        waiting_list.c.status.in_(OPEN),
    )
    return union_all(holding.group_by(*held), queuing.group_by(*queued))


COUNTING = counting()


async def count(tx: Transaction, offering_ids: Collection[int]) -> dict[tuple[int, int], Counts]:
    """Count claims by offering and session key, 0 for the whole course; what nobody claims is left out.

    In a transaction that only reads, an offering is counted once: hundreds are reminded of the same one together.
    """
    if not tx.reads:
        return await count_now(tx, offering_ids)
    if asked := set(offering_ids) - tx.claims.keys():
        tx.claims.update({offering_id: {} for offering_id in asked})
        for claim, number in (await count_now(tx, asked)).items():
            tx.claims[claim[0]][claim] = number
    return {claim: number for offering_id in offering_ids for claim, number in tx.claims[offering_id].items()}


async def count_now(tx: Transaction, offering_ids: Collection[int]) -> dict[tuple[int, int], Counts]:
    """Count claims on some offerings."""
    bounds = {"tenant": tx.tenant_id, "offerings": list(offering_ids)}
    return total(await tx.connection.execute(COUNTING, bounds))


def total(rows: Iterable[tuple[int, int, str, int]]) -> dict[tuple[int, int], Counts]:
    """Add up what holds a place and what waits for one."""
    counted: dict[tuple[int, int], Counts] = {}
    for offering_id, key, status, number in rows:
        before = counted.get((offering_id, key), Counts())
        waits = number if status == "waiting" else 0
        counted[offering_id, key] = Counts(before.taken + number - waits, before.waiting + waits)
    return counted


def counts_of(counted: Mapping[tuple[int, int], Counts], offering_id: int, key: int) -> Counts:
    """Find a count; nothing claimed is a count of zero."""
    return counted.get((offering_id, key), Counts())


async def count_target(tx: Transaction, target: Target) -> Counts:
    """Count the claims on a target."""
    return counts_of(await count(tx, [target.offering.id]), target.offering.id, target.key)


def left(target: Target, counts: Counts) -> int | None:
    """Count the places left; None when there is no limit."""
    return None if target.capacity is None else max(0, target.capacity - counts.taken)


async def held_by(tx: Transaction, target: Target, attendee_id: int) -> int | None:
    """Find the active registration of an attendee for a target."""
    statement = select(registrations.c.id).where(
        registrations.c.attendee_id == attendee_id,
        registrations.c.offering_id == target.offering.id,
        registrations.c.session_key == target.key,
        registrations.c.status == "active",
        not_(registrations.c.reminder_only),
    )
    found: int | None = await tx.connection.scalar(statement)
    return found


async def hold(tx: Transaction, target: Target, participant_id: int | None, attendee_id: int, *, code: str = "") -> int:
    """Register an attendee for a target that has room, with a code (a new one unless they have one already) and reminders.

    Tells the registration's id.
    """
    code = code or await new_code(tx, target.offering.id)
    registration_id = await add(tx, target.offering.id, target.session_id, participant_id, attendee_id, code)
    await reminders.plan(tx, registration_id)
    await audit.record(tx, "register", "registration", registration_id, offering=target.offering.id)
    return registration_id


async def add(
    tx: Transaction,
    offering_id: int,
    session_id: int | None,
    participant_id: int | None,
    attendee_id: int | None,
    code: str,
) -> int:
    """Write an active registration; without an attendee it only reminds, without a participant nobody is told anything."""
    statement = insert(registrations).values(
        tenant_id=tx.tenant_id,
        participant_id=participant_id,
        attendee_id=attendee_id,
        offering_id=offering_id,
        session_id=session_id,
        session_key=session_id or WHOLE,
        status="active",
        reminder_only=attendee_id is None,
        code=code,
        created_at=tx.now,
    )
    registration_id = int((await tx.connection.execute(statement.returning(registrations.c.id))).scalar_one())
    if participant_id is not None:
        await fulfilment.by_place(tx, participant_id, offering_id, session_id)
    return registration_id


async def new_code(tx: Transaction, offering_id: int) -> str:
    """Draw a code that nobody of the offering has; longer once the short ones run out."""
    held = select(registrations.c.code).where(
        registrations.c.offering_id == offering_id, registrations.c.status == "active"
    )
    awaited = select(waiting_list.c.code).where(
        waiting_list.c.offering_id == offering_id, waiting_list.c.status.in_(OPEN)
    )
    return draw_code(set((await tx.connection.scalars(held.union_all(awaited))).all()))


def draw_code(used: Collection[str], letters: str = CODE_LETTERS, length: int = CODE_LENGTH) -> str:
    """Draw an unused code: at random, and only when that keeps failing from the list of those left."""
    for _attempt in range(20):
        code = "".join(secrets.choice(letters) for _ in range(length))
        if code not in used:
            return code
    unused = [code for drawn in product(letters, repeat=length) if (code := "".join(drawn)) not in used]
    return secrets.choice(unused) if unused else draw_code(used, letters, length + 1)
