"""Forms that somebody has begun and not sent yet."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unsent_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_unsent_form_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent_form")),
        sa.UniqueConstraint("person_id", "form", name=op.f("uq_unsent_form_person_id_form")),
    )
    for column in ("person_id", "saved_at"):
        op.create_index(op.f(f"ix_unsent_form_{column}"), "unsent_form", [column], unique=False)


def downgrade() -> None:
    op.drop_table("unsent_form")
