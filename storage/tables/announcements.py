"""Announcements: what staff say to many, what became of it for everybody, who agreed to news, and chats beside private ones.

A row of the ledger (`deliveries`) outlives its person without their number, so that counts stay. It never holds a text.
`due_at` is null while it is held for the weekly letter that `digest` names. `shown_revision` says which revision a message of
its own shows; it is null for what came with a letter. A text that is pending waits to go out as a correction, and until then
it is known who wrote it, for somebody else may have to agree. With `own_text` the facts of the offering are not said: only
the buttons lead to it.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.sealed import Sealed
from storage.tables.base import ROW_ID, Personal, UtcDateTime, column, metadata, reference, row_id

NONE, PARTICIPATION, PREFERENCE = Personal.NONE, Personal.PARTICIPATION, Personal.PREFERENCE
FREE = text("claimed_by IS NULL AND ended_at IS NULL")
SHOWN = text("status = 'sent' AND message_id IS NOT NULL")
TO_GROUP = text("group_id IS NOT NULL")

announcements = Table(
    "announcements",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id", index=False),
    reference("author_id", "participants.id", Personal.LINK, ondelete="SET NULL", nullable=True),
    reference("submitted_by", "participants.id", Personal.LINK, ondelete="SET NULL", nullable=True),
    reference("approved_by", "participants.id", Personal.LINK, ondelete="SET NULL", nullable=True),
    reference("offering_id", "offerings.id", nullable=True),
    reference("follows_id", "announcements.id", ondelete="SET NULL", nullable=True),
    reference("correction_by", "participants.id", Personal.LINK, ondelete="SET NULL", nullable=True),
    column("state", String, NONE),
    column("audience", Text, NONE),
    column("buttons", Text, NONE),
    column("own_text", Boolean, NONE, server_default=false()),
    column("fallbacks", Text, NONE),
    column("media_kind", String, NONE, nullable=True),
    column("media_file_id", String, NONE, nullable=True),
    column("media_name", String, NONE, nullable=True),
    column("revision", Integer, NONE),
    column("live_revision", Integer, NONE),
    column("due_at", UtcDateTime, NONE, nullable=True),
    column("latest_at", UtcDateTime, NONE, nullable=True),
    column("approved_at", UtcDateTime, NONE, nullable=True),
    column("started_at", UtcDateTime, NONE, nullable=True),
    column("ended_at", UtcDateTime, NONE, nullable=True),
    column("deleting_since", UtcDateTime, NONE, nullable=True),
    column("correction_asked_at", UtcDateTime, NONE, nullable=True),
    column("resolved", Boolean, NONE),
    column("resolved_until", ROW_ID, NONE),
    column("registrations", Integer, NONE, nullable=True),
    column("created_at", UtcDateTime, NONE),
    column("changed_at", UtcDateTime, NONE),
    Index("ix_announcements_state", "tenant_id", "state", "due_at"),
)

announcement_texts = Table(
    "announcement_texts",
    metadata,
    reference("announcement_id", "announcements.id", ondelete="CASCADE", primary_key=True, index=False),
    column("language", String, NONE, primary_key=True),
    column("pending", Boolean, NONE, primary_key=True),
    reference("written_by", "participants.id", Personal.LINK, ondelete="SET NULL", nullable=True),
    column("title", Text, NONE),
    column("text", Text, NONE),
    column("origin", String, NONE),
)

announcement_counts = Table(
    "announcement_counts",
    metadata,
    reference("announcement_id", "announcements.id", ondelete="CASCADE", primary_key=True, index=False),
    column("language", String, NONE, primary_key=True),
    column("status", String, NONE, primary_key=True),
    column("reason", String, NONE, primary_key=True),
    column("number", Integer, NONE),
)

announcement_taps = Table(
    "announcement_taps",
    metadata,
    row_id(),
    reference("announcement_id", "announcements.id", PARTICIPATION, ondelete="CASCADE"),
    reference("participant_id", "participants.id", Personal.LINK, ondelete="SET NULL", nullable=True, index=False),
    column("button", String, PARTICIPATION),
    column("tapped_at", UtcDateTime, PARTICIPATION),
    UniqueConstraint("participant_id", "announcement_id", "button"),
)

group_chats = Table(
    "group_chats",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id", index=False),
    reference("channel_id", "channels.id", index=False),
    column("address", Sealed, Personal.IDENTITY),
    column("address_index", LargeBinary, Personal.IDENTITY),
    column("thread", BigInteger, NONE),
    column("title", Sealed, Personal.IDENTITY),
    column("kind", String, NONE),
    column("status", String, NONE),
    column("met_at", UtcDateTime, NONE),
    UniqueConstraint("channel_id", "address_index", "thread"),
)

deliveries = Table(
    "deliveries",
    metadata,
    row_id(),
    reference("announcement_id", "announcements.id", PARTICIPATION, ondelete="CASCADE", index=False),
    reference("participant_id", "participants.id", Personal.LINK, ondelete="SET NULL", nullable=True, index=False),
    reference("group_id", "group_chats.id", ondelete="SET NULL", nullable=True, index=False),
    column("language", String, PREFERENCE),
    column("status", String, NONE),
    column("reason", String, NONE),
    column("digest", String, NONE, nullable=True),
    column("due_at", UtcDateTime, PARTICIPATION, nullable=True),
    column("attempts", Integer, NONE),
    column("claimed_by", String, NONE, nullable=True),
    column("lease_until", UtcDateTime, NONE, nullable=True),
    column("message_id", BigInteger, NONE, nullable=True),
    column("shown_revision", Integer, NONE, nullable=True),
    column("deleted_at", UtcDateTime, PARTICIPATION, nullable=True),
    column("ended_at", UtcDateTime, PARTICIPATION, nullable=True),
    UniqueConstraint("participant_id", "announcement_id"),
    Index(
        "uq_deliveries_group",
        "group_id",
        "announcement_id",
        unique=True,
        sqlite_where=TO_GROUP,
        postgresql_where=TO_GROUP,
    ),
    Index("ix_deliveries_fate", "announcement_id", "status", "language", "reason"),
    Index("ix_deliveries_due", "announcement_id", "due_at", "id", sqlite_where=FREE, postgresql_where=FREE),
    Index("ix_deliveries_shown", "announcement_id", "shown_revision", sqlite_where=SHOWN, postgresql_where=SHOWN),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    reference("participant_id", "participants.id", Personal.LINK, ondelete="CASCADE", primary_key=True, index=False),
    column("agreed_at", UtcDateTime, PREFERENCE, nullable=True),
    column("objected_at", UtcDateTime, PREFERENCE, nullable=True),
    column("frequency", String, PREFERENCE),
    column("any_topic", Boolean, NONE),
    column("any_quarter", Boolean, NONE),
    column("any_audience", Boolean, NONE),
    column("changed_at", UtcDateTime, PREFERENCE),
)

subscription_choices = Table(
    "subscription_choices",
    metadata,
    reference("participant_id", "participants.id", Personal.LINK, ondelete="CASCADE", primary_key=True, index=False),
    column("field", String, PREFERENCE, primary_key=True),
    column("value", String, PREFERENCE, primary_key=True),
)
