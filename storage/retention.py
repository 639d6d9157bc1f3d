"""How long what is personal is kept: one table, and the statements that keep to it.

Inbox, half-finished dialogs and the ledger of announcements have their periods in `storage.inbox`, `storage.dialogs` and
`storage.ledger.folding`; they are forgotten here too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Delete, Table, Update, and_, delete, exists, or_, select, update

from storage import dialogs, inbox
from storage.engine import Transaction
from storage.ledger import folding
from storage.office import counting
from storage.records.announcements import EDITABLE
from storage.tables import (
    announcement_taps,
    announcement_texts,
    announcements,
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
    subscriptions,
    waiting_list,
)

AUTHORS = ("author_id", "submitted_by", "approved_by", "correction_by")


@dataclass(frozen=True, slots=True)
class Period:
    """What is forgotten, how long after what, and which rows those are at a moment that long ago."""

    what: str
    kept: timedelta
    since: str
    over: Callable[[int, datetime], Delete | Update]


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


def drafts_over(tenant_id: int, before: datetime) -> Delete:
    """Find announcements that were begun and never sent."""
    unsent = announcements.c.state.in_([state.value for state in EDITABLE])
    return delete(announcements).where(
        announcements.c.tenant_id == tenant_id, unsent, announcements.c.changed_at <= before
    )


def announcements_over(tenant_id: int, before: datetime) -> Delete:
    """Find announcements that ended, with their texts and counts."""
    return delete(announcements).where(announcements.c.tenant_id == tenant_id, announcements.c.ended_at <= before)


def authors_over(tenant_id: int, before: datetime) -> Update:
    """Find announcements of which nobody needs to know any more who wrote them."""
    ended = (announcements.c.tenant_id == tenant_id, announcements.c.ended_at <= before)
    named = or_(*(announcements.c[name].is_not(None) for name in AUTHORS))
    return update(announcements).where(*ended, named).values(dict.fromkeys(AUTHORS))


def writers_over(tenant_id: int, before: datetime) -> Update:
    """Find corrections that never went out, of which nobody needs to know any more who wrote them."""
    ended = select(announcements.c.id).where(announcements.c.tenant_id == tenant_id, announcements.c.ended_at <= before)
    mine = (announcement_texts.c.announcement_id.in_(ended), announcement_texts.c.written_by.is_not(None))
    return update(announcement_texts).where(*mine).values(written_by=None)


def taps_over(tenant_id: int, before: datetime) -> Update:
    """Find taps of which only the number is wanted any more; as long as its announcement runs, who tapped may be."""
    ended = select(announcements.c.id).where(
        announcements.c.tenant_id == tenant_id, announcements.c.registrations.is_not(None)
    )
    taps = announcement_taps.c
    mine = (taps.announcement_id.in_(ended), taps.tapped_at <= before, taps.participant_id.is_not(None))
    return update(announcement_taps).where(*mine).values(participant_id=None)


def subscriptions_over(tenant_id: int, before: datetime) -> Delete:
    """Find who agreed to news and was silent ever since; an objection is kept as long as its person."""
    mine = select(participants.c.id).where(participants.c.tenant_id == tenant_id)
    old = (subscriptions.c.changed_at <= before, subscriptions.c.objected_at.is_(None))
    taps = announcement_taps.c
    tapped = exists().where(taps.participant_id == subscriptions.c.participant_id, taps.tapped_at > before)
    silent = (~wrote(subscriptions.c.participant_id, before), ~tapped)
    return delete(subscriptions).where(subscriptions.c.participant_id.in_(mine), *old, *silent)


def people_over(tenant_id: int, before: datetime) -> Delete:
    """Find people who have nothing with us, no role and no news either, and were silent."""
    mine = and_(participants.c.tenant_id == tenant_id, participants.c.created_at <= before)
    silent = ~wrote(participants.c.id, before)
    idle = unused(participants.c.id, "participant_id", registrations, waiting_list, interests, grants, attendees)
    agreed = (subscriptions.c.participant_id == participants.c.id, subscriptions.c.agreed_at.is_not(None))
    gone = participants.c.unreachable_since.is_not(None) & (participants.c.unreachable_since <= before)
    return delete(participants).where(mine, silent, *idle, or_(gone, ~exists().where(*agreed)))


def wrote(participant_id: ColumnElement[int], after: datetime) -> ColumnElement[bool]:
    """Say that a person said something after a moment."""
    return exists().where(conversations.c.participant_id == participant_id, conversations.c.changed_at > after)


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
    Period("drafts of announcements", timedelta(days=180), "their last change", drafts_over),
    Period("announcements", timedelta(days=730), "their end", announcements_over),
    Period("who announced", timedelta(days=365), "the announcement's end", authors_over),
    Period("who corrected", timedelta(days=365), "the announcement's end", writers_over),
    Period("taps", timedelta(days=90), "the tap, once the registrations that came of it are counted", taps_over),
    Period("news", timedelta(days=730), "being chosen, the last tap or the last word", subscriptions_over),
    Period("audit", timedelta(days=365), "the change", audit_over),
    Period("participants", timedelta(days=365), "their last word, once they have nothing with us", people_over),
)
"""In this order: what depends on something else goes first."""


async def forget_expired(tx: Transaction) -> dict[str, int]:
    """Delete everything whose retention period is over; tells how many rows of what. Figures are kept before that."""
    await counting.keep(tx)
    forgotten = {
        "inbox": await inbox.forget_old(tx),
        "drafts": await dialogs.forget_drafts(tx),
        "ledger": await folding.fold(tx),
    }
    for period in RETENTION:
        over = period.over(tx.tenant_id, tx.now - period.kept)
        forgotten[period.what] = (await tx.connection.execute(over)).rowcount
    return forgotten
