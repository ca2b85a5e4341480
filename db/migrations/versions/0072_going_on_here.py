"""Who is here, how many they are and who is here twice is read in an index alone."""

from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_engagement_going_on", "engagement", ["organisation_id", "ended_at", "person_id"], unique=False)
    op.drop_index(op.f("ix_engagement_organisation_id"), table_name="engagement")


def downgrade() -> None:
    op.create_index(op.f("ix_engagement_organisation_id"), "engagement", ["organisation_id"], unique=False)
    op.drop_index("ix_engagement_going_on", table_name="engagement")
