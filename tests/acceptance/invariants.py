"""What holds in a town whatever people did: places, reminders, answers, and that nobody was told twice."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import and_, func, or_, select, union_all

from conversations.registry import notices
from simulator.api import Call
from storage import inbox
from storage.engine import Transaction
from storage.tables import offerings, outbox, registrations, sessions, waiting_list
from tests.acceptance.walkers import compact, looking
from tests.town import Town

__all__ = ["Call", "check", "is_unchanged"]

UNCHANGED = "message is not modified"


async def check(town: Town) -> None:
    """See that everything holds."""
    async with looking(town) as tx:
        assert [] == await overfull(tx)
        assert [] == await doubled(tx)
        assert [] == await orphaned(tx)
        assert {} == {
            status: count for status, count in (await inbox.counts(tx)).items() if count and status != "answered"
        }
        sent = await sent_notices(tx)
    found = refused(town)
    assert [] == found
    assert {} == town.simulator.world.queries
    check_sent(town, sent)


async def overfull(tx: Transaction) -> list[tuple[int, int, int]]:
    """Find what has more registrations and offered places than places."""
    held = select(registrations.c.offering_id, registrations.c.session_key).where(
        registrations.c.status == "active", ~registrations.c.reminder_only
    )
    offered = select(waiting_list.c.offering_id, waiting_list.c.session_key).where(waiting_list.c.status == "offered")
    claims = union_all(held, offered).subquery()
    places = func.coalesce(sessions.c.capacity, offerings.c.capacity)
    counted = (
        select(claims.c.offering_id, claims.c.session_key, func.count())
        .join(offerings, offerings.c.id == claims.c.offering_id)
        .outerjoin(sessions, sessions.c.id == claims.c.session_key)
        .group_by(claims.c.offering_id, claims.c.session_key, places)
        .having(func.count() > places)
    )
    return [(row[0], row[1], row[2]) for row in await tx.connection.execute(counted)]


async def doubled(tx: Transaction) -> list[tuple[int, int]]:
    """Find attendees who hold two places in one thing, or hold one and wait for it too."""
    held = select(registrations.c.attendee_id, registrations.c.offering_id, registrations.c.session_key).where(
        registrations.c.status == "active", ~registrations.c.reminder_only
    )
    queued = select(waiting_list.c.attendee_id, waiting_list.c.offering_id, waiting_list.c.session_key).where(
        waiting_list.c.status.in_(("waiting", "offered"))
    )
    claims = union_all(held, queued).subquery()
    counted = (
        select(claims.c.attendee_id, claims.c.offering_id)
        .group_by(claims.c.attendee_id, claims.c.offering_id, claims.c.session_key)
        .having(func.count() > 1)
    )
    return [(row[0], row[1]) for row in await tx.connection.execute(counted)]


async def orphaned(tx: Transaction) -> list[str]:
    """Find reminders that wait though nobody is registered, or for a session at another time."""
    inactive = or_(registrations.c.id.is_(None), registrations.c.status != "active")
    waiting = (
        select(outbox.c.unique_key)
        .outerjoin(registrations, registrations.c.id == outbox.c.registration_id)
        .where(outbox.c.kind == "reminder", outbox.c.status.in_(("waiting", "claimed")), inactive)
    )
    return list(await tx.connection.scalars(waiting))


async def sent_notices(tx: Transaction) -> list[int]:
    """List the messages that carried notices, as the outbox knows them."""
    sent = and_(outbox.c.status == "sent", outbox.c.kind.in_(tuple(notices())))
    return list(await tx.connection.scalars(select(outbox.c.message_id).where(sent)))


def refused(town: Town) -> list[str]:
    """List the calls Telegram would have refused, but for people who left and screens that are as they should be."""
    return [
        f"{call.method}: {call.description}"
        for call in town.simulator.calls
        if not call.ok and call.error_code != 403 and not is_unchanged(call) and not is_forged(call)
    ]


def is_unchanged(call: Call) -> bool:
    """Say whether an edit was refused because the message looks like that already."""
    return UNCHANGED in (call.description or "")


def is_forged(call: Call) -> bool:
    """Say whether buttons were to go from a message that has none: a tap claimed to come from there."""
    return call.method == "editMessageReplyMarkup" and (call.description or "").endswith(("be edited", "not found"))


def check_sent(town: Town, sent: list[int]) -> None:
    """See that each notice is one message and that no other message says the same."""
    assert len(sent) == len(set(sent))
    calls = [call for call in town.simulator.calls_of("sendMessage") if call.ok]
    said = Counter(compact(call.parameters) for call in calls)
    by_message = {call.result["message_id"]: compact(call.parameters) for call in calls}
    noted = Counter(by_message[message_id] for message_id in sent if message_id in by_message)
    assert noted == Counter({text: said[text] for text in noted})
