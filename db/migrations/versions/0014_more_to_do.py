"""A line of a list says how much more is to be done, and what is over its day comes first whoever's turn it is."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The rows follow from the facts and rank otherwise now: the portal writes them anew when it starts without any.
    op.execute("DELETE FROM engagement_next")
    op.add_column("engagement_next", sa.Column("more", sa.Integer(), nullable=False))


def downgrade() -> None:
    op.execute("DELETE FROM engagement_next")
    op.drop_column("engagement_next", "more")
