"""The address that mails come back from, as somebody has told."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("returning_email", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("person") as batch:
        batch.alter_column("returning_email", server_default=None)
