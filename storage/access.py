"""Who may do what: one-time invitations, hashed at rest, and the roles they lead to."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import insert, update

from storage import audit
from storage.engine import Transaction
from storage.inserts import insert_missing
from storage.tables import grants, invitations
from storage.tables.base import AnyRow

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


async def invite(tx: Transaction, role: str, hours: int = 72) -> str:
    """Make a one-time invitation and tell its token, which is kept nowhere. ValueError for a role there is none of."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = {
        "tenant_id": tx.tenant_id,
        "token_hash": hash_of(token),
        "role": Role(role).value,
        "expires_at": tx.now + timedelta(hours=hours),
    }
    made = await tx.connection.execute(insert(invitations).values(row).returning(invitations.c.id))
    await audit.record(tx, "invite", "invitation", made.scalar_one(), role=role)
    return token


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
