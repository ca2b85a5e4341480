"""The text of a framework agreement as it was signed on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement_as_signed",
        sa.Column("signing_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["signing_id"], ["agreement_signing.id"], name=op.f("fk_agreement_as_signed_signing_id")
        ),
        sa.PrimaryKeyConstraint("signing_id", name=op.f("pk_agreement_as_signed")),
    )


def downgrade() -> None:
    op.drop_table("agreement_as_signed")
