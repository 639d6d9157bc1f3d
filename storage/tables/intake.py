"""Files taken in: what was sent or fetched, what became of it, how to undo it, and where to fetch from on a schedule.

A source whose `hours` are whole days is looked at when it is `at_hour` on the wall, where that is set.
`content` is the file while somebody looks at its preview, `undo` what the catalogue said before; both are compressed.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from storage.tables.base import Personal, UtcDateTime, column, metadata, reference, row_id

NONE = Personal.NONE

sources = Table(
    "sources",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id", index=False),
    column("address", String, NONE),
    column("form", String, NONE),
    column("provider", String, NONE),
    column("hours", Integer, NONE),
    column("at_hour", Integer, NONE, nullable=True),
    column("live", Boolean, NONE),
    column("etag", String, NONE),
    column("modified", String, NONE),
    column("checked_at", UtcDateTime, NONE, nullable=True),
    column("outcome", String, NONE),
    column("failures", Integer, NONE),
    column("next_at", UtcDateTime, NONE),
    UniqueConstraint("tenant_id", "address"),
)

imports = Table(
    "imports",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id", index=False),
    reference("by_id", "participants.id", Personal.LINK, ondelete="SET NULL", nullable=True),
    reference("source_id", "sources.id", ondelete="SET NULL", nullable=True),
    column("name", String, NONE),
    column("form", String, NONE),
    column("status", String, NONE),
    column("counts", Text, NONE),
    column("content", LargeBinary, NONE, nullable=True),
    column("undo", LargeBinary, NONE, nullable=True),
    column("created_at", UtcDateTime, NONE),
    column("ended_at", UtcDateTime, NONE, nullable=True),
    Index("ix_imports_status", "tenant_id", "status", "id"),
)
