"""Somebody of the team, with announcements in every state: begun, waiting for a second person, planned, going out, gone out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import insert, select

from storage import access, announcements, audience, groups, ledger, news, people, registrations
from storage.engine import Transaction
from storage.ledger import Settled
from storage.records.announcements import Media, Ready, State
from storage.records.audiences import Audience, Facets
from storage.records.deliveries import Fate
from storage.records.people import Participant
from storage.records.registrations import Place, Registered
from storage.tables import grants, offerings, sessions

READERS = ("de", "de@easy", "ar", "en", "tr", "uk", "ru", "fa", "ku")
FATES = (
    (Fate.SENT, ""),
    (Fate.FAILED, "blocked"),
    (Fate.FAILED, "refused"),
    (Fate.UNKNOWN, "interrupted"),
    (Fate.MISSED, ""),
)
WORKER, LEASE_S = "crawler", 60.0
ROLES = ("administrator", "staff")


@dataclass(frozen=True)
class Office:
    """Somebody of the team, and the announcements there are."""

    me: Participant
    colleague: Participant
    announcement_ids: tuple[int, ...]
    week: str = "2026-w49"


async def furnish(tx: Transaction, language: str) -> Office:
    """Make an administrator who announces, a colleague, readers, groups, and announcements in every state."""
    me = await member(tx, "2001", language, *ROLES)
    colleague = await member(tx, "2002", "de", "staff")
    for number, code in enumerate(READERS):
        await reader(tx, 3000 + number, code)
    for number in range(7):
        await groups.meet(tx, str(-100200 - number), f"Nachbarschaft {number}", "supergroup", "administrator")
    await access.invite(tx, "coordinator")
    made = [*await before(tx, me, colleague), *await after(tx, me)]
    return Office(me, colleague, tuple(made))


async def member(tx: Transaction, address: str, language: str, *roles: str) -> Participant:
    """Make somebody with roles who has seen the welcome."""
    somebody = await welcomed(tx, address, language)
    for role in roles:
        row = {"tenant_id": tx.tenant_id, "participant_id": somebody.id, "role": role, "granted_at": tx.now}
        await tx.connection.execute(insert(grants).values(row))
    return replace(somebody, roles=roles)


async def welcomed(tx: Transaction, address: str, language: str) -> Participant:
    """Make somebody who chose a language and saw the privacy notice."""
    somebody = await people.greet(tx, address, language)
    await people.set_language(tx, somebody.id, language)
    await people.see_privacy_notice(tx, somebody.id)
    return await people.participant(tx, somebody.id) or somebody


async def reader(tx: Transaction, number: int, language: str) -> None:
    """Make somebody who agreed to news."""
    somebody = await welcomed(tx, str(number), language)
    await news.set_news(tx, somebody.id, agreed=True)


async def draft(
    tx: Transaction, by: Participant, chosen: Audience | None = None, offering_id: int | None = None
) -> int:
    """Write a draft in German that every language falls back to."""
    begun = await announcements.start(tx, by.id, offering_id)
    assert isinstance(begun, Ready)
    number = begun.announcement_id
    await announcements.write(tx, number, "de", "Sommerfest", "Kommen Sie vorbei. " * 20, by=by.id)
    for code in READERS[2:]:
        await announcements.accept_fallback(tx, number, code, by=by.id)
    await announcements.set_audience(tx, number, chosen or Audience(), by=by.id)
    return number


async def submitted(tx: Transaction, by: Participant, number: int) -> State:
    """Submit a draft, and tell where it stands."""
    found = await announcements.read(tx, ("de",), number)
    assert found is not None
    outcome = await announcements.submit(tx, number, found.revision, by=by.id)
    assert isinstance(outcome, Ready), outcome
    return outcome.state


async def before(tx: Transaction, me: Participant, colleague: Participant) -> list[int]:
    """Make announcements that have not started: drafts, one planned, and one of a colleague that waits."""
    offering = await tx.connection.scalar(select(offerings.c.id).order_by(offerings.c.id).limit(1))
    about = await draft(tx, me, offering_id=offering)
    everything = Facets(("pc_basics",), ("nord",), ("de", "ar"), ("women",), (offering or 1,), (), (), (offering or 1,))
    rich = await draft(tx, me, Audience(without=everything, chats=(1, 2)))
    await announcements.set_media(tx, rich, Media("document", "BQAC", "flyer.pdf"), by=me.id)
    planned = await draft(tx, me, few())
    await announcements.set_time(tx, planned, tx.now + timedelta(days=25, hours=2), by=me.id)
    assert State.SCHEDULED is await submitted(tx, me, planned)
    theirs = await draft(tx, colleague)
    assert State.AWAITING is await submitted(tx, colleague, theirs)
    return [about, rich, planned, theirs]


async def registered(tx: Transaction) -> None:
    """Register every reader for something to come, so that those it does not reach are to be phoned."""
    asked = select(sessions.c.offering_id, sessions.c.id).where(sessions.c.capacity > 5, sessions.c.start > tx.now)
    rows = (await tx.connection.execute(asked.order_by(sessions.c.id))).all()
    for number in range(len(READERS)):
        somebody = await people.greet(tx, str(3000 + number), "de")
        places = [await join(tx, somebody.id, row.offering_id, row.id) for row in rows[:10]]
        assert any(isinstance(place, Registered) for place in places)


async def join(tx: Transaction, participant_id: int, offering_id: int, session_id: int) -> Place:
    """Claim a place."""
    return await registrations.register(
        tx, participant_id, offering_id, session_id, name="Amal", child=False, confirmed=("women", "age"), may_wait=True
    )


def few() -> Audience:
    """Choose so few that nobody else has to agree."""
    return Audience(who=Facets(languages=("ar", "en")))


async def after(tx: Transaction, me: Participant) -> list[int]:
    """Make announcements that have started: one that goes out, one that is over, one that was stopped."""
    await registered(tx)
    running = await started(tx, me, Audience(who=Facets(languages=("ar", "tr"))), FATES[:1])
    done = await started(tx, me, few(), FATES[:2])
    await ledger.finish(tx, done)
    stopped = await started(tx, me, Audience(who=Facets(languages=("uk", "ru"))), FATES[3:])
    await announcements.stop(tx, stopped, by=me.id)
    return [running, done, stopped]


async def started(tx: Transaction, me: Participant, chosen: Audience, fates: Sequence[tuple[Fate, str]]) -> int:
    """Start an announcement, and let each recipient meet a fate, as far as there are any given."""
    number = await draft(tx, me, chosen)
    assert State.RUNNING is await submitted(tx, me, number)
    while not await audience.resolve_page(tx, number):
        pass
    claimed = await ledger.claim(tx, number, WORKER, len(fates), LEASE_S)
    ids = await ledger.start(tx, [one.id for one in claimed], WORKER, LEASE_S)
    await ledger.settle(
        tx,
        [Settled(row_id, fate, reason, message_id=row_id) for row_id, (fate, reason) in zip(ids, fates, strict=True)],
    )
    for one in claimed:
        assert one.participant_id is not None
        await news.note_tap(tx, one.participant_id, number, "interested")
    return number
