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
    widen_catalogue()
    make_locks()
    make_sources()
    make_imports()


def widen_registrations() -> None:
    """Add how a registration came about, whether it was confirmed, and a note."""
    op.add_column("registrations", sa.Column("origin", sa.String(), nullable=False, server_default="bot"))
    op.add_column("registrations", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("registrations", sa.Column("note", sa.LargeBinary(), nullable=True))


def widen_catalogue() -> None:
    """Add drafts, what nobody has found out yet, and who just came."""
    op.add_column("offerings", sa.Column("draft", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("offerings", sa.Column("unknown", sa.Text(), nullable=False, server_default=""))
    op.add_column("sessions", sa.Column("walk_ins", sa.Integer(), nullable=False, server_default="0"))


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
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("modified", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
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
