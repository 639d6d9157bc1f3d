"""Make the tables of this step: registrations, the waiting list, attendance, interests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "registrations",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=True),
        sa.Column("attendee_id", ROW_ID, nullable=True),
        sa.Column("offering_id", ROW_ID, nullable=False),
        sa.Column("session_id", ROW_ID, nullable=True),
        sa.Column("session_key", ROW_ID, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reminder_only", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendees.id"], name="fk_registrations_attendee_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offerings.id"], name="fk_registrations_offering_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_registrations_participant_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_registrations_session_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_registrations_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_registrations"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_registrations_attendee_id", "registrations", ["attendee_id"])
    op.create_index("ix_registrations_offering_id", "registrations", ["offering_id"])
    op.create_index("ix_registrations_participant_id", "registrations", ["participant_id"])
    op.create_index("ix_registrations_session_id", "registrations", ["session_id"])
    op.create_index(
        "uq_registrations_active",
        "registrations",
        ["attendee_id", "offering_id", "session_key"],
        unique=True,
        sqlite_where=sa.text("status = 'active' AND NOT reminder_only"),
        postgresql_where=sa.text("status = 'active' AND NOT reminder_only"),
    )
    op.create_index(
        "uq_registrations_code",
        "registrations",
        ["offering_id", "code"],
        unique=True,
        sqlite_where=sa.text("status = 'active' AND NOT reminder_only"),
        postgresql_where=sa.text("status = 'active' AND NOT reminder_only"),
    )
    op.create_index(
        "uq_registrations_reminder",
        "registrations",
        ["participant_id", "offering_id", "session_key"],
        unique=True,
        sqlite_where=sa.text("status = 'active' AND reminder_only"),
        postgresql_where=sa.text("status = 'active' AND reminder_only"),
    )
    op.create_table(
        "waiting_list",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=True),
        sa.Column("attendee_id", ROW_ID, nullable=False),
        sa.Column("offering_id", ROW_ID, nullable=False),
        sa.Column("session_id", ROW_ID, nullable=True),
        sa.Column("session_key", ROW_ID, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendees.id"], name="fk_waiting_list_attendee_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offerings.id"], name="fk_waiting_list_offering_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_waiting_list_participant_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_waiting_list_session_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_waiting_list_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_waiting_list"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_waiting_list_attendee_id", "waiting_list", ["attendee_id"])
    op.create_index("ix_waiting_list_deadline", "waiting_list", ["deadline"])
    op.create_index("ix_waiting_list_offering_id", "waiting_list", ["offering_id"])
    op.create_index("ix_waiting_list_participant_id", "waiting_list", ["participant_id"])
    op.create_index("ix_waiting_list_session_id", "waiting_list", ["session_id"])
    op.create_index(
        "uq_waiting_list_active",
        "waiting_list",
        ["attendee_id", "offering_id", "session_key"],
        unique=True,
        sqlite_where=sa.text("status IN ('waiting', 'offered')"),
        postgresql_where=sa.text("status IN ('waiting', 'offered')"),
    )
    op.create_table(
        "attendance",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("registration_id", ROW_ID, nullable=False),
        sa.Column("session_id", ROW_ID, nullable=False),
        sa.Column("coming", sa.Boolean(), nullable=True),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_attendance_registration_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_attendance_session_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
        sa.UniqueConstraint("registration_id", "session_id", name="uq_attendance_registration_id_session_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attendance_registration_id", "attendance", ["registration_id"])
    op.create_index("ix_attendance_session_id", "attendance", ["session_id"])
    op.create_table(
        "interests",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("offering_id", ROW_ID, nullable=True),
        sa.Column("topic_id", ROW_ID, nullable=True),
        sa.Column("quarter_id", ROW_ID, nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("part_of_day", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offerings.id"], name="fk_interests_offering_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_interests_participant_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["quarter_id"], ["quarters.id"], name="fk_interests_quarter_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_interests_tenant_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_interests_topic_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_interests"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_interests_offering_id", "interests", ["offering_id"])
    op.create_index("ix_interests_participant_id", "interests", ["participant_id"])
    op.create_index("ix_interests_quarter_id", "interests", ["quarter_id"])
    op.create_index("ix_interests_topic_id", "interests", ["topic_id"])
