"""Operators, who make organisations."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portal_operator",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_portal_operator_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_operator")),
        sa.UniqueConstraint("person_id", name=op.f("uq_portal_operator_person_id")),
    )


def downgrade() -> None:
    op.drop_table("portal_operator")
