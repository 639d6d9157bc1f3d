"""Make the tables of this step: the catalogue and its texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "providers",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_providers_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_providers"),
        sa.UniqueConstraint("tenant_id", "name", name="uq_providers_tenant_id_name"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_providers_tenant_id", "providers", ["tenant_id"])
    op.create_table(
        "quarters",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_quarters_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_quarters"),
        sa.UniqueConstraint("tenant_id", "slug", name="uq_quarters_tenant_id_slug"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_quarters_tenant_id", "quarters", ["tenant_id"])
    op.create_table(
        "topics",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_topics_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_topics"),
        sa.UniqueConstraint("tenant_id", "slug", name="uq_topics_tenant_id_slug"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_topics_tenant_id", "topics", ["tenant_id"])
    op.create_table(
        "venues",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("quarter_id", ROW_ID, nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("position_exact", sa.Boolean(), nullable=False),
        sa.Column("step_free", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["quarter_id"], ["quarters.id"], name="fk_venues_quarter_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_venues_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_venues"),
        sa.UniqueConstraint("tenant_id", "source_id", name="uq_venues_tenant_id_source_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_venues_quarter_id", "venues", ["quarter_id"])
    op.create_index("ix_venues_tenant_id", "venues", ["tenant_id"])
    op.create_table(
        "offerings",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("provider_id", ROW_ID, nullable=False),
        sa.Column("quarter_id", ROW_ID, nullable=False),
        sa.Column("venue_id", ROW_ID, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("plain_language", sa.Boolean(), nullable=False),
        sa.Column("whole_course", sa.Boolean(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("waiting_list", sa.Boolean(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.Column("registering", sa.String(), nullable=False),
        sa.Column("age_min", sa.Integer(), nullable=True),
        sa.Column("age_max", sa.Integer(), nullable=True),
        sa.Column("women_only", sa.Boolean(), nullable=False),
        sa.Column("childcare", sa.String(), nullable=False),
        sa.Column("step_free", sa.String(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.id"], name="fk_offerings_provider_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["quarter_id"], ["quarters.id"], name="fk_offerings_quarter_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_offerings_tenant_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_offerings_venue_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_offerings"),
        sa.UniqueConstraint("tenant_id", "source_id", name="uq_offerings_tenant_id_source_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_offerings_provider_id", "offerings", ["provider_id"])
    op.create_index("ix_offerings_quarter_id", "offerings", ["quarter_id"])
    op.create_index("ix_offerings_tenant_id", "offerings", ["tenant_id"])
    op.create_index("ix_offerings_venue_id", "offerings", ["venue_id"])
    op.create_table(
        "offering_topics",
        sa.Column("offering_id", ROW_ID, nullable=False),
        sa.Column("topic_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offerings.id"], name="fk_offering_topics_offering_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_offering_topics_topic_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("offering_id", "topic_id", name="pk_offering_topics"),
    )
    op.create_index("ix_offering_topics_topic_id", "offering_topics", ["topic_id"])
    op.create_table(
        "offering_audiences",
        sa.Column("offering_id", ROW_ID, nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offerings.id"], name="fk_offering_audiences_offering_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("offering_id", "audience", name="pk_offering_audiences"),
    )
    op.create_index("ix_offering_audiences_audience", "offering_audiences", ["audience"])
    op.create_table(
        "offering_languages",
        sa.Column("offering_id", ROW_ID, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("interpretation", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offerings.id"], name="fk_offering_languages_offering_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("offering_id", "language", name="pk_offering_languages"),
    )
    op.create_index("ix_offering_languages_language", "offering_languages", ["language"])
    op.create_table(
        "sessions",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("offering_id", ROW_ID, nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("venue_id", ROW_ID, nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name="fk_sessions_offering_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_sessions_tenant_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_sessions_venue_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("tenant_id", "source_id", name="uq_sessions_tenant_id_source_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sessions_offering_start", "sessions", ["offering_id", "start", "status"])
    op.create_index("ix_sessions_start", "sessions", ["start"])
    op.create_index("ix_sessions_tenant_id", "sessions", ["tenant_id"])
    op.create_index("ix_sessions_venue_id", "sessions", ["venue_id"])
    op.create_table(
        "texts",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tenant_id", ROW_ID, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", ROW_ID, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("source_hash", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_texts_tenant_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_texts"),
        sa.UniqueConstraint(
            "tenant_id",
            "subject",
            "subject_id",
            "field",
            "language",
            name="uq_texts_tenant_id_subject_subject_id_field_language",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_texts_subject", "texts", ["subject", "subject_id"])
