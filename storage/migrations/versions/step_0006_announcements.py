"""Make the tables of this step: announcements, their ledger and taps, who agreed to news, and group chats."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply the step."""
    make_group_chats()
    make_announcements()
    make_announcement_texts()
    make_announcement_counts()
    make_announcement_taps()
    make_deliveries()
    make_subscriptions()
    make_subscription_choices()


def make_group_chats() -> None:
    """Make the table."""
    op.create_table(
        "group_chats",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("channel_id", ROW_ID, nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("address_index", sa.LargeBinary(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name="fk_group_chats_channel_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_group_chats_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_group_chats"),
        sa.UniqueConstraint(
            "channel_id", "address_index", "thread", name="uq_group_chats_channel_id_address_index_thread"
        ),
        sqlite_autoincrement=True,
    )


def make_announcements() -> None:
    """Make the table."""
    op.create_table(
        "announcements",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("author_id", ROW_ID, nullable=True),
        sa.Column("submitted_by", ROW_ID, nullable=True),
        sa.Column("approved_by", ROW_ID, nullable=True),
        sa.Column("correction_by", ROW_ID, nullable=True),
        sa.Column("offering_id", ROW_ID, nullable=True),
        sa.Column("follows_id", ROW_ID, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("buttons", sa.Text(), nullable=False),
        sa.Column("fallbacks", sa.Text(), nullable=False),
        sa.Column("media_kind", sa.String(), nullable=True),
        sa.Column("media_file_id", sa.String(), nullable=True),
        sa.Column("media_name", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("live_revision", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("correction_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved", sa.Boolean(), nullable=False),
        sa.Column("resolved_until", ROW_ID, nullable=False),
        sa.Column("registrations", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["participants.id"], name="fk_announcements_approved_by", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participants.id"], name="fk_announcements_author_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["correction_by"], ["participants.id"], name="fk_announcements_correction_by", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["announcements.id"], name="fk_announcements_follows_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offerings.id"], name="fk_announcements_offering_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["participants.id"], name="fk_announcements_submitted_by", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_announcements_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_announcements"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_announcements_approved_by", "announcements", ["approved_by"])
    op.create_index("ix_announcements_author_id", "announcements", ["author_id"])
    op.create_index("ix_announcements_correction_by", "announcements", ["correction_by"])
    op.create_index("ix_announcements_follows_id", "announcements", ["follows_id"])
    op.create_index("ix_announcements_offering_id", "announcements", ["offering_id"])
    op.create_index("ix_announcements_state", "announcements", ["tenant_id", "state", "due_at"])
    op.create_index("ix_announcements_submitted_by", "announcements", ["submitted_by"])


def make_announcement_texts() -> None:
    """Make the table."""
    op.create_table(
        "announcement_texts",
        sa.Column("announcement_id", ROW_ID, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("written_by", ROW_ID, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name="fk_announcement_texts_announcement_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["participants.id"], name="fk_announcement_texts_written_by", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("announcement_id", "language", "pending", name="pk_announcement_texts"),
    )
    op.create_index("ix_announcement_texts_written_by", "announcement_texts", ["written_by"])


def make_announcement_counts() -> None:
    """Make the table."""
    op.create_table(
        "announcement_counts",
        sa.Column("announcement_id", ROW_ID, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name="fk_announcement_counts_announcement_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("announcement_id", "language", "status", "reason", name="pk_announcement_counts"),
    )


def make_announcement_taps() -> None:
    """Make the table."""
    op.create_table(
        "announcement_taps",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("announcement_id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=True),
        sa.Column("button", sa.String(), nullable=False),
        sa.Column("tapped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name="fk_announcement_taps_announcement_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_announcement_taps_participant_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_announcement_taps"),
        sa.UniqueConstraint(
            "participant_id",
            "announcement_id",
            "button",
            name="uq_announcement_taps_participant_id_announcement_id_button",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_announcement_taps_announcement_id", "announcement_taps", ["announcement_id"])


def make_deliveries() -> None:
    """Make the table."""
    op.create_table(
        "deliveries",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("announcement_id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=True),
        sa.Column("group_id", ROW_ID, nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("shown_revision", sa.Integer(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name="fk_deliveries_announcement_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["group_chats.id"], name="fk_deliveries_group_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_deliveries_participant_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("participant_id", "announcement_id", name="uq_deliveries_participant_id_announcement_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["announcement_id", "due_at", "id"],
        sqlite_where=sa.text("claimed_by IS NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("claimed_by IS NULL AND ended_at IS NULL"),
    )
    op.create_index("ix_deliveries_fate", "deliveries", ["announcement_id", "status", "language", "reason"])
    op.create_index(
        "ix_deliveries_shown",
        "deliveries",
        ["announcement_id", "shown_revision"],
        sqlite_where=sa.text("status = 'sent' AND message_id IS NOT NULL"),
        postgresql_where=sa.text("status = 'sent' AND message_id IS NOT NULL"),
    )
    op.create_index(
        "uq_deliveries_group",
        "deliveries",
        ["group_id", "announcement_id"],
        unique=True,
        sqlite_where=sa.text("group_id IS NOT NULL"),
        postgresql_where=sa.text("group_id IS NOT NULL"),
    )


def make_subscriptions() -> None:
    """Make the table."""
    op.create_table(
        "subscriptions",
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frequency", sa.String(), nullable=False),
        sa.Column("any_topic", sa.Boolean(), nullable=False),
        sa.Column("any_quarter", sa.Boolean(), nullable=False),
        sa.Column("any_audience", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_subscriptions_participant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("participant_id", name="pk_subscriptions"),
    )


def make_subscription_choices() -> None:
    """Make the table."""
    op.create_table(
        "subscription_choices",
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_subscription_choices_participant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("participant_id", "field", "value", name="pk_subscription_choices"),
    )
