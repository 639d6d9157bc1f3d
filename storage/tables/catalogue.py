"""The catalogue: providers, venues, topics, quarters, offerings, sessions, and their texts in every language.

`offerings.unknown` names, with commas between, the fields that nobody has found out yet: their values say nothing. A draft is
not live either. `sessions.walk_ins` counts who just came, without a name. A lock keeps what an editor wrote from imports.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Float, Index, Integer, String, Table, Text, UniqueConstraint, false

from storage.tables.base import ROW_ID, Personal, UtcDateTime, column, metadata, reference, row_id

NONE = Personal.NONE

providers = Table(
    "providers",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id"),
    column("name", String, NONE),
    UniqueConstraint("tenant_id", "name"),
)

quarters = Table(
    "quarters",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id"),
    column("slug", String, NONE),
    UniqueConstraint("tenant_id", "slug"),
)

topics = Table(
    "topics",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id"),
    column("slug", String, NONE),
    UniqueConstraint("tenant_id", "slug"),
)

venues = Table(
    "venues",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id"),
    column("source_id", String, NONE),
    reference("quarter_id", "quarters.id"),
    column("street", String, NONE),
    column("postal_code", String, NONE),
    column("city", String, NONE),
    column("latitude", Float, NONE, nullable=True),
    column("longitude", Float, NONE, nullable=True),
    column("position_exact", Boolean, NONE),
    column("step_free", String, NONE),
    UniqueConstraint("tenant_id", "source_id"),
)

offerings = Table(
    "offerings",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id"),
    column("source_id", String, NONE),
    reference("provider_id", "providers.id"),
    reference("quarter_id", "quarters.id"),
    reference("venue_id", "venues.id", nullable=True),
    column("kind", String, NONE),
    column("level", String, NONE),
    column("plain_language", Boolean, NONE),
    column("whole_course", Boolean, NONE),
    column("capacity", Integer, NONE, nullable=True),
    column("waiting_list", Boolean, NONE),
    column("price_cents", Integer, NONE, nullable=True),
    column("registering", String, NONE),
    column("age_min", Integer, NONE, nullable=True),
    column("age_max", Integer, NONE, nullable=True),
    column("women_only", Boolean, NONE),
    column("childcare", String, NONE),
    column("step_free", String, NONE),
    column("hours", Float, NONE, nullable=True),
    column("live", Boolean, NONE),
    column("draft", Boolean, NONE, server_default=false()),
    column("unknown", Text, NONE, server_default=""),
    column("changed_at", UtcDateTime, NONE),
    UniqueConstraint("tenant_id", "source_id"),
)

offering_topics = Table(
    "offering_topics",
    metadata,
    reference("offering_id", "offerings.id", ondelete="CASCADE", primary_key=True, index=False),
    reference("topic_id", "topics.id", primary_key=True),
    column("position", Integer, NONE),
)

offering_audiences = Table(
    "offering_audiences",
    metadata,
    reference("offering_id", "offerings.id", ondelete="CASCADE", primary_key=True, index=False),
    column("audience", String, NONE, primary_key=True, index=True),
)

offering_languages = Table(
    "offering_languages",
    metadata,
    reference("offering_id", "offerings.id", ondelete="CASCADE", primary_key=True, index=False),
    column("language", String, NONE, primary_key=True, index=True),
    column("interpretation", Boolean, NONE),
)

sessions = Table(
    "sessions",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id"),
    reference("offering_id", "offerings.id", index=False),
    column("source_id", String, NONE),
    column("number", Integer, NONE),
    column("start", UtcDateTime, NONE, index=True),
    column("end", UtcDateTime, NONE),
    reference("venue_id", "venues.id", nullable=True),
    column("capacity", Integer, NONE, nullable=True),
    column("status", String, NONE),
    column("link", String, NONE, nullable=True),
    column("walk_ins", Integer, NONE, server_default="0"),
    UniqueConstraint("tenant_id", "source_id"),
    Index("ix_sessions_offering_start", "offering_id", "start", "status"),
)

texts = Table(
    "texts",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id", index=False),
    column("subject", String, NONE),
    column("subject_id", ROW_ID, NONE),
    column("field", String, NONE),
    column("language", String, NONE),
    column("text", Text, NONE),
    column("folded", Text, NONE),
    column("origin", String, NONE),
    column("source_hash", String, NONE, nullable=True),
    UniqueConstraint("tenant_id", "subject", "subject_id", "field", "language"),
    Index("ix_texts_subject", "subject", "subject_id"),
)

locks = Table(
    "locks",
    metadata,
    reference("tenant_id", "tenants.id", primary_key=True, index=False),
    column("subject", String, NONE, primary_key=True),
    column("subject_id", ROW_ID, NONE, primary_key=True),
    column("field", String, NONE, primary_key=True),
    column("locked_at", UtcDateTime, NONE),
)
