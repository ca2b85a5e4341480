"""Who lacks a document or a way in is kept with what comes next, so that a list of them looks at nobody else."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The rows follow from the facts: the portal writes them anew when it starts without any.
    op.execute("DELETE FROM engagement_next")
    op.add_column("engagement_next", sa.Column("undrafted", sa.Boolean(), nullable=False))
    op.add_column("engagement_next", sa.Column("newcomer", sa.Boolean(), nullable=False))
    op.create_index("ix_engagement_next_newcomer", "engagement_next", ["organisation_id", "newcomer"])


def downgrade() -> None:
    op.execute("DELETE FROM engagement_next")
    op.drop_index("ix_engagement_next_newcomer", table_name="engagement_next")
    op.drop_column("engagement_next", "newcomer")
    op.drop_column("engagement_next", "undrafted")
