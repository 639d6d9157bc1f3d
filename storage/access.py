"""Who may do what: one-time invitations, hashed at rest, and the roles they lead to."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, func, insert, select, text, update

from storage import audit
from storage.engine import Transaction
from storage.inserts import insert_missing
from storage.records.announcements import Member, OpenInvitation
from storage.records.intake import ProviderName
from storage.tables import grants, invitations, participants, providers
from storage.tables.base import AnyRow

NAME_ROOM = 120
TOKEN_BYTES = 18
"""Enough that nobody guesses one, and 24 characters long: a start parameter holds 64."""


class Role(StrEnum):
    """What somebody may do beside being served."""

    STAFF = "staff"
    """announces"""
    COORDINATOR = "coordinator"
    """runs lists and the catalogue"""
    ADMINISTRATOR = "administrator"
    """grants roles"""


class NoProviderError(LookupError):
    """There is no provider of this name; `known` are those there are."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no provider is called {name!r}; known are: {', '.join(known) or 'none yet'}")


async def invite(tx: Transaction, role: str, hours: int = 72, provider: str | None = None) -> str:
    """Make a one-time invitation and tell its token, which is kept nowhere; `provider` limits a coordinator to one.

    ValueError for a role there is none of, NoProviderError for an unknown provider.
    """
    return await _invite(tx, role, hours, None if provider is None else await provider_of(tx, provider))


async def _invite(tx: Transaction, role: str, hours: int = 72, provider_id: int | None = None) -> str:
    """Make a one-time invitation."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = {
        "tenant_id": tx.tenant_id,
        "token_hash": hash_of(token),
        "role": Role(role).value,
        "provider_id": provider_id,
        "expires_at": tx.now + timedelta(hours=hours),
    }
    made = await tx.connection.execute(insert(invitations).values(row).returning(invitations.c.id))
    limit = {} if provider_id is None else {"provider": provider_id}
    await audit.record(tx, "invite", "invitation", made.scalar_one(), role=role, **limit)
    return token


async def provider_of(tx: Transaction, name: str) -> int:
    """Find a provider by its name, however it is spaced or written large; NoProviderError when there is none."""
    rows = await provider_names(tx)
    wanted = " ".join(name.split()).casefold()
    found = next((row.id for row in rows if " ".join(row.name.split()).casefold() == wanted), None)
    if found is None:
        raise NoProviderError(name, [row.name for row in rows])
    return int(found)


async def invite_by(tx: Transaction, by: int | None, role: str, provider_id: int | None = None) -> str | None:
    """Make an invitation for an administrator (None: the command line) and tell its token; None for who may not.

    A provider limits a coordinator, and nobody else; None for one there is none of.
    """
    if role not in set(Role) or not await is_administrator(tx, by):
        return None
    if provider_id is None:
        return await _invite(tx, role)
    if role != Role.COORDINATOR or provider_id not in {one.id for one in await provider_names(tx)}:
        return None
    return await _invite(tx, role, provider_id=provider_id)


async def provider_names(tx: Transaction) -> tuple[ProviderName, ...]:
    """Read all providers, by the alphabet."""
    asked = select(providers.c.id, providers.c.name).where(providers.c.tenant_id == tx.tenant_id)
    rows = await tx.connection.execute(asked.order_by(func.lower(providers.c.name), providers.c.id))
    return tuple(ProviderName(row.id, row.name) for row in rows)


async def add_provider(tx: Transaction, by: int | None, name: str) -> int | None:
    """Add a provider, for an administrator, and tell its number; one of this name is it already. None for who may not."""
    tidy = " ".join(name.split())[:NAME_ROOM]
    if not tidy or not await is_administrator(tx, by):
        return None
    try:
        return await provider_of(tx, tidy)
    except NoProviderError:
        row = {"tenant_id": tx.tenant_id, "name": tidy}
        added = await tx.connection.execute(insert(providers).values(row).returning(providers.c.id))
        number = int(added.scalar_one())
    await audit.record(tx, "add_provider", "provider", number)
    return number


async def is_administrator(tx: Transaction, participant_id: int | None) -> bool:
    """Say whether somebody may grant roles; the command line may."""
    if participant_id is None:
        return True
    mine = (*everywhere(tx, Role.ADMINISTRATOR), grants.c.participant_id == participant_id)
    return await tx.connection.scalar(select(grants.c.id).where(*mine).limit(1)) is not None


def everywhere(tx: Transaction, role: str) -> tuple[ColumnElement[bool], ...]:
    """Find the grants of a role in this tenant."""
    return (grants.c.tenant_id == tx.tenant_id, grants.c.role == str(role))


async def team(tx: Transaction, participant_id: int) -> tuple[Member, ...]:
    """Read who has a role, whoever has one the longest first; `participant_id` is who asks, an administrator."""
    if not await is_administrator(tx, participant_id):
        return ()
    asked = select(grants.c.participant_id, grants.c.role, func.min(grants.c.granted_at).label("since")).where(
        grants.c.tenant_id == tx.tenant_id
    )
    grouped = asked.group_by(grants.c.participant_id, grants.c.role)
    roles: dict[int, list[tuple[str, datetime]]] = {}
    for row in await tx.connection.execute(grouped.order_by(text("since"), grants.c.participant_id, grants.c.role)):
        roles.setdefault(row.participant_id, []).append((row.role, row.since))
    limits = await limits_of(tx)
    return tuple(Member(id_, tuple(held), id_ == participant_id, limits.get(id_, ())) for id_, held in roles.items())


async def limits_of(tx: Transaction) -> dict[int, tuple[str, ...]]:
    """Read the providers that coordinators are limited to; who runs everything is left out."""
    asked = select(grants.c.participant_id, providers.c.name).outerjoin(
        providers, providers.c.id == grants.c.provider_id
    )
    running = grants.c.role.in_((Role.COORDINATOR.value, Role.ADMINISTRATOR.value))
    held = asked.where(grants.c.tenant_id == tx.tenant_id, running).order_by(providers.c.name)
    named: dict[int, list[str | None]] = {}
    for row in await tx.connection.execute(held):
        named.setdefault(row.participant_id, []).append(row.name)
    return {id_: tuple(map(str, names)) for id_, names in named.items() if None not in names}


async def testers(tx: Transaction) -> int:
    """Count those of the team who get every test."""
    return len(await tester_ids(tx))


async def tester_ids(tx: Transaction) -> list[int]:
    """List those of the team who get every test: who announces, and can be reached."""
    asked = select(grants.c.participant_id).join_from(grants, participants).distinct()
    announcing = grants.c.role.in_((Role.STAFF.value, Role.ADMINISTRATOR.value))
    reachable = participants.c.unreachable_since.is_(None)
    mine = asked.where(grants.c.tenant_id == tx.tenant_id, announcing, reachable)
    return list((await tx.connection.scalars(mine.order_by(grants.c.participant_id))).all())


async def open_invitations(tx: Transaction) -> tuple[OpenInvitation, ...]:
    """Read the invitations nobody has used yet and that still hold, those that end first at the top."""
    rows = await tx.connection.execute(
        select(invitations.c.id, invitations.c.role, invitations.c.expires_at, providers.c.name)
        .outerjoin(providers, providers.c.id == invitations.c.provider_id)
        .where(*unused(tx))
        .order_by(invitations.c.expires_at, invitations.c.id)
    )
    return tuple(OpenInvitation(row.id, row.role, row.expires_at, row.name or "") for row in rows)


def unused(tx: Transaction) -> tuple[ColumnElement[bool], ...]:
    """Find the invitations that can still be used."""
    return (
        invitations.c.tenant_id == tx.tenant_id,
        invitations.c.used_at.is_(None),
        invitations.c.expires_at > tx.now,
    )


async def withdraw_invitation(tx: Transaction, invitation_id: int, *, by: int | None) -> bool:
    """Make an invitation worthless, for an administrator; False when there is none, or it was used."""
    if not await is_administrator(tx, by):
        return False
    withdrawn = update(invitations).where(invitations.c.id == invitation_id, *unused(tx)).values(expires_at=tx.now)
    if not (await tx.connection.execute(withdrawn)).rowcount:
        return False
    await audit.record(tx, "withdraw_invitation", "invitation", invitation_id)
    return True


async def revoke(tx: Transaction, participant_id: int, role: str, *, by: int | None) -> bool:
    """Take a role away, for an administrator. False when they do not have it, or are the last administrator."""
    if not await is_administrator(tx, by):
        return False
    if role == Role.ADMINISTRATOR and await administrators(tx) <= {participant_id}:
        return False
    theirs = delete(grants).where(*everywhere(tx, role), grants.c.participant_id == participant_id)
    if not (await tx.connection.execute(theirs)).rowcount:
        return False
    await audit.record(tx, "revoke_role", "participant", participant_id, role=role)
    return True


async def administrators(tx: Transaction) -> set[int]:
    """Find who grants roles; on PostgreSQL their rows are locked, so that two cannot revoke each other at once."""
    asked = select(grants.c.participant_id).where(*everywhere(tx, Role.ADMINISTRATOR)).order_by(grants.c.id)
    return set((await tx.connection.scalars(asked.with_for_update())).all())


async def redeem(tx: Transaction, participant_id: int, token: str) -> str | None:
    """Give a person the role an invitation is for and tell it; None when it is unknown, expired or was used."""
    usable = (
        invitations.c.tenant_id == tx.tenant_id,
        invitations.c.token_hash == hash_of(token),
        invitations.c.used_at.is_(None),
        invitations.c.expires_at > tx.now,
    )
    used = update(invitations).where(*usable).values(used_at=tx.now)
    asked = used.returning(invitations.c.id, invitations.c.role, invitations.c.provider_id)
    row = (await tx.connection.execute(asked)).one_or_none()
    if row is None:
        return None
    await grant(tx, participant_id, row)
    return str(row.role)


async def grant(tx: Transaction, participant_id: int, invitation: AnyRow) -> None:
    """Note a role; twice is once."""
    row = {
        "tenant_id": tx.tenant_id,
        "participant_id": participant_id,
        "role": invitation.role,
        "provider_id": invitation.provider_id,
        "granted_at": tx.now,
    }
    await tx.connection.execute(insert_missing(tx, grants).values(row))
    await audit.record(
        tx, "redeem_invitation", "participant", participant_id, invitation=invitation.id, role=invitation.role
    )


def hash_of(token: str) -> bytes:
    """Tell what is kept of a token."""
    return hashlib.sha256(token.encode()).digest()
