"""Make the tables of this step: tenants, channels, the database's own secrets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
    )
    op.create_table(
        "tenants",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tenants"),
        sa.UniqueConstraint("slug", name="uq_tenants_slug"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "channels",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_channels_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_channels"),
        sa.UniqueConstraint("tenant_id", "kind", name="uq_channels_tenant_id_kind"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_channels_tenant_id", "channels", ["tenant_id"])
