"""A break keeps no word of illness, and no reason that nobody chose."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# The words were "health", "leave" and "other", encrypted with 32 bytes around them. Only the first has six letters, and
# the keys that read them are not there yet when tables are changed.
HEALTH = 32 + len("health")


def upgrade() -> None:
    with op.batch_alter_table("pause") as batch:
        batch.alter_column("reason", existing_type=sa.LargeBinary(), nullable=True)
    op.execute(f"UPDATE pause SET reason = NULL WHERE length(reason) = {HEALTH}")


def downgrade() -> None:
    op.execute("DELETE FROM pause WHERE reason IS NULL")
    with op.batch_alter_table("pause") as batch:
        batch.alter_column("reason", existing_type=sa.LargeBinary(), nullable=False)
