"""What comes in and goes out: inbox, conversations (stack of dialog states), outbox."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from storage.sealed import Sealed
from storage.tables.base import Personal, UtcDateTime, column, metadata, reference, row_id

NONE = Personal.NONE

conversations = Table(
    "conversations",
    metadata,
    row_id(),
    reference("channel_id", "channels.id", index=False),
    reference("participant_id", "participants.id", Personal.LINK, ondelete="CASCADE", nullable=True),
    column("key_index", LargeBinary, Personal.IDENTITY),
    column("stack", Sealed, Personal.PARTICIPATION, nullable=True),
    column("revision", Integer, NONE),
    column("screen_id", BigInteger, NONE, nullable=True),
    column("keyboard_language", String, Personal.PREFERENCE, nullable=True),
    column("changed_at", UtcDateTime, Personal.PARTICIPATION, index=True),
    UniqueConstraint("channel_id", "key_index"),
)

inbox = Table(
    "inbox",
    metadata,
    row_id(),
    reference("channel_id", "channels.id", index=False),
    column("external_id", BigInteger, NONE),
    column("conversation_index", LargeBinary, Personal.IDENTITY),
    column("payload", Sealed, Personal.IDENTITY, nullable=True),
    column("status", String, NONE),
    column("attempts", Integer, NONE),
    column("received_at", UtcDateTime, Personal.PARTICIPATION),
    column("lease_until", UtcDateTime, NONE, nullable=True),
    UniqueConstraint("channel_id", "external_id"),
    Index("ix_inbox_open", "conversation_index", "id"),
    Index("ix_inbox_status", "status", "id"),
)

outbox = Table(
    "outbox",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id", index=False),
    reference("participant_id", "participants.id", Personal.LINK, ondelete="CASCADE"),
    column("lane", Integer, NONE),
    column("kind", String, NONE),
    column("args", Text, Personal.LINK),
    column("unique_key", String, Personal.LINK, unique=True),
    reference("registration_id", "registrations.id", Personal.LINK, ondelete="CASCADE", nullable=True),
    reference("session_id", "sessions.id", Personal.PARTICIPATION, nullable=True),
    column("due_at", UtcDateTime, Personal.PARTICIPATION),
    column("silent", Boolean, NONE),
    column("status", String, NONE),
    column("attempts", Integer, NONE),
    column("lease_until", UtcDateTime, NONE, nullable=True),
    column("claimed_by", String, NONE, nullable=True),
    column("reason", String, NONE, nullable=True),
    column("message_id", BigInteger, NONE, nullable=True),
    column("ended_at", UtcDateTime, Personal.PARTICIPATION, nullable=True),
    Index("ix_outbox_due", "status", "lane", "due_at"),
)
