"""Who may do what, and who did what: grants, invitations, audit."""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary, String, Table, Text, UniqueConstraint, text

from storage.tables.base import ROW_ID, Personal, UtcDateTime, column, metadata, reference, row_id

grants = Table(
    "grants",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id", index=False),
    reference("participant_id", "participants.id", Personal.LINK, ondelete="CASCADE"),
    column("role", String, Personal.PARTICIPATION),
    reference("provider_id", "providers.id", nullable=True),
    column("granted_at", UtcDateTime, Personal.PARTICIPATION),
    UniqueConstraint("participant_id", "role", "provider_id"),
    Index(
        "uq_grants_everywhere",
        "participant_id",
        "role",
        unique=True,
        sqlite_where=text("provider_id IS NULL"),
        postgresql_where=text("provider_id IS NULL"),
    ),
)

invitations = Table(
    "invitations",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id", index=False),
    column("token_hash", LargeBinary, Personal.NONE, unique=True),
    column("role", String, Personal.NONE),
    reference("provider_id", "providers.id", nullable=True),
    column("expires_at", UtcDateTime, Personal.NONE),
    column("used_at", UtcDateTime, Personal.NONE, nullable=True),
)

audit = Table(
    "audit",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id", index=False),
    column("at", UtcDateTime, Personal.NONE, index=True),
    column("actor", String, Personal.LINK),
    column("actor_id", ROW_ID, Personal.LINK, nullable=True),
    column("action", String, Personal.NONE),
    column("subject", String, Personal.NONE),
    column("subject_id", ROW_ID, Personal.LINK, nullable=True),
    column("detail", Text, Personal.LINK),
)
