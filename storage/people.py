"""Who is served: participants, found by the address they write from, and the attendees they answer for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, insert, select, update

from storage import audit, waiting
from storage.engine import Transaction
from storage.inserts import insert_missing
from storage.records.people import USUAL_DAYS, USUAL_HOURS, Attendee, Participant
from storage.tables import addresses, grants, participants
from storage.tables import attendees as attendee_rows
from storage.tables.base import AnyRow


def address_index(tx: Transaction, address: str) -> bytes:
    """Tell by which hash an address is found."""
    return tx.sealer.index("address", address)


def name_index(tx: Transaction, name: str) -> bytes:
    """Tell by which hash a name is found; case and spaces do not matter."""
    return tx.sealer.index("name", tidy(name).casefold())


def tidy(name: str) -> str:
    """Take away spaces before, after and doubled between."""
    return " ".join(name.split())


ROLES = (
    select(func.aggregate_strings(grants.c.role, ","))
    .where(grants.c.participant_id == participants.c.id)
    .correlate(participants)
    .scalar_subquery()
    .label("roles")
)
PERSON = (
    participants.c.id.label("person_id"),
    participants.c.language,
    participants.c.language_chosen,
    participants.c.privacy_seen_at,
    participants.c.remind_days,
    participants.c.remind_hours,
    participants.c.unreachable_since,
    ROLES,
)
"""What a participant's record is made of, a row a person; no name among them is another table's, so that rows can hold more."""
BY_ADDRESS = (
    select(*PERSON)
    .select_from(addresses.join(participants))
    .where(addresses.c.channel_id == bindparam("channel"), addresses.c.address_index == bindparam("index"))
)
BY_ID = (
    select(*PERSON)
    .select_from(participants)
    .where(participants.c.id == bindparam("id"), participants.c.tenant_id == bindparam("tenant"))
)


async def greet(tx: Transaction, address: str, language: str) -> Participant:
    """Find the participant who writes from this address, or make one who so far has only a guessed language.

    Somebody who could not be reached can be again: they write.
    """
    index = address_index(tx, address)
    found = await find(tx, index)
    if found is None:
        return await welcome(tx, address, index, language)
    if found.unreachable_since is not None:
        await mark_reachable(tx, found.person_id)
    return record_of(found)


async def find(tx: Transaction, index: bytes) -> AnyRow | None:
    """Read a participant by address."""
    return (await tx.connection.execute(BY_ADDRESS, {"channel": tx.channel_id, "index": index})).one_or_none()


async def welcome(tx: Transaction, address: str, index: bytes, language: str) -> Participant:
    """Make a participant; the other one, when another worker just made them."""
    person = {
        "tenant_id": tx.tenant_id,
        "language": language,
        "language_chosen": False,
        "remind_days": USUAL_DAYS,
        "remind_hours": USUAL_HOURS,
        "created_at": tx.now,
    }
    made = (await tx.connection.execute(insert(participants).values(person).returning(participants.c.id))).scalar_one()
    row = {"participant_id": made, "channel_id": tx.channel_id, "address": address, "address_index": index}
    if (await tx.connection.execute(insert_missing(tx, addresses).values(row))).rowcount:
        return Participant(made, language, False, False)
    await tx.connection.execute(delete(participants).where(participants.c.id == made))
    return record_of((await tx.connection.execute(BY_ADDRESS, {"channel": tx.channel_id, "index": index})).one())


async def participant(tx: Transaction, participant_id: int) -> Participant | None:
    """Read a participant with their roles."""
    row = (await tx.connection.execute(BY_ID, {"id": participant_id, "tenant": tx.tenant_id})).one_or_none()
    return None if row is None else record_of(row)


def record_of(row: AnyRow) -> Participant:
    """Make the record of a participant from a row with the columns of PERSON."""
    return Participant(
        id=row.person_id,
        language=row.language,
        chosen=row.language_chosen,
        privacy_seen=row.privacy_seen_at is not None,
        remind_days=row.remind_days,
        remind_hours=row.remind_hours,
        roles=tuple(sorted(set(row.roles.split(",")))) if row.roles else (),
    )


async def set_language(tx: Transaction, participant_id: int, language: str) -> None:
    """Speak the language a person chose."""
    await change(tx, participant_id, language=language, language_chosen=True)
    await audit.record(tx, "set_language", "participant", participant_id, language=language)


async def see_privacy_notice(tx: Transaction, participant_id: int) -> None:
    """Remember when a person first read and accepted the privacy notice."""
    unseen = participants.c.privacy_seen_at.is_(None)
    if await change(tx, participant_id, unseen, privacy_seen_at=tx.now):
        await audit.record(tx, "see_privacy_notice", "participant", participant_id)


async def set_reminders(
    tx: Transaction, participant_id: int, *, days: int | None = None, hours: int | None = None
) -> None:
    """Remember how long before a session a person is reminded; 0 is never, None leaves it as it is.

    Reminders that wait are planned anew by `reminders.replan_participant`.
    """
    wanted = (("remind_days", days), ("remind_hours", hours))
    chosen = {name: value for name, value in wanted if value is not None}
    if chosen and await change(tx, participant_id, **chosen):
        await audit.record(tx, "set_reminders", "participant", participant_id, **chosen)


async def mark_unreachable(tx: Transaction, participant_id: int) -> None:
    """Remember that a person blocked the bot or is gone, and since when."""
    if await change(tx, participant_id, participants.c.unreachable_since.is_(None), unreachable_since=tx.now):
        await audit.record(tx, "mark_unreachable", "participant", participant_id)


async def mark_reachable(tx: Transaction, participant_id: int) -> None:
    """Remember that a person is back; what stayed free where they wait is offered to them."""
    if await change(tx, participant_id, participants.c.unreachable_since.is_not(None), unreachable_since=None):
        await audit.record(tx, "mark_reachable", "participant", participant_id)
        await waiting.come_back(tx, participant_id)


async def change(tx: Transaction, participant_id: int, *when: ColumnElement[bool], **values: object) -> bool:
    """Update a participant of this tenant; False when there is none, or not so."""
    mine = (participants.c.id == participant_id, participants.c.tenant_id == tx.tenant_id)
    return bool((await tx.connection.execute(update(participants).where(*mine, *when).values(values))).rowcount)


async def attendees(tx: Transaction, participant_id: int) -> tuple[Attendee, ...]:
    """Read the attendees a person registered before, the newest first."""
    mine = select(attendee_rows.c.id, attendee_rows.c.name, attendee_rows.c.child).where(
        attendee_rows.c.participant_id == participant_id
    )
    rows = await tx.connection.execute(mine.order_by(attendee_rows.c.created_at.desc(), attendee_rows.c.id.desc()))
    return tuple(Attendee(row.id, row.name, row.child) for row in rows)


async def attendee(tx: Transaction, participant_id: int | None, name: str, child: bool, consent: bool) -> int:
    """Find a person's attendee of this name, or make one. `consent` is a child's guardian's; its time is kept.

    Without a person (None) each name is somebody else's.
    """
    agreed = tx.now if child and consent else None
    row = {
        "tenant_id": tx.tenant_id,
        "participant_id": participant_id,
        "child": child,
        "name": tidy(name),
        "name_index": name_index(tx, name),
        "guardian_consent_at": agreed,
        "created_at": tx.now,
    }
    made = insert_missing(tx, attendee_rows).values(row).returning(attendee_rows.c.id)
    new_id = (await tx.connection.execute(made)).scalar_one_or_none()
    return new_id if new_id is not None else await known_attendee(tx, row)


async def known_attendee(tx: Transaction, row: dict[str, Any]) -> int:
    """Find an attendee that is there already, and add the guardian's consent if it is new."""
    same = and_(*(attendee_rows.c[name] == row[name] for name in ("participant_id", "child", "name_index")))
    found = (await tx.connection.execute(select(attendee_rows.c.id).where(same))).scalar_one()
    if row["guardian_consent_at"] is not None:
        without = (attendee_rows.c.id == found, attendee_rows.c.guardian_consent_at.is_(None))
        consented = update(attendee_rows).where(*without).values(guardian_consent_at=row["guardian_consent_at"])
        await tx.connection.execute(consented)
    return int(found)
