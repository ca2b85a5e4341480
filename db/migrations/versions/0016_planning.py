"""Days an organisation keeps closed, and how many seats a course has."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closed_period",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_closed_period_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_period")),
    )
    op.create_index(op.f("ix_closed_period_organisation_id"), "closed_period", ["organisation_id"], unique=False)
    op.add_column("course_run", sa.Column("seats", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("course_run", "seats")
    op.drop_index(op.f("ix_closed_period_organisation_id"), table_name="closed_period")
    op.drop_table("closed_period")
