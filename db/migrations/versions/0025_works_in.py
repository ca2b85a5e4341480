"""Who works in several organisations chooses one, and it is remembered."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.add_column(sa.Column("works_in_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_account_works_in_id"), "organisation", ["works_in_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.drop_constraint(op.f("fk_account_works_in_id"), type_="foreignkey")
        table.drop_column("works_in_id")
