"""How long what is about somebody who has stopped was to be kept when they were told so."""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("left_before", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("organisation") as batch:
        batch.alter_column("left_before", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.drop_column("left_before")
