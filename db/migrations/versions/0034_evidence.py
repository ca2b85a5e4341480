"""Evidence stands under the audit log: its entries carry digests, made with a key of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_event", sa.Column("evidence", sa.JSON(), nullable=True))
    # What an encrypting key is for was not said, for there was no other.
    op.add_column("wrapped_key", sa.Column("purpose", sa.String(), nullable=False, server_default="data"))
    with op.batch_alter_table("wrapped_key") as batch:
        batch.alter_column("purpose", server_default=None)


def downgrade() -> None:
    op.drop_column("wrapped_key", "purpose")
    op.drop_column("audit_event", "evidence")
