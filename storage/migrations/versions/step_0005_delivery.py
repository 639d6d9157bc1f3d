"""Make the tables of this step: conversations, inbox and outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "conversations",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("channel_id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=True),
        sa.Column("key_index", sa.LargeBinary(), nullable=False),
        sa.Column("stack", sa.LargeBinary(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("screen_id", sa.BigInteger(), nullable=True),
        sa.Column("keyboard_language", sa.String(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name="fk_conversations_channel_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_conversations_participant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("channel_id", "key_index", name="uq_conversations_channel_id_key_index"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_conversations_changed_at", "conversations", ["changed_at"])
    op.create_index("ix_conversations_participant_id", "conversations", ["participant_id"])
    op.create_table(
        "inbox",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("channel_id", ROW_ID, nullable=False),
        sa.Column("external_id", sa.BigInteger(), nullable=False),
        sa.Column("conversation_index", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name="fk_inbox_channel_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("channel_id", "external_id", name="uq_inbox_channel_id_external_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_open", "inbox", ["conversation_index", "id"])
    op.create_index("ix_inbox_status", "inbox", ["status", "id"])
    op.create_table(
        "outbox",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("unique_key", sa.String(), nullable=False),
        sa.Column("registration_id", ROW_ID, nullable=True),
        sa.Column("session_id", ROW_ID, nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_outbox_participant_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_outbox_registration_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_outbox_session_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_outbox_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("unique_key", name="uq_outbox_unique_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_due", "outbox", ["status", "lane", "due_at"])
    op.create_index("ix_outbox_participant_id", "outbox", ["participant_id"])
    op.create_index("ix_outbox_registration_id", "outbox", ["registration_id"])
    op.create_index("ix_outbox_session_id", "outbox", ["session_id"])
