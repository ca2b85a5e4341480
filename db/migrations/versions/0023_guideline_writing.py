"""What somebody is writing on guidelines or principles, until it is published."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guideline_writing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("workplace_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("follows", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_guideline_writing_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_guideline_writing_person_id")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_guideline_writing_workplace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guideline_writing")),
        sa.UniqueConstraint(
            "person_id", "workplace_id", "kind", name=op.f("uq_guideline_writing_person_id_workplace_id_kind")
        ),
    )
    op.create_index(op.f("ix_guideline_writing_person_id"), "guideline_writing", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("guideline_writing")
