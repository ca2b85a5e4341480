"""What is decided about an application stands beside it until the letter has gone."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assessment") as batch:
        batch.add_column(sa.Column("verdict", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("assessment") as batch:
        batch.alter_column("verdict", server_default=None)
