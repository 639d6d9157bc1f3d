"""Attendance as it is noted at the door: by tap, by code or by name, of sessions that somebody runs.

Every change says what shall be, never 'the other way round', so that two people at one door do not undo each other. Who said
before that they cannot come and stayed away is not missed. A claim that ended, or is for another session by now, stays on the
list once somebody noted it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    update,
)

from storage import audit, texts
from storage.engine import Transaction
from storage.inserts import DIALECTS
from storage.office import scope
from storage.places import WHOLE
from storage.plans import unindexed
from storage.records.catalogue import Registering, SessionStatus
from storage.records.door import (
    MOST_WALK_INS,
    OPENS,
    Admitted,
    DoorList,
    Found,
    Guest,
    Nobody,
    Record,
    Several,
    Turnout,
)
from storage.tables import attendance, attendees, offerings, registrations, sessions
from storage.tables.base import AnyRow
from storage.texts import fold

Condition = ColumnElement[bool]

EARLIER = attendance.alias("earlier")
WAS_NOTED = (
    exists()
    .where(
        EARLIER.c.registration_id == registrations.c.id,
        EARLIER.c.session_id == sessions.c.id,
        EARLIER.c.present.is_not(None),
    )
    .correlate(registrations, sessions)
)
"""of whoever was moved to another session since"""
CLAIMED: FromClause = (
    sessions.join(offerings, offerings.c.id == sessions.c.offering_id)
    .outerjoin(
        registrations,
        and_(
            registrations.c.offering_id == sessions.c.offering_id,
            or_(registrations.c.session_key.in_((WHOLE, sessions.c.id)), WAS_NOTED),
            not_(registrations.c.reminder_only),
        ),
    )
    .outerjoin(
        attendance,
        and_(attendance.c.registration_id == registrations.c.id, attendance.c.session_id == sessions.c.id),
    )
)
"""sessions with the claims on each, and what was noted of them"""
IN_TIME = or_(registrations.c.session_key == sessions.c.id, registrations.c.created_at <= sessions.c.end)
LISTED = or_(and_(registrations.c.status == "active", IN_TIME), attendance.c.present.is_not(None))
"""who is on the list: whoever joined a course later is not missed before"""
SAID_NO = attendance.c.coming.is_(False)
HELD = (
    sessions.c.id,
    sessions.c.offering_id,
    sessions.c.start,
    sessions.c.end,
    sessions.c.walk_ins,
    offerings.c.source_id,
    offerings.c.registering,
    offerings.c.live,
)


class Door:
    """Reads the door for one person who runs offerings, in one transaction."""

    def __init__(self, tx: Transaction, me: int, languages: Sequence[str]) -> None:
        self._tx, self._me, self._languages = tx, me, languages

    async def record(self, offering_id: int) -> Record | None:
        """Read how many came to each session of an offering; None when it is not theirs. Three statements in all."""
        mine = select(offerings.c.source_id).where(
            offerings.c.id == offering_id, await scope.within(self._tx, self._me)
        )
        source_id = await self._tx.connection.scalar(mine)
        if source_id is None:
            return None
        found = [turnout(row) for row in (await self._tx.connection.execute(counting(self._tx, offering_id))).all()]
        closed = [one.start for one in found if not one.is_at(self._tx.now)]
        opened = tuple(reversed([one for one in found if one.is_at(self._tx.now)]))
        title = (await self._titles(offering_id)).name("offering", offering_id, "title", source_id)
        return Record(offering_id, title, opened, closed[0] if closed else None)

    async def list_of(self, session_id: int) -> DoorList | None:
        """Read the list of a session; None when it is not theirs, or cancelled."""
        held = await session_of(self._tx, self._me, session_id)
        if held is None:
            return None
        guests = await guests_of(self._tx, session_id)
        title = (await self._titles(held.offering_id)).name("offering", held.offering_id, "title", held.source_id)
        takes_more = held.live and held.registering != Registering.NONE and held.end > self._tx.now
        return DoorList(title, counted(held, guests), guests, takes_more)

    async def _titles(self, offering_id: int) -> texts.Texts:
        return await texts.read(self._tx, self._languages, {"offering": [offering_id]}, ("title",))


def takes_place(tx: Transaction) -> Condition:
    """Find the sessions of this tenant that take or took place."""
    return and_(unindexed(sessions.c.tenant_id) == tx.tenant_id, sessions.c.status != SessionStatus.CANCELLED)


def number(*which: Condition) -> ColumnElement[int]:
    """Count those on a list of whom something holds."""
    return func.coalesce(func.sum(case((and_(registrations.c.id.is_not(None), LISTED, *which), 1), else_=0)), 0)


def counting(tx: Transaction, offering_id: int) -> Select[Any]:
    """Count the lists of an offering's sessions."""
    there, away, unnoted = (attendance.c.present.is_(value) for value in (True, False, None))
    unsaid = SAID_NO.is_not(True)
    counts = (
        number().label("listed"),
        number(there).label("there"),
        number(away, unsaid).label("missed"),
        number(not_(and_(attendance.c.present.is_not(None), attendance.c.present)), SAID_NO).label("said_no"),
        number(unnoted, unsaid).label("open"),
    )
    mine = and_(takes_place(tx), sessions.c.offering_id == offering_id)
    return select(*HELD, *counts).select_from(CLAIMED).where(mine).group_by(*HELD).order_by(sessions.c.start, HELD[0])


def turnout(row: AnyRow) -> Turnout:
    """Make the record of a counted session."""
    return Turnout(
        row.offering_id,
        row.id,
        row.start,
        row.end,
        row.listed,
        row.there,
        row.missed,
        row.said_no,
        row.open,
        row.walk_ins,
    )


def counted(held: AnyRow, guests: Sequence[Guest]) -> Turnout:
    """Count a list that was read."""
    said_no = [guest for guest in guests if guest.coming is False and guest.present is not True]
    return Turnout(
        held.offering_id,
        held.id,
        held.start,
        held.end,
        len(guests),
        sum(guest.present is True for guest in guests),
        sum(guest.missed for guest in guests),
        len(said_no),
        sum(guest.present is None and guest.coming is not False for guest in guests),
        held.walk_ins,
    )


async def session_of(tx: Transaction, by: int | None, session_id: int, *which: Condition) -> AnyRow | None:
    """Find a session that takes place, of an offering that somebody runs."""
    mine = (takes_place(tx), sessions.c.id == session_id, await scope.within(tx, by), *which)
    source = sessions.join(offerings, offerings.c.id == sessions.c.offering_id)
    return (await tx.connection.execute(select(*HELD).select_from(source).where(*mine))).one_or_none()


async def opened(tx: Transaction, by: int | None, session_id: int) -> AnyRow | None:
    """Find a session whose door is open, or was."""
    return await session_of(tx, by, session_id, sessions.c.start <= tx.now + OPENS)


async def guests_of(tx: Transaction, session_id: int) -> tuple[Guest, ...]:
    """Read who is on the list of a session, by name."""
    own = (registrations.c.id, registrations.c.code, attendance.c.coming, attendance.c.present)
    source = CLAIMED.join(attendees, attendees.c.id == registrations.c.attendee_id)
    asked = select(*own, attendees.c.name).select_from(source).where(sessions.c.id == session_id, LISTED)
    rows = (await tx.connection.execute(asked)).all()
    found = (Guest(row.id, row.name, row.code, row.coming, row.present) for row in rows)
    return tuple(sorted(found, key=lambda guest: (guest.name.casefold(), guest.code, guest.registration_id)))


async def mark(tx: Transaction, session_id: int, registration_id: int, present: bool | None, *, by: int | None) -> bool:
    """Note that somebody on the list is there or not, or take that back (None); twice is once.

    False when the session is not theirs, too far away or cancelled, or nobody on its list is meant.
    """
    if await opened(tx, by, session_id) is None:
        return False
    this = select(registrations.c.id).select_from(CLAIMED)
    listed = this.where(sessions.c.id == session_id, registrations.c.id == registration_id, LISTED)
    if await tx.connection.scalar(listed) is None:
        return False
    row = {"registration_id": registration_id, "session_id": session_id, "present": present}
    adding = DIALECTS[tx.is_postgres](attendance).values(row)
    noting = adding.on_conflict_do_update(
        index_elements=["registration_id", "session_id"],
        set_={"present": adding.excluded.present},
        where=attendance.c.present.is_distinct_from(adding.excluded.present),
    )
    if (await tx.connection.execute(noting)).rowcount:
        await audit.record(tx, "note_attendance", "registration", registration_id, session=session_id, present=present)
    return True


async def admit(tx: Transaction, session_id: int, word: str, *, by: int | None) -> Found:
    """Note as there whom a code or the beginning of a name means; nobody, when that could be several."""
    if await opened(tx, by, session_id) is None:
        return Nobody()
    meant = meaning(await guests_of(tx, session_id), word)
    if len(meant) > 1:
        return Several(tuple(guest.registration_id for guest in meant))
    if not meant or not await mark(tx, session_id, meant[0].registration_id, True, by=by):
        return Nobody()
    return Admitted(meant[0].registration_id)


def meaning(guests: Sequence[Guest], word: str) -> list[Guest]:
    """Find who has a code, or a name of which every typed word begins a part."""
    typed, code = fold(word).split(), code_of(word)
    if not typed:
        return []
    return [guest for guest in guests if guest.code == code or is_named(guest.name, typed)]


def is_named(name: str, typed: Sequence[str]) -> bool:
    """Say whether every typed word begins a part of a name."""
    parts = fold(name).split()
    return all(any(part.startswith(word) for part in parts) for word in typed)


def code_of(word: str) -> str:
    """Read a code as it may be typed: small letters, spaces, digits of any script."""
    letters = (str(unicodedata.decimal(letter, letter)) for letter in unicodedata.normalize("NFKC", word))
    return "".join(letter for letter in "".join(letters).upper() if letter.isalnum())


async def close(tx: Transaction, session_id: int, *, by: int | None) -> bool:
    """Note that whoever is not there by now did not come. False when the session is not theirs or not open."""
    if await opened(tx, by, session_id) is None:
        return False
    left = select(registrations.c.id, sessions.c.id, literal(False)).select_from(CLAIMED)
    unnoted = left.where(sessions.c.id == session_id, LISTED, attendance.c.present.is_(None))
    adding = DIALECTS[tx.is_postgres](attendance).from_select(["registration_id", "session_id", "present"], unnoted)
    noting = adding.on_conflict_do_update(
        index_elements=["registration_id", "session_id"],
        set_={"present": false()},
        where=attendance.c.present.is_(None),
    )
    number_ = (await tx.connection.execute(noting)).rowcount
    await audit.record(tx, "close_attendance", "session", session_id, count=number_)
    return True


async def reopen(tx: Transaction, session_id: int, *, by: int | None) -> bool:
    """Take back that anybody did not come: nothing is noted of them again."""
    if await opened(tx, by, session_id) is None:
        return False
    away = (attendance.c.session_id == session_id, attendance.c.present.is_(False))
    number_ = (await tx.connection.execute(update(attendance).where(*away).values(present=null()))).rowcount
    await audit.record(tx, "reopen_attendance", "session", session_id, count=number_)
    return True


async def count_walk_in(tx: Transaction, session_id: int, more: int, *, by: int | None) -> bool:
    """Count one who just came (1), or take one back (-1); False when that cannot be."""
    if more not in {1, -1} or await opened(tx, by, session_id) is None:
        return False
    after = sessions.c.walk_ins + more
    this = (sessions.c.id == session_id, after >= 0, after <= MOST_WALK_INS)
    if not (await tx.connection.execute(update(sessions).where(*this).values(walk_ins=after))).rowcount:
        return False
    await audit.record(tx, "count_walk_in", "session", session_id, more=more)
    return True
