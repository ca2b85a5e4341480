"""Whoever has a new role is welcomed to it once: the portal keeps when they put the welcome away."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("membership", sa.Column("welcomed_at", sa.DateTime(timezone=True), nullable=True))
    # Who has been here until now knows the way.
    op.execute("UPDATE membership SET welcomed_at = created_at")


def downgrade() -> None:
    op.drop_column("membership", "welcomed_at")
