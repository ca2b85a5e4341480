"""Mails that were given up are found without reading all that were sent."""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NEW, OLD, TABLE = "ix_outbox_item_organisation_id_problem", "ix_outbox_item_organisation_id", "outbox_item"


def upgrade() -> None:
    op.create_index(NEW, TABLE, ["organisation_id", "problem"])
    op.drop_index(op.f(OLD), table_name=TABLE)


def downgrade() -> None:
    op.create_index(op.f(OLD), TABLE, ["organisation_id"])
    op.drop_index(NEW, table_name=TABLE)
