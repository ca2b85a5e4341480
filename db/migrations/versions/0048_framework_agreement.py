"""What a framework agreement with an association says, and that it was signed."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement_text",
        sa.Column("association_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["association_id"], ["association.id"], name=op.f("fk_agreement_text_association_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_agreement_text_written_by_id")),
        sa.PrimaryKeyConstraint("association_id", "topic_id", name=op.f("pk_agreement_text")),
    )
    op.create_table(
        "agreement_signing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("association_id", sa.Uuid(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("ours", sa.LargeBinary(), nullable=False),
        sa.Column("theirs", sa.LargeBinary(), nullable=False),
        sa.Column("employees", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_agreement_signing_association_id")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_agreement_signing_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_signing")),
    )
    op.create_index(op.f("ix_agreement_signing_association_id"), "agreement_signing", ["association_id"])


def downgrade() -> None:
    for table in ("agreement_signing", "agreement_text"):
        op.drop_table(table)
