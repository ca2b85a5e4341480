"""Why a colleague made a link to another's passphrase, that its owner knows of it, and which login it opened."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

MADE_BY_COLLEAGUES = "purpose = 'passphrase' AND created_by_id IS NOT NULL"


def upgrade() -> None:
    op.add_column("invitation", sa.Column("reason", sa.LargeBinary(), nullable=True))
    op.add_column("invitation", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    # Nobody was asked before, and nobody is asked now about what was long ago.
    op.execute(f"UPDATE invitation SET confirmed_at = COALESCE(used_at, created_at) WHERE {MADE_BY_COLLEAGUES}")
    with op.batch_alter_table("session_row") as table:
        table.add_column(sa.Column("link_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_session_row_link_id"), "invitation", ["link_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("session_row") as table:
        table.drop_constraint(op.f("fk_session_row_link_id"), type_="foreignkey")
        table.drop_column("link_id")
    with op.batch_alter_table("invitation") as table:
        table.drop_column("confirmed_at")
        table.drop_column("reason")
