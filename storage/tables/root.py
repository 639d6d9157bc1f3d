"""Roots: tenants (cities), channels beside Telegram, and the database's own wrapped secrets."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String, Table, UniqueConstraint

from storage.tables.base import Personal, column, metadata, reference, row_id

tenants = Table(
    "tenants",
    metadata,
    row_id(),
    column("slug", String, Personal.NONE, unique=True),
    column("timezone", String, Personal.NONE),
)

channels = Table(
    "channels",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id"),
    column("kind", String, Personal.NONE),
    UniqueConstraint("tenant_id", "kind"),
)

secrets = Table(
    "secrets",
    metadata,
    column("name", String, Personal.NONE, primary_key=True),
    column("wrapped", LargeBinary, Personal.NONE),
)
