"""How long what is personal is kept: one table, and the statements that keep to it.

Inbox and half-finished dialogs have their periods in `storage.inbox` and `storage.dialogs`; they are forgotten here too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Delete, Table, and_, delete, exists, or_

from storage import dialogs, inbox
from storage.engine import Transaction
from storage.tables import (
    attendees,
    audit,
    conversations,
    grants,
    interests,
    invitations,
    outbox,
    participants,
    registrations,
    sessions,
    waiting_list,
)


@dataclass(frozen=True, slots=True)
class Period:
    """What is forgotten, how long after what, and which rows those are at a moment that long ago."""

    what: str
    kept: timedelta
    since: str
    over: Callable[[int, datetime], Delete]


def claims_over(claims: Table) -> Callable[[int, datetime], Delete]:
    """Find claims that ended, or whose last session did."""

    def over(tenant_id: int, before: datetime) -> Delete:
        covered = or_(claims.c.session_key == 0, claims.c.session_key == sessions.c.id)
        later = exists().where(sessions.c.offering_id == claims.c.offering_id, covered, sessions.c.end > before)
        ended = or_(claims.c.ended_at <= before, ~later)
        return delete(claims).where(claims.c.tenant_id == tenant_id, claims.c.created_at <= before, ended)

    return over


def interests_over(tenant_id: int, before: datetime) -> Delete:
    """Find wishes that are old."""
    return delete(interests).where(interests.c.tenant_id == tenant_id, interests.c.created_at <= before)


def withdrawn_over(tenant_id: int, before: datetime) -> Delete:
    """Find wishes that were withdrawn or met."""
    return delete(interests).where(interests.c.tenant_id == tenant_id, interests.c.ended_at <= before)


def attendees_over(tenant_id: int, before: datetime) -> Delete:
    """Find names for which no claim is left."""
    mine = (attendees.c.tenant_id == tenant_id, attendees.c.created_at <= before)
    return delete(attendees).where(*mine, *unused(attendees.c.id, "attendee_id", registrations, waiting_list))


def outbox_over(tenant_id: int, before: datetime) -> Delete:
    """Find what was said, or given up."""
    return delete(outbox).where(outbox.c.tenant_id == tenant_id, outbox.c.ended_at <= before)


def invitations_over(tenant_id: int, before: datetime) -> Delete:
    """Find invitations that expired."""
    return delete(invitations).where(invitations.c.tenant_id == tenant_id, invitations.c.expires_at <= before)


def audit_over(tenant_id: int, before: datetime) -> Delete:
    """Find old traces."""
    return delete(audit).where(audit.c.tenant_id == tenant_id, audit.c.at <= before)


def people_over(tenant_id: int, before: datetime) -> Delete:
    """Find people who have nothing with us, no role either, and were silent."""
    wrote = exists().where(conversations.c.participant_id == participants.c.id, conversations.c.changed_at > before)
    mine = and_(participants.c.tenant_id == tenant_id, participants.c.created_at <= before)
    idle = unused(participants.c.id, "participant_id", registrations, waiting_list, interests, grants, attendees)
    return delete(participants).where(mine, ~wrote, *idle)


def unused(row_id: ColumnElement[int], reference: str, *users: Table) -> list[ColumnElement[bool]]:
    """Say that no row of these tables refers to one."""
    return [~exists().where(user.c[reference] == row_id) for user in users]


RETENTION = (
    Period("registrations", timedelta(days=90), "their last session, or being cancelled", claims_over(registrations)),
    Period("waiting-list entries", timedelta(days=90), "their last session, or their end", claims_over(waiting_list)),
    Period("expressions of interest", timedelta(days=365), "being noted", interests_over),
    Period("ended expressions of interest", timedelta(days=30), "their end", withdrawn_over),
    Period("attendees", timedelta(days=1), "being named, once no claim is left", attendees_over),
    Period("outbox", timedelta(days=30), "being sent or given up", outbox_over),
    Period("invitations", timedelta(days=30), "expiring", invitations_over),
    Period("audit", timedelta(days=365), "the change", audit_over),
    Period("participants", timedelta(days=365), "their last word, once they have nothing with us", people_over),
)
"""In this order: what depends on something else goes first."""


async def forget_expired(tx: Transaction) -> dict[str, int]:
    """Delete everything whose retention period is over; tells how many rows of what."""
    forgotten = {"inbox": await inbox.forget_old(tx), "drafts": await dialogs.forget_drafts(tx)}
    for period in RETENTION:
        over = period.over(tx.tenant_id, tx.now - period.kept)
        forgotten[period.what] = (await tx.connection.execute(over)).rowcount
    return forgotten
