"""Participants (who is served), their addresses on channels, and attendees (who comes)."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Integer, LargeBinary, String, Table, UniqueConstraint

from storage.sealed import Sealed
from storage.tables.base import Personal, UtcDateTime, column, metadata, reference, row_id

participants = Table(
    "participants",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id"),
    column("language", String, Personal.PREFERENCE),
    column("language_chosen", Boolean, Personal.PREFERENCE),
    column("privacy_seen_at", UtcDateTime, Personal.PREFERENCE, nullable=True),
    column("remind_days", Integer, Personal.PREFERENCE),
    column("remind_hours", Integer, Personal.PREFERENCE),
    column("unreachable_since", UtcDateTime, Personal.PARTICIPATION, nullable=True),
    column("created_at", UtcDateTime, Personal.PARTICIPATION),
    CheckConstraint("remind_days IN (0, 1, 2, 3)", name="remind_days"),
    CheckConstraint("remind_hours IN (0, 1, 2, 4)", name="remind_hours"),
)

addresses = Table(
    "addresses",
    metadata,
    row_id(),
    reference("participant_id", "participants.id", Personal.LINK, ondelete="CASCADE"),
    reference("channel_id", "channels.id", index=False),
    column("address", Sealed, Personal.IDENTITY),
    column("address_index", LargeBinary, Personal.IDENTITY),
    UniqueConstraint("channel_id", "address_index"),
)

attendees = Table(
    "attendees",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id", index=False),
    reference("participant_id", "participants.id", Personal.LINK, ondelete="CASCADE", nullable=True),
    column("child", Boolean, Personal.PARTICIPATION),
    column("name", Sealed, Personal.IDENTITY),
    column("name_index", LargeBinary, Personal.IDENTITY),
    column("guardian_consent_at", UtcDateTime, Personal.PARTICIPATION, nullable=True),
    column("created_at", UtcDateTime, Personal.PARTICIPATION),
    UniqueConstraint("participant_id", "child", "name_index"),
)
