"""Mails that are kept back as their receivers chose, and those that one mail tells together."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox_item") as batch:
        batch.add_column(sa.Column("kept_back", sa.String(), nullable=True))
        batch.add_column(sa.Column("gathered_into_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_outbox_item_gathered_into_id"), "outbox_item", ["gathered_into_id"], ["id"])
    op.create_index(op.f("ix_outbox_item_gathered_into_id"), "outbox_item", ["gathered_into_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_outbox_item_gathered_into_id"), table_name="outbox_item")
    with op.batch_alter_table("outbox_item") as batch:
        batch.drop_constraint(op.f("fk_outbox_item_gathered_into_id"), type_="foreignkey")
        batch.drop_column("gathered_into_id")
        batch.drop_column("kept_back")
