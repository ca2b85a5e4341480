"""Whom a mail is to, and when the mail server took it; of what went before nothing is told."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox_item") as batch:
        batch.add_column(sa.Column("person_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_outbox_item_person_id"), "person", ["person_id"], ["id"])
        batch.create_index(op.f("ix_outbox_item_person_id"), ["person_id"], unique=False)
