"""A coordinator with a course and a workshop that are full: people who wait, who were offered a place, and who phoned."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from conversations.core import Event, Tap
from storage import calls, people, places, registrations, waiting
from storage.engine import Transaction
from storage.office import placing
from storage.outbox import NewRow
from storage.places import Target
from storage.records.people import Participant
from storage.records.registrations import Registered, Waiting
from storage.records.signups import CallReason, Changed
from storage.tables import offerings, sessions
from storage.tables import registrations as registration_rows
from tests.crawl.team import join, member

DIALOGS = ("office", "signups", "signup_list", "signup", "walk_in")
"""walked first: what lies behind the other dialogs may end what people signed up for"""
COURSE, WORKSHOP = "SM-03", "3D-01"
PLACES = 3
FIRST_ADDRESS = 4000


@dataclass(frozen=True)
class Signed:
    """Who has a place, who waits, and who phoned and has a place, in one course or session."""

    offering_id: int
    session_id: int | None
    registration_ids: tuple[int, ...]
    entry_ids: tuple[int, ...]
    phoned_id: int


@dataclass(frozen=True)
class Run:
    """Somebody who runs everything, what people signed up for, the doors into that, and those into the other dialogs."""

    me: Participant
    lists: tuple[Signed, ...]
    doors: tuple[Event, ...]
    others: tuple[Event, ...]


async def furnish(tx: Transaction, language: str) -> Run:
    """Make a coordinator, and lists with people in every standing."""
    me = await member(tx, "2003", language, "coordinator")
    lists = (await fill(tx, me, COURSE, 0), await fill(tx, me, WORKSHOP, 10))
    office = Tap("office", "show")
    offers = [Tap("signups", "offering", (signed.offering_id,)) for signed in lists]
    return Run(me, lists, (office, *(door for signed in lists for door in doors_of(signed))), (office, *offers))


def doors_of(signed: Signed) -> list[Event]:
    """List ways that the walk takes too seldom: into each list, to everybody on it, by a button that is out of date."""
    here = signed.offering_id
    placed = [Tap("signup", "place", (number,)) for number in (signed.registration_ids[0], signed.phoned_id)]
    queued = [Tap("signup", action, (signed.entry_ids[-1],)) for action in ("promote", "line")]
    stale = [Tap("signup", "really_move", (signed.registration_ids[0], 1, 2))]
    return [Tap("signups", "offering", (here,)), *placed, *queued, *stale]


async def fill(tx: Transaction, me: Participant, source_id: str, first: int) -> Signed:
    """Fill a course or the first session of a workshop with one who phoned and residents; the others wait."""
    offering = (await tx.connection.execute(select(offerings).where(offerings.c.source_id == source_id))).one()
    dates = select(sessions.c.id).where(sessions.c.offering_id == offering.id).order_by(sessions.c.start)
    session_id = None if offering.whole_course else await tx.connection.scalar(dates.limit(1))
    taken = (await places.count(tx, [offering.id])).get((offering.id, session_id or 0), places.Counts()).taken
    few = update(offerings).where(offerings.c.id == offering.id).values(capacity=taken + PLACES)
    await tx.connection.execute(few)
    await tx.connection.execute(update(sessions).where(sessions.c.offering_id == offering.id).values(capacity=None))
    phoned = await placing.add(tx, me.id, offering.id, session_id, "Amal", wait=False)
    assert isinstance(phoned, Changed)
    held, queued = await sign_up(tx, offering.id, session_id or 0, range(first, first + PLACES + 1))
    waits = await placing.add(tx, me.id, offering.id, session_id, "Nour", wait=True)
    assert isinstance(waits, Changed)
    await placing.confirm(tx, me.id, held[0])
    await placing.write_note(tx, me.id, "Comes ten minutes late.", registration=True, number=held[0])
    await tell_apart(tx, queued[0], phoned.id, offering.id)
    return Signed(offering.id, session_id, tuple(held), (*queued, waits.id), phoned.id)


async def sign_up(tx: Transaction, offering_id: int, session_id: int, numbers: range) -> tuple[list[int], list[int]]:
    """Let residents register: those come first have a place, the others wait."""
    held, queued = [], []
    for number in numbers:
        somebody = await people.greet(tx, str(FIRST_ADDRESS + number), "tr")
        place = await join(tx, somebody.id, offering_id, session_id)
        if isinstance(place, Registered):
            held.append(place.registration_id)
        elif isinstance(place, Waiting):
            queued.append(place.entry_id)
    return held, queued


async def tell_apart(tx: Transaction, entry_id: int, phoned_id: int, offering_id: int) -> None:
    """Offer the last place to who waits first, and have who phoned told that something changed."""
    entry = await waiting.read(tx, entry_id)
    assert entry is not None
    await registrations.close(tx, await last_held(tx, offering_id))
    target = await places.aim(tx, entry.offering_id, entry.session_id)
    assert isinstance(target, Target)
    await waiting.offer(tx, target, [entry])
    await waiting.offered_delivered(tx, entry_id, tx.now)
    await calls.note(tx, [NewRow(0, CallReason.ENDED, {"registration_id": phoned_id}, "", tx.now)])


async def last_held(tx: Transaction, offering_id: int) -> int:
    """Find the last registration of an offering."""
    rows = registration_rows
    asked = select(rows.c.id).where(rows.c.offering_id == offering_id, rows.c.status == "active")
    return int(await tx.connection.scalar(asked.order_by(rows.c.id.desc()).limit(1)) or 0)
