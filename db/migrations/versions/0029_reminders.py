"""When those a document waits for were reminded, so that nobody is reminded twice of the same."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("document") as batch:
        batch.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("remind_from", sa.Date(), nullable=True))
    # A no is told of in the rows from now on: the portal writes them anew when it starts without any.
    op.execute("DELETE FROM engagement_next")


def downgrade() -> None:
    op.execute("DELETE FROM engagement_next")
    with op.batch_alter_table("document") as batch:
        batch.drop_column("remind_from")
        batch.drop_column("reminded_at")
