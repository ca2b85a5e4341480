"""How long what is about somebody who has stopped is kept, and when it was deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("left_months", sa.Integer(), nullable=False, server_default="24"))
    with op.batch_alter_table("organisation") as batch:
        batch.alter_column("left_months", server_default=None)
    with op.batch_alter_table("engagement") as batch:
        batch.add_column(sa.Column("cleared_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("engagement") as batch:
        batch.drop_column("cleared_on")
    with op.batch_alter_table("organisation") as batch:
        batch.drop_column("left_months")
