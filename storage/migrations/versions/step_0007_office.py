"""Make the tables and columns of this step: what a coordinator's office notes, locks, imports and where they come from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply the step."""
    widen_registrations()
    widen_waiting_list()
    widen_interests()
    make_calls()
    widen_catalogue()
    widen_announcements()
    make_locks()
    make_sources()
    make_imports()
    make_figures()


def widen_registrations() -> None:
    """Add how a registration came about, whether it was confirmed, a note, what the team wrote, and an index that counts."""
    op.add_column("registrations", sa.Column("origin", sa.String(), nullable=False, server_default="bot"))
    op.add_column("registrations", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("registrations", sa.Column("note", sa.LargeBinary(), nullable=True))
    op.add_column("registrations", sa.Column("said", sa.LargeBinary(), nullable=True))
    held = ["offering_id", "status", "reminder_only", "session_key", "tenant_id"]
    op.create_index("ix_registrations_held", "registrations", held)
    op.drop_index("ix_registrations_offering_id", "registrations")


def widen_waiting_list() -> None:
    """Add the code of who waits without Telegram, a note, and what the team wrote."""
    op.add_column("waiting_list", sa.Column("code", sa.String(), nullable=False, server_default=""))
    op.add_column("waiting_list", sa.Column("note", sa.LargeBinary(), nullable=True))
    op.add_column("waiting_list", sa.Column("said", sa.LargeBinary(), nullable=True))


def widen_interests() -> None:
    """Add when a wish was met, and find out for those there are: by a place since then, or by what was told."""
    op.add_column("interests", sa.Column("met_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE interests SET met_at = (SELECT MIN(registrations.created_at) FROM registrations"
        " WHERE registrations.participant_id = interests.participant_id"
        " AND registrations.offering_id = interests.offering_id"
        " AND registrations.created_at >= interests.created_at)"
        " WHERE offering_id IS NOT NULL"
    )
    op.execute(
        "UPDATE interests SET met_at = (SELECT MIN(outbox.ended_at) FROM outbox"
        " WHERE outbox.participant_id = interests.participant_id"
        " AND outbox.kind = 'interest_met' AND outbox.status = 'sent'"
        " AND outbox.unique_key LIKE 'interest_met:' || interests.id || ':%')"
        " WHERE offering_id IS NULL"
    )


def make_calls() -> None:
    """Make the table."""
    op.create_table(
        "calls",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("registration_id", ROW_ID, nullable=True),
        sa.Column("entry_id", ROW_ID, nullable=True),
        sa.Column("offering_id", ROW_ID, nullable=False),
        sa.Column("session_id", ROW_ID, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["waiting_list.id"], name="fk_calls_entry_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name="fk_calls_offering_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_calls_registration_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_calls_session_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_calls_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_calls"),
        sqlite_autoincrement=True,
    )
    for name in ("registration_id", "entry_id", "offering_id", "session_id"):
        op.create_index(f"ix_calls_{name}", "calls", [name])


def widen_catalogue() -> None:
    """Add drafts, what nobody has found out yet, and who just came."""
    op.add_column("offerings", sa.Column("draft", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("offerings", sa.Column("unknown", sa.Text(), nullable=False, server_default=""))
    op.add_column("sessions", sa.Column("walk_ins", sa.Integer(), nullable=False, server_default="0"))


def widen_announcements() -> None:
    """Add whether only the buttons are about the offering."""
    op.add_column("announcements", sa.Column("own_text", sa.Boolean(), nullable=False, server_default=sa.false()))


def make_locks() -> None:
    """Make the table."""
    op.create_table(
        "locks",
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", ROW_ID, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_locks_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("tenant_id", "subject", "subject_id", "field", name="pk_locks"),
    )


def make_sources() -> None:
    """Make the table."""
    op.create_table(
        "sources",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("at_hour", sa.Integer(), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("modified", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_sources_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("tenant_id", "address", name="uq_sources_tenant_id_address"),
        sqlite_autoincrement=True,
    )


def make_imports() -> None:
    """Make the table."""
    op.create_table(
        "imports",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("by_id", ROW_ID, nullable=True),
        sa.Column("source_id", ROW_ID, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("undo", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["participants.id"], name="fk_imports_by_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_imports_source_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_imports_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_imports_by_id", "imports", ["by_id"])
    op.create_index("ix_imports_source_id", "imports", ["source_id"])
    op.create_index("ix_imports_status", "imports", ["tenant_id", "status", "id"])


def make_figures() -> None:
    """Make the table."""
    op.create_table(
        "figures",
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("offering_key", ROW_ID, nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_figures_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("tenant_id", "month", "offering_key", "measure", "language", name="pk_figures"),
    )
