"""Claims on places: registrations, the waiting list, attendance, and expressions of interest.

`session_key` is the session's id, or 0 for the whole course: a null would not count as equal in a unique index. `origin` says
how a registration came about: bot, phone (the team noted it) or walk_in. `said` is what the team wrote to whoever it
cancelled. `met_at` is when somebody first got, or heard of, what they were interested in. A call is what somebody without
Telegram has to be told by phone.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Index, String, Table, UniqueConstraint, text

from storage.sealed import Sealed
from storage.tables.base import ROW_ID, Personal, UtcDateTime, column, metadata, reference, row_id

PARTICIPATION = Personal.PARTICIPATION

registrations = Table(
    "registrations",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id", index=False),
    reference("participant_id", "participants.id", Personal.LINK, ondelete="CASCADE", nullable=True),
    reference("attendee_id", "attendees.id", Personal.LINK, ondelete="CASCADE", nullable=True),
    reference("offering_id", "offerings.id", PARTICIPATION, index=False),
    reference("session_id", "sessions.id", PARTICIPATION, nullable=True),
    column("session_key", ROW_ID, PARTICIPATION),
    column("status", String, PARTICIPATION),
    column("reminder_only", Boolean, PARTICIPATION),
    column("code", String, PARTICIPATION),
    column("origin", String, PARTICIPATION, server_default="bot"),
    column("confirmed_at", UtcDateTime, PARTICIPATION, nullable=True),
    column("note", Sealed, Personal.IDENTITY, nullable=True),
    column("said", Sealed, Personal.IDENTITY, nullable=True),
    column("created_at", UtcDateTime, PARTICIPATION),
    column("ended_at", UtcDateTime, PARTICIPATION, nullable=True),
    Index(
        "uq_registrations_active",
        "attendee_id",
        "offering_id",
        "session_key",
        unique=True,
        sqlite_where=text("status = 'active' AND NOT reminder_only"),
        postgresql_where=text("status = 'active' AND NOT reminder_only"),
    ),
    Index(
        "uq_registrations_reminder",
        "participant_id",
        "offering_id",
        "session_key",
        unique=True,
        sqlite_where=text("status = 'active' AND reminder_only"),
        postgresql_where=text("status = 'active' AND reminder_only"),
    ),
    Index("ix_registrations_held", "offering_id", "status", "reminder_only", "session_key", "tenant_id"),
    Index(
        "uq_registrations_code",
        "offering_id",
        "code",
        unique=True,
        sqlite_where=text("status = 'active' AND NOT reminder_only"),
        postgresql_where=text("status = 'active' AND NOT reminder_only"),
    ),
)

waiting_list = Table(
    "waiting_list",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id", index=False),
    reference("participant_id", "participants.id", Personal.LINK, ondelete="CASCADE", nullable=True),
    reference("attendee_id", "attendees.id", Personal.LINK, ondelete="CASCADE"),
    reference("offering_id", "offerings.id", PARTICIPATION),
    reference("session_id", "sessions.id", PARTICIPATION, nullable=True),
    column("session_key", ROW_ID, PARTICIPATION),
    column("status", String, PARTICIPATION),
    column("code", String, PARTICIPATION, server_default=""),
    column("note", Sealed, Personal.IDENTITY, nullable=True),
    column("said", Sealed, Personal.IDENTITY, nullable=True),
    column("created_at", UtcDateTime, PARTICIPATION),
    column("offered_at", UtcDateTime, PARTICIPATION, nullable=True),
    column("deadline", UtcDateTime, PARTICIPATION, nullable=True, index=True),
    column("ended_at", UtcDateTime, PARTICIPATION, nullable=True),
    Index(
        "uq_waiting_list_active",
        "attendee_id",
        "offering_id",
        "session_key",
        unique=True,
        sqlite_where=text("status IN ('waiting', 'offered')"),
        postgresql_where=text("status IN ('waiting', 'offered')"),
    ),
)

calls = Table(
    "calls",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id", index=False),
    reference("registration_id", "registrations.id", Personal.LINK, ondelete="CASCADE", nullable=True),
    reference("entry_id", "waiting_list.id", Personal.LINK, ondelete="CASCADE", nullable=True),
    reference("offering_id", "offerings.id", PARTICIPATION),
    reference("session_id", "sessions.id", PARTICIPATION, nullable=True),
    column("reason", String, PARTICIPATION),
    column("created_at", UtcDateTime, PARTICIPATION),
    column("done_at", UtcDateTime, PARTICIPATION, nullable=True),
)

attendance = Table(
    "attendance",
    metadata,
    row_id(),
    reference("registration_id", "registrations.id", Personal.LINK, ondelete="CASCADE"),
    reference("session_id", "sessions.id", PARTICIPATION),
    column("coming", Boolean, PARTICIPATION, nullable=True),
    column("present", Boolean, PARTICIPATION, nullable=True),
    column("answered_at", UtcDateTime, PARTICIPATION, nullable=True),
    UniqueConstraint("registration_id", "session_id"),
)

interests = Table(
    "interests",
    metadata,
    row_id(),
    reference("tenant_id", "tenants.id", index=False),
    reference("participant_id", "participants.id", Personal.LINK, ondelete="CASCADE"),
    reference("offering_id", "offerings.id", Personal.PREFERENCE, nullable=True),
    reference("topic_id", "topics.id", Personal.PREFERENCE, nullable=True),
    reference("quarter_id", "quarters.id", Personal.PREFERENCE, nullable=True),
    column("language", String, Personal.PREFERENCE),
    column("part_of_day", String, Personal.PREFERENCE),
    column("created_at", UtcDateTime, Personal.PREFERENCE),
    column("met_at", UtcDateTime, Personal.PREFERENCE, nullable=True),
    column("ended_at", UtcDateTime, Personal.PREFERENCE, nullable=True),
)
