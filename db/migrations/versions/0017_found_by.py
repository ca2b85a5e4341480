"""People are found by their names and mail in any spelling, and by their phone number."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Phone numbers are read with keys that are not loaded yet: the portal fills it when it starts.
    op.add_column("person", sa.Column("found_by", sa.String(), nullable=False, server_default=""))
    # The rows follow from the facts, and are written anew with what people are found by.
    op.execute("DELETE FROM engagement_next")
    op.add_column("engagement_next", sa.Column("found_by", sa.String(), nullable=False))
    op.drop_index("ix_engagement_next_name", table_name="engagement_next")
    op.create_index("ix_engagement_next_name", "engagement_next", ["organisation_id", "sought", "found_by"])


def downgrade() -> None:
    op.execute("DELETE FROM engagement_next")
    op.drop_index("ix_engagement_next_name", table_name="engagement_next")
    op.create_index("ix_engagement_next_name", "engagement_next", ["organisation_id", "sought"])
    op.drop_column("engagement_next", "found_by")
    op.drop_column("person", "found_by")
