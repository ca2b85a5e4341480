"""A goodbye is a small path: what is to be done by the last day, and when each part of it was done."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "goodbye",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("handed_over_on", sa.Date(), nullable=True),
        sa.Column("talked_on", sa.Date(), nullable=True),
        sa.Column("thanked_on", sa.Date(), nullable=True),
        sa.Column("proved_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_goodbye_organisation_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_goodbye_engagement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goodbye")),
        sa.UniqueConstraint("engagement_id", name=op.f("uq_goodbye_engagement_id")),
    )
    op.create_index(op.f("ix_goodbye_organisation_id"), "goodbye", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("goodbye")
