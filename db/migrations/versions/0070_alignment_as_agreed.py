"""The text of an alignment as it was agreed."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alignment_as_agreed",
        sa.Column("alignment_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["alignment_id"], ["alignment.id"], name=op.f("fk_alignment_as_agreed_alignment_id")),
        sa.PrimaryKeyConstraint("alignment_id", name=op.f("pk_alignment_as_agreed")),
    )


def downgrade() -> None:
    op.drop_table("alignment_as_agreed")
